"""Sets in one cell: the languages somebody speaks, the weekly slots they have.

A set is written with `;` between its sorted values (`en;es`), an empty set as `none`; a missing
cell is a question that was not answered. Only this file reads and writes that notation.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound

__all__ = ["EMPTY", "parse_set", "set_matrix", "write_set"]

EMPTY: Final = "none"
"""How an empty set is written: the question was answered, with nothing."""

_VALUE: Final = re.compile(r"[a-z0-9][a-z0-9_\-]*")


def parse_set(value: object) -> frozenset[str] | None:
    """Read one cell as a set.

    Parameters
    ----------
    value
        Text such as `en;es` or `none`, or a list, tuple or set of values. None, NaN, NA and blank
        text are missing. Capitals and spaces around a value don't matter.

    Returns
    -------
    frozenset or None
        The values; empty for `none` or an empty list; None where the cell is missing.

    Raises
    ------
    FaultsFound
        The cell is something else, holds a value that is not a short code, or `none` beside
        other values.

    Examples
    --------
    >>> sorted(parse_set("es; EN"))
    ['en', 'es']
    >>> parse_set("none"), parse_set(None)
    (frozenset(), None)
    """
    values, problem = read_set(value)
    if problem:
        raise FaultsFound([Fault(problem, _FIX, value=str(value))], "The set was not read.")
    return values


_FIX: Final = f'Write short codes with ";" between them, or "{EMPTY}" for an empty set.'


def is_missing(cell: object) -> bool:
    """Whether a cell is None, NA, NaT or NaN."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    return isinstance(cell, float | np.floating) and bool(np.isnan(cell))


def read_set(value: object) -> tuple[frozenset[str] | None, str]:
    """Read one cell; give the set and what is wrong with it (an empty text when nothing is)."""
    if isinstance(value, str):
        parts = [part.strip().lower() for part in value.split(";")]
    elif isinstance(value, list | tuple | set | frozenset | np.ndarray):
        parts = [str(part).strip().lower() for part in value]
        if not parts:
            return frozenset(), ""
    elif is_missing(value):
        return None, ""
    else:
        return None, "is not a set."
    values = frozenset(part for part in parts if part)
    if not values:
        return None, ""
    if values == {EMPTY}:
        return frozenset(), ""
    if EMPTY in values:
        return None, f'says "{EMPTY}" and something else as well.'
    if not all(_VALUE.fullmatch(part) for part in values):
        return None, "holds something that is not a short code such as en or mon_am."
    return values, ""


def write_set(values: Collection[str] | None) -> str | None:
    """Write a set into one cell.

    Parameters
    ----------
    values
        The values; None where the question was not answered.

    Returns
    -------
    str or None
        Sorted values with `;` between them, `none` for an empty set, None for a missing one.

    Examples
    --------
    >>> write_set(["es", "en"]), write_set([]), write_set(None)
    ('en;es', 'none', None)
    """
    if values is None:
        return None
    return ";".join(sorted(set(values))) or EMPTY


def set_matrix(column: pd.Series) -> tuple[NDArray[np.bool_], NDArray[np.bool_], tuple[str, ...]]:
    """Turn a column of sets into one yes-or-no column a value.

    Parameters
    ----------
    column
        Sets as `parse_set` reads them, one a person.

    Returns
    -------
    has
        Shape (n_people, n_values): who has which value. All False where the set is missing.
    known
        Shape (n_people,): whose set is not missing.
    values
        The values, sorted: the columns of `has`.

    Raises
    ------
    FaultsFound
        A cell is not a set.

    Examples
    --------
    >>> has, known, values = set_matrix(pd.Series(["en;es", "none", None]))
    >>> values, known.tolist(), has.tolist()
    (('en', 'es'), [True, True, False], [[True, True], [False, False], [False, False]])
    """
    cells = column.astype(object).tolist()
    read = {cell: parse_set(cell) for cell in {c for c in cells if isinstance(c, str)}}
    sets = [read[c] if isinstance(c, str) else parse_set(c) for c in cells]
    values = tuple(sorted({value for known in sets if known for value in known}))
    position = {value: i for i, value in enumerate(values)}
    has = np.zeros((len(sets), len(values)), dtype=np.bool_)
    for row, found in enumerate(sets):
        for value in found or ():
            has[row, position[value]] = True
    return has, np.array([found is not None for found in sets], dtype=np.bool_), values
