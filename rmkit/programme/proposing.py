"""Proposing meetings for the pairs of a programme: what is asked, read and taken for granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotReady, UnknownName
from rmkit.exchange.calendars_folder import CalendarsRead, read_calendars
from rmkit.meetings.availability import Availability, holiday_region, time_zone
from rmkit.meetings.plan import FIRST_WEEKS_DAYS, Plan
from rmkit.meetings.series import Frame, PairAsked, Proposal, Weeks, propose_series
from rmkit.programme.meeting_times import (
    RoomAsked,
    Spans,
    availabilities,
    machine_zone,
    names_of_files,
    rooms_of,
    years_of,
)
from rmkit.programme.meetings_kept import all_meetings
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.running import running_pairs
from rmkit.programme.schedule_kept import moment_of, to_come

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair

__all__ = ["SETTINGS", "Asked", "Settings", "frame_of", "propose", "settings_of"]

SETTINGS = "schedule"
"""The kind of the document that keeps zone and public holidays of the organisation."""

_NOTICE_DAYS = 7
_MOST_WEEKS = 8


@discreet("zone", "holidays")
@dataclass(frozen=True, slots=True)
class Settings:
    """The organisation's clock and public holidays, for whoever has no others of their own."""

    zone: str
    holidays: str | None = None


def settings_of(programme: Programme) -> Settings:
    """Give what was kept; else the clock of the meetings there are, or that of this machine."""
    kept = programme.file.document(SETTINGS)
    if kept:
        return Settings(kept["zone"], kept["holidays"])
    zones = Counter(m.zone for some in all_meetings(programme.file).values() for m in some)
    return Settings(max(sorted(zones), key=zones.__getitem__) if zones else machine_zone())


@discreet("meetings", "minutes", "cadence_weeks")
@dataclass(frozen=True)
class Asked:
    """What is asked for; what is None comes from the plan, or from what was kept."""

    calendars: str | Path | None = None
    first: date | None = None
    rooms: Sequence[RoomAsked] | None = None
    cadence_weeks: int | None = None
    meetings: int | None = None
    minutes: int | None = None
    place: str = ""
    link: str = ""
    zone: str | None = None
    holidays: str | None = None
    pairs: Sequence[str] | None = None
    weeks: Mapping[str, Weeks] = field(default_factory=dict)
    today: date | None = None


