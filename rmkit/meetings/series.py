"""A series of meetings for each pair: when both are free, at one weekday and hour where it can be.

In go pairs, when each person is free, rooms and the frame (how many meetings, how long, how often,
from when to when); out come proposed meetings, and everybody who could not be given one, with why
and what would help. Nobody is booked twice, no room is given twice, and the order of what goes in
does not matter. A proposal is nothing more: people may have reasons that no calendar knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotReady
from rmkit.meetings.availability import DAY_NAMES, Availability
from rmkit.meetings.grid import QUARTER_MINUTES, Grid, Span
from rmkit.meetings.meeting import Meeting
from rmkit.meetings.obstacles import Obstacle, Search, obstacle
from rmkit.meetings.rhythm import Rhythm
from rmkit.meetings.rooms import Room, Rooms

__all__ = ["Frame", "PairAsked", "Proposal", "Series", "propose_series"]

Weeks = Literal["", "first", "second"]
"""In which of two weeks a pair meets, counted from the first week: any, the first, the second."""


@discreet("meetings", "minutes", "cadence_weeks", "first", "last")
@dataclass(frozen=True, slots=True)
class Frame:
    """What is planned for every pair.

    `meetings` of `minutes`, every `cadence_weeks` weeks, on no day before `first` or after `last`.
    """

    meetings: int
    minutes: int
    cadence_weeks: int
    first: date
    last: date

    @property
    def fits(self) -> int:
        """How many meetings fit into the time at this cadence."""
        weeks = Grid(self.first, self.last).weeks
        return 0 if self.last < self.first else (weeks - 1) // self.cadence_weeks + 1


@discreet("pair_id", "meetings", "weeks")
@dataclass(frozen=True, slots=True)
class PairAsked:
    """A pair that needs a series, how many meetings it gets (None: as all), and since when."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    meetings: int | None = None
    first: date | None = None
    weeks: Weeks = ""


@discreet("pair_id", "meetings", "moved")
@dataclass(frozen=True, slots=True)
class Series:
    """The proposed meetings of one pair.

    `rhythm` says weekday and hour; `moved` are the numbers of meetings that are elsewhere, because
    the hour was not free in that week.
    """

    pair_id: str
    meetings: tuple[Meeting, ...]
    rhythm: str
    moved: tuple[int, ...] = ()


