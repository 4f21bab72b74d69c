"""Saving what a person may ask for: objections, who looked at what, keys of sealed answers."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Table

from rmkit.records import schema
from rmkit.records.digests import canonical
from rmkit.records.model import Objection, SealingKey
from rmkit.records.rows import Row, as_row, key_of, plain_text
from rmkit.records.writing import Writing

__all__ = ["Rights", "note_erased", "was_erased"]


class Rights(Writing):
    """The part of a change that saves objections, accesses and sealing keys."""

    def save_objection(self, objection: Objection) -> bool:
        """Save what a person says about a purpose, in place of what they said before.

        Say whether that changed anything. When and by whom is filled in here.

        Raises
        ------
        UnknownName
            Nobody has this id.
        """
        self.person(objection.person_id)
        said = replace(objection, at=self.ledger.at, by=self.ledger.actor)
        row = as_row(schema.objections, said)
        before = self.one(schema.objections, row)
        if before is not None and before["state"] == said.state:
            return False
        return self.put(schema.objections, row)

    def note_access(self, what: str, person_ids: Iterable[str | None] = (None,)) -> None:
        """Note that the one who makes this change opened something about people.

        Parameters
        ----------
        what
            What was opened, in words without personal data ("All that is kept about a person").
        person_ids
            About whom; None for what is about everybody.
        """
        ids = list(person_ids)
        self.need_people(ids)
        rows = [
            as_row(
                schema.accesses,
                number=self.next_number(schema.accesses),
                at=self.ledger.at,
                actor=self.ledger.actor,
                person_id=person_id,
                what=what,
            )
            for person_id in ids
        ]
        self.put_over(schema.accesses, [(None, row) for row in rows])

    def save_sealing_key(self, key: SealingKey) -> bool:
        """Save the wrapped key of a pair or a person; say whether that changed anything.

        Raises
        ------
        UnknownName
            The pair or the person is not there.
        """
        self.need_people([key.person_id])
        if key.pair_id is not None:
            self.pair(key.pair_id)
        made_at = key.made_at or self.ledger.at
        return self.put(schema.sealing_keys, as_row(schema.sealing_keys, key, made_at=made_at))

    def take_over_erasures(self, rows: Iterable[Row]) -> None:
        """Keep the marks of those whom another state of this file has erased."""
        marks = [{**row, "number": self.next_number(schema.erasures)} for row in rows]
        self.put_over(schema.erasures, [(None, row) for row in marks])

    def take_over_said(self, objections: Iterable[Row], accesses: Iterable[Row]) -> None:
        """Keep what people said and who looked, as another state of this file has it.

        Whom this state does not know has nothing here that could be used.
        """
        known = {person.person_id for person in self.people()}
        for row in objections:
            if row["person_id"] in known:
                self.put(schema.objections, row)
        there = {_seen(row) for row in self.rows(schema.accesses)}
        new = [row for row in accesses if _seen(row) not in there]
        numbered = [{**row, "number": self.next_number(schema.accesses)} for row in new]
        self.put_over(schema.accesses, [(None, row) for row in numbered])

    def note_same(self, table: Table) -> None:
        """Note in the history that the rows of a table are what they were."""
        for row in self.rows(table):
            same = plain_text(table, row)
            self.ledger.note(table.name, canonical(key_of(table, row)), same, same)


def _seen(row: Row) -> tuple[object, ...]:
    return row["at"], row["actor"], row["person_id"], row["what"]


def note_erased(writing: Writing, person_id: str) -> None:
    """Keep a slow, salted digest of an erased id, so that a restored backup is erased again.

    One salt serves the whole file. Who has the file can still test a guess at an id, at about
    twenty guesses a second.
    """
    rows = writing.rows(schema.erasures)
    salt = str(rows[0]["salt"]) if rows else secrets.token_hex(16)
    row = as_row(
        schema.erasures,
        number=writing.next_number(schema.erasures),
        at=writing.ledger.at,
        salt=salt,
        person_digest=_slow_digest(person_id, salt),
    )
    writing.put(schema.erasures, row)


def was_erased(person_id: str, marks: Iterable[tuple[str, str]]) -> bool:
    """Whether an id is among those erased, given as pairs of salt and digest."""
    return any(_slow_digest(person_id, salt) == digest for salt, digest in marks)


def _slow_digest(person_id: str, salt: str) -> str:
    raw = hashlib.scrypt(person_id.encode(), salt=salt.encode(), n=2**14, r=8, p=1)
    return raw[:32].hex()
