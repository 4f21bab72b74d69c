"""The busy times of many people, from a folder of calendars named by person.

Each file (`P014.ics`, or the e-mail address with `.ics`) is read once, and of it only when somebody
is busy. Nothing of it is kept. What cannot be read is told by file, and so is whose calendar is not
there; the others count all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused, nearest, shown
from rmkit.exchange.calendar_file import BusyTimes, read_calendar

__all__ = ["CalendarsRead", "read_calendars"]

_MOST_DAYS = timedelta(days=366)
_ENDINGS = (".ics", ".ical", ".ifb", ".vcs")
_MOST_TOLD = 5


@discreet("busy", "problems")
@dataclass(frozen=True)
class CalendarsRead:
    """Busy times by person id, and what is to be known about single files, as sentences."""

    busy: Mapping[str, tuple[tuple[datetime, datetime], ...]]
    problems: tuple[str, ...] = ()


def read_calendars(
    folder: str | Path,
    *,
    people: Mapping[str, str],
    first: date,
    last: date,
    zones: Mapping[str, str],
    on_progress: Callable[[float, str], None] | None = None,
) -> CalendarsRead:
    """Read a folder of calendars.

    Parameters
    ----------
    folder
        With one `.ics` file for each person who gave one; other files are told and passed over.
    people
        Whose file it is: the person id by each name that a file may have, in small letters (an id
        or an e-mail address).
    first, last
        The days, both with, for which busy times are wanted. Beyond 366 days nobody is busy.
    zones
        By person id, where a time without a zone is meant.
    on_progress
        Told the share done, without names.

    Returns
    -------
    CalendarsRead
        Several files of one person count together.

    Raises
    ------
    FileRefused
        There is no such folder, or no calendar in it.
    """
    place = Path(folder).expanduser()
    if not place.is_dir():
        message = f"{shown(place, limit=200)} is not a folder. Give the folder with the .ics files."
        raise FileRefused(message)
    found = sorted(p for p in place.iterdir() if p.is_file() and not p.name.startswith("."))
    files = [p for p in found if p.suffix.lower() in _ENDINGS]
    if not files:
        message = (
            f"There is no calendar in {shown(place, limit=200)}. Export each calendar as an .ics "
            "file, and name it after the person's id or e-mail address: P014.ics."
        )
        raise FileRefused(message)
    until = min(last, first + _MOST_DAYS)
    busy: dict[str, list[tuple[datetime, datetime]]] = {}
    problems = [f"{shown(p.name)}: not an .ics file; passed over." for p in found if p not in files]
    for done, path in enumerate(files, start=1):
        person = people.get(path.stem.strip().lower())
        if person is None:
            problems.append(_nobodys(path, people))
        else:
            problems += _read(path, person, first, until, zones, busy)
        if on_progress:
            on_progress(done / len(files), "reading calendars")
    times = {person: tuple(sorted(spans)) for person, spans in busy.items()}
    return CalendarsRead(times, tuple(problems))


def _nobodys(path: Path, people: Mapping[str, str]) -> str:
    near = nearest(path.stem.strip().lower(), people)
    return (
        f"{shown(path.name, limit=80)}: nobody in a pair has this id or e-mail address, so it was "
        f"not read.{near} Name the file after the person."
    )


def _read(
    path: Path,
    person: str,
    first: date,
    last: date,
    zones: Mapping[str, str],
    busy: dict[str, list[tuple[datetime, datetime]]],
) -> list[str]:
    """Add the busy times of one file; give what is wrong with it."""
    try:
        read = read_calendar(path, first=first, last=last, zone=zones.get(person, "UTC"))
    except FileRefused as error:
        return [f"{shown(path.name, limit=80)}: {error} Nothing of it counts."]
    spans = busy.setdefault(person, [])
    spans += [(one.start, one.end) for one in read.busy]
    return _faults(read)


def _faults(read: BusyTimes) -> list[str]:
    told = [str(fault) for fault in read.faults[:_MOST_TOLD]]
    more = len(read.faults) - len(told)
    rest = f"{read.file}: {more} more events could not be understood."
    return [*told, *([rest] if more > 0 else [])]
