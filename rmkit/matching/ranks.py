"""What a pair is worth where several things count one after the other, as one whole number.

In this order: people who come first, pairs to keep, points, different mentors taking part, a lot.
Each step is worth more than everything below it together, so one sum holds them all; how many
pairs there are comes before all of it and is the solver's own aim. A float holds whole numbers up
to 2**53 without loss: where the order would not fit, the lot is dropped first, then the number of
mentors, and the order of the ids decides.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet

if TYPE_CHECKING:
    from rmkit.matching.problem import Problem

__all__ = ["Ranks", "Rows", "counting_once", "extra_for_first", "ranks"]

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


def _each_first(problem: Problem) -> int:
    """Give what it is worth in points that somebody who comes first is paired."""
    most_pairs = max(min(int(problem.capacity.sum()), len(problem.mentees)), 1)
    return (problem.most_points * most_pairs + 1) * (1 + len(problem.keep)) if problem.first else 0


def extra_for_first(problem: Problem, mentors: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give what `Ranks.worth` holds too much for a further mentee of each of some mentors.

    A mentor who comes first is worth it once, however many mentees they get.
    """
    twins = {i for i, _ in problem.twins}
    counted = [
        problem.mentor_ids[i] in problem.first and i not in twins and problem.capacity[i] > 1
        for i in mentors.tolist()
    ]
    return np.array(counted, dtype=float) * (_each_first(problem) * problem.ranks.unit)


@discreet()
@dataclass(frozen=True, eq=False)
class Rows:
    """What pairs are worth and places, for rows of which some are further places of a mentor."""

    worth: NDArray[np.float64]
    capacity: NDArray[np.int64]
    taking_part: NDArray[np.float64]
    mentors: list[int]


def counting_once(
    problem: Problem, worth: NDArray[np.float64], with_pairs: Collection[int]
) -> Rows:
    """Give mentors who come first a row for their first mentee and one for the others.

    Mentors `with_pairs` are in a pair that is settled, so that nothing is added for them.
    """
    everybody = np.arange(len(problem.mentors))
    extra = extra_for_first(problem, everybody)
    settled = np.isin(everybody, list(with_pairs))
    worth = worth - (extra * settled)[:, None]
    again = np.flatnonzero((extra > 0) & ~settled)
    first = problem.capacity.copy()
    first[again] = 1
    taking_part = np.full(len(everybody), problem.ranks.taking_part)
    return Rows(
        np.vstack([worth, worth[again] - extra[again, None]]),
        np.concatenate([first, problem.capacity[again] - 1]),
        np.concatenate([taking_part, np.zeros(len(again))]),
        [*everybody.tolist(), *again.tolist()],
    )


def _bonus(problem: Problem) -> NDArray[np.int64]:
    """Give what keeping a pair, and pairing people who come first, is worth in points."""
    bonus = np.zeros((len(problem.mentors), len(problem.mentees)), dtype=np.int64)
    most_pairs = max(min(int(problem.capacity.sum()), len(problem.mentees)), 1)
    all_points = problem.most_points * most_pairs + 1
    for pair in problem.keep:
        bonus[pair] = all_points
    each = _each_first(problem)
    for name in problem.first:
        if name in problem.row:
            bonus[problem.row[name], :] += each
        if name in problem.column:
            bonus[:, problem.column[name]] += each
    return bonus
