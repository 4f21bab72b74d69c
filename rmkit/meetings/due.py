"""What is due on a day, and why: each thing with whom it concerns and the letter that fits.

Deadlines are those of the method: an answer to the questionnaire, a first contact within two weeks,
the agreement before the first session, a receipt after each meeting, the list of the first three
months, the check at half-time, the questionnaires at the end. Whether somebody is to be reminded is
for a person to say: nothing here writes or sends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rmkit.definitions.discreet import discreet
from rmkit.meetings.plan import FIRST_WEEKS_DAYS, Plan, months_later
from rmkit.meetings.progress import PairProgress

__all__ = [
    "DAYS",
    "KINDS",
    "Asked",
    "Due",
    "DueKind",
    "due_of_asked",
    "due_of_pair",
    "due_of_pairs",
]

DueKind = Literal[
    "call", "one line", "part", "join", "agreement", "receipt", "first contact", "no date",
    "behind", "drift", "first quarter", "midway", "closing", "questionnaire", "low pulse", "review",
]  # fmt: skip

KINDS: Mapping[DueKind, str] = {
    "call": "Asks for a call",
    "one line": "In one reporting line",
    "part": "Asks for another partner",
    "join": "To place",
    "agreement": "Agreement",
    "receipt": "Receipt",
    "first contact": "First contact",
    "no date": "No date",
    "behind": "Behind the plan",
    "low pulse": "Worth a word",
    "drift": "A friendly prompt",
    "first quarter": "First three months",
    "midway": "Half-time",
    "closing": "Questionnaires at the end",
    "questionnaire": "Questionnaire",
    "review": "Review",
}
"""What each kind of thing is called, the most urgent first. A concern is a call, too: whoever sees
the list does not learn which of the two it was."""

DAYS: Mapping[str, int] = {
    "first contact": FIRST_WEEKS_DAYS,
    "agreement before": 7,
    "receipt after": 2,
    "without a date": 28,
    "questionnaire": 14,
    "first quarter": 14,
    "closing before": 14,
    "closing after": 14,
}
"""The deadlines in days: how long before or after what it hangs on."""

Say = Callable[[date], str]


@discreet("kind", "on", "pair_id", "people", "letter")
@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due.

    `on` is the day since which (or on which) it is due, `people` the ids of those whom it concerns,
    `letter` the id of the letter that fits or empty, `form` what the questionnaire is called where
    it is one, `why` a sentence without names and without anything that a pair said.
    """

    kind: DueKind
    on: date
    why: str
    people: tuple[str, ...] = ()
    pair_id: str = ""
    letter: str = ""
    form: str = ""

    @property
    def title(self) -> str:
        """What the kind is called."""
        return KINDS[self.kind]

    @property
    def rank(self) -> tuple[int, date, str]:
        """Where it stands in the list: the most urgent kind first, then the longest due."""
        return list(KINDS).index(self.kind), self.on, self.pair_id


