"""The events of a calendar file, with nothing in them but their times.

The text is gone through line by line; of an event only the lines about time are looked at, and all
others are dropped unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused

__all__ = ["Event", "events_of"]

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;(?:[^:"]++|"[^"]*+")*+)?):(.*)', re.DOTALL)
_TIMES = {
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "UID",
    "TRANSP", "STATUS", "FREEBUSY",
}  # fmt: skip
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.ASCII,
)
_MOST_VALUES = 5_000
_DEEPEST = 8


@discreet("number")
@dataclass(frozen=True, slots=True)
class Event:
    """One event: when, as it stands in the file. `number` counts from 1."""

    number: int
    start: str = ""
    start_zone: str = ""
    end: str | None = None
    end_zone: str = ""
    length: timedelta | None = None
    rule: str = ""
    further: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    recurrence_id: str = ""
    uid: str = ""
    free: bool = False
    problem: str = ""

    @property
    def has_time(self) -> bool:
        """Whether it begins at a time, and not with a day."""
        return "T" in self.start


def events_of(text: str, *, file: str) -> tuple[list[Event], dict[str, list[str]]]:
    """Give the events of a calendar, and the lines that define its own time zones, by name.

    Raises
    ------
    FileRefused
        It is no whole calendar.
    """
    events: list[Event] = []
    zones: dict[str, list[str]] = {}
    zone: list[str] = []
    within: list[str] = []
    ended = False
    for line in _unfolded(text):
        name, _, value = line.partition(":")
        name, value = name.strip().upper(), value.strip().upper()
        if name == "BEGIN":
            within.append(value)
            if len(within) > _DEEPEST:
                message = f"{file} is nested more than {_DEEPEST} levels deep."
                raise FileRefused(message)
            if within[1:] == ["VEVENT"]:
                events.append(Event(len(events) + 1))
            if within[1:2] == ["VTIMEZONE"]:
                zone = [] if len(within) == 2 else zone
                zone.append(line)
        elif name == "END":
            _close(within, value, file)
            if within[1:2] == ["VTIMEZONE"] or value == "VTIMEZONE":
                zone.append(line)
            if value == "VTIMEZONE":
                zones[_zone_name(zone)] = zone
            ended = ended or not within
        elif within[1:] == ["VEVENT"]:
            events[-1] = _with(events[-1], line)
        elif within[1:] == ["VFREEBUSY"]:
            events += _free_busy(line, len(events))
        elif within[1:2] == ["VTIMEZONE"]:
            zone.append(line)
    if not ended or within:
        message = f"{file} is cut off: the calendar has no end. Export it again."
        raise FileRefused(message)
    return [_whole(event) for event in events], zones


def _close(within: list[str], value: str, file: str) -> None:
    if not within or within.pop() != value:
        message = f"{file} is damaged: its parts do not fit into each other. Export it again."
        raise FileRefused(message)


def _unfolded(text: str) -> Iterator[str]:
    """Give the lines of a calendar; a line that begins with a space goes on the one before."""
    parts: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text):
        if line[:1] in {" ", "\t"} and parts:
            parts.append(line[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [line]
    yield "".join(parts)


def _with(event: Event, line: str) -> Event:
    """Add a line to an event, if it is about time."""
    start = re.match(r"[A-Za-z0-9-]+", line)
    if start is None or start[0].upper() not in _TIMES or len(line) > 200_000:
        return event
    found = _LINE.fullmatch(line)
    if found is None:
        return replace(event, problem="A time of this event cannot be read.")
    name, value = found[1].upper(), found[3].strip()
    zone = _parameter(found[2], "TZID")
    if name == "DTSTART":
        return replace(event, start=value, start_zone=zone)
    if name == "DTEND":
        return replace(event, end=value, end_zone=zone)
    if name == "DURATION":
        length = _length(value)
        bad = "" if length is not None else "Its length cannot be read."
        return replace(event, length=length, problem=event.problem or bad)
    if name in {"RDATE", "EXDATE"}:
        values = tuple(v.strip().partition("/")[0] for v in value.split(",")[:_MOST_VALUES])
        if name == "RDATE":
            return replace(event, further=(*event.further, *values)[:_MOST_VALUES])
        return replace(event, left_out=(*event.left_out, *values)[:_MOST_VALUES])
    if name == "EXRULE":
        return replace(event, problem="It leaves out days by a rule (EXRULE), which is not read.")
    if name == "RRULE":
        several = "It repeats by two rules at once." if event.rule else ""
        return replace(event, rule=value[:500], problem=event.problem or several)
    if name == "RECURRENCE-ID":
        return replace(event, recurrence_id=value)
    if name == "UID":
        return replace(event, uid=value[:300])
    free = (name == "TRANSP" and value.upper() == "TRANSPARENT") or (
        name == "STATUS" and value.upper() == "CANCELLED"
    )
    return replace(event, free=event.free or free)


def _free_busy(line: str, known: int) -> Iterator[Event]:
    """Read the periods of a published busy time: `start/end` or `start/length`."""
    found = _LINE.fullmatch(line)
    if found is None or found[1].upper() != "FREEBUSY":
        return
    if _parameter(found[2], "FBTYPE").upper() == "FREE":
        return
    for number, period in enumerate(found[3].split(",")[:_MOST_VALUES], start=known + 1):
        start, _, end = period.strip().partition("/")
        if end.startswith(("P", "+P")):
            yield Event(number, start=start, length=_length(end))
        else:
            yield Event(number, start=start, end=end)


def _whole(event: Event) -> Event:
    return event if event.start or event.problem else replace(event, problem="It has no start.")


def _zone_name(lines: list[str]) -> str:
    named = (found for line in lines if (found := _LINE.fullmatch(line)))
    return next((found[3].strip() for found in named if found[1].upper() == "TZID"), "")


def _parameter(text: str, name: str) -> str:
    found = re.search(rf";{name}=(\"[^\"]*\"|[^;:]*)", text, re.IGNORECASE)
    return found[1].strip('" ') if found else ""


def _length(value: str) -> timedelta | None:
    """Read a length such as PT1H30M.

    >>> _length("P1DT2H")
    datetime.timedelta(days=1, seconds=7200)
    """
    found = _LENGTH.fullmatch(value.upper())
    if not found or value.upper().lstrip("+-") in {"P", "PT"}:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length
