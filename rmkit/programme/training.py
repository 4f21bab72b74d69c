"""Step 6: preparing mentors and mentees: who was there, when the circle meets, what is handed out.

Who was at a module is kept as the coordinator's own record of a person. How somebody did is asked
nowhere, and the mentor circle keeps no list of who came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from rmkit.content.training import HALF_DAY, MODULES, module
from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, RmkitError, UnknownName
from rmkit.meetings.circle_dates import circle_dates
from rmkit.programme.days import in_words
from rmkit.programme.handouts import write_handouts
from rmkit.programme.pair_progress import plan_of
from rmkit.programme.pairs_of_letters import PairsNow

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["INVITATIONS", "RECORDED", "Noted", "TrainingStep"]

RECORDED = tuple(name for name in MODULES if name != "circle")
"""The modules of which is kept who was there; of the circle it is not, so that all come freely."""

_NEEDED = {"mentor": (HALF_DAY,), "mentee": (("introduction",), ("briefing",))}
"""What prepares whom: for a mentee, one of the two is enough."""

_RECORD = "training_record"

Invitation = Literal["training", "briefing", "circle"]
INVITATIONS: dict[Invitation, str] = {
    "training": "training_invitation",
    "briefing": "briefing_invitation",
    "circle": "circle_invitation",
}
"""The letter that invites to each."""


@discreet("module", "day", "noted", "already")
@dataclass(frozen=True, slots=True)
class Noted:
    """Who was noted to have been at a module on a day, by id, and who had been noted already."""

    module: str
    day: date
    noted: tuple[str, ...]
    already: tuple[str, ...]

    def __str__(self) -> str:
        people = "1 person" if len(self.noted) == 1 else f"{len(self.noted)} people"
        told = f"Noted for {in_words(self.day)}: {people} at {module(self.module).title.say()}."
        again = len(self.already)
        return f"{told} {again} had been noted already." if again else told


class TrainingStep:
    """The training of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def attended(
        self,
        module_id: str,
        people: Iterable[str],
        *,
        by: str,
        on: date | None = None,
        led_by: str = "",
    ) -> Noted:
        """Note who was at a module; who has been noted for it on this day already stays as it is.

        Parameters
        ----------
        module_id
            `introduction`, `trust`, `practice` or `briefing`.
        people
            Ids of those who were there.
        by
            Who notes it.
        on
            The day; None is the programme's today.
        led_by
            Who led it; may be empty.

        Raises
        ------
        UnknownName
            There is no such module or person; nothing was noted.
        NotAllowed
            The day is in the future, nobody is named, or somebody asked for their data not to be
            used.
        """
        if module_id not in RECORDED:
            raise UnknownName(kind="module", name=module_id, known=RECORDED)
        day, ids = on or self._programme.today, list(dict.fromkeys(people))
        if day > self._programme.today:
            message = f"{in_words(day)} is still to come. Note who was there afterwards."
            raise NotAllowed(message)
        if not ids:
            message = "Nobody is named. Tick who was there. Nothing was noted."
            raise NotAllowed(message)
        for person_id in ids:  # all are looked up before anything is kept
            self._file.person(person_id)
        there = {(i, name) for i, name, on_day in self._records() if on_day == day}
        already = tuple(i for i in ids if (i, module_id) in there)
        answers = {"module": module_id, "day": day.isoformat()}
        answers |= {"led_by": led_by} if led_by else {}
        noted = tuple(i for i in ids if i not in already)
        for person_id in noted:
            self._programme.questionnaires.answer(_RECORD, answers, person=person_id, by=by)
        return Noted(module_id, day, noted, already)

    @property
    def attendance(self) -> pd.DataFrame:
        """Lay out who has been prepared, and by what.

        Returns
        -------
        DataFrame
            One row for everybody in a pair that runs, or, before there are pairs, for every
            candidate: `person_id`, `name`, `role`, a column for each of `RECORDED` with the last
            day (missing where they were not there), and `prepared`.
        """
        days: dict[tuple[str, str], date] = {}
        for person_id, name, day in self._records():
            days[person_id, name] = max(day, days.get((person_id, name), day))
        rows = [
            {
                "person_id": person_id,
                "name": name,
                "role": " and ".join(sides),
                **{one: days.get((person_id, one)) for one in RECORDED},
                "prepared": all(_is_prepared(person_id, side, days) for side in sides),
            }
            for person_id, name, sides in self._people()
        ]
        columns = ["person_id", "name", "role", *RECORDED, "prepared"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def unprepared(self) -> tuple[str, ...]:
        """The ids of those who have not been prepared for what they are."""
        table = self.attendance
        return tuple(table.loc[~table["prepared"].astype(bool), "person_id"])

    def circles(
        self, *, weekday: int | None = None, free: Collection[date] = ()
    ) -> tuple[date, ...]:
        """Give the days of the monthly mentor circle, from start and length of the objective.

        Parameters
        ----------
        weekday, free
            As in `rmkit.meetings.circle_dates.circle_dates`.

        Returns
        -------
        tuple of date
            Empty while the objective has no day of start or no length.
        """
        return circle_dates(plan_of(self._programme), weekday=weekday, free=free)

    def invite(
        self,
        to: Invitation,
        people: Iterable[str] | None = None,
        *,
        when: str,
        where: str,
        folder: str | Path | None = None,
    ) -> list[Path]:
        """Write the invitations to the training, the briefing or the circle; nothing is sent.

        Parameters
        ----------
        to
            `training`, `briefing` or `circle`.
        people
            Ids; None is everybody for whom the letter is due.
        when, where
            As they read it.
        folder
            Where the drafts will be; None is a folder beside the programme's file.

        Raises
        ------
        UnknownName
            There is no such invitation.
        RmkitError
            `when` or `where` is blank, or the letters cannot be written; see `letters.write`.
        """
        if to not in INVITATIONS:
            raise UnknownName(kind="invitation", name=to, known=tuple(INVITATIONS))
        if not when.strip() or not where.strip():
            message = "Say when and where it is. No invitation was written."
            raise RmkitError(message)
        more = {"when": when.strip(), "where": where.strip()}
        return self._programme.letters.write(INVITATIONS[to], people, folder=folder, more=more)

    def write_handouts(self, folder: str | Path | None = None) -> list[Path]:
        """Write guides, cards, sheets and principles as PDFs to print.

        Parameters
        ----------
        folder
            Where to; None is a folder beside the programme's file: `pilot-training`.
        """
        beside = self._file.path
        target = beside.with_name(f"{beside.stem}-training") if folder is None else folder
        return write_handouts(target, organisation=self._programme.organisation)

    def _records(self) -> list[tuple[str, str, date]]:
        """Give every note as (person, module, day)."""
        return [
            (one.person_id, str(one.answers["module"]), date.fromisoformat(str(one.answers["day"])))
            for one in self._file.responses(_RECORD)
            if one.person_id and {"module", "day"} <= set(one.answers)
        ]

    def _people(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Give (id, name, sides): of pairs that run, else of all candidates."""
        names = self._programme.candidates.names
        sides = PairsNow(self._file).sides()
        if sides:
            return [(i, names.get(i, i), tuple(mine)) for i, mine in sorted(sides.items())]
        table = self._programme.candidates.table
        return [(i, name, _sides(role)) for i, name, role in _three(table)]


def _three(table: pd.DataFrame) -> Sequence[tuple[str, str, object]]:
    rows = table[["person_id", "name", "role"]].itertuples(index=False, name=None)
    return sorted(rows)


def _sides(role: object) -> tuple[str, ...]:
    if role == "both":
        return ("mentor", "mentee")
    return (str(role),) if role in _NEEDED else ()


def _is_prepared(person_id: str, side: str, days: dict[tuple[str, str], date]) -> bool:
    return any(all((person_id, one) in days for one in ways) for ways in _NEEDED[side])
