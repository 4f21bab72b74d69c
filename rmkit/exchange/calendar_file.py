"""When somebody is busy, from a calendar (ICS) that they gave.

In goes a calendar file; out come busy times, from and to, in UTC, and what is wrong with single
events. Only times are taken: titles, places, attendees, notes and attachments are dropped line by
line, unread. Repeated events are unrolled within a window of days, and never without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FileRefused, shown
from rmkit.exchange.arrival import Arrival, Kind, receive
from rmkit.exchange.calendar_events import Event, events_of
from rmkit.exchange.calendar_zones import Zones
from rmkit.exchange.csv_encoding import decode
from rmkit.exchange.limits import MOST_BUSY, MOST_DAYS, MOST_EVENTS
from rmkit.exchange.recurrence import Budget, Rule, days_of

__all__ = ["Busy", "BusyTimes", "read_calendar"]

_CALENDARS: tuple[Kind, ...] = ("ics",)
_LONGEST = timedelta(days=366)
_LONGEST_EVENT = timedelta(days=40)
"""How long before the days that are asked for a repeated event can begin."""


@discreet()
@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A time in which somebody is busy, in UTC; the end is not part of it."""

    start: datetime
    end: datetime


@discreet("file", "events")
@dataclass(frozen=True)
class BusyTimes:
    """What a calendar tells: busy times in order, joined where they touch, and faults by event.

    `row` of a fault is the number of the event in the file.
    """

    file: str
    first: date
    last: date
    events: int
    busy: tuple[Busy, ...]
    problems: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What must be mended before the times are used."""
        return tuple(fault for fault in self.problems if fault.level == "error")

    @property
    def ok(self) -> bool:
        """Whether every event was understood."""
        return not self.faults

    def __str__(self) -> str:
        count = "1 event" if self.events == 1 else f"{self.events:,} events"
        times = "1 busy time" if len(self.busy) == 1 else f"{len(self.busy):,} busy times"
        return (
            f"{self.file}: {count}; {times} from {self.first} to {self.last}. Only start and end "
            "were read, never titles, attendees or attachments."
        )


def read_calendar(path: str | Path, *, first: date, last: date, zone: str = "UTC") -> BusyTimes:
    """Read the busy times of a calendar.

    Parameters
    ----------
    path
        The `.ics` file.
    first, last
        The days, both with, for which busy times are wanted; at most 366 days.
    zone
        Where a time without a zone, and a whole day, is meant.

    Returns
    -------
    BusyTimes
        With a fault for each event that cannot be understood; an event that is cancelled, shown
        as free or without length is no busy time.

    Raises
    ------
    FileRefused
        It is no calendar, damaged, or larger than the limits.
    """
    arrival = receive(path, allowed=_CALENDARS)
    if not first <= last <= first + _LONGEST:
        message = "Ask for busy times of at most 366 days, from the first to the last."
        raise ValueError(message)
    text, _ = decode(arrival.data, file=arrival.file)
    return _Reader(arrival, text, first, last, ZoneInfo(zone)).read()


class _Reader:
    """Goes through the events of one calendar."""

    def __init__(
        self, arrival: Arrival, text: str, first: date, last: date, zone: ZoneInfo
    ) -> None:
        self.file = arrival.file
        self.first, self.last = first, last
        self.start = datetime.combine(first, time(), zone).astimezone(UTC)
        self.end = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
        self.zone = zone
        self.text = text
        self.faults: list[Fault] = []
        self.busy: list[Busy] = []
        self.budget = Budget(MOST_DAYS, arrival.file)
        self.floating = 0

    def read(self) -> BusyTimes:
        events, zones = events_of(self.text, file=self.file)
        if len(events) > MOST_EVENTS:
            message = f"{self.file} has more than {MOST_EVENTS:,} events. Is this the right file?"
            raise FileRefused(message)
        self.zones = Zones(zones)
        moved = {(e.uid, e.recurrence_id) for e in events if e.uid and e.recurrence_id}
        for event in events:
            self.event(event, moved)
        notes: tuple[str, ...] = ()
        if self.floating:
            notes = (f"Times without a zone were taken as {self.zone.key}: {self.floating}.",)
        joined = _joined(sorted(self.busy))
        return BusyTimes(
            self.file, self.first, self.last, len(events), joined, tuple(self.faults), notes
        )

    def fault(self, event: Event, problem: str, fix: str = "Correct it in the calendar.") -> None:
        self.faults.append(Fault(problem, fix, file=self.file, row=event.number, column="event"))

    def event(self, event: Event, moved: set[tuple[str, str]]) -> None:
        """Take the busy times of an event, or tell what is wrong with it."""
        if event.problem:
            self.fault(event, event.problem)
            return
        begin = self.moment(event, event.start, event.start_zone)
        if begin is None:
            return
        until = self.until(event, begin)
        if until is None:
            return
        length = until - begin
        if length < timedelta(0):
            self.fault(event, "The event ends before it starts.")
            return
        if event.free or not length:
            return
        left_out = {self.key(value, event.start_zone) for value in event.left_out}
        left_out |= {self.key(value, event.start_zone) for uid, value in moved if uid == event.uid}
        for start in self.starts(event, begin):
            if not event.recurrence_id and start in left_out:
                continue
            self.add(start, start + length)

    def until(self, event: Event, begin: datetime) -> datetime | None:
        if event.end is not None:
            return self.moment(event, event.end, event.end_zone or event.start_zone)
        if event.length is not None:
            return begin + event.length
        return begin + (timedelta(0) if event.has_time else timedelta(days=1))

    def moment(self, event: Event, value: str, zone: str) -> datetime | None:
        """Read a time as UTC, or say that it has no meaning."""
        read = _read(value)
        if read is None:
            self.fault(event, f"{shown(value)} is not a time.")
            return None
        where = self.where(value, zone)
        if where is None:
            self.fault(
                event,
                f"Unknown time zone {shown(zone)}.",
                "Which time zone is it? Export the calendar again with a usual one.",
            )
            return None
        try:
            return read.replace(tzinfo=where).astimezone(UTC)
        except (OverflowError, ValueError):
            self.fault(event, f"{shown(value)} is not a time.")
            return None

    def where(self, value: str, zone: str) -> tzinfo | None:
        if value.endswith("Z"):
            return UTC
        if zone:
            return self.zones.find(zone)
        self.floating += len(value) > 8
        return self.zone

    def key(self, value: str, zone: str) -> datetime | None:
        """Give the moment of a day that is left out; None where it has no meaning."""
        read = _read(value)
        where = UTC if value.endswith("Z") else (self.zones.find(zone) if zone else self.zone)
        try:
            return read.replace(tzinfo=where).astimezone(UTC) if read and where else None
        except (OverflowError, ValueError):
            return None

    def starts(self, event: Event, begin: datetime) -> Iterator[datetime]:
        """Give every start of an event up to the end of the window."""
        more = {self.key(value, event.start_zone) for value in event.further}
        if not event.rule or event.recurrence_id:
            yield from sorted({begin, *(m for m in more if m is not None)})
            return
        rule = Rule.parse(event.rule)
        local = _read(event.start)
        where = self.where(event.start, event.start_zone)
        if isinstance(rule, str) or local is None or where is None:
            self.fault(event, str(rule), "Busy times of this event are missing; add them by hand.")
            return
        limit = min(self.end, rule.until_utc(where) or self.end)
        since = self.first - _LONGEST_EVENT
        stop = limit.date() + timedelta(days=1)
        for day in days_of(rule, local.date(), stop, self.budget, since=since):
            try:
                start = datetime.combine(day, local.time(), where).astimezone(UTC)
            except (OverflowError, ValueError):
                return
            if start > limit:
                break
            yield start
        yield from sorted(m for m in more if m is not None)

    def add(self, start: datetime, end: datetime) -> None:
        if start >= self.end or end <= self.start:
            return
        if len(self.busy) >= MOST_BUSY:
            message = f"{self.file} has more than {MOST_BUSY:,} busy times. Is this the right file?"
            raise FileRefused(message)
        self.busy.append(Busy(max(start, self.start), min(end, self.end)))


def _joined(times: Sequence[Busy]) -> tuple[Busy, ...]:
    joined: list[Busy] = []
    for busy in times:
        if joined and busy.start <= joined[-1].end:
            joined[-1] = Busy(joined[-1].start, max(joined[-1].end, busy.end))
        else:
            joined.append(busy)
    return tuple(joined)


_VALUE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?", re.ASCII)


def _read(value: str) -> datetime | None:
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - told later
    except ValueError:
        return None
