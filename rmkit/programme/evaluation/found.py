"""All facts of an evaluation put together, with what is missing and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.programme.days import in_words
from rmkit.programme.evaluation import changes, comparing, deciding, feedback, meetings_told
from rmkit.programme.evaluation.levels import levels_at
from rmkit.programme.evaluation.plan_filled import cells, plan_results
from rmkit.programme.evaluation.who import took_part
from rmkit.programme.evaluation.worth import returned_worth, worth_said
from rmkit.report.evaluation.facts import EvaluationFacts, Flow

if TYPE_CHECKING:
    from rmkit.outcomes.result import Result
    from rmkit.programme.programme import Programme

__all__ = ["found"]

_HALF_SD = 0.5
_MOST_LOST = 0.6


def found(programme: Programme) -> EvaluationFacts:
    """Gather all facts; remembered until the file changes."""
    key = (programme.file.head_digest(), programme.today)
    return programme.memory.recall("evaluation", key=key, make=lambda: _gathered(programme))


def _gathered(programme: Programme) -> EvaluationFacts:
    record, compared = programme.objective.record, comparing.compared(programme)
    flow = _flow(programme)
    facts = EvaluationFacts(
        programme.name,
        programme.organisation,
        in_words(programme.today),
        record.sentence if record else "",
        in_words(record.by) if record and record.by else "",
        changes.objective_reached(programme),
        feedback.both_say(programme),
        flow,
        changes.measured_twice(programme),
        changes.second_before(programme),
        changes.gap_said(programme),
        compared,
        feedback.satisfaction(programme),
        meetings_told.dose(programme),
        meetings_told.fidelity(programme),
        feedback.goals_reached(programme),
        meetings_told.concerns_told(programme),
        feedback.theme_counts(programme),
        feedback.quotes(programme),
        feedback.returned(programme),
        worth=worth_said(returned_worth(programme, compared)),
        pairs_needed=_needed(flow),
        decision=deciding.decided(programme),
    )
    facts = replace(facts, missing=tuple(_missing(programme, facts)))
    plan = programme.objective.evaluation_plan.filled(plan_results(programme, facts))
    return replace(facts, plan=cells(plan))


def _flow(programme: Programme) -> Flow:
    who = took_part(programme)
    twice = _both_times(programme)
    return Flow(
        candidates=len(programme.file.counting("candidate")),
        paired=who.two(),
        met=who.two(who.met),
        left=who.two(who.left),
        answered=who.two(feedback.answered_at_the_end(programme)),
        twice=who.two(twice),
        pairs=who.pairs,
        ended=who.ended,
        left_out=who.left_out,
        leavers=_leavers(programme),
    )


def _leavers(programme: Programme) -> Result | None:
    """Compare those who did not answer at the end with those who did, by what was known before."""
    from rmkit.outcomes.missing.leavers_compared import attrition

    who, back = took_part(programme), feedback.answered_at_the_end(programme)
    ids = sorted(who.mentors | who.mentees)
    if not back or min(len(back), len(ids) - len(back)) < FEWEST:
        return None
    first = levels_at(programme, "first", ids)
    known = pd.DataFrame({"mean level at the start": first.mean(axis=1)}, index=first.index)
    known["mentor"] = [i in who.mentors for i in ids]
    return attrition(known, pd.Series([i in back for i in ids], index=first.index))


def _both_times(programme: Programme) -> frozenset[str]:
    """Name those whose levels are known at the end and at some time before, by id."""
    after = levels_at(programme, "after").dropna(how="all").index
    before = pd.concat([levels_at(programme, "first"), levels_at(programme, "kick_off")])
    return frozenset(after) & frozenset(before.dropna(how="all").index)


def _needed(flow: Flow) -> str:
    """Say how many people a next cohort takes that can tell why something changed."""
    from rmkit.outcomes.design.sizes import pairs_needed

    began = flow.paired.mentees
    lost = 1 - flow.twice.mentees / began if began else 0.0
    lost = min(max(lost, 0.0), _MOST_LOST)
    size = pairs_needed("two_groups", _HALF_SD, lost=round(lost, 2))
    asked, n = int(size["recruited"].value), int(size["n"].value)
    return (
        f"With places drawn by lot among those who want one, {n} mentees with and {n} without a "
        "place, measured at the end, show a difference of half a standard deviation in four of "
        f"five tries. With as many lost on the way as here, {asked} have to be asked."
    )


def _missing(programme: Programme, facts: EvaluationFacts) -> Iterator[str]:
    if not facts.objective:
        yield (
            "There is no objective, so nothing can be held against it. Write down what it was "
            "meant to be, with its day, and say that this was done afterwards (notebook 01)."
        )
    if not facts.flow.pairs:
        yield "No pairs were confirmed yet: there is nothing to evaluate (notebook 04)."
        return
    answered = facts.flow.answered
    if not answered.mentors + answered.mentees:
        yield (
            "Nobody has sent back the questionnaire at the end. Send it out after the last "
            "meeting: questionnaires.invite or a form on paper (notebook 07 reminds of it)."
        )
    if not levels_at(programme, "after").notna().any(axis=None):
        yield (
            "Levels were not asked again at the end, so no change can be told. Ask "
            "`learning_needs` once more, with the wave after."
        )
    elif facts.second is False:
        yield (
            "Levels were not measured once more after the pairs were chosen. Next time ask "
            "`learning_needs` before the first meeting, with the wave kick_off."
        )
    if min(facts.flow.twice.mentors, facts.flow.twice.mentees) < FEWEST and facts.measured:
        yield "On one side or both, fewer than five rated their levels at both times."
    if not facts.fidelity.training_known:
        yield "Who was at the training was not noted, so it cannot be told who was prepared."
