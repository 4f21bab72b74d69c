"""Erasing one person: their rows, and every mention in the rows and undo entries of others.

What goes: the person, their responses, objections and keys; their part in pairs (the other one's
pair stays, without reason and points, which told about both); their id, name and addresses in
staff data, documents, clusterings, matchings, the access log and who-did-it columns; each answer
of another that is nothing but their name, address or id; the content of every history entry in
which they are named. What was touched gets a new entry with what it is now, so that the file can
still be checked against its history. None of this can be undone.

What stays: the words of others in which the name occurs. They are theirs, and only a reader can
judge them; the responses are listed. A name that somebody else has too is theirs as well: it stays.

Words that name the person are collected from all that the file holds about them, earlier names
and addresses in the history included.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table

from rmkit.records import history as chain
from rmkit.records import schema
from rmkit.records.digests import canonical
from rmkit.records.mentions import Mentions, folded
from rmkit.records.model import Erasure, HistoryEntry
from rmkit.records.rights import note_erased
from rmkit.records.rows import (
    Row,
    as_plain,
    from_plain,
    instrument_from,
    is_key,
    key_of,
    plain_text,
)
from rmkit.records.writing import Writing

__all__ = ["erase"]

_NAMING = {"text", "long_text"}
_PEOPLE_ALONE = ("clusterings", "matchings")
_REDACTED = (
    schema.people,
    schema.responses,
    schema.documents,
    schema.clusterings,
    schema.matchings,
    schema.pairs,
    schema.accesses,
    schema.sealing_keys,
)


def erase(writing: Writing, person_id: str) -> Erasure:
    """Erase a person within a transaction; the store rewrites the file afterwards.

    Raises
    ------
    UnknownName
        Nobody has this id.
    """
    entries = writing.history()
    answers = {*_direct_answers(writing, person_id)} - _of_the_coordinator(writing)
    words = answers | {*_earlier_words(entries, person_id)}
    if not any(_is_row_of(entry, person_id) for entry in entries):  # also who was undone since
        writing.person(person_id)
    others = [other for other in writing.people() if other.person_id != person_id]
    theirs = {folded(word or "") for o in others for word in (o.person_id, o.name, o.email)}
    work = _Erasing(writing, person_id, {word for word in words if folded(word) not in theirs})
    work.remove_own()
    work.remove_keys_of_nobody()
    work.leave_pairs()
    for table in _REDACTED:
        work.redact(table)
    work.remove_person()
    work.erase_entries(entries)
    work.note_what_is_now()
    note_erased(writing, person_id)
    return Erasure(
        removed=len(work.removed),
        altered=len(work.altered),
        entries_erased=work.entries_erased,
        free_text=tuple(work.free_text),
    )


def _direct_answers(writing: Writing, person_id: str) -> Iterator[str]:
    """Give what the person answered to questions that identify: name, address, profile link."""
    for response in writing.responses(person_id=person_id):
        row = writing.one(schema.instruments, {"definition_id": response.definition_id})
        for field in instrument_from(row["definition"]).fields if row else ():
            answer = response.answers.get(field.key)
            if field.privacy == "direct" and isinstance(answer, str):
                yield answer


def _of_the_coordinator(writing: Writing) -> set[str]:
    """Give the coordinator's name and address, which may stand in what was noted of a person."""
    named = writing.document("coordinator") or {}
    return {word for word in named.values() if isinstance(word, str)}


def _earlier_words(entries: list[HistoryEntry], person_id: str) -> Iterator[str]:
    for entry in entries:
        if _is_row_of(entry, person_id):
            for row in (entry.before or {}, entry.after or {}):
                yield from (str(row[name]) for name in ("name", "email") if row.get(name))


def _is_row_of(entry: HistoryEntry, person_id: str) -> bool:
    return entry.table == "people" and entry.key == {"person_id": person_id}


