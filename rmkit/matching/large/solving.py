"""Solve a large matching: exactly, with a proof, in a memory that grows with the people.

Needs numba and OR-tools, the extra `large`; they are imported when this module is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rmkit.errors import Stopped
from rmkit.matching.comparing import GRID, parts
from rmkit.matching.large.cardinality import most_pairs
from rmkit.matching.large.generation import Generation, Known
from rmkit.matching.large.lowering import lowered
from rmkit.matching.large.pricing import Scanner, processors
from rmkit.matching.large.program import Program
from rmkit.matching.large.sides import SideSearch
from rmkit.matching.large.task import LargeChosen, LargeTask, Pair

__all__ = ["solve"]

Large = NDArray[np.int64]
Progress = Callable[[float, str], None]


def solve(task: LargeTask, on_progress: Progress | None, threads: int | None) -> LargeChosen:
    """Solve a task; see `rmkit.matching.large.solve_large`."""
    locked = sorted(set(task.locked))
    capacity, free = _left_over(task, locked)
    mentors, mentees = np.flatnonzero(capacity > 0), np.flatnonzero(free)
    fixed = LargeChosen(tuple(locked), _worth_of(task, locked), len(locked), 0)
    if not (len(mentors) and len(mentees)):
        return fixed
    if on_progress is not None:
        on_progress(0.0, "preparing; the first time on a computer takes half a minute")
    program = lowered(task).with_mentors(mentors).with_mentees(mentees)
    search = _search(task, program, capacity, mentors, mentees, on_progress, threads)
    at_mentor, at_mentee = _places(len(capacity), mentors), _places(task.n_mentees, mentees)
    twins = np.array(task.twins, dtype=np.int64).reshape(len(task.twins), 2)
    rows, columns = at_mentor[twins[:, 0]], at_mentee[twins[:, 1]]
    both = (rows >= 0) & (columns >= 0)
    if both.any():
        return _with_sides(fixed, search, mentors, mentees, (rows[both], columns[both]))
    limit, stopped = min(int(search.capacity.sum()), len(mentees)), False
    try:
        limit = _searched(search, limit)
    except Stopped:
        if search.looks == 0:
            raise
        search.hurry()
        stopped = True
    known = search.known
    return _joined(fixed, search, known, mentors, mentees, limit, search.gap(), stopped)


def _left_over(task: LargeTask, locked: list[Pair]) -> tuple[Large, NDArray[np.bool_]]:
    """Give the places and the mentees that locked pairs leave; who is locked has one side."""
    capacity = task.capacity.astype(np.int64)
    free = np.ones(task.n_mentees, dtype=np.bool_)
    for mentor, mentee in locked:
        capacity[mentor] -= 1
        free[mentee] = False
    giving, taking = {i for i, _ in locked}, {j for _, j in locked}
    for mentor, mentee in task.twins:
        if mentor in giving:
            free[mentee] = False
        if mentee in taking:
            capacity[mentor] = 0
    return capacity, free


def _with_sides(
    fixed: LargeChosen,
    search: Generation,
    mentors: Large,
    mentees: Large,
    twins: tuple[Large, Large],
) -> LargeChosen:
    """Choose sides and pairs; more pairs than mentors' places and mentees allow cannot exist."""
    rows, columns = twins
    graph = search.graph.values
    dearest = search.most_points + int(graph.max(initial=0))
    dearest += int(search.mentor_worth.max()) + int(search.mentee_worth.max())
    bonus = 4 * dearest if search.aim == "participation" else 1
    sides = SideSearch(search, rows, columns, bonus)
    stopped = sides.run()
    best = sides.best
    places = np.sort(np.minimum(search.capacity, len(mentees))[rows])[::-1]
    others = int(np.minimum(search.capacity, len(mentees)).sum() - places.sum())
    offered = others + np.concatenate([[0], np.cumsum(places)])
    limit = int(np.minimum(offered, len(mentees) - np.arange(len(rows) + 1)).max())
    known = None if best is None else Known(best.mentors, best.mentees, best.worth)
    return _joined(fixed, search, known, mentors, mentees, limit, sides.gap(), stopped)


