"""All that is particular to SQLite: opening, settings, triggers, error codes.

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

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from rmkit.errors import FileRefused, NotSaved, RmkitError
from rmkit.records.schema import APPLICATION_ID, VERSION, metadata

__all__ = [
    "damages",
    "engine",
    "guard",
    "lay_out",
    "plainly",
    "refuse_foreign",
    "rewrite",
    "writing",
]

BUSY_SECONDS = 30.0
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100

_GUARDS: dict[Path, threading.RLock] = {}
_GUARDS_LOCK = threading.Lock()

_HISTORY_ENTRY_IS_KEPT = """
CREATE TRIGGER history_is_not_altered BEFORE UPDATE ON history
WHEN NEW.seq IS NOT OLD.seq OR NEW.change_no IS NOT OLD.change_no OR NEW.kind IS NOT OLD.kind
  OR NEW.at IS NOT OLD.at OR NEW.action IS NOT OLD.action
  OR NEW.table_name IS NOT OLD.table_name OR NEW.digest IS NOT OLD.digest
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


def refuse_foreign(path: Path) -> None:
    """Refuse a file that is not ours, by its first 100 bytes, without touching it.

    Raises
    ------
    FileRefused
        It is missing, a folder, unreadable, empty, cut off, of another program, or of a newer
        rmkit.
    """
    name = f'"{path.name}"'
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise FileRefused(_unreadable(path, error)) from None
    if not header:
        message = f"{name} is empty, so it is not a programme file; restore it from a backup."
        raise FileRefused(message)
    if not header.startswith(_MAGIC) or len(header) < _HEADER_BYTES:
        message = f"{name} is not a programme file of rmkit, or its beginning was overwritten."
        raise FileRefused(message)
    _refuse_identity(
        path,
        application_id=int.from_bytes(header[68:72], "big"),
        version=int.from_bytes(header[60:64], "big"),
    )
    page_bytes, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    unfinished = Path(f"{path}-journal").exists()  # then SQLite mends the file when it opens it
    if not unfinished and size < page_bytes * pages:  # SQLite would read a cut page as zeros
        message = f"{name} is damaged, for its end is cut off; restore it from a backup."
        raise FileRefused(message)


def _unreadable(path: Path, error: OSError) -> str:
    name = f'"{path.name}"'
    with contextlib.suppress(OSError):  # Windows calls a folder a matter of permission
        if path.is_dir():
            return f"{name} is a folder, not a programme file."
    if isinstance(error, FileNotFoundError):
        return f'There is no file {name} in the folder "{path.parent}".'
    if isinstance(error, PermissionError):
        return f"{name} may not be read by this account; ask its owner for access."
    return f"{name} cannot be read ({error.strerror or type(error).__name__})."


def _refuse_identity(path: Path, *, application_id: int, version: int) -> None:
    name = f'"{path.name}"'
    if application_id != APPLICATION_ID:
        message = f"{name} belongs to another program; it is not a programme file of rmkit."
        raise FileRefused(message)
    if version > VERSION:
        message = (
            f"{name} was written by a newer rmkit (schema {version}, this one knows {VERSION}); "
            "install the newer rmkit to open it."
        )
        raise FileRefused(message)
    if version < VERSION:
        message = f"{name} has no schema that rmkit ever wrote; restore it from a backup."
        raise FileRefused(message)


def engine(path: Path) -> Engine:
    """Make the engine for an existing file; every connection is checked and set up first."""
    return _engine(lambda: _connect(path, prepare=True))


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


def _connect(path: Path, *, prepare: bool) -> sqlite3.Connection:
    posix = quote(os.fsencode(path.as_posix()))
    # mode=rw never makes a file; with a third slash a drive or a share is not taken for a host
    uri = f"file://{posix}?mode=rw" if posix.startswith("/") else f"file:///{posix}?mode=rw"
    raw = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    # bytes that are no text any more: the digest of the row tells, not a decoding error
    raw.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        if prepare:
            (application_id,) = raw.execute("PRAGMA application_id").fetchone()
            (version,) = raw.execute("PRAGMA user_version").fetchone()
            _refuse_identity(path, application_id=application_id, version=version)
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
    except BaseException:
        raw.close()
        raise
    return raw