class _Erasing:
    """The steps of one erasure, what they touched, and the counts they leave."""

    def __init__(self, writing: Writing, person_id: str, words: set[str]) -> None:
        self.removed: set[tuple[str, str]] = set()
        self.altered: set[tuple[str, str]] = set()
        self.entries_erased = 0
        self.free_text: list[str] = []
        self._writing = writing
        self._connection = writing.connection
        self._person_id = person_id
        self._mentions = Mentions.of(person_id, words)
        self._among_people = Mentions.of(person_id, words, bare_id=True)
        self._touched: dict[tuple[str, str], None] = {}
        self._kinds_asked: dict[int, dict[str, str]] = {}

    def remove_own(self) -> None:
        """Remove what is theirs alone: answers, objections, their own keys."""
        for table in (schema.responses, schema.objections, schema.sealing_keys):
            for row in self._writing.rows(table, table.c.person_id == self._person_id):
                self._remove(table, row)

    def remove_keys_of_nobody(self) -> None:
        """Remove the public half of a pair's key where nobody is left who can open it."""
        keys = self._writing.rows(schema.sealing_keys)
        opened = {row["pair_id"] for row in keys if row["person_id"] is not None}
        for row in keys:
            if row["person_id"] is None and row["pair_id"] not in opened:
                self._remove(schema.sealing_keys, row)

    def leave_pairs(self) -> None:
        """Take them out of their pairs, with what told about both."""
        for row in self._writing.rows(schema.pairs):
            if self._person_id in (row["mentor_id"], row["mentee_id"]):
                plain = as_plain(schema.pairs, row)
                for name in ("mentor_id", "mentee_id"):
                    plain[name] = None if plain[name] == self._person_id else plain[name]
                plain |= {"score": None, "points": {}, "reason": "", "warnings": []}
                self._rewrite(schema.pairs, row, plain)

    def redact(self, table: Table) -> None:
        """Take their mentions out of the rows of a table."""
        for row in self._writing.rows(table):
            if table is schema.people and row["person_id"] == self._person_id:
                continue
            if table is schema.documents and self._mentions.in_text(row["name"]):
                self._remove(table, row)
                continue
            plain = as_plain(table, row)
            cleared = {name: self._cleared(table, row, name, plain[name]) for name in plain}
            if cleared != plain:
                self._rewrite(table, row, cleared)

    def _cleared(self, table: Table, row: Row, name: str, value: object) -> object:
        if table is schema.people and name in ("person_id", "name", "email"):
            return value
        if table is schema.responses and isinstance(value, dict):
            return self._cleared_answers(row, value)
        if name in schema.json_columns(table):
            return self._mentions_in(table.name).without(value)
        if name in schema.key_columns(table):
            return value
        cleared = self._mentions.without(value, key=name)
        return "" if cleared is None and not table.c[name].nullable else cleared

    def _mentions_in(self, table: str) -> Mentions:
        return self._among_people if table in _PEOPLE_ALONE else self._mentions

    def _cleared_answers(self, row: Row, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Drop answers of another that are nothing but the person's name, address or id."""
        kinds = self._kinds(row["definition_id"])
        texts = {key for key in answers if kinds.get(key) in _NAMING}
        dropped = {key for key in texts if self._mentions.is_them(answers[key])}
        if any(self._mentions.in_text(answers[key]) for key in texts - dropped):
            self.free_text.append(row["response_id"])
        return {key: answer for key, answer in answers.items() if key not in dropped}

    def _kinds(self, definition_id: int) -> dict[str, str]:
        if definition_id not in self._kinds_asked:
            row = self._writing.one(schema.instruments, {"definition_id": definition_id})
            fields = instrument_from(row["definition"]).fields if row else ()
            self._kinds_asked[definition_id] = {field.key: field.kind for field in fields}
        return self._kinds_asked[definition_id]

    def remove_person(self) -> None:
        """Remove the row of the person, to which nothing points any more."""
        for row in self._writing.rows(schema.people, schema.people.c.person_id == self._person_id):
            self._remove(schema.people, row)

    def erase_entries(self, entries: list[HistoryEntry]) -> None:
        """Take the content out of history entries that name the person, and them out as actor."""
        naming = [
            entry
            for entry in entries
            if self._mentions_in(entry.table).found([entry.key, entry.before, entry.after])
        ]
        acting = [e.seq for e in entries if self._mentions.in_text(e.actor)]
        chain.erase_payloads(self._connection, [entry.seq for entry in naming])
        chain.erase_actors(self._connection, acting)
        for entry in naming:
            self._touched[(entry.table, canonical(entry.key))] = None
        self.entries_erased = len(naming)

    def note_what_is_now(self) -> None:
        """Say in the history what the touched rows are now; of their own rows, only that."""
        for name, text in self._touched:
            table, key = schema.metadata.tables[name], json.loads(text)
            if self._mentions.found(key):
                self._writing.ledger.note_erased(name)
                continue
            row = self._writing.one(table, key)
            self._writing.ledger.note(name, text, None, plain_text(table, row) if row else None)

    def _remove(self, table: Table, row: Mapping[str, Any]) -> None:
        self._connection.execute(table.delete().where(is_key(table, key_of(table, row))))
        self.removed.add(self._touch(table, row))

    def _rewrite(self, table: Table, row: Row, plain: Mapping[str, Any]) -> None:
        new = from_plain(table, plain)
        self._connection.execute(
            table.update().where(is_key(table, key_of(table, row))).values(new)
        )
        self.altered.add(self._touch(table, row))

    def _touch(self, table: Table, row: Mapping[str, Any]) -> tuple[str, str]:
        place = (table.name, canonical(key_of(table, row)))
        self._touched[place] = None
        return place
