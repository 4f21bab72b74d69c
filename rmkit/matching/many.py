"""A matching of more people than a table of all pairs can hold, handed to the large solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rmkit.matching.comparing import Listed
from rmkit.matching.rule import Rule
from rmkit.matching.sides import Chosen, Progress

if TYPE_CHECKING:
    from rmkit.matching.large import Bar, LargeTask
    from rmkit.matching.problem import Pair, Problem

__all__ = ["large_task", "solve_many"]


def solve_many(
    problem: Problem,
    *,
    forced: tuple[Pair, ...] = (),
    banned: tuple[Pair, ...] = (),
    on_progress: Progress | None = None,
) -> Chosen:
    """Choose the best pairs without a table of all of them.

    Parameters
    ----------
    problem
        What is to be solved.
    forced, banned
        Pairs to make or not to make, beside the locked ones.
    on_progress
        Told how far it is and how much better another solution could be at most. If it raises
        `Stopped` once there are pairs, these are given, with their gap.

    Raises
    ------
    NotReady
        The extra `large` is not installed.
    """
    from rmkit.matching.large import solve_large

    found = solve_large(large_task(problem, forced=forced, banned=banned), on_progress)
    return Chosen(
        pairs=found.pairs,
        worth=float(found.points),
        most_pairs=found.most_pairs,
        most_worth=float(found.points + found.gap_points),
        proven=found.gap_points == 0 and found.most_pairs == len(found.pairs),
    )


def large_task(
    problem: Problem, *, forced: tuple[Pair, ...] = (), banned: tuple[Pair, ...] = ()
) -> LargeTask:
    """Write a problem down for the large solver."""
    from rmkit.matching.large import LargeTask

    listed = [bar for bar in map(problem.bars.get, _ids(problem)) if isinstance(bar, Listed)]
    kept = sorted(problem.keep)
    first, each, keeping = _steps(problem)
    return LargeTask(
        capacity=problem.capacity,
        n_mentees=len(problem.mentees),
        criteria=tuple((c.weight, problem.counting[c.id]) for c in problem.criteria),
        bars=tuple(_bar(rule, problem) for rule in problem.hard if rule.kind != "listed"),
        listed=(*listed, *([_banned(problem, banned)] if banned else [])),
        floor_points=problem.floor,
        aim=problem.aim,
        locked=tuple(sorted({*problem.locked, *forced})),
        twins=problem.twins,
        keep_pairs=np.array(kept, dtype=np.int64) if kept else None,
        keep_points=np.full(len(kept), keeping, dtype=np.int64) if kept else None,
        mentor_points=_marked(problem.mentor_ids, first, each),
        mentee_points=_marked(problem.mentee_ids, first, each),
    )


def _ids(problem: Problem) -> list[str]:
    return [rule.id for rule in problem.hard if rule.kind == "listed"]


def _steps(problem: Problem) -> tuple[frozenset[str], int, int]:
    """Say who comes first, and what that and keeping a pair are worth in points."""
    most_pairs = max(min(int(problem.capacity.sum()), len(problem.mentees)), 1)
    keeping = problem.most_points * most_pairs + 1
    return problem.first, keeping * (1 + len(problem.keep)), keeping


def _marked(names: list[str], first: frozenset[str], each: int) -> np.ndarray | None:
    marked = np.array([each if name in first else 0 for name in names], dtype=np.int64)
    return marked if marked.any() else None


def _banned(problem: Problem, banned: tuple[Pair, ...]) -> Listed:
    per_mentee: list[list[int]] = [[] for _ in problem.mentee_ids]
    for i, j in sorted(banned):
        per_mentee[j].append(i)
    starts = np.cumsum([0, *map(len, per_mentee)], dtype=np.int64)
    rows = np.array([i for mentors in per_mentee for i in mentors], dtype=np.int32)
    return Listed(starts, rows)


def _bar(rule: Rule, problem: Problem) -> Bar:
    from rmkit.matching.large import Bar

    comparison = problem.bars[rule.id]
    assert not isinstance(comparison, Listed)  # noqa: S101 - listed rules are kept apart
    if rule.kind == "difference":
        return Bar(comparison, "close", n=rule.n, signed=rule.want == "above")
    if rule.kind == "known":
        return Bar(comparison, "unknown")
    if rule.kind == "codes" and rule.want == "different":
        return Bar(comparison, "reached", n=1)
    return Bar(comparison, "under", n=rule.n if rule.kind == "sets" else 1)