@discreet("series", "obstacles", "frame")
@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: a series a pair, by pair id, and what stands in the way of others.

    A pair of which only some meetings found a time stands in both. `notes` tell what was assumed.
    """

    frame: Frame
    series: tuple[Series, ...]
    obstacles: tuple[Obstacle, ...]
    notes: tuple[str, ...] = ()

    def of(self, pair_id: str) -> Series | None:
        """Give the series of a pair, or None."""
        return next((one for one in self.series if one.pair_id == pair_id), None)


def propose_series(
    pairs: Iterable[PairAsked],
    people: Mapping[str, Availability],
    frame: Frame,
    *,
    rooms: Sequence[Room] = (),
    place: str = "",
    link: str = "",
    booked: Mapping[str, Sequence[Span]] | None = None,
    on_progress: Callable[[float, str], None] | None = None,
) -> Proposal:
    """Propose a series of meetings for each pair.

    Parameters
    ----------
    pairs
        Who needs one; each id once. Pairs with the fewest common hours choose first, then by id.
    people
        When each of them can meet, by person id.
    frame
        What is planned for all.
    rooms
        Where they can meet; with rooms a meeting is proposed only when one is free for the two,
        or by `link` where that is given too. Pairs who sit at different sites meet by video call.
    place, link
        Where all meet when there are no rooms; may be empty.
    booked
        Meetings that people have already with partners who are not asked about here.
    on_progress
        Told the share done.

    Returns
    -------
    Proposal

    Raises
    ------
    NotReady
        So many meetings at this cadence do not fit into the time.
    """
    asked = sorted(pairs, key=lambda pair: pair.pair_id)
    _refuse_what_does_not_fit(frame, asked)
    desk = _Desk(frame, people, rooms, place, link, booked or {})
    asked.sort(key=lambda pair: (desk.choice(pair), pair.pair_id))
    found, obstacles = [], []
    for done, pair in enumerate(asked, start=1):
        series, missing = desk.series(pair)
        found += [series] if series else []
        obstacles += [missing] if missing else []
        if on_progress:
            on_progress(done / len(asked), "looking for common hours")
    return Proposal(
        frame,
        tuple(sorted(found, key=lambda one: one.pair_id)),
        tuple(sorted(obstacles, key=lambda one: one.pair_id)),
        tuple(_notes(asked, people)),
    )


def _refuse_what_does_not_fit(frame: Frame, asked: Sequence[PairAsked]) -> None:
    most = max((pair.meetings or frame.meetings for pair in asked), default=0)
    if most <= frame.fits:
        return
    weeks = max((frame.last - frame.first).days // 7, 0)
    often = weeks // (most - 1) if most > 1 else 0
    help_ = (
        f"Meet every {often} weeks" if often > 1 else "Meet weekly" if often else "Start earlier"
    )
    needed = (most - 1) * frame.cadence_weeks
    message = (
        f"{most} meetings every {frame.cadence_weeks} weeks need {needed} weeks after the first "
        f"one; from {frame.first} to {frame.last} there are {weeks}. "
        f"{help_}, plan fewer meetings ({frame.fits} fit), or let the programme run longer."
    )
    raise NotReady(message)


def _notes(asked: Sequence[PairAsked], people: Mapping[str, Availability]) -> Iterable[str]:
    unasked = sorted(
        {i for p in asked for i in (p.mentor_id, p.mentee_id) if people[i].slots is None}
    )
    if unasked:
        n = len(unasked)
        who = ", ".join(people[i].called for i in unasked[:5])
        more = f" and {n - 5} more" if n > 5 else ""
        yield (
            f"Nobody knows on which half-days {who}{more} can meet: all working hours from Monday "
            "to Friday were taken for free."
        )


class _Desk:
    """Gives out times and rooms, a pair at a time, and remembers what is taken."""

    def __init__(
        self,
        frame: Frame,
        people: Mapping[str, Availability],
        rooms: Sequence[Room],
        place: str,
        link: str,
        booked: Mapping[str, Sequence[Span]],
    ) -> None:
        self._frame, self._people = frame, people
        self._place, self._link = place, link
        self._grid = Grid(frame.first, frame.last)
        self._rooms = Rooms(self._grid, rooms) if rooms else None
        self._booked = {person: list(times) for person, times in booked.items()}

    def choice(self, pair: PairAsked) -> int:
        """Count from how many quarter hours a pair could choose if it were the only one."""
        return int(self._search(pair).possible().sum())

    def _search(self, pair: PairAsked) -> Search:
        mentor, mentee = self._people[pair.mentor_id], self._people[pair.mentee_id]
        names = self._rooms.for_pair(mentor, mentee) if self._rooms else []
        minutes = self._frame.minutes
        bound = bool(names) and not self._link
        return Search(
            self._grid,
            mentor,
            mentee,
            meetings=pair.meetings or self._frame.meetings,
            minutes=minutes,
            cadence_weeks=self._frame.cadence_weeks,
            first=max(pair.first or self._frame.first, self._frame.first),
            weeks=pair.weeks,
            booked=(
                tuple(self._booked.get(mentor.person_id, ())),
                tuple(self._booked.get(mentee.person_id, ())),
            ),
            rooms=self._rooms.starts(names, minutes) if self._rooms and bound else None,
        )

    def series(self, pair: PairAsked) -> tuple[Series | None, Obstacle | None]:
        search = self._search(pair)
        rhythm = search.rhythm()
        missing = obstacle(pair.pair_id, search, rhythm) if None in rhythm.at else None
        if not rhythm.placed:
            return None, missing
        return self._kept(pair, search, rhythm), missing

    def _kept(self, pair: PairAsked, search: Search, rhythm: Rhythm) -> Series:
        """Take the times and rooms of a series out of what others can have."""
        zone, minutes = search.zone, self._frame.minutes
        clock = self._grid.clock(zone)
        numbers = [k for k, one in enumerate(rhythm.at, start=1) if one]
        places = [int(clock[one]) for one in rhythm.at if one]
        where = self._where(search, places)
        meetings = tuple(
            Meeting(
                pair.pair_id,
                number,
                self._grid.moment(place),
                minutes,
                zone,
                place=room,
                link="" if room and self._rooms else self._link,
            )
            for number, place, room in zip(numbers, places, where, strict=True)
        )
        for person in (pair.mentor_id, pair.mentee_id):
            taken = self._booked.setdefault(person, [])
            taken += [(one.starts, one.ends) for one in meetings]
        steady = (rhythm.due, rhythm.at)
        moved = tuple(
            k
            for k, (due, one) in enumerate(zip(*steady, strict=True), start=1)
            if one and one != (due, rhythm.quarter)
        )
        return Series(pair.pair_id, meetings, _said(rhythm), moved)

    def _where(self, search: Search, places: Sequence[int]) -> list[str]:
        if not self._rooms:
            return [self._place] * len(places)
        names = self._rooms.for_pair(search.mentor, search.mentee)
        return self._rooms.take(names, places, self._frame.minutes)


def _said(rhythm: Rhythm) -> str:
    """Say weekday and hour: "Tuesdays at 10:00"."""
    if rhythm.weekday is None or rhythm.quarter is None:
        return ""
    hour, minute = divmod(rhythm.quarter * QUARTER_MINUTES, 60)
    return f"{DAY_NAMES[rhythm.weekday]}s at {hour}:{minute:02}"
