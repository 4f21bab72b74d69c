"""Why two people have no common hour, and what would help: nearest misses, tried one by one.

Each hint was searched for like the series itself: a shorter meeting, one more half-day of one side,
one appointment moved, a longer day. What a hint says fits, fits while nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.meetings.availability import (
    DAY_NAMES,
    DAYS,
    Availability,
    free_hours,
    half_day_name,
)
from rmkit.meetings.grid import QUARTER_MINUTES, Grid, Span
from rmkit.meetings.rhythm import Rhythm, best_rhythm

__all__ = ["Obstacle", "Search", "obstacle"]

_SHORTER = (45, 30)
_LONGER_DAY = 120  # minutes
_MOST_HINTS = 3
_NO_BUSY: tuple[tuple[Span, ...], tuple[Span, ...]] = ((), ())


@discreet("pair_id", "missing", "meetings")
@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a pair from (some of) its meetings.

    `missing` are the numbers of the meetings without a time, out of `meetings`; `who` are the ids
    of those whose time stands in the way. `why` and `would_help` are sentences.
    """

    pair_id: str
    missing: tuple[int, ...]
    meetings: int
    who: tuple[str, ...]
    why: tuple[str, ...]
    would_help: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the pair has no meeting at all."""
        return len(self.missing) == self.meetings


@discreet("meetings", "minutes", "cadence_weeks")
@dataclass(frozen=True)
class Search:
    """What is searched for two people; `replace` a part of it and search again.

    `booked` are the meetings that each of the two has with others, `rooms` the quarter hours at
    which a room is free (None: no room is needed).
    """

    grid: Grid
    mentor: Availability
    mentee: Availability
    meetings: int
    minutes: int
    cadence_weeks: int
    first: date
    weeks: str = ""
    booked: tuple[tuple[Span, ...], tuple[Span, ...]] = _NO_BUSY
    rooms: NDArray[np.bool_] | None = None

    @property
    def zone(self) -> str:
        """The clock by which the pair meets: the mentee's, whose days are the fuller ones."""
        return self.mentee.zone

    def with_person(self, person: Availability) -> Search:
        """Give the same search with one of the two changed."""
        if person.person_id == self.mentor.person_id:
            return replace(self, mentor=person)
        return replace(self, mentee=person)

    def possible(self) -> NDArray[np.bool_]:
        """Give when a meeting can begin, as weeks x 7 days x 96 on the pair's clock."""
        free = free_hours(self.grid, self.mentor, more_busy=self.booked[0])
        free &= free_hours(self.grid, self.mentee, more_busy=self.booked[1])
        starts = self.grid.starts(free, self.minutes)
        if self.rooms is not None:
            starts &= self.rooms
        found = self.grid.by_week(starts, self.zone)
        found.reshape(-1, found.shape[2])[: (self.first - self.grid.monday).days] = False
        return found

    def rhythm(self) -> Rhythm:
        """Find the steadiest series."""
        return best_rhythm(
            self.possible(),
            self.meetings,
            self.cadence_weeks,
            phases=self.phases(),
            crowded=self._crowded(),
        )

    def phases(self) -> list[int]:
        """Give the weeks in which the series may begin."""
        begin = (self.first - self.grid.monday).days // 7
        last = self.grid.weeks - 1 - (self.meetings - 1) * self.cadence_weeks
        found = list(range(begin, min(begin + self.cadence_weeks, last) + 1))
        parity = {"first": 0, "second": 1}.get(self.weeks)
        wanted = [week for week in found if parity is None or week % 2 == parity]
        return wanted or found or [max(last, 0)]

    def _crowded(self) -> NDArray[np.int_]:
        weeks = np.zeros(self.grid.weeks, dtype=np.int_)
        for times in self.booked:
            for start, _ in times:
                week = (start.date() - self.grid.monday).days // 7
                if 0 <= week < self.grid.weeks:
                    weeks[week] += 1
        return weeks


