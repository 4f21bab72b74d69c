"""How the programme file is laid out: schema version 2.

Tables in, rows out; nothing here connects, reads or writes. Two columns of every kind of row are
worth knowing: columns marked as JSON hold canonical JSON text (see `digests`), so the same content
is always the same bytes; `digest` is taken over all the others, so a changed digit shows.

Decisions that a later reader may wonder about:

- Words from a fixed list (states, kinds) are checked by the records, not by the database: a new
  state then needs no rebuilt table.
- A definition is one row of `instruments` that is never altered. Responses point to the row they
  answered, since a programme may choose other rows for the same instrument and version.
- `responses.number` counts upwards and tells which of two answers came later; times have seconds
  only, and ids are random.
- `pairs.mentor_id` and `mentee_id` may be empty: an erased partner leaves the other one's pair.
- `history` keeps who, and what was touched, beside salted digests. Only these can be erased;
  the chain runs over the digests and still verifies. The key of a touched row is part of what can
  be erased, because an organisation may use addresses as ids.
- `history.undoes` names the change that a change undoes. It is part of the chain where it is set,
  so that the chain of a file from schema 1 still verifies.
- `accesses.person_id` is no reference: who looked at what outlives an undone import.
- `erasures` holds no more of an erased person than a slow, salted digest of the id: enough to
  erase them again when an older backup is restored.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "APPLICATION_ID",
    "CONTENT",
    "VERSION",
    "accesses",
    "clusterings",
    "digested_columns",
    "documents",
    "erasures",
    "history",
    "instruments",
    "json_columns",
    "key_columns",
    "matchings",
    "metadata",
    "objections",
    "pairs",
    "people",
    "programme",
    "responses",
    "retention",
    "sealing_keys",
]

APPLICATION_ID = int.from_bytes(b"rmkt", "big")
"""What marks a SQLite file as ours (bytes 68 to 71 of its header)."""

VERSION = 2
"""The schema that this code reads and writes."""

metadata = MetaData()


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True, nullable=False)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _json(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, info={"json": True})


def _person(name: str) -> Column[str]:
    return Column(name, Text, ForeignKey("people.person_id"), nullable=True)


def _digest() -> Column[str]:
    return Column("digest", Text, nullable=False)


programme = Table(
    "programme",
    metadata,
    _key("id"),
    _text("name"),
    _text("organisation"),
    _text("language"),
    _text("created_at"),
    _digest(),
)

people = Table(
    "people",
    metadata,
    _key("person_id"),
    Column("email", Text, nullable=True, unique=True),
    _text("name"),
    _text("state", optional=True),
    _text("state_at", optional=True),
    _text("state_by", optional=True),
    _json("staff"),
    _digest(),
)

instruments = Table(
    "instruments",
    metadata,
    Column("definition_id", Integer, primary_key=True, autoincrement=False),
    _text("instrument_id"),
    Column("version", Integer, nullable=False),
    _text("variant", optional=True),
    _text("saved_at"),
    _json("definition"),
    _digest(),
)

responses = Table(
    "responses",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("response_id", Text, nullable=False, unique=True),
    _person("person_id"),
    _person("partner_id"),
    Column("pair_id", Text, ForeignKey("pairs.pair_id"), nullable=True),
    _text("instrument_id"),
    Column("instrument_version", Integer, nullable=False),
    Column("definition_id", Integer, ForeignKey("instruments.definition_id"), nullable=False),
    _text("wave"),
    _text("submitted_at", optional=True),
    _text("received_at"),
    _text("source"),
    _text("external_id", optional=True),
    _json("answers"),
    Column("sealed", LargeBinary, nullable=True),
    _digest(),
    UniqueConstraint("instrument_id", "external_id"),
    Index("responses_by_person", "person_id"),
    info={"key": ("response_id",)},
)

documents = Table(
    "documents",
    metadata,
    _key("kind"),
    _key("name"),
    Column("version", Integer, nullable=False),
    _text("saved_at"),
    _json("content"),
    _digest(),
)

clusterings = Table(
    "clusterings",
    metadata,
    Column("clustering_id", Integer, primary_key=True, autoincrement=False),
    _text("made_at"),
    _json("settings"),
    _json("result"),
    _digest(),
)

matchings = Table(
    "matchings",
    metadata,
    Column("matching_id", Integer, primary_key=True, autoincrement=False),
    _text("made_at"),
    _json("settings"),
    _text("data_digest"),
    _json("result"),
    Column("total", Integer, nullable=False),
    Column("gap", Float, nullable=False),
    _json("opened"),
    _digest(),
)

pairs = Table(
    "pairs",
    metadata,
    _key("pair_id"),
    Column("matching_id", Integer, ForeignKey("matchings.matching_id"), nullable=False),
    _person("mentor_id"),
    _person("mentee_id"),
    _text("state"),
    Column("score", Float, nullable=True),
    _json("points"),
    _text("reason"),
    _json("warnings"),
    _text("confirmed_by", optional=True),
    _text("confirmed_at", optional=True),
    _text("ended_by", optional=True),
    _text("ended_at", optional=True),
    _digest(),
)

retention = Table(
    "retention",
    metadata,
    _key("data_class"),
    _text("purpose"),
    _text("ends_on"),
    _digest(),
)

objections = Table(
    "objections",
    metadata,
    Column("person_id", Text, ForeignKey("people.person_id"), primary_key=True, nullable=False),
    _key("purpose"),
    _text("state"),
    _text("at"),
    _text("by"),
    _digest(),
)

accesses = Table(
    "accesses",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("person_id", optional=True),
    _text("what"),
    _digest(),
)

sealing_keys = Table(
    "sealing_keys",
    metadata,
    _key("key_id"),
    Column("pair_id", Text, ForeignKey("pairs.pair_id"), nullable=True),
    _person("person_id"),
    _text("made_at"),
    _json("content"),
    _digest(),
)

erasures = Table(
    "erasures",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("salt"),
    _text("person_digest"),
    _digest(),
)

history = Table(
    "history",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("change_no", Integer, nullable=False),
    _text("kind"),
    _text("at"),
    _text("action"),
    _text("table_name"),
    _text("actor", optional=True),
    _text("actor_salt", optional=True),
    _text("actor_digest"),
    _text("payload", optional=True),
    _text("payload_salt", optional=True),
    _text("payload_digest"),
    _digest(),
    Column("undoes", Integer, nullable=True),
)

CONTENT = tuple(table for table in metadata.sorted_tables if table is not history)
"""Every table whose rows carry a digest of their own and are changed through history."""


@cache
def key_columns(table: Table) -> tuple[str, ...]:
    """Name the columns by which a row is known outside the database."""
    natural: tuple[str, ...] = table.info.get("key", ())
    return natural or tuple(column.name for column in table.primary_key)


@cache
def json_columns(table: Table) -> frozenset[str]:
    """Name the columns that hold canonical JSON text."""
    return frozenset(column.name for column in table.columns if column.info.get("json"))


@cache
def digested_columns(table: Table) -> tuple[str, ...]:
    """Name the columns that the digest of a row runs over, in order."""
    return tuple(column.name for column in table.columns if column.name != "digest")
