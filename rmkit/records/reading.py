"""Reading the programme file: records out of rows, each one checked by its digest.

The same questions can be put to the file and to a change that is under way, which then sees what
it wrote. Nothing here writes.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Table, select

from rmkit.errors import UnknownName
from rmkit.instruments.model import Instrument
from rmkit.records import history as chain
from rmkit.records import schema
from rmkit.records.model import (
    PERSON_STATES,
    Access,
    HistoryChange,
    HistoryEntry,
    Info,
    KeptClustering,
    KeptMatching,
    Objection,
    Pair,
    PairState,
    Person,
    Purpose,
    Response,
    Retention,
    SealingKey,
)
from rmkit.records.rows import (
    Row,
    as_record,
    counting,
    instrument_from,
    rows_with_values,
    sound_rows,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Reading"]


class Reading(ABC):
    """What can be asked of the file. Every method may raise `FileRefused` for a damaged row."""

    @abstractmethod
    def _connected(self) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction."""

    @property
    @abstractmethod
    def _file_name(self) -> str:
        """The name of the file, for messages."""

    def rows(self, table: Table, *where: ColumnElement[bool]) -> list[Row]:
        """Read rows of a table in the order of its primary key, checked by their digests."""
        with self._connected() as connection:
            return sound_rows(connection, table, where, file_name=self._file_name)

    @property
    def info(self) -> Info:
        """Name, organisation, language, id and beginning of the programme."""
        (row,) = self.rows(schema.programme)
        return as_record(Info, schema.programme, row)

    def people(self) -> list[Person]:
        """List everybody on the staff list and every candidate, by person_id."""
        return [as_record(Person, schema.people, r) for r in self.rows(schema.people)]

    def person(self, person_id: str) -> Person:
        """Find a person; raise `UnknownName` where nobody has this id."""
        column = schema.people.c.person_id
        for row in self.rows(schema.people, column == person_id):
            return as_record(Person, schema.people, row)
        with self._connected() as connection:
            known = connection.execute(select(column)).scalars().all()
        raise UnknownName(kind="person", name=person_id, known=known)

    def state_counts(self) -> dict[str, int]:
        """Count the candidates in each state, in the order in which states follow; 0 included."""
        counts = Counter(str(person.state) for person in self.people())
        return {state: counts[state] for state in PERSON_STATES}

    def responses(
        self,
        instrument_id: str | None = None,
        wave: str | None = None,
        *,
        person_id: str | None = None,
    ) -> list[Response]:
        """List responses in the order in which they were first saved.

        Parameters
        ----------
        instrument_id, wave, person_id
            Only those of this instrument, wave, person; None for all.
        """
        rows = self._response_rows(instrument_id, wave, person_id)
        return [as_record(Response, schema.responses, row) for row in rows]

    def counting(
        self, instrument_id: str, wave: str = "", *, person_id: str | None = None
    ) -> list[Response]:
        """List the responses that count in one wave: the last of each person, about each pair.

        What was written down for somebody in a talk counts where they answered nothing themselves.
        """
        rows = counting(self._response_rows(instrument_id, wave, person_id))
        inorder = sorted(rows, key=lambda row: int(row["number"]))
        return [as_record(Response, schema.responses, row) for row in inorder]

    def instrument_ids(self) -> list[str]:
        """List the ids of the instruments of which a definition was saved."""
        query = select(schema.instruments.c.instrument_id).distinct()
        with self._connected() as connection:
            return sorted(connection.execute(query).scalars().all())

    def _response_rows(
        self, instrument_id: str | None, wave: str | None, person_id: str | None = None
    ) -> list[Row]:
        column = schema.responses.c
        wanted = {
            column.instrument_id: instrument_id,
            column.wave: wave,
            column.person_id: person_id,
        }
        where = [name == value for name, value in wanted.items() if value is not None]
        return self.rows(schema.responses, *where)

    def answers_table(self, instrument_id: str, wave: str | None = None) -> pd.DataFrame:
        """Lay out what people answered to an instrument, one row a person.

        Parameters
        ----------
        instrument_id
            The instrument.
        wave
            Only answers of this wave; None for all.

        Returns
        -------
        DataFrame
            Columns `person_id` and every field key that the coordinator may see, of every
            definition that was answered; rows by person_id, those of anonymous responses last.
            Where a person answered several times, the last answer counts (for each of their pairs,
            if the response is about a pair). Missing is NA. Whole numbers and ratings are Int64,
            other numbers Float64, texts and dates `string`; a multiple choice is a list.
        """
        from rmkit.records.table import laid_out

        rows = self._response_rows(instrument_id, wave)
        ids = sorted({row["definition_id"] for row in rows})
        asked = self._instruments(ids)
        if not asked and (latest := self.instrument(instrument_id)):
            asked = [latest]
        return laid_out(rows, asked)

    def answered(self, instrument_id: str) -> list[Instrument]:
        """List the definitions of an instrument that somebody answered, oldest first."""
        column = schema.responses.c
        query = select(column.definition_id).where(column.instrument_id == instrument_id)
        with self._connected() as connection:
            ids = connection.execute(query.distinct()).scalars().all()
        return self._instruments(ids)

    def asked_in(self, response: Response) -> Instrument:
        """Give the very definition that a response answered."""
        return self._instruments([response.definition_id or 0])[0]

    def definition(self, definition_id: int) -> Instrument | None:
        """Give a definition by its number; None where there is none."""
        return next(iter(self._instruments([definition_id])), None)

    def _instruments(self, ids: Sequence[int]) -> list[Instrument]:
        rows = self.rows(schema.instruments, schema.instruments.c.definition_id.in_(ids))
        return [instrument_from(row["definition"]) for row in rows]

    def instrument(self, instrument_id: str, version: int | None = None) -> Instrument | None:
        """Give the definition that was saved last (of a version); None where there is none."""
        row = self._definition(instrument_id, version)
        return None if row is None else instrument_from(row["definition"])

    def _definition(self, instrument_id: str, version: int | None = None) -> Row | None:
        column = schema.instruments.c.instrument_id
        with self._connected() as connection:
            found = rows_with_values(connection, column, [instrument_id], file_name=self._file_name)
        rows = [row for row in found if version in (None, row["version"])]
        return rows[-1] if rows else None

    def document(self, kind: str, name: str = "") -> dict[str, Any] | None:
        """Give the content of a document; None where there is none of this kind and name."""
        column = schema.documents.c
        rows = self.rows(schema.documents, column.kind == kind, column.name == name)
        return json.loads(rows[0]["content"]) if rows else None

    def documents(self, kind: str) -> dict[str, dict[str, Any]]:
        """Give the contents of all documents of a kind, by name."""
        rows = self.rows(schema.documents, schema.documents.c.kind == kind)
        return {row["name"]: json.loads(row["content"]) for row in rows}

    def clustering(self) -> KeptClustering | None:
        """Give the clustering that was made last; None where there is none."""
        rows = self._latest(schema.clusterings)
        return as_record(KeptClustering, schema.clusterings, rows[-1]) if rows else None

    def matching(self, matching_id: int | None = None) -> KeptMatching | None:
        """Give a matching, or the one that was made last; None where there is none."""
        column = schema.matchings.c.matching_id
        if matching_id is None:
            rows = self._latest(schema.matchings)
        else:
            rows = self.rows(schema.matchings, column == matching_id)
        return as_record(KeptMatching, schema.matchings, rows[-1]) if rows else None

    def _latest(self, table: Table) -> list[Row]:
        """Read the row with the highest number only: results are large."""
        (number,) = table.primary_key.columns
        newest = select(number).order_by(number.desc()).limit(1).scalar_subquery()
        return self.rows(table, number == newest)

    def pairs(self, state: PairState | None = None) -> list[Pair]:
        """List pairs by matching and in its order: those of a state, or all."""
        where = [] if state is None else [schema.pairs.c.state == state]
        found = [as_record(Pair, schema.pairs, row) for row in self.rows(schema.pairs, *where)]
        return sorted(found, key=lambda pair: (pair.matching_id, pair.pair_id))

    def pair(self, pair_id: str) -> Pair:
        """Find a pair; raise `UnknownName` where there is none with this id."""
        for row in self.rows(schema.pairs, schema.pairs.c.pair_id == pair_id):
            return as_record(Pair, schema.pairs, row)
        raise UnknownName(kind="pair", name=pair_id, known=[p.pair_id for p in self.pairs()])

    def retention(self) -> list[Retention]:
        """List what classes of data are kept, what for, and until when."""
        rows = self.rows(schema.retention)
        return [as_record(Retention, schema.retention, row) for row in rows]

    def objections(self, person_id: str | None = None) -> list[Objection]:
        """Read what people said about purposes: of one person, or of all."""
        column = schema.objections.c.person_id
        where = () if person_id is None else (column == person_id,)
        rows = self.rows(schema.objections, *where)
        return [as_record(Objection, schema.objections, row) for row in rows]

    def objected(self, purpose: Purpose) -> frozenset[str]:
        """Give the ids of those whose data must not be used for a purpose.

        Whoever does not take part any more (the purpose "participation") is among them for every
        purpose.
        """
        closed = {purpose, "participation"}
        said = self.objections()
        return frozenset(
            one.person_id for one in said if one.purpose in closed and one.state != "lifted"
        )

    def accesses(self, person_id: str | None = None) -> list[Access]:
        """Read who opened what, oldest first: about one person, or all."""
        column = schema.accesses.c.person_id
        where = () if person_id is None else (column == person_id,)
        rows = self.rows(schema.accesses, *where)
        return [as_record(Access, schema.accesses, row) for row in rows]

    def erasures_kept(self) -> int:
        """Count the marks, without names, of those who were erased."""
        return len(self.rows(schema.erasures))

    def sealing_keys(self) -> list[SealingKey]:
        """Read the wrapped keys of pairs and persons."""
        rows = self.rows(schema.sealing_keys)
        return [as_record(SealingKey, schema.sealing_keys, row) for row in rows]

    def changes(self) -> list[HistoryChange]:
        """Read what was done, change by change, oldest first."""
        return chain.changes(self.history())

    def history(self) -> list[HistoryEntry]:
        """List what was done, oldest first."""
        with self._connected() as connection:
            return chain.read(connection, file_name=self._file_name)

    @property
    def last_change(self) -> str | None:
        """When the file was changed last, as a time stamp; None while nothing was done."""
        with self._connected() as connection:
            return chain.last_at(connection)

    def head_digest(self) -> str:
        """Give the digest of the last entry of the history: note it where nobody can alter it."""
        with self._connected() as connection:
            last = chain.head(connection)
        return last[2] if last else ""
