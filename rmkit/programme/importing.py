"""From a file or form that was read without faults to people and responses in the programme.

One transaction or nothing. Dropping a mended file in again is harmless: somebody who answered
before has their response altered, not doubled, and what it was stays in the history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rmkit.instruments.model import Instrument
from rmkit.programme.identity import identify, manager_ids
from rmkit.records.model import Person, Response, stamp
from rmkit.records.store import ProgrammeFile

if TYPE_CHECKING:
    from rmkit.exchange.preview import Preview
    from rmkit.exchange.responses import Response as Found

__all__ = ["Added", "add_answers", "add_staff"]

_STAFF = ("organisation", "site", "department", "job_title", "started")


@dataclass(frozen=True)
class Added:
    """What an import did, by person id."""

    what: str
    file: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]

    def __str__(self) -> str:
        parts = [
            f"{len(self.new)} new",
            f"{len(self.changed)} changed",
            f"{len(self.same)} as before",
        ]
        n = len(self.new) + len(self.changed) + len(self.same)
        return f"{self.what}: {n} read from {self.file} ({', '.join(parts)})."


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
    staff = {name: row[name] for name in _STAFF if row.get(name) is not None}
    if manager:
        staff["manager_id"] = manager
    name, email = str(row.get("name") or ""), str(row.get("email") or "")
    if before is None:
        return Person(person_id, name=name, email=email, staff=staff)
    return replace(before, name=name, email=email, staff=staff)


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
    known = {p.person_id: p for p in file.people()}
    ids = _found_or_new(responses, tuple(known.values()))
    before = {r.person_id or "": r for r in file.responses(instrument.id)}
    answered = [dict(found.answers) for found in responses]
    with file.change(actor=by, action="Read candidates' answers", now=now) as change:
        change.save_instrument(instrument)
        change.save_people(
            _candidate(known.get(i), i, given) for i, given in zip(ids, answered, strict=True)
        )
        change.save_responses(
            _response(found, i, instrument, before.get(i), source, stamp(now))
            for found, i in zip(responses, ids, strict=True)
        )
    after = dict(zip(ids, answered, strict=True))
    was = {person_id: dict(r.answers) for person_id, r in before.items()}
    return _added("Candidates", source, ids, was, after)


def _response(
    found: Found,
    person_id: str,
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
