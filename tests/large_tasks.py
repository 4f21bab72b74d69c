"""Small matchings with every kind of comparison, and what a table of all pairs says of them."""

from __future__ import annotations

import numpy as np

from rmkit.matching import assign
from rmkit.matching.comparing import Codes, Levels, Listed, Numbers, Ratings, Sets, Words, parts
from rmkit.matching.large import Bar, LargeTask

N_WORDS = 60


def levels(rng: np.random.Generator, n: int, m: int, *, mentors_give: bool) -> Levels:
    givers, takers = (n, m) if mentors_give else (m, n)
    skills = int(rng.integers(1, 40))
    own, now, target = (
        rng.integers(0, 6, (skills, size)).astype(np.int8) for size in (givers, takers, takers)
    )
    need = (now > 0) & (target > now) & (rng.random((skills, takers)) < rng.choice([0.1, 0.9]))
    none = np.int8(0)
    return Levels(own, np.where(need, now, none), np.where(need, target, none), mentors_give)


def sets(rng: np.random.Generator, n: int, m: int, *, values: int, plenty: int) -> Sets:
    def bits(people: int) -> np.ndarray:
        has = np.zeros((people, -(-values // 64) * 64), dtype=bool)
        has[:, :values] = rng.random((people, values)) < 0.3
        return np.packbits(has, axis=1, bitorder="little").view("<u8").astype(np.uint64)

    return Sets(bits(n), bits(m), rng.random(n) < 0.9, rng.random(m) < 0.9, plenty)


def words(rng: np.random.Generator, n: int, m: int) -> Words:
    often = 1 / np.arange(1, N_WORDS + 1)

    def side(people: int) -> tuple[np.ndarray, np.ndarray]:
        counts = rng.integers(0, 13, people)
        drawn = [
            np.sort(rng.choice(N_WORDS, count, replace=False, p=often / often.sum()))
            for count in counts
        ]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return starts, np.concatenate([np.zeros(0), *drawn]).astype(np.int32)

    return Words(*side(n), *side(m), N_WORDS, 3)


def numbers(rng: np.random.Generator, n: int, m: int) -> Numbers:
    ours, theirs = (
        np.where(rng.random(size) < 0.1, np.nan, rng.integers(0, 40, size) / 10) for size in (n, m)
    )
    return Numbers(ours, theirs)


def listed(rng: np.random.Generator, n: int, m: int) -> Listed:
    pairs = np.unique(rng.integers(0, max(n * m, 1), n * m // 20 + 1))[: n * m]
    mentee, mentor = np.divmod(pairs, max(n, 1))
    starts = np.concatenate([[0], np.cumsum(np.bincount(mentee, minlength=m))]).astype(np.int64)
    return Listed(starts, mentor.astype(np.int32))


def small_task(seed: int, n: int, m: int) -> LargeTask:
    """Draw criteria, rules, capacities, an aim, a floor and pairs worth more."""
    rng = np.random.default_rng(seed)
    department, firm = (
        Codes(rng.integers(-1, k, n).astype(np.int32), rng.integers(-1, k, m).astype(np.int32))
        for k in (5, 3)
    )
    slots, tongues = sets(rng, n, m, values=10, plenty=3), sets(rng, n, m, values=8, plenty=1)
    needs = levels(rng, n, m, mentors_give=True)
    back = levels(rng, n, m, mentors_give=False)
    scales = int(rng.integers(1, 40))
    style = Ratings(*(rng.integers(0, 6, (scales, size)).astype(np.int8) for size in (n, m)))
    wishes, years = words(rng, n, m), numbers(rng, n, m)
    many = sets(rng, n, m, values=100, plenty=5)
    criteria = (needs, back, slots, wishes, department, style, many, firm)
    bars = (
        Bar(tongues, "under", 1), Bar(slots, "under", 1), Bar(department, "reached", 1),
        Bar(firm, "under", 1), Bar(years, "close", 2.0, signed=True),
        Bar(years, "close", 0.7, signed=False), Bar(tongues, "unknown"), Bar(needs, "under", 1),
        Bar(back, "under", 2), Bar(wishes, "under", 1), Bar(needs, "unknown"),
    )  # fmt: skip
    lists = (listed(rng, n, m), listed(rng, n, m))
    kept = np.unique(rng.integers(0, max(n * m, 1), 5))[: n * m]
    return LargeTask(
        capacity=rng.integers(0, 4, n).astype(np.int64),
        n_mentees=m,
        criteria=tuple(
            (int(rng.choice([1, 1, 2, 50, 100])), one) for one in criteria if rng.random() < 0.6
        ),
        bars=tuple(bar for bar in bars if rng.random() < 0.2),
        listed=tuple(one for one in lists if rng.random() < 0.5),
        floor_points=int(rng.choice([0, 0, 500, 60_000])),
        aim="participation" if rng.random() < 0.5 else "score",
        keep_pairs=np.column_stack(np.divmod(kept, max(m, 1))),
        keep_points=rng.integers(0, 50_000, len(kept)) * rng.integers(0, 2),
        mentor_points=rng.integers(0, 500, n) * rng.choice([0, 1, 1_000]),
        mentee_points=rng.integers(0, 500, m) * rng.choice([0, 1, 1_000]),
    )


def table(task: LargeTask) -> tuple[np.ndarray, np.ndarray]:
    """Give the points of every pair, and which pairs are possible."""
    rows, columns = np.arange(len(task.capacity)), np.arange(task.n_mentees)
    points = np.zeros((len(rows), len(columns)), dtype=np.int64)
    allowed = np.ones(points.shape, dtype=bool)
    for weight, comparison in task.criteria:
        points += weight * parts(*comparison.amounts(rows, columns))
    for bar in task.bars:
        if isinstance(bar.comparison, Numbers):
            allowed &= ~bar.comparison.too_close(rows, columns, at_least=bar.n, signed=bar.signed)
            continue
        amount, of = bar.comparison.amounts(rows, columns)
        broken = {"under": amount < bar.n, "reached": amount >= bar.n}.get(bar.broken)
        allowed &= of > 0 if broken is None else ~((of > 0) & broken)
    for one in task.listed:
        allowed &= ~one.marked(rows, columns)
    return points, allowed & (points >= task.floor_points)


def worth(task: LargeTask) -> np.ndarray:
    """Give what every pair is worth with all that is added to it; NaN where it is impossible."""
    points, allowed = table(task)
    total = points + task.mentor_points[:, None] + task.mentee_points[None, :]
    np.add.at(total, tuple(task.keep_pairs.T), task.keep_points)
    return np.where(allowed, total.astype(np.float64), np.nan)


def best(task: LargeTask) -> tuple[int, int]:
    """Solve with the table: how many pairs, and what they are worth."""
    found = assign(worth(task), task.capacity, aim=task.aim)
    return len(found.pairs), int(found.total)
