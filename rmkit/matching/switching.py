"""What another choice would cost everybody, found by solving again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rmkit.matching.problem import Problem
from rmkit.matching.sides import Chosen
from rmkit.matching.wording import counted, listed

__all__ = ["Alternative", "alternatives", "switch"]

Pair = tuple[int, int]

_MANY = 40_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """A pair that was not chosen, and what choosing it would cost all pairs together.

    `score` is that of the pair (0 to 100). `pairs_fewer`, `score_lower` and `mentors_fewer` (who
    take part) compare the best solution that holds the pair with the chosen one. `exact` is False
    where people could be either and were too many to ask each again on which side they stand:
    then the cost may be lower.
    """

    mentor_id: str
    mentee_id: str
    score: float
    pairs_fewer: int
    score_lower: float
    mentors_fewer: int
    exact: bool

    @property
    def cost(self) -> str:
        """The cost in words."""
        lost = [counted(self.pairs_fewer, "pair")] if self.pairs_fewer > 0 else []
        if self.score_lower > 0:
            lost.append(f"{max(self.score_lower, 0.1):.1f} points of score")
        if lost:
            about = "" if self.exact else "at most "
            return f"all pairs together would lose {about}{listed(lost)}"
        if self.exact and self.mentors_fewer > 0:
            fewer = counted(self.mentors_fewer, "mentor")
            return f"{fewer} fewer would take part, for the same points"
        if self.exact:
            return "it would cost nobody anything; a lot drawn from the ids decided"
        return "all pairs together would lose nothing"


def switch(
    problem: Problem, chosen: Chosen, pair: Pair, *, instead_of: Pair | None = None
) -> Alternative | None:
    """Find what it would cost everybody to choose a pair.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    pair
        The pair to choose, allowed by the hard rules.
    instead_of
        A chosen pair to give up for it; None leaves everything else to the solver.

    Returns
    -------
    Alternative or None
        None where locked pairs or a capacity of 0 make it impossible.
    """
    banned = () if instead_of is None else (instead_of,)
    if not problem.fits([pair]):
        return None
    keep = chosen if problem.twins and problem.points.size > _MANY else None
    other = problem.solve(forced=(pair,), banned=banned, sides_of=keep)
    lost = _points(problem, chosen) - _points(problem, other)
    return Alternative(
        mentor_id=problem.mentor_ids[pair[0]],
        mentee_id=problem.mentee_ids[pair[1]],
        score=problem.score(int(problem.points[pair])),
        pairs_fewer=len(chosen.pairs) - len(other.pairs),
        score_lower=problem.score(lost),
        mentors_fewer=_mentors(chosen) - _mentors(other),
        exact=chosen.proven and other.proven and keep is None,
    )


def _points(problem: Problem, chosen: Chosen) -> int:
    return sum(int(problem.points[pair]) for pair in chosen.pairs)


def _mentors(chosen: Chosen) -> int:
    return len({mentor for mentor, _ in chosen.pairs})


def alternatives(
    problem: Problem, chosen: Chosen, pair: Pair, *, limit: int = 3
) -> tuple[Alternative, ...]:
    """Weigh the best other partners of both people in a pair, those of the mentee first."""
    row, column = pair
    others = [(i, column) for i in _best(problem.points[:, column], problem.allowed[:, column])]
    mine = [(row, j) for j in _best(problem.points[row], problem.allowed[row])]
    found = []
    for candidates in (others, mine):
        weighed = (
            switch(problem, chosen, other, instead_of=pair) for other in candidates if other != pair
        )
        possible = (alternative for alternative in weighed if alternative is not None)
        found += [alternative for alternative, _ in zip(possible, range(limit), strict=False)]
    return tuple(found)


def _best(points: np.ndarray, allowed: np.ndarray) -> list[int]:
    """Order the allowed positions by points, the highest first."""
    order = np.argsort(-points, kind="stable")
    return [int(k) for k in order if allowed[k]]
