"""Who is paired with whom, given a score for every possible pair.

Scores and capacities come in as arrays; the best assignment comes out, with the proof that it is
the best. Decimals are not lost: the total is the highest that exists for exactly the numbers
given. Nothing here knows people or rules; `rmkit.match` does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import UnknownName
from rmkit.matching.entries import read_entries
from rmkit.matching.exact import Aim, solve

__all__ = ["Aim", "Assignment", "assign"]


@dataclass(frozen=True)
class Assignment:
    """Who was paired, by position, and how good that is.

    `gap` is how much higher the total could be at most: 0.0 means that prices prove it the best.
    """

    pairs: list[tuple[int, int]]
    unmatched_mentors: list[int]
    unmatched_mentees: list[int]
    total: float
    gap: float


def assign(
    scores: ArrayLike,
    capacity: Sequence[int] | NDArray[np.integer[Any]] | None = None,
    *,
    aim: Aim = "participation",
) -> Assignment:
    """Pair mentors and mentees in the best way that exists, and prove it.

    Parameters
    ----------
    scores
        Shape (n_mentors, n_mentees), finite numbers of any sign below 1e300 in size. NaN (or None,
        or what is masked) means that the pair is not allowed; it is never chosen. Each mentee gets
        one mentor at most. Decimals and fractions count as the nearest float. A table of pandas is
        read by position, its names are not looked at.
    capacity
        How many mentees each mentor can take, shape (n_mentors,), whole numbers from 0. None: one
        each.
    aim
        "participation": as many pairs as possible, and among those the highest total. "score":
        the highest total, leaving people alone where a pair would lower it; a pair that scores
        0 is made rather than not.

    Returns
    -------
    Assignment
        `pairs` as (mentor, mentee) positions in rising order, the positions left over on both
        sides (a mentor without any mentee counts as left over), `total` rounded once at the
        end, and `gap`. Equal totals are decided by position, the same way every time.

    Raises
    ------
    FaultsFound
        Scores that are infinite, too large, not numbers (texts, true and false, dates) or not a
        table, whole numbers that no float holds; capacities that are not whole numbers from 0, one
        for each mentor. All faults at once.
    UnknownName
        An aim that does not exist.

    Notes
    -----
    Meant for up to about 2,000 people a side (1 to 2 CPU seconds), each place of a mentor counting
    as a person; time grows with the cube. The proof costs 2 to 3 times what
    `scipy.optimize.linear_sum_assignment` takes alone, which rounds and knows neither capacities,
    nor aims, nor people who can be paired with nobody. Scores are taken as the exact binary
    fractions that floats are, and compared without rounding; see `rmkit.matching.exact` for how.

    Examples
    --------
    >>> nan = float("nan")
    >>> result = assign([[9, 8], [7, nan]])
    >>> result.pairs, result.total, result.gap
    ([(0, 1), (1, 0)], 15.0, 0.0)
    """
    if aim not in get_args(Aim):
        raise UnknownName(kind="aim", name=str(aim), known=get_args(Aim))
    matrix, places = read_entries(scores, capacity)
    useful = ~np.isnan(matrix) if aim == "participation" else matrix >= 0
    places = np.minimum(places, useful.sum(axis=1))
    mentors, mentees, gap = _solved(matrix, useful, places, aim)
    order = np.lexsort((mentees, mentors))
    mentors, mentees = mentors[order], mentees[order]
    return Assignment(
        pairs=list(zip(mentors.tolist(), mentees.tolist(), strict=True)),
        unmatched_mentors=np.setdiff1d(np.arange(matrix.shape[0]), mentors).tolist(),
        unmatched_mentees=np.setdiff1d(np.arange(matrix.shape[1]), mentees).tolist(),
        total=math.fsum(matrix[mentors, mentees].tolist()),
        gap=gap,
    )


def _solved(
    matrix: NDArray[np.float64],
    useful: NDArray[np.bool_],
    places: NDArray[np.int64],
    aim: Aim,
) -> tuple[NDArray[np.intp], NDArray[np.intp], float]:
    """Give each mentor as many rows as places, leave out who can have nobody, and solve."""
    place_of = np.repeat(np.arange(matrix.shape[0]), places)
    mentees = np.flatnonzero(useful[place_of].any(axis=0))
    if place_of.size == 0 or mentees.size == 0:
        nobody = np.zeros(0, dtype=np.intp)
        return nobody, nobody, 0.0
    scores = matrix[np.ix_(place_of, mentees)]
    counts = useful[np.ix_(place_of, mentees)]
    if scores.shape[0] <= scores.shape[1]:
        solved = solve(scores, counts, aim)
        rows, columns = np.arange(scores.shape[0]), solved.columns
    else:
        solved = solve(np.ascontiguousarray(scores.T), np.ascontiguousarray(counts.T), aim)
        rows, columns = solved.columns, np.arange(scores.shape[1])
    paired = counts[rows, columns]
    return place_of[rows[paired]], mentees[columns[paired]], solved.gap
