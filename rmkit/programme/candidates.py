"""Step 2: who takes part, from a staff list and from what candidates answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import pandas as pd

import rmkit.instruments as asked
import rmkit.people as who
from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.exchange.mapping import TableMapping, as_mapping
from rmkit.exchange.preview import Preview, preview
from rmkit.instruments.model import Entry, Instrument
from rmkit.programme.admissions import Admissions
from rmkit.programme.answering import read_response
from rmkit.programme.choosing import choice_form, choice_of, read_choice
from rmkit.programme.clock import now
from rmkit.programme.erasing import Erased, erase_everywhere
from rmkit.programme.importing import Added, add_answers, add_staff
from rmkit.programme.people_now import table_of_people
from rmkit.programme.purposes import not_to_be_matched
from rmkit.programme.recognition import recognised
from rmkit.records.model import stamp

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["CandidatesStep", "Reading"]


class Reading(TypedDict, total=False):
    """How a file is to be read, where it does not tell itself.

    `mapping` is a mapping, or the path of a mapping file, for columns that are worded differently;
    `sheet` and `encoding` say which sheet of a workbook, and how a CSV file is written;
    `ignore_unknown` leaves out columns that match no question; `on_progress` is told the share
    done.
    """

    mapping: TableMapping | str | Path | None
    sheet: str | None
    encoding: str | None
    ignore_unknown: bool
    on_progress: Callable[[float, str], None] | None


class CandidatesStep(Admissions):
    """The candidates of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    # What is asked

    def choose(
        self, variant: str = "short", entries: Mapping[str, Sequence[str | Entry]] | None = None
    ) -> Instrument:
        """Choose the questionnaire: which variant, and which competences, tools and languages.

        Parameters
        ----------
        variant
            `short` or `extended`.
        entries
            For `competences`, `tools`, `languages` or `style`: the ids to ask about. What is not
            named stays as it ships; an empty list leaves it out.

        Raises
        ------
        UnknownName
            A variant or an entry is not there.
        """
        return self.settle(asked.load("candidate", variant=variant, entries=entries))

    @property
    def choice_form(self) -> Instrument:
        """The questions of a form for `keep_choice`; rows of your own stand in it too."""
        return choice_form(self._known)

    @property
    def choice(self) -> dict[str, object]:
        """What is chosen now, by the keys of `choice_form`: the variant, and ids."""
        return choice_of(self.questionnaire)

    def keep_choice(self, answers: Mapping[str, object]) -> Instrument:
        """Choose the questionnaire as ticked in a form.

        What was answered before stays, also to rows that are no longer asked: those columns stay
        in `people` with what they are called in `words`. Somebody who answers again is asked the
        new rows, and their new response takes the place of the old one.

        Parameters
        ----------
        answers
            What was ticked, by the keys of `choice_form`. A block that is blank or not there is
            left out; languages and styles count in the extended variant only.

        Raises
        ------
        FaultsFound
            No variant, or one or a row that is not there, or no competence and no tool. Every
            fault is told, and the questionnaire stays as it was.
        """
        variant, rows = read_choice(answers, self._known)
        after = asked.load("candidate", variant=variant, entries=rows)
        if self.is_chosen and _rows(after) == _rows(self.questionnaire):
            return self.questionnaire
        return self.settle(after)

    @property
    def _known(self) -> list[Instrument]:
        """The questionnaires that were answered, and the one in use as the last."""
        return [*self._file.answered("candidate"), self.questionnaire]

    def recognise(
        self, path: str | Path, *, mapping: TableMapping | str | Path | None = None
    ) -> Instrument:
        """Tell the questionnaire that a file answers; nothing is kept.

        It is the one that was chosen, if one was; else what the file's headings tell, and where
        they tell nothing, the short one.
        """
        if self.is_chosen:
            return self.questionnaire
        return recognised(Path(path), as_mapping(mapping)) or self.questionnaire

    def not_chosen(
        self, path: str | Path, *, mapping: TableMapping | str | Path | None = None
    ) -> dict[str, str]:
        """Give the rows, with their words, that a file answers and the questionnaire leaves out."""
        found = recognised(Path(path), as_mapping(mapping))
        rows = {f.row.id: f.row.text.say() for f in found.fields if f.row} if found else {}
        chosen = {f.row.id for f in self.questionnaire.fields if f.row}
        return {name: words for name, words in rows.items() if name not in chosen}

    def settle(self, chosen: Instrument) -> Instrument:
        """Keep this as the questionnaire that candidates answer."""
        self._programme.save_document(
            "questionnaire", chosen.model_dump(mode="json"), action="Chose the questionnaire"
        )
        return chosen

    @property
    def is_chosen(self) -> bool:
        """Whether a questionnaire was chosen; until then the short one stands in."""
        return self._file.document("questionnaire") is not None

    @property
    def questionnaire(self) -> Instrument:
        """The questionnaire that this programme's candidates answer."""
        content = self._file.document("questionnaire")
        if content is None:
            return asked.load("candidate", variant="short")
        return Instrument.model_validate(content)

    @property
    def words(self) -> dict[str, str]:
        """What each competence and tool is called, by the id that columns use.

        Rows that were answered and are no longer asked have their words too, behind the others.
        """
        words: dict[str, str] = {}
        for field in (field for one in reversed(self._known) for field in one.fields):
            if field.row:
                words.setdefault(field.row.id, field.row.text.say())
        return words

    # Who there is

    def preview(
        self, path: str | Path, *, instrument: str = "candidate", **how: Unpack[Reading]
    ) -> Preview:
        """Read a file as far as that goes, and say what is wrong with it; nothing is kept.

        Parameters
        ----------
        path
            An export, a staff list, or a folder of returned Excel forms.
        instrument
            `candidate` for answers, `staff_list` for the staff list.
        **how
            See `Reading`.
        """
        if instrument == "staff_list":
            return preview(path, asked.load("staff_list"), **how)
        if instrument != "candidate":
            known = ("candidate", "staff_list")
            raise UnknownName(kind="list of people to import", name=instrument, known=known)
        questionnaire = self.recognise(path, mapping=how.get("mapping"))
        known_people = None if self.staff.empty else self.everybody
        return preview(path, questionnaire, people=known_people, **how)

    @property
    def everybody(self) -> pd.DataFrame:
        """All people of the programme: person_id, name and email."""
        rows = [(p.person_id, p.name, p.email) for p in self._file.people()]
        return pd.DataFrame(rows, columns=["person_id", "name", "email"])

    def add(
        self, path: str | Path, *, instrument: str = "candidate", **how: Unpack[Reading]
    ) -> Added:
        """Read a file into the programme: all of it, or nothing.

        Takes what `preview` takes. Dropping a mended file in again alters what changed and
        doubles nobody.

        Raises
        ------
        FaultsFound
            Something is wrong; every fault is told and nothing was kept.
        FileRefused
            The file cannot be read at all.
        """
        return self.keep(self.preview(path, instrument=instrument, **how))

    def keep(self, seen: Preview) -> Added:
        """Keep what a preview showed; the first answers settle the questionnaire.

        Raises
        ------
        FaultsFound
            The preview has faults.
        """
        if not seen.ok:
            raise FaultsFound(seen.faults)
        if seen.instrument.id == "staff_list":
            return add_staff(self._file, seen, now=now())
        if not self.is_chosen:
            self.settle(seen.instrument)
        added = add_answers(
            self._file, seen.responses, seen.instrument, source=seen.file, now=now()
        )
        return replace(added, not_kept=seen.not_kept or added.not_kept)

    def answer(
        self, answers: Mapping[str, object], *, by: str = "coordinator", source: str = "form"
    ) -> Added:
        """Keep what one person answered in a form, as an import would.

        An earlier response of the same person is replaced (`changed`, in what comes back) and
        stays in the history. The first answers settle the questionnaire.

        Parameters
        ----------
        answers
            What was written, by the keys of `questionnaire`.
        by
            Who filled in the form, for the history.
        source
            Where the answers come from, in a word or two.

        Raises
        ------
        FaultsFound
            An answer cannot be read, a required one is missing, or there is a staff list and the
            person is not on it. Every fault is told with the `key` of its question, and nothing
            was saved.
        NotAllowed
            `by` is blank.
        """
        if not by.strip():
            message = "Say who filled in the form: answer(..., by=...). Nothing was saved."
            raise NotAllowed(message)
        moment, questionnaire = now(), self.questionnaire
        response = read_response(
            answers,
            questionnaire,
            source=source,
            people=None if self.staff.empty else self.everybody,
            submitted_at=stamp(moment),
        )
        if not self.is_chosen:
            self.settle(questionnaire)
        return add_answers(self._file, [response], questionnaire, source=source, now=moment, by=by)

    @property
    def staff(self) -> pd.DataFrame:
        """The staff list: one row a person, with organisation, site, department and manager_id."""
        names = ["organisation", "site", "department", "manager_id", "job_title", "started"]
        rows = [
            {"person_id": p.person_id, "name": p.name, "email": p.email}
            | {name: p.staff.get(name) for name in names}
            for p in self._file.people()
            if p.staff
        ]
        frame = pd.DataFrame(rows, columns=["person_id", "name", "email", *names])
        return frame.sort_values("person_id", ignore_index=True)

    @property
    def table(self) -> pd.DataFrame:
        """The candidates with their state: invited, answered ... admitted, declined, left."""
        answers = self._file.answers_table("candidate", "")
        roles = dict(zip(answers.get("person_id", ()), answers.get("role", ()), strict=True))
        rows = [
            (p.person_id, p.name, roles.get(p.person_id), p.staff.get("department"), p.state)
            for p in self._file.people()
            if p.is_candidate
        ]
        frame = pd.DataFrame(rows, columns=["person_id", "name", "role", "department", "state"])
        return frame.sort_values("person_id", ignore_index=True)

    @property
    def people(self) -> pd.DataFrame:
        """The table of people: everyone who answered, has not declined and may be matched.

        Kinds, needs and pairs are worked out from it. Whoever asked not to be matched, or takes
        part no longer, is not in it; `not_matched` lists them. A mentor's capacity is what they
        answered, or what was changed since (pairing.change_places).

        Raises
        ------
        NotReady
            Nobody answered yet.
        """
        key, memory = self._file.head_digest(), self._programme.memory
        made = memory.recall(
            "people", key=key, make=lambda: table_of_people(self._file, self.staff)
        )
        return made.copy()

    @property
    def not_matched(self) -> pd.DataFrame:
        """Those who answered and asked not to be matched: `person_id`, `role`, by id."""
        closed = not_to_be_matched(self._file)
        out = {p.person_id for p in self._file.people() if p.is_out}
        answers = self._file.answers_table("candidate", "").reindex(columns=["person_id", "role"])
        asked = answers["person_id"].isin(closed - out)
        return answers.loc[asked].reset_index(drop=True)

    def erase(self, person_id: str, *, by: str) -> Erased:
        """Take a person out for good: of the file, its history and backups, and written files.

        Files that rmkit wrote about them are deleted where they lie as they were written; the
        others are named in what comes back.

        Parameters
        ----------
        person_id
            Whom.
        by
            Who does it, by name.

        Raises
        ------
        UnknownName
            Nobody has this id.
        NotAllowed
            `by` is blank.
        """
        return erase_everywhere(self._programme, person_id, by=by)

    @property
    def names(self) -> dict[str, str]:
        """What people are called, by id."""
        return {p.person_id: p.name for p in self._file.people()}

    @property
    def demand(self) -> pd.DataFrame:
        """What is wanted and who can give it, one row a competence or tool.

        Where nobody was asked for a wanted level, `assumed_target` is taken as wanted.
        """
        return who.supply_and_demand(self.people, assumed_target=self.assumed_target)

    @property
    def shortages(self) -> who.Shortages:
        """What will be missing before anyone is matched; by kind, too, where kinds were kept."""
        people = self._programme.profiles.people
        return who.shortages(people, assumed_target=self.assumed_target)

    @property
    def assumed_target(self) -> int | None:
        """The level taken as wanted where nobody was asked for one; None where they were."""
        answered = self._file.answered("candidate") or [self.questionnaire]
        asked_for = any(f.ask and f.ask.id == "target" for one in answered for f in one.fields)
        return None if asked_for else 4

    @property
    def not_on_the_list(self) -> tuple[str, ...]:
        """The ids of candidates whom the staff list lacks; empty while there is no list."""
        people = self._file.people()
        if not any(p.staff for p in people):
            return ()
        return tuple(sorted(p.person_id for p in people if p.is_candidate and not p.staff))


def _rows(questionnaire: Instrument) -> dict[str, object]:
    """Give what is chosen in a form that can be compared, whatever the order of its rows."""
    chosen = choice_of(questionnaire)
    return {name: set(v) if isinstance(v, list) else v for name, v in chosen.items()}
