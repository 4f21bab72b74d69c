"""A matching too large for a table of all pairs, as plain arrays: what to solve, what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing import Codes, Comparison, Levels, Listed, Numbers, Sets, Words
from rmkit.matching.exact import Aim

__all__ = ["Bar", "LargeChosen", "LargeTask", "Pair"]

Pair = tuple[int, int]


@discreet("broken", "n", "signed")
@dataclass(frozen=True, eq=False)
class Bar:
    """What makes a pair impossible.

    Parameters
    ----------
    comparison
        What is looked at.
    broken
        "under": the amount is known and below n. "reached": it is known and n or more (codes
        only). "unknown": the amount is not known. "close": numbers lie less than n apart.
    signed
        For numbers: the mentee's has to lie n above the mentor's.
    """

    comparison: Codes | Levels | Numbers | Sets | Words
    broken: Literal["under", "reached", "unknown", "close"]
    n: float = 1
    signed: bool = True


@discreet("aim", "floor_points")
@dataclass(frozen=True, eq=False)
class LargeTask:
    """A matching to be solved. Mentors and mentees are positions, sorted by id.

    Parameters
    ----------
    capacity
        Mentees that each mentor can take, shape (n_mentors,), from 0.
    n_mentees
        How many mentees there are.
    criteria
        Weights from 1 to 100, each with its comparison.
    bars, listed
        Hard rules, and lists of pairs that are not made.
    floor_points
        Pairs with fewer points are not made.
    aim
        As for `rmkit.matching.assign`.
    locked
        Pairs that are part of every solution; they may break rules.
    twins
        (mentor, mentee) positions of everybody who stands on both sides.
    keep_pairs, keep_points
        Pairs with points of their own beside the others', shapes (n, 2) and (n,).
    mentor_points, mentee_points
        What it is worth beside that a mentor's place or a mentee is matched, or None.
    """

    capacity: NDArray[np.int64]
    n_mentees: int
    criteria: tuple[tuple[int, Comparison], ...]
    bars: tuple[Bar, ...] = ()
    listed: tuple[Listed, ...] = ()
    floor_points: int = 0
    aim: Aim = "participation"
    locked: tuple[Pair, ...] = ()
    twins: tuple[Pair, ...] = ()
    keep_pairs: NDArray[np.int64] | None = None
    keep_points: NDArray[np.int64] | None = None
    mentor_points: NDArray[np.int64] | None = None
    mentee_points: NDArray[np.int64] | None = None


@discreet("points", "gap_points", "most_pairs", "stopped")
@dataclass(frozen=True)
class LargeChosen:
    """The best pairs that were found, and how much better others could be.

    Parameters
    ----------
    pairs
        (mentor, mentee) positions in rising order, the locked ones among them.
    points
        Their points, with what the task adds to some.
    most_pairs
        More pairs than these cannot exist.
    gap_points
        By how many points a matching with as many pairs could be better; 0 means that the prices
        prove this one the best.
    stopped
        Whether the work was stopped before the proof.
    """

    pairs: tuple[Pair, ...]
    points: int
    most_pairs: int
    gap_points: int
    stopped: bool = False

    @property
    def gap(self) -> float:
        """The gap as a share of the points; 0.0 is proven."""
        return self.gap_points / max(self.points, 1)
