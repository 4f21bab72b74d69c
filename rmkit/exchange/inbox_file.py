"""The file of an inbox: a small SQLite database beside the programme file, opened and written.

What was acknowledged is durable: rollback journal, `synchronous=EXTRA`, one transaction at a time.
A copy of the file while nobody saves is complete. Nothing here knows the programme file.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from rmkit.errors import FileRefused, NotSaved

__all__ = ["InboxFile", "inbox_path"]

APPLICATION_ID = 0x726D6B69  # "rmki"
VERSION = 1
_BUSY_SECONDS = 10.0
_ANEW = "Move it away and make new links"

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE definitions (
  id INTEGER PRIMARY KEY, digest TEXT UNIQUE NOT NULL, instrument_id TEXT NOT NULL,
  version INTEGER NOT NULL, variant TEXT, private INTEGER NOT NULL, repeats INTEGER NOT NULL,
  content TEXT NOT NULL);
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY, token_hash BLOB UNIQUE NOT NULL, definition INTEGER NOT NULL
  REFERENCES definitions, person_key TEXT NOT NULL, partner_key TEXT, voice TEXT,
  sheet TEXT NOT NULL, number INTEGER NOT NULL, made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0,
  admitted INTEGER NOT NULL DEFAULT 0,
  UNIQUE (sheet, voice));
CREATE INDEX invitations_of ON invitations (person_key);
CREATE TABLE keys (sheet TEXT NOT NULL, kind TEXT NOT NULL, key_id TEXT NOT NULL,
  PRIMARY KEY (sheet, kind));
CREATE TABLE drafts (
  invitation INTEGER NOT NULL REFERENCES invitations ON DELETE CASCADE, device TEXT NOT NULL,
  at INTEGER NOT NULL, base INTEGER NOT NULL, answers TEXT NOT NULL, pair TEXT, own TEXT,
  PRIMARY KEY (invitation, device));
CREATE TABLE submissions (
  id TEXT PRIMARY KEY,
  invitation INTEGER UNIQUE NOT NULL REFERENCES invitations ON DELETE CASCADE,
  at INTEGER NOT NULL, answers TEXT NOT NULL, pair TEXT, own TEXT,
  taken INTEGER NOT NULL DEFAULT 0);
CREATE TABLE saves (
  invitation INTEGER NOT NULL REFERENCES invitations ON DELETE CASCADE, save TEXT NOT NULL,
  revision INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (invitation, save));
"""


def inbox_path(programme: Path | str) -> Path:
    """Give the place of the inbox that belongs to a programme file: beside it."""
    return Path(programme).with_suffix(".inbox")


class InboxFile:
    """One connection to an inbox, and its transactions."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._depth = 0

    @classmethod
    def create(cls, path: Path) -> InboxFile:
        """Make an empty inbox that its owner alone can read; nothing may be there yet."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            message = f'There is already a file "{path.name}"; it was left as it is.'
            raise FileRefused(message) from None
        except OSError as error:
            message = f'"{path.name}" could not be made ({error.strerror}).'
            raise NotSaved(message) from None
        try:
            made = cls(path, _connected(path))
            with made.told():
                made._connection.executescript(
                    f"BEGIN IMMEDIATE; PRAGMA application_id={APPLICATION_ID};"
                    f"PRAGMA user_version={VERSION}; {_TABLES} COMMIT;"
                )
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return made

    @classmethod
    def open(cls, path: Path) -> InboxFile:
        """Open an inbox; a missing, damaged, foreign or newer file is refused and left as it is."""
        if not path.is_file():
            message = f'There is no inbox "{path.name}" in {path.parent}.'
            raise FileRefused(message)
        _refuse_foreign(path)
        made = cls(path, _connected(path))
        try:
            with made.told():
                problem = made._problem()
        except NotSaved as error:
            made.close()
            raise FileRefused(str(error)) from None
        if problem:
            made.close()
            message = f'"{path.name}" {problem}'
            raise FileRefused(message)
        return made

    def _problem(self) -> str:
        """Say why nobody can work with the file; empty where every column is there."""
        found = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if tuple(found) != ("ok",):
            return "is damaged and was not changed. Put a copy of it in its place."
        there = _columns(self._connection)
        if all(there.get(table, set()) >= columns for table, columns in _expected().items()):
            return ""
        return f"was made by an earlier version of rmkit and was not changed. {_ANEW}."

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Change things wholly or not at all; durable when the outermost of these has ended."""
        name = f"level_{self._depth}"
        begin, keep, drop = (
            (f"SAVEPOINT {name}", f"RELEASE {name}", f"ROLLBACK TO {name}")
            if self._depth
            else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        )
        with self.told():
            self._connection.execute(begin)
            self._depth += 1
            try:
                yield self._connection
                self._connection.execute(keep)
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have ended it already
                    self._connection.execute(drop)
                raise
            finally:
                self._depth -= 1

    def tidy(self) -> None:
        """Write the whole file anew, so that no page keeps a copy of what was deleted."""
        with self.told():
            self._connection.execute("VACUUM")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Read."""
        with self.told():
            return self._connection.execute(query, values).fetchall()

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Tell what SQLite reports in a sentence."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise NotSaved(_sentence(self.path, error)) from None


def _columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table'"
    ):
        found.setdefault(table, set()).add(column)
    return found


@functools.cache
def _expected() -> dict[str, set[str]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(_TABLES)
        return _columns(empty)


def _connected(path: Path) -> sqlite3.Connection:
    posix = quote(os.fsencode(path.resolve().as_posix()))
    uri = f"file://{posix}?mode=rw" if posix.startswith("/") else f"file:///{posix}?mode=rw"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    try:
        for setting in ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON",
                        "foreign_keys=ON", "temp_store=MEMORY", "trusted_schema=OFF"):  # fmt: skip
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error as error:
        connection.close()
        raise FileRefused(_sentence(path, error)) from None
    return connection


def _refuse_foreign(path: Path) -> None:
    """Look at the first bytes, before SQLite touches anything, whose file it is."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        message = f'"{path.name}" is no inbox of rmkit and was left as it is. Move it away.'
        raise FileRefused(message)
    application, version = (int.from_bytes(head[at : at + 4], "big") for at in (68, 60))
    if application != APPLICATION_ID:
        message = f'"{path.name}" belongs to another program and was left as it is. Move it away.'
        raise FileRefused(message)
    if version != VERSION:
        message = f'"{path.name}" is from a newer rmkit. Use that one; nothing was changed.'
        raise FileRefused(message)


def _sentence(path: Path, error: sqlite3.Error) -> str:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    name = f'"{path.name}"'
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith("no such "):
        return f"{name} is damaged, or from another version of rmkit; nothing was changed. {_ANEW}."
    told = {
        sqlite3.SQLITE_BUSY: f"Another program is using {name}; nothing was changed. Try again.",
        sqlite3.SQLITE_FULL: f"The disk is full, so nothing was saved in {name}. Make room.",
        sqlite3.SQLITE_READONLY: f"{name} is read-only here, so nothing was saved.",
        sqlite3.SQLITE_CORRUPT: f"{name} is damaged and was not changed.",
        sqlite3.SQLITE_NOTADB: f"{name} is damaged and was not changed.",
        sqlite3.SQLITE_CANTOPEN: f"{name} cannot be opened; nothing was saved. Is it still there?",
    }
    return told.get(code, f"The disk reported an error at {name}; the last save did not arrive.")
