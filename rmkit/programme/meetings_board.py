"""The coordinator's board: every pair by its status, and who meets in a week.

Days, counts and flags; who asks for a call or another partner is marked at the pair, without a
word of why. What a pair said or wrote is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.meetings.progress import Flag, FlagCode, PairProgress
from rmkit.programme.concerns import concerns_of
from rmkit.programme.days import in_words
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.read_once import meetings_once, once_confirmed, people_once
from rmkit.programme.wishes import open_wishes

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["FLAGS", "asking", "board_table", "flag_words", "week_table"]

FLAGS: Mapping[FlagCode, str] = {
    "before agreement": "The session of {day} took place before both had signed the agreement.",
    "in future": "A receipt says that they met on {day}, which is yet to come; it is not counted.",
    "before pair": "A receipt is of {day}, before they were a pair; it is not counted.",
    "after end": "A receipt is of {day}, after the pair ended; it is not counted.",
    "no minutes": "Of {day} it is not told how many minutes they met, or not one that can be.",
    "differ": "Two receipts of {day} contradict each other: ask what is right.",
}
"""What each flag says, in words."""

COLUMNS = [
    "pair_id", "mentor_id", "mentor", "mentee_id", "mentee", "standing", "since", "held", "minutes",
    "significant", "moved", "cancelled", "last_held", "next_planned", "weeks_since_last", "overdue",
    "expected", "behind", "contact", "mentor_signed", "mentee_signed", "call", "part", "to_check",
]  # fmt: skip


def board_table(programme: Programme, today: date) -> pd.DataFrame:
    """Lay every pair out, one row each; see `MeetingsStep.board`."""
    names = {person: one.name for person, one in people_once(programme).items()}
    calls, wishes = asking(programme)
    rows = [
        _row(one, names, call=one.pair_id in calls, part=one.pair_id in wishes)
        for one in progress_now(programme, today).values()
    ]
    whole = pd.DataFrame(rows, columns=COLUMNS)
    whole["weeks_since_last"] = whole["weeks_since_last"].astype("Int64")
    whole["expected"] = whole["expected"].astype("Int64")
    return whole


def asking(programme: Programme) -> tuple[frozenset[str], frozenset[str]]:
    """Give the ids of pairs of which somebody asks for a call, and for another partner."""
    calls = {one.pair_id for one in concerns_of(programme) if one.state != "settled"}
    named = open_wishes(programme.file)["pair_id"]
    wishes = {pair_id for both in named for pair_id in str(both).split(", ")}
    return frozenset(calls - {""}), frozenset(wishes - {""})


def _row(
    one: PairProgress, names: Mapping[str, str], *, call: bool, part: bool
) -> tuple[object, ...]:
    pair = one.pair
    return (
        pair.pair_id, pair.mentor_id, names.get(pair.mentor_id or ""), pair.mentee_id,
        names.get(pair.mentee_id or ""), one.standing, pair.since, one.held, one.minutes,
        one.significant, one.moved, one.cancelled, one.last_held, one.next_planned,
        one.weeks_since_last, len(one.overdue), one.expected, one.is_behind, one.contact,
        one.mentor_signed, one.mentee_signed, call, part,
        tuple(flag_words(flag) for flag in one.flags),
    )  # fmt: skip


def flag_words(flag: Flag) -> str:
    """Say what a flag means."""
    return FLAGS[flag.code].format(day=in_words(flag.day))


def week_table(programme: Programme, today: date) -> pd.DataFrame:
    """Lay out who meets in the week of a day; see `MeetingsStep.week`."""
    monday = today - timedelta(days=today.weekday())
    last = monday + timedelta(days=6)
    names = {person: one.name for person, one in people_once(programme).items()}
    running = {p.pair_id: p for p in once_confirmed(programme) if p.state == "confirmed"}
    progress = progress_now(programme, today)
    rows = []
    for pair_id, meetings in meetings_once(programme).items():
        pair = running.get(pair_id)
        for one in meetings if pair else ():
            day = one.local.date()
            if pair and one.is_planned and monday <= day <= last:
                told = next((d.outcome for d in progress[pair_id].days if d.day == day), "")
                mentor, mentee = (names.get(i or "") for i in (pair.mentor_id, pair.mentee_id))
                rows.append(
                    (one.starts, day, f"{one.local:%H:%M}", one.number, pair_id, mentor, mentee,
                     one.place or one.link, told)
                )  # fmt: skip
    columns = ["starts", "day", "at", "number", "pair_id", "mentor", "mentee", "where", "told"]
    whole = pd.DataFrame(rows, columns=columns)
    whole["starts"] = pd.to_datetime(whole["starts"], utc=True).dt.tz_convert(UTC)
    return whole.sort_values(["starts", "pair_id"], ignore_index=True).drop(columns="starts")
