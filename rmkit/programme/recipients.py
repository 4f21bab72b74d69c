"""Who gets letters at the kick-off: everybody in a pair that begins, with whom they will meet.

A pair of which somebody asked not to be matched, or takes part no longer, gets no letters: what
was confirmed before is talked about first. `held` names those who get none for that reason. Pairs
that went on while others were found get no letters again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import Released, release_partner
from rmkit.errors import NotReady
from rmkit.exchange.addresses import address_problem
from rmkit.programme.letter_values import Side
from rmkit.programme.objecting import pairs_to_look_at
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.written_to import pairs_to_write
from rmkit.records.model import Pair, Person
from rmkit.records.store import ProgrammeFile

__all__ = [
    "Recipient",
    "held",
    "job_titles",
    "recipient",
    "recipients",
    "told_of",
    "unreachable",
    "written_now",
]


_WITHOUT_MAIL = "no e-mail address; ask the coordinator"


@discreet("side", "partners")
@dataclass(frozen=True)
class Recipient:
    """Somebody who gets letters: on which side they are, and their partners."""

    person: Person
    side: Side
    partners: tuple[Person, ...]


def recipients(file: ProgrammeFile) -> tuple[Recipient, ...]:
    """List who gets letters, mentors first; a mentor of two mentees stands here once."""
    people = {p.person_id: p for p in file.people()}
    pairs = pairs_to_write(file, _open(file, _whole(file.pairs("confirmed"))))
    return (*_side(pairs, people, "mentor"), *_side(pairs, people, "mentee"))


def written_now(file: ProgrammeFile) -> set[str]:
    """Give the ids of the pairs to whom letters go."""
    pairs = pairs_to_write(file, _open(file, _whole(file.pairs("confirmed"))))
    return {pair.pair_id for pair in pairs}


def recipient(file: ProgrammeFile, person_id: str, confirmed: Iterable[Pair]) -> Recipient:
    """Give one of those in confirmed pairs, without reading all the others.

    Raises
    ------
    UnknownName
        Nobody has this id.
    NotReady
        They are in no confirmed pair, or none of theirs may be written to.
    """
    me = file.person(person_id)
    theirs = [p for p in _whole(confirmed) if person_id in (p.mentor_id, p.mentee_id)]
    pairs = _open(file, theirs)
    if theirs and not pairs:
        message = f"No letter goes to {person_id}: in their pair somebody asked not to be matched."
        raise NotReady(message)
    if not pairs:
        message = f"No letter goes to {person_id}: they are in no confirmed pair."
        raise NotReady(message)
    pairs = pairs_to_write(file, pairs) or pairs
    ids = {i for p in pairs for i in (p.mentor_id, p.mentee_id) if i and i != person_id}
    people = {person_id: me} | {i: file.person(i) for i in ids}
    side: Side = "mentor" if pairs[0].mentor_id == person_id else "mentee"
    return next(r for r in _side(pairs, people, side) if r.person == me)


def held(file: ProgrammeFile) -> tuple[str, ...]:
    """Say which confirmed pairs get no letters, because somebody asked not to be matched."""
    return tuple(
        f"Pair {pair.pair_id} ({pair.mentor_id} and {pair.mentee_id}) gets no letters: one of the "
        "two asked not to be matched. Talk with both first."
        for pair in pairs_to_look_at(file)
    )


def _open(file: ProgrammeFile, pairs: list[Pair]) -> list[Pair]:
    """List the pairs that may be written to."""
    closed = not_to_be_matched(file)
    return [p for p in pairs if not closed & {p.mentor_id, p.mentee_id}]


def unreachable(person: Person) -> str:
    """Say why a person cannot be written to by mail; empty where they can.

    >>> from rmkit.records.model import Person
    >>> unreachable(Person("P001", "Ana Ruiz"))
    'no e-mail address is known.'
    """
    if not person.email:
        return "no e-mail address is known."
    problem = address_problem(person.email)
    return f"the address {problem}" if problem else ""


def _whole(pairs: Iterable[Pair]) -> list[Pair]:
    """List the pairs of which nobody was erased."""
    return [p for p in pairs if p.mentor_id and p.mentee_id]


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


def told_of(
    partners: Iterable[Person], job_titles: Mapping[str, str]
) -> list[Released[dict[str, object]]]:
    """Give of each what a partner is told: name, address, department and what they do.

    Of one without an address that can be written to, it is told how to reach them all the same.
    """
    return [
        release_partner(
            {
                "name": partner.name,
                "email": _WITHOUT_MAIL if unreachable(partner) else partner.email,
                "department": partner.staff.get("department"),
                "job_title": job_titles.get(partner.person_id) or None,
            }
        )
        for partner in partners
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