@discreet("kind", "on", "open")
@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire that was due on a day, and the ids of those who have not answered it."""

    kind: DueKind
    on: date
    open: tuple[str, ...]
    letter: str
    title: str


def due_of_pairs(
    progress: Iterable[PairProgress], *, plan: Plan, today: date, say: Say = date.isoformat
) -> list[Due]:
    """List what is due of all pairs that run, the most urgent first.

    Parameters
    ----------
    progress
        How far each pair is.
    plan
        What was planned.
    today
        The day from which it is told.
    say
        How a day is written in the sentences.
    """
    found = [due for one in progress for due in due_of_pair(one, plan=plan, today=today, say=say)]
    return sorted(found, key=lambda due: due.rank)


def due_of_pair(
    one: PairProgress, *, plan: Plan, today: date, say: Say = date.isoformat
) -> Iterator[Due]:
    """Give what is due of one pair; nothing of one that does not run."""
    if one.standing != "running":
        return
    yield from _agreement(one, today, say)
    yield from _receipts(one, today, say)
    yield from _first_contact(one, today, say)
    yield from _dates(one, plan, today, say)
    yield from _first_quarter(one, plan, today, say)


def _both(one: PairProgress) -> tuple[str, ...]:
    return tuple(person for person in (one.pair.mentor_id, one.pair.mentee_id) if person)


def _agreement(one: PairProgress, today: date, say: Say) -> Iterator[Due]:
    if not one.unsigned:
        return
    first = one.next_planned or one.last_held
    before = timedelta(days=DAYS["agreement before"])
    if one.held:
        held = min(day.day for day in one.days if day.outcome == "held")
        on, why = held, f"They met on {say(held)}, and it is not signed by both."
    elif one.next_planned and one.next_planned - before <= today:
        on = max(one.next_planned - before, one.pair.since)
        why = f"Their first session is on {say(one.next_planned)}; it comes before that."
    elif first is None and one.pair.since + timedelta(days=DAYS["first contact"]) <= today:
        on = one.pair.since + timedelta(days=DAYS["first contact"])
        why = f"They are a pair since {say(one.pair.since)}; it comes before the first session."
    else:
        return
    yield Due("agreement", on, why, one.unsigned, one.pair_id, "agreement_reminder")


def _receipts(one: PairProgress, today: date, say: Say) -> Iterator[Due]:
    after = timedelta(days=DAYS["receipt after"])
    late = [day for day in one.overdue if day + after <= today]
    if not late:
        return
    days = " and ".join(say(day) for day in late[:2])
    more = f" and {len(late) - 2} more" if len(late) > 2 else ""
    why = f"Planned for {days}{more}: nobody told whether it was held."
    yield Due("receipt", late[0] + after, why, _both(one), one.pair_id, "receipt_reminder")


def _first_contact(one: PairProgress, today: date, say: Say) -> Iterator[Due]:
    on = one.pair.since + timedelta(days=DAYS["first contact"])
    if one.contact is None and on <= today and one.pair.mentor_id:
        why = (
            f"A pair since {say(one.pair.since)}: the mentor gets in touch within two weeks, and "
            "no contact is noted."
        )
        people = (one.pair.mentor_id,)
        yield Due("first contact", on, why, people, one.pair_id, "first_contact_reminder")


def _dates(one: PairProgress, plan: Plan, today: date, say: Say) -> Iterator[Due]:
    """Tell of a pair that met and has no next date, and of one that falls behind the plan."""
    end = plan.ends(one.pair.since)
    done = plan.sessions is not None and one.held >= plan.sessions
    if done or one.next_planned or one.overdue or (end is not None and end < today):
        return
    since = one.last_held or one.contact or one.pair.since
    on = since + timedelta(days=DAYS["without a date"])
    if on > today:
        return
    met = f"They met last on {say(one.last_held)}" if one.last_held else "They have not met yet"
    if one.is_behind:
        why = f"{met}, no date is planned, and the plan expects {one.expected} by now."
        yield Due("behind", on, why, _both(one), one.pair_id, "meeting_reminder")
    else:
        why = f"{met}, and no date is planned."
        yield Due("no date", on, why, _both(one), one.pair_id, "meeting_reminder")


def _first_quarter(one: PairProgress, plan: Plan, today: date, say: Say) -> Iterator[Due]:
    """Remind of the pair's own list, in the two weeks before its first three months are over."""
    begin = plan.begins(one.pair.since)
    on = months_later(begin, 3)
    shown = timedelta(days=DAYS["first quarter"])
    if on - shown <= today <= on + shown:
        why = (
            f"Their first three months are over on {say(on)}: time to look at their list of "
            "topics, the day of watching and the dates. It stays with them."
        )
        yield Due("first quarter", on, why, _both(one), one.pair_id, "first_three_months")


def due_of_asked(
    asked: Iterable[Asked], *, today: date, known: Collection[str], say: Say = date.isoformat
) -> list[Due]:
    """List who has not answered what was due, a row a person.

    Parameters
    ----------
    asked
        Each questionnaire with the day on which it was due; one that is not due yet is left out.
    today
        The day from which it is told.
    known
        The ids of those who may be reminded; others (erased, or out) are left out.
    say
        How a day is written in the sentences.
    """
    return [
        Due(
            one.kind,
            one.on,
            f"{one.title} was due on {say(one.on)}, and is not answered.",
            (person,),
            letter=one.letter,
            form=one.title,
        )
        for one in asked
        if one.on <= today
        for person in one.open
        if person in known
    ]
