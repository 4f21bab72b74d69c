"""What SQLite reports, in words of rmkit: what was seen, that nothing was changed, what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from rmkit.errors import FileRefused, NotSaved, RmkitError

__all__ = ["BUSY_SECONDS", "plainly"]

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""


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
