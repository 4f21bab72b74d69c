"""Chosen pairs with the prices that prove them best, so that a change can be weighed quickly.

Every place of a mentor and every mentee has a price in whole numbers; no pair is worth more than
the prices of its two, and the pairs that were chosen are worth exactly that. What is missing on a
pair that was not chosen (how `loose` it is) is the least that making it costs; together with the
way that everybody else has to move it is exactly what it costs (`rmkit.matching.moves`).

Locked pairs stand apart. People who could be either stand where they serve; somebody of them
without a partner looks for a mentor.

References
----------
Ahuja, Magnanti and Orlin (1993), Network Flows, chapter 9 (reduced costs, residual network).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.problem import Problem
from rmkit.matching.ranks import extra_for_first
from rmkit.matching.sides import Chosen
from rmkit.matching.tables import Worked

__all__ = ["NEVER", "Priced", "block_of", "priced"]

NEVER = 2**61
"""What is not possible costs this much; sums of it and of real costs fit into 64 bits."""

_MOST = 2**58
_JACOBI_ROUNDS = 20
_LOT = 1_024

Whole = NDArray[np.int64]


@discreet()
@dataclass(frozen=True, eq=False)
class Priced:
    """Places (rows) and mentees (columns) that can move, what is taken, and at which prices.

    Parameters
    ----------
    mentors, mentees
        Whose place each row is and who each column is, as positions in the problem.
    taken
        The column of each row, -1 where the place is free.
    loose
        What is missing on each pair, shape (n_rows, n_columns); `NEVER` where it is not allowed.
    row_prices, column_prices
        0 for a free place and for a mentee without a mentor.
    worth
        What each pair is worth, allowed or not, a pair more included.
    spare
        Rows that a mentor does not offer: every mentor has one row more than they have mentees.
    a_point
        What one point is worth on this scale.
    """

    mentors: NDArray[np.intp]
    mentees: NDArray[np.intp]
    taken: NDArray[np.intp]
    loose: Whole
    row_prices: Whole
    column_prices: Whole
    worth: Whole
    spare: NDArray[np.bool_]
    a_point: int

    def rows_of(self, mentor: int) -> list[int]:
        """Find the places of a mentor."""
        return np.flatnonzero(self.mentors == mentor).tolist()

    def column_of(self, mentee: int) -> int | None:
        """Find the column of a mentee; None where they cannot move."""
        found = np.flatnonzero(self.mentees == mentee)
        return int(found[0]) if found.size else None


def priced(
    problem: Problem,
    chosen: Chosen,
    *,
    mentors: Sequence[int] | None = None,
    mentees: Sequence[int] | None = None,
    as_mentors: Collection[int] = (),
) -> Priced | None:
    """Price chosen pairs.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    mentors, mentees
        Positions of those who may move, with all partners of each; None for everybody. They cannot
        be left out where the problem is large.
    as_mentors
        People who could be either, as positions among the mentors, who look for a mentee although
        they have no partner.

    Returns
    -------
    Priced or None
        None where no prices exist, because the pairs are not the best ones, or where the numbers
        would not fit.
    """
    rows, columns, taken, first, spare = _standing(problem, chosen, mentors, mentees, as_mentors)
    scaled = _worths(problem, rows, columns, first)
    if scaled is None:
        return None
    worth, a_point = scaled
    allowed = block_of(problem.allowed, rows, columns) & ~spare[:, None]
    weights = np.where(allowed, worth, -NEVER)
    own = np.flatnonzero(taken >= 0)
    weights[own, taken[own]] = worth[own, taken[own]]
    column_prices = _prices(weights, taken)
    if column_prices is None:
        return None
    row_prices = np.zeros(len(rows), dtype=np.int64)
    row_prices[own] = weights[own, taken[own]] - column_prices[taken[own]]
    loose = row_prices[:, None] + column_prices[None, :] - weights
    loose[weights == -NEVER] = NEVER
    return Priced(rows, columns, taken, loose, row_prices, column_prices, worth, spare, a_point)


def block_of(table: Any, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[Any]:  # noqa: ANN401
    """Read a block of a table of pairs, whether it is held or worked out."""
    found: NDArray[Any]
    if isinstance(table, Worked):
        found = table.block(rows, columns)
    else:
        found = table[np.ix_(rows, columns)]
    return found


def _standing(
    problem: Problem,
    chosen: Chosen,
    mentors: Sequence[int] | None,
    mentees: Sequence[int] | None,
    as_mentors: Collection[int],
) -> tuple[
    NDArray[np.intp],
    NDArray[np.intp],
    NDArray[np.intp],
    NDArray[np.bool_],
    NDArray[np.bool_],
]:
    """Lay out rows and columns, what is taken, which rows make a mentor take part, which are spare.

    One place a mentor beyond those taken is enough: no single change needs two. It is spare where
    the mentor does not offer it.
    """
    locked = set(problem.locked)
    giving, taking = {i for i, _ in chosen.pairs}.union(as_mentors), {j for _, j in chosen.pairs}
    no_row = {i for i, j in problem.twins if j in taking or i not in giving}
    no_column = {j for i, j in problem.twins if i in giving} | {j for _, j in locked}
    columns = [j for j in _all(mentees, len(problem.mentees)) if j not in no_column]
    place = {j: c for c, j in enumerate(columns)}
    has: dict[int, list[int]] = {}
    fixed: dict[int, int] = {}
    for i, j in chosen.pairs:
        if (i, j) in locked or j not in place:
            fixed[i] = fixed.get(i, 0) + 1
        else:
            has.setdefault(i, []).append(place[j])
    rows, taken, first, spare = [], [], [], []
    for i in _all(mentors, len(problem.mentors)):
        if i in no_row:
            continue
        mine = has.get(i, [])
        left = int(problem.capacity[i]) - fixed.get(i, 0) - len(mine)
        rows += [i] * (len(mine) + 1)
        taken += [*mine, -1]
        first += [k == 0 and i not in fixed for k in range(len(mine) + 1)]
        spare += [False] * len(mine) + [left <= 0]
    return (
        np.array(rows, dtype=np.intp),
        np.array(columns, dtype=np.intp),
        np.array(taken, dtype=np.intp),
        np.array(first, dtype=np.bool_),
        np.array(spare, dtype=np.bool_),
    )


def _all(some: Sequence[int] | None, n: int) -> list[int]:
    return list(range(n)) if some is None else sorted(set(some))


def _worths(
    problem: Problem,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    first: NDArray[np.bool_],
) -> tuple[Whole, int] | None:
    """Put what pairs are worth, and that they are pairs, into whole numbers of 64 bits.

    Where that does not fit, the lot that decides between equals is left out.
    """
    most = min(len(rows), len(columns)) + 1
    for coarse in (False, True):
        worth, once, point = _in_units(problem, rows, columns, first, coarse=coarse)
        highest = int(worth.max(initial=0)) + once
        step = 1 << (2 * most * (highest if problem.aim == "participation" else 1)).bit_length()
        fits = step if problem.aim == "participation" else step * max(highest, 1)
        if fits > _MOST:
            continue
        worth = worth + once * first[:, None]
        if problem.aim == "participation":
            return worth + step, point
        return worth * step + 1, point * step
    return None


def _in_units(
    problem: Problem,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    first: NDArray[np.bool_],
    *,
    coarse: bool,
) -> tuple[Whole, int, int]:
    """Give what pairs are worth, that a mentor takes part, and a point."""
    if problem.is_large:
        points = block_of(problem.points, rows, columns).astype(np.int64)
        return points + _bonus(problem, rows, columns), 0, 1
    ranks = problem.ranks
    extra = extra_for_first(problem, rows) * ~first
    worth = (ranks.worth[np.ix_(rows, columns)] - extra[:, None]).astype(np.int64)
    taking_part, point = int(ranks.taking_part), int(ranks.unit)
    if coarse:
        step = 1 << len(problem.mentors).bit_length() if taking_part else 1
        return worth // point * step, int(taking_part > 0), step
    return worth, taking_part, point


def _bonus(problem: Problem, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Whole:
    """Give what keeping a pair and pairing people who come first is worth, as where all are."""
    most_pairs = max(min(int(problem.capacity.sum()), len(problem.mentees)), 1)
    keeping = problem.most_points * most_pairs + 1
    each = keeping * (1 + len(problem.keep))
    bonus = np.zeros((len(rows), len(columns)), dtype=np.int64)
    if problem.keep:
        where = {int(j): c for c, j in enumerate(columns)}
        for i, j in problem.keep:
            if j in where:
                bonus[rows == i, where[j]] += keeping
    if problem.first:
        ours = np.array([problem.mentor_ids[int(i)] in problem.first for i in rows], dtype=bool)
        theirs = np.array(
            [problem.mentee_ids[int(j)] in problem.first for j in columns], dtype=bool
        )
        bonus += each * (ours[:, None].astype(np.int64) + theirs[None, :])
    return bonus


def _prices(weights: Whole, taken: NDArray[np.intp]) -> Whole | None:
    """Raise the prices of columns until no row would rather have another one.

    Prices exist exactly when the pairs are the best; None where there are none.
    """
    n_rows, n_columns = weights.shape
    own = np.flatnonzero(taken >= 0)
    holder = np.full(n_columns, -1, dtype=np.intp)
    holder[taken[own]] = own
    value = np.zeros(n_rows, dtype=np.int64)
    value[own] = weights[own, taken[own]]
    prices = np.zeros(n_columns, dtype=np.int64)
    moving = np.arange(n_rows)
    for round_ in range(n_rows + 2):
        before = prices
        prices = prices.copy()
        paid = np.where(taken >= 0, prices[taken], 0) if n_columns else np.zeros(n_rows, np.int64)
        if round_ < _JACOBI_ROUNDS and moving.size:
            offers = weights[moving] + (paid[moving] - value[moving])[:, None]
            np.maximum(prices, offers.max(axis=0), out=prices)
        else:
            for row in moving[np.argsort(paid[moving], kind="stable")]:
                now = prices[taken[row]] if taken[row] >= 0 else 0
                np.maximum(prices, weights[row] + (now - value[row]), out=prices)
        risen = np.flatnonzero(prices > before)
        moving = holder[risen]
        if moving.size and (moving.min() < 0 or (value[moving] < prices[risen]).any()):
            return None
        if moving.size == 0:
            return prices
    return None
