"""How far each pair is: what was held, what is planned, what is overdue, who has signed.

In go the pairs, their planned meetings, what receipts and signatures say, and the plan; out comes
one record a pair. It is status only: dates, counts and flags, never what a meeting was about. What
the plan expects by a day is a rule of thumb for a coordinator, no verdict on a pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from rmkit.definitions.discreet import discreet
from rmkit.meetings.meeting import Meeting
from rmkit.meetings.plan import Plan
from rmkit.meetings.receipts import Receipt, ToldDay, told_days

__all__ = [
    "SIGNIFICANT_A_YEAR",
    "Flag",
    "PairProgress",
    "PairSince",
    "progress_of_all",
    "progress_of_pair",
]

SIGNIFICANT_A_YEAR = 12
"""So many significant discussions a year should there be at least (the programme template)."""

_NEAR_DAYS = 7
"""A meeting held so many days from where it was planned is the one that was planned."""

FlagCode = Literal[
    "before agreement", "in future", "before pair", "after end", "no minutes", "differ"
]
PairStanding = Literal["running", "ended", "one gone"]


@discreet("pair_id", "since", "until")
@dataclass(frozen=True, slots=True)
class PairSince:
    """A pair: since when it runs, until when it did, and its two; an erased one is None."""

    pair_id: str
    since: date
    mentor_id: str | None
    mentee_id: str | None
    until: date | None = None

    @property
    def standing(self) -> PairStanding:
        """Whether it runs; one of which somebody was erased does not, and is still counted."""
        if not (self.mentor_id and self.mentee_id):
            return "one gone"
        return "running" if self.until is None else "ended"


@discreet("code", "day")
@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at in what was told of a day."""

    code: FlagCode
    day: date


