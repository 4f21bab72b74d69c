"""How ratings come in: one row what is rated, one column a rater, gaps as NaN."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.values_in import one_column

__all__ = ["complete_rows", "ratings_in"]

Floats = NDArray[np.float64]
_NOTHING_DONE = "Nothing was computed."


def ratings_in(ratings: pd.DataFrame | ArrayLike, *, what: str = "rater", least: int = 2) -> Floats:
    """Read ratings as numbers, shape (n_rated, n_raters), NaN where missing.

    Raises
    ------
    FaultsFound
        A value is not a number, or there are fewer than `least` columns.
    """
    table = ratings if isinstance(ratings, pd.DataFrame) else _as_table(ratings)
    faults: list[Fault] = []
    columns: list[Floats] = []
    for i, name in enumerate(table.columns):
        told = f"{what} {i + 1}" if isinstance(name, int) else str(name)
        try:
            columns.append(one_column(told, table.iloc[:, i]))
        except FaultsFound as found:
            faults += found.faults
    if table.shape[1] < least:
        problem = f"There are {table.shape[1]} columns, and at least {least} are needed."
        faults.append(Fault(problem, f"Give one column a {what}, one row a thing that was rated."))
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return np.column_stack(columns)


def _as_table(ratings: ArrayLike) -> pd.DataFrame:
    array = np.asarray(ratings, dtype=object)
    if array.ndim != 2:
        problem = f"has the shape {array.shape}; a table is needed."
        fix = "Give one row a thing that was rated, one column a rater."
        raise FaultsFound([Fault(problem, fix, column="ratings")], _NOTHING_DONE)
    return pd.DataFrame(array)


def complete_rows(values: Floats, *, missing: str) -> tuple[Floats, dict[str, int]]:
    """Keep rows without a gap, and count those left out."""
    whole = ~np.isnan(values).any(axis=1)
    return values[whole], {missing: int((~whole).sum())}
