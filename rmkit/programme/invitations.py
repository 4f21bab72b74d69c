"""Who was asked for what through a link: keys that only the programme file can resolve.

The inbox, which the participants' page works on, knows random keys and what was asked. Whose key
it is, of which wave and about which pair, stands in the programme file alone.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, NotReady, RmkitError, UnknownName
from rmkit.exchange.inbox import Inbox, inbox_path
from rmkit.instruments.model import Instrument
from rmkit.programme.clock import now
from rmkit.programme.one_answer import refuse_objecting
from rmkit.programme.purposes import purpose_of
from rmkit.records.model import stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "Invited",
    "Link",
    "asked_people",
    "forget_links",
    "inbox_of",
    "invitations",
    "invite",
    "opened_inbox",
]

KIND = "invitation"
_MOST_DAYS = 366
_OF_PAIRS = {"kick_off", "meetings"}


@discreet("key", "person_id", "instrument_id", "wave", "pair_id")
@dataclass(frozen=True, slots=True)
class Invited:
    """What the programme file keeps of one link: everything but the link.

    Once a person is erased, `person_id` is None: the key is known and nobody's.
    """

    key: str
    person_id: str | None
    instrument_id: str
    definition_id: int
    wave: str
    pair_id: str | None
    partner_id: str | None
    voice: str | None
    expires_at: str
    partner_key: str | None = None


@discreet("person_id", "instrument_id", "wave")
@dataclass(frozen=True, slots=True)
class Link:
    """A link for one person: `token` is what makes it theirs, and is kept nowhere.

    `about` is the id of the partner whom it is about, where a person has several.
    """

    person_id: str
    name: str
    email: str
    instrument_id: str
    wave: str
    about: str
    token: str
    expires_at: datetime


def inbox_of(file: ProgrammeFile, *, make: bool = False) -> Inbox | None:
    """Open the inbox beside a programme file, or make it; None where there is none."""
    place = inbox_path(file.path)
    if place.exists():
        return Inbox.open(place)
    return Inbox.create(place) if make else None


@contextmanager
def opened_inbox(file: ProgrammeFile) -> Iterator[Inbox]:
    """Open the inbox of a programme.

    Raises
    ------
    NotReady
        There is none yet.
    FileRefused
        It is damaged, or from elsewhere.
    """
    found = inbox_of(file)
    if found is None:
        message = (
            f"There is no inbox {inbox_path(file.path).name} beside the programme: nobody was "
            "given a link yet, or the two files were parted. Bring it back beside the other."
        )
        raise NotReady(message)
    with found:
        yield found


def invitations(file: ProgrammeFile) -> dict[str, Invited]:
    """Give everything that people were asked for through links, by key."""
    kept = file.documents(KIND).values()
    return {content["key"]: Invited(**content) for content in kept}


def asked_people(programme: Programme, instrument: Instrument) -> tuple[str, ...]:
    """Name those who fill a form in, as far as the programme knows them; none who objected.

    Of a sheet for two these are the ones who begin it: each passes it on to the other.
    """
    file = programme.file
    pairs = file.pairs("confirmed")
    sides: dict[str, list[str | None]] = {
        "mentor": [p.mentor_id for p in pairs],
        "mentee": [p.mentee_id for p in pairs],
        "candidate": [p.person_id for p in file.people() if p.is_candidate and not p.is_out],
        "manager": [_manager(file, p.mentee_id) for p in pairs],
    }
    closed = file.objected(purpose_of(instrument.step))
    begin = instrument.voices[:1] or instrument.filled_by
    found = {str(i) for side in begin for i in sides.get(side, []) if i}
    return tuple(sorted(found - closed))


def _manager(file: ProgrammeFile, person_id: str | None) -> str | None:
    found = file.person(person_id).staff.get("manager_id") if person_id else None
    return str(found) if found else None


def invite(
    programme: Programme,
    instrument: Instrument,
    people: Sequence[str],
    *,
    wave: str,
    days: int,
    by: str,
) -> tuple[Link, ...]:
    """Ask people for something, each through a link of their own.

    A link that somebody had for the same does not work any more; what they saved through it waits.
    """
    file, moment = programme.file, now()
    if not 1 <= days <= _MOST_DAYS:
        message = f"A link works for 1 to {_MOST_DAYS} days, not {days}. Nobody was asked."
        raise NotAllowed(message)
    _refuse_unasked(file, instrument, people)
    sides = _sides(file)
    ends = moment + timedelta(days=days)
    action = f"Asked people for {instrument.id} through links"
    with file.change(actor=by, action=action, now=moment) as change:
        definition = change.keep_definition(instrument)
        made = [
            replace(one, expires_at=stamp(ends), definition_id=definition)
            for person in dict.fromkeys(people)
            for one in _wanted(sides.get(person, []), instrument, person, wave)
        ]
        earlier = _earlier(file, made)
        everybody = [*made, *_of_partners(made)]
        change.add_documents(KIND, {one.key: asdict(one) for one in everybody})
    return _links(programme, instrument, made, earlier, ends)


def _refuse_unasked(file: ProgrammeFile, instrument: Instrument, people: Sequence[str]) -> None:
    """Refuse to ask somebody who is not here, or asked for their data not to be used."""
    there = {person.person_id for person in file.people()}
    closed = file.objected(purpose_of(instrument.step))
    for person in people:
        if person not in there:
            raise UnknownName(kind="person", name=person, known=there)
        if person in closed:
            refuse_objecting(file, instrument, person)


_Side = tuple[str | None, str, str]


def _sides(file: ProgrammeFile) -> dict[str, list[_Side]]:
    """Give everybody's confirmed pairs: the partner, the pair, and on which side they are."""
    found: dict[str, list[_Side]] = {}
    for pair in file.pairs("confirmed"):
        for one, other, side in (
            (pair.mentor_id, pair.mentee_id, "mentor"),
            (pair.mentee_id, pair.mentor_id, "mentee"),
        ):
            if one:
                found.setdefault(one, []).append((other, pair.pair_id, side))
    return found