@discreet("pair_id", "standing", "held", "minutes", "significant", "overdue", "flags")
@dataclass(frozen=True, slots=True)
class PairProgress:
    """How far one pair is.

    Attributes
    ----------
    held, minutes, significant
        Meetings held, their minutes (as far as told), and those of 30 minutes or more. What is
        told of a day in the future, before the pair was made or after it ended does not count.
    moved, cancelled
        Meetings that were moved or called off, by the calendar or by a receipt.
    last_held, next_planned
        Days, or None.
    overdue
        Days that were planned and passed, of which nobody told anything; the oldest first.
    expected
        Meetings that the plan expects by now; None without a plan.
    contact
        The day of the first contact; None where none is known and no meeting was held.
    mentor_signed, mentee_signed
        On which day each signed the agreement, or None.
    """

    pair: PairSince
    held: int = 0
    minutes: int = 0
    significant: int = 0
    moved: int = 0
    cancelled: int = 0
    last_held: date | None = None
    next_planned: date | None = None
    weeks_since_last: int | None = None
    overdue: tuple[date, ...] = ()
    expected: int | None = None
    contact: date | None = None
    mentor_signed: date | None = None
    mentee_signed: date | None = None
    flags: tuple[Flag, ...] = ()
    days: tuple[ToldDay, ...] = ()

    @property
    def pair_id(self) -> str:
        """The id of the pair."""
        return self.pair.pair_id

    @property
    def standing(self) -> PairStanding:
        """Whether the pair runs."""
        return self.pair.standing

    @property
    def is_behind(self) -> bool:
        """Whether fewer meetings were held than the plan expects by now."""
        return self.expected is not None and self.held < self.expected

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The ids of those of the two who have not signed."""
        two = (
            (self.pair.mentor_id, self.mentor_signed),
            (self.pair.mentee_id, self.mentee_signed),
        )
        return tuple(person for person, day in two if person and day is None)

    @property
    def agreed(self) -> date | None:
        """The day on which both had signed; None before."""
        if self.mentor_signed is None or self.mentee_signed is None:
            return None
        return max(self.mentor_signed, self.mentee_signed)


def progress_of_all(
    pairs: Iterable[PairSince],
    *,
    meetings: Mapping[str, Sequence[Meeting]],
    receipts: Iterable[Receipt],
    signed: Mapping[tuple[str, str], date],
    contacts: Mapping[str, date],
    plan: Plan,
    today: date,
) -> tuple[PairProgress, ...]:
    """Tell how far every pair is, in the order given.

    Parameters
    ----------
    pairs
        Those that run, and those that ended.
    meetings
        The planned meetings by pair id.
    receipts
        What was told, of all pairs; of unknown pairs it is passed over.
    signed
        By (pair id, person id), the day on which they signed.
    contacts
        By pair id, the day of the first contact.
    plan
        What was planned; an empty one expects nothing.
    today
        The day from which it is told.
    """
    told: dict[str, list[Receipt]] = {}
    for one in receipts:
        told.setdefault(one.pair_id, []).append(one)
    return tuple(
        progress_of_pair(
            pair,
            meetings=meetings.get(pair.pair_id, ()),
            receipts=told.get(pair.pair_id, ()),
            signed={
                person: signed[pair.pair_id, person]
                for person in (pair.mentor_id, pair.mentee_id)
                if person and (pair.pair_id, person) in signed
            },
            contact=contacts.get(pair.pair_id),
            plan=plan,
            today=today,
        )
        for pair in pairs
    )


def progress_of_pair(
    pair: PairSince,
    *,
    meetings: Sequence[Meeting],
    receipts: Iterable[Receipt],
    signed: Mapping[str, date],
    contact: date | None,
    plan: Plan,
    today: date,
) -> PairProgress:
    """Tell how far one pair is; as `progress_of_all`, with `signed` by person id."""
    told = told_days(receipts)
    counted = [one for one in told if _misdated(one, pair, today) is None]
    held = [one for one in counted if one.outcome == "held"]
    mentor, mentee = (signed.get(i or "") for i in (pair.mentor_id, pair.mentee_id))
    agreed = None if mentor is None or mentee is None else max(mentor, mentee)
    last = held[-1].day if held else None
    open_days = _open_days(meetings, counted, today) if pair.standing == "running" else ()
    return PairProgress(
        pair,
        held=len(held),
        minutes=round(sum(one.minutes or 0 for one in held)),
        significant=sum(one.is_significant for one in held),
        moved=len(_moved(meetings, counted)),
        cancelled=len(_cancelled(meetings, counted)),
        last_held=last,
        next_planned=next((day for day in open_days if day >= today), None),
        weeks_since_last=(today - last).days // 7 if last else None,
        overdue=tuple(day for day in open_days if day < today),
        expected=plan.expected(pair.since, today) if pair.standing == "running" else None,
        contact=contact or (held[0].day if held else None),
        mentor_signed=mentor,
        mentee_signed=mentee,
        flags=tuple(_flags(told, pair, agreed, today)),
        days=tuple(counted),
    )


def _misdated(told: ToldDay, pair: PairSince, today: date) -> FlagCode | None:
    """Say why what was told of a day does not count."""
    if told.outcome == "held" and told.day > today:
        return "in future"
    if told.day < pair.since:
        return "before pair"
    if pair.until is not None and told.day > pair.until:
        return "after end"
    return None


def _flags(
    told: Sequence[ToldDay], pair: PairSince, agreed: date | None, today: date
) -> Iterator[Flag]:
    for one in told:
        if wrong := _misdated(one, pair, today):
            yield Flag(wrong, one.day)
            continue
        if one.outcome == "held" and (agreed is None or agreed > one.day):
            yield Flag("before agreement", one.day)
        if one.outcome == "held" and one.minutes is None:
            yield Flag("no minutes", one.day)
        if one.differ:
            yield Flag("differ", one.day)


def _open_days(
    meetings: Sequence[Meeting], told: Sequence[ToldDay], today: date
) -> tuple[date, ...]:
    """Give the days that are planned and of which nothing was told.

    A day to which a receipt moved a meeting counts as planned. What was held near a planned day
    that nobody told of stands for it: people meet a day later and do not tell the calendar.
    """
    known = {one.day for one in told}
    planned = {one.local.date() for one in meetings if one.is_planned}
    planned |= {one.new_day for one in told if one.outcome == "moved" and one.new_day}
    spare = {one.day for one in told if one.outcome == "held" and one.day not in planned}
    left = []
    for day in sorted(planned - known):
        near = {held for held in spare if abs(held - day) <= timedelta(days=_NEAR_DAYS)}
        if day < today and near:
            spare.remove(min((abs(held - day), held) for held in near)[1])
        else:
            left.append(day)
    return tuple(left)


def _moved(meetings: Sequence[Meeting], told: Sequence[ToldDay]) -> set[date]:
    """Give the days from which meetings were moved: by the calendar, or by a receipt."""
    by_calendar = {
        datetime.fromisoformat(was).astimezone(ZoneInfo(one.zone)).date()
        for one in meetings
        for was in one.earlier
    }
    return by_calendar | {one.day for one in told if one.outcome == "moved"}


def _cancelled(meetings: Sequence[Meeting], told: Sequence[ToldDay]) -> set[date]:
    by_calendar = {one.local.date() for one in meetings if not one.is_planned}
    return by_calendar | {one.day for one in told if one.outcome == "cancelled"}
