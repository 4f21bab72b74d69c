"""How scores come in: arrays or Series, one value a person, missing ones told apart and counted.

Two Series with indexes of their own are put beside each other by index, never by position; two
arrays by position. Every fault of the input is told at once, by position or index, never with the
value that somebody answered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, TooFewPeople

__all__ = ["Both", "both_waves", "enough", "one_column"]

Floats = NDArray[np.float64]
_NOTHING_DONE = "Nothing was computed."
_MOST_SHOWN = 10


@discreet("dropped")
@dataclass(frozen=True, eq=False)
class Both:
    """Values of the same people at two times, complete ones only, and who was left out why."""

    before: Floats
    after: Floats
    dropped: dict[str, int]

    def __len__(self) -> int:
        return len(self.before)


def one_column(name: str, values: ArrayLike, *, scale: tuple[float, float] | None = None) -> Floats:
    """Read values as numbers, NaN where missing.

    Parameters
    ----------
    name
        What they are, for an error.
    values
        Numbers, shape (n,); NaN, None and NA are missing.
    scale
        Lowest and highest value that can be answered; None where there is no such.

    Raises
    ------
    FaultsFound
        A value is no number, is infinite or lies off the scale, or the shape is another one.
    """
    given = pd.Series(_flat(name, values))
    numbers = pd.to_numeric(given, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    no_number = given.notna().to_numpy() & np.isnan(numbers)
    faults = _places(name, no_number | np.isinf(numbers), "is not a number", "Give numbers.")
    if scale is not None:
        low, high = scale
        off = ~np.isnan(numbers) & ((numbers < low) | (numbers > high))
        said = f"does not lie on the scale from {low:g} to {high:g}"
        faults += _places(name, off & np.isfinite(numbers), said, "Correct it, or name the scale.")
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return numbers


def both_waves(
    before: ArrayLike,
    after: ArrayLike,
    *,
    names: tuple[str, str] = ("before", "after"),
    scale: tuple[float, float] | None = None,
) -> Both:
    """Put two waves of the same people beside each other.

    Parameters
    ----------
    before, after
        As for `one_column`. Two Series are joined by index, each label once; anything else by
        position, and then both are as long.
    names
        What they are, for errors and for the reasons why somebody is left out.
    scale
        As for `one_column`.

    Raises
    ------
    FaultsFound
        A value cannot be read, an index has a label twice, or arrays differ in length.
    """
    if isinstance(before, pd.Series) and isinstance(after, pd.Series):
        before, after, alone = _by_index(before, after, names)
    else:
        alone = {}
    first = one_column(names[0], before, scale=scale)
    second = one_column(names[1], after, scale=scale)
    if len(first) != len(second):
        problem = f"has {len(first)} values, and {names[1]} has {len(second)}."
        fix = "Give one value a person in both, in the same order, or two Series with ids as index."
        raise FaultsFound([Fault(problem, fix, column=names[0])], _NOTHING_DONE)
    has_first, has_second = ~np.isnan(first), ~np.isnan(second)
    keep = has_first & has_second
    dropped = alone | {
        f"no value {names[0]}": int((~has_first & has_second).sum()),
        f"no value {names[1]}": int((has_first & ~has_second).sum()),
        "no value at all": int((~has_first & ~has_second).sum()),
    }
    return Both(first[keep], second[keep], dropped)


def enough(n: int, least: int, *, what: str = "people with both values", why: str = "") -> None:
    """Raise `TooFewPeople` for fewer than `least`; `why` says what can still be told."""
    if n < least:
        message = (
            f"There are {n} {what}, and this needs at least {least}.{' ' + why if why else ''}"
        )
        raise TooFewPeople(message)


def _flat(name: str, values: ArrayLike) -> ArrayLike:
    array = values if isinstance(values, pd.Series) else np.asarray(values, dtype=object)
    if array.ndim != 1:
        problem = f"has the shape {array.shape}; one value a person is needed."
        raise FaultsFound([Fault(problem, "Give one column.", column=name)], _NOTHING_DONE)
    return array


def _places(name: str, where: NDArray[np.bool_], problem: str, fix: str) -> list[Fault]:
    rows = np.flatnonzero(where)
    if not len(rows):
        return []
    told = ", ".join(str(row + 1) for row in rows[:_MOST_SHOWN])
    more = f" and {len(rows) - _MOST_SHOWN} more" if len(rows) > _MOST_SHOWN else ""
    lead = f"{'value' if len(rows) == 1 else 'values'} {told}{more} (counted from 1)"
    return [Fault(f"{lead}: {problem}.", fix, column=name)]


def _by_index(
    before: pd.Series, after: pd.Series, names: tuple[str, str]
) -> tuple[pd.Series, pd.Series, dict[str, int]]:
    faults = [
        Fault("has an index label twice; whose value counts?", "Keep one a person.", column=name)
        for name, series in zip(names, (before, after), strict=True)
        if not series.index.is_unique
    ]
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    ids = before.index.union(after.index, sort=False)
    alone = {
        f"only in {names[0]}": int((~before.index.isin(after.index)).sum()),
        f"only in {names[1]}": int((~after.index.isin(before.index)).sum()),
    }
    in_both = ids[ids.isin(before.index) & ids.isin(after.index)]
    return before.reindex(in_both), after.reindex(in_both), alone