def _search(
    task: LargeTask,
    program: Program,
    capacity: Large,
    mentors: Large,
    mentees: Large,
    on_progress: Progress | None,
    threads: int | None,
) -> Generation:
    n, m = len(mentors), len(mentees)
    shift = 0 if task.aim == "participation" else (min(int(capacity.sum()), m) + 1).bit_length()
    ours = (
        np.zeros(n, dtype=np.int64) if task.mentor_points is None else task.mentor_points[mentors]
    )
    theirs = np.zeros(m, dtype=np.int64)
    if task.mentee_points is not None:
        theirs = task.mentee_points[mentees]
    search = Generation(
        scanner=Scanner(program, shift, threads or processors()),
        capacity=capacity[mentors],
        mentor_worth=ours << shift,
        mentee_worth=theirs << shift,
        most_points=GRID * sum(weight for weight, _ in task.criteria) << shift,
        aim=task.aim,
        tell=on_progress,
    )
    if task.keep_pairs is not None and task.keep_points is not None:
        ours_at, theirs_at = _places(len(task.capacity), mentors), _places(task.n_mentees, mentees)
        kept = np.column_stack([ours_at[task.keep_pairs[:, 0]], theirs_at[task.keep_pairs[:, 1]]])
        there = (kept >= 0).all(axis=1)
        search.keep(
            kept[there, 0], kept[there, 1], task.keep_points[there].astype(np.int64) << shift
        )
    return search


def _places(total: int, chosen: Large) -> Large:
    places = np.full(total, -1, dtype=np.int64)
    places[chosen] = np.arange(len(chosen))
    return places


def _searched(search: Generation, limit: int) -> int:
    """Search until nothing better can exist; give the most pairs that there can be.

    Most pairs come first where that is the aim: a pair is worth a bonus, which grows until there
    are as many pairs as there can be. They are then the best of all with as many.
    """
    search.start()
    bonus = 1
    search.finish(bonus)
    if search.aim == "score" or search.pairs == limit:
        return limit
    limit = most_pairs(search)
    while search.pairs < limit:
        dearest = search.graph.values.max(initial=0) + search.mentee_worth.max()
        bonus = 8 * max(bonus, int(dearest))
        search.finish(bonus)
    return limit


def _joined(
    fixed: LargeChosen,
    search: Generation,
    known: Known | None,
    mentors: Large,
    mentees: Large,
    limit: int,
    gap: int,
    stopped: bool,
) -> LargeChosen:
    """Put locked and found pairs together."""
    shift = search.scanner.shift
    pairs, worth = list(fixed.pairs), 0
    if known is not None:
        pairs += zip(mentors[known.mentors].tolist(), mentees[known.mentees].tolist(), strict=True)
        worth = known.worth >> shift
    return LargeChosen(
        pairs=tuple(sorted(pairs)),
        points=fixed.points + worth,
        most_pairs=fixed.most_pairs + limit,
        gap_points=gap >> shift,
        stopped=stopped,
    )


def _worth_of(task: LargeTask, pairs: list[Pair]) -> int:
    """Add up what locked pairs are worth, whatever rules they break."""
    kept: dict[Pair, int] = {}
    if task.keep_pairs is not None and task.keep_points is not None:
        told = zip(task.keep_pairs.tolist(), task.keep_points.tolist(), strict=True)
        kept = {(mentor, mentee): points for (mentor, mentee), points in told}
    total = 0
    for mentor, mentee in pairs:
        row, column = np.array([mentor]), np.array([mentee])
        for weight, comparison in task.criteria:
            total += weight * int(parts(*comparison.amounts(row, column))[0, 0])
        total += kept.get((mentor, mentee), 0)
        total += int(task.mentor_points[mentor]) if task.mentor_points is not None else 0
        total += int(task.mentee_points[mentee]) if task.mentee_points is not None else 0
    return total