def obstacle(pair_id: str, search: Search, found: Rhythm) -> Obstacle:
    """Say why meetings have no time, and what would help."""
    missing = tuple(k for k, one in enumerate(found.at, start=1) if one is None)
    told = list(_one_side(search) or _between(search, found))
    who = tuple(dict.fromkeys(i for ids, _ in told for i in ids))
    return Obstacle(
        pair_id,
        missing,
        search.meetings,
        who,
        (*_which(search, found, missing), *(text for _, text in told)),
        tuple(_hints(search, found.placed)),
    )


def _which(search: Search, found: Rhythm, missing: Sequence[int]) -> Iterator[str]:
    if 0 < len(missing) < search.meetings:
        around = ", ".join(
            f"{k} (around {search.grid.monday + timedelta(days=found.due[k - 1]):%d %B %Y})"
            for k in missing
        )
        yield f"No common hour between its neighbours for meeting {around}."


Told = tuple[tuple[str, ...], str]


def _one_side(search: Search) -> list[Told]:
    """Tell of a side that is never free, whoever the other is."""
    told: list[Told] = []
    for person in (search.mentor, search.mentee):
        name, own = person.called, (person.person_id,)
        if not person.can:
            if person.slots:
                days = _listed([half_day_name(s) for s in sorted(person.slots, key=_week_order)])
                told.append((own, f"{name} ticked {days}, which are days off."))
            elif person.slots is None:
                told.append((own, f"{name} has all days of the week off."))
            else:
                told.append((own, f"{name} ticked no half-day on which they could meet."))
        elif not _fits(search, replace(person, busy=())):
            told.append((own, f"{name} has no {search.minutes} minutes in a working half-day."))
        elif not _fits(search, person):
            taken = "calendar" if person.busy else "working time"
            told.append(
                (own, f"{name}'s {taken} leaves no {search.minutes} minutes free on "
                 f"{_half_days(person)}."),
            )  # fmt: skip
    return told


def _fits(search: Search, person: Availability) -> bool:
    free = free_hours(search.grid, person)
    starts = search.grid.starts(free, search.minutes)
    return bool(search.grid.by_week(starts, person.zone).any())


def _between(search: Search, found: Rhythm) -> Iterator[Told]:
    """Tell what keeps two people apart who are both free at times."""
    mentor, mentee = search.mentor, search.mentee
    both = (mentor.person_id, mentee.person_id)
    bare = replace(search, booked=_NO_BUSY, rooms=None)
    no_busy = replace(bare, mentor=replace(mentor, busy=()), mentee=replace(mentee, busy=()))
    if not _open(no_busy):
        all_week = replace(
            no_busy, mentor=_all_week(no_busy.mentor), mentee=_all_week(no_busy.mentee)
        )
        if mentor.zone != mentee.zone and not _open(all_week):
            yield (
                both,
                (
                    f"{mentor.called} works by the clock of {mentor.zone}, {mentee.called} by "
                    f"that of {mentee.zone}: their working hours never lie over each other for "
                    f"{search.minutes} minutes."
                ),
            )
        else:
            yield (
                both,
                (
                    f"{mentor.called} can on {_half_days(mentor)}; {mentee.called} on "
                    f"{_half_days(mentee)}. They share no half-day."
                ),
            )
        return
    shared = _listed([half_day_name(s) for s in mentor.can if s in mentee.can])
    at = f" ({shared})" if shared and mentor.zone == mentee.zone else ""
    for person in (mentor, mentee):
        cleared = bare.with_person(replace(person, busy=()))
        if cleared.rhythm().placed > bare.rhythm().placed:
            yield (
                (person.person_id,),
                (f"{person.called}'s calendar is taken when both could meet{at}."),
            )
    if bare.rhythm().placed == found.placed and mentor.busy and mentee.busy:
        yield both, f"Their calendars leave too few hours that both have free{at}."
    elif replace(search, rooms=None).rhythm().placed > found.placed:
        yield (), "No room is free when both are."
    elif replace(search, booked=_NO_BUSY).rhythm().placed > found.placed:
        busy = tuple(p for p, times in zip(both, search.booked, strict=True) if times)
        names = " and ".join(p.called for p in (mentor, mentee) if p.person_id in busy)
        yield busy, f"{names} meet{'s' if len(busy) == 1 else ''} another partner at that time."


def _open(search: Search) -> bool:
    return bool(search.possible().any())


