"""From comparisons and hard rules to the arrays that the compiled loop runs on.

Nothing is decided here and nothing rounded: the loop gives the same whole points as the
comparisons do. A criterion and a rule that look at the same comparison are counted once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.comparing import GRID, Codes, Levels, Numbers, Ratings, Sets, Words
from rmkit.matching.large.fixed import HALF, UNKNOWN, factors
from rmkit.matching.large.program import (
    BARRED,
    Coded,
    Given,
    Listings,
    Program,
    Ranged,
    Rated,
    Taken,
)
from rmkit.matching.large.shared import Shared, lowered_shared
from rmkit.matching.large.task import Bar, LargeTask

__all__ = ["lowered"]

_BYTE: Final = np.uint8


@dataclass
class _Question:
    """One comparison, what it is worth and what about it makes a pair impossible."""

    comparison: Any
    weight: int = 0
    bars: list[Bar] = field(default_factory=list)

    def fewest(self) -> int:
        """Give the amount below which a pair is impossible; 0 for none."""
        return max((math.ceil(bar.n) for bar in self.bars if bar.broken == "under"), default=0)

    def has(self, broken: str) -> bool:
        """Say whether there is such a bar."""
        return any(bar.broken == broken for bar in self.bars)


def lowered(task: LargeTask) -> Program:
    """Lay a task out for the compiled loop."""
    questions: dict[int, _Question] = {}
    for weight, comparison in task.criteria:
        questions.setdefault(id(comparison), _Question(comparison)).weight += weight
    for bar in task.bars:
        questions.setdefault(id(bar.comparison), _Question(bar.comparison)).bars.append(bar)
    of_kind: defaultdict[type, list[_Question]] = defaultdict(list)
    for question in questions.values():
        of_kind[type(question.comparison)].append(question)
    n, m = len(task.capacity), task.n_mentees
    shared = [
        Shared(question.comparison, question.weight, question.fewest())
        for question in [*of_kind[Sets], *of_kind[Words]]
    ]
    levels = of_kind[Levels]
    return Program(
        coded=_coded(of_kind[Codes], list(questions.values()), n, m),
        ranged=_ranged(of_kind[Numbers], n, m),
        valued=lowered_shared(shared, n, m),
        given=_given([q for q in levels if q.comparison.mentors_give], n, m),
        taken=_taken([q for q in levels if not q.comparison.mentors_give], n, m),
        rated=_rated(of_kind[Ratings], n, m),
        listings=_listings(task, n, m),
    )


def _stacked(rows: Sequence[NDArray[Any]], width: int, kind: type) -> NDArray[Any]:
    if not rows:
        return np.zeros((0, width), dtype=kind)
    return np.ascontiguousarray(np.vstack(rows).astype(kind))


def _coded(own: list[_Question], every: list[_Question], n: int, m: int) -> Coded:
    ours, theirs, points = [], [], []
    for question in own:
        codes, weight = question.comparison, question.weight
        ours.append(codes.ours)
        theirs.append(codes.theirs)
        found = BARRED if question.has("reached") else GRID * weight
        else_ = BARRED if question.fewest() else 0
        points.append([GRID // 2 * weight, *((found, else_) if codes.differ else (else_, found))])
    for question in every:
        if question.has("unknown"):
            for side, known in zip((ours, theirs), _known(question.comparison), strict=True):
                side.append(np.where(known, 0, -1))
            points.append([BARRED, 0, 0])
    return Coded(
        ours=_stacked(ours, n, np.int32),
        theirs=_stacked(theirs, m, np.int32),
        points=np.array(points, dtype=np.int32).reshape(len(points), 3),
    )


def _known(comparison: object) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say for every mentor and every mentee whether the amount can be known."""
    if isinstance(comparison, Codes):
        return comparison.ours >= 0, comparison.theirs >= 0
    if isinstance(comparison, Words):
        return np.diff(comparison.ours_starts) > 0, np.diff(comparison.theirs_starts) > 0
    if isinstance(comparison, Numbers):
        return ~np.isnan(comparison.ours), ~np.isnan(comparison.theirs)
    if isinstance(comparison, Levels):
        everybody = np.ones(comparison.own.shape[1], dtype=np.bool_)
        sides = everybody, comparison.wanted() > 0
        return sides if comparison.mentors_give else sides[::-1]
    assert isinstance(comparison, Sets)  # noqa: S101 - no other kind can be unknown
    return comparison.ours_known, comparison.theirs_known


