"""Who gets letters at the kick-off: everybody in a confirmed pair, with whom they will meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rmkit.errors import Fault, FaultsFound
from rmkit.exchange.addresses import address_problem
from rmkit.programme.letter_values import Side
from rmkit.records.model import Pair, Person
from rmkit.records.store import ProgrammeFile

__all__ = ["Recipient", "job_titles", "recipients"]


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets letters: on which side they are, and their partners."""

    person: Person
    side: Side
    partners: tuple[Person, ...]


def recipients(file: ProgrammeFile) -> tuple[Recipient, ...]:
    """List who gets letters, mentors first; a mentor of two mentees stands here once.

    Raises
    ------
    FaultsFound
        Somebody has no address that can be written to; all of them are told, by id.
    """
    people = {p.person_id: p for p in file.people()}
    pairs = [p for p in file.pairs("confirmed") if p.mentor_id and p.mentee_id]
    concerned = sorted({i for p in pairs for i in (p.mentor_id, p.mentee_id) if i})
    faults = [
        Fault(f"Person {i} cannot be written to: {problem}", "Correct it in the staff list.")
        for i in concerned
        if (problem := address_problem(people[i].email or ""))
    ]
    if faults:
        raise FaultsFound(faults, "No letter was written.")
    return (*_side(pairs, people, "mentor"), *_side(pairs, people, "mentee"))


def _side(pairs: Sequence[Pair], people: Mapping[str, Person], side: Side) -> list[Recipient]:
    met: dict[str, list[Person]] = {}
    for pair in pairs:
        mentor, mentee = pair.mentor_id or "", pair.mentee_id or ""
        person, partner = (mentor, mentee) if side == "mentor" else (mentee, mentor)
        met.setdefault(person, []).append(people[partner])
    return [
        Recipient(people[i], side, tuple(sorted(met[i], key=lambda p: p.person_id)))
        for i in sorted(met)
    ]


def job_titles(
    people: Sequence[Person], answers: Mapping[str, Mapping[str, object]]
) -> dict[str, str]:
    """Say what people do: as the staff list has it, or else as they put it themselves."""
    return {
        person.person_id: str(
            person.staff.get("job_title") or own.get("job_title") or own.get("job_function") or ""
        )
        for person in people
        for own in (answers.get(person.person_id, {}),)
    }