def _all_week(person: Availability) -> Availability:
    return replace(person, slots=None)


def _hints(search: Search, placed: int) -> Iterator[str]:
    """Try what would help, and tell the best few, the smallest change first."""
    tried = sorted(
        ((-count, order, text) for order, (count, text) in enumerate(_tried(search)) if text),
    )
    better = [(count, order, text) for count, order, text in tried if -count > placed]
    all_of_them = [one for one in better if -one[0] == search.meetings]
    best = sorted((all_of_them or better)[:_MOST_HINTS], key=lambda one: one[1])
    for count, _, text in best:
        yield f"{text}: {-count} of {search.meetings} meetings would fit."
    if not best:
        yield (
            "Ask both for other half-days, or let them agree on their dates themselves; what they "
            "agree on is added by hand."
        )


def _tried(search: Search) -> Iterator[tuple[int, str]]:
    """Try one change after the other; give how many meetings fit, and the change in words."""
    sides = (search.mentor, search.mentee)
    for person in sides:
        if person.busy:
            free = search.with_person(replace(person, busy=()))
            found = free.rhythm()
            yield found.placed, _freed(person, search, found)
    one_is_enough = False
    for person in sides:
        found = search.with_person(_all_week(person)).rhythm()
        one_is_enough |= found.placed == search.meetings
        yield found.placed, _further_half_day(person, search, found)
    for minutes in _SHORTER:
        if minutes < search.minutes and search.rooms is None:
            shorter = replace(search, minutes=minutes).rhythm()
            yield shorter.placed, f"With meetings of {minutes} minutes"
    for person in sides:
        for before, after in ((_LONGER_DAY, 0), (0, _LONGER_DAY)):
            hours = person.hours.longer(before=before, after=after)
            longer = replace(person, hours=hours)
            found = search.with_person(longer).rhythm()
            clock = hours.am[0] if before else hours.pm[1]
            until = (
                f"from {clock // 60}:{clock % 60:02} on" if before else f"until {clock // 60}:00"
            )
            yield found.placed, f"If {person.called} could meet {until} ({person.zone})"
    both = search.with_person(_all_week(search.mentor)).with_person(_all_week(search.mentee))
    found = both.rhythm()
    if found.placed and not one_is_enough:
        yield found.placed, f"If both could on {_half_day(search.mentee, both, found)}s"


def _freed(person: Availability, search: Search, found: Rhythm) -> str:
    """Say which appointments of a calendar would have to move."""
    if found.weekday is None or found.quarter is None:
        return ""
    clock = search.grid.clock(search.zone)
    length = timedelta(minutes=search.minutes)
    begins = [search.grid.moment(int(clock[one])) for one in found.at if one]
    hit = [b for b in begins if any(s < b + length and e > b for s, e in person.busy)]
    if not hit:
        return ""
    hour, minute = divmod(found.quarter * QUARTER_MINUTES, 60)
    when = f"{DAY_NAMES[found.weekday]} at {hour}:{minute:02}"
    often = f"on {len(hit)} of {len(begins)} dates"
    return f"If what {person.called} has on {when} were moved ({often})"


def _further_half_day(person: Availability, search: Search, found: Rhythm) -> str:
    if not found.placed:
        return ""
    return f"If {person.called} could on {_half_day(person, search, found)}s"


def _half_day(person: Availability, search: Search, found: Rhythm) -> str:
    """Name the half-day in which a rhythm lies, on a person's own clock."""
    first = next(one for one in found.at if one)
    there = search.grid.moment(int(search.grid.clock(search.zone)[first]))
    local = there.astimezone(ZoneInfo(person.zone))
    half = "morning" if local.hour * 60 + local.minute < person.hours.am[1] else "afternoon"
    return f"{DAY_NAMES[local.weekday()]} {half}"


def _half_days(person: Availability) -> str:
    return _listed([half_day_name(slot) for slot in person.can])


def _week_order(slot: str) -> tuple[int, str]:
    day, _, half = slot.partition("_")
    return DAYS.index(day), half


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    if len(words) > 6:
        return f"{len(words)} half-days"
    return f"{', '.join(words[:-1])} and {words[-1]}"
