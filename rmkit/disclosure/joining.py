"""Groups of one column joined until each can be shown, and none of them follows from the others.

Where a figure is told for each group of a column, groups under five are joined with the next
smallest, so that what is shown always adds up to everybody. Several columns side by side can be
subtracted from each other; groups are joined further until no such sum is about fewer than five
people (`rmkit.disclosure.attack`). Nothing here looks at what is told of a group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rmkit.disclosure.attack import Crowd, few_people
from rmkit.disclosure.hiding import FEWEST

__all__ = ["Parts", "fit_to_show", "joined"]

Parts = tuple[tuple[str, ...], ...]
"""The groups of one column as they are shown: each part names the groups joined in it."""


def joined(
    columns: Mapping[str, Sequence[str | None]], *, fewest: int = FEWEST
) -> dict[str, Parts]:
    """Join small groups, so that no sum over few people can be worked out.

    Parameters
    ----------
    columns
        For each column the group of every person, in one order of people for all; None for
        somebody who does not count in that column.
    fewest
        The smallest number of people that may be told of.

    Returns
    -------
    dict
        For each column its parts by name, the joined one last. Empty where all people in it are
        fewer than `fewest`.

    Examples
    --------
    >>> joined({"site": ["A"] * 6 + ["B"] * 5 + ["C"] * 2 + [None]})
    {'site': (('A',), ('B', 'C'))}
    """
    found = {name: _by_size(groups, fewest) for name, groups in columns.items()}
    while True:
        rows = [(name, part) for name, parts in found.items() for part in parts]
        crowd = _crowd(rows, columns)
        weights = few_people(crowd, fewest)
        if weights is None:
            return {name: _in_order(parts) for name, parts in found.items()}
        people = crowd.sums.sum(axis=1)
        used = np.flatnonzero(np.abs(weights) > 1e-6).tolist()
        several = [r for r in used if len(found[rows[r][0]]) > 1] or [
            r for r in range(len(rows)) if len(found[rows[r][0]]) > 1
        ]
        at = min(several or used, key=lambda r: (people[r], r))
        name, part = rows[at]
        found[name] = _without(part, found[name], columns[name]) if several else ()


def fit_to_show(shown: NDArray[np.bool_], sums: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Hide figures until none about fewer than five follows from those that are left.

    Parameters
    ----------
    shown
        Which figures are to be shown, shape (n_figures,).
    sums
        Which figure is over what, shape (n_figures, n_things). Beside them the figure over all
        things is taken to be known.

    Returns
    -------
    array of bool
        Those that may be shown, the largest of what is in question staying longest.
    """
    kept: NDArray[np.bool_] = shown & (sums.sum(axis=1) >= FEWEST)
    everything = np.ones((1, sums.shape[1]))
    while kept.any():
        rows = np.flatnonzero(kept)
        crowd = Crowd(np.vstack([sums[rows], everything]), np.arange(sums.shape[1]))
        weights = few_people(crowd)
        if weights is None:
            break
        used = rows[np.abs(weights[:-1]) > 1e-6]
        candidates = used if len(used) else rows
        kept[min(candidates, key=lambda r: (sums[r].sum(), r))] = False
    return kept


def _by_size(groups: Sequence[str | None], fewest: int) -> Parts:
    """Join the groups under `fewest`, and as many of the next smallest as it takes."""
    counts = Counter(group for group in groups if group is not None)
    if counts.total() < fewest:
        return ()
    left = sorted(counts, key=lambda name: (-counts[name], name))
    small: list[str] = []
    while left and (counts[left[-1]] < fewest or 0 < sum(counts[name] for name in small) < fewest):
        small.append(left.pop())
    return (*((name,) for name in sorted(left)), *([tuple(sorted(small))] if small else []))


def _without(part: tuple[str, ...], parts: Parts, groups: Sequence[str | None]) -> Parts:
    """Join a part with the smallest other one."""
    counts = Counter(group for group in groups if group is not None)
    others = [other for other in parts if other != part]
    near = min(others, key=lambda other: (len(other) == 1, sum(counts[n] for n in other), other))
    return (*(other for other in others if other != near), tuple(sorted((*part, *near))))


def _in_order(parts: Parts) -> Parts:
    return tuple(sorted(parts, key=lambda part: (len(part) > 1, part)))


def _crowd(
    rows: Sequence[tuple[str, tuple[str, ...]]], columns: Mapping[str, Sequence[str | None]]
) -> Crowd:
    n = len(next(iter(columns.values()), ()))
    sums = np.zeros((len(rows), n))
    for row, (name, part) in zip(sums, rows, strict=True):
        row[:] = [group in part for group in columns[name]]
    return Crowd(sums, np.arange(n))
