"""Is the file what rmkit wrote? Structure, row digests, the chain, and both against each other.

A row that was altered shows by its digest; a row that was altered together with its digest shows
against the history, whose chain would have to be computed anew as well. Only problems come out;
nothing is mended here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, inspect, select

from rmkit.errors import FileRefused
from rmkit.records import schema, sqlite
from rmkit.records.history import chain_problems
from rmkit.records.rows import is_whole, key_of, plain_text
from rmkit.records.sqlite_errors import plainly

__all__ = ["damaged_rows", "examine_older", "problems"]

_decoder = json.JSONDecoder()
_written = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    default=bytes.hex,  # a damaged key may hold anything
).encode


def problems(connection: Connection) -> list[str]:
    """List all that is wrong with the file, as sentences; empty when it is sound."""
    found = [f"structure: {problem}" for problem in sqlite.damages(connection, thorough=True)]
    if found:  # what is read through a broken structure says nothing about the rows
        return found
    entries = connection.execute(select(schema.history).order_by(schema.history.c.seq))
    rows = entries.mappings().all()
    return [*chain_problems(rows), *_content_problems(connection, rows)]


def examine_older(path: Path) -> list[str]:
    """List what is wrong with a file of an earlier schema, without bringing it to this one."""
    made = sqlite.engine(path, any_version=True)
    try:
        with plainly(path, reading=True), made.begin() as connection:
            found = sqlite.damages(connection, thorough=True, present_layout=False)
            return [f"structure: {problem}" for problem in found] or damaged_rows(connection)
    except FileRefused as error:
        return [str(error)]
    finally:
        made.dispose()


def damaged_rows(connection: Connection) -> list[str]:
    """Tell for each table how many rows are not as rmkit wrote them; empty when all are.

    A table that an earlier schema does not have is passed over.
    """
    found = []
    there = set(inspect(connection).get_table_names())
    for table in (table for table in schema.CONTENT if table.name in there):
        names = [column.name for column in table.columns]
        rows = connection.execute(select(table)).all()
        wrong = sum(not is_whole(table, dict(zip(names, row, strict=True))) for row in rows)
        if wrong:
            found.append(f"{wrong} of {len(rows)} rows of {table.name} are not as rmkit wrote them")
    return found


def _content_problems(connection: Connection, entries: Sequence[RowMapping]) -> Iterator[str]:
    recorded = _last_known(entries)
    for table in schema.CONTENT:
        for row in map(dict, connection.execute(select(table)).mappings()):
            place = _place(table.name, key_of(table, row))
            known = recorded.pop(place, None)
            if not is_whole(table, row):
                yield f"{_told(*place)} was damaged, or altered outside rmkit"
            elif known is None:
                yield f"{_told(*place)} is not in the history"
            elif known != plain_text(table, row):
                yield f"{_told(*place)} is not what the history says it is"
    for (table_name, key), known in recorded.items():
        if known != "null":
            yield f"{_told(table_name, key)} is gone, and the history does not say why"


def _last_known(entries: Sequence[RowMapping]) -> dict[tuple[str, str], str]:
    """Give for each row what the history says last of it; "null" where it was removed."""
    recorded = {}
    for entry in entries:
        if entry["payload"]:
            with contextlib.suppress(ValueError):  # the chain tells that this entry was altered
                key, after = _key_and_after(entry["payload"])
                recorded[(entry["table_name"], key)] = after
    return recorded


def _key_and_after(payload: str) -> tuple[str, str]:
    """Cut two parts out of a payload, which is canonical JSON: after, before and key, in order."""
    parts = []
    at = 0
    for name in ('{"after":', ',"before":', ',"key":'):
        if not payload.startswith(name, at):
            raise ValueError
        start = at + len(name)
        _, at = _decoder.raw_decode(payload, start)
        parts.append(payload[start:at])
    if payload[at:] != "}":
        raise ValueError
    return parts[2], parts[0]


def _place(table_name: str, key: Mapping[str, Any]) -> tuple[str, str]:
    return table_name, _written(key)


def _told(table_name: str, key: str) -> str:
    named = ", ".join(f'{column} "{value}"' for column, value in json.loads(key).items())
    return f"{table_name}: the row with {named}"
