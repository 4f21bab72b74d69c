"""On which side does everybody stand who could be mentor or mentee, and who is paired then.

Somebody whose role is `either` serves on one side only, never with themselves. Which side is best
for all is found by branch and bound, with the bound of `rmkit.matching.halves`. The search looks
at a limited number of partial decisions; when it has to stop it says what could be missing.

Worths come in as an array, pairs as positions go out. Nothing here knows rules or points.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.assignment import assign
from rmkit.matching.exact import Aim
from rmkit.matching.halves import GIVING, TAKING, Key, Task, halves, stand

__all__ = ["Chosen", "Progress", "choose"]

Pair = tuple[int, int]
Sides = dict[int, int]
Progress = Callable[[float, str], None]

_WORK = 1e9


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairs, and what no other choice can exceed.

    `most_pairs` and `most_worth` bound every other choice; where the aim is participation,
    `most_worth` bounds those with `most_pairs` pairs. `proven` says that nothing better exists.
    """

    pairs: tuple[Pair, ...]
    worth: float
    most_pairs: int
    most_worth: float
    proven: bool = True


def choose(
    worth: NDArray[np.float64],
    capacity: NDArray[np.int64],
    *,
    twins: Sequence[Pair] = (),
    locked: Iterable[Pair] = (),
    aim: Aim = "participation",
    unit: float = 1.0,
    max_nodes: int | None = None,
    on_progress: Progress | None = None,
) -> Chosen:
    """Choose the best pairs when some people could stand on either side.

    Parameters
    ----------
    worth
        What each pair is worth, shape (n_mentors, n_mentees), whole numbers from 0; NaN where
        the pair is not allowed.
    capacity
        Mentees that each mentor can take, shape (n_mentors,).
    twins
        (row, column) of everybody who comes on both sides.
    locked
        Pairs that are part of every solution, each allowed and within capacity.
    aim
        As for `assign`.
    unit
        Differences in the total worth below this do not count as better.
    max_nodes
        How many partial decisions to look at; None takes as many as take some seconds.
    on_progress
        Told at each partial decision how far the search is.

    Returns
    -------
    Chosen
        Pairs in rising order, the locked ones among them.
    """
    fixed = tuple(sorted(locked))
    task = _without(Task(worth, capacity, tuple(twins), aim, unit), fixed)
    found = _search(task, max_nodes, on_progress) if task.twins else _paired(task, worth=task.worth)
    extra = math.fsum(float(worth[pair]) for pair in fixed)
    return Chosen(
        pairs=tuple(sorted(found.pairs + fixed)),
        worth=found.worth + extra,
        most_pairs=found.most_pairs + len(fixed),
        most_worth=found.most_worth + extra,
        proven=found.proven,
    )


def _without(task: Task, locked: Sequence[Pair]) -> Task:
    """Take locked pairs out of the task, and twins who can stand on one side only."""
    worth, capacity = task.worth.copy(), task.capacity.copy()
    column_of, row_of = dict(task.twins), {column: row for row, column in task.twins}
    for mentor, mentee in locked:
        worth[:, mentee] = np.nan
        capacity[mentor] -= 1
        if mentor in column_of:
            worth[:, column_of[mentor]] = np.nan
        if mentee in row_of:
            worth[row_of[mentee], :] = np.nan
    worth[capacity <= 0] = np.nan
    possible = ~np.isnan(worth)
    twins = tuple((i, j) for i, j in task.twins if possible[i].any() and possible[:, j].any())
    return Task(worth, np.maximum(capacity, 0), twins, task.aim, task.unit)


def _paired(task: Task, *, worth: NDArray[np.float64]) -> Chosen:
    result = assign(worth, task.capacity, aim=task.aim)
    n_pairs = len(result.pairs)
    most = result.total + result.gap
    return Chosen(tuple(result.pairs), result.total, n_pairs, most, result.gap == 0.0)