def _wanted(
    sides: Sequence[_Side], instrument: Instrument, person: str, wave: str
) -> Iterator[Invited]:
    """Give what one person is asked: about each of their pairs, where a form belongs to a pair."""

    def about(partner: str | None, pair: str | None, voice: str | None) -> Invited:
        key = secrets.token_hex(16)
        whose = (key, person, instrument.id, 0, wave, pair, partner, voice, "")
        return Invited(*whose, secrets.token_hex(16) if voice and partner else None)

    shared = bool({"mentor", "mentee"} & set(instrument.filled_by))
    if not (shared and sides and (len(sides) == 1 or instrument.step in _OF_PAIRS)):
        yield about(None, None, None)
        return
    for partner, pair_id, voice in sides:
        yield about(partner, pair_id, voice if instrument.voices else None)


def _of_partners(made: Iterable[Invited]) -> Iterator[Invited]:
    """Give the keys under which partners answer, who get their link from the other one."""
    for one in made:
        if one.partner_key and one.partner_id:
            other = "mentee" if one.voice == "mentor" else "mentor"
            yield replace(
                one,
                key=one.partner_key,
                person_id=one.partner_id,
                partner_id=one.person_id,
                voice=other,
                partner_key=None,
            )


def _earlier(file: ProgrammeFile, made: Sequence[Invited]) -> list[str]:
    """Give the keys under which the same people were asked for the same before."""
    wanted = {_asked_for(one) for one in made}
    return [key for key, one in invitations(file).items() if _asked_for(one) in wanted]


def _asked_for(one: Invited) -> tuple[object, ...]:
    return one.person_id, one.instrument_id, one.wave, one.pair_id


def _links(
    programme: Programme,
    instrument: Instrument,
    made: Sequence[Invited],
    earlier: Sequence[str],
    ends: datetime,
) -> tuple[Link, ...]:
    file, coordinator = programme.file, programme.coordinator
    people = {p.person_id: p for p in file.people()}
    inbox = inbox_of(file, make=True)
    if inbox is None:  # pragma: no cover - it was made
        raise NotReady
    several = {person for person, n in Counter(one.person_id for one in made).items() if n > 1}
    with inbox, inbox.together():
        contact = f"{coordinator.name}, {coordinator.email}" if coordinator else ""
        inbox.describe(organisation=programme.organisation, contact=contact)
        for key in earlier:
            inbox.revoke(person_key=key)
        return tuple(
            Link(
                str(one.person_id),
                people[str(one.person_id)].name,
                people[str(one.person_id)].email or "",
                instrument.id,
                one.wave,
                str(one.partner_id) if one.person_id in several else "",
                inbox.invite(
                    instrument,
                    one.key,
                    expires_at=ends,
                    voice=one.voice,
                    partner_key=one.partner_key,
                ),
                ends,
            )
            for one in made
        )


def forget_links(
    file: ProgrammeFile, person_id: str, *, purpose: str | None = None
) -> tuple[str, ...]:
    """Delete what the inbox holds of a person, or what of it is for a purpose.

    Returns
    -------
    tuple of str
        Sentences about what could not be reached.
    """
    mine = [one for one in invitations(file).values() if one.person_id == person_id]
    if purpose is not None and purpose != "participation":
        mine = [one for one in mine if _purpose(file, one) == purpose]
    if not mine:
        return ()
    place = inbox_path(file.path)
    if not place.exists():
        return (
            f"{place.name}, in which people answer through links, is not beside the programme. "
            "If it is elsewhere, delete it.",
        )
    try:
        with Inbox.open(place) as inbox:
            for one in mine:
                inbox.forget(one.key)
    except RmkitError as error:
        return (f"{place.name} could not be reached ({error}) Delete it.",)
    return ()


def _purpose(file: ProgrammeFile, one: Invited) -> str:
    asked = file.instrument(one.instrument_id)
    return purpose_of(asked.step if asked else None)
