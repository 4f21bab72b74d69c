"""What it would mean to insist on a pair: rules in the way, warnings, who moves, what all lose."""

from __future__ import annotations

from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.matching.explanation import warnings
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Rule
from rmkit.matching.sides import Chosen
from rmkit.matching.switching import Alternative, switch
from rmkit.matching.wording import listed

__all__ = ["Override", "override"]

Pair = tuple[int, int]

_MOST_NAMED = 4


@discreet("mentor_id", "mentee_id", "score", "barred_by")
@dataclass(frozen=True)
class Override:
    """What insisting on a pair would mean, for whoever decides.

    Parameters
    ----------
    mentor_id, mentee_id, score
        The pair, and its score (0 to 100).
    barred_by
        Ids of the hard rules that it breaks; "floor" where its score is under the floor.
    to_lift
        What would have to be lifted for it, a sentence each.
    warnings
        What it would be warned of.
    other
        What the pair would cost everybody, with the pairs made and undone; None where locked pairs
        or a capacity of 0 are in the way, or where that could not be worked out.
    """

    mentor_id: str
    mentee_id: str
    score: float
    barred_by: tuple[str, ...]
    to_lift: tuple[str, ...]
    warnings: tuple[str, ...]
    other: Alternative | None
    _rules: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it in words."""
        name = f"{self.mentor_id} as mentor of {self.mentee_id}"
        parts = []
        if self.barred_by:
            parts += [f"{name} is not allowed.", *self._rules, *self.to_lift]
            if self.other is not None:
                cost = self.other.cost.split(";")[0]  # no lot decided here, a rule did
                parts.append(f"With that lifted ({self.score:.0f} of 100), {cost}.")
        elif self.other is None:
            beside = "is not possible beside the locks and capacities."
            parts.append(f"{name} ({self.score:.0f} of 100) {beside}")
        else:
            parts.append(f"{name} ({self.score:.0f} of 100) is possible, but {self.other.cost}.")
        if self.other is not None:
            parts += [*_moves(self.other)]
        if self.warnings:
            parts.append(f"It would carry a warning: {' '.join(self.warnings)}")
        return " ".join(parts)


def _moves(other: Alternative) -> list[str]:
    pair = other.mentor_id, other.mentee_id
    ending = [f"{one} with {two}" for one, two in other.undone]
    coming = [f"{one} with {two}" for one, two in other.made if (one, two) != pair]
    told = []
    if ending:
        new = f", and {listed(coming, limit=_MOST_NAMED)} would be made" if coming else ""
        told.append(f"For it {listed(ending, limit=_MOST_NAMED)} would end{new}.")
    if other.left_out:
        told.append(f"{listed(other.left_out, limit=_MOST_NAMED)} would have nobody any more.")
    return told


def override(problem: Problem, chosen: Chosen, pair: Pair) -> Override:
    """Work out what insisting on a pair would mean."""
    rules = [rule for rule in problem.hard if problem.broken[rule.id][pair]]
    score = problem.score(int(problem.points[pair]))
    barred = [rule.id for rule in rules]
    to_lift, told = [_lift(rule) for rule in rules], [rule.warning for rule in rules]
    if int(problem.points[pair]) < problem.floor:
        barred.append("floor")
        told.append(f"Its score is {score:.0f}, under the floor of {problem.floor_score:g}.")
        to_lift.append("To make it, lower the floor or lock the pair.")
    possible = "same_person" not in barred
    return Override(
        mentor_id=problem.mentor_ids[pair[0]],
        mentee_id=problem.mentee_ids[pair[1]],
        score=score,
        barred_by=tuple(barred),
        to_lift=tuple(to_lift) if possible else (),
        warnings=warnings(problem, pair),
        other=switch(problem, chosen, pair, barred=bool(barred)) if possible else None,
        _rules=tuple(told),
    )


def _lift(rule: Rule) -> str:
    if rule.id == "forbidden":
        return "To make it, take the two off the forbidden pairs."
    if rule.id == "former_pair":
        return 'To make it, say that the two may be a pair again, or make "former_pair" a warning.'
    if rule.own and rule.kind == "listed":
        return f'To make it, take the two off the list "{rule.id}".'
    return f'To make it, make this rule a warning: "{rule.sentence}" ({rule.id}).'
