"""Partitioning around medoids: every group gathers around its most typical person.

Works on any distances, so on whatever was answered, and needs no means. The first medoids are
built one by one and then exchanged as long as that helps (the best exchange first), which is the
original algorithm; the exchange is found for all groups at once.

References: Kaufman & Rousseeuw (1990), Finding Groups in Data, chapter 2. Schubert & Rousseeuw
(2021), Information Systems 101:101804, for finding the best exchange in one pass.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.profiles.compared import Groups, Points

__all__ = ["Medoids", "around", "built", "exchanged"]

_AT_ONCE = 500_000
_ALIKE = 1e-12


@dataclass(frozen=True, eq=False, repr=False)
class Medoids:
    """The medoids, as positions of people, who gathers around which, and the mean distance."""

    medoids: NDArray[np.intp]
    groups: Groups
    mean_distance: float


def around(apart: Points, numbers: Collection[int]) -> dict[int, Medoids]:
    """Gather people around medoids, once for each number of groups.

    Parameters
    ----------
    apart
        Distances between people, shape (n_people, n_people), symmetric, none missing.
    numbers
        How many groups, each at least 1 and at most the number of people who differ.
    """
    first = built(apart, max(numbers))
    return {k: exchanged(apart, first[:k]) for k in sorted(numbers) if k <= len(first)}


def built(apart: Points, most: int) -> NDArray[np.intp]:
    """Choose first medoids one by one, each lowering the total distance most.

    Fewer than asked for where nobody is left who differs from all of them.
    """
    chosen = [_first_of_lowest(apart.sum(axis=0))]
    nearest = apart[chosen[0]].copy()
    while len(chosen) < most:
        left = np.concatenate([np.minimum(nearest, rows).sum(axis=1) for rows in _blocks(apart)])
        best = _first_of_lowest(left)
        if nearest.sum() - left[best] <= _ALIKE * len(apart):
            break
        chosen.append(best)
        np.minimum(nearest, apart[best], out=nearest)
    return np.array(chosen, dtype=np.intp)


def exchanged(apart: Points, medoids: NDArray[np.intp]) -> Medoids:
    """Exchange medoids for others, the best exchange first, until none helps."""
    medoids = medoids.copy()
    k, n = len(medoids), len(apart)
    while True:
        from_medoids = apart[medoids]
        groups = from_medoids.argmin(axis=0)
        nearest = from_medoids[groups, np.arange(n)]
        second = np.partition(from_medoids, 1, axis=0)[1] if k > 1 else np.full(n, np.inf)
        change, candidate, group = _best_exchange(apart, groups, nearest, second, k)
        if change >= -_ALIKE * n:
            return Medoids(medoids, groups.astype(np.intp), float(nearest.mean()))
        medoids[group] = candidate


def _best_exchange(
    apart: Points, groups: Groups, nearest: Points, second: Points, k: int
) -> tuple[float, int, int]:
    """Find which person in place of which medoid lowers the total most: change, person, group."""
    of_group = (groups[:, None] == np.arange(k)).astype(np.float64)
    left_alone, total = nearest @ of_group, float(nearest.sum())
    best = (np.inf, 0, 0)
    start = 0
    for rows in _blocks(apart):
        # What is lost, beyond what is gained, by the people whose own medoid goes.
        change = np.maximum(np.minimum(rows, second), nearest) @ of_group - left_alone
        change += (np.minimum(rows, nearest).sum(axis=1) - total)[:, None]
        at = _first_of_lowest(change)
        found = float(change.flat[at])
        if found < best[0] - _ALIKE * len(apart):
            best = (found, start + at // k, at % k)
        start += len(rows)
    return best


def _first_of_lowest(totals: Points) -> int:
    """Of equal ones take the first, whatever rounding makes of them on this machine."""
    return int(np.argmax(totals <= totals.min() + _ALIKE * len(totals)))


def _blocks(apart: Points) -> list[Points]:
    rows = max(1, _AT_ONCE // len(apart))
    return [apart[start : start + rows] for start in range(0, len(apart), rows)]
