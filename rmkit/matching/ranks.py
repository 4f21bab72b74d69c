"""What a pair is worth where several things count one after the other, as one whole number.

In this order: people who come first, pairs to keep, points, different mentors taking part, a lot.
Each step is worth more than everything below it together, so one sum holds them all; how many
pairs there are comes before all of it and is the solver's own aim. A float holds whole numbers up
to 2**53 without loss: where the order would not fit, the lot is dropped first, then the number of
mentors, and the order of the ids decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet

if TYPE_CHECKING:
    from rmkit.matching.problem import Problem

__all__ = ["Ranks", "ranks"]

_BITS = 52
_LOT = 1_023


@discreet("unit", "taking_part")
@dataclass(frozen=True, eq=False)
class Ranks:
    """What each pair is worth, shape (n_mentors, n_mentees), one point being `unit`.

    `taking_part` is what it is worth beside that a mentor has anybody.
    """

    worth: NDArray[np.float64]
    unit: float
    taking_part: float


def ranks(problem: Problem) -> Ranks:
    """Put points and what else decides on one scale."""
    points: NDArray[np.float64] = (np.asarray(problem.points) + _bonus(problem)).astype(float)
    most_pairs = max(min(int(problem.capacity.sum()), len(problem.mentees)), 1)
    lots = _LOT * most_pairs
    several = bool((problem.capacity > 1).any())
    taking_part = 2.0 ** lots.bit_length() if several else 0.0
    unit = 2.0 ** (len(problem.mentors) * int(taking_part) + lots).bit_length()
    lot = 0 if problem.lots is None else problem.lots
    room = 2.0**_BITS / max(int(points.max(initial=0)), 1)
    if unit <= room or not (problem.keep or problem.first):
        return Ranks(points * unit + lot, unit, taking_part)
    unit = 2.0 ** len(problem.mentors).bit_length() if several else 1.0
    if unit <= room:
        return Ranks(points * unit, unit, 1.0 if several else 0.0)
    return Ranks(points, 1.0, 0.0)


def _bonus(problem: Problem) -> NDArray[np.int64]:
    """Give what keeping a pair, and pairing people who come first, is worth in points."""
    bonus = np.zeros((len(problem.mentors), len(problem.mentees)), dtype=np.int64)
    most_pairs = max(min(int(problem.capacity.sum()), len(problem.mentees)), 1)
    all_points = problem.most_points * most_pairs + 1
    for pair in problem.keep:
        bonus[pair] = all_points
    kept = len(problem.keep) * all_points
    each = (all_points + kept) if problem.first else 0
    for name in problem.first:
        if name in problem.row:
            bonus[problem.row[name], :] += each
        if name in problem.column:
            bonus[:, problem.column[name]] += each
    return bonus
