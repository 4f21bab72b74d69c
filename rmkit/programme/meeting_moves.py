"""Whether a meeting can be at a time, what is worth knowing about it, and which times are free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed
from rmkit.exchange.calendars_folder import read_calendars
from rmkit.meetings.availability import Availability, free_hours
from rmkit.meetings.grid import Grid, quarters_of
from rmkit.meetings.meeting import Meeting
from rmkit.meetings.obstacles import Search
from rmkit.meetings.rhythm import nearest_free
from rmkit.programme.meeting_times import Spans, availabilities, names_of_files, years_of
from rmkit.programme.meetings_kept import all_meetings
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.programme.proposing import settings_of
from rmkit.programme.running import running_pairs
from rmkit.programme.schedule_kept import moment_of, to_come

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair

__all__ = ["Offer", "free_times", "refuse_time", "worth_saying"]

_FAR_DAYS = 28


@discreet("starts", "zone")
@dataclass(frozen=True, slots=True)
class Offer:
    """A time that is free for both: when, on whose clock, and in words."""

    starts: datetime
    zone: str

    @property
    def says(self) -> str:
        """The time in words."""
        return f"{self.starts.astimezone(ZoneInfo(self.zone)):%A %d %B %Y, %H:%M}"


def refuse_time(programme: Programme, meeting: Meeting) -> None:
    """Refuse a time at which a meeting cannot be; every reason is told.

    Raises
    ------
    NotAllowed
        It is in the past or outside the programme, on a day with another meeting of the pair, or
        one of the two meets another partner then.
    """
    reasons = list(_against(programme, meeting))
    if reasons:
        when = f"{meeting.local:%A %d %B %Y, %H:%M}"
        message = f"{when} cannot be: {'; '.join(reasons)}. Nothing was changed."
        raise NotAllowed(message)


def _against(programme: Programme, meeting: Meeting) -> Iterator[str]:
    if meeting.starts <= moment_of(programme):
        yield "it is in the past"
    pair = _pair(programme, meeting.pair_id)
    plan, since = plan_of(programme), date.fromisoformat(str(pair.confirmed_at)[:10])
    day, end = meeting.local.date(), plan.ends(since)
    if plan.start is not None and day < plan.start:
        yield f"the programme begins on {plan.start}"
    if end is not None and day > end:
        yield f"the programme ends on {end}"
    for other in _others(programme, pair):
        if other.pair_id == meeting.pair_id and other.number == meeting.number:
            continue
        if other.pair_id == meeting.pair_id and other.local.date() == day:
            yield f"meeting {other.number} of this pair is on the same day"
        elif other.starts < meeting.ends and meeting.starts < other.ends:
            yield f"one of the two has a meeting with pair {other.pair_id} then"


def _pair(programme: Programme, pair_id: str) -> Pair:
    return next(pair for pair in running_pairs(programme.file) if pair.pair_id == pair_id)


def _others(programme: Programme, pair: Pair) -> Iterator[Meeting]:
    """Give all meetings to come of the two, with each other and with others."""
    kept, two = all_meetings(programme.file), {pair.mentor_id, pair.mentee_id}
    for one in running_pairs(programme.file):
        if two & {one.mentor_id, one.mentee_id}:
            yield from to_come(kept.get(one.pair_id, ()), moment_of(programme))


def worth_saying(programme: Programme, meeting: Meeting) -> Iterator[str]:
    """Tell what may be wrong with a time that is kept all the same."""
    progress = progress_now(programme, programme.today).get(meeting.pair_id)
    if progress is not None and progress.unsigned and not progress.held:
        who = " and ".join(programme.candidates.names.get(i) or i for i in progress.unsigned)
        yield f"The agreement is not signed yet by {who}: it comes before the first meeting."
    grid = Grid(meeting.local.date(), meeting.local.date() + timedelta(days=1))
    for person in _two(programme, meeting.pair_id, grid, {}):
        place = grid.place(meeting.starts)
        if not free_hours(grid, person)[place : place + quarters_of(meeting.minutes)].all():
            yield f"It is outside the half-days or working hours of {person.called}."


def _two(
    programme: Programme, pair_id: str, grid: Grid, busy: dict[str, Spans]
) -> tuple[Availability, Availability]:
    pair, kept = _pair(programme, pair_id), settings_of(programme)
    ids = (str(pair.mentor_id), str(pair.mentee_id))
    found = availabilities(
        programme,
        ids,
        zone=kept.zone,
        holidays=kept.holidays,
        years=years_of(grid.first, grid.last),
        busy=busy,
    )
    return found[ids[0]], found[ids[1]]


def free_times(
    programme: Programme, meeting: Meeting, *, calendars: str | Path | None, most: int
) -> tuple[Offer, ...]:
    """Give the free times nearest to a meeting, one a day; see `ScheduleStep.offers`."""
    pair = _pair(programme, meeting.pair_id)
    others = [one for one in _others(programme, pair) if one != meeting]
    grid = _between(programme, meeting, others)
    if grid is None:
        return ()
    busy: dict[str, Spans] = {}
    if calendars is not None:
        people = [programme.file.person(str(i)) for i in (pair.mentor_id, pair.mentee_id)]
        zone = settings_of(programme).zone
        read = read_calendars(
            calendars,
            people=names_of_files(people),
            first=grid.first,
            last=grid.last,
            zones={p.person_id: str(p.staff.get("time_zone") or zone) for p in people},
        )
        busy = dict(read.busy)
    mentor, mentee = _two(programme, meeting.pair_id, grid, busy)
    taken = tuple((one.starts, one.ends) for one in (*others, meeting))
    search = Search(grid, mentor, mentee, 1, meeting.minutes, 1, grid.first, booked=(taken, taken))
    return _nearest(search, meeting, most)


def _between(programme: Programme, meeting: Meeting, others: list[Meeting]) -> Grid | None:
    """Give the days between the meetings before and after, from tomorrow on."""
    plan, day = plan_of(programme), meeting.local.date()
    since = date.fromisoformat(str(_pair(programme, meeting.pair_id).confirmed_at)[:10])
    own = [one.local.date() for one in others if one.pair_id == meeting.pair_id]
    far = timedelta(days=_FAR_DAYS)
    first = max([d + timedelta(days=1) for d in own if d < day] + [day - far])
    last = min([d - timedelta(days=1) for d in own if d > day] + [day + far])
    first = max(first, programme.today + timedelta(days=1), plan.start or first)
    last = min(last, plan.ends(since) or last)
    return Grid(first, last) if first <= last else None


def _nearest(search: Search, meeting: Meeting, most: int) -> tuple[Offer, ...]:
    possible = search.possible()
    days = possible.reshape(-1, possible.shape[2])
    local = meeting.starts.astimezone(ZoneInfo(search.zone))
    day, quarter = (local.date() - search.grid.monday).days, local.hour * 4 + local.minute // 15
    found: list[Offer] = []
    while len(found) < most:
        at = nearest_free(days, day, quarter, 0, len(days))
        if at is None:
            break
        days[at[0]] = False  # one time a day: the next is on another
        found.append(
            Offer(search.grid.moment(int(search.grid.clock(search.zone)[at])), search.zone)
        )
    return tuple(found)
