"""A backup becomes the programme file again; who was erased or objected since is respected.

What was in the file is kept among the backups first. A sound file is written over within a
transaction of SQLite, so that whoever waits to save meets either the old content or the new one;
a damaged one is set aside byte for byte and another file takes its place.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rmkit.errors import FileRefused, NotAllowed, NotSaved
from rmkit.records import sqlite
from rmkit.records.backup import (
    connected,
    copy_whole,
    make_backup,
    programme_id,
    put_damaged_aside,
)
from rmkit.records.carried_over import carried_over, take_over
from rmkit.records.creation import keep_durable
from rmkit.records.identity import refuse_foreign
from rmkit.records.sqlite_errors import BUSY_SECONDS, plainly
from rmkit.records.store import ProgrammeFile

__all__ = ["Restored", "restore"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored backup did.

    `path` is the programme file, `set_aside` is where its content from before was kept (None where
    there was no file), `was_damaged` whether that was damaged; `erased_again` counts the people
    who are in the backup and were erased since. `erasures_known` is false where the file that was
    replaced could no longer tell.
    """

    path: Path
    backup: Path
    set_aside: Path | None
    was_damaged: bool
    erased_again: int
    erasures_known: bool


def restore(path: Path, backup: Path, *, actor: str, now: datetime) -> Restored:
    """Put a backup in the place of a programme file.

    Parameters
    ----------
    path
        The programme file: sound, damaged or gone.
    backup
        The backup; of this schema or an earlier one. It is not changed.
    actor, now
        Who restores, and when: it stands in the history.

    Raises
    ------
    FileRefused
        The backup is damaged, or no programme file. Nothing was changed.
    NotAllowed
        The backup is of another programme. Nothing was changed.
    NotSaved
        The disk or the rights to the folder did not allow it.
    """
    path, backup = path.expanduser().absolute(), backup.expanduser().absolute()
    problems = ProgrammeFile.examine(backup)
    if problems:
        message = f'"{backup.name}" is damaged ({problems[0]}), so nothing was changed.'
        raise FileRefused(message)
    kept = carried_over(path)
    with sqlite.guard(path), _working_copy(path, backup, now) as copy:
        _refuse_another(path, copy)
        with ProgrammeFile.open(copy) as file:
            erased = take_over(file, kept, actor=actor, now=now)
        aside, damaged = _keep_present(path, now)
        if damaged or aside is None:
            _replace(path, copy)
        else:
            _write_over(path, copy)
    return Restored(path, backup, aside, damaged, len(erased), erasures_known=kept is not None)


@contextlib.contextmanager
def _working_copy(path: Path, backup: Path, now: datetime) -> Iterator[Path]:
    """Give a copy of the backup beside the file, of the present schema; gone afterwards."""
    copy = path.with_name(f".{path.name}.restoring")
    try:
        with contextlib.suppress(FileNotFoundError):
            copy.unlink()
        with plainly(backup, reading=True), connected(backup) as source:
            copy_whole(source, copy)
        ProgrammeFile.open(copy, now=now, keep_backup=False).close()
        yield copy
    finally:
        for left in (copy, Path(f"{copy}-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def _refuse_another(path: Path, copy: Path) -> None:
    there = programme_id(path) if path.is_file() else None
    if there is not None and there != programme_id(copy):
        message = (
            f'The backup is of another programme than "{path.name}"; nothing was changed. To have '
            "both, copy the backup to a name of its own and open it there."
        )
        raise NotAllowed(message)


def _keep_present(path: Path, now: datetime) -> tuple[Path | None, bool]:
    """Keep what is in the file now; say where, and whether it is damaged."""
    if not path.exists():
        return None, False
    try:
        if refuse_foreign(path) and not ProgrammeFile.examine(path):
            return make_backup(path, now=now).path, False
    except FileRefused:
        if path.is_dir():
            raise
    return put_damaged_aside(path, now=now), True


def _write_over(path: Path, copy: Path) -> None:
    """Write the copy over a sound file in one transaction of SQLite."""
    attempts = 0

    def patience(status: int, _remaining: int, _total: int) -> None:
        nonlocal attempts
        attempts += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if attempts > BUSY_SECONDS * 4:  # Python tries again every quarter of a second
            message = (
                f'Another program is using "{path.name}"; nothing was changed. Close it there.'
            )
            raise NotSaved(message)

    with plainly(path), connected(copy) as source, connected(path) as target:
        source.backup(target, progress=patience)


def _replace(path: Path, copy: Path) -> None:
    """Put the copy in the place of a damaged file, or of none."""
    try:
        Path(f"{path}-journal").unlink(missing_ok=True)  # it belongs to what was set aside
        copy.replace(path)
        keep_durable(path.parent)
    except OSError as error:
        message = (
            f'"{path.name}" could not be put in place ({error.strerror or type(error).__name__}); '
            f"the backup is whole and can be copied by hand."
        )
        raise NotSaved(message) from None
