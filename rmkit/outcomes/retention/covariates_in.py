"""Columns of a model: numbers as they are, categories against a level that is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.values_in import one_column

__all__ = ["Columns", "columns_of", "redundant"]


class Columns(NamedTuple):
    """A column a number that the model estimates, and which of them belong to one covariate."""

    names: list[str]
    titles: list[str]
    values: NDArray[np.float64]
    terms: dict[str, list[int]]


def columns_of(table: Mapping[str, pd.Series], reference: Mapping[str, object]) -> Columns:
    """Make the columns of a model.

    Parameters
    ----------
    table
        Complete columns by name: numbers, yes or no, or categories.
    reference
        The level that the others are compared with, by covariate; otherwise the first category,
        or the most frequent value of a column of words (never the first of the alphabet: that
        would make the coding hang on spelling).

    Raises
    ------
    UnknownName
        A reference names no column or no level.
    """
    for name in reference:
        if name not in table:
            raise UnknownName(kind="covariate", name=str(name), known=list(table))
    names: list[str] = []
    titles: list[str] = []
    parts: list[NDArray[np.float64]] = []
    terms: dict[str, list[int]] = {}
    for name, column in table.items():
        start = len(names)
        if name not in reference and _is_number(column):
            names.append(name)
            titles.append(name)
            parts.append(one_column(name, column))
        else:
            levels = _levels(name, column, reference.get(name))
            for level in levels[1:]:
                names.append(f"{name}={level}")
                titles.append(f"{name} {level} against {levels[0]}")
                parts.append(np.asarray(column == level, dtype=np.float64))
        terms[name] = list(range(start, len(names)))
    values = np.column_stack(parts) if parts else np.zeros((0, 0))
    return Columns(names, titles, values, terms)


def redundant(information: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which columns say nothing beyond those before them."""
    spare = np.zeros(len(information), dtype=bool)
    kept: list[int] = []
    for j in range(len(information)):
        own = information[j, j]
        rest = own
        if kept and own > 0:
            known = information[np.ix_(kept, kept)]
            across = information[kept, j]
            rest = own - across @ np.linalg.solve(known, across)
        if own <= 1e-12 or rest <= 1e-9 * own:
            spare[j] = True
        else:
            kept.append(j)
    return spare


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column)


def _levels(name: str, column: pd.Series, first: object) -> list[object]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        found = [level for level in column.cat.categories if (column == level).any()]
    else:
        counts = column.value_counts()
        found = sorted(counts.index, key=lambda level: (-int(counts[level]), str(level)))
    if first is not None:
        if first not in found:
            known = [str(level) for level in found]
            raise UnknownName(kind=f"level of {name}", name=str(first), known=known)
        found = [first, *(level for level in found if level != first)]
    if len(found) > 20:
        problem = f"has {len(found)} levels in words."
        fix = "Give numbers, or join levels; 20 are the most."
        raise FaultsFound([Fault(problem, fix, column=name)], "Nothing was computed.")
    return found
