"""Which pairs stay when the weights are others: how much rests on numbers that somebody chose.

Weights are a judgement. So the pairs are found again with each weight a fifth lower and a fifth
higher, one at a time, and with all of them moved at once by chance, and it is counted how often
each pair comes back. Weights and points are whole numbers, and stay so: all weights are made finer
together, which changes nothing. A pair that stays is not a good pair for that; it only does not
hang on the weights. Between equal totals our pairs are preferred, so that none is lost to a tie.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.errors import Stopped
from rmkit.matching.criterion import Criterion
from rmkit.matching.problem import Problem
from rmkit.matching.scoring import reweighed
from rmkit.matching.sides import Chosen, Progress

__all__ = ["Firmness", "firmness"]

_FINER = 20
_BELOW, _ABOVE = 16, 24  # twentieths: 20 % less and 20 % more
_MANY = 250_000  # possible pairs from which fewer joint moves are tried
_SOLVES = {
    "moved": "str", "change": "str", "pairs": "int64", "stay": "int64",
    "gap": "float64",
}  # fmt: skip


@discreet("pairs", "solves", "n_free", "seed")
@dataclass(frozen=True, eq=False)
class Firmness:
    """How much the pairs hang on the weights.

    Attributes
    ----------
    pairs
        One row a pair: `mentor_id`, `mentee_id`, `stays` (the share of solves, 0 to 1, in which
        the two are a pair again; missing where nothing could be moved), `locked`, and `firm`
        (whether they always are).
    solves
        One row a solve: `moved` (the criterion, or "all, by chance"), `change` ("-20 %", "+20 %"
        or the number of the draw), `pairs` (how many were made), `stay` (how many of ours are
        among them) and `gap` (points by which that solve could be better; 0 is proven best).
    n_free
        How many pairs nobody locked.
    sides_kept
        Whether people who could be either were held on the side that they have.
    ties_kept
        Whether our pairs were preferred between equal totals. Not so where people are too many to
        hold all pairs: then some pairs change because of a tie alone.
    planned
        How many solves there were to be; fewer were made where somebody stopped.
    seed
        With which the joint moves were drawn.
    """

    pairs: pd.DataFrame
    solves: pd.DataFrame
    n_free: int
    sides_kept: bool
    ties_kept: bool
    planned: int
    seed: int

    @property
    def share_firm(self) -> float:
        """The share of the pairs, without the locked ones, that stayed in every solve."""
        free = ~self.pairs["locked"]
        return float(self.pairs.loc[free, "firm"].mean()) if self.n_free else 1.0

    @property
    def mean_stay(self) -> float:
        """The share of pairs, without the locked ones, that stay in a solve, on average."""
        free = ~self.pairs["locked"]
        return float(self.pairs.loc[free, "stays"].mean()) if self.n_free else 1.0


@discreet("moved", "change")
@dataclass(frozen=True, slots=True)
class _Move:
    """One other set of weights: what was moved, how, and the criteria with them."""

    moved: str
    change: str
    criteria: tuple[Criterion, ...]


def firmness(
    problem: Problem,
    chosen: Chosen,
    *,
    joint: int | None = None,
    seed: int = 1,
    on_progress: Progress | None = None,
) -> Firmness:
    """Find the pairs again under other weights, and count which stay.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    joint
        How many times all weights are moved at once, each by -20 % to +20 % in steps of 5 %. None
        takes 20, or fewer where possible pairs are very many.
    seed
        For the joint moves.
    on_progress
        Told after each solve. Raises `Stopped` to stop; what was found so far is then given.

    Notes
    -----
    People who could be either stay on the side on which they are paired, so that each solve takes
    no search; those without a partner are free to stand on either.
    """
    moves = _moves(problem.criteria, _joint(problem) if joint is None else joint, seed)
    ours, locked = set(chosen.pairs), set(problem.locked)
    start = _preferring(problem, chosen)
    back: Counter[tuple[int, int]] = Counter()
    rows: list[tuple[str, str, int, int, float]] = []
    try:
        for done, move in enumerate(moves):
            found = reweighed(start, move.criteria).solve(sides_of=chosen)
            stay = ours.intersection(found.pairs)
            back.update(stay)
            gap = 0.0 if found.proven else max(found.most_worth - found.worth, 1.0)
            n_stay = len(stay - locked)
            rows.append((move.moved, move.change, len(found.pairs), n_stay, gap))
            if on_progress is not None:
                on_progress((done + 1) / len(moves), f"moving weights: {move.moved.lower()}")
    except Stopped:
        pass
    return Firmness(
        pairs=_pairs(problem, chosen, back, len(rows)),
        solves=pd.DataFrame(rows, columns=list(_SOLVES)).astype(_SOLVES),
        n_free=len(ours - locked),
        sides_kept=bool(problem.twins),
        ties_kept=not problem.is_large,
        planned=len(moves),
        seed=seed,
    )


def _preferring(problem: Problem, chosen: Chosen) -> Problem:
    """Let the lot between equals fall on the pairs that there are."""
    if problem.lots is None:
        return problem
    lots = np.zeros_like(problem.lots)
    lots[[i for i, _ in chosen.pairs], [j for _, j in chosen.pairs]] = 1
    return replace(problem, lots=lots)


def _joint(problem: Problem) -> int:
    possible = len(problem.mentors) * len(problem.mentees)
    return max(20 * _MANY // max(possible, _MANY), 4) if not problem.is_large else 0


def _moves(criteria: Sequence[Criterion], joint: int, seed: int) -> list[_Move]:
    """List the other weights; a single criterion cannot be moved against anything."""
    counting = [c for c in criteria if c.weight]
    if len(counting) < 2:
        return []
    found = []
    for moved in counting:
        for change, twentieths in (("-20 %", _BELOW), ("+20 %", _ABOVE)):
            each = [twentieths if c.id == moved.id else _FINER for c in criteria]
            found.append(_Move(moved.title, change, _weighted(criteria, each)))
    rng = np.random.default_rng(seed)
    for k in range(joint):
        each = rng.integers(_BELOW, _ABOVE + 1, size=len(criteria)).tolist()
        found.append(_Move("All, by chance", f"draw {k + 1}", _weighted(criteria, each)))
    return found


def _weighted(criteria: Sequence[Criterion], twentieths: Sequence[int]) -> tuple[Criterion, ...]:
    weights = [c.weight * n for c, n in zip(criteria, twentieths, strict=True)]
    shared = math.gcd(*weights)
    return tuple(
        replace(c, weight=weight // shared) for c, weight in zip(criteria, weights, strict=True)
    )


def _pairs(
    problem: Problem, chosen: Chosen, back: Counter[tuple[int, int]], solves: int
) -> pd.DataFrame:
    rows = [
        (
            problem.mentor_ids[i],
            problem.mentee_ids[j],
            back[i, j] / solves if solves else np.nan,
            (i, j) in problem.locked,
            back[i, j] == solves,
        )
        for i, j in chosen.pairs
    ]
    kinds = {
        "mentor_id": "str", "mentee_id": "str", "stays": "float64", "locked": "bool",
        "firm": "bool",
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
