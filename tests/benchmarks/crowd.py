"""A made-up company of any size, as the comparisons that a large matching looks at.

People sit in a tree of managers eight wide, whose third level are the departments. Skills differ
by department, mentees need three to six of twenty, topics come from twelve fields, half-days from
eight habits, languages from seven homes. Nobody in it exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.comparing import Codes, Levels, Listed, Ratings, Sets, Words
from rmkit.matching.large import Bar, LargeTask

SKILLS, HALF_DAYS, FIELDS, WORDS_A_FIELD = 20, 10, 12, 40


@dataclass(frozen=True)
class Tree:
    """Who reports to whom: position of the manager (-1 for none), level and department."""

    manager: NDArray[np.int64]
    level: NDArray[np.int64]
    department: NDArray[np.int64]


def tree(people: int) -> Tree:
    manager = (np.arange(people) - 1) // 8
    manager[0] = -1
    level = np.zeros(people, dtype=np.int64)
    for person in range(1, people):
        level[person] = level[manager[person]] + 1
    top = np.arange(people)
    while (level[top] > 2).any():
        top = np.where(level[top] > 2, manager[top], top)
    return Tree(manager, level, np.unique(top, return_inverse=True)[1])


def levels(rng: np.random.Generator, where: Tree, mentors: NDArray, mentees: NDArray) -> Levels:
    people = len(where.level)
    is_mentor = np.zeros(people, dtype=bool)
    is_mentor[mentors] = True
    typical = rng.normal(0, 1, (where.department.max() + 1, SKILLS))[where.department]
    mean = np.where(is_mentor, 3.4, 2.4)[:, None]
    own = np.clip(np.rint(typical * 0.8 + rng.normal(0, 0.8, (people, SKILLS)) + mean), 1, 5)
    now = own[mentees]
    liked = np.log(rng.dirichlet(np.full(SKILLS, 1.5))) + rng.gumbel(size=now.shape)
    rank = np.argsort(np.argsort(-liked, axis=1), axis=1)
    wanted = rank < rng.integers(3, 7, len(mentees))[:, None]
    target = np.minimum(now + rng.integers(1, 4, now.shape), 5)
    need = wanted & (target > now)
    now, target = np.where(need, now, 0), np.where(need, target, 0)
    return Levels(*(np.ascontiguousarray(a.T.astype(np.int8)) for a in (own[mentors], now, target)))


def half_days(rng: np.random.Generator, mentors: NDArray, mentees: NDArray) -> Sets:
    people = max(mentors.max(), mentees.max()) + 1
    habit = rng.random((8, HALF_DAYS)) < 0.5
    free = (rng.random((people, HALF_DAYS)) < 0.6) & habit[rng.integers(0, 8, people)]
    bits = (free.astype(np.uint64) << np.arange(HALF_DAYS, dtype=np.uint64)).sum(axis=1)[:, None]
    known = rng.random(people) < 0.97
    return Sets(bits[mentors], bits[mentees], known[mentors], known[mentees], 3)


def languages(rng: np.random.Generator, mentors: NDArray, mentees: NDArray) -> Sets:
    people = max(mentors.max(), mentees.max()) + 1
    home = rng.choice(7, people, p=[0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05])
    bits = np.uint64(1) << (home + 1).astype(np.uint64)
    bits |= (rng.random(people) < 0.75).astype(np.uint64)
    more = np.uint64(1) << rng.integers(1, 8, people).astype(np.uint64)
    bits = np.where(rng.random(people) < 0.25, bits | more, bits)[:, None]
    known = np.ones(people, dtype=bool)
    return Sets(bits[mentors], bits[mentees], known[mentors], known[mentees], 1)


def topics(rng: np.random.Generator, mentors: NDArray, mentees: NDArray) -> Words:
    """Three to eight words a person, mostly of one or two fields; a tenth wrote nothing."""
    people = max(mentors.max(), mentees.max()) + 1
    n_words = FIELDS * WORDS_A_FIELD
    liked = rng.integers(0, FIELDS, (people, 2))
    drawn = np.minimum(rng.exponential(WORDS_A_FIELD / 4, (people, 8)), WORDS_A_FIELD - 1)
    which = liked[np.arange(people)[:, None], rng.integers(0, 2, (people, 8))]
    words = which * WORDS_A_FIELD + drawn.astype(np.int64)
    some = np.arange(8) < rng.integers(3, 9, people)[:, None]
    some &= (rng.random(people) < 0.9)[:, None]

    def side(chosen: NDArray) -> tuple[NDArray, NDArray]:
        person, at = np.nonzero(some[chosen])
        flat = np.unique(person * n_words + words[chosen][person, at])
        counts = np.bincount(flat // n_words, minlength=len(chosen))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return starts, (flat % n_words).astype(np.int32)

    return Words(*side(mentors), *side(mentees), n_words, 3)


def lines(where: Tree, mentors: NDArray, mentees: NDArray) -> Listed:
    """List everybody above or below somebody in the tree."""
    n = len(mentors)
    row = np.full(len(where.level), -1, dtype=np.int64)
    row[mentors] = np.arange(n)
    column = np.full(len(where.level), -1, dtype=np.int64)
    column[mentees] = np.arange(len(mentees))
    one = np.arange(len(where.level))
    other = where.manager.copy()
    found = [np.zeros(0, dtype=np.int64)]
    while (other >= 0).any():
        for mentor, mentee in ((one, other), (other, one)):
            both = (other >= 0) & (row[mentor] >= 0) & (column[mentee] >= 0)
            found.append(column[mentee[both]] * n + row[mentor[both]])
        other = np.where(other >= 0, where.manager[other], -1)
    flat = np.unique(np.concatenate(found))
    counts = np.bincount(flat // n, minlength=len(mentees))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Listed(starts, (flat % n).astype(np.int32))


def crowd(
    n: int, m: int, *, seed: int = 1, everything: bool = False, places: int = 1, either: int = 0
) -> LargeTask:
    """Make n mentors and m mentees with the weights and rules that rmkit starts from.

    `everything` adds styles, needs in return and a rule on half-days; `places` is the most
    mentees that a mentor can take; so many who are `either` come from the mentors and stand among
    the mentees, too.
    """
    rng = np.random.default_rng(seed)
    where = tree(n + m)
    early = rng.random(n + m) - 0.05 * (where.level.max() - where.level)
    mentors = rng.permutation(np.argsort(early)[:n])
    mentees = rng.permutation(np.argsort(early)[n - either :])
    twins = np.intersect1d(mentors, mentees, return_indices=True)[1:]
    needs, slots = levels(rng, where, mentors, mentees), half_days(rng, mentors, mentees)
    words, tongues = topics(rng, mentors, mentees), languages(rng, mentors, mentees)
    department = where.department.astype(np.int32)
    elsewhere = Codes(department[mentors], department[mentees])
    criteria = [(6, needs), (2, slots), (1, words), (1, elsewhere)]
    bars = [Bar(tongues, "under", 1)]
    if everything:
        back = levels(rng, where, mentees, mentors)
        style = rng.integers(0, 6, (5, n + m)).astype(np.int8)
        criteria += [
            (2, Levels(back.own, back.now, back.target, mentors_give=False)),
            (1, Ratings(style[:, mentors], style[:, mentees])),
        ]
        bars.append(Bar(slots, "under", 1))
    return LargeTask(
        capacity=rng.integers(1, places + 1, n),
        n_mentees=m + either,
        criteria=tuple(criteria),
        bars=tuple(bars),
        listed=(lines(where, mentors, mentees),),
        twins=tuple(zip(*(side.tolist() for side in twins), strict=True)),
    )
