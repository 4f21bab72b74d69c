"""How times of staying come in: followed from when, until when, and whether they had left by then.

Series are put beside each other by index, arrays by position. Who lacks something that the
analysis needs is left out and counted; what cannot be (an end before the beginning, a share where
yes or no is meant) is told all at once, by position and never with the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["Followed", "followed", "named_groups"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_NOTHING_DONE = "Nothing was computed."


class Followed(NamedTuple):
    """Complete people: seen after `entry` until `time`, where some had `left`."""

    entry: Floats
    time: Floats
    left: Flags
    beside: dict[str, pd.Series]
    dropped: dict[str, int]

    def only(self, kept: Flags) -> Followed:
        """Give some of them."""
        beside = {name: column[kept] for name, column in self.beside.items()}
        return Followed(self.entry[kept], self.time[kept], self.left[kept], beside, self.dropped)


def followed(
    time: ArrayLike,
    left: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    beside: Mapping[str, object] | None = None,
) -> Followed:
    """Read when people were followed, and what stands beside it.

    Parameters
    ----------
    time
        How long each was followed, shape (n_people,), 0 or more, in one unit.
    left
        Whether they had left at that time (yes or 1) or were still there (no or 0).
    entry
        From when on each was followed; None where all were from 0 on.
    beside
        Columns of the same people by name; missing values of any leave the person out.

    Returns
    -------
    Followed
        The complete ones, who was left out and why.

    Raises
    ------
    FaultsFound
        A value cannot be read, ends before it begins, or columns differ in length.
    TooFewPeople
        Nobody is complete.
    """
    wanted = {"left": left, **({} if entry is None else {"entry": entry}), **(beside or {})}
    columns, dropped = _aligned(time, {k: v for k, v in wanted.items() if v is not None})
    ends = one_column("time", columns.pop("time"))
    gone = _yes_no(columns.pop("left"))
    begun = one_column("entry", columns.pop("entry")) if "entry" in columns else None
    faults = _impossible(ends, begun)
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    lacking = {"no time": np.isnan(ends), "not known whether they left": np.isnan(gone)}
    if begun is not None:
        lacking["no entry"] = np.isnan(begun)
    for name, column in columns.items():
        lacking[f"no value of {name}"] = column.isna().to_numpy()
    kept = np.ones(len(ends), dtype=bool)
    for why, missing in lacking.items():
        dropped[why] = dropped.get(why, 0) + int((kept & missing).sum())
        kept &= ~missing
    enough(int(kept.sum()), 1, what="people of whom all is known", why="Nothing can be told.")
    start = np.full(len(ends), -np.inf) if begun is None else begun
    # Times that differ by less than a billionth are one time: 0.3 and 0.1 + 0.2.
    beside_kept = {name: column[kept].reset_index(drop=True) for name, column in columns.items()}
    return Followed(
        start[kept].round(9), ends[kept].round(9), gone[kept] == 1, beside_kept, dropped
    )


def named_groups(groups: pd.Series) -> tuple[list[str], NDArray[np.int64]]:
    """Give the names of groups, and which each person belongs to.

    A categorical keeps its order; anything else is sorted, `no` before `yes`.
    """
    if isinstance(groups.dtype, pd.CategoricalDtype):
        levels = [level for level in groups.cat.categories if (groups == level).any()]
    else:
        found = list(groups.unique())
        levels = sorted(found, key=lambda level: (not isinstance(level, int | float), str(level)))
        if all(isinstance(level, int | float) for level in found):
            levels = sorted(found)
    codes = np.full(len(groups), -1)
    for i, level in enumerate(levels):
        codes[(groups == level).to_numpy(dtype=bool)] = i
    names = [
        ("yes" if level else "no") if isinstance(level, bool | np.bool_) else str(level)
        for level in levels
    ]
    return names, codes


def _aligned(
    time: ArrayLike, others: Mapping[str, object]
) -> tuple[dict[str, pd.Series], dict[str, int]]:
    first = _series("time", time)
    given = {name: _series(name, values) for name, values in others.items()}
    labelled = isinstance(time, pd.Series)
    dropped: dict[str, int] = {}
    faults: list[Fault] = []
    out = {"time": first}
    for name, column in given.items():
        by_label = labelled and isinstance(others[name], pd.Series)
        if by_label and not column.index.equals(first.index):
            if not (column.index.is_unique and first.index.is_unique):
                fix = "Keep one value a person."
                faults.append(Fault("has an index label twice.", fix, column=name))
                continue
            alone = int((~column.index.isin(first.index)).sum())
            dropped[f"only in {name}"] = alone
            column = column.reindex(first.index)
        if len(column) != len(first):
            problem = f"has {len(column)} values, and time has {len(first)}."
            fix = "Give one value a person in all, in the same order."
            faults.append(Fault(problem, fix, column=name))
            continue
        out[name] = column
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return {name: column.reset_index(drop=True) for name, column in out.items()}, dropped


def _series(name: str, values: object) -> pd.Series:
    if isinstance(values, pd.Series):
        return values
    array = np.asarray(values, dtype=object)
    if array.ndim != 1:
        problem = f"has the shape {array.shape}; one value a person is needed."
        raise FaultsFound([Fault(problem, "Give one column.", column=name)], _NOTHING_DONE)
    return pd.Series(array).infer_objects()


def _yes_no(column: pd.Series) -> Floats:
    values = one_column("left", column)
    odd = ~np.isnan(values) & (values != 0) & (values != 1)
    if odd.any():
        places = ", ".join(str(i + 1) for i in np.flatnonzero(odd)[:10])
        problem = f"values {places} (counted from 1): are neither 1 (left) nor 0 (still there)."
        raise FaultsFound([Fault(problem, "Give 1, 0, True or False.", column="left")],
                          _NOTHING_DONE)  # fmt: skip
    return values


def _impossible(ends: Floats, begun: Floats | None) -> list[Fault]:
    """Find times that cannot be."""
    faults = []
    for where, problem, fix in (
        (ends < 0, "is before the beginning.", "Count from the beginning on."),
        (
            np.zeros(len(ends), dtype=bool) if begun is None else ends <= begun,
            "is not after the entry.",
            "Give an entry before the time, in the same unit.",
        ),
    ):
        if where.any():
            places = ", ".join(str(i + 1) for i in np.flatnonzero(where)[:10])
            lead = f"{int(where.sum())} values (the first: {places}, counted from 1)"
            faults.append(Fault(f"{lead}: {problem}", fix, column="time"))
    return faults
