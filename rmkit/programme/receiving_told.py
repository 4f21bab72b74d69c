"""Taking a receipt that one of a pair told the coordinator, and saying what is odd about it.

It is kept as a receipt from a talk, so that what they send themselves counts before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, NotAllowed
from rmkit.instruments.answers import check_answers
from rmkit.meetings.progress import PairSince
from rmkit.meetings.receipts import Outcome
from rmkit.programme.actors import named
from rmkit.programme.days import in_words
from rmkit.programme.meetings_board import flag_words
from rmkit.programme.pair_progress import RECEIPT

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ReceiptTaken", "take_receipt"]


@discreet("pair_id", "day", "response_id")
@dataclass(frozen=True, slots=True)
class ReceiptTaken:
    """A receipt that was taken, and in sentences what is to be looked at."""

    pair_id: str
    day: date
    response_id: str
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.sentences)


def take_receipt(
    programme: Programme,
    pair_id: str,
    day: date,
    outcome: Outcome,
    *,
    by: str,
    told_by: str | None,
    minutes: float | None,
    kind: str | None,
    new_day: date | None,
    today: date,
) -> ReceiptTaken:
    """Keep what was told of one day of a pair; see `MeetingsStep.take_receipt`."""
    by = named(by)
    step = programme.meetings
    before = step.progress(pair_id, today)
    person = told_by or before.pair.mentor_id or before.pair.mentee_id
    if person is None:
        message = f"Both of the pair {pair_id} were erased: nothing more is kept about it."
        raise NotAllowed(message)
    answers = {
        "date": day.isoformat(),
        "held": outcome,
        "minutes": minutes,
        "kind": kind,
        "new_date": new_day.isoformat() if new_day else None,
    }
    given = {key: value for key, value in answers.items() if value is not None}
    asked = programme.questionnaires.instrument(RECEIPT)
    wrong = [fault for fault in check_answers(asked, given)[1] if fault.level == "error"]
    wrong += _odd(before.pair, day, outcome, new_day, today)
    if wrong:
        raise FaultsFound(wrong, "Nothing was saved.")
    done = programme.questionnaires.answer(
        RECEIPT, given, person=person, pair=pair_id, by=by, talk=True
    )
    flags = [flag_words(f) for f in step.progress(pair_id, today).flags if f.day == day]
    told = any(one.day == day for one in before.days)
    again = [f"Of {in_words(day)} something was told before; the day counts once."] if told else []
    return ReceiptTaken(pair_id, day, done.response_id, (*done.sentences, *again, *flags))


def _odd(
    pair: PairSince, day: date, outcome: Outcome, new_day: date | None, today: date
) -> Iterator[Fault]:
    """Say all that keeps a day from being taken."""
    said = in_words(day)
    if outcome == "held" and day > today:
        problem = f"{said} is yet to come, so no meeting was held on it."
        yield Fault(problem, "Check the day, or plan it in the schedule.", key="date")
    if day < pair.since:
        problem = f"{said} is before they were a pair ({in_words(pair.since)})."
        yield Fault(problem, "Check the day.", key="date")
    if pair.until is not None and day > pair.until:
        problem = f"The pair ended on {in_words(pair.until)}, before {said}."
        yield Fault(problem, "Check the day.", key="date")
    if new_day is not None and outcome != "moved":
        problem = "A new day is told only of a meeting that was moved."
        yield Fault(problem, "Leave it out, or say that it was moved.", key="new_date")
    if new_day == day and outcome == "moved":
        yield Fault("The new day is the old one.", "Give the day it was moved to.", key="new_date")
