"""On which side does everybody stand who could be mentor or mentee, and who is paired then.

Somebody whose role is `either` serves on one side only, never with themselves. Which side is best
for all is found by linear and integer programming (`rmkit.matching.search`); where that has to stop
it says what could be missing.

Worths come in as an array, pairs as positions go out. Nothing here knows rules or points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.exact import Aim
from rmkit.matching.search import search
from rmkit.matching.seating import Chosen, Progress, Task, seated

__all__ = ["Chosen", "Progress", "choose"]

Pair = tuple[int, int]


def choose(
    worth: NDArray[np.float64],
    capacity: NDArray[np.int64],
    *,
    first: NDArray[np.float64] | None = None,
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
    first
        What it is worth beside that a mentor has a mentee at all, shape (n_mentors,), whole
        numbers from 0; None for nothing.
    twins
        (row, column) of everybody who comes on both sides.
    locked
        Pairs that are part of every solution, each allowed and within capacity.
    aim
        As for `assign`.
    unit
        The worth of one unit. `first`, and what worths hold beyond whole units, decide between
        equals only; all of it together must be less than one unit. Where there are twins it
        decides once their sides are found, not between ways to put them on sides.
    max_nodes
        How many partial decisions an integer program may look at; None for as many as take some
        seconds, 0 for the bound alone and the sides it suggests.
    on_progress
        Told between the steps how far the search is, some seconds apart at most. To stop, it
        raises `Stopped`.

    Returns
    -------
    Chosen
        Pairs in rising order, the locked ones among them.
    """
    fixed = tuple(sorted(locked))
    once = np.zeros(len(capacity)) if first is None else first
    task = _without(Task(worth, capacity, once, tuple(twins), aim, unit), fixed)
    found = search(task, max_nodes, on_progress) if task.twins else seated(task, {})
    with_locks = {mentor for mentor, _ in fixed}
    extra = math.fsum([*(worth[pair] for pair in fixed), *(once[i] for i in with_locks)])
    return Chosen(
        pairs=tuple(sorted(found.pairs + fixed)),
        worth=found.worth + extra,
        most_pairs=found.most_pairs + len(fixed),
        most_worth=found.most_worth + extra,
        proven=found.proven,
    )


def _without(task: Task, locked: Sequence[Pair]) -> Task:
    """Take locked pairs out of the task, and twins who can stand on one side only."""
    worth, capacity, first = task.worth.copy(), task.capacity.copy(), task.first.copy()
    column_of, row_of = dict(task.twins), {column: row for row, column in task.twins}
    for mentor, mentee in locked:
        worth[:, mentee] = np.nan
        capacity[mentor] -= 1
        first[mentor] = 0.0
        if mentor in column_of:
            worth[:, column_of[mentor]] = np.nan
        if mentee in row_of:
            worth[row_of[mentee], :] = np.nan
    worth[capacity <= 0] = np.nan
    possible = ~np.isnan(worth)
    twins = tuple((i, j) for i, j in task.twins if possible[i].any() and possible[:, j].any())
    return Task(worth, np.maximum(capacity, 0), first, twins, task.aim, task.unit)
