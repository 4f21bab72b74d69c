"""From a file or form that was read without faults to people and responses in the programme.

One transaction or nothing. Dropping a mended file in again is harmless: somebody who answered
before has their response altered, not doubled, and what it was stays in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.unseen import part
from rmkit.instruments.model import Instrument
from rmkit.instruments.occasions import occasion
from rmkit.meetings.availability import holiday_region, time_zone
from rmkit.programme.identity import identify, manager_ids
from rmkit.programme.one_answer import note_talks, partners, together
from rmkit.records.model import TALK, Person, Response, stamp
from rmkit.records.store import ProgrammeFile

if TYPE_CHECKING:
    from rmkit.exchange.preview import Preview
    from rmkit.exchange.responses import Response as Found

__all__ = ["Added", "add_answers", "add_responses", "add_staff"]

Place = tuple[str, str, str, tuple[str, ...]]
"""Whose a response is, of which wave and pair, and what it is about."""
_PLACE = ("organisation", "site", "department", "job_title", "started")
_TIME = ("time_zone", "holidays", "days_off", "delegate_email")


@discreet("what", "file", "new", "changed", "same")
@dataclass(frozen=True)
class Added:
    """What an import did, by person id.

    `not_kept` counts answers that are for the pair or the person alone; empty where there are none.
    """

    what: str
    file: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    not_kept: str = ""

    def __str__(self) -> str:
        parts = [
            f"{len(self.new)} new",
            f"{len(self.changed)} changed",
            f"{len(self.same)} as before",
        ]
        n = len(self.new) + len(self.changed) + len(self.same)
        told = f"{self.what}: {n} read from {self.file} ({', '.join(parts)})."
        return f"{told} {self.not_kept}".strip()


def add_staff(file: ProgrammeFile, preview: Preview, *, now: datetime) -> Added:
    """Keep who exists, where, and under whom."""
    rows = [response.answers for response in preview.responses]
    known = {p.person_id: p for p in file.people()}
    ids = identify(rows, tuple(known.values()))
    managers = manager_ids(rows, ids, tuple(known.values()))
    people = [
        _on_the_list(row, known.get(i), i, manager)
        for row, i, manager in zip(rows, ids, managers, strict=True)
    ]
    with file.change(actor="coordinator", action="Read the staff list", now=now) as change:
        change.save_people(people)
    return _added("Staff list", preview.file, ids, known, {p.person_id: p for p in people})


def _on_the_list(
    row: Mapping[str, object], before: Person | None, person_id: str, manager: str | None
) -> Person:
    staff = {name: row[name] for name in _PLACE if row.get(name) is not None}
    staff |= {name: _of_time(name, row[name]) for name in _TIME if row.get(name)}
    if manager:
        staff["manager_id"] = manager
    name, email = str(row.get("name") or ""), str(row.get("email") or "")
    if before is None:
        return Person(person_id, name=name, email=email, staff=staff)
    return replace(before, name=name, email=email, staff=staff)


def _of_time(name: str, value: object) -> object:
    """Write a time zone and a region the one way they are kept; they were checked before."""
    ways = {"time_zone": time_zone, "holidays": holiday_region}
    return ways[name](str(value)) if name in ways else value


def add_answers(
    file: ProgrammeFile,
    responses: Sequence[Found],
    instrument: Instrument,
    *,
    source: str,
    now: datetime,
    by: str = "coordinator",
) -> Added:
    """Keep candidates and what they answered, from a file or a form that `source` names."""
    responses, left = _for_the_coordinator(responses, instrument)
    known = {p.person_id: p for p in file.people()}
    ids = _found_or_new(responses, tuple(known.values()))
    before = _earlier(file.responses(instrument.id, ""), instrument, source)
    answered = [dict(found.answers) for found in responses]
    with file.change(actor=by, action="Read candidates' answers", now=now) as change:
        change.save_instrument(instrument)
        change.save_people(
            _candidate(known.get(i), i, given) for i, given in zip(ids, answered, strict=True)
        )
        change.save_responses(
            _response(found, i, instrument, before.get((i, "", "", ())), source, stamp(now))
            for found, i in zip(responses, ids, strict=True)
        )
    after = dict(zip(ids, answered, strict=True))
    was = {str(who): dict(r.answers) for (who, *_), r in before.items()}
    return replace(_added("Candidates", source, ids, was, after), not_kept=left)


def _for_the_coordinator(
    responses: Sequence[Found], instrument: Instrument
) -> tuple[list[Found], str]:
    """Leave out what is for the pair or the person alone, and count it in a sentence."""
    seen = part(instrument, (found.answers for found in responses))
    pairs = zip(responses, seen.kept, strict=True)
    return [replace(found, answers=answers) for found, answers in pairs], seen.sentence


def add_responses(
    file: ProgrammeFile,
    responses: Sequence[Found],
    instrument: Instrument,
    *,
    source: str,
    now: datetime,
    by: str = "coordinator",
) -> Added:
    """Keep answers to a questionnaire of one's own, by person and wave.

    Who answers it becomes no candidate. A response that tells nobody is anonymous; where the
    survey tool gave it a number, importing it again alters it and doubles nothing. Every survey
    counts from 1, so that the number of a response is its own within a wave alone, and whoever is
    known needs none.
    """
    responses, left = _for_the_coordinator(responses, instrument)
    known = {p.person_id: p for p in file.people()}
    ids = _told_or_anonymous(responses, tuple(known.values()))
    before = _earlier(file.responses(instrument.id), instrument, source)
    after: dict[Place, Response] = {}
    pairs = partners(file)
    for number, (found, person) in enumerate(zip(responses, ids, strict=True)):
        named = None if person else _named(found)
        partner, pair = together(file, instrument, person, known=pairs)
        rest = (found.wave, pair or "", _about(found, instrument))
        key = (person or named or f"row {number}", *rest)
        earlier = before.get(key) or before.get(((named and found.external_id) or "", *rest))
        made = _response(found, person, instrument, earlier, source, stamp(now))
        after[key] = replace(
            made,
            wave=found.wave,
            external_id=named or made.external_id,
            partner_id=partner,
            pair_id=pair,
        )
    new = dict.fromkeys(i for i in ids if i is not None and i not in known)
    with file.change(actor=by, action=f"Read answers to {instrument.id}", now=now) as change:
        change.save_instrument(instrument)
        people = dict(zip(ids, responses, strict=True))
        change.save_people(_somebody(i, people[i].answers) for i in new)
        change.save_responses(after.values())
        note_talks(change, instrument, ids)
    was = {_key(key): dict(r.answers) for key, r in before.items()}
    now_there = {_key(key): dict(r.answers) for key, r in after.items()}
    added = _added(instrument.title.say(), source, tuple(now_there), was, now_there)
    return replace(added, not_kept=left)


def _named(found: Found) -> str | None:
    """Give the number that a survey tool gave a response, with the wave where there are several."""
    if not found.external_id or not found.wave:
        return found.external_id
    return f"{found.wave} {found.external_id}"


def _earlier(
    kept: Iterable[Response], instrument: Instrument, source: str
) -> dict[Place, Response]:
    """Find what new responses may take the place of, by whose it is and what it is about.

    What was written down in a talk and what somebody answered themselves stand beside each other.
    """
    return {
        (
            r.person_id or r.external_id or r.response_id,
            r.wave,
            r.pair_id or "",
            _about(r, instrument),
        ): r
        for r in kept
        if r.sealed is None and (r.source == TALK) == (source == TALK)
    }


def _about(response: Found | Response, instrument: Instrument) -> tuple[str, ...]:
    if instrument.id == "candidate" and not response.wave:
        return ()
    return occasion(
        instrument, response.answers, wave=response.wave, submitted_at=response.submitted_at
    )


def _key(key: Place) -> str:
    who, wave, _, about = key
    told = " ".join(filter(None, (wave, *about)))
    return f"{who} ({told})" if told else who


def _told_or_anonymous(
    responses: Sequence[Found], known: Sequence[Person]
) -> tuple[str | None, ...]:
    """Give the ids of respondents; None for whom the response itself does not tell."""
    told = [r.person_id is not None or bool(r.answers.get("email")) for r in responses]
    ids = iter(
        _found_or_new([r for r, known_ in zip(responses, told, strict=True) if known_], known)
    )
    return tuple(next(ids) if known_ else None for known_ in told)


def _somebody(person_id: str, answers: Mapping[str, object]) -> Person:
    return Person(
        person_id, name=str(answers.get("name") or ""), email=str(answers.get("email") or "")
    )


def _response(
    found: Found,
    person_id: str | None,
    instrument: Instrument,
    earlier: Response | None,
    source: str,
    received_at: str,
) -> Response:
    """Give the response to keep: the earlier one where it is the same, else in its place."""
    if earlier is not None and dict(earlier.answers) == dict(found.answers):
        return earlier
    return Response(
        person_id,
        instrument.id,
        instrument.version,
        dict(found.answers),
        submitted_at=found.submitted_at,
        received_at=received_at,
        source=source,
        response_id=earlier.response_id if earlier else "",
    )


def _found_or_new(responses: Sequence[Found], known: Sequence[Person]) -> tuple[str, ...]:
    """Give the ids of the respondents: as the staff list has them, or handed out now."""
    new = [r.answers for r in responses if r.person_id is None]
    handed_out = iter(identify(new, known))
    return tuple(r.person_id or next(handed_out) for r in responses)


def _candidate(before: Person | None, person_id: str, answers: Mapping[str, object]) -> Person:
    name, email = str(answers.get("name") or ""), str(answers.get("email") or "")
    if before is None:
        return Person(person_id, name=name, email=email, state="answered")
    state = "answered" if before.state in (None, "invited") else before.state
    return replace(before, name=before.name or name, state=state)


def _added(
    what: str,
    file: str,
    ids: Sequence[str],
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> Added:
    new = tuple(i for i in ids if i not in before)
    changed = tuple(i for i in ids if i in before and before[i] != after[i])
    same = tuple(i for i in ids if i in before and before[i] == after[i])
    return Added(what, file, new, changed, same)