def frame_of(plan: Plan, asked: Asked, today: date) -> Frame:
    """Say how many meetings of which length how often, and from when to when.

    Without a cadence, the meetings are spread evenly over the weeks of the plan, without the first
    two, in which people get in touch.

    Raises
    ------
    NotReady
        The plan does not say how many meetings there are, or the programme is over.
    """
    sessions = asked.meetings or plan.sessions
    if sessions is None:
        message = (
            "How many meetings there are is not known: fill in the plan in notebook 01 Objective, "
            "or give meetings=6."
        )
        raise NotReady(message)
    first = asked.first or max(plan.start or today, today + timedelta(days=_NOTICE_DAYS))
    begin = min(plan.start or first, first)
    weeks = ((plan.ends(begin) or begin) - begin).days // 7 - FIRST_WEEKS_DAYS // 7
    cadence = asked.cadence_weeks or max(min(weeks // sessions, _MOST_WEEKS), 1)
    last = plan.ends(begin) or first + timedelta(weeks=cadence * sessions)
    if last < first:
        message = (
            f"The programme ends on {last}, and meetings would begin on {first}. Set a later end "
            "in notebook 01 Objective, or an earlier first day."
        )
        raise NotReady(message)
    return Frame(sessions, asked.minutes or plan.minutes or 60, cadence, first, last)


def propose(
    programme: Programme,
    asked: Asked,
    *,
    on_progress: Callable[[float, str], None] | None = None,
) -> Proposal:
    """Propose a series for each pair that has none to come; see `ScheduleStep.propose`."""
    today, moment = asked.today or programme.today, moment_of(programme)
    pairs, notes = _pairs(programme, asked, moment)
    frame = frame_of(plan_of(programme), asked, today)
    kept = settings_of(programme)
    zone = time_zone(asked.zone) if asked.zone else kept.zone
    region = holiday_region(asked.holidays) if asked.holidays else kept.holidays
    people = sorted({i for p in pairs for i in (str(p.mentor_id), str(p.mentee_id))})
    read = _calendars(programme, asked.calendars, people, frame, zone, on_progress)
    free = availabilities(
        programme,
        people,
        zone=zone,
        holidays=region,
        years=years_of(frame.first, frame.last),
        busy=read.busy,
    )
    again = {pair.pair_id for pair in pairs}
    others, taken = _booked(programme, again, moment)
    series = _asked_pairs(programme, pairs, frame, asked, today)
    found = propose_series(
        series,
        free,
        frame,
        rooms=rooms_of(asked.rooms or (), zone=zone, taken=taken),
        place=asked.place,
        link=asked.link,
        booked=others,
        on_progress=on_progress,
    )
    notes += _fewer(series, frame)
    told = (*notes, *read.problems, *_without_calendar(asked, read, free), *found.notes)
    return replace(found, notes=told)


def _pairs(programme: Programme, asked: Asked, moment: datetime) -> tuple[list[Pair], list[str]]:
    """Give the pairs that get a proposal: those named, or all that have no meeting to come."""
    running = {pair.pair_id: pair for pair in running_pairs(programme.file)}
    if not running:
        message = "No pair runs yet: confirm the pairs first, in notebook 04 Pairs."
        raise NotReady(message)
    for name in asked.pairs or ():
        if name not in running:
            raise UnknownName(kind="pair that runs", name=name, known=running)
    meetings = all_meetings(programme.file)
    wanted = asked.pairs or [i for i in running if not to_come(meetings.get(i, ()), moment)]
    closed = not_to_be_matched(programme.file)
    held = [i for i in wanted if closed & {running[i].mentor_id, running[i].mentee_id}]
    notes = [
        f"Pair {i} gets no meetings: one of the two asked not to be matched. Talk with both first."
        for i in held
    ]
    if not wanted:
        notes.append("All pairs have meetings to come. Name pairs to plan theirs anew.")
    return [running[i] for i in sorted(set(wanted) - set(held))], notes


def _asked_pairs(
    programme: Programme, pairs: Sequence[Pair], frame: Frame, asked: Asked, today: date
) -> list[PairAsked]:
    """Say how many meetings each pair still needs; who joined late gets those that fit."""
    progress = progress_now(programme, today)
    kept, moment = all_meetings(programme.file), moment_of(programme)
    begin = plan_of(programme).start or frame.first
    fits_as_planned = replace(frame, first=min(begin, frame.first)).fits >= frame.meetings
    found = []
    for pair in pairs:
        done = progress.get(pair.pair_id)
        before = [one for one in kept.get(pair.pair_id, ()) if one.is_planned]
        over = len(before) - len(to_come(before, moment))
        left = frame.meetings - max(over, done.held if done else 0)
        if left < 1 or not frame.fits:
            continue
        found.append(
            PairAsked(
                pair.pair_id,
                str(pair.mentor_id),
                str(pair.mentee_id),
                min(left, frame.fits) if fits_as_planned else left,
                weeks=asked.weeks.get(pair.pair_id, ""),
            )
        )
    return found


def _fewer(series: Sequence[PairAsked], frame: Frame) -> list[str]:
    """Say who gets fewer meetings than the plan has."""
    short: dict[int, list[str]] = {}
    for one in series:
        if (one.meetings or frame.meetings) < frame.meetings:
            short.setdefault(one.meetings or 0, []).append(one.pair_id)
    told = []
    for n, pairs in sorted(short.items()):
        more = f" and {len(pairs) - 5} more" if len(pairs) > 5 else ""
        told.append(
            f"Pair {', '.join(pairs[:5])}{more}: {n} of {frame.meetings} meetings. The others were "
            f"held, or do not fit before {frame.last} any more."
        )
    return told


def _booked(
    programme: Programme, again: set[str], moment: datetime
) -> tuple[dict[str, Spans], dict[str, Spans]]:
    """Give when people meet other partners, and when rooms are taken, by what is kept already."""
    people: dict[str, list[tuple[datetime, datetime]]] = {}
    rooms: dict[str, list[tuple[datetime, datetime]]] = {}
    two = {p.pair_id: (p.mentor_id, p.mentee_id) for p in running_pairs(programme.file)}
    for pair_id, meetings in all_meetings(programme.file).items():
        if pair_id in again or pair_id not in two:
            continue
        for one in to_come(meetings, moment):
            for person in two[pair_id]:
                people.setdefault(str(person), []).append((one.starts, one.ends))
            if one.place:
                rooms.setdefault(one.place, []).append((one.starts, one.ends))
    return _frozen(people), _frozen(rooms)


def _frozen(times: Mapping[str, list[tuple[datetime, datetime]]]) -> dict[str, Spans]:
    return {name: tuple(spans) for name, spans in times.items()}


def _calendars(
    programme: Programme,
    folder: str | Path | None,
    people: Sequence[str],
    frame: Frame,
    zone: str,
    on_progress: Callable[[float, str], None] | None,
) -> CalendarsRead:
    if folder is None or not people:
        return CalendarsRead({})
    known = [p for p in programme.file.people() if p.person_id in set(people)]
    return read_calendars(
        folder,
        people=names_of_files(known),
        first=frame.first,
        last=frame.last,
        zones={p.person_id: str(p.staff.get("time_zone") or zone) for p in known},
        on_progress=on_progress,
    )


def _without_calendar(
    asked: Asked, read: CalendarsRead, people: Mapping[str, Availability]
) -> list[str]:
    if asked.calendars is None:
        return []
    missing = [one.called for i, one in people.items() if i not in read.busy]
    if not missing:
        return []
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    who = ", ".join(missing[:5])
    return [f"No calendar counts of {who}{more}: only half-days and days off do."]
