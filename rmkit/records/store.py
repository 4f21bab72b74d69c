"""The programme file: one file on a laptop that holds a whole programme, and loses none of it.

::

    with ProgrammeFile.open("harbour.rmkit") as file:
        with file.change(actor="coordinator", action="Admitted a candidate.", now=now) as change:
            change.set_state("h017", "admitted")

When the `with` block of a change ends, the change is on the disk or an error was raised and
nothing happened. Several programs may have the same file open; their changes wait for each other.

What this does not protect from: somebody with the right to write to the file and the will to
compute all digests anew, and whoever administers the laptop.
"""

from __future__ import annotations

import atexit
import contextlib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select

from rmkit.errors import FileRefused, NotAllowed, NotReady, NotSaved
from rmkit.records import history as chain
from rmkit.records import schema, sqlite
from rmkit.records.change import Change
from rmkit.records.checking import damaged_rows, examine_older, problems
from rmkit.records.creation import new_file
from rmkit.records.history import Ledger
from rmkit.records.identity import refuse_foreign
from rmkit.records.keeping import Keeping
from rmkit.records.lease import Lease
from rmkit.records.migrating import migrate
from rmkit.records.model import Info, Kind, stamp
from rmkit.records.rows import as_row
from rmkit.records.sqlite_errors import plainly
from rmkit.records.surroundings import dangers
from rmkit.records.writing import Writing

__all__ = ["ProgrammeFile"]

REWRITTEN = "Wrote the file anew, so that nothing of what was erased is left."
"""The action that is noted after an erasure."""

_programme_ids = select(schema.programme.c.id)


