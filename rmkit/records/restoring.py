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
from rmkit.records import schema, sqlite
from rmkit.records.backup import (
    connected,
    copy_whole,
    make_backup,
    programme_id,
    put_damaged_aside,
)
from rmkit.records.creation import keep_durable
from rmkit.records.identity import refuse_foreign
from rmkit.records.rights import was_erased
from rmkit.records.rows import Row
from rmkit.records.sealing import PresentKeys, keep_replaced, present_keys
from rmkit.records.sqlite_errors import BUSY_SECONDS, plainly
from rmkit.records.store import ProgrammeFile

__all__ = ["Restored", "restore"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored backup did.

    `set_aside` is where the file's content from before was kept (None where there was no file),
    `was_damaged` whether that was damaged, `erased_again` counts the people who are in the backup
    and were erased since. `erasures_known` is false where the damaged file could no longer tell.
    """

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
    marks, keys, said = _erasures(path), _keys(path), _said(path)
    with sqlite.guard(path), _working_copy(path, backup, now) as copy:
        _refuse_another(path, copy)
        erased = _prepare(copy, marks or [], keys, said, actor=actor, now=now)
        aside, damaged = _keep_present(path, now)
        if damaged or aside is None:
            _replace(path, copy)
        else:
            _write_over(path, copy)
    return Restored(backup, aside, damaged, erased, erasures_known=marks is not None)


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


def _erasures(path: Path) -> list[dict[str, object]] | None:
    """Read whom the present file has erased; None where it cannot tell."""
    if not path.exists():
        return None
    try:
        with ProgrammeFile.open(path) as file:
            return file.rows(schema.erasures)
    except (FileRefused, NotSaved):
        return None


def _said(path: Path) -> tuple[list[Row], list[Row]]:
    """Read what people said about purposes and who looked, as far as the present file can tell."""
    with contextlib.suppress(FileRefused, NotSaved), ProgrammeFile.open(path) as file:
        return file.rows(schema.objections), file.rows(schema.accesses)
    return [], []


def _keys(path: Path) -> PresentKeys | None:
    """Read the keys of sealed answers in the present file; None where it cannot tell."""
    if not path.exists():
        return None
    try:
        with ProgrammeFile.open(path) as file:
            return present_keys(file)
    except (FileRefused, NotSaved):
        return None


def _prepare(
    copy: Path,
    marks: list[dict[str, object]],
    keys: PresentKeys | None,
    said: tuple[list[Row], list[Row]],
    *,
    actor: str,
    now: datetime,
) -> int:
    """Erase from the copy whoever was erased since, and note in it that it was restored."""
    with ProgrammeFile.open(copy) as file:
        known = {str(row["person_digest"]) for row in file.rows(schema.erasures)}
        until = file.last_change or ""
        new = [row for row in marks if row["person_digest"] not in known]
        pairs = [(str(row["salt"]), str(row["person_digest"])) for row in new]
        erased = [p.person_id for p in file.people() if pairs and was_erased(p.person_id, pairs)]
        for person_id in erased:
            file.erase_person(person_id, actor=actor, now=now, from_backups=False)
        if keys is not None:
            keep_replaced(file, keys, actor=actor, now=now)
        action = f"Restored the backup with all changes until {until}."
        with file.change(actor=actor, action=action, now=now, kind="note") as change:
            change.take_over_erasures(new)
            change.take_over_said(*said)
            change.note_same(schema.programme)
    return len(erased)


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
