"""What the Monday board shows: what is due, who meets this week, and every pair by its status.

Names stand beside ids here: the board is for the coordinator. Nothing that a pair said or wrote is
in it, and nothing of what somebody wrote who asks for a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import Released, release_to_coordinator
from rmkit.forms.meetings_words import day_words
from rmkit.meetings.due import KINDS, Due
from rmkit.meetings.progress import SIGNIFICANT_A_YEAR, PairProgress
from rmkit.programme.meetings_board import asking, flag_words
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.read_once import people_once
from rmkit.report.form import form_view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["meetings_view", "opened_view"]

_MOST_ROWS = 100  # of one kind; more are told by their number
_GONE = "somebody who was erased"
_TOLD = {"held": "held", "moved": "moved", "cancelled": "called off"}


def meetings_view(programme: Programme, today: date) -> Released[dict[str, object]]:
    """Describe the board on a day; released to the coordinator."""
    step = programme.meetings
    progress = list(progress_now(programme, today).values())
    running = [one for one in progress if one.standing == "running"]
    calls, wishes = asking(programme)
    names = {i: one.name or i for i, one in people_once(programme).items()}
    due = step.due(today)
    shown: dict[str, object] = {
        "day": today.isoformat(),
        "day_words": day_words(today, today, weekday=True),
        "programme_day": programme.today.isoformat(),
        "summary": list(_summary(programme, running, today)),
        "due": list(_due(due, names, _reminded(programme, today), today)),
        "reminders": len({(r.letter, r.person_id) for r in step.reminders(today) if r.is_due}),
        "week": _week(programme, today),
        "pairs": [
            _row(one, names, today, call=one.pair_id in calls, part=one.pair_id in wishes)
            for one in progress
        ],
        "calls": sum(one.state != "settled" for one in step.concerns),
        "partners": len(step.wishes_to_part) + len(step.joiners),
    }
    return release_to_coordinator(shown)


def _summary(programme: Programme, running: Sequence[PairProgress], today: date) -> Iterator[str]:
    if not running:
        return
    held, full = (sum(n) for n in zip(*((o.held, o.significant) for o in running), strict=True))
    run = _count(len(running), "pair runs", "pairs run")
    if held:
        longer = f"all {full:,}" if full == held else f"{full:,}" if full else "none"
        met = "there was one meeting" if held == 1 else f"there were {held:,} meetings"
        yield f"{run}; {met} so far" + (f", {longer} of half an hour or more." if held > 1 else ".")
    else:
        yield f"{run}; no meeting has been reported yet."
    yield _this_week(programme, running, today)


def _this_week(programme: Programme, running: Sequence[PairProgress], today: date) -> str:
    """Say who meets this week, who has not told and who is behind; nothing is said of nobody."""
    meets = programme.meetings.week(today)["pair_id"].nunique()
    late = sum(bool(one.overdue) for one in running)
    behind = sum(one.is_behind for one in running)
    said = [f"{_count(meets, 'pair meets', 'pairs meet') if meets else 'Nobody meets'} this week"]
    if late:
        told = "has not told us" if late == 1 else "have not told us"
        said.append(f"{late:,} {told} whether a planned meeting was held")
    if behind:
        said.append(f"{behind:,} {'is' if behind == 1 else 'are'} behind the plan")
    return f"{'; '.join(said)}."


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _reminded(programme: Programme, today: date) -> dict[tuple[str, str, str], date]:
    """Give whom a reminder reached this week already: by kind, person and pair."""
    return {
        (one.kind, one.person_id, one.pair_id): one.last
        for one in programme.meetings.reminders(today)
        if one.last is not None and not one.is_due
    }


def _due(
    due: tuple[Due, ...],
    names: Mapping[str, str],
    reminded: Mapping[tuple[str, str, str], date],
    today: date,
) -> Iterator[dict[str, object]]:
    """Give what is due by kind, the most urgent first."""
    for kind, found in groupby(due, key=lambda one: one.kind):
        of_kind, rows = list(found), []
        for one in of_kind[:_MOST_ROWS]:
            last = [reminded.get((kind, person, one.pair_id)) for person in one.people]
            done = bool(one.people) and all(last)
            rows.append(
                {
                    "pair": one.pair_id,
                    "who": _who(one, names),
                    "why": one.why,
                    "since": day_words(one.on, today),
                    "reminded": day_words(max(d for d in last if d), today) if done else "",
                }
            )
        yield {
            "kind": kind,
            "title": KINDS[kind],
            "letter": any(one.letter for one in of_kind),
            "n": len(of_kind),
            "rows": rows,
        }


def _who(one: Due, names: Mapping[str, str]) -> str:
    listed = [names.get(person, person) for person in one.people]
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def _week(programme: Programme, today: date) -> list[list[str]]:
    table = programme.meetings.week(today)
    return [
        [day_words(row["day"], today, weekday=True), str(row["at"]), f"{row['mentor'] or '–'} "
         f"with {row['mentee'] or '–'}", str(row["where"]), str(row["told"]), str(row["pair_id"])]
        for row in table.to_dict("records")
    ]  # fmt: skip


def _row(
    one: PairProgress, names: Mapping[str, str], today: date, *, call: bool, part: bool
) -> list[object]:
    """Give one pair: id, who, standing, held, expected, full, last, next, overdue, tags."""
    two = [names.get(i or "", i or _GONE) for i in (one.pair.mentor_id, one.pair.mentee_id)]
    return [
        one.pair_id,
        " with ".join(two),
        one.standing,
        one.held,
        one.expected,
        one.significant,
        _day(one.last_held, today),
        _day(one.next_planned, today),
        len(one.overdue),
        list(_tags(one, call=call, part=part)),
    ]


def _day(day: date | None, today: date) -> str:
    return day_words(day, today) if day else ""


def _tags(one: PairProgress, *, call: bool, part: bool) -> Iterator[str]:
    """Name what there is to see at a pair; the words are those of the filter."""
    if one.standing != "running":
        yield one.standing
        return
    seen = {
        "call": call,
        "part": part,
        "overdue": bool(one.overdue),
        "unsigned": bool(one.unsigned),
        "behind": one.is_behind,
        "check": bool(one.flags),
    }
    yield from (name for name, is_so in seen.items() if is_so)


def opened_view(programme: Programme, pair_id: str, today: date) -> dict[str, object]:
    """Describe one pair: its dates, what receipts tell, who signed; and the form of a receipt."""
    one = programme.meetings.progress(pair_id, today)
    names = {i: person.name or i for i, person in people_once(programme).items()}
    told = {day.day: day for day in one.days}
    return {
        "pair": pair_id,
        "people": [
            [person, names.get(person, person), role, _day(signed, today)]
            for person, role, signed in (
                (one.pair.mentor_id, "mentor", one.mentor_signed),
                (one.pair.mentee_id, "mentee", one.mentee_signed),
            )
            if person
        ],
        "since": day_words(one.pair.since, today),
        "until": _day(one.pair.until, today),
        "contact": _day(one.contact, today),
        "facts": list(_facts(one)),
        "overdue": [day_words(day, today, weekday=True) for day in one.overdue],
        "next": _day(one.next_planned, today),
        "check": [flag_words(flag) for flag in one.flags],
        "days": [
            [day_words(day, today), _TOLD[told[day].outcome], _minutes(told[day].minutes)]
            for day in sorted(told, reverse=True)
        ],
        "receipt": form_view(programme.questionnaires.instrument("session_receipt")),
    }


def _minutes(minutes: float | None) -> str:
    return "" if minutes is None else f"{minutes:g} minutes"


def _facts(one: PairProgress) -> Iterator[str]:
    expected = "" if one.expected is None else f"; the plan expects {one.expected} by now"
    yield f"{_count(one.held, 'meeting', 'meetings')} held, {one.minutes:,} minutes{expected}."
    discussions = _count(one.significant, "significant discussion", "significant discussions")
    yield f"{discussions} (30 minutes or more); a year should have at least {SIGNIFICANT_A_YEAR}."
    if one.moved or one.cancelled:
        yield f"{one.moved} moved, {one.cancelled} called off."
