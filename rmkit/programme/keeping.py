"""Keeping the programme's file in order: check it, undo, back up, restore."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import FileRefused, NotSaved, RmkitError
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.days import when
from rmkit.records.backup import Backup, backups
from rmkit.records.identity import is_newer
from rmkit.records.model import HistoryChange
from rmkit.records.restoring import Restored, restore
from rmkit.records.store import ProgrammeFile

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = [
    "Checkup",
    "KeepingStep",
    "check_file",
    "keep_yesterday",
    "restore_file",
    "told_restored",
]

_DAMAGED = "Do not go on working with this file: what you change may be lost with it."
_CHAIN = (
    "The history was altered or cut by something other than rmkit. The rows are whole; compare "
    "them with a backup from before, and ask who could write to the file."
)
_UNKNOWN_HEAD = "history: the digest that you noted is not in it"
_UNKNOWN_HEAD_ADVICE = (
    "Either a backup from before was put in its place, or the history was cut off or written anew "
    "since: ask who did, and compare the file with a backup."
)


@dataclass(frozen=True)
class Checkup:
    """What a check found: problems and what to do about them, each a sentence.

    `head` is the digest at the end of the history: note it elsewhere (on paper, in a mail), and a
    later check shows whether everything up to it is still what it was. It is empty where the
    file cannot be read. `newest_backup` is the newest backup that is whole.
    """

    path: Path
    problems: tuple[str, ...]
    advice: tuple[str, ...]
    head: str
    newest_backup: Backup | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_file(path: str | Path, *, now: datetime, noted: str = "") -> Checkup:
    """Look at every page, row, reference and entry of a file, however damaged; change nothing.

    Parameters
    ----------
    path
        The file.
    now
        The moment, to say how old a backup is.
    noted
        A head digest that was noted elsewhere: it must stand in the history still.

    Raises
    ------
    FileRefused
        It is of a newer rmkit, or no programme file at all and has no backup.
    """
    path = Path(path).expanduser().absolute()
    newest = _newest_whole(path)
    try:
        problems = tuple(ProgrammeFile.examine(path))
    except FileRefused as error:
        if newest is None or is_newer(path):
            raise
        problems = (str(error),)
    if problems:
        return Checkup(path, problems, tuple(_advice(problems, newest, now)), "", newest)
    with ProgrammeFile.open(path) as file:
        head = file.head_digest()
        known = not noted or noted.strip().lower() in {entry.digest for entry in file.history()}
    if known:
        return Checkup(path, (), (), head, newest)
    return Checkup(path, (_UNKNOWN_HEAD,), (_UNKNOWN_HEAD_ADVICE,), head, newest)


def _newest_whole(path: Path) -> Backup | None:
    for backup in backups(path):
        with contextlib.suppress(FileRefused, NotSaved):
            if not ProgrammeFile.examine(backup.path):
                return backup
    return None


def _advice(problems: tuple[str, ...], newest: Backup | None, now: datetime) -> list[str]:
    altered = all(problem.startswith("history:") for problem in problems)
    first = _CHAIN if altered else _DAMAGED
    if newest is None:
        return [first, "rmkit has no whole backup of it: look for one of your own, or a copy."]
    made = when(newest.made_at.astimezone(), now=now.astimezone())
    return [first, f'The newest whole backup was made {made}: restore "{newest.path.name}".']


def keep_yesterday(file: ProgrammeFile, *, now: datetime) -> str:
    """Check and back up what was left at the end of an earlier day, once; say what went wrong.

    Called when a programme is opened, which looks at every row but not at the history. Nothing is
    done where the last change is of today, or where a backup was made since.
    """
    last = datetime.fromisoformat(file.last_change or now.isoformat())
    newest = file.backups()[:1]
    if last.astimezone().date() >= now.astimezone().date() or any(b.made_at > last for b in newest):
        return ""
    try:
        if found := file.check():
            return f"{found[0]}. Check the file; it says what to do. No backup was made of it."
        file.backup(now=now)
    except RmkitError as error:
        return f"The daily backup could not be made. {error}"
    return ""


class KeepingStep:
    """The file of one programme, and what keeps it whole."""

    def __init__(self, programme: Programme) -> None:
        self._file = programme.file

    def check(self, *, noted: str = "") -> Checkup:
        """Check the file; see `check_file`."""
        return check_file(self._file.path, now=now(), noted=noted)

    @property
    def changes(self) -> list[HistoryChange]:
        """What was done, change by change, oldest first."""
        return self._file.changes()

    def undo(self, change_no: int | None = None, *, by: str = "coordinator") -> HistoryChange:
        """Undo the last change, or the one with a number; the history keeps both.

        Raises
        ------
        NotAllowed
            There is nothing to undo, a later change went on from it, or it is for good.
        UnknownName
            No change has this number.
        """
        return self._file.undo(actor=named(by), now=now(), change_no=change_no)

    @property
    def backups(self) -> list[Backup]:
        """The backups of this file that rmkit made, the newest first."""
        return self._file.backups()

    def backup(self, to: str | Path | None = None, *, by: str = "coordinator") -> Backup:
        """Copy the file whole to the folder for backups beside it, or to another one.

        Raises
        ------
        NotSaved
            The disk or the rights to the folder did not allow it.
        """
        return self._file.backup(
            now=now(), actor=named(by), folder=None if to is None else Path(to)
        )

    def restore(self, backup: str | Path, *, by: str = "coordinator") -> Restored:
        """Put a backup in the place of the file; what is there now goes to the backups first.

        Raises
        ------
        FileRefused
            The backup is damaged, or no programme file.
        NotAllowed
            It is of another programme.
        """
        return restore_file(self._file.path, backup, by=by)


def restore_file(path: str | Path, backup: str | Path, *, by: str = "coordinator") -> Restored:
    """Put a backup in the place of a programme file that may be too damaged to be opened."""
    return restore(Path(path), Path(backup), actor=named(by), now=now())


def told_restored(done: Restored) -> list[str]:
    """Tell in sentences what a restored backup did."""
    lines = [
        f'"{done.path.name}" is what {done.backup.name} held; every change after that is gone '
        "from it."
    ]
    if done.set_aside is None:
        lines.append("There was no file before.")
    if done.set_aside is not None:
        state = "The damaged file" if done.was_damaged else "What was there before"
        lines.append(f"{state} is kept as {done.set_aside}.")
    if done.erased_again:
        people = "person" if done.erased_again == 1 else "people"
        lines.append(
            f"{done.erased_again} {people} who had been erased since stood in the backup, and "
            "were erased from the file again. The backup itself still holds them: delete it."
        )
    if not done.erasures_known:
        lines.append(
            "Whether anybody was erased, or objected, since the backup is not known any more; if "
            "you know of somebody, do it again."
        )
    return lines
