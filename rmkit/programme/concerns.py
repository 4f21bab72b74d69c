"""Who asks for a call, and what became of it: concerns, and calls asked for with a pulse.

Both are one list, so that whoever sees it does not learn which of the two it was. The list holds
days and states alone. What somebody wrote is shown in a view of its own (`read_concern`), which is
written to the access log each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.unseen import keys_for
from rmkit.errors import NotAllowed, UnknownName
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.pair_progress import said_on, whose_pair
from rmkit.programme.read_once import once_confirmed, responses_once

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Response

__all__ = ["ANSWER_WITHIN", "Concern", "ConcernRead", "concerns_of", "note_outcome", "read_concern"]

ANSWER_WITHIN = 3
"""So many working days until somebody who asks for a call is answered."""

ConcernState = Literal["open", "talk", "settled"]
_OUTCOME = "concern_outcome"


@discreet("concern_id", "person_id", "pair_id", "since", "state", "answer_by")
@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody asked for a call: since when, until when they are answered, and where it stands.

    `person_id` and `pair_id` are empty where they are not known; `state_on`, `handled_by` and
    `back_on` are those of the last note, if there is one.
    """

    concern_id: str
    person_id: str
    pair_id: str
    since: date
    answer_by: date
    state: ConcernState = "open"
    state_on: date | None = None
    handled_by: str = ""
    back_on: date | None = None

    def due_on(self) -> date | None:
        """Give the day on which something is to be done; None once it is settled."""
        if self.state == "open":
            return self.since
        return self.back_on if self.state == "talk" else None


@discreet("concern_id", "person_id")
@dataclass(frozen=True, slots=True)
class ConcernRead:
    """What somebody wrote, opened: each question with its answer, and the notes on it so far."""

    concern_id: str
    person_id: str
    said: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]


def concerns_of(programme: Programme) -> tuple[Concern, ...]:
    """List who asked for a call, the longest waiting first, those that are settled last."""
    at = whose_pair(once_confirmed(programme))
    asked = _asking(programme)
    notes = _notes(programme, asked)
    found = [_concern(one, at, notes.get(one.response_id)) for one in asked]
    return tuple(sorted(found, key=lambda one: (one.state == "settled", one.since, one.concern_id)))


def _asking(programme: Programme) -> list[Response]:
    pulses = responses_once(programme, "pulse")
    calls = [r for r in pulses if r.answers.get("call") in ("alone", "together")]
    return [*responses_once(programme, "concern"), *calls]


def _notes(programme: Programme, asked: list[Response]) -> dict[str, Response]:
    """Give the last note on each; one that names none is on the last of its person."""
    ids = {one.response_id for one in asked}
    found = {}
    for note in responses_once(programme, _OUTCOME):
        about = str(note.answers.get("concern") or "")
        if about not in ids:
            theirs = [r for r in asked if note.person_id and r.person_id == note.person_id]
            about = theirs[-1].response_id if theirs and not about else ""
        if about:
            found[about] = note
    return found


def _concern(asked: Response, at: Mapping[str, str], note: Response | None) -> Concern:
    since = said_on(asked)
    state: ConcernState = "open"
    answers: Mapping[str, object] = note.answers if note else {}
    if (said := answers.get("state")) in ("talk", "settled"):
        state = said
    day, back = (answers.get(name) for name in ("day", "back_on"))
    return Concern(
        asked.response_id,
        asked.person_id or "",
        asked.pair_id or at.get(asked.person_id or "", ""),
        since,
        _working_days_later(since, ANSWER_WITHIN),
        state,
        date.fromisoformat(str(day)) if day else None,
        str(answers.get("handled_by") or ""),
        date.fromisoformat(str(back)) if back else None,
    )


def _working_days_later(day: date, days: int) -> date:
    """Count Monday to Friday; holidays are not known here.

    >>> _working_days_later(date(2026, 11, 6), 3).isoformat()
    '2026-11-11'
    """
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def read_concern(programme: Programme, concern_id: str, *, by: str) -> ConcernRead:
    """Open what somebody wrote; that it was opened, and by whom, is kept in the access log.

    Raises
    ------
    UnknownName
        There is no such concern.
    NotAllowed
        `by` is blank.
    """
    by = named(by)
    found = _found(programme, concern_id)
    programme.rights.opened("A concern", [found.person_id], by=by)
    mine = [
        note for note in responses_once(programme, _OUTCOME)
        if note.answers.get("concern") in (concern_id, None)
        and note.person_id == found.person_id
    ]  # fmt: skip
    notes = [line for note in mine for line in _told(programme, note, hidden=("concern",))]
    shown = _told(programme, found, hidden=("again",))
    if found.instrument_id == "pulse":  # what they ticked of their partner is no part of the wish
        shown = [line for line in shown if line[0] == _question(programme, "pulse", "call")]
    return ConcernRead(concern_id, found.person_id or "", tuple(shown), tuple(notes))


def _found(programme: Programme, concern_id: str) -> Response:
    asked = {one.response_id: one for one in _asking(programme)}
    if concern_id not in asked:
        raise UnknownName(kind="concern", name=concern_id, known=[])
    return asked[concern_id]


def _told(
    programme: Programme, response: Response, *, hidden: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Lay an answer out in words, as far as it is for the coordinator."""
    asked = programme.file.asked_in(response)
    seen = keys_for(asked, "coordinator")
    lines = []
    for field in asked.fields:
        value = response.answers.get(field.key)
        if value is None or field.key not in seen or field.key in hidden:
            continue
        labels = {str(option.value): option.label.say() for option in field.options}
        many = value if isinstance(value, list | tuple) else [value]
        words = "; ".join(labels.get(str(one), str(one)) for one in many)
        lines.append((field.item.text.say(), words))
    return lines


def _question(programme: Programme, instrument_id: str, key: str) -> str:
    return programme.questionnaires.instrument(instrument_id).field(key).item.text.say()


def note_outcome(
    programme: Programme,
    concern_id: str,
    state: ConcernState,
    *,
    by: str,
    on: date | None = None,
    outcome: str | None = None,
    agreed: str = "",
    back_on: date | None = None,
) -> Concern:
    """Note where a concern stands, and give it as it stands now; see `MeetingsStep`."""
    by = named(by)
    found = _found(programme, concern_id)
    on = on or now().astimezone().date()
    if back_on is not None and back_on < on:
        message = (
            f"You would come back to it on {back_on.isoformat()}, before the day of the note "
            f"({on.isoformat()}). Give a later day. Nothing was saved."
        )
        raise NotAllowed(message)
    answers = {
        "concern": concern_id,
        "state": state,
        "day": on.isoformat(),
        "handled_by": by,
        "outcome": outcome,
        "agreed": agreed.strip() or None,
        "back_on": back_on.isoformat() if back_on else None,
    }
    programme.questionnaires.answer(
        _OUTCOME,
        {key: value for key, value in answers.items() if value is not None},
        person=found.person_id,
        by=by,
    )
    return next(one for one in concerns_of(programme) if one.concern_id == concern_id)
