"""How a row reaches the file: compared, written and noted in the history, in one transaction."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    func,
    select,
)

from rmkit.records import schema
from rmkit.records.digests import canonical
from rmkit.records.history import Ledger
from rmkit.records.reading import Reading
from rmkit.records.rows import (
    Row,
    key_of,
    plain_text,
    rows_with_key,
    rows_with_values,
    with_digest,
)

__all__ = ["Writing"]


class Writing(Reading):
    """A transaction that can be read from and in which rows are put and removed.

    Parameters
    ----------
    connection
        A connection that has begun to write.
    ledger
        Where each touched row is noted.
    file_name
        For messages.
    """

    def __init__(self, connection: Connection, ledger: Ledger, *, file_name: str) -> None:
        self.connection = connection
        self.ledger = ledger
        self._name = file_name
        self._last_numbers: dict[str, int] = {}

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        yield self.connection

    @property
    def _file_name(self) -> str:
        return self._name

    def put(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Write a row, new or in place of the one with its key; say whether it is another now."""
        return bool(self.put_over(table, [(self.one(table, key_of(table, row)), row)]))

    def put_over(self, table: Table, rows: Iterable[tuple[Row | None, Mapping[str, Any]]]) -> int:
        """Write rows in order, each over what was there before it; give how many are others now.

        Parameters
        ----------
        table
            The table of all of them.
        rows
            Pairs of the row that is there (None for a new one) and the row that shall be.
        """
        changed = [
            (before, after) for before, row in rows if before != (after := with_digest(table, row))
        ]
        for is_new, group in itertools.groupby(changed, key=lambda pair: pair[0] is None):
            pairs = list(group)
            rows_now = [after for _, after in pairs]
            if is_new:
                self.connection.execute(table.insert(), rows_now)
            else:
                update = table.update().where(_by_key(table))
                self.connection.execute(update, [{**_sought(table, r), **r} for r in rows_now])
            for before, after in pairs:
                opened = plain_text(table, before) if before else None
                key = canonical(key_of(table, after))
                self.ledger.note(table.name, key, opened, plain_text(table, after))
        return len(changed)

    def remove(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Remove rows; what they were goes to the history."""
        if not rows:
            return
        delete = table.delete().where(_by_key(table))
        self.connection.execute(delete, [_sought(table, row) for row in rows])
        for row in rows:
            key = canonical(key_of(table, row))
            self.ledger.note(table.name, key, plain_text(table, row), None)

    def one(self, table: Table, key: Mapping[str, Any]) -> Row | None:
        """Read the row with a key; None where there is none."""
        rows = rows_with_key(self.connection, table, key, file_name=self._name)
        return rows[0] if rows else None

    def rows_with(
        self,
        column: Column[Any],
        values: Iterable[object],
        *,
        within: tuple[Column[Any], object] | None = None,
    ) -> list[Row]:
        """Read the rows that have one of the values in a column; None is no value.

        `within` names another column and the one value that it must have.
        """
        found: list[Row] = []
        wanted = sorted({value for value in values if value is not None}, key=str)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            found += rows_with_values(
                self.connection, column, some, within=within, file_name=self._name
            )
        return found

    def need_people(self, person_ids: Iterable[str | None]) -> None:
        """Raise `UnknownName` for an id that nobody has."""
        wanted = {person_id for person_id in person_ids if person_id is not None}
        there = self.rows_with(schema.people.c.person_id, wanted)
        for person_id in sorted(wanted - {row["person_id"] for row in there}):
            self.person(person_id)

    def next_number(self, table: Table) -> int:
        """Give the number for a new row. Nobody else writes meanwhile, so it is free."""
        if table.name not in self._last_numbers:
            (column,) = table.primary_key.columns
            last = self.connection.execute(_last_number(column)).scalar()
            self._last_numbers[table.name] = last or 0
        self._last_numbers[table.name] += 1
        return self._last_numbers[table.name]


@cache
def _last_number(column: Column[Any]) -> Select[Any]:
    return select(func.max(column))


def _by_key(table: Table) -> ColumnElement[bool]:
    return and_(
        *(table.c[name] == bindparam(f"sought_{name}") for name in schema.key_columns(table))
    )


def _sought(table: Table, row: Mapping[str, Any]) -> Row:
    return {f"sought_{name}": value for name, value in key_of(table, row).items()}