def damages(connection: Connection, *, thorough: bool = False) -> list[str]:
    """List what SQLite finds wrong with the structure of the file; empty when sound.

    The quick look is for opening: pages, tables and triggers. The thorough one compares the
    indexes and references too. Neither sees a changed digit: that is what row digests are for.
    """
    look = "integrity_check(20)" if thorough else "quick_check(1)"
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {look}")]
    problems = [] if found == ["ok"] else found
    if thorough:
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems += [f"a row of {row[0]} points to a row of {row[2]} that is gone" for row in lost]
    there = {
        (str(kind), str(name))
        for kind, name in connection.exec_driver_sql("SELECT type, name FROM sqlite_master")
    }
    expected = {("table", name) for name in metadata.tables}
    expected |= {("trigger", name) for name in _TRIGGERS}
    problems += [f"the {kind} {name} is missing" for kind, name in sorted(expected - there)]
    for kind, name in sorted(there - expected):
        if kind in {"trigger", "view"}:
            problems.append(f"there is a {kind} {name} that rmkit did not make")
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
    made = _engine(lambda: _connect(path, prepare=False))
    try:
        with writing(made).begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
            metadata.create_all(connection)
            for trigger in _TRIGGERS.values():
                connection.exec_driver_sql(trigger)
            fill(connection)
    finally:
        made.dispose()


@contextlib.contextmanager
def plainly(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Tell what SQLite reports in words of rmkit; other exceptions pass as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        told = _told(path, error.orig if isinstance(error, DBAPIError) else error)
        if told is None:
            raise
        raise (FileRefused(str(told)) if reading else told) from None
    except UnicodeDecodeError:  # Python could not even read SQLite's message about the damage
        raise _damaged(path) from None


def _told(path: Path, error: BaseException | None) -> RmkitError | None:
    """Find the sentence for an SQLite error; None for what only a bug in rmkit can cause."""
    code = getattr(error, "sqlite_errorcode", None)
    name = f'"{path.name}"'
    match code if code is None else code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return NotSaved(
                f"Another program has been using {name} for more than {BUSY_SECONDS:.0f} seconds; "
                "nothing was changed. Close it there, or try again."
            )
        case sqlite3.SQLITE_FULL:
            return NotSaved(
                f"The disk is full, so {name} could not be saved; nothing was changed. Make "
                "room and save once more."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return NotSaved(
                f"{name} is read-only for this account, so nothing was changed. Ask for the "
                "right to write, or work on a copy."
            )
        case sqlite3.SQLITE_CANTOPEN if not path.exists():
            return NotSaved(
                f'{name} is no longer in "{path.parent}"; nothing was changed. Put it back, or '
                "open it where it is now."
            )
        case sqlite3.SQLITE_CANTOPEN:
            return NotSaved(
                f'{name} or a file beside it in "{path.parent}" cannot be opened for writing; '
                "nothing was changed. Check the folder and the rights to it."
            )
        case sqlite3.SQLITE_IOERR:
            return NotSaved(
                f"The disk reported an error while {name} was in use, so the last change was not "
                "saved. Check disk space and connection, then open the programme again."
            )
        case sqlite3.SQLITE_CONSTRAINT:  # the message names columns, never values
            return NotSaved(
                f"What was to be saved contradicts what {name} holds ({error}); nothing was "
                "changed."
            )
        case sqlite3.SQLITE_ERROR:  # a table or column that is not there
            return FileRefused(
                f"{name} is not laid out as rmkit does it ({error}) and was not changed; restore "
                "it from a backup."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(path)
    return None


def _damaged(path: Path) -> FileRefused:
    return FileRefused(f'"{path.name}" is damaged and was not changed; restore it from a backup.')
