"""What it would bring if two pairs exchanged their partners, before anybody does it."""

from __future__ import annotations

from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.matching.explanation import reason, warnings
from rmkit.matching.problem import Problem

__all__ = ["Exchange", "NewPair", "exchange"]

Pair = tuple[int, int]


@discreet("mentor_id", "mentee_id", "score", "warnings", "refused")
@dataclass(frozen=True, slots=True)
class NewPair:
    """A pair that would be made: its score (0 to 100), and what speaks against it.

    `refused` are hard rules that it breaks, as sentences; empty where it can be made.
    """

    mentor_id: str
    mentee_id: str
    score: float
    reason: str
    warnings: tuple[str, ...]
    refused: tuple[str, ...]


@discreet("before", "after")
@dataclass(frozen=True, slots=True)
class Exchange:
    """Two pairs that exchange partners; scores (0 to 100 a pair) of both before and after."""

    pairs: tuple[NewPair, NewPair]
    before: float
    after: float

    @property
    def is_possible(self) -> bool:
        """Whether both new pairs can be made."""
        return not any(pair.refused for pair in self.pairs)


def exchange(problem: Problem, one: Pair, other: Pair) -> Exchange:
    """Weigh what two pairs, as positions, would be with their partners exchanged."""
    new = (one[0], other[1]), (other[0], one[1])
    before, after = (
        float(sum(problem.score(int(problem.points[pair])) for pair in both))
        for both in ((one, other), new)
    )
    first, second = (_new_pair(problem, pair) for pair in new)
    return Exchange((first, second), before, after)


def _new_pair(problem: Problem, pair: Pair) -> NewPair:
    i, j = pair
    points = int(problem.points[pair])
    refused = [rule.warning for rule in problem.hard if problem.broken[rule.id][pair]]
    if points < problem.floor:
        refused.append(f"They score {problem.score(points):.0f} of 100, under the floor.")
    return NewPair(
        problem.mentor_ids[i],
        problem.mentee_ids[j],
        problem.score(points),
        reason(problem, pair),
        warnings(problem, pair),
        tuple(refused),
    )
