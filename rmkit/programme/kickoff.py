"""Step 5: the letters that start it, as drafts that a person reads and sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, edited, fill, letter, principles
from rmkit.content.model import Letter
from rmkit.errors import NotReady
from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.mail import Attached, Mail
from rmkit.exchange.merge import Merged, merge_table
from rmkit.exchange.outbox import write_outbox
from rmkit.exchange.pdf import render_pdf
from rmkit.instruments import load
from rmkit.programme.letter_values import Frame, Side, letter_values, why_chosen
from rmkit.programme.recipients import job_titles, recipients
from rmkit.records.model import Person
from rmkit.report.principles import principles_page
from rmkit.report.sheet import goal_sheet_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["KickoffStep"]

_LETTERS: dict[Side, tuple[str, ...]] = {
    "mentor": ("welcome_mentor", "first_steps_mentor"),
    "mentee": ("welcome_mentee",),
}


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
        """Keep a letter in the programme's own words.

        Raises
        ------
        UnknownName
            There is no such letter.
        FaultsFound
            The words use a placeholder that is not there; every one is told.
        """
        from rmkit.programme.programme import now

        changed = edited(self.letter(name), subject=subject, body=body)
        content = {"subject": changed.subject, "body": changed.body}
        with self._file.change(actor="coordinator", action="Edited a letter", now=now()) as change:
            change.save_document("letter", name, content)
        return changed

    def preview(self, name: str, person_id: str) -> FilledLetter:
        """Show a letter as one person would get it; nothing is written.

        Raises
        ------
        NotReady
            The pairs are not confirmed, or the objective or the coordinator is missing.
        """
        for merged in self._letters(self._frame()):
            if merged.letter == name and merged.mail.reference.startswith(f"{person_id}-"):
                return fill(self.letter(name), merged.values)
        message = f"No letter {name} goes to {person_id}: they are in no confirmed pair."
        raise NotReady(message)

    def write(
        self, folder: str | Path, *, on_progress: Callable[[float, str], None] | None = None
    ) -> list[Path]:
        """Write the outbox: a draft for each mentor and mentee, and one table for a mail merge.

        Parameters
        ----------
        folder
            Where the drafts will be; absent, empty, or an earlier outbox that nobody touched.
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
        from rmkit.programme.programme import now

        moment = now()
        letters = list(self._letters(self._frame()))
        merge = Attached("mail_merge.xlsx", merge_table(letters, date=moment), "application/xlsx")
        mails = [merged.mail for merged in letters]
        written = write_outbox(folder, mails, date=moment, merge=merge, on_progress=on_progress)
        self._programme.save_document(
            "outbox", {"letters": len(mails)}, action="Wrote the drafts of the kick-off"
        )
        return written

    def _frame(self) -> Frame:
        from rmkit.programme.programme import now

        programme = self._programme
        objective, coordinator = programme.objective.record, programme.coordinator
        missing = [
            text
            for absent, text in (
                (
                    not self._file.pairs("confirmed"),
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
        files, words = self._attachments(frame), self._programme.candidates.words
        texts = {name: self.letter(name) for names in _LETTERS.values() for name in names}
        answers = {r.person_id or "": r.answers for r in self._file.responses("candidate")}
        everybody = recipients(self._file)
        titles = job_titles([r.person for r in everybody], answers)
        for recipient in everybody:
            own = answers.get(recipient.person.person_id, {})
            why = why_chosen(recipient.side, own, words)
            for name in _LETTERS[recipient.side]:
                text = texts[name]
                values = letter_values(
                    text, frame, recipient.person, recipient.partners, why=why, job_titles=titles
                )
                attached = tuple(files[kind] for kind in text.attachments)
                yield Merged(name, _mail(text, values, recipient.person, frame, attached), values)

    def _attachments(self, frame: Frame) -> dict[str, Attached]:
        principle = principles_page(principles(), organisation=frame.organisation)
        goals = goal_sheet_page(
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
