"""When and where each pair meets: proposed, kept, moved, called off, with its history.

A proposal changes nothing; a person keeps it. Calendars are read for a proposal and never kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rmkit.errors import NotAllowed, UnknownName
from rmkit.meetings.availability import holiday_region, time_zone
from rmkit.meetings.meeting import Meeting
from rmkit.meetings.series import Proposal, Weeks
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.meeting_moves import Offer, free_times, refuse_time, worth_saying
from rmkit.programme.meeting_times import RoomAsked
from rmkit.programme.meetings_kept import meetings_of, save_meetings
from rmkit.programme.proposing import SETTINGS, Asked, Settings, propose, settings_of
from rmkit.programme.running import running_pairs
from rmkit.programme.schedule_invitations import Unwritten, unwritten, write_for
from rmkit.programme.schedule_kept import kept_series, moment_of, to_come, uid_of
from rmkit.programme.schedule_told import meeting_history, schedule_table

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.programme.programme import Programme

__all__ = ["ScheduleStep"]


class ScheduleStep:
    """The planned meetings of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    @property
    def _moment(self) -> datetime:
        return moment_of(self._programme)

    @property
    def settings(self) -> Settings:
        """The organisation's time zone and public holidays."""
        return settings_of(self._programme)

    def propose(
        self,
        calendars: str | Path | None = None,
        *,
        first: date | None = None,
        rooms: Sequence[RoomAsked] | None = None,
        cadence_weeks: int | None = None,
        meetings: int | None = None,
        minutes: int | None = None,
        place: str = "",
        link: str = "",
        zone: str | None = None,
        holidays: str | None = None,
        pairs: Sequence[str] | None = None,
        weeks: Mapping[str, Weeks] | None = None,
        today: date | None = None,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Proposal:
        """Propose a series of meetings for each pair that has none to come; nothing is kept.

        Parameters
        ----------
        calendars
            A folder with one `.ics` file a person, named by id or e-mail address. Only busy times
            are read, once, and nothing of them is kept.
        first
            The first day on which a pair may meet; a week from now, or the plan's first day.
        rooms
            `"Red"`, `"Red @ Ulm"` for people of one site, `"Red: mon_am; tue_pm"` for half-days.
        cadence_weeks, meetings, minutes
            How often, how many, how long; as the plan says where they are left out.
        place, link
            Where everybody meets without rooms; a link also serves pairs without a room.
        zone, holidays
            Of the organisation (`"Europe/Berlin"`, `"DE-BY"`), for people without their own, in
            this proposal; `set_settings` keeps them.
        pairs
            Plan the meetings to come of these pairs anew, instead of those that have none.
        weeks
            By pair id, `"first"` or `"second"` of two weeks.
        today
            The day from which it is planned.
        on_progress
            Told the share done.

        Raises
        ------
        NotReady
            No pair runs, the plan does not say how many meetings there are, or they do not fit
            into the programme at this cadence.
        UnknownName
            A pair, zone, region or half-day is none.
        FileRefused
            The folder holds no calendar.
        """
        asked = Asked(
            calendars, first, rooms, cadence_weeks, meetings, minutes, place, link, zone,
            holidays, pairs, weeks or {}, today,
        )  # fmt: skip
        return propose(self._programme, asked, on_progress=on_progress)

    def keep(self, proposal: Proposal, *, by: str) -> list[str]:
        """Keep what was proposed, in place of what was to come; give the pairs that changed.

        Raises
        ------
        NotAllowed
            A proposed meeting is not to be: its pair ended, it lies in the past, or somebody has
            another meeting then. Nothing is kept; propose again. Or `by` is blank.
        """
        who, moment = named(by), self._moment
        running = {pair.pair_id for pair in running_pairs(self._file)}
        gone = [one.pair_id for one in proposal.series if one.pair_id not in running]
        late = [s.pair_id for s in proposal.series for m in s.meetings if m.starts <= moment]
        if gone or late:
            ids = ", ".join(dict.fromkeys((*gone, *late)))
            message = (
                f"This proposal is out of date: pair {ids} ended, or a meeting of it would be in "
                "the past. Propose again. Nothing was kept."
            )
            raise NotAllowed(message)
        action = "Kept the proposed meetings"
        with self._file.change(actor=who, action=action, now=now()) as change:
            return kept_series(self._file, change, proposal, moment)

    def set_settings(self, *, zone: str, holidays: str | None, by: str) -> Settings:
        """Keep the organisation's time zone and public holidays, as checked names."""
        kept = Settings(time_zone(zone), holiday_region(holidays) if holidays else None)
        with self._file.change(
            actor=named(by), action="Set time zone and public holidays", now=now()
        ) as change:
            change.save_document(SETTINGS, "", {"zone": kept.zone, "holidays": kept.holidays})
        return kept

    def meetings(self, pair_id: str) -> tuple[Meeting, ...]:
        """Give the meetings of a pair, those called off too; raise `UnknownName` for no pair."""
        self._known(pair_id)
        return meetings_of(self._file, pair_id)

    def table(self, today: date | None = None) -> pd.DataFrame:
        """List the running pairs with how many meetings are to come, the next one, and flags.

        `next` is by the clock of the pair, `not_signed` who has not signed the agreement though
        their first meeting is planned.
        """
        return schedule_table(self._programme, today or self._programme.today)

    def not_signed(self, today: date | None = None) -> dict[str, tuple[str, ...]]:
        """Tell, by pair, who has not signed the agreement though meetings are planned."""
        table = self.table(today)
        rows = zip(table["pair_id"], table["not_signed"], strict=True)
        return {pair: tuple(ids.split(";")) for pair, ids in rows if ids}

    def history(self, pair_id: str) -> pd.DataFrame:
        """Tell what became of each meeting of a pair: set, moved, called off, when and by whom."""
        self._known(pair_id)
        return meeting_history(self._file, pair_id)

    def offers(
        self, pair_id: str, number: int, *, calendars: str | Path | None = None, most: int = 3
    ) -> tuple[Offer, ...]:
        """Give the next free times for a meeting that has to move, the nearest first.

        They lie between the meetings before and after it, so that the cadence is kept; half-days,
        days off, holidays and other meetings count, and calendars where they are given.
        """
        meeting = self._one(pair_id, number)
        return free_times(self._programme, meeting, calendars=calendars, most=most)

    def move(self, pair_id: str, number: int, to: datetime, *, by: str) -> list[str]:
        """Move a meeting; give what is worth knowing about the new time, as sentences.

        Parameters
        ----------
        pair_id, number
            Which.
        to
            When it is now; without a zone, on the clock by which the pair meets.
        by
            Who does it.

        Raises
        ------
        NotAllowed
            The time is in the past or outside the programme, on a day with another meeting of the
            pair, or when one of the two meets another partner. Nothing is changed.
        UnknownName
            There is no such pair or meeting.
        """
        meeting = self._one(pair_id, number)
        at = _on_clock(to, meeting.zone)
        refuse_time(self._programme, replace(meeting, starts=at))
        self._replace(meeting.moved(at), action="Moved a meeting", by=by)
        return list(worth_saying(self._programme, replace(meeting, starts=at)))

    def place(self, pair_id: str, number: int, *, place: str = "", link: str = "", by: str) -> None:
        """Set where a meeting is: a room or town, or the link of a video call."""
        meeting = self._one(pair_id, number)
        there = replace(meeting, place=place, link=link, sequence=meeting.sequence + 1)
        self._replace(there, action="Changed where a meeting is", by=by)

    def cancel(self, pair_id: str, number: int, *, by: str) -> None:
        """Call a meeting off; the others stay. Calendars learn of it by the next invitations."""
        self._replace(self._one(pair_id, number).cancelled(), action="Called off a meeting", by=by)

    def plan_next(
        self, pair_id: str, to: datetime, *, minutes: int | None = None, by: str
    ) -> list[str]:
        """Add a meeting that the two agreed on; give what is worth knowing, as sentences.

        Raises
        ------
        NotAllowed
            As for `move`, or the pair does not run.
        """
        self._runs(pair_id)
        before = meetings_of(self._file, pair_id)
        last = before[-1] if before else None
        objective = self._programme.objective.record
        number = last.number + 1 if last else 1
        planned = objective.session_minutes if objective else None
        zone = last.zone if last else self.settings.zone
        meeting = Meeting(
            pair_id,
            number,
            _on_clock(to, zone),
            minutes or (last.minutes if last else planned or 60),
            zone,
            last.place if last else "",
            last.link if last else "",
            uid=uid_of(self._file, pair_id, number),
        )
        refuse_time(self._programme, meeting)
        with self._file.change(actor=named(by), action="Added a meeting", now=now()) as change:
            save_meetings(change, pair_id, [*before, meeting])
        return list(worth_saying(self._programme, meeting))

    def unwritten(self) -> Unwritten:
        """Count the invitations, updates and cancellations that no file tells yet."""
        return unwritten(self._programme)

    def invitations(
        self,
        folder: str | Path | None = None,
        *,
        again: bool = False,
        until: date | None = None,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> list[Path]:
        """Write what calendars do not know yet: invitations, updates, cancellations. None is sent.

        Parameters
        ----------
        folder
            Where; None is a new folder beside the programme's file.
        again
            Write invitations that were written before too.
        until
            Leave out meetings after this day.
        on_progress
            Told the share done.

        Raises
        ------
        NotReady
            There is nothing to write, or no coordinator is named.
        FaultsFound
            Somebody has no address that can be written to; all of them are told.
        NotAllowed
            The folder holds something else.
        """
        return write_for(self._programme, folder, again=again, until=until, on_progress=on_progress)

    def _known(self, pair_id: str) -> None:
        pairs = [pair.pair_id for pair in self._file.pairs() if pair.confirmed_at]
        if pair_id not in pairs:
            raise UnknownName(kind="pair that was confirmed", name=pair_id, known=pairs)

    def _runs(self, pair_id: str) -> None:
        self._known(pair_id)
        if pair_id not in {pair.pair_id for pair in running_pairs(self._file)}:
            message = f"Pair {pair_id} does not run any more, so it gets no meeting."
            raise NotAllowed(message)

    def _one(self, pair_id: str, number: int) -> Meeting:
        self._runs(pair_id)
        coming = {str(m.number): m for m in to_come(meetings_of(self._file, pair_id), self._moment)}
        if str(number) not in coming:
            raise UnknownName(
                kind=f"meeting to come of pair {pair_id}", name=str(number), known=coming
            )
        return coming[str(number)]

    def _replace(self, meeting: Meeting, *, action: str, by: str) -> None:
        who, before = named(by), meetings_of(self._file, meeting.pair_id)
        after = [meeting if one.number == meeting.number else one for one in before]
        with self._file.change(actor=who, action=action, now=now()) as change:
            save_meetings(change, meeting.pair_id, after)


def _on_clock(moment: datetime, zone: str) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
