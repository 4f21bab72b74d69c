"""Why two people were paired: what counted, what each can give, and what else was possible.

`Explanation` is for whoever decides. `for_partner` is for the pair themselves: it says only what
was released to them, and nothing of rules, warnings or other people.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing import GRID
from rmkit.matching.lessons import lessons, told
from rmkit.matching.problem import Problem
from rmkit.matching.saying import say, share
from rmkit.matching.sides import Chosen
from rmkit.matching.switching import Alternative, alternatives
from rmkit.matching.wording import sentence

__all__ = ["Explanation", "explain", "for_partner", "reason", "warnings"]

Pair = tuple[int, int]

_UNKNOWN = " (not known, so it counts neither way: one half)"
_NOTHING_IN_PARTICULAR = (
    "Nothing on record speaks for this pair in particular, and no hard rule against it."
)


@discreet("mentor_id", "mentee_id", "score")
@dataclass(frozen=True)
class Explanation:
    """Why a pair, for whoever decides.

    `points` has one row for each criterion: `criterion`, `weight`, `value` (0 to 1; 0.5 also where
    it is unknown), `points`, `of`, the most it could bring, and `known`: whether both answered.
    """

    mentor_id: str
    mentee_id: str
    score: float
    reason: str
    in_return: str
    warnings: tuple[str, ...]
    points: pd.DataFrame
    locked: bool
    alternatives: tuple[Alternative, ...]

    def text(self) -> str:
        """Tell it in lines of plain words."""
        lines = [f"{self.mentor_id} with {self.mentee_id}: {self.score:.0f} of 100. {self.reason}"]
        lines += [f"In return: {self.in_return}"] if self.in_return else []
        lines += [f"Note: {warning}" for warning in self.warnings]
        lines += [
            f"{row.criterion}: {row.points} of {row.of} points{'' if row.known else _UNKNOWN}."
            for row in self.points.itertuples(index=False)
        ]
        if self.locked:
            lines.append("You locked this pair, so nothing else was weighed against it.")
        lines += [
            f"{other.mentor_id} with {other.mentee_id} instead ({other.score:.0f} of 100): "
            f"{other.cost}."
            for other in self.alternatives
        ]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def explain(problem: Problem, chosen: Chosen, pair: Pair) -> Explanation:
    """Explain a chosen pair, and weigh the best alternatives of both."""
    row, column = pair
    mentor, mentee = problem.mentor_persons[row], problem.mentee_persons[column]
    locked = pair in problem.locked
    return Explanation(
        mentor_id=problem.mentor_ids[row],
        mentee_id=problem.mentee_ids[column],
        score=problem.score(int(problem.points[pair])),
        reason=reason(problem, pair),
        in_return=sentence([told(lessons(mentee, mentor, problem.terms), problem.terms)]),
        warnings=warnings(problem, pair),
        points=_points(problem, pair),
        locked=locked,
        alternatives=() if locked else alternatives(problem, chosen, pair),
    )


def _points(problem: Problem, pair: Pair) -> pd.DataFrame:
    rows = []
    for criterion in problem.criteria:
        part = int(problem.parts[criterion.id][pair])
        at = np.array([pair[0]]), np.array([pair[1]])
        rows.append(
            {
                "criterion": criterion.title,
                "weight": criterion.weight,
                "value": part / GRID,
                "points": part * criterion.weight,
                "of": GRID * criterion.weight,
                "known": bool(problem.counting[criterion.id].amounts(*at)[1][0, 0]),
            }
        )
    return pd.DataFrame(rows)


def reason(problem: Problem, pair: Pair) -> str:
    """Say in one sentence what counted for a pair, in the words of its criteria."""
    mentor, mentee = problem.mentor_persons[pair[0]], problem.mentee_persons[pair[1]]
    phrases = [say(criterion, mentor, mentee, problem.terms) for criterion in problem.criteria]
    return sentence(phrases) or _NOTHING_IN_PARTICULAR


def warnings(problem: Problem, pair: Pair) -> tuple[str, ...]:
    """List what a pair breaks of the rules that only warn."""
    return tuple(
        rule.warning
        for rule in problem.rules
        if rule.strength == "warning" and problem.broken[rule.id][pair]
    )


def for_partner(problem: Problem, pair: Pair, released: Collection[str]) -> str:
    """Tell the two themselves why they were paired, in one sentence of released facts only."""
    mentor, mentee = problem.mentor_persons[pair[0]], problem.mentee_persons[pair[1]]
    phrases = [
        share(criterion, mentor, mentee, problem.terms)
        for criterion in problem.criteria
        if criterion.fact in released
    ]
    return sentence(phrases)
