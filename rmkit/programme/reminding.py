"""Reminders for what is due: which would be written, and writing them as drafts; nothing is sent.

A person is not reminded of the same thing again within a week. What was written to whom and when is
kept with the programme, so that this holds across days and machines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import UnknownName
from rmkit.meetings.due import KINDS
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.due_now import due_now
from rmkit.programme.naming import with_names
from rmkit.programme.read_once import people_once
from rmkit.records.model import stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["AGAIN_AFTER", "REMINDED", "Reminder", "Written", "reminders", "write_reminders"]

AGAIN_AFTER = 7
"""So many days after a reminder nobody is reminded of the same thing again."""

REMINDED = "reminded"
"""The kind of the documents that say who was reminded of what; their name is the letter."""


@discreet("letter", "person_id", "pair_id", "kind", "last")
@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that fits: the letter, to whom, of what; `last` is the day of the last one.

    `is_due` is false where the last one is less than a week ago.
    """

    letter: str
    person_id: str
    pair_id: str
    kind: str
    why: str
    last: date | None
    is_due: bool
    form: str = ""


@discreet("paths", "people", "waits")
@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, which files, to how many people, and who got none for now."""

    folder: Path
    paths: tuple[Path, ...]
    people: int
    waits: tuple[str, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def reminders(programme: Programme, today: date) -> tuple[Reminder, ...]:
    """List the reminders that fit what is due, one a person and thing, in the order of `due`."""
    key = (programme.file.head_digest(), today)
    return programme.memory.recall("reminders", key=key, make=lambda: _fitting(programme, today))


def _fitting(programme: Programme, today: date) -> tuple[Reminder, ...]:
    before = _written(programme.file)
    found: dict[tuple[str, str, str], Reminder] = {}
    for due in due_now(programme, today):
        for person in due.people if due.letter else ():
            last = before.get((due.letter, person))
            fresh = last is not None and today < last + timedelta(days=AGAIN_AFTER)
            one = Reminder(
                due.letter, person, due.pair_id, due.kind, due.why, last, not fresh, due.form
            )
            found.setdefault((due.letter, person, due.pair_id), one)
    return tuple(found.values())


def _written(file: ProgrammeFile) -> dict[tuple[str, str], date]:
    """Give by letter and person the day of the last reminder."""
    return {
        (letter, row["person_id"]): date.fromisoformat(row["on"])
        for letter, kept in file.documents(REMINDED).items()
        for row in kept["written"]
        if row.get("person_id")  # somebody who was erased since is told of no more
    }


def write_reminders(
    programme: Programme,
    *,
    by: str,
    today: date,
    kinds: Iterable[str] | None = None,
    pairs: Iterable[str] | None = None,
    folder: str | Path | None = None,
) -> Written:
    """Write the reminders that are due as drafts, a folder a letter; see `MeetingsStep.remind`."""
    by = named(by)
    wanted = None if kinds is None else _known(kinds)
    only = None if pairs is None else set(pairs)
    fit = [
        one
        for one in reminders(programme, today)
        if (wanted is None or one.kind in wanted) and (only is None or one.pair_id in only)
    ]
    write = [one for one in fit if one.is_due]
    waits = tuple(dict.fromkeys(one.person_id for one in fit if not one.is_due))
    groups: dict[str, dict[str, Reminder]] = {}
    for one in write:
        groups.setdefault(one.letter, {}).setdefault(one.person_id, one)
    moment, beside = now(), programme.file.path
    place = beside.with_name(f"{beside.stem}-reminders") if folder is None else Path(folder)
    place = place.expanduser() / f"{moment.astimezone():%Y-%m-%d %H%M%S}"
    paths: list[Path] = []
    reached: set[str] = set()
    left_out: list[str] = []
    for letter, mine in groups.items():
        found = programme.letters.recipients(letter, mine)
        left_out += [f"{one.person_id}: {one.why}" for one in found.left_out]
        people = [one.person_id for one in found.readers]
        if people:
            more = _more(letter, [mine[person] for person in people])
            paths += programme.letters.write(letter, people, folder=place / letter, more=more)
            _note(programme, letter, people, on=today, at=moment, by=by)
            reached.update(people)
    told = _told(len(reached), len(waits), place, with_names(left_out, _names(programme)))
    return Written(place, tuple(paths), len(reached), waits, tuple(told))


def _more(letter: str, mine: Sequence[Reminder]) -> dict[str, dict[str, str]]:
    """Give what only a reminder knows: which questionnaire it is about."""
    forms = {one.person_id: one.form for one in mine if one.form}
    return {"form": forms} if forms and letter == "evaluation_reminder" else {}


def _names(programme: Programme) -> dict[str, str]:
    return {i: one.name for i, one in people_once(programme).items()}


def _known(kinds: Iterable[str]) -> set[str]:
    wanted = set(kinds)
    if unknown := wanted - set(KINDS):
        raise UnknownName(kind="kind of reminder", name=sorted(unknown)[0], known=list(KINDS))
    return wanted


def _note(
    programme: Programme, letter: str, people: Sequence[str], *, on: date, at: datetime, by: str
) -> None:
    """Keep who was reminded, at once after the drafts are there."""
    kept = (programme.file.document(REMINDED, letter) or {"written": []})["written"]
    rows: Mapping[str, dict[str, str]] = {
        row["person_id"]: row for row in kept if row.get("person_id")
    }
    fresh = {i: {"person_id": i, "on": on.isoformat(), "at": stamp(at)} for i in people}
    content = {"written": list({**rows, **fresh}.values())}
    with programme.file.change(actor=by, action="Wrote reminders as drafts", now=at) as change:
        change.save_document(REMINDED, letter, content)


def _told(n: int, waits: int, place: Path, left_out: Sequence[str]) -> Iterator[str]:
    if not n:
        yield "No reminder was written: nothing is due that was not reminded of this week."
    else:
        who = "1 person" if n == 1 else f"{n} people"
        yield f"Drafts for {who} are in {place}. Read them and send them; nothing was sent."
    if waits:
        who = "1 person was" if waits == 1 else f"{waits} people were"
        yield f"{who} reminded less than a week ago, and got no second one."
    yield from left_out
