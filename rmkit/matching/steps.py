"""One thing that could be changed so that somebody gets a partner, and the problem after it.

Each step is something that can be done in the input of `rmkit.match`: a value in one cell, a pair
off a list, one more place, another floor, a milder rule, the other aim.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rmkit.definitions.discreet import discreet
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Rule
from rmkit.matching.ruling import breaks, prepared
from rmkit.matching.scoring import weigh
from rmkit.people.sets import parse_set, write_set

__all__ = ["Step", "StepKind", "after", "with_value"]

StepKind = Literal["value", "place", "pair", "floor", "number", "rule", "aim"]


@discreet("kind", "about", "person_id", "other_id", "n")
@dataclass(frozen=True)
class Step:
    """One change, smaller kinds first.

    Parameters
    ----------
    kind
        "value": one more value in a cell (`about` is the column, `value` what is added, to
        `person_id`). "place": one more place (`person_id` is the mentor, `n` the places then).
        "pair": a pair off a list (`about` is the rule, `person_id` and `other_id` the two).
        "floor": a lower floor (`n`). "number": a smaller number in a rule for everybody (`about`,
        `n`). "rule": a hard rule that only warns, for everybody (`about`). "aim": participation.
    words
        What would have to be so, to follow an "if".
    """

    kind: StepKind
    words: str
    about: str = ""
    person_id: str = ""
    other_id: str = ""
    value: str = ""
    n: float = 0

    @property
    def for_everybody(self) -> bool:
        """Whether it changes what holds for everybody, not for one person or pair."""
        return self.kind in ("floor", "number", "rule", "aim")


def after(problem: Problem, step: Step) -> Problem:
    """Give the problem as it would be after a step; not for large problems."""
    if step.kind == "value":
        return _with_cell(problem, step)
    if step.kind == "place":
        capacity = problem.capacity.copy()
        capacity[problem.row[step.person_id]] = int(step.n)
        return replace(problem, capacity=capacity)
    if step.kind == "floor":
        return replace(problem, floor_score=step.n)
    if step.kind == "aim":
        return replace(problem, aim="participation")
    rule = next(rule for rule in problem.rules if rule.id == step.about)
    if step.kind == "rule":
        return _with_rule(problem, replace(rule, strength="warning"))
    if step.kind == "number":
        milder = replace(rule, n=step.n)
        rows, columns = np.arange(len(problem.mentors)), np.arange(len(problem.mentees))
        bar = prepared(milder, problem.mentors, problem.mentees, problem.terms)
        broken = {**problem.broken, rule.id: breaks(milder, bar, rows, columns)}
        return replace(_with_rule(problem, milder), broken=broken)
    return _without_pair(problem, rule, {step.person_id, step.other_id})


def _with_rule(problem: Problem, changed: Rule) -> Problem:
    rules = tuple(changed if rule.id == changed.id else rule for rule in problem.rules)
    return replace(problem, rules=rules)


def _without_pair(problem: Problem, rule: Rule, two: set[str]) -> Problem:
    table = np.array(problem.broken[rule.id])
    for one, other in (sorted(two), sorted(two, reverse=True)):
        if one in problem.row and other in problem.column:
            table[problem.row[one], problem.column[other]] = False
    terms = problem.terms
    if rule.own:
        kept = tuple(pair for pair in rule.pairs if set(pair) != two)
        problem = _with_rule(problem, replace(rule, pairs=kept))
    elif rule.column == "forbidden":
        terms = replace(terms, forbidden=terms.forbidden - {frozenset(two)})
    else:
        terms = replace(terms, former=terms.former - {frozenset(two)})
    return replace(problem, terms=terms, broken={**problem.broken, rule.id: table})


def with_value(cell: object, value: str) -> str | None:
    """Add a value to a set in a cell."""
    return write_set((parse_set(cell) or frozenset()) | {value})


def _with_cell(problem: Problem, step: Step) -> Problem:
    people = problem.people.copy()
    at = people["person_id"] == step.person_id
    people.loc[at, step.about] = with_value(people.loc[at, step.about].iloc[0], step.value)
    changed = weigh(
        people,
        criteria=problem.criteria,
        rules=problem.rules,
        terms=problem.terms,
        aim=problem.aim,
    )
    return replace(
        changed,
        unasked=problem.unasked,
        locked=problem.locked,
        floor_score=problem.floor_score,
        keep=problem.keep,
        first=problem.first,
    )
