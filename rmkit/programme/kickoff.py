"""Step 5: the letters that start it, as drafts that a person reads and sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from rmkit.content import FilledLetter, fill
from rmkit.errors import NotReady
from rmkit.programme.clock import now
from rmkit.programme.contacts import NoContact, note_contact, without_contact
from rmkit.programme.letter_drafts import Enclosures, Ready, write_folder_of
from rmkit.programme.letter_values import Frame, letter_values, why_chosen
from rmkit.programme.letter_words import LetterWords
from rmkit.programme.letters import LETTERS, Addressee, LetterChoice
from rmkit.programme.places import note_outbox, portable
from rmkit.programme.readiness import letters_need
from rmkit.programme.recipients import (
    Recipient,
    held,
    job_titles,
    recipient,
    recipients,
    told_of,
    unreachable,
    written_now,
)
from rmkit.programme.written_to import written_pairs
from rmkit.records.model import stamp

__all__ = ["KickoffStep"]


class KickoffStep(LetterWords):
    """The kick-off of one programme: the letters that begin it, all three at once."""

    @property
    def letters(self) -> list[LetterChoice]:
        """The letters to choose from, with how many people get each; 0 before pairs stand."""
        everybody = self._recipients()
        return [
            LetterChoice(
                name, self.letter(name).title, side, sum(r.side == side for r in everybody)
            )
            for side, names in LETTERS.items()
            for name in names
        ]

    def recipients(self) -> tuple[Addressee, ...]:
        """List who gets which letters: mentors first, each side by id.

        Whoever has no address that can be written to stands here too; `on_paper` tells them.

        Raises
        ------
        NotReady
            The pairs are not confirmed.
        """
        everybody = self._recipients()
        if not everybody:
            message = (
                "Nobody gets a letter now: all pairs that run were written to."
                if self._file.pairs("confirmed")
                else "Nobody gets a letter yet: confirm the pairs first, in notebook 04 Pairs."
            )
            raise NotReady(message)
        return tuple(
            Addressee(
                r.person.person_id, r.person.name or r.person.person_id, r.side, LETTERS[r.side]
            )
            for r in everybody
        )

    def _recipients(self) -> tuple[Recipient, ...]:
        key = self._file.head_digest()
        memory = self._programme.memory
        return memory.recall("recipients", key=key, make=lambda: recipients(self._file))

    @property
    def held(self) -> tuple[str, ...]:
        """Say which confirmed pairs get no letters, because somebody asked not to be matched."""
        return held(self._file)

    @property
    def on_paper(self) -> tuple[str, ...]:
        """Say who gets their letters on paper, because they cannot be written to by mail."""
        return tuple(
            f"{r.person.person_id} gets letters on paper: {problem}"
            for r in self._recipients()
            for problem in (unreachable(r.person),)
            if problem
        )

    def missing(self) -> tuple[str, ...]:
        """Say what the letters still need, each with the notebook in which it is done."""
        return tuple(letters_need(self._programme))

    def preview(self, name: str, person_id: str) -> FilledLetter:
        """Show a letter as one person would get it; nothing is written.

        Raises
        ------
        UnknownName
            There is no such letter, or nobody has this id.
        NotReady
            The pairs are not confirmed, the objective or the coordinator is missing, or the
            letter does not go to this person.
        """
        text, pairs = self.letter(name), self._file.pairs("confirmed")
        frame = self._frame(confirmed=bool(pairs))
        found = recipient(self._file, person_id, pairs)
        if name not in LETTERS[found.side]:
            theirs = " and ".join(LETTERS[found.side])
            message = f"{name} does not go to {person_id}, who is a {found.side}: see {theirs}."
            raise NotReady(message)
        concerned = (found.person, *found.partners)
        answers = {
            p.person_id: r.answers
            for p in concerned
            for r in self._file.counting("candidate", person_id=p.person_id)
        }
        why = why_chosen(found.side, answers.get(person_id, {}), self._programme.candidates.words)
        titles = job_titles(concerned, answers)
        values = letter_values(text, frame, found.person, told_of(found.partners, titles), why=why)
        return fill(text, values)

    def write(
        self,
        folder: str | Path | None = None,
        *,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> list[Path]:
        """Write the outbox: a draft for each mentor and mentee, and one table for a mail merge.

        Who has no address that can be written to is printed for, in `To print.pdf`.

        Parameters
        ----------
        folder
            Where the drafts will be; absent, empty, or an earlier outbox that nobody touched.
            None is a folder beside the programme's file, named after it: `pilot-outbox`.
        on_progress
            Told the share done.

        Returns
        -------
        list of Path
            What was written. Names of files hold ids, no names.

        Raises
        ------
        NotReady
            The pairs are not confirmed, or the objective or the coordinator is missing.
        NotAllowed
            The folder holds something else.
        """
        moment, beside = now(), self._file.path
        target = beside.with_name(f"{beside.stem}-outbox") if folder is None else folder
        frame = self._frame(confirmed=bool(self._file.pairs("confirmed")))
        letters = list(self._letters(frame))
        written = write_folder_of(
            self._programme,
            Path(target),
            letters,
            moment=moment,
            coordinator=frame.coordinator,
            told=[*self.on_paper, *self.held],
            on_progress=on_progress,
        )
        drafted = {
            "letters": len(letters),
            "folder": portable(Path(target), beside),
            "at": stamp(moment),
            "drafts": [[one.person.person_id, one.letter_id] for one in letters],
            "pairs": sorted(written_pairs(self._file) | written_now(self._file)),
        }
        self._note_where(Path(target), letters, moment)
        action = "Wrote the drafts of the kick-off"
        self._programme.save_document("outbox", drafted, action=action)
        return written

    def _note_where(self, folder: Path, letters: Iterable[Ready], moment: datetime) -> None:
        """Keep where drafts are, and who is in them, for whoever is erased or leaves later."""
        file, action = self._file, "Noted where the drafts of the kick-off are"
        people = {one.person.person_id for one in letters}
        people |= {p.person_id for r in recipients(file) for p in (r.person, *r.partners)}
        with file.change(actor="coordinator", action=action, now=moment, kind="note") as change:
            note_outbox(change, file, folder, people)

    def contacted(self, pair_id: str, *, on: date | None = None, by: str) -> None:
        """Note that the two of a pair are in touch; the mentor writes first, within two weeks.

        Parameters
        ----------
        pair_id
            Which pair.
        on
            On which day; None is today.
        by
            Who notes it; the file keeps the name.

        Raises
        ------
        UnknownName
            There is no such pair.
        NotAllowed
            The day is before the pair was confirmed or in the future, or `by` is blank.
        """
        note_contact(self._programme, pair_id, on=on or self._programme.today, by=by)

    def waiting_for_contact(self, today: date | None = None) -> tuple[NoContact, ...]:
        """List the pairs of which no contact is known yet; `is_late` after two weeks."""
        return without_contact(self._programme, today or self._programme.today)

    def _frame(self, *, confirmed: bool) -> Frame:
        programme = self._programme
        objective, coordinator = programme.objective.record, programme.coordinator
        missing = [
            text
            for absent, text in (
                (
                    not confirmed,
                    "confirmed pairs (`rmkit match --confirm`, pairing.confirm)",
                ),
                (objective is None, "the general objective (`--objective`, objective.set)"),
                (coordinator is None, "the coordinator (`--coordinator`, set_coordinator)"),
            )
            if absent
        ]
        if missing or objective is None or coordinator is None:
            message = f"The letters still need {', '.join(missing)}."
            raise NotReady(message)
        today = now().date()
        return Frame(programme.name, programme.organisation, objective.sentence, coordinator, today)

    def _letters(self, frame: Frame) -> Iterator[Ready]:
        everybody = recipients(self._file)
        enclosures, words = Enclosures(self._programme), self._programme.candidates.words
        texts = {name: self.letter(name) for names in LETTERS.values() for name in names}
        answers = {r.person_id or "": r.answers for r in self._file.counting("candidate")}
        titles = job_titles([r.person for r in everybody], answers)
        for found in everybody:
            person = found.person
            why = why_chosen(found.side, answers.get(person.person_id, {}), words)
            told = told_of(found.partners, titles)
            for name in LETTERS[found.side]:
                text = texts[name]
                values = letter_values(text, frame, person, told, why=why)
                attached = enclosures.all_of(text, [p.person_id for p in found.partners])
                filled, on_paper = fill(text, values), unreachable(person)
                yield Ready(name, text.language, person, values, filled, attached, on_paper)
