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
from rmkit.figures.picture import Picture
from rmkit.figures.points_bars import pair_points
from rmkit.matching.comparing import GRID
from rmkit.matching.lessons import lessons, told
from rmkit.matching.problem import Problem
from rmkit.matching.saying import say, share
from rmkit.matching.sides import Chosen
from rmkit.matching.switching import Alternative, alternatives
from rmkit.matching.wording import listed, sentence

__all__ = ["Explanation", "explain", "for_partner", "reason", "warnings"]

Pair = tuple[int, int]

_UNKNOWN = " (not known, so it counts neither way: one half)"
_NOTHING_IN_PARTICULAR = (
    "Nothing on record speaks for this pair in particular, and no hard rule against it."
)
_LIMIT = "The score puts pairs in order; it does not measure how well two people will get on."
_MOSTLY = 2


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

    @property
    def paragraph(self) -> str:
        """Tell it in plain words that can be read aloud to whoever decides."""
        parts = [f"{self.mentor_id} and {self.mentee_id} have {self.score:.0f} of 100 together."]
        parts += [self.reason, _mostly(self.points), _not_known(self.points)]
        if self.in_return:
            back = f"{self.in_return[0].lower()}{self.in_return[1:]}"
            parts.append(f"In return {self.mentee_id} {back}")
        if self.warnings:
            parts.append(f"Keep in mind: {' '.join(self.warnings)}")
        if self.locked:
            parts.append("You locked this pair, so nothing else was weighed against it.")
        parts += [_instead(self, person) for person in (self.mentee_id, self.mentor_id)]
        parts.append(_LIMIT)
        return " ".join(part for part in parts if part)

    def plot(self) -> Picture:
        """Draw what each criterion brings to the pair."""
        return pair_points(self.points, pair=f"{self.mentor_id} with {self.mentee_id}")

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


def _mostly(points: pd.DataFrame) -> str:
    """Name the criteria that bring most of the score."""
    share = 100 / float(points["of"].sum())
    best = points[points["known"] & (points["points"] > 0)].sort_values(
        ["points", "criterion"], ascending=[False, True], kind="stable"
    )
    named = [
        f"{title[0].lower()}{title[1:]} ({brought * share:.0f} of {of * share:.0f})"
        for title, brought, of in zip(
            best["criterion"].head(_MOSTLY),
            best["points"].head(_MOSTLY),
            best["of"].head(_MOSTLY),
            strict=True,
        )
    ]
    return f"Most of it comes from {listed(named)}." if named else ""


def _not_known(points: pd.DataFrame) -> str:
    titles = [
        f"{title[0].lower()}{title[1:]}" for title in points.loc[~points["known"], "criterion"]
    ]
    if not titles:
        return ""
    return f"Not known for both of them: {listed(titles)}; that counts neither way, one half."


def _instead(told: Explanation, person: str) -> str:
    """Say what else would cost least for one of the two."""
    other = next((a for a in told.alternatives if person in (a.mentor_id, a.mentee_id)), None)
    if other is None:
        return ""
    partner = other.mentee_id if other.mentor_id == person else other.mentor_id
    return f"If {person} were paired with {partner} instead, {other.cost}."


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
