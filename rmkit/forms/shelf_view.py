"""What the shelf of forms shows: every form by step, the one that was picked, and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed
from rmkit.exchange.form_writers import FORMATS
from rmkit.forms.moments import moment
from rmkit.forms.rights_view import people_rows
from rmkit.programme.clock import now
from rmkit.programme.offered import STEPS, Offered
from rmkit.programme.status import local
from rmkit.report.form import form_view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["picked_view", "steps_view", "waiting_rows"]

_ORDER = {"before": 0, "kick_off": 1, "during": 2, "after": 3}


def steps_view(programme: Programme) -> list[dict[str, object]]:
    """List the forms step by step, each with who fills it in, when, and how many answers came."""
    listed = programme.questionnaires.catalogue()
    return [
        {"title": STEPS[step], "forms": [_line(one) for one in forms]}
        for step, forms in groupby(listed, key=lambda one: one.step)
    ]


def _line(one: Offered) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "who": _listed(one.filled_by),
        "when": one.when,
        "answers": one.answers,
        "seen": one.seen,
    }


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def picked_view(programme: Programme, form: str) -> dict[str, object]:
    """Describe one form: as people see it, as it is filled in in a talk, and what came back.

    Raises
    ------
    UnknownName
        There is no such form.
    """
    step = programme.questionnaires
    asked = step.instrument(form)
    try:
        talk = form_view(step.for_a_talk(form)) if form != "objective" else None
    except NotAllowed:
        talk = None
    return {
        "id": asked.id,
        "title": asked.title.say(),
        "who": _listed(asked.filled_by),
        "when": asked.when.say() if asked.when else "",
        "waves": list(asked.waves),
        "form": form_view(asked),
        "talk": talk,
        "by_coordinator": asked.filled_by == ("coordinator",),
        "came": list(_came(programme, form)),
        "people": people_rows(programme.file),
        "asked": 0 if form == "objective" else len(step.asked_people(form)),
        "formats": [
            {"name": one.name, "words": one.words, "back": one.reads_back}
            for one in FORMATS.values()
        ],
    }


def _came(programme: Programme, form: str) -> Iterator[str]:
    """Say how many answers came, by wave, and how many of them in talks."""
    kept = programme.file.responses(form)
    talks = Counter(r.wave for r in kept if r.source == "talk")
    for wave, n in sorted(Counter(r.wave for r in kept).items(), key=lambda one: _order(one[0])):
        people = len({r.person_id for r in kept if r.wave == wave and r.person_id})
        answers = "1 answer" if n == 1 else f"{n} answers"
        whose = "1 person" if people == 1 else f"{people} people"
        told = f", {talks[wave]} of them in a talk" if talks[wave] else ""
        said = wave.replace("_", "-").capitalize()
        yield f"{said + ': ' if said else ''}{answers} of {whose}{told}"


def _order(wave: str) -> tuple[int, str]:
    return _ORDER.get(wave, len(_ORDER)), wave


def waiting_rows(programme: Programme) -> list[dict[str, str]]:
    """List what waits in the inbox: from whom, which form, and when; never an answer."""
    names, today = programme.candidates.names, local(now())
    return [
        {
            "who": names.get(one.person_id) or one.person_id or "Not known here",
            "title": one.title,
            "wave": one.wave,
            "at": moment(datetime.fromisoformat(one.at), now=today),
        }
        for one in programme.questionnaires.waiting()
    ]
