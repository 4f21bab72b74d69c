"""Saving who there is, what is asked, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from uuid import uuid4

from sqlalchemy import select

from rmkit.errors import NotAllowed, NotSaved, UnknownName
from rmkit.instruments.model import Instrument
from rmkit.records import schema
from rmkit.records.digests import canonical
from rmkit.records.model import Person, PersonState, Response
from rmkit.records.rows import Row, as_row, instrument_from, with_digest
from rmkit.records.writing import Writing

__all__ = ["Collecting"]


class Collecting(Writing):
    """The part of a change that saves people, instruments and responses."""

    def save_person(self, person: Person) -> bool:
        """Save a new person, or all about one who is there; say whether that changed anything.

        All of the record is saved: to change one thing, save a copy of the person that is there
        (`dataclasses.replace`). When and by whom a state was set is filled in here.

        Raises
        ------
        NotSaved
            Somebody else has this e-mail address.
        """
        return bool(self.save_people([person]))

    def save_people(self, people: Iterable[Person]) -> int:
        """Save many people as `save_person` does, much quicker; give how many are changed."""
        people = list(people)
        column = schema.people.c
        ids, addresses = [p.person_id for p in people], [p.email for p in people]
        there = {row["person_id"]: row for row in self.rows_with(column.person_id, ids)}
        taken = self.rows_with(column.email, addresses)
        owners = {row["email"]: row["person_id"] for row in taken}
        rows = []
        for person in people:
            before = there.get(person.person_id)
            _claim_address(person, owners)
            row = with_digest(schema.people, self._person_row(person, before))
            rows.append((before, row))
            there[person.person_id] = row
        return self.put_over(schema.people, rows)

    def _person_row(self, person: Person, before: Row | None) -> Row:
        at, by = person.state_at, person.state_by
        if person.state is None:
            at = by = None
        elif before is None or before["state"] != person.state:
            at, by = self.ledger.at, self.ledger.actor
        else:
            at, by = before["state_at"], before["state_by"]
        return as_row(schema.people, replace(person, state_at=at, state_by=by))

    def set_state(self, person_id: str, state: PersonState) -> bool:
        """Save what became of a candidate; say whether that changed anything."""
        return self.save_person(replace(self.person(person_id), state=state))

    def save_instrument(self, instrument: Instrument) -> bool:
        """Save a definition, unless it is the one in use; say whether that changed anything.

        A definition is never altered: another one becomes a new row, and what was answered to
        the old one stays with it.
        """
        row = as_row(
            schema.instruments,
            instrument_id=instrument.id,
            version=instrument.version,
            variant=instrument.variant,
            saved_at=self.ledger.at,
            definition=instrument.model_dump(mode="json", exclude_none=True),
        )
        latest = self._definition(instrument.id)
        if latest is not None and latest["definition"] == row["definition"]:
            return False
        number = self.next_number(schema.instruments)
        return self.put(schema.instruments, {"definition_id": number, **row})

    def keep_definition(self, instrument: Instrument) -> int:
        """Give the number of a definition, which is saved if no row holds it yet."""
        wanted = canonical(instrument.model_dump(mode="json", exclude_none=True))
        for row in self.rows(
            schema.instruments, schema.instruments.c.instrument_id == instrument.id
        ):
            if row["definition"] == wanted:
                return int(row["definition_id"])
        self.save_instrument(instrument)
        latest = self._definition(instrument.id)
        return int(latest["definition_id"]) if latest else 0

    def save_response(self, response: Response) -> str:
        """Save a response, or the new content of one that is there; give its response_id.

        It is there already if its response_id is, or its external_id in the same instrument.

        Raises
        ------
        NotAllowed
            `answers` holds something that the coordinator may not see, or that was not asked.
        UnknownName
            The instrument, a person or the pair is not in the file.
        """
        return self.save_responses([response])[0]

    def save_responses(self, responses: Iterable[Response]) -> list[str]:
        """Save many responses as `save_response` does, much quicker; give their response_ids."""
        responses = list(responses)
        self.need_people({r.person_id for r in responses} | {r.partner_id for r in responses})
        for pair_id in sorted({r.pair_id for r in responses if r.pair_id}):
            self.pair(pair_id)
        asked = dict.fromkeys(map(_asked, responses))
        definitions = {one: self._definition_for(*one) for one in asked}
        there = _Responses(self, responses)
        rows = []
        for response in responses:
            definition = definitions[_asked(response)]
            _refuse_unseen(response, definition["definition"])
            before = there.find(response)
            row = with_digest(schema.responses, self._response_row(response, before, definition))
            rows.append((before, row))
            there.add(row)
        self.put_over(schema.responses, rows)
        return [str(row["response_id"]) for _, row in rows]

    def _response_row(self, response: Response, before: Row | None, definition: Row) -> Row:
        number = before["number"] if before else self.next_number(schema.responses)
        kept = before or {"response_id": uuid4().hex, "received_at": self.ledger.at}
        return as_row(
            schema.responses,
            response,
            number=number,
            response_id=response.response_id or kept["response_id"],
            received_at=response.received_at or kept["received_at"],
            definition_id=definition["definition_id"],
        )

    def _definition_for(self, instrument_id: str, version: int, definition_id: int | None) -> Row:
        if definition_id is None:
            found = self._definition(instrument_id, version)
        else:
            found = self.one(schema.instruments, {"definition_id": definition_id})
        if found and (found["instrument_id"], found["version"]) == (instrument_id, version):
            return found
        rows = self.connection.execute(
            select(schema.instruments.c.instrument_id, schema.instruments.c.version).distinct()
        )
        known = [f"{name}, version {number}" for name, number in rows]
        name = f"{instrument_id}, version {version}"
        raise UnknownName(kind="saved instrument", name=name, known=known)


class _Responses:
    """The responses that are there, found by response_id or by what the survey tool calls them."""

    def __init__(self, writing: Writing, responses: Sequence[Response]) -> None:
        column = schema.responses.c
        self._rows: dict[object, Row] = {}
        found = writing.rows_with(column.response_id, [r.response_id or None for r in responses])
        for instrument_id in sorted({r.instrument_id for r in responses}):
            names = [r.external_id for r in responses if r.instrument_id == instrument_id]
            same = (column.instrument_id, instrument_id)
            found += writing.rows_with(column.external_id, names, within=same)
        for row in found:
            self.add(row)

    def find(self, response: Response) -> Row | None:
        """Give the row that the response alters, if there is one."""
        if response.response_id:
            return self._rows.get(response.response_id)
        return self._rows.get((response.instrument_id, response.external_id))

    def add(self, row: Row) -> None:
        """Remember a row as it is now."""
        self._rows[row["response_id"]] = row
        if row["external_id"] is not None:
            self._rows[(row["instrument_id"], row["external_id"])] = row


def _asked(response: Response) -> tuple[str, int, int | None]:
    return response.instrument_id, response.instrument_version, response.definition_id


def _claim_address(person: Person, owners: dict[str, str]) -> None:
    """Refuse an e-mail address that is somebody else's."""
    if person.email is None:
        return
    owner = owners.setdefault(person.email, person.person_id)
    if owner != person.person_id:
        message = (
            f'Person "{person.person_id}" has the e-mail address of person "{owner}"; nothing '
            "was changed. Correct one of the two, or keep one of them if they are the same."
        )
        raise NotSaved(message)


@lru_cache(maxsize=32)
def _open_keys(definition: str) -> dict[str, bool]:
    """For each field key, whether the coordinator may see it."""
    fields = instrument_from(definition).fields
    return {field.key: field.visibility == "coordinator" for field in fields}


def _refuse_unseen(response: Response, definition: str) -> None:
    """Refuse answers that must not stand in clear: closed ones, and any that is not known."""
    keys = _open_keys(definition)
    closed = sorted(key for key in response.answers if not keys.get(key, True))
    if closed:
        message = (
            f"{', '.join(closed)} in {response.instrument_id} is for the pair or the person "
            "alone and is never kept in clear; nothing was saved. Seal it, or leave it out."
        )
        raise NotAllowed(message)
    unknown = sorted(set(response.answers) - set(keys))
    if unknown:
        message = (
            f"{', '.join(map(str, unknown))} is not asked in {response.instrument_id}, version "
            f"{response.instrument_version}; nothing was saved."
        )
        raise NotAllowed(message)
