"""Step 6: the meetings of the pairs, seen by the coordinator: status only.

Dates, counts, signatures, who asks for a call: enough to help, and nothing that was said. What a
pair wrote is sealed and not opened here; a concern is read in a view of its own, which is logged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd

from rmkit.errors import NotAllowed
from rmkit.meetings.due import Due
from rmkit.meetings.progress import PairProgress
from rmkit.meetings.receipts import Outcome
from rmkit.programme.due_now import due_now
from rmkit.programme.looking_after import LookingAfter
from rmkit.programme.meetings_board import board_table, week_table
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.receiving_told import ReceiptTaken, take_receipt
from rmkit.programme.reminding import Reminder, Written, reminders, write_reminders

__all__ = ["MeetingsStep"]


class MeetingsStep(LookingAfter):
    """The meetings of one programme."""

    # How the pairs are

    def board(self, today: date | None = None) -> pd.DataFrame:
        """Lay every pair out by its status, ended ones included.

        Parameters
        ----------
        today
            The day to look from; None is the programme's today.

        Returns
        -------
        DataFrame
            One row a pair: `pair_id`, ids and names of the two (missing where one was erased),
            `standing` (running, ended, one gone), `since`, `held`, `minutes`, `significant` (30
            minutes or more), `moved`, `cancelled`, `last_held`, `next_planned` (days),
            `weeks_since_last`, `overdue` (days planned and passed without a receipt), `expected`
            (by the plan), `behind`, `contact`, `mentor_signed`, `mentee_signed` (days), `call` and
            `part` (whether somebody of the pair asks for a call, or for another partner; who and
            why is not here), `to_check` (sentences about odd receipts).
        """
        day = self._day(today)
        key = (self._file.head_digest(), day)
        memory = self._programme.memory
        kept = memory.recall("board", key=key, make=lambda: board_table(self._programme, day))
        return kept.copy()

    def progress(self, pair_id: str, today: date | None = None) -> PairProgress:
        """Tell how far one pair is.

        Raises
        ------
        UnknownName
            There is no such pair.
        NotAllowed
            The pair was proposed and not confirmed.
        """
        found = progress_now(self._programme, self._day(today)).get(pair_id)
        if found is None:
            self._file.pair(pair_id)
            message = f"The pair {pair_id} is proposed and not confirmed: nothing is counted of it."
            raise NotAllowed(message)
        return found

    @property
    def this_week(self) -> pd.DataFrame:
        """Who meets from Monday to Sunday of the programme's today; see `week`."""
        return self.week()

    def week(self, today: date | None = None) -> pd.DataFrame:
        """Lay out who meets in the week of a day, by date.

        Returns
        -------
        DataFrame
            `day`, `at` (on the clock of the pair), `number`, `pair_id`, `mentor`, `mentee`,
            `where`, `told` (held, moved, cancelled, or empty while nobody told).
        """
        day = self._day(today)
        key = (self._file.head_digest(), day)
        memory = self._programme.memory
        kept = memory.recall("week", key=key, make=lambda: week_table(self._programme, day))
        return kept.copy()

    # What is due

    def due(self, today: date | None = None) -> tuple[Due, ...]:
        """List what is due and why, the most urgent first.

        Each has the day, the people whom it concerns (ids), the pair and the letter that fits.
        """
        return due_now(self._programme, self._day(today))

    def reminders(self, today: date | None = None) -> tuple[Reminder, ...]:
        """List the reminders that fit what is due, those that were written this week included."""
        return reminders(self._programme, self._day(today))

    def remind(
        self,
        *,
        by: str,
        kinds: Iterable[str] | None = None,
        pairs: Iterable[str] | None = None,
        folder: str | Path | None = None,
        today: date | None = None,
    ) -> Written:
        """Write reminders for what is due as drafts; nothing is sent.

        Nobody is reminded of the same thing twice within a week. Who was reminded is kept.

        Parameters
        ----------
        by
            Who writes them, by name.
        kinds
            Only of these kinds (`rmkit.meetings.due.KINDS`); None for all that have a letter.
        pairs
            Only of these pairs, by id.
        folder
            Where; None is a folder beside the programme's file. Each time makes a folder in it.
        today
            The day to look from; None is the programme's today.

        Raises
        ------
        NotAllowed
            `by` is blank.
        NotReady
            The letters need something first: the objective or the coordinator.
        FaultsFound
            Somebody has no address that can be written to.
        UnknownName
            There is no such kind.
        """
        return write_reminders(
            self._programme,
            by=by,
            today=self._day(today),
            kinds=kinds,
            pairs=pairs,
            folder=folder,
        )

    def take_receipt(
        self,
        pair_id: str,
        day: date,
        outcome: Outcome = "held",
        *,
        by: str,
        told_by: str | None = None,
        minutes: float | None = None,
        kind: str | None = None,
        new_day: date | None = None,
        today: date | None = None,
    ) -> ReceiptTaken:
        """Note a receipt that one of the two told you, on the phone or in passing.

        Parameters
        ----------
        pair_id, day
            Which pair, and the day of the meeting.
        outcome
            `held`, `moved` or `cancelled`.
        by
            Who notes it, by name.
        told_by
            Which of the two told it, by id; None is the mentor.
        minutes, kind, new_day
            As the receipt asks (`session_receipt`).
        today
            The day to look from; None is the programme's today.

        Returns
        -------
        ReceiptTaken
            What was kept, with what is to be looked at: a session before the agreement is taken
            and flagged, and so is a day that was told of before.

        Raises
        ------
        FaultsFound
            The day is yet to come for a meeting that was held, is before the pair was made or
            after it ended, or something does not fit the receipt (600 minutes). All of it is told,
            and nothing was saved.
        NotAllowed
            Both of the two were erased, or `by` is blank.
        UnknownName
            There is no such pair or person.
        """
        return take_receipt(
            self._programme,
            pair_id,
            day,
            outcome,
            by=by,
            told_by=told_by,
            minutes=minutes,
            kind=kind,
            new_day=new_day,
            today=self._day(today),
        )
