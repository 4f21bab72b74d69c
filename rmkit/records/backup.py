"""Whole copies of the programme file: made while it is in use, verified, and not too many.

A backup is a programme file like any other: it can be opened, checked and copied. rmkit keeps its
own in a folder beside the file ("pilot-backups" beside "pilot.rmkit"), readable by this account
alone. They hold personal data as the file does, so they are thinned out with time, and erasing a
person reaches into them.
"""

from __future__ import annotations

import contextlib
import glob
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rmkit.errors import FileRefused, NotSaved
from rmkit.records import sqlite
from rmkit.records.creation import keep_durable, whole_beside
from rmkit.records.identity import refuse_foreign
from rmkit.records.sqlite_errors import plainly

__all__ = [
    "Backup",
    "backups",
    "backups_folder",
    "connected",
    "copy_whole",
    "make_backup",
    "programme_id",
    "put_damaged_aside",
    "rotated",
    "set_aside",
]

_NEWEST, _DAYS, _WEEKS = 5, 14, 8
_NAME = re.compile(r"(?P<stem>.+)-(?P<at>\d{8}T\d{6}Z)(-\d+)?\.rmkit")
_AT = "%Y%m%dT%H%M%SZ"
_HEAD = "SELECT digest FROM history ORDER BY seq DESC LIMIT 1"
_PROGRAMME = "SELECT id FROM programme"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that rmkit made, and when."""

    path: Path
    made_at: datetime


def backups_folder(path: Path) -> Path:
    """Give the folder for the backups of a programme file."""
    return path.with_name(f"{path.stem}-backups")


def backups(path: Path, *, folder: Path | None = None) -> list[Backup]:
    """List the backups of a programme file by their names, the newest first."""
    there = backups_folder(path) if folder is None else folder
    found = []
    with contextlib.suppress(OSError):
        for entry in there.iterdir():
            named = _NAME.fullmatch(entry.name)
            if named and named["stem"] == path.stem and entry.is_file():
                moment = datetime.strptime(named["at"], _AT).replace(tzinfo=UTC)
                found.append(Backup(entry, moment))
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def set_aside(path: Path, *, folder: Path | None = None) -> list[Path]:
    """List the damaged files that a restored backup took the place of."""
    there = backups_folder(path) if folder is None else folder
    with contextlib.suppress(OSError):
        return sorted(there.glob(f"{glob.escape(path.stem)}-*-damaged.rmkit"))
    return []


def make_backup(path: Path, *, now: datetime, folder: Path | None = None) -> Backup:
    """Copy the file whole while it may be in use, look whether the copy is, and keep it.

    Parameters
    ----------
    path
        The programme file; of any schema.
    now
        The moment, for the name and for thinning out.
    folder
        Where to, instead of the folder beside the file; it must exist.

    Returns
    -------
    Backup
        The copy. Where the newest one there holds the same already, that one.

    Raises
    ------
    FileRefused
        What is to be copied is damaged.
    NotSaved
        The disk or the rights to the folder did not allow it. Nothing is left behind.
    """
    there = folder or _own_folder(path)
    with sqlite.guard(path), plainly(path, reading=True), connected(path) as source:
        head = source.execute(_HEAD).fetchone()
        for newest in backups(path, folder=there)[:1]:
            if _holds(newest.path, head):
                return newest
        target = _free_name(path, there, now)
        copy_whole(source, target)
    made = Backup(target, now.astimezone(UTC).replace(microsecond=0))
    _thin_out(path, there, now)
    return made


def copy_whole(source: sqlite3.Connection, target: Path) -> None:
    """Copy what a connection sees to a new file, verified and durable, or leave nothing."""
    head = source.execute(_HEAD).fetchone()
    with whole_beside(target) as temporary:
        with plainly(target):
            source.execute("VACUUM INTO ?", (str(temporary),))
        keep_durable(temporary)
        if not _holds(temporary, head):
            message = (
                f'The copy "{target.name}" did not come out whole and was thrown away; check the '
                "file (`rmkit check`) and the disk."
            )
            raise NotSaved(message)


def put_damaged_aside(path: Path, *, now: datetime) -> Path:
    """Copy a damaged file, byte for byte, to the backups, before another takes its place.

    Raises
    ------
    NotSaved
        The disk or the rights to the folder did not allow it.
    """
    plain = _free_name(path, _own_folder(path), now)
    target = plain.with_name(f"{plain.stem}-damaged.rmkit")
    with whole_beside(target) as temporary:
        shutil.copyfile(path, temporary)
        keep_durable(temporary)
    return target


def _thin_out(path: Path, folder: Path, now: datetime) -> None:
    """Remove backups of this programme that need not be kept; leave what cannot be read."""
    ours = programme_id(path)
    for old in rotated(backups(path, folder=folder), now):
        if ours is not None and programme_id(old.path) == ours:
            with contextlib.suppress(OSError):
                old.path.unlink()


def _own_folder(path: Path) -> Path:
    folder = backups_folder(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        message = (
            f'The folder for backups, "{folder.name}", could not be made in "{folder.parent}" '
            f"({error.strerror or type(error).__name__}); nothing was changed."
        )
        raise NotSaved(message) from None
    return folder


def _free_name(path: Path, folder: Path, now: datetime) -> Path:
    name = f"{path.stem}-{now.astimezone(UTC).strftime(_AT)}"
    target, number = folder / f"{name}.rmkit", 1
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}.rmkit"
    return target


@contextlib.contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Connect to a programme file of any schema, outside SQLAlchemy."""
    refuse_foreign(path)
    connection = sqlite.connect(path)
    try:
        yield connection
    finally:
        connection.close()


def _holds(path: Path, head: object) -> bool:
    """Whether a copy is whole, and ends where the history of the file ends."""
    try:
        with plainly(path, reading=True), connected(path) as copy:
            sound: list[tuple[str]] = copy.execute("PRAGMA integrity_check(1)").fetchall()
            return sound == [("ok",)] and copy.execute(_HEAD).fetchone() == head
    except (FileRefused, NotSaved):
        return False


def programme_id(path: Path) -> str | None:
    """Tell which programme a file holds; None where it cannot be told."""
    with contextlib.suppress(FileRefused), plainly(path, reading=True), connected(path) as file:
        found = file.execute(_PROGRAMME).fetchall()
        return str(found[0][0]) if len(found) == 1 else None
    return None


def rotated(there: Iterable[Backup], now: datetime) -> list[Backup]:
    """Choose the backups that need not be kept any longer.

    Kept are the newest five, the last of each of the past 14 days, and the last of each of the
    past 8 weeks.
    """
    newest_first = sorted(there, key=lambda backup: backup.made_at, reverse=True)
    kept = {backup.path for backup in newest_first[:_NEWEST]}
    for days, most in ((1, _DAYS), (7, _WEEKS)):
        oldest = now.toordinal() // days - most
        seen: set[int] = set()
        for backup in newest_first:
            period = backup.made_at.toordinal() // days
            if period > oldest and period not in seen:
                seen.add(period)
                kept.add(backup.path)
    return [backup for backup in newest_first if backup.path not in kept]
