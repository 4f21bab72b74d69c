"""What chance, and picking the best pair first, would reach on the very same points.

Ours, many pairings drawn by chance, and a greedy one (the pair with most points first, then the
next that is still possible) are laid beside each other: same people, same rules, same points. The
best total beats the others on its own score by construction. That says that the search was worth
it, and nothing about people: whether points tell how a relationship goes is another question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.problem import Problem
from rmkit.matching.sides import Chosen, Progress

__all__ = ["Yardsticks", "beside"]

Pair = tuple[int, int]
Flags = NDArray[np.bool_]

_DRAWS = 100
_MOST_LOOKED_AT = 400_000_000
_COLUMNS = {
    "way": "str", "pairs": "float64", "total": "float64", "score": "float64", "low": "float64",
    "high": "float64",
}  # fmt: skip


@discreet("table", "draws", "seed")
@dataclass(frozen=True, eq=False)
class Yardsticks:
    """Our pairs beside pairs made in other ways.

    Attributes
    ----------
    table
        One row a way ("ours", "greedy", "chance"): `pairs`, `total` (points) and `score` (mean of
        the pairs, 0 to 100); for chance the means over all draws, with `low` to `high`, between
        which 95 of 100 draws have their mean score.
    draws, seed
        How many pairings were drawn by chance, and with what seed. No draw, and no row but ours,
        where people are too many to hold all pairs.
    sides_kept
        Whether people who could be either were held on the side that they have in ours, or left
        out where they have no partner; in the drawn pairings only.
    """

    table: pd.DataFrame
    draws: int
    seed: int
    sides_kept: bool

    def row(self, way: str) -> dict[str, float]:
        """Give the figures of one way; empty where it was not worked out."""
        rows = self.table[self.table["way"] == way].drop(columns="way").to_dict("records")
        return {str(name): float(value) for name, value in rows[0].items()} if rows else {}


def beside(
    problem: Problem,
    chosen: Chosen,
    *,
    seed: int = 1,
    draws: int = _DRAWS,
    on_progress: Progress | None = None,
) -> Yardsticks:
    """Pair the same people by chance and greedily, and count the same points.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    seed, draws
        For the pairings by chance. Fewer are drawn, five at least, where people are many.
    on_progress
        Told after each draw.

    Notes
    -----
    By chance: mentees in a random order each take a random mentor who is still free and allowed;
    who is left over is fitted in by moving others along, so that no draw has fewer pairs than
    there can be. Not all such pairings are exactly equally likely. Locked pairs stand in all.
    """
    ours = _row(problem, "ours", list(chosen.pairs))
    if problem.is_large:
        return Yardsticks(_table([ours]), 0, seed, sides_kept=bool(problem.twins))
    allowed = np.asarray(problem.allowed)
    greedy = _greedy(problem, allowed)
    held = _held_sides(problem, chosen, allowed)
    draws = max(min(draws, _MOST_LOOKED_AT // max(held.size * 4, 1)), 5)
    rng, drawn = np.random.default_rng(seed), []
    for k in range(draws):
        drawn.append(_by_chance(problem, held, rng))
        if on_progress is not None:
            on_progress((k + 1) / draws, "pairing by chance, to compare")
    rows = [ours, _row(problem, "greedy", greedy), _over_draws(problem, drawn)]
    return Yardsticks(_table(rows), draws, seed, sides_kept=bool(problem.twins))


def _table(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _total(problem: Problem, pairs: Sequence[Pair]) -> int:
    rows, columns = [i for i, _ in pairs], [j for _, j in pairs]
    return int(problem.points[rows, columns].sum()) if pairs else 0


def _row(problem: Problem, way: str, pairs: Sequence[Pair]) -> tuple[object, ...]:
    total = _total(problem, pairs)
    mean = problem.score(total / len(pairs)) if pairs else np.nan
    return way, len(pairs), total, mean, np.nan, np.nan


def _over_draws(problem: Problem, drawn: Sequence[Sequence[Pair]]) -> tuple[object, ...]:
    totals = np.array([_total(problem, pairs) for pairs in drawn], dtype=np.float64)
    counts = np.array([len(pairs) for pairs in drawn], dtype=np.float64)
    if not counts.all():
        return "chance", float(counts.mean()), float(totals.mean()), np.nan, np.nan, np.nan
    scores = problem.score(1) * totals / counts
    low, high = np.percentile(scores, [2.5, 97.5])
    return "chance", float(counts.mean()), float(totals.mean()), float(scores.mean()), low, high


def _greedy(problem: Problem, allowed: Flags) -> list[Pair]:
    """Take the best pair that is still possible, again and again; both sides stay open."""
    places = problem.capacity.copy()
    column_of, row_of = dict(problem.twins), {j: i for i, j in problem.twins}
    taken = np.zeros(len(problem.mentees), dtype=np.bool_)
    pairs: list[Pair] = []

    def take(i: int, j: int) -> None:
        pairs.append((i, j))
        places[i] -= 1
        taken[j] = True
        if i in column_of:
            taken[column_of[i]] = True
        if j in row_of:
            places[row_of[j]] = 0

    for i, j in problem.locked:
        take(i, j)
    rows, columns = np.nonzero(allowed)
    order = np.argsort(-problem.ranks.worth[rows, columns], kind="stable")
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if places[i] > 0 and not taken[j]:
            take(i, j)
    return pairs


def _held_sides(problem: Problem, chosen: Chosen, allowed: Flags) -> Flags:
    """Leave people who could be either on the side that they have, and locked pairs out."""
    held = allowed.copy()
    giving, taking = {i for i, _ in chosen.pairs}, {j for _, j in chosen.pairs}
    for i, j in problem.twins:
        if i not in giving:
            held[i] = False
        if j not in taking:
            held[:, j] = False
    held[:, [j for _, j in problem.locked]] = False
    return held


def _by_chance(problem: Problem, allowed: Flags, rng: np.random.Generator) -> list[Pair]:
    """Draw one pairing with as many pairs as there can be."""
    places = problem.capacity.copy()
    for i, _ in problem.locked:
        places[i] -= 1
    mentor_of = np.full(allowed.shape[1], -1, dtype=np.intp)
    left = []
    for j in rng.permutation(allowed.shape[1]).tolist():
        free = np.flatnonzero(allowed[:, j] & (places > 0))
        if free.size:
            mentor_of[j] = rng.choice(free)
            places[mentor_of[j]] -= 1
        elif allowed[:, j].any():
            left.append(j)
    closed: Flags = np.zeros(allowed.shape[0], dtype=np.bool_)
    for j in left:
        if not places.any():
            break
        _fit_in(j, mentor_of, places, allowed, closed)
    made = [(int(i), j) for j, i in enumerate(mentor_of.tolist()) if i >= 0]
    return [*problem.locked, *made]


def _fit_in(
    start: int,
    mentor_of: NDArray[np.intp],
    places: NDArray[np.int64],
    allowed: Flags,
    closed: Flags,
) -> None:
    """Give a mentee a mentor by moving others along (Kuhn 1955, by breadth).

    Mentors from whom no free place can be reached are noted in `closed`: they stay so.
    """
    seen = closed.copy()
    came_to: dict[int, int] = {}  # the mentee who would take this mentor
    wave = [start]
    while wave:
        following: list[int] = []
        for j in wave:
            for i in np.flatnonzero(allowed[:, j] & ~seen).tolist():
                seen[i] = True
                came_to[i] = j
                if places[i] > 0:
                    _move_along(i, start, came_to, mentor_of)
                    places[i] -= 1
                    return
                following += np.flatnonzero(mentor_of == i).tolist()
        wave = following
    closed |= seen


def _move_along(
    mentor: int, start: int, came_to: dict[int, int], mentor_of: NDArray[np.intp]
) -> None:
    while True:
        mentee = came_to[mentor]
        before = int(mentor_of[mentee])
        mentor_of[mentee] = mentor
        if mentee == start:
            return
        mentor = before