class ProgrammeFile(Keeping):
    """A programme file that was found sound when it was opened. Made by `create` and `open`."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._guard = sqlite.guard(path)
        self._change: Change | None = None
        self._closed = False
        self._programme_id = ""
        self._lease: Lease | None = None

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        name: str,
        organisation: str,
        now: datetime,
        language: str = "en",
        actor: str = "coordinator",
    ) -> Self:
        """Make a new programme file and open it.

        Parameters
        ----------
        path
            Where; nothing may be there, and the folder must exist.
        name, organisation
            What the programme is called and whose it is.
        now
            The moment, with its time zone.
        language
            The language in which the programme is run.
        actor
            Who makes it.

        Raises
        ------
        FileRefused
            Something is there already, or the folder is not.
        NotSaved
            The disk or the rights to the folder did not allow it.
        """
        path = Path(path).expanduser().absolute()
        info = Info(str(uuid.uuid4()), name, organisation, language, stamp(now))

        def fill(connection: Connection) -> None:
            ledger = Ledger(
                connection, actor=actor, action="Made the programme.", at=info.created_at
            )
            first = Writing(connection, ledger, file_name=path.name)
            first.put(schema.programme, as_row(schema.programme, info))
            ledger.write()

        new_file(path, fill)
        return cls.open(path)

    @classmethod
    def open(
        cls, path: str | Path, *, now: datetime | None = None, keep_backup: bool = True
    ) -> Self:
        """Open a programme file after looking whether it is one, and sound.

        A file of an earlier schema is brought to the present one first, after a backup.

        Parameters
        ----------
        path
            The file.
        now
            The moment, for the backup before a migration; left out, it is read from the clock.
        keep_backup
            Whether there is to be such a backup; not where the file is one itself.

        Raises
        ------
        FileRefused
            It is missing, empty, damaged, of another program or of a newer rmkit. It was not
            changed. `examine` tells all that is wrong with a damaged one.
        NotSaved
            It is of an earlier schema and cannot be written. It was not changed.
        """
        path = Path(path).expanduser().absolute()
        with sqlite.guard(path):
            if refuse_foreign(path) != schema.VERSION:
                migrate(path, now=now or datetime.now(UTC), keep_backup=keep_backup)
            file = cls(path, sqlite.engine(path))
            with file._connected() as connection:
                found = sqlite.damages(connection) or damaged_rows(connection)
                ids = [] if found else connection.execute(_programme_ids).scalars().all()
        if len(ids) != 1:
            found = found or ["it does not say what programme it holds"]
            message = (
                f'"{path.name}" is damaged ({found[0]}) and was not changed; restore it from a '
                "backup."
            )
            raise FileRefused(message)
        file._programme_id = ids[0]
        with contextlib.suppress(NotSaved):  # read-only: whoever may write to it does it
            if file._has_traces():
                file.compact()
        return file

    @classmethod
    def examine(cls, path: str | Path) -> list[str]:
        """List all that is wrong with a file that may be too damaged to be opened.

        Nothing is written: a file of an earlier schema is looked at as it is.

        Raises
        ------
        FileRefused
            It is not a programme file of this rmkit at all.
        """
        path = Path(path).expanduser().absolute()
        with sqlite.guard(path):
            if refuse_foreign(path) != schema.VERSION:
                return examine_older(path)
            return cls(path, sqlite.engine(path)).check()

    def announce(self, *, now: datetime) -> None:
        """Note beside the file that this machine works on it; see `warnings`."""
        self._lease = Lease.take(self.path, now=now)
        atexit.register(self._lease.release)

    def warnings(self) -> list[str]:
        """Say what endangers the file where it lies: another machine, a synchronised folder."""
        lease = [self._lease.warning] if self._lease and self._lease.warning else []
        return [*lease, *dangers(self.path)]

    def close(self) -> None:
        """Let go of the file. Nothing is lost by not calling it."""
        if self._lease is not None:
            self._lease.release()
            atexit.unregister(self._lease.release)
        self._closed = True
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"ProgrammeFile({self.path.name!r})"

    @property
    def _file_name(self) -> str:
        return self.path.name

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._guard:
            self._refuse_if_closed()
            if self._change is not None:  # only the thread that changes gets here meanwhile
                yield self._change.connection
                return
            with plainly(self.path, reading=True), self._engine.begin() as connection:
                yield connection

    def _refuse_if_closed(self) -> None:
        if self._closed:
            message = f'"{self.path.name}" was closed; open the programme again.'
            raise NotReady(message)

    def _refuse_another(self, connection: Connection) -> None:
        """Refuse to write into what somebody put in the place of the programme meanwhile."""
        ids = connection.exec_driver_sql("SELECT id FROM programme").scalars().all()
        if ids != [self._programme_id]:
            message = (
                f'"{self.path.name}" was replaced by another programme since it was opened; '
                "nothing was changed. Put the right file back, or open it again."
            )
            raise FileRefused(message)

    @contextlib.contextmanager
    def change(
        self, *, actor: str, action: str, now: datetime, kind: Kind = "change"
    ) -> Iterator[Change]:
        """Change the file: all that the block saves, or nothing if an error leaves it.

        Parameters
        ----------
        actor
            Who makes the change.
        action
            What it is, as a sentence without personal data ("Imported 60 responses.").
        now
            The moment, with its time zone.
        kind
            A "note" says what happened (who looked at what) and is passed over by undo.

        Yields
        ------
        Change
            What saves; reading from it shows what was saved so far.

        Raises
        ------
        NotSaved
            The disk is full, the file read-only or in use for too long. Nothing was changed.
        NotAllowed
            A change is under way in the same place already.
        """
        with self._writing() as connection:
            ledger = Ledger(connection, actor=actor, action=action, at=stamp(now), kind=kind)
            change = Change(connection, ledger, file_name=self.path.name)
            self._change = change
            try:
                yield change
            finally:
                self._change = None
            ledger.write()
        if self._lease is not None:
            self._lease.renew(now)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._guard:
            self._refuse_if_closed()
            if self._change is not None:
                message = "A change is under way already; finish it before the next one."
                raise NotAllowed(message)
            with plainly(self.path), sqlite.writing(self._engine).begin() as connection:
                self._refuse_another(connection)
                yield connection

    def compact(self) -> None:
        """Write the file anew without free space, so that no page keeps traces of what is gone.

        After an erasure this is noted; where it was interrupted, the next opening does it.
        """
        with self._guard:
            self._refuse_if_closed()
            try:
                with plainly(self.path):
                    sqlite.rewrite(self._engine)
            except NotSaved as error:
                message = (
                    f'The change is saved, but "{self.path.name}" could not be written anew, and '
                    f"traces of what was removed may be left in it. {error} Then open it again."
                )
                raise NotSaved(message) from None
            if self._has_traces():
                now = datetime.now(UTC)
                with self.change(actor="rmkit", action=REWRITTEN, now=now, kind="note") as change:
                    change.ledger.note_erased(schema.programme.name)

    def _has_traces(self) -> bool:
        """Whether the file was not written anew since somebody or something was erased."""
        with self._connected() as connection:
            return chain.erased_since(connection, REWRITTEN)

    def check(self) -> list[str]:
        """List all that is wrong with the file, as sentences; empty when it is sound."""
        try:
            with self._connected() as connection:
                return problems(connection)
        except FileRefused as error:  # too damaged to be read to its end
            return [str(error)]
