"""All that is particular to SQLite: opening, settings, triggers, structure, rewriting.

Settings and why (measured by killing and by simulated power cuts):

- `journal_mode=DELETE`, `synchronous=EXTRA`: a save that was acknowledged survives both, and the
  idle file is complete by itself, so a copy of it is a copy of everything.
- `BEGIN IMMEDIATE` for every write and 30 s of patience: writers wait for one another instead of
  failing half-way. Python's own implicit transactions are switched off.
- One connection for each transaction: nothing is held open between them. The file can be copied,
  moved and restored, and what was put in its place is looked at before it is written to.
- `secure_delete=ON`, `temp_store=MEMORY`: what is erased is overwritten, and no answer passes
  through a temporary file.

Nothing here knows what the tables mean.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from rmkit.errors import FileRefused
from rmkit.records.identity import refuse_identity
from rmkit.records.schema import APPLICATION_ID, VERSION, metadata
from rmkit.records.sqlite_errors import BUSY_SECONDS

__all__ = [
    "connect",
    "damages",
    "engine",
    "guard",
    "lay_out",
    "make_triggers",
    "rewrite",
    "writing",
]

_GUARDS: dict[Path, threading.RLock] = {}
_GUARDS_LOCK = threading.Lock()

_HISTORY_ENTRY_IS_KEPT = """
CREATE TRIGGER history_is_not_altered BEFORE UPDATE ON history
WHEN NEW.seq IS NOT OLD.seq OR NEW.change_no IS NOT OLD.change_no OR NEW.kind IS NOT OLD.kind
  OR NEW.at IS NOT OLD.at OR NEW.action IS NOT OLD.action
  OR NEW.table_name IS NOT OLD.table_name OR NEW.digest IS NOT OLD.digest
  OR NEW.undoes IS NOT OLD.undoes
  OR NEW.actor_digest IS NOT OLD.actor_digest OR NEW.payload_digest IS NOT OLD.payload_digest
  OR NEW.actor IS NOT OLD.actor AND NEW.actor IS NOT NULL
  OR NEW.actor_salt IS NOT OLD.actor_salt AND NEW.actor_salt IS NOT NULL
  OR NEW.payload IS NOT OLD.payload AND NEW.payload IS NOT NULL
  OR NEW.payload_salt IS NOT OLD.payload_salt AND NEW.payload_salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
"""

_TRIGGERS = {
    "history_is_not_altered": _HISTORY_ENTRY_IS_KEPT,
    "history_is_not_deleted": """
CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
""",
    # INSERT OR REPLACE deletes without asking the trigger above
    "history_is_not_replaced": """
CREATE TRIGGER history_is_not_replaced BEFORE INSERT ON history
WHEN NEW.seq <= (SELECT max(seq) FROM history)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END
""",
    "instruments_are_not_altered": """
