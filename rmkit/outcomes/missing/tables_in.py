"""How a table with gaps comes in: columns as numbers, gaps as NaN, faults told all at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.values_in import one_column

__all__ = ["number_table"]

_NOTHING_DONE = "Nothing was computed."


def number_table(table: pd.DataFrame, *, least: int = 1) -> NDArray[np.float64]:
    """Read a table as numbers, shape (n_people, n_columns), NaN where missing.

    Raises
    ------
    FaultsFound
        A column is not made of numbers or has no value at all, a name stands twice, or there are
        fewer than `least` columns.
    """
    names = [str(name) for name in table.columns]
    faults = _names(names, least)
    columns = []
    for i, name in enumerate(names):
        try:
            column = one_column(name, table.iloc[:, i])
        except FaultsFound as found:
            faults += found.faults
            continue
        if np.isnan(column).all():
            faults.append(Fault("has no value at all.", "Leave the column out.", column=name))
        columns.append(column)
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return np.column_stack(columns)


def _names(names: Sequence[str], least: int) -> list[Fault]:
    twice = sorted({name for name in names if names.count(name) > 1})
    faults = [Fault("stands there twice.", "Keep one.", column=name) for name in twice]
    if len(names) < least:
        problem = f"There are {len(names)} columns, and at least {least} are needed."
        faults.append(Fault(problem, "Give a table with one column a measure."))
    return faults
