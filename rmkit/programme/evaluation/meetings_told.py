"""How much there was of the programme, how far it went as meant, and what was not right.

Everything is counted over all pairs from what the meetings and the forms about them say: status and
ticks alone. What a meeting was about, and what a concern is about, is not read here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmkit.instruments import definition
from rmkit.meetings.drift import drifting
from rmkit.programme.concerns import concerns_of
from rmkit.programme.evaluation.who import took_part
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.programme.read_once import responses_once
from rmkit.report.evaluation.facts import Concerns, Dose, Fidelity, Two

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["concerns_told", "dose", "fidelity"]

_TRAINING = "training_record"


def dose(programme: Programme) -> Dose:
    """Count meetings, minutes and significant discussions over all pairs that were confirmed."""
    planned = plan_of(programme).sessions
    pairs = list(progress_now(programme, programme.today).values())
    return Dose(
        len(pairs),
        sum(one.held > 0 for one in pairs),
        planned,
        sum(one.held for one in pairs),
        sum(one.minutes for one in pairs),
        sum(one.significant for one in pairs),
        sum(planned is not None and one.held >= planned for one in pairs),
        sum(bool(one.overdue) for one in pairs),
    )


def fidelity(programme: Programme) -> Fidelity:
    """Count pairs that signed before they met, people who were trained, and pairs that drifted."""
    pairs = list(progress_now(programme, programme.today).values())
    who = took_part(programme)
    trained = {one.person_id for one in responses_once(programme, _TRAINING) if one.person_id}
    first = {one.pair_id: min((d.day for d in one.days if d.outcome == "held"), default=None)
             for one in pairs}  # fmt: skip
    return Fidelity(
        len(pairs),
        sum(one.held > 0 for one in pairs),
        sum(one.agreed is not None for one in pairs),
        sum(
            one.agreed is not None and day is not None and one.agreed <= day
            for one in pairs
            for day in (first[one.pair_id],)
        ),
        len(drifting(pairs)),
        Two(len(who.mentors & trained), len(who.mentees & trained)),
        who.two(),
        bool(trained),
    )


def concerns_told(programme: Programme) -> Concerns:
    """Count who asked for a talk, what came of it, and what people say was not right."""
    out = programme.file.objected("evaluation")
    raised = [one for one in concerns_of(programme) if one.person_id not in out]
    labels = {
        str(option.value): option.label.say()
        for option in definition("concern_outcome").field("outcome").options
    }
    ids = {one.concern_id for one in raised}
    last = {
        str(note.answers.get("concern")): str(note.answers["outcome"])
        for note in responses_once(programme, "concern_outcome")
        if note.answers.get("outcome") and str(note.answers.get("concern")) in ids
    }
    told: dict[str, dict[str, object]] = {}
    for one in responses_once(programme, "experience"):
        if one.person_id not in out:
            told[one.person_id or one.response_id] = dict(one.answers)
    said = list(told.values())
    wishes = {one.person_id for one in responses_once(programme, "reassignment")} - out
    return Concerns(
        len(raised),
        sum(one.state == "settled" for one in raised),
        Counter(labels.get(outcome, outcome) for outcome in last.values()),
        len(wishes),
        len(said),
        sum(one.get("unpleasant") in ("settled", "open") for one in said),
        sum(one.get("unpleasant") == "open" for one in said),
        sum(one.get("worse_off") in ("perhaps", "yes") for one in said),
    )
