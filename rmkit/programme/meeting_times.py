"""When the people of a programme can meet, as its file knows it: half-days, zone, days off.

Busy times come from calendars that are read for the moment and never kept.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import UnknownName
from rmkit.meetings.availability import (
    DAYS,
    HALF_DAYS,
    Availability,
    public_holidays,
    time_zone,
)
from rmkit.meetings.rooms import Room

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Person

__all__ = [
    "RoomAsked",
    "Spans",
    "availabilities",
    "machine_zone",
    "names_of_files",
    "rooms_of",
    "years_of",
]

Spans = tuple[tuple[datetime, datetime], ...]
RoomAsked = str | Room
"""A room by its name, by name and half-days ("Red: mon_am; tue_pm"), or as a record."""


def machine_zone() -> str:
    """Give the time zone of this machine, or UTC where it cannot be told."""
    local = Path("/etc/localtime")
    parts = local.resolve().parts if local.exists() else ()
    named = "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
    for name in (os.environ.get("TZ", ""), named, time.tzname[0]):
        try:
            found = time_zone(name.removeprefix(":"))
            return "UTC" if found in ("Etc/UTC", "Etc/UCT", "Etc/Zulu") else found
        except UnknownName:
            continue
    return "UTC"


def availabilities(
    programme: Programme,
    people: Collection[str],
    *,
    zone: str,
    holidays: str | None,
    years: Sequence[int],
    busy: Mapping[str, Spans],
) -> dict[str, Availability]:
    """Give when each of some people can meet.

    Parameters
    ----------
    programme
        Open.
    people
        Their ids.
    zone, holidays
        Those of the organisation, for people of whom the staff list says nothing else.
    years
        For which public holidays are wanted.
    busy
        Busy times by person id.
    """
    said = {r.person_id: r.answers.get("slots") for r in programme.file.counting("candidate")}
    known = {person.person_id: person for person in programme.file.people()}
    found = {}
    for person_id in people:
        person = known[person_id]
        region = str(person.staff.get("holidays") or holidays or "")
        found[person_id] = Availability(
            person_id,
            _slots(said.get(person_id)),
            str(person.staff.get("time_zone") or zone),
            _days_off(person),
            frozenset(public_holidays(region, years)) if region else frozenset(),
            busy.get(person_id, ()),
            site=str(person.staff.get("site") or ""),
            name=person.name,
        )
    return found


def _slots(answer: object) -> frozenset[str] | None:
    """Read the half-days that somebody ticked; None where they were not asked or did not answer."""
    if not isinstance(answer, list | tuple):
        return None
    return frozenset(str(slot) for slot in answer if _is_half_day(str(slot)))


def _is_half_day(slot: str) -> bool:
    day, _, half = slot.partition("_")
    return day in DAYS and half in ("am", "pm")


def _days_off(person: Person) -> frozenset[str]:
    off = person.staff.get("days_off")
    return frozenset(map(str, off)) if isinstance(off, list | tuple) else frozenset()


def names_of_files(people: Collection[Person]) -> dict[str, str]:
    """Give whose calendar a file is, by the names it may have: an id or an e-mail address."""
    by_mail = {p.email.lower(): p.person_id for p in people if p.email}
    return by_mail | {p.person_id.lower(): p.person_id for p in people}


def rooms_of(asked: Sequence[RoomAsked], *, zone: str, taken: Mapping[str, Spans]) -> list[Room]:
    """Read rooms, with when the programme's other meetings take them.

    Raises
    ------
    UnknownName
        A half-day of a room is none.
    """
    found = {}
    for one in asked:
        room = one if isinstance(one, Room) else _room(one, zone)
        busy = (*room.busy, *taken.get(room.name, ()))
        found[room.name] = Room(room.name, room.site, room.slots, room.zone, tuple(busy))
    return list(found.values())


def _room(text: str, zone: str) -> Room:
    name, colon, when = text.partition(":")
    name, at, site = (part.strip() for part in name.partition("@"))
    slots = {slot.strip().lower() for slot in when.replace(",", ";").split(";") if slot.strip()}
    for slot in slots:
        if not _is_half_day(slot):
            raise UnknownName(kind="half-day", name=slot, known=HALF_DAYS)
    return Room(name, site if at else "", frozenset(slots) if colon and slots else None, zone)


def years_of(first: date, last: date) -> list[int]:
    """Give the years in which some days lie."""
    return list(range(first.year, last.year + 1))
