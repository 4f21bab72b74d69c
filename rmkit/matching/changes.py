"""The smallest changes that would give somebody a partner, and what each costs everybody else.

A change is offered only where solving again with it would pair the person and nobody who has a
partner now would lose theirs. Single changes come first, those of one cell, one place or one pair
before those that hold for everybody; two together are looked for where no single one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, get_args

import numpy as np

from rmkit.definitions.discreet import discreet
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Rule
from rmkit.matching.sides import Chosen
from rmkit.matching.small_changes import Found, small_changes
from rmkit.matching.steps import Step, StepKind, after
from rmkit.matching.wording import listed

__all__ = ["Change", "changes_for", "no_single_change"]

Pair = tuple[int, int]
Named = tuple[tuple[str, str], ...]

_KINDS: Final = get_args(StepKind)
_SURE = 40_000  # up to how many pairs every offer is solved again in full
_OF_A_KIND, _AT_MOST = 2, 5
_ENOUGH = 2  # from how many small changes on nothing for everybody is looked for
_SOLVES, _FEW_SOLVES = 60, 6


@discreet("person_id", "partner_id", "score", "steps")
@dataclass(frozen=True)
class Change:
    """A change after which somebody would be paired and nobody would lose their partner's place.

    Parameters
    ----------
    steps
        What would have to change, mostly one thing.
    person_id, partner_id, score
        The pair that would come of it, and its score (0 to 100).
    others_lower
        Points of score that all other pairs together would lose; below 0 where they would gain.
    undone, made
        Pairs that would go and come, as ids of mentor and mentee; the new pair is among the latter.
    also_paired
        Others who would get a partner as well.
    exact
        False where people were too many, or could be either, so that it was not solved again.
    """

    steps: tuple[Step, ...]
    person_id: str
    partner_id: str
    score: float
    others_lower: float
    undone: Named
    made: Named
    also_paired: tuple[str, ...]
    exact: bool

    @property
    def sentence(self) -> str:
        """The change in words, with what it costs."""
        condition = " and ".join(step.words for step in self.steps)
        would = "would" if self.exact else "could"
        told = f"If {condition}, {self.person_id} {would} be paired with {self.partner_id} "
        told += f"({self.score:.0f} of 100)"
        if self.also_paired:
            told += f", and {listed(self.also_paired, limit=3)} would get a partner as well"
        return f"{told}; {self.cost}."

    @property
    def cost(self) -> str:
        """What all others together would lose, in words."""
        if self.others_lower > 1e-9:
            most = "" if self.exact else "at most "
            return f"the others would lose {most}{max(self.others_lower, 0.1):.1f} points of score"
        return "nobody else would lose anything"

    @property
    def rank(self) -> tuple[object, ...]:
        """Order by size, then by what it costs everybody else, then by the score."""
        kinds = sorted(_KINDS.index(step.kind) for step in self.steps)
        least = (round(max(self.others_lower, 0.0), 9), -self.score)
        return (len(kinds), kinds, *least, [step.words for step in self.steps])


def changes_for(problem: Problem, chosen: Chosen, person_id: str) -> tuple[Change, ...]:
    """Find the smallest changes that would pair somebody who was left over.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    person_id
        Somebody who takes part.

    Returns
    -------
    tuple of Change
        At most five, the smallest first; none for somebody who has a partner. Where no single
        change does, one that takes two steps, or none.
    """
    problem.person(person_id)
    if person_id in _placed(problem, chosen.pairs):
        return ()
    found = _singles(problem, chosen, person_id)
    if not found and not problem.is_large:
        found = list(islice(_doubles(problem, chosen, person_id), 1))
    return tuple(sorted(found, key=lambda change: change.rank)[:_AT_MOST])


def no_single_change(problem: Problem, found: tuple[Change, ...]) -> str:
    """Say that no single change would do, where that is so; empty where one would."""
    if found:
        return "" if len(found[0].steps) == 1 else "No single change would pair them; two would."
    if problem.is_large:
        return (
            "Among the people nearest to them no single change was found that would pair them; "
            "changes for everybody were not tried, as people are many."
        )
    return "No single change to their half-days, a place, a rule or the floor would pair them."


def _singles(problem: Problem, chosen: Chosen, name: str) -> list[Change]:
    small = list(_checked(problem, chosen, name, small_changes(problem, chosen, name)))
    found = _few_of_each(small)
    if len(found) < _ENOUGH and not problem.is_large:
        solves = islice(_wide(problem, name), _most_solves(problem))
        found += _few_of_each(_solved(problem, chosen, name, solves))
    return found


def _few_of_each(changes: Iterable[Change]) -> list[Change]:
    kept: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda one: one.rank):
        kept.setdefault(change.steps[0].kind, []).append(change)
    return [change for some in kept.values() for change in some[:_OF_A_KIND]]


def _most_solves(problem: Problem) -> int:
    return _SOLVES if problem.points.size <= _SURE else _FEW_SOLVES


def _checked(
    problem: Problem, chosen: Chosen, name: str, candidates: Iterable[Found]
) -> Iterator[Change]:
    """Turn what was found by moves into changes; solve again where that is quick."""
    tried: dict[str, int] = {}
    for found in candidates:
        kind = found.step.kind
        if tried.get(kind, 0) >= _OF_A_KIND:
            continue
        if problem.is_large or problem.points.size > _SURE:
            exact = not problem.is_large and not problem.twins
            change = _told(problem, chosen, name, found.pairs, (found.step,), found.score, exact)
        else:
            changed = after(problem, found.step)
            change = _after_solving(problem, chosen, name, changed, (found.step,))
        if change is not None:
            tried[kind] = tried.get(kind, 0) + 1
            yield change


def _solved(problem: Problem, chosen: Chosen, name: str, steps: Iterable[Step]) -> Iterator[Change]:
    for step in steps:
        change = _after_solving(problem, chosen, name, after(problem, step), (step,))
        if change is not None:
            yield change


def _after_solving(
    problem: Problem, chosen: Chosen, name: str, changed: Problem, steps: tuple[Step, ...]
) -> Change | None:
    """Solve again; None where the person has nobody then, or somebody else loses theirs."""
    other = changed.solve()
    pairs = other.pairs
    mine = [p for p in pairs if name in (changed.mentor_ids[p[0]], changed.mentee_ids[p[1]])]
    if not mine:
        return None
    score = changed.score(int(changed.points[mine[0]]))
    return _told(problem, chosen, name, pairs, steps, score, other.proven and chosen.proven)


def _told(
    problem: Problem,
    chosen: Chosen,
    name: str,
    pairs: Iterable[Pair],
    steps: tuple[Step, ...],
    score: float,
    exact: bool,
) -> Change | None:
    before, then = set(chosen.pairs), set(pairs)
    had, has = _placed(problem, before), _placed(problem, then)
    if name not in has or had - has:
        return None
    names = {p: (problem.mentor_ids[p[0]], problem.mentee_ids[p[1]]) for p in before | then}
    mine = [names[p] for p in sorted(then) if name in names[p]]
    lost = sum(int(problem.points[p]) for p in before - then)
    kept = sum(int(problem.points[p]) for p in then - before if name not in names[p])
    mentor, mentee = mine[0]
    return Change(
        steps=steps,
        person_id=name,
        partner_id=mentee if mentor == name else mentor,
        score=score,
        others_lower=problem.score(lost - kept),
        undone=tuple(names[p] for p in sorted(before - then)),
        made=tuple(names[p] for p in sorted(then - before)),
        also_paired=tuple(sorted(has - had - {name, mentor, mentee})),
        exact=exact,
    )


def _placed(problem: Problem, pairs: Iterable[Pair]) -> set[str]:
    return {name for i, j in pairs for name in (problem.mentor_ids[i], problem.mentee_ids[j])}


def _wide(problem: Problem, name: str) -> Iterator[Step]:
    """Give the changes that would hold for everybody, the smaller ones first."""
    yield from _floors(problem, name)
    rules = [
        rule
        for rule in problem.hard
        if not rule.fixed and np.asarray(problem.broken[rule.id]).any()
    ]
    for rule in rules:
        for n in _smaller(rule):
            asks = f"{n:g}" if rule.kind != "listed" else f"{n:g} up and down"
            words = f"the rule on {rule.short} went no further than {asks}, for everybody"
            yield Step("number", words, about=rule.id, n=n)
    for rule in rules:
        words = f"the rule on {rule.short} only warned, for everybody"
        yield Step("rule", words, about=rule.id)
    if problem.aim == "score":
        words = 'the aim were "participation", as many pairs as possible'
        yield Step("aim", words)


def _smaller(rule: Rule) -> list[float]:
    if rule.kind == "sets":
        return [float(n) for n in range(int(rule.n) - 1, 0, -1)]
    if rule.kind == "difference" and rule.n > 0:
        return [n for n in (rule.n - 1, rule.n / 2, 0.0) if 0 <= n < rule.n]
    if rule.column == "reporting_line":
        return [float(n) for n in range(int(rule.n) - 1, 0, -1)] if rule.n else [1.0]
    return []


def _floors(problem: Problem, name: str) -> Iterator[Step]:
    """Lower the floor to the score of pairs that it keeps out, those of the person first."""
    if not problem.floor:
        return
    kept_out = np.array(replace(problem, floor_score=0.0).allowed)
    kept_out &= np.asarray(problem.points) < problem.floor
    mine = np.zeros_like(kept_out)
    if name in problem.row:
        mine[problem.row[name]] = True
    if name in problem.column:
        mine[:, problem.column[name]] = True
    points = np.asarray(problem.points)
    own = np.unique(points[kept_out & mine])[::-1].tolist()
    every = np.unique(points[kept_out])[::-1].tolist()
    most = _most_solves(problem) // 2
    wanted = [*own[:most], *(p for p in every if p not in own)][:most]
    for value in sorted(wanted, reverse=True):
        score = int(problem.score(value) * 100) / 100
        words = f"the floor were {score:g} of 100 in place of {problem.floor_score:g}"
        yield Step("floor", words, n=score)


def _doubles(problem: Problem, chosen: Chosen, name: str) -> Iterator[Change]:
    """Look for two steps: one for everybody or a pair off a list, and one more after it."""
    firsts = [step for step in _wide(problem, name) if step.kind in ("rule", "floor", "aim")]
    for first in firsts[: _most_solves(problem) // 6]:
        changed = after(problem, first)
        then = changed.solve()
        for found in small_changes(changed, then, name):
            yield from _both(problem, chosen, name, changed, (first, found.step))
        for second in firsts[firsts.index(first) + 1 :]:
            yield from _both(problem, chosen, name, changed, (first, second))


def _both(
    problem: Problem, chosen: Chosen, name: str, changed: Problem, steps: tuple[Step, Step]
) -> Iterator[Change]:
    change = _after_solving(problem, chosen, name, after(changed, steps[1]), steps)
    if change is not None:
        yield change
