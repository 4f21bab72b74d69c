"""What the organisation owes those whose data it keeps: end dates, a log of who looked, papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.papers import Papers, write_papers
from rmkit.programme.retention import Kept, due, end, keep_until, kept

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.ends import Ended
    from rmkit.records.model import Retention

__all__ = ["Obligations"]


class Obligations:
    """The part of the rights of one programme that nobody has to ask for."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    # Until when

    def retention(self, today: date | None = None) -> tuple[Kept, ...]:
        """List the classes of data: what for, on which basis, until when, how much there is.

        Parameters
        ----------
        today
            The day to look from; None is today.
        """
        return kept(self._file, today=today or _today())

    def due(self, today: date | None = None) -> tuple[Kept, ...]:
        """List the classes whose time has ended and of which something is left, with what to do."""
        return due(self._file, today=today or _today())

    def keep_until(self, data_class: str, ends_on: date, *, why: str, by: str) -> Retention:
        """Change until when a class of data is kept; an earlier day ends it sooner.

        Parameters
        ----------
        data_class
            As `retention` names them.
        ends_on
            The last day on which it is kept.
        why
            The reason, which stands in the papers.
        by
            Who decides, by name.

        Raises
        ------
        UnknownName
            There is no such class.
        NotAllowed
            There is no reason, `by` is blank, or the day is over.
        """
        return keep_until(self._programme, data_class, ends_on, why=why, by=by)

    def end(self, data_class: str, *, by: str, today: date | None = None) -> Ended:
        """Delete a class of data for good: in the file, its history and rmkit's own backups.

        It cannot be undone. A backup that could not be reached is named in what comes back, and so
        are files that rmkit wrote and that still tell of it.

        Raises
        ------
        UnknownName
            There is no such class.
        NotAllowed
            Its time has not ended (`keep_until` changes that), or `by` is blank.
        """
        return end(self._programme, data_class, by=by, today=today or _today())

    # Papers

    def papers(self, folder: str | Path, today: date | None = None) -> Papers:
        """Write the papers for the data-protection officer and the works council, as drafts.

        An information notice, a record of processing, an impact assessment, a works agreement and
        one page on what HR never sees: each as .docx to edit and .html to read.

        Parameters
        ----------
        folder
            Where they are to be; absent, empty, or written before and not changed since.
        today
            The day that stands on them; None is today.

        Returns
        -------
        Papers
            `files`, and `gaps`: by paper, what only the organisation can complete.

        Raises
        ------
        NotAllowed
            The folder holds something else, or a paper that somebody changed.
        NotSaved
            The folder cannot be written.
        """
        return write_papers(self._programme, folder, today=today or _today())

    # Who looked

    def opened(self, what: str, person_ids: Iterable[str | None] = (None,), *, by: str) -> None:
        """Note that somebody opened something about people; undo passes over it.

        Parameters
        ----------
        what
            What was opened, in words without personal data ("The research export").
        person_ids
            About whom; None for what is about everybody.
        by
            Who opened it, by name.

        Raises
        ------
        NotAllowed
            `by` is blank.
        UnknownName
            Nobody has an id.
        """
        with self._file.change(
            actor=named(by), action="Opened what is about people", now=now(), kind="note"
        ) as change:
            change.note_access(what, person_ids)

    def accesses(self, person_id: str | None = None) -> pd.DataFrame:
        """Who opened what, oldest first: `at`, `who`, `person_id` (missing: everybody), `what`.

        Parameters
        ----------
        person_id
            Only what is about this person or about everybody; None for all.

        Raises
        ------
        UnknownName
            Nobody has this id.
        """
        if person_id is not None:
            self._file.person(person_id)
        about = (None, person_id)
        rows = [
            (a.at, a.actor, a.person_id, a.what)
            for a in self._file.accesses()
            if person_id is None or a.person_id in about
        ]
        return pd.DataFrame(rows, columns=["at", "who", "person_id", "what"])


def _today() -> date:
    return now().date()
