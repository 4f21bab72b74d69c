"""Which columns the table of people has, what they may hold, and how a cell becomes a value.

Every reader takes a column as it came and gives the typed column together with which cells are
wrong. Judging and telling is the work of `rmkit.people.table`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.people.sets import is_missing, read_set, write_set

__all__ = ["KNOWN", "PREFIXES", "ROLES", "Column", "as_numbers", "as_sets", "as_texts", "described"]

ROLES: Final = ("mentor", "mentee", "either")
"""What a candidate may want to be."""

Holds = Literal["text", "set", "whole", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of the table of people holds.

    `low` and `high` bound a number, both included. `secret` keeps values out of every message.
    """

    holds: Holds
    what: str = ""
    low: float = -np.inf
    high: float = np.inf
    fix: str = ""
    secret: bool = False


_FIVE = "Levels run from 1 (none) to 5 (expert)."
_LEVEL = Column("whole", "level", 1, 5, _FIVE)
_STYLE = Column("whole", "style rating", 1, 5, "Ratings run from 1 to 5.")

KNOWN: Final[dict[str, Column]] = {
    "person_id": Column("text"),
    "role": Column("text"),
    "organisation": Column("text"),
    "site": Column("text"),
    "department": Column("text"),
    "manager_id": Column("text"),
    "languages": Column("set"),
    "slots": Column("set"),
    "communication": Column("set"),
    "capacity": Column("whole", "capacity", 0, 100, "Write a whole number from 0 to 100."),
    "topics": Column("text", secret=True),
    "expectations": Column("text", secret=True),
    "seniority_years": Column("number", "number of years", 0, 80, "Write 0 to 80 years."),
    "cluster": Column("whole", "kind", 1, 1_000, "Kinds are numbered from 1."),
}
"""The columns with a name of their own."""

PREFIXES: Final[dict[str, Column]] = {"level_": _LEVEL, "target_": _LEVEL, "style_": _STYLE}
"""The columns that come once for each skill or trait, by how their names begin."""

_BEFORE_SKILLS: Final = 10
_BEFORE_STYLES: Final = 2


def described(name: object) -> Column | None:
    """Say what a column of this name holds, or None where it is a further column."""
    if not isinstance(name, str):
        return None
    by_prefix = (c for start, c in PREFIXES.items() if name.startswith(start) and name != start)
    return KNOWN.get(name) or next(by_prefix, None)


def in_order(names: Iterable[object]) -> list[object]:
    """Put every known column, and those of `names` besides, into the table's own order."""
    given = list(names)
    by_prefix = {
        start: sorted(n for n in given if isinstance(n, str) and n.startswith(start) and n != start)
        for start in PREFIXES
    }
    known = list(KNOWN)
    front, back = known[:_BEFORE_SKILLS], known[_BEFORE_SKILLS:]
    named = [
        *front,
        *by_prefix["level_"],
        *by_prefix["target_"],
        *back[:_BEFORE_STYLES],
        *by_prefix["style_"],
        *back[_BEFORE_STYLES:],
    ]
    return [*named, *(name for name in given if described(name) is None)]


def as_texts(column: pd.Series) -> tuple[pd.Series, NDArray[np.bool_]]:
    """Read texts: composed, trimmed; blank is missing; whole numbers are taken as written."""
    cells = [_text(cell) for cell in column.astype(object).tolist()]
    bad = np.array([cell is _BAD for cell in cells], dtype=np.bool_)
    texts = pd.Series([None if cell is _BAD else cell for cell in cells], dtype="str")
    return texts, bad


_BAD: Final = object()


def _text(cell: object) -> object:
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell).strip() or None
    if isinstance(cell, bool | np.bool_ | list | tuple | set | frozenset | dict | np.ndarray):
        return _BAD
    if is_missing(cell):
        return None
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)


def as_sets(column: pd.Series) -> tuple[pd.Series, list[str]]:
    """Read sets into their one notation, with what is wrong with each cell ("" when nothing)."""
    cells = column.astype(object).tolist()
    # Few notations come again and again, and reading one costs more than finding it.
    known = {cell: _read_set(cell) for cell in {cell for cell in cells if isinstance(cell, str)}}
    read = [known[cell] if isinstance(cell, str) else _read_set(cell) for cell in cells]
    texts = pd.Series([text for text, _ in read], dtype="str")
    return texts, [problem for _, problem in read]


def _read_set(cell: object) -> tuple[str | None, str]:
    values, problem = read_set(cell)
    return write_set(values), problem


def as_numbers(column: pd.Series, holds: Column) -> tuple[pd.Series, NDArray[np.bool_]]:
    """Read numbers within the bounds of a column; True and False are not numbers."""
    if getattr(column.dtype, "kind", "") in ("i", "u", "f"):
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        numbers = np.array([_number(cell) for cell in column.astype(object).tolist()], dtype=float)
    missing = np.isnan(numbers)
    fits = (numbers >= holds.low) & (numbers <= holds.high)
    if holds.holds == "whole":
        fits &= numbers == np.floor(numbers)
    kept = pd.Series(np.where(fits, numbers, np.nan), dtype="Float64").mask(~fits)
    return (kept.astype("Int64") if holds.holds == "whole" else kept), ~missing & ~fits


def _number(cell: object) -> float:
    """Give the number, NaN where the cell is missing and infinity where it is no number."""
    if isinstance(cell, bool | np.bool_):
        return np.inf
    if isinstance(cell, str):
        if not cell.strip():
            return np.nan
        try:
            value = float(cell)
        except ValueError:
            return np.inf
        return np.inf if np.isnan(value) else value
    if isinstance(cell, int | float | np.integer | np.floating):
        try:
            return float(cell)
        except OverflowError:
            return np.inf
    return np.nan if is_missing(cell) else np.inf
