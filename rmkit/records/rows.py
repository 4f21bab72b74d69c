"""Between records and rows: what a row looks like as a record, and as plain JSON for the history.

A *row* is a dict by column name as the database holds it (JSON columns are canonical text). A
*plain* row has JSON columns opened and bytes as hexadecimal text; the history keeps those, and an
undo makes rows from them again. `digest` is in no plain row: it follows from the rest.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, and_, bindparam, select

from rmkit.errors import FileRefused
from rmkit.instruments.model import Instrument
from rmkit.records.digests import canonical, digest_of, row_digest
from rmkit.records.model import TALK
from rmkit.records.schema import digested_columns, json_columns, key_columns

__all__ = [
    "Row",
    "as_plain",
    "as_record",
    "as_row",
    "counting",
    "from_plain",
    "instrument_from",
    "is_key",
    "is_whole",
    "key_of",
    "plain_text",
    "rows_with_key",
    "rows_with_values",
    "sound_rows",
    "with_digest",
]

_text = json.JSONEncoder(ensure_ascii=False, default=bytes.hex).encode

Row = dict[str, Any]
Record = TypeVar("Record")


def key_of(table: Table, row: Mapping[str, Any]) -> Row:
    """Give the columns by which the row is known, with their values."""
    return {name: row[name] for name in key_columns(table)}


def is_key(table: Table, key: Mapping[str, Any]) -> ColumnElement[bool]:
    """Give the condition for the row with a key (or for that of a whole row)."""
    return and_(*(table.c[name] == key[name] for name in key_columns(table)))


def with_digest(table: Table, row: Mapping[str, Any]) -> Row:
    """Give the row with the digest that belongs to it."""
    return {**row, "digest": row_digest(table, row)}


def is_whole(table: Table, row: Mapping[str, Any]) -> bool:
    """Whether the row is as rmkit wrote it."""
    return bool(row["digest"] == row_digest(table, row))


def as_row(table: Table, record: object = None, **more: object) -> Row:
    """Make a row, or part of one, from a record and from columns given by name."""
    values: Row = {}
    if is_dataclass(record):
        values = {field.name: getattr(record, field.name) for field in fields(record)}
    values |= more
    for name in set(json_columns(table)) & set(values):
        values[name] = canonical(values[name])
    return {column.name: values[column.name] for column in table.columns if column.name in values}


def as_record(record_class: type[Record], table: Table, row: Mapping[str, Any]) -> Record:
    """Make a record from a row; columns that the record does not have are left out."""
    opened = json_columns(table)
    values: dict[str, Any] = {
        name: json.loads(row[name]) if name in opened else row[name]
        for name in _names_of(record_class)  # type: ignore[arg-type]
        if name in row
    }
    for name in ("warnings", "opened"):
        if name in values:
            values[name] = tuple(values[name])
    return record_class(**values)


@cache
def _names_of(record_class: Hashable) -> tuple[str, ...]:
    """Name the fields of a record; many thousands of rows become records of one class."""
    return tuple(field.name for field in fields(record_class))  # type: ignore[arg-type]


def as_plain(table: Table, row: Mapping[str, Any]) -> Row:
    """Open the JSON columns of a row, and write bytes as hexadecimal text."""
    opened: Row = json.loads(plain_text(table, row))
    return opened


def plain_text(table: Table, row: Mapping[str, Any]) -> str:
    """Write the plain row as canonical JSON, without opening what is canonical already."""
    opened = json_columns(table)
    parts = [
        f'"{name}":{row[name] if name in opened else _text(row[name])}'
        for name in sorted(digested_columns(table))
    ]
    return "{" + ",".join(parts) + "}"


def from_plain(table: Table, plain: Mapping[str, Any]) -> Row:
    """Make the row again that `as_plain` opened, with its digest."""
    row = dict(plain)
    for name in json_columns(table):
        row[name] = canonical(row[name])
    if row.get("sealed") is not None:
        row["sealed"] = bytes.fromhex(row["sealed"])
    return with_digest(table, row)


def sound_rows(
    connection: Connection,
    table: Table,
    where: Iterable[ColumnElement[bool]] = (),
    *,
    file_name: str,
) -> list[Row]:
    """Read rows in the order of their primary key; refuse where one was altered or damaged.

    Raises
    ------
    FileRefused
        The digest of a row does not fit: better no answer than a wrong one.
    """
    query = select(table).where(*where).order_by(*table.primary_key.columns)
    return _sound(connection, table, query, {}, file_name)


def rows_with_key(
    connection: Connection, table: Table, key: Mapping[str, Any], *, file_name: str
) -> list[Row]:
    """Read the row with a key, as `sound_rows` does."""
    given = {f"key_{name}": key[name] for name in key_columns(table)}
    return _sound(connection, table, _by_key(table), given, file_name)


def rows_with_values(
    connection: Connection,
    column: Column[Any],
    values: Sequence[object],
    *,
    within: tuple[Column[Any], object] | None = None,
    file_name: str,
) -> list[Row]:
    """Read the rows that have one of the values in a column, as `sound_rows` does.

    `within` names another column and the one value that it must have.
    """
    query = _by_values(column, None if within is None else within[0])
    given = {"wanted": values, **({} if within is None else {"within": within[1]})}
    return _sound(connection, column.table, query, given, file_name)


@cache
def _by_key(table: Table) -> Select[Any]:
    """Make the query once; making one costs more than running it."""
    return select(table).where(
        *(table.c[name] == bindparam(f"key_{name}") for name in key_columns(table))
    )


@cache
def _by_values(column: Column[Any], within: Column[Any] | None) -> Select[Any]:
    query = select(column.table).where(column.in_(bindparam("wanted", expanding=True)))
    if within is not None:
        query = query.where(within == bindparam("within"))
    return query.order_by(*column.table.primary_key.columns)


def _sound(
    connection: Connection,
    table: Table,
    query: Select[Any],
    given: Mapping[str, object],
    file_name: str,
) -> list[Row]:
    names = [column.name for column in table.columns]
    at = names.index("digest")
    rows, wrong = [], 0
    for values in connection.execute(query, given).all():
        wrong += values[at] != digest_of(table.name, [*values[:at], *values[at + 1 :]])
        rows.append(dict(zip(names, values, strict=True)))
    if wrong:
        message = (
            f'"{file_name}" holds {wrong} of {len(rows)} rows of {table.name} that were damaged '
            "or altered outside rmkit, so they are not used; check the file and restore a backup."
        )
        raise FileRefused(message)
    return rows


@lru_cache(maxsize=32)
def instrument_from(definition: str) -> Instrument:
    """Make the instrument from its canonical JSON; the same text gives the same object."""
    return Instrument.model_validate(json.loads(definition))


def counting(rows: Iterable[Row]) -> list[Row]:
    """Keep the response of each person (about each pair) that counts; of anonymous ones all.

    It is their last one. What somebody else wrote down for them in a talk counts only where they
    answered nothing themselves.
    """
    kept: dict[object, Row] = {}
    for row in sorted(rows, key=_weight):
        anonymous = row["person_id"] is None
        kept[row["number"] if anonymous else (row["person_id"], row["pair_id"])] = row
    return list(kept.values())


def _weight(row: Row) -> tuple[bool, str, int]:
    return row["source"] != TALK, row["received_at"], row["number"]