@dataclass(order=True)
class _Node:
    """A partial decision: on which side some twins stand. The most hopeful one comes first."""

    rank: Key
    number: int
    n_pairs: int = field(compare=False)
    worth: float = field(compare=False)
    decided: Sides = field(compare=False)


def _search(task: Task, max_nodes: int | None, on_progress: Progress | None) -> Chosen:
    size = int(task.capacity.sum()) + task.worth.shape[1]
    limit = max_nodes or int(np.clip(_WORK / size**3, 4, 2_000))
    numbers = count()
    best = _seated(task, _suggested(task, {}, ()))
    waiting = [_Node((-math.inf,), next(numbers), size, math.inf, {})]
    for looked_at in range(limit):
        if not waiting or waiting[0].rank >= _rank(task, best):
            return best
        if on_progress is not None:
            on_progress(looked_at / limit, "weighing who stands on which side")
        node = heapq.heappop(waiting)
        bound = halves(task, node.decided)
        rank = _negative(task.key(bound.n_pairs, bound.worth))
        sides = _suggested(task, node.decided, bound.uses)
        tried = _seated(task, sides)
        if not node.decided and rank < _rank(task, tried):
            tried = _improved(task, sides, tries=min(limit, 4 * len(task.twins)))
        best = min(best, tried, key=lambda chosen: _rank(task, chosen))
        if rank < _rank(task, best):
            for side in (GIVING, TAKING):
                decided = {**node.decided, bound.doubtful[0]: side}
                child = _Node(rank, next(numbers), bound.n_pairs, bound.worth, decided)
                heapq.heappush(waiting, child)
    return _unproven(task, best, waiting)


def _unproven(task: Task, best: Chosen, waiting: list[_Node]) -> Chosen:
    """Say what the decisions that were not looked at could still bring."""
    if not waiting or waiting[0].rank >= _rank(task, best):
        return best
    top = waiting[0]
    return Chosen(best.pairs, best.worth, top.n_pairs, top.worth, proven=False)


def _suggested(task: Task, decided: Sides, uses: Sequence[Pair]) -> Sides:
    """Put every twin on one side: as decided, as `uses` has it, or where people are short."""
    given, taken = dict.fromkeys(range(task.worth.shape[0]), 0.0), {}
    for pair in uses:
        given[pair[0]] += float(task.worth[pair])
        taken[pair[1]] = float(task.worth[pair])
    used = {row for row, _ in uses}
    sides = dict(decided)
    for t, (row, column) in enumerate(task.twins):
        if t not in sides and (row in used or column in taken):
            sides[t] = GIVING if given[row] >= taken.get(column, -1.0) else TAKING
    worth = task.worth.copy()
    for t, side in sides.items():
        stand(worth, task.twins[t], side)
    for t, twin in enumerate(task.twins):
        if t not in sides:
            possible = ~np.isnan(worth)
            places = np.minimum(task.capacity, possible.sum(axis=1)).sum()
            sides[t] = GIVING if places < possible.any(axis=0).sum() else TAKING
            stand(worth, twin, sides[t])
    return sides


def _seated(task: Task, sides: Sides) -> Chosen:
    """Pair at best when every twin stands where `sides` says."""
    worth = task.worth.copy()
    for t, side in sides.items():
        stand(worth, task.twins[t], side)
    return _paired(task, worth=worth)


def _improved(task: Task, sides: Sides, tries: int) -> Chosen:
    """Turn one twin after the other, and keep what is better."""
    best = _seated(task, sides)
    for tried in range(tries):
        t = tried % len(task.twins)
        turned = {**sides, t: TAKING if sides[t] == GIVING else GIVING}
        other = _seated(task, turned)
        if _rank(task, other) < _rank(task, best):
            best, sides = other, turned
    return best


def _rank(task: Task, chosen: Chosen) -> Key:
    return _negative(task.key(len(chosen.pairs), chosen.worth))


def _negative(key: Key) -> Key:
    return tuple(-part for part in key)
