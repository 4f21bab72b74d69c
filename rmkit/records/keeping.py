"""What keeps a programme file in order: undo, backups, and erasing a person from all of it."""

from __future__ import annotations

import contextlib
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from rmkit.errors import FileRefused, NotSaved, UnknownName
from rmkit.records import history as chain
from rmkit.records.backup import Backup, backups, backups_folder, make_backup, set_aside
from rmkit.records.change import Change
from rmkit.records.ends import ENDED_IN_THE_FILE, Ended, end
from rmkit.records.erasure import erase
from rmkit.records.history import Ledger
from rmkit.records.model import Erasure, HistoryChange, Kind, stamp
from rmkit.records.reading import Reading
from rmkit.records.undoing import change_to_undo, undo
from rmkit.records.writing import Writing

__all__ = ["Keeping"]


class Keeping(Reading):
    """The part of a programme file that undoes, backs up and erases."""

    path: Path

    @classmethod
    @abstractmethod
    def open(
        cls, path: str | Path, *, now: datetime | None = None, keep_backup: bool = True
    ) -> Self:
        """Open a programme file."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""

    @abstractmethod
    def compact(self) -> None:
        """Write the file anew without free space."""

    @abstractmethod
    def change(
        self, *, actor: str, action: str, now: datetime, kind: Kind = "change"
    ) -> AbstractContextManager[Change]:
        """Change the file."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """Give a connection that has begun to write."""

    def undo(self, *, actor: str, now: datetime, change_no: int | None = None) -> HistoryChange:
        """Undo a change, as a change of its own; the history keeps both.

        Parameters
        ----------
        actor, now
            Who undoes, and when.
        change_no
            Which change, as `changes` numbers them; without it, the last one that was not undone.
            The number of an undo redoes what it undid.

        Returns
        -------
        HistoryChange
            What was undone.

        Raises
        ------
        NotAllowed
            There is nothing to undo, a later change went on from it, or it is for good.
        UnknownName
            No change has this number.
        NotSaved
            The disk or the rights to the file did not allow it.
        """
        with self._writing() as connection:
            entries = chain.read(connection, file_name=self._file_name)
            change = change_to_undo(entries, change_no)
            ledger = Ledger(
                connection,
                actor=actor,
                action=f"Undid change {change.change_no}: {change.action}",
                at=stamp(now),
                undoes=change.change_no,
            )
            undo(Writing(connection, ledger, file_name=self._file_name), entries, change)
            ledger.write()
        return change

    def backup(self, *, now: datetime, actor: str = "", folder: Path | None = None) -> Backup:
        """Make a backup and look whether it is whole; see `records.backup.make_backup`.

        A folder of one's own (on another disk, say) is remembered, so that erasing a person
        reaches there too.
        """
        if folder is not None:
            folder = folder.expanduser().absolute()
            there = list(self._other_folders())
            if folder not in (backups_folder(self.path), *there):
                places = {"folders": [str(place) for place in (*there, folder)]}
                note = "Chose another folder for backups."
                with self.change(actor=actor, action=note, now=now, kind="note") as change:
                    change.save_document("backups", "", places)
        return make_backup(self.path, now=now, folder=folder)

    def backups(self) -> list[Backup]:
        """List rmkit's own backups of this file that can be reached, the newest first."""
        found = backups(self.path)
        for folder in self._other_folders():
            found += backups(self.path, folder=folder)
        return sorted(found, key=lambda one: one.made_at, reverse=True)

    def _other_folders(self) -> Sequence[Path]:
        kept = self.document("backups") or {}
        return tuple(Path(str(folder)) for folder in kept.get("folders", ()))

    def erase_person(
        self, person_id: str, *, actor: str, now: datetime, from_backups: bool = True
    ) -> Erasure:
        """Erase a person from the file and its backups, for good: no undo brings them back.

        Afterwards the file and rmkit's own backups hold no byte of their names, addresses and
        answers, of mentions in structured fields and in the history; the words of others in
        which the name occurs are listed, not changed. The chain of the history still verifies.
        Copies that somebody else made are not touched.

        Parameters
        ----------
        person_id
            Whom.
        actor, now
            Who does it, and when.
        from_backups
            Whether rmkit's own backups are to be erased from as well; they go first, so that an
            interrupted erasure can simply be repeated.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotSaved
            The disk did not allow it. The message says if the person is erased, but the file
            could not be written anew.
        """
        reached, missed = 0, []
        if from_backups:
            self.need_known(person_id)
            for place in self.copies():
                try:
                    reached += self._erase_from_copy(place, person_id, actor=actor, now=now)
                except (FileRefused, NotSaved):
                    missed.append(place.name)
        with self._writing() as connection:
            action = "Erased a person."
            ledger = Ledger(connection, actor=actor, action=action, at=stamp(now), kind="erasure")
            done = erase(Writing(connection, ledger, file_name=self._file_name), person_id)
            ledger.write()
        self.compact()
        return replace(done, backups=reached, not_reached=tuple(missed))

    def end_class(
        self, data_class: str, *, actor: str, now: datetime, from_backups: bool = True
    ) -> Ended:
        """Delete a whole class of data from the file and its backups, for good.

        Parameters
        ----------
        data_class
            Which, as `records.ends` lists them; "backups" deletes the backups themselves.
        actor, now
            Who does it, and when.
        from_backups
            Whether rmkit's own backups are to be reached as well; they go first, so that an
            interrupted ending can simply be repeated.

        Raises
        ------
        UnknownName
            There is no such class.
        NotSaved
            The disk did not allow it.
        """
        if data_class != "backups" and data_class not in ENDED_IN_THE_FILE:
            known = (*ENDED_IN_THE_FILE, "backups")
            raise UnknownName(kind="class of data", name=data_class, known=known)
        reached, missed = 0, []
        for place in self.copies() if from_backups else ():
            try:
                self._end_in_copy(place, data_class, actor=actor, now=now)
                reached += 1
            except (OSError, FileRefused, NotSaved):
                missed.append(place.name)
        done = Ended(0, 0, 0)
        if data_class != "backups":
            done = self._end_here(data_class, actor=actor, now=now)
        return replace(done, backups=reached, not_reached=tuple(missed))

    def _end_here(self, data_class: str, *, actor: str, now: datetime) -> Ended:
        with self._writing() as connection:
            action = f"Deleted a class of data for good: {data_class}."
            ledger = Ledger(connection, actor=actor, action=action, at=stamp(now), kind="erasure")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            done = end(Writing(connection, ledger, file_name=self._file_name), data_class)
            ledger.write()
        self.compact()
        return done

    def _end_in_copy(self, path: Path, data_class: str, *, actor: str, now: datetime) -> None:
        if data_class == "backups":
            path.unlink()
            return
        with contextlib.closing(self.open(path, now=now, keep_backup=False)) as copy:
            copy.end_class(data_class, actor=actor, now=now, from_backups=False)

    def need_known(self, person_id: str) -> None:
        """Raise `UnknownName` for somebody of whom not even the history knows."""
        key = {"person_id": person_id}
        if not any(entry.table == "people" and entry.key == key for entry in self.history()):
            self.person(person_id)

    def copies(self) -> Iterator[Path]:
        """Give every backup of the file that rmkit made, and the folders it cannot reach."""
        for folder in (backups_folder(self.path), *self._other_folders()):
            yield from (one.path for one in backups(self.path, folder=folder))
            yield from set_aside(self.path, folder=folder)
        yield from (folder for folder in self._other_folders() if not folder.is_dir())

    def _erase_from_copy(self, path: Path, person_id: str, *, actor: str, now: datetime) -> bool:
        opened = self.open(path, now=now, keep_backup=False)
        with contextlib.closing(opened) as copy, contextlib.suppress(UnknownName):
            copy.erase_person(person_id, actor=actor, now=now, from_backups=False)
            return True
        return False