CREATE TRIGGER instruments_are_not_altered BEFORE UPDATE ON instruments
BEGIN SELECT RAISE(ABORT, 'definitions are never altered'); END
""",
}


def guard(path: Path) -> threading.RLock:
    """Give the one lock that this process has for a file.

    POSIX drops all of a process's locks on a file when it closes *any* handle of it. Reading the
    header while another thread is saving would do that, so within a process both take turns.
    """
    with _GUARDS_LOCK:
        return _GUARDS.setdefault(path.resolve(), threading.RLock())


def engine(path: Path, *, any_version: bool = False) -> Engine:
    """Make the engine for an existing file; every connection is checked and set up first.

    Only a migration works on a file of an earlier schema (`any_version`).
    """
    return _engine(lambda: _checked(path, any_version=any_version))


def _engine(creator: Callable[[], sqlite3.Connection]) -> Engine:
    made = create_engine("sqlite://", creator=creator, poolclass=NullPool)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        immediate = options.get("rmkit_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return made


def writing(made: Engine) -> Engine:
    """Give the engine whose transactions take the right to write at once."""
    return made.execution_options(rmkit_writing=True)


def _checked(path: Path, *, any_version: bool) -> sqlite3.Connection:
    """Connect to a file after looking, before any setting, at whose it is."""
    raw = connect(path, settings=False)
    try:
        (application_id,) = raw.execute("PRAGMA application_id").fetchone()
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        refuse_identity(path, application_id=application_id, version=version)
        if version != VERSION and not any_version:
            message = (
                f'"{path.name}" was replaced by a file of an earlier rmkit (schema {version}) '
                "since it was opened; nothing was changed. Open it again."
            )
            raise FileRefused(message)
        _set_up(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def connect(path: Path, *, settings: bool = True) -> sqlite3.Connection:
    """Connect to a file that exists, whoever it belongs to, outside SQLAlchemy."""
    posix = quote(os.fsencode(path.as_posix()))
    # mode=rw never makes a file; with a third slash a drive or a share is not taken for a host
    uri = f"file://{posix}?mode=rw" if posix.startswith("/") else f"file:///{posix}?mode=rw"
    raw = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    # bytes that are no text any more: the digest of the row tells, not a decoding error
    raw.text_factory = lambda text: text.decode("utf-8", "replace")
    if settings:
        try:
            _set_up(raw)
        except BaseException:
            raw.close()
            raise
    return raw


def _set_up(raw: sqlite3.Connection) -> None:
    for setting in (
        "journal_mode=DELETE",
        "synchronous=EXTRA",
        "secure_delete=ON",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cell_size_check=ON",
        "trusted_schema=OFF",
    ):
        raw.execute(f"PRAGMA {setting}")


def damages(
    connection: Connection, *, thorough: bool = False, present_layout: bool = True
) -> list[str]:
    """List what SQLite finds wrong with the structure of the file; empty when sound.

    The quick look is for opening: pages, tables and triggers. The thorough one compares the
    indexes and references too. Neither sees a changed digit: that is what row digests are for.
    A file of an earlier schema is not held against the present layout.
    """
    look = "integrity_check(20)" if thorough else "quick_check(1)"
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {look}")]
    if found == ["ok"]:
        problems = []
    elif thorough:  # SQLite's own words, for whoever wants to know
        problems = found
    else:
        problems = ["part of it cannot be read any more"]
    if thorough:
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems += [f"a row of {row[0]} points to a row of {row[2]} that is gone" for row in lost]
    return [*problems, *(_strange_layout(connection) if present_layout else ())]


def _strange_layout(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    there = {(str(kind), str(name)) for kind, name, _ in found}
    expected = {("table", name) for name in metadata.tables}
    expected |= {("trigger", name) for name in _TRIGGERS}
    expected |= {("index", str(i.name)) for table in metadata.sorted_tables for i in table.indexes}
    problems = [f"the {kind} {name} is missing" for kind, name in sorted(expected - there)]
    for kind, name in sorted(there - expected):
        if not name.startswith("sqlite_"):  # what SQLite makes by itself
            problems.append(f"there is a {kind} {name} that rmkit did not make")
    for table in metadata.sorted_tables:
        info = connection.exec_driver_sql(f"PRAGMA table_info({table.name})")
        columns = {str(row[1]) for row in info}
        strange = sorted(columns - {column.name for column in table.columns})
        problems += [
            f"{table.name} has a column {name} that rmkit did not make" for name in strange
        ]
    for kind, name, sql in found:
        # its name alone says nothing: what it does would be done at the next save
        if kind == "trigger" and name in _TRIGGERS and sql != _TRIGGERS[name].strip():
            problems.append(f"the trigger {name} is not the one that rmkit made")
    return problems


def rewrite(made: Engine) -> None:
    """Write the whole file anew, so that no page keeps a copy of what was removed.

    `secure_delete` overwrites a deleted row, but not the copies that moving rows between pages
    left in unused space: of some ten thousand deleted rows, a handful stayed readable there.
    """
    raw = made.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
    finally:
        raw.close()


def lay_out(path: Path, fill: Callable[[Connection], None]) -> None:
    """Make the tables, the triggers and the first rows in an empty file."""
    made = _engine(lambda: connect(path))
    try:
        with writing(made).begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
            metadata.create_all(connection)
            make_triggers(connection)
            fill(connection)
    finally:
        made.dispose()


def make_triggers(connection: Connection) -> None:
    """Make the triggers as this rmkit has them, in place of those that are there."""
    for name, trigger in _TRIGGERS.items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(trigger)
