"""Step 5: the letters that start it, as drafts that a person reads and sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, edited, fill, letter, principles
from rmkit.content.model import Letter
from rmkit.disclosure.audiences import release_own, release_to_coordinator
from rmkit.errors import NotReady
from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.mail import Attached, Mail
from rmkit.exchange.merge import Merged, merge_table
from rmkit.exchange.outbox import write_outbox
from rmkit.exchange.pdf import render_pdf
from rmkit.instruments import load
from rmkit.programme.clock import now
from rmkit.programme.letter_values import Frame, letter_values, why_chosen
from rmkit.programme.letters import (
    LETTERS,
    Addressee,
    LetterChoice,
    example,
    refuse_what_fills_badly,
)
from rmkit.programme.places import note_outbox, portable
from rmkit.programme.readiness import letters_need
from rmkit.programme.recipients import (
    Recipient,
    held,
    job_titles,
    recipient,
    recipients,
    refuse_unreachable,
    told_of,
    written_now,
)
from rmkit.programme.sharing import shared
from rmkit.programme.written_to import written_pairs
from rmkit.records.model import Person, stamp
from rmkit.report.principles import principles_page
from rmkit.report.sheet import sheet_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["KickoffStep"]


_WITH_WHAT_IS_SHARED = "first_steps_mentor"
"""The letter with which a mentor gets what their mentees released to them."""


class KickoffStep:
    """The kick-off of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def letter(self, name: str) -> Letter:
        """Give a letter in the programme's own words, or as it ships."""
        shipped = letter(name)
        own = self._file.document("letter", name)
        return edited(shipped, subject=own["subject"], body=own["body"]) if own else shipped

    def edit(self, name: str, *, subject: str | None = None, body: str | None = None) -> Letter:
        """Keep a letter in the programme's own words, after trying them on its examples.

        Raises
        ------
        UnknownName
            There is no such letter.
        FaultsFound
            The words cannot be filled in, or nothing would be left of them; every fault is told,
            and the letter stays as it was.
        """
        changed = edited(self.letter(name), subject=subject, body=body)
        refuse_what_fills_badly(changed)
        content = {"subject": changed.subject, "body": changed.body}
        self._keep(name, content, action="Edited a letter")
        return changed

    def restore(self, name: str) -> Letter:
        """Go back to the words that ship; the programme's own stay in the history.

        Raises
        ------
        UnknownName
            There is no such letter.
        """
        shipped = letter(name)
        if self._file.document("letter", name):
            self._keep(name, {}, action="Restored a letter")
        return shipped

    def is_edited(self, name: str) -> bool:
        """Whether a letter has words of the programme's own; raise `UnknownName` without one."""
        own, shipped = self.letter(name), letter(name)
        return (own.subject, own.body) != (shipped.subject, shipped.body)

    def _keep(self, name: str, content: Mapping[str, object], *, action: str) -> None:
        with self._file.change(actor="coordinator", action=action, now=now()) as change:
            change.save_document("letter", name, content)

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

        Whoever has no address that can be written to stands here too; `missing` tells them.

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

    def missing(self) -> tuple[str, ...]:
        """Say what the letters still need, each with the notebook in which it is done."""
        return tuple(letters_need(self._programme))

    def example(self, name: str) -> FilledLetter:
        """Show a letter with made-up people, and what the programme already knows.

        It needs no pairs and no answers.

        Raises
        ------
        UnknownName
            There is no such letter.
        """
        return example(self.letter(name), self._programme, today=now().date())

    def preview(self, name: str, person_id: str) -> FilledLetter:
        """Show a letter as one person would get it; nothing is written.

        Raises
        ------
        UnknownName
            There is no such letter, or nobody has this id.
        NotReady
            The pairs are not confirmed, the objective or the coordinator is missing, or the
            letter does not go to this person.
        FaultsFound
            This person or a partner has no address that can be written to.
        """
        text, pairs = self.letter(name), self._file.pairs("confirmed")
        frame = self._frame(confirmed=bool(pairs))
        found = recipient(self._file, person_id, pairs)
        if name not in LETTERS[found.side]:
            theirs = " and ".join(LETTERS[found.side])
            message = f"{name} does not go to {person_id}, who is a {found.side}: see {theirs}."
            raise NotReady(message)
        refuse_unreachable([found])
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
        FaultsFound
            Somebody has no address that can be written to; all of them are told.
        NotAllowed
            The folder holds something else.
        """
        moment, beside = now(), self._file.path
        target = beside.with_name(f"{beside.stem}-outbox") if folder is None else folder
        letters = list(self._letters(self._frame(confirmed=bool(self._file.pairs("confirmed")))))
        table = merge_table(release_to_coordinator(letters), date=moment)
        merge = Attached("mail_merge.xlsx", table, "application/xlsx")
        mails = [merged.mail for merged in letters]
        written = write_outbox(
            target,
            [release_own(mail) for mail in mails],
            date=moment,
            merge=merge,
            on_progress=on_progress,
        )
        drafted = {
            "letters": len(mails),
            "folder": portable(Path(target), beside),
            "at": stamp(moment),
            "drafts": [mail.reference.rsplit("-", 1) for mail in mails],
            "pairs": sorted(written_pairs(self._file) | written_now(self._file)),
        }
        self._note_where(Path(target), mails, moment)
        action = "Wrote the drafts of the kick-off"
        self._programme.save_document("outbox", drafted, action=action)
        return written

    def _note_where(self, folder: Path, mails: Iterable[Mail], moment: datetime) -> None:
        """Keep where drafts are, and who is in them, for whoever is erased or leaves later."""
        file, action = self._file, "Noted where the drafts of the kick-off are"
        people = {mail.reference.rsplit("-", 1)[0] for mail in mails}
        people |= {p.person_id for r in recipients(file) for p in (r.person, *r.partners)}
        with file.change(actor="coordinator", action=action, now=moment, kind="note") as change:
            note_outbox(change, file, folder, people)

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

    def _letters(self, frame: Frame) -> Iterator[Merged]:
        everybody = recipients(self._file)
        refuse_unreachable(everybody)
        files, words = self._attachments(frame), self._programme.candidates.words
        texts = {name: self.letter(name) for names in LETTERS.values() for name in names}
        answers = {r.person_id or "": r.answers for r in self._file.counting("candidate")}
        titles = job_titles([r.person for r in everybody], answers)
        for found in everybody:
            own = answers.get(found.person.person_id, {})
            why = why_chosen(found.side, own, words)
            for name in LETTERS[found.side]:
                text = texts[name]
                values = letter_values(
                    text, frame, found.person, told_of(found.partners, titles), why=why
                )
                attached = (
                    *(files[kind] for kind in text.attachments),
                    *(self._shared(found) if name == _WITH_WHAT_IS_SHARED else ()),
                )
                yield Merged(name, _mail(text, values, found.person, frame, attached), values)

    def _shared(self, found: Recipient) -> Iterator[Attached]:
        """Give, for a mentor, the page of each mentee who ticked answers for them."""
        for mentee in found.partners:
            page = shared(self._programme, mentee.person_id)
            if page is not None:
                name = f"What your mentee shares with you ({mentee.person_id}).pdf"
                yield Attached(name, render_pdf(page))

    def _attachments(self, frame: Frame) -> dict[str, Attached]:
        principle = principles_page(principles(), organisation=frame.organisation)
        goals = sheet_page(
            load("goal_setting"),
            organisation=frame.organisation,
            filled={"general_objective": frame.objective},
        )
        return {
            "principles": Attached("Principles of reverse mentoring.pdf", render_pdf(principle)),
            "goal_setting": Attached("Goal-setting framework.pdf", render_pdf(goals)),
        }


def _mail(
    text: Letter,
    values: Mapping[str, object],
    person: Person,
    frame: Frame,
    attached: tuple[Attached, ...],
) -> Mail:
    filled = fill(text, values)
    return Mail(
        reference=f"{person.person_id}-{text.id}",
        sender=Mailbox(frame.coordinator.name, frame.coordinator.email),
        to=Mailbox(person.name, person.email or ""),
        subject=filled.subject,
        plain=filled.plain,
        html=filled.html,
        attachments=attached,
    )
