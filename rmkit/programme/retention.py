"""What is kept, what for, on which basis, and until when: every class of data has an end date.

The dates differ, since the purposes do: who works where is needed until the pairs stand, answers
until the evaluation has compared them, the history as long as anything that it proves. They are
what a programme of a year needs; the coordinator can change each with a reason. Ending a class
deletes it for good, in the file, its history and rmkit's own backups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed, UnknownName
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.days import in_words
from rmkit.programme.places import left_behind
from rmkit.records.ends import Ended, is_first_answer
from rmkit.records.model import Response, Retention

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "DATA_CLASSES",
    "DataClass",
    "Kept",
    "due",
    "end",
    "first_retention",
    "keep_until",
    "kept",
]

_IN_FILES = (
    "staff list",
    "answers",
    "evaluation answers",
    "pairs",
    "access log",
)  # what written files tell of, or, the log, where they are
_INTEREST = "Legitimate interest, Article 6(1)(f)"
_DUTY = "Accountability, Articles 5(2) and 32, as part of the interest in Article 6(1)(f)"


@dataclass(frozen=True, slots=True)
class DataClass:
    """A class of data: what it holds, what for, on which basis, for how long unless changed."""

    id: str
    holds: str
    purpose: str
    basis: str
    months: int


_ALL = (
    DataClass(
        "staff list",
        "Place in the organisation, job and manager; names and addresses of people who are no "
        "candidates.",
        "To know who works where and under whom, so that nobody mentors their own boss.",
        _INTEREST,
        12,
    ),
    DataClass(
        "answers",
        "What candidates answered, the kinds that were found in it, and why a pair fits.",
        "To find each candidate a partner, and to see what was needed before.",
        f"{_INTEREST}; taking part is voluntary",
        15,
    ),
    DataClass(
        "evaluation answers",
        "What was answered afterwards and to other forms: that a meeting was held, concerns and "
        "what came of them, wishes to part, talks before admission, who was trained, who signed; "
        "and who was asked through a link.",
        "To run the programme, and to see what it changed.",
        f"{_INTEREST}; answering is voluntary",
        18,
    ),
    DataClass(
        "sealed answers",
        "What belongs to a pair, encrypted for the two, and their keys.",
        "For the pair alone, while it meets.",
        "Consent, Article 6(1)(a): only where a pair wants it",
        12,
    ),
    DataClass(
        "pairs",
        "Who was paired with whom, when and why, who waits, lotteries for places, and the names of "
        "those in pairs; when and where they meet, first contacts, and which letter was written or "
        "sent to whom.",
        "To run the programme and to evaluate it.",
        _INTEREST,
        15,
    ),
    DataClass(
        "history",
        "What was changed, when and by whom.",
        "To undo a change and to show that nothing was altered unseen.",
        _DUTY,
        18,
    ),
    DataClass(
        "backups",
        "Whole copies of the programme file.",
        "To have the programme back after a damage or a mistake.",
        _DUTY,
        18,
    ),
    DataClass(
        "access log",
        "Who opened what about whom, and where files about people were written.",
        "To be able to say who looked.",
        _DUTY,
        24,
    ),
    DataClass(
        "objections and erasures",
        "What people said about purposes; marks, without names, of who was erased.",
        "To go on respecting it, also when a backup is restored.",
        "Legal obligation, Article 6(1)(c), to keep to Articles 17 and 21",
        24,
    ),
)

DATA_CLASSES: Mapping[str, DataClass] = {one.id: one for one in _ALL}
"""Every class of data, by its name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A class of data as a programme keeps it.

    `items` counts what there is of it now (people, responses, pairs, entries, files); `why` is
    the reason why its end date is not the one that ships, `what_to_do` a sentence once it is due.
    """

    data_class: str
    holds: str
    purpose: str
    basis: str
    ends_on: date
    items: int
    is_due: bool
    why: str
    what_to_do: str


def first_retention(today: date) -> Iterator[Retention]:
    """Give the purposes and end dates with which a programme starts on a day."""
    for one in _ALL:
        yield Retention(one.id, one.purpose, _after(today, one.months).isoformat())


def _after(day: date, months: int) -> date:
    """Give the first of the month that is so many months on."""
    ahead = day.month - 1 + months
    return date(day.year + ahead // 12, ahead % 12 + 1, 1)


def kept(file: ProgrammeFile, *, today: date) -> tuple[Kept, ...]:
    """List the classes of data of a programme; a class that an older file lacks has its default."""
    reasons = file.document("retention_reasons") or {}
    dates = _dates(file)
    return tuple(
        _kept(file, one, dates[one.id], str(reasons.get(one.id, {}).get("why", "")), today)
        for one in _ALL
    )


def _dates(file: ProgrammeFile) -> dict[str, date]:
    begun = date.fromisoformat(file.info.created_at[:10])
    first = {r.data_class: date.fromisoformat(r.ends_on) for r in first_retention(begun)}
    return first | {r.data_class: date.fromisoformat(r.ends_on) for r in file.retention()}


def _kept(file: ProgrammeFile, one: DataClass, ends_on: date, why: str, today: date) -> Kept:
    items = _items(file, one.id)
    is_due = ends_on < today and items > 0
    todo = f"Delete it for good, or keep it longer with a reason; it ended {in_words(ends_on)}."
    return Kept(
        one.id, one.holds, one.purpose, one.basis, ends_on, items, is_due, why,
        todo if is_due else "",
    )  # fmt: skip


def due(file: ProgrammeFile, *, today: date) -> tuple[Kept, ...]:
    """List the classes whose time has ended and of which something is left; quick when none is."""
    if all(ends_on >= today for ends_on in _dates(file).values()):
        return ()
    return tuple(one for one in kept(file, today=today) if one.is_due)


def _items(file: ProgrammeFile, data_class: str) -> int:
    if data_class in ("answers", "evaluation answers", "sealed answers"):
        return sum(_is_of(r, data_class) for r in file.responses())
    if data_class == "history":
        return sum(not e.erased and e.kind != "erasure" for e in file.history())
    counted = {
        "staff list": lambda: sum(bool(p.staff) for p in file.people()),
        "pairs": lambda: (
            len(file.pairs()) + (file.matching() is not None) + len(file.documents("lottery"))
        ),
        "backups": lambda: len(list(file.copies())),
        "access log": lambda: len(file.accesses()),
        "objections and erasures": lambda: len(file.objections()) + file.erasures_kept(),
    }
    return counted[data_class]()


def _is_of(response: Response, data_class: str) -> bool:
    if data_class == "sealed answers":
        return response.sealed is not None
    row = {"instrument_id": response.instrument_id, "wave": response.wave}
    first = is_first_answer(row)
    return first if data_class == "answers" else not first and bool(response.answers)


def keep_until(
    programme: Programme, data_class: str, ends_on: date, *, why: str, by: str
) -> Retention:
    """Change the end date of a class of data, and keep why.

    Raises
    ------
    UnknownName
        There is no such class.
    NotAllowed
        There is no reason, `by` is blank, or the day is over: nothing may be deleted at once.
    """
    known, today = _known(data_class), now().date()
    if ends_on < today:
        message = (
            f"The {in_words(ends_on)} is over. Choose today, {in_words(today)}, or a later day; "
            "they can be deleted from the day after. Nothing was changed."
        )
        raise NotAllowed(message)
    if not why.strip():
        message = (
            "Say why the date changes: why=... (it stands in the papers). Nothing was changed."
        )
        raise NotAllowed(message)
    file, kept_until = programme.file, Retention(known.id, known.purpose, ends_on.isoformat())
    reasons = {**(file.document("retention_reasons") or {}), known.id: {"why": why.strip()}}
    action = "Changed until when data are kept"
    with file.change(actor=named(by), action=action, now=now()) as change:
        change.save_retention(kept_until)
        change.save_document("retention_reasons", "", reasons)
    return kept_until


def end(programme: Programme, data_class: str, *, by: str, today: date) -> Ended:
    """Delete a class of data for good, once its time has ended.

    Raises
    ------
    UnknownName
        There is no such class.
    NotAllowed
        Its time has not ended, or `by` is blank.
    """
    known, by = _known(data_class), named(by)
    ends_on = _dates(programme.file)[known.id]
    if ends_on >= today:
        message = (
            f"The {known.id} are kept until {in_words(ends_on)}. To end them sooner, change the "
            "date first, to today at the earliest and with a reason; they can be deleted from the "
            "day after. Nothing was deleted."
        )
        raise NotAllowed(message)
    to_delete = tuple(left_behind(programme.file)) if known.id in _IN_FILES else ()
    done = programme.file.end_class(known.id, actor=by, now=now())
    return replace(done, to_delete=to_delete)


def _known(data_class: str) -> DataClass:
    if data_class not in DATA_CLASSES:
        raise UnknownName(kind="class of data", name=data_class, known=DATA_CLASSES)
    return DATA_CLASSES[data_class]
