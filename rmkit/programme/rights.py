"""What people may ask of those who keep their data, and what the organisation owes them.

Read what was used about oneself and take it along, have it corrected, object to a purpose, be
erased; and for the programme: end dates that are watched, a record of who opened what, papers for
the data-protection officer. Every act here needs the name of who does it.

What is written to the access log, once for each act: a person's file, a person's record or answers
looked up by `record` and `answers_of`, the research export, and whatever else another step says it
opened (`opened`).
Opening the programme, its lists, boards and letters is not: that is the coordinator's daily work,
it would write at every look, and a log that holds everything is read by nobody. Nor can Python
code that reads the file by itself be logged.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.programme.clock import now
from rmkit.programme.correcting import Corrected, corrected, fields_to_correct
from rmkit.programme.erasing import Erased, erase_everywhere
from rmkit.programme.objecting import Heard, drafts_about, heard, pairs_to_look_at
from rmkit.programme.obligations import Obligations
from rmkit.programme.person_file import write_person_file
from rmkit.programme.person_record import person_record
from rmkit.programme.purposes import PURPOSES, UsedFor, not_to_be_matched, used_for
from rmkit.programme.usable import Usable, usable

if TYPE_CHECKING:
    from rmkit.instruments.answers import Answer

__all__ = ["RightsStep"]


class RightsStep(Obligations):
    """The rights of those whose data one programme holds."""

    # What data are used for

    @property
    def purposes(self) -> tuple[UsedFor, ...]:
        """What data are used for, in words, each with its basis and the way out of it."""
        return tuple(PURPOSES.values())

    def object(self, person_id: str, purpose: str, *, by: str) -> Heard:
        """Note that a person objects to a purpose; no reason is asked.

        Parameters
        ----------
        person_id
            Whose data.
        purpose
            `participation` (all of it), `matching`, `evaluation` or `research`.
        by
            Who notes it, by name.

        Returns
        -------
        Heard
            What follows, in sentences, and the confirmed pairs to look at.

        Raises
        ------
        UnknownName
            Nobody has this id, or there is no such purpose.
        NotAllowed
            `by` is blank.
        """
        return heard(self._programme, person_id, purpose, "objected", by=by)

    def withdraw(self, person_id: str, purpose: str, *, by: str) -> Heard:
        """Note that a person withdraws the consent to a purpose; it takes what `object` takes."""
        return heard(self._programme, person_id, purpose, "withdrawn", by=by)

    def lift(self, person_id: str, purpose: str, *, by: str) -> Heard:
        """Note that a person lifts an objection or comes back; it takes what `object` takes."""
        return heard(self._programme, person_id, purpose, "lifted", by=by)

    @property
    def objections(self) -> pd.DataFrame:
        """What people said: `person_id`, `name`, `purpose`, `state` (or lifted), `at`, `by`."""
        names = {p.person_id: p.name for p in self._file.people()}
        rows = [
            (o.person_id, names.get(o.person_id, ""), o.purpose, o.state, o.at, o.by)
            for o in self._file.objections()
        ]
        return pd.DataFrame(rows, columns=["person_id", "name", "purpose", "state", "at", "by"])

    @property
    def pairs_to_look_at(self) -> pd.DataFrame:
        """The confirmed pairs of which somebody asked not to be matched since.

        Columns `pair_id`, `mentor_id`, `mentor`, `mentee_id`, `mentee`; who of the two it was is
        in `objections`.
        """
        names = {p.person_id: p.name for p in self._file.people()}
        rows = [
            (p.pair_id, p.mentor_id, names.get(p.mentor_id or ""), p.mentee_id,
             names.get(p.mentee_id or ""))
            for p in pairs_to_look_at(self._file)
        ]  # fmt: skip
        columns = ["pair_id", "mentor_id", "mentor", "mentee_id", "mentee"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def drafts_to_delete(self) -> tuple[str, ...]:
        """Name, in sentences, the drafts of letters about those who asked not to be matched."""
        closed = sorted(not_to_be_matched(self._file))
        return tuple(line for one in closed for line in drafts_about(self._file, one))

    def left_out(self, purpose: str) -> tuple[str, ...]:
        """Name, by id, those whose data are not used for a purpose.

        Raises
        ------
        UnknownName
            There is no such purpose.
        """
        return tuple(sorted(self._file.objected(used_for(purpose).id)))

    def usable(self, purpose: str, instrument_id: str, wave: str | None = None) -> Usable:
        """Give what people answered, as far as it may be used for a purpose.

        Results of the evaluation and exports for research start from here.

        Parameters
        ----------
        purpose
            `matching`, `evaluation` or `research`.
        instrument_id, wave
            As for `ProgrammeFile.answers_table`.

        Returns
        -------
        Usable
            `table`, and the ids of those who answered and are `left_out`.

        Raises
        ------
        UnknownName
            There is no such purpose.
        """
        return usable(self._file, purpose, instrument_id, wave)

    # What is kept about a person

    def person_file(self, person_id: str, folder: str | Path, *, by: str) -> list[Path]:
        """Write one folder with all about a person: a page to read and print, and JSON.

        It goes to the person; that it was opened, and by whom, stands in the access log and in it.

        Parameters
        ----------
        person_id
            Whom it is about.
        folder
            Where its folder, `person-<id>`, is to be; those of others may be there too.
        by
            Who opens it, by name.

        Returns
        -------
        list of Path
            The page and the JSON file. Names of files hold the id, no name.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            `by` is blank, or the folder of this person holds something else.
        NotSaved
            It cannot be written.
        """
        return write_person_file(self._programme, person_id, folder, by=by)

    def record(self, person_id: str, *, by: str) -> dict[str, Any]:
        """Give all about a person as plain data, with the keys of `person_record.KEYS`; logged.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            `by` is blank.
        """
        self.opened("All that is kept about a person", [person_id], by=by)
        return person_record(self._programme, person_id, now=now())

    def fields_to_correct(self, person_id: str) -> dict[str, str]:
        """Give what can be corrected about a person, with its words.

        Staff data by their name (`department`), answers as `candidate.level_chat`, those of a
        wave as `candidate/after.level_chat`.

        Raises
        ------
        UnknownName
            Nobody has this id.
        """
        self._file.person(person_id)
        return fields_to_correct(self._file, person_id)

    def correct(
        self, person_id: str, field: str, value: Answer | None, *, by: str, why: str
    ) -> Corrected:
        """Correct one thing about a person, checked as an import is; the history keeps the rest.

        Parameters
        ----------
        person_id
            Whose.
        field
            A name out of `fields_to_correct`.
        value
            What is right; None or blank where there is to be no value.
        by, why
            Who corrects it, and the reason, which the person reads too.

        Raises
        ------
        UnknownName
            Nobody has this id, or nothing of this name can be corrected.
        FaultsFound
            The value cannot be read, or a required one is missing; nothing was changed.
        NotAllowed
            `by` or `why` is blank.
        NotSaved
            Somebody else has this address.
        """
        return corrected(self._programme, person_id, field, value, by=by, why=why)

    def erase(self, person_id: str, *, by: str) -> Erased:
        """Erase a person for good; the same as `candidates.erase`.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            `by` is blank.
        """
        return erase_everywhere(self._programme, person_id, by=by)

    def answers_of(self, person_id: str, *, by: str) -> dict[str, dict[str, Any]]:
        """Look up what one person answered, by instrument (and wave); it is written to the log.

        Of several answers to the same, the second is `receipt (2)`, and so on, oldest first.

        Raises
        ------
        NotAllowed
            `by` is blank.
        UnknownName
            Nobody has this id.
        """
        self.opened("The answers of one person", [person_id], by=by)
        found: dict[str, dict[str, Any]] = {}
        for r in self._file.responses(person_id=person_id):
            name = f"{r.instrument_id} {r.wave}".strip()
            several = sum(key == name or key.startswith(f"{name} (") for key in found)
            found[f"{name} ({several + 1})" if several else name] = dict(r.answers)
        return found