def _ranged(questions: list[_Question], n: int, m: int) -> Ranged:
    """Turn numbers into ranks: the same comparisons of the same decimals, made once."""
    ours, low, high = [], [], []
    for question in questions:
        numbers = question.comparison
        known, rank = np.unique(numbers.ours[~np.isnan(numbers.ours)], return_inverse=True)
        ranks = np.full(n, -1, dtype=np.int32)
        ranks[~np.isnan(numbers.ours)] = rank
        for bar in (bar for bar in question.bars if bar.broken == "close"):
            there = ~np.isnan(numbers.theirs)
            begin = np.searchsorted(known, numbers.theirs - bar.n, side="right")
            end = np.searchsorted(known - bar.n, numbers.theirs, side="left")
            ours.append(ranks)
            low.append(np.where(there, begin, 0))
            high.append(np.where(there, len(known) if bar.signed else end, 0))
    return Ranged(
        ours=_stacked(ours, n, np.int32),
        low=_stacked(low, m, np.int32),
        high=_stacked(high, m, np.int32),
    )


def _given(questions: list[_Question], n: int, m: int) -> Given:
    own, starts, skills, now, target, scale, facts = [], [], [], [], [], [], []
    before, skills_before = 0, 0
    for question in questions:
        levels: Levels = question.comparison
        mentee, skill = np.nonzero((levels.target > levels.now).T)
        own.append(levels.own)
        starts.append(before + np.concatenate([[0], np.cumsum(np.bincount(mentee, minlength=m))]))
        skills.append(skill + skills_before)
        now.append(levels.now[skill, mentee])
        target.append(levels.target[skill, mentee])
        scale.append(factors(2 * levels.wanted()))
        facts.append([question.weight, question.fewest()])
        before, skills_before = before + len(skill), skills_before + len(levels.own)
    return Given(
        own=_stacked(own, n, _BYTE),
        starts=_stacked(starts, m + 1, np.int64),
        skill=np.concatenate([np.zeros(0), *skills]).astype(np.int32),
        now=np.concatenate([np.zeros(0), *now]).astype(_BYTE),
        target=np.concatenate([np.zeros(0), *target]).astype(_BYTE),
        factor=_stacked(scale, m, np.uint32),
        facts=np.array(facts, dtype=np.int32).reshape(len(facts), 2),
    )


def _taken(questions: list[_Question], n: int, m: int) -> Taken:
    now, wanted, own, scale, start, facts, first = [], [], [], [], [], [], [0]
    for question in questions:
        levels: Levels = question.comparison
        some = np.flatnonzero((levels.target > levels.now).any(axis=1))
        of = 2 * levels.wanted()
        now.append(levels.now[some])
        wanted.append(levels.target[some] - levels.now[some])
        own.append(levels.own[some])
        scale.append(factors(of))
        start.append(np.where(of > 0, HALF, UNKNOWN))
        facts.append([question.weight, question.fewest()])
        first.append(first[-1] + len(some))
    return Taken(
        first=np.array(first, dtype=np.int64),
        now=_stacked(now, n, _BYTE),
        wanted=_stacked(wanted, n, _BYTE),
        own=_stacked(own, m, _BYTE),
        factor=_stacked(scale, n, np.uint32),
        start=_stacked(start, n, np.uint32),
        facts=np.array(facts, dtype=np.int32).reshape(len(facts), 2),
    )


def _rated(questions: list[_Question], n: int, m: int) -> Rated:
    sides = [question.comparison for question in questions]
    return Rated(
        first=np.cumsum([0, *(len(side.ours) for side in sides)], dtype=np.int64),
        ours=_stacked([side.ours for side in sides], n, _BYTE),
        theirs=_stacked([side.theirs for side in sides], m, _BYTE),
        weight=np.array([question.weight for question in questions], dtype=np.int32),
    )


def _listings(task: LargeTask, n: int, m: int) -> Listings:
    """Join all lists into one, the mentors of each mentee rising; nobody is their own mentor."""
    places = [
        np.repeat(np.arange(m, dtype=np.int64), np.diff(one.starts)) * n + one.mentors
        for one in task.listed
    ]
    places.append(np.array([j * n + i for i, j in task.twins], dtype=np.int64))
    every = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *places]))
    counts = np.bincount(every // max(n, 1), minlength=m)
    return Listings(
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        mentors=(every % max(n, 1)).astype(np.int32),
        floor=np.array([max(task.floor_points, 0)], dtype=np.int32),
    )
