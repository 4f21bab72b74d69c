"""Deleting a whole class of data for good, when its time has come.

As with erasing a person, the rows go, and with them the content of every history entry about
them; that something was there, and when it was deleted, stays, and the chain still verifies. A
name is kept as long as something that is kept points to it: somebody with no staff data, answers,
pair, key or objection left is removed. None of this can be undone.

What belongs to which class:

- staff list: what the organisation knows (place, job, manager); people who are no candidates;
- answers: the candidate questionnaire as it was first answered, the kinds found in it, who waits
  for a later round and what was ticked at admission, and what pairs say of it (reason, points and
  warnings);
- evaluation answers: every other response, without its sealed part, and who was asked through a
  link;
- sealed answers: what is sealed for pairs, and their keys;
- pairs: matchings, pairs and what was written about them; sealed answers go with them;
- access log: who opened what, and where files about people were written;
- objections and erasures: what people said about purposes, and the marks of who was erased;
- history: the content of all entries, and who made them; what the rows are now is noted anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from rmkit.errors import UnknownName
from rmkit.records import history as chain
from rmkit.records import schema
from rmkit.records.digests import canonical
from rmkit.records.model import HistoryEntry
from rmkit.records.rows import Row, as_plain, from_plain, is_key, key_of, plain_text
from rmkit.records.writing import Writing

__all__ = ["ENDED_IN_THE_FILE", "Ended", "end", "is_first_answer"]

Test = Callable[[str, Mapping[str, Any]], bool]
"""Whether a row, given as its table's name and its plain content, belongs to a class."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What deleting a class of data did, in counts.

    `backups` counts rmkit's own backups in which the class was ended too (or that were deleted,
    where backups are the class); `not_reached` names those that could not be read or written.
    `to_delete` says, in sentences, which written files a person is to look at and delete.
    """

    removed: int
    altered: int
    entries_erased: int
    backups: int = 0
    not_reached: tuple[str, ...] = ()
    to_delete: tuple[str, ...] = ()


def end(writing: Writing, data_class: str) -> Ended:
    """Delete a class of data within a transaction; the file is rewritten afterwards.

    Raises
    ------
    UnknownName
        There is no such class that is kept in the file.
    """
    if data_class not in ENDED_IN_THE_FILE:
        raise UnknownName(kind="class of data", name=data_class, known=ENDED_IN_THE_FILE)
    work = _Ending(writing)
    ENDED_IN_THE_FILE[data_class](work)
    return Ended(work.removed, work.altered, work.entries_erased)


def is_first_answer(response: Mapping[str, Any]) -> bool:
    """Whether a response (a row) is what a candidate answered to take part.

    >>> is_first_answer({"instrument_id": "candidate", "wave": ""})
    True
    """
    return response["instrument_id"] == "candidate" and not response["wave"]


class _Ending:
    """The steps of one ending, what they touched, and the counts they leave."""

    def __init__(self, writing: Writing) -> None:
        self.removed = self.altered = self.entries_erased = 0
        self._writing = writing
        self._touched: dict[tuple[str, str], None] = {}

    def remove(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Remove rows."""
        for row in rows:
            delete = table.delete().where(is_key(table, key_of(table, row)))
            self._writing.connection.execute(delete)
            self.removed += 1
            self._touch(table, row)

    def rewrite(self, table: Table, change: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
        """Write each row anew that `change`, given its plain content, gives another content."""
        for row in self._writing.rows(table):
            plain = as_plain(table, row)
            after = dict(change(dict(plain)))
            if after != plain:
                update = table.update().where(is_key(table, key_of(table, row)))
                self._writing.connection.execute(update.values(from_plain(table, after)))
                self.altered += 1
                self._touch(table, row)

    def rows(self, table: Table, wanted: Test | None = None) -> list[Row]:
        """Read the rows of a table that belong to the class."""
        found = self._writing.rows(table)
        if wanted is None:
            return found
        return [row for row in found if wanted(table.name, as_plain(table, row))]

    def remove_people_of_no_use(self) -> None:
        """Remove people to whom nothing points any more and of whom no staff data are kept."""
        used = {
            row[name]
            for table in schema.CONTENT
            for column in table.columns
            if any(key.column is schema.people.c.person_id for key in column.foreign_keys)
            for row in self._writing.rows(table)
            for name in (column.name,)
        }
        people = [
            row
            for row in self._writing.rows(schema.people)
            if row["person_id"] not in used and not json.loads(row["staff"])
        ]
        self.remove(schema.people, people)

    def forget(self, belongs: Test) -> None:
        """Empty the history entries of what was touched, and of rows that belonged to the class."""
        forgotten = []
        for entry in self._writing.history():
            if entry.erased or entry.key is None:
                continue
            place = (entry.table, canonical(entry.key))
            if place in self._touched or _belonged(entry, belongs):
                forgotten.append(entry.seq)
                self._touched[place] = None
        chain.erase_payloads(self._writing.connection, forgotten)
        self.entries_erased = len(forgotten)
        self._note_what_is_now()

    def _note_what_is_now(self) -> None:
        for name, text in self._touched:
            table = schema.metadata.tables[name]
            row = self._writing.one(table, json.loads(text))
            if row is None:
                self._writing.ledger.note_erased(name)
            else:
                self._writing.ledger.note(name, text, None, plain_text(table, row))

    def forget_what_was(self) -> None:
        """Empty every entry of the history, and note what all rows are now."""
        entries = self._writing.history()
        full = [entry.seq for entry in entries if not entry.erased]
        chain.erase_payloads(self._writing.connection, full)
        named = [entry.seq for entry in entries if entry.actor is not None]
        chain.erase_actors(self._writing.connection, named)
        self.entries_erased = len(full)
        for table in schema.CONTENT:
            for row in self._writing.rows(table):
                self._touch(table, row)
        self._note_what_is_now()

    def _touch(self, table: Table, row: Mapping[str, Any]) -> None:
        self._touched[(table.name, canonical(key_of(table, row)))] = None


def _belonged(entry: HistoryEntry, belongs: Test) -> bool:
    return any(belongs(entry.table, row) for row in (entry.before, entry.after) if row)


def _staff_list(work: _Ending) -> None:
    work.rewrite(schema.people, lambda row: {**row, "staff": {}})
    work.remove_people_of_no_use()
    work.forget(lambda table, row: table == "people" and bool(row["staff"]))


_TOLD_OF_TWO: Mapping[str, Any] = {"points": {}, "reason": "", "warnings": []}
"""What a pair says of the answers of both, as it is once those are gone."""


def _answers(work: _Ending) -> None:
    def belongs(table: str, row: Mapping[str, Any]) -> bool:
        told = table == "pairs" and any(row[name] for name in _TOLD_OF_TWO)
        first = table == "responses" and is_first_answer(row)
        admitted = table == "documents" and row["kind"] == "admission"
        return told or first or admitted or table == "clusterings"

    work.remove(schema.responses, work.rows(schema.responses, belongs))
    work.remove(schema.clusterings, work.rows(schema.clusterings))
    work.remove(schema.documents, work.rows(schema.documents, belongs))
    work.rewrite(schema.pairs, lambda row: {**row, **_TOLD_OF_TWO})
    work.remove_people_of_no_use()
    work.forget(belongs)


_OF_ANSWERS = ("invitation", "evaluation_quotes", "evaluation_themes")
"""The documents that point to answers: who was asked, what may be quoted, what was sorted."""


def _evaluation_answers(work: _Ending) -> None:
    def belongs(table: str, row: Mapping[str, Any]) -> bool:
        asked = table == "documents" and row["kind"] in _OF_ANSWERS
        return asked or (table == "responses" and not is_first_answer(row))

    def open_only(table: str, row: Mapping[str, Any]) -> bool:
        return belongs(table, row) and row["sealed"] is None

    work.remove(schema.responses, work.rows(schema.responses, open_only))
    work.remove(schema.documents, work.rows(schema.documents, belongs))
    work.rewrite(
        schema.responses, lambda row: {**row, "answers": {}} if not is_first_answer(row) else row
    )
    work.remove_people_of_no_use()
    work.forget(belongs)


def _sealed(table: str, row: Mapping[str, Any]) -> bool:
    return table == "sealing_keys" or (table == "responses" and row["sealed"] is not None)


def _remove_sealed(work: _Ending) -> None:
    def nothing_else(table: str, row: Mapping[str, Any]) -> bool:
        return _sealed(table, row) and not row["answers"]

    work.remove(schema.sealing_keys, work.rows(schema.sealing_keys))
    work.remove(schema.responses, work.rows(schema.responses, nothing_else))
    work.rewrite(schema.responses, lambda row: {**row, "sealed": None})


def _sealed_answers(work: _Ending) -> None:
    _remove_sealed(work)
    work.remove_people_of_no_use()
    work.forget(_sealed)


_OF_PAIRS = (
    "outbox",
    "opened",
    "lottery",
    "mentor_places",
    "baselines",
    "meetings",
    "contacts",
    "mailing",
    "reminded",
    "kit",
)
"""The documents that tell of pairs: letters, what was opened, draws, places, days, meetings."""


def _pairs(work: _Ending) -> None:
    def belongs(table: str, row: Mapping[str, Any]) -> bool:
        about = table == "documents" and row["kind"] in _OF_PAIRS
        return table in ("pairs", "matchings") or about or _sealed(table, row)

    _remove_sealed(work)
    work.rewrite(schema.responses, lambda row: {**row, "pair_id": None, "partner_id": None})
    for table in (schema.pairs, schema.matchings):
        work.remove(table, work.rows(table))
    work.remove(schema.documents, work.rows(schema.documents, belongs))
    work.remove_people_of_no_use()
    work.forget(belongs)


def _access_log(work: _Ending) -> None:
    def belongs(table: str, row: Mapping[str, Any]) -> bool:
        return table == "accesses" or (table == "documents" and row["kind"] == "written")

    work.remove(schema.accesses, work.rows(schema.accesses))
    work.remove(schema.documents, work.rows(schema.documents, belongs))
    work.forget(belongs)


def _objections(work: _Ending) -> None:
    for table in (schema.objections, schema.erasures):
        work.remove(table, work.rows(table))
    work.remove_people_of_no_use()
    work.forget(lambda table, _row: table in ("objections", "erasures"))


ENDED_IN_THE_FILE: Mapping[str, Callable[[_Ending], None]] = {
    "staff list": _staff_list,
    "answers": _answers,
    "evaluation answers": _evaluation_answers,
    "sealed answers": _sealed_answers,
    "pairs": _pairs,
    "access log": _access_log,
    "objections and erasures": _objections,
    "history": _Ending.forget_what_was,
}
"""The classes of data that are kept in the file, each with how it ends."""
