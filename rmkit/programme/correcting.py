"""Correcting what is kept about a person: staff data, name, address, or a single answer.

A value is read and checked as an import reads it, by the very questionnaire that was answered. What
was there before stays in the history until the person is erased or the history ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import Fault, FaultsFound, NotAllowed, UnknownName
from rmkit.instruments import load
from rmkit.instruments.answers import check_answers, fault, read_answer
from rmkit.instruments.fields import Field
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.identity import manager_ids
from rmkit.records.model import Person, Response, normal_address

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["Corrected", "corrected", "corrections_of", "fields_to_correct", "response_of"]

_NOTHING = "Nothing was corrected."
_OWN = ("name", "email")


@discreet("person_id", "field")
@dataclass(frozen=True, slots=True)
class Corrected:
    """What was corrected: `before` and `after` are None where there is no value.

    Neither stands in its `repr`, which a notebook may show.
    """

    person_id: str
    field: str
    before: object = dataclass_field(repr=False)
    after: object = dataclass_field(repr=False)

    @property
    def changed(self) -> bool:
        """Whether it was another value before."""
        return self.before != self.after

    def __str__(self) -> str:
        if not self.changed:
            return f"{self.field} of {self.person_id} was so already; nothing was changed."
        return f"Corrected {self.field} of {self.person_id}; what was there stays in the history."


def fields_to_correct(file: ProgrammeFile, person_id: str) -> dict[str, str]:
    """Give what can be corrected about a person, with its words; answers as `instrument.key`."""
    listed = {f.key: f.heading() for f in load("staff_list").fields if f.key != "person_id"}
    for response in file.responses(person_id=person_id):
        for field in file.asked_in(response).fields:
            if field.visibility == "coordinator":
                listed[f"{_name(response)}.{field.key}"] = field.heading()
    return listed


def corrected(
    programme: Programme, person_id: str, field: str, value: object, *, by: str, why: str
) -> Corrected:
    """Correct one thing that is kept about a person.

    Raises
    ------
    UnknownName
        Nobody has this id, or there is nothing of this name to be corrected.
    FaultsFound
        The value cannot be read, or a required one is missing.
    NotAllowed
        `by` or `why` is blank.
    NotSaved
        Somebody else has this address.
    """
    by, why = named(by), one_line(why)
    if not why:
        message = f"Say why it is corrected: why=... (the person reads it too). {_NOTHING}"
        raise NotAllowed(message)
    file = programme.file
    person = file.person(person_id)
    known = fields_to_correct(file, person_id)
    if field not in known:
        raise UnknownName(kind=f"value to correct of {person_id}", name=field, known=known)
    with file.change(actor=by, action="Corrected what is kept about a person", now=now()) as change:
        if "." in field:
            done = _answer(file, change, person_id, field, value)
        else:
            done = _staff(file, change, person, field, value)
        if done.changed:
            said = [{"person_id": person_id, "field": field, "why": why, "by": by}]
            number = f"{len(file.documents('correction')) + 1:05d}"
            change.save_document("correction", number, {"corrections": said})
    return done


def corrections_of(file: ProgrammeFile, person_id: str) -> Iterator[Mapping[str, str]]:
    """Give the corrections of a person with `field`, `why` and `by`, oldest first."""
    for _, content in sorted(file.documents("correction").items()):
        yield from (one for one in content["corrections"] if one["person_id"] == person_id)


def _staff(
    file: ProgrammeFile, change: Change, person: Person, name: str, value: object
) -> Corrected:
    field = load("staff_list").field(name)
    read = _read(field, value)
    if name in _OWN:
        before = getattr(person, name)
        after = normal_address(str(read)) if name == "email" else str(read or "")
        change.save_person(_with(person, name, after))
        _same_in_answers(file, change, person.person_id, name, after)
        return Corrected(person.person_id, name, before, after)
    key = "manager_id" if name == "manager" else name
    said = _manager(file, field, read) if name == "manager" else read
    staff = {k: v for k, v in {**person.staff, key: said}.items() if v is not None}
    change.save_person(replace(person, staff=staff))
    return Corrected(person.person_id, name, person.staff.get(key), said)


def _with(person: Person, key: str, value: str | None) -> Person:
    return replace(person, name=value or "") if key == "name" else replace(person, email=value)


def _read(field: Field, value: object) -> object:
    reading = read_answer(field, value)
    wrong = fault(field, reading, value) if reading.problem else None
    if reading.value is None and not reading.problem and field.required:
        wrong = Fault("is required.", "Give a value.", column=field.heading(), key=field.key)
    if wrong:
        raise FaultsFound([wrong], _NOTHING)
    return reading.value


def _manager(file: ProgrammeFile, field: Field, named_as: object) -> str | None:
    if named_as is None:
        return None
    (found,) = manager_ids([{"manager": named_as}], [""], file.people())
    if not found:
        problem = Fault("is nobody on the staff list.", "Give the id or address of the manager.")
        raise FaultsFound([replace(problem, column=field.heading(), key=field.key)], _NOTHING)
    return found


def _same_in_answers(
    file: ProgrammeFile, change: Change, person_id: str, key: str, value: str | None
) -> None:
    """Correct a name or address where a questionnaire asked for it too."""
    for response in file.responses(person_id=person_id):
        if key in response.answers and value:
            change.save_response(replace(response, answers={**response.answers, key: value}))


def _answer(
    file: ProgrammeFile, change: Change, person_id: str, name: str, value: object
) -> Corrected:
    instrument, _, key = name.rpartition(".")
    response = response_of(file, person_id, instrument)
    before = response.answers.get(key)
    answers, faults = check_answers(file.asked_in(response), {**response.answers, key: value})
    wrong = [f for f in faults if f.level == "error" and f.key == key]
    if wrong:
        raise FaultsFound(wrong, _NOTHING)
    after = answers.get(key)
    now_kept = {k: v for k, v in {**response.answers, key: after}.items() if v is not None}
    change.save_response(replace(response, answers=now_kept))
    if key in _OWN:
        person = change.person(person_id)
        kept = normal_address(str(after)) if key == "email" else str(after)
        change.save_person(_with(person, key, kept))
    return Corrected(person_id, name, before, after)


def response_of(file: ProgrammeFile, person_id: str, name: str) -> Response:
    """Give the response that a name such as `candidate/after` means: of several, what counts.

    Raises
    ------
    UnknownName
        The person answered nothing of this name.
    """
    theirs = file.responses(person_id=person_id)
    named_so = [response for response in theirs if _name(response) == name]
    if not named_so:
        raise UnknownName(kind="answer", name=name, known={_name(r) for r in theirs})
    one = named_so[-1]
    return file.counting(one.instrument_id, one.wave, person_id=person_id)[-1]


def _name(response: Response) -> str:
    """Name a response as `candidate`, or with its wave as `candidate/after`."""
    return f"{response.instrument_id}/{response.wave}" if response.wave else response.instrument_id
