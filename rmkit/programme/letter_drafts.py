"""Letters that are ready to go out: filled in, with what is attached, for mail or for paper.

Everything is filled in before the first file is written, so that a letter to one person that
cannot be filled in stops all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, principles
from rmkit.content.model import Attachment, Letter
from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import release_own, release_to_coordinator
from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.letter_pdf import letter_pdf, print_batch
from rmkit.exchange.mail import Attached, Mail
from rmkit.exchange.merge import Merged, merge_table
from rmkit.exchange.outbox import write_outbox
from rmkit.exchange.pdf import render_pdf
from rmkit.instruments import load
from rmkit.programme.days import in_words
from rmkit.programme.sharing import shared
from rmkit.report.principles import principles_page
from rmkit.report.sheet import sheet_page

if TYPE_CHECKING:
    from rmkit.programme.coordinator import Coordinator
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Person

__all__ = ["PRINT_BATCH", "Enclosures", "Ready", "as_mail", "write_folder_of"]

PRINT_BATCH = "To print.pdf"

_WITH_WHAT_IS_SHARED = "first_steps_mentor"
"""The letter with which a mentor gets what their mentees released to them."""


@discreet("letter_id", "attached")
@dataclass(frozen=True, slots=True)
class Ready:
    """One letter to one person, ready to go out.

    `on_paper` says why it is printed, and is empty for a mail.
    """

    letter_id: str
    language: str
    person: Person
    values: Mapping[str, object]
    filled: FilledLetter
    attached: tuple[Attached, ...] = ()
    on_paper: str = ""


class Enclosures:
    """What goes with letters, each made once, when it is first asked for."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._made: dict[str, Attached] = {}

    def of(self, letter: Letter) -> tuple[Attached, ...]:
        """Give what goes with a letter."""
        return tuple(self._one(kind) for kind in letter.attachments)

    def all_of(self, letter: Letter, mentees: Iterable[str]) -> tuple[Attached, ...]:
        """Give what goes with a letter, with what mentees released to the mentor who gets it."""
        shared_too = letter.id == _WITH_WHAT_IS_SHARED
        return (*self.of(letter), *(self._shared(mentees) if shared_too else ()))

    def _shared(self, mentees: Iterable[str]) -> Iterator[Attached]:
        """Give, for a mentor, the page of each mentee who ticked answers for them."""
        for mentee_id in mentees:
            page = shared(self._programme, mentee_id)
            if page is not None:
                name = f"What your mentee shares with you ({mentee_id}).pdf"
                yield Attached(name, render_pdf(page))

    def _one(self, kind: Attachment) -> Attached:
        if kind not in self._made:
            self._made[kind] = self._make(kind)
        return self._made[kind]

    def _make(self, kind: Attachment) -> Attached:
        organisation = self._programme.organisation
        if kind == "principles":
            page = principles_page(principles(), organisation=organisation)
            return Attached("Principles of reverse mentoring.pdf", render_pdf(page))
        sheet, objective = load(kind), self._programme.objective.record
        known = {"general_objective": objective.sentence} if objective else {}
        asked = {field.key for field in sheet.fields}
        filled = {key: words for key, words in known.items() if key in asked}
        page = sheet_page(sheet, organisation=organisation, filled=filled)
        return Attached(f"{sheet.title.say()}.pdf", render_pdf(page))


def as_mail(ready: Ready, coordinator: Coordinator) -> Mail:
    """Make a mail of a letter to somebody with an address."""
    return Mail(
        reference=f"{ready.person.person_id}-{ready.letter_id}",
        sender=Mailbox(coordinator.name, coordinator.email),
        to=Mailbox(ready.person.name, ready.person.email or ""),
        subject=ready.filled.subject,
        plain=ready.filled.plain,
        html=ready.filled.html,
        attachments=ready.attached,
    )


def write_folder_of(
    programme: Programme,
    folder: Path,
    letters: Sequence[Ready],
    *,
    moment: datetime,
    coordinator: Coordinator,
    told: Iterable[str] = (),
    on_progress: Callable[[float, str], None] | None = None,
) -> list[Path]:
    """Write letters as drafts, copyable text, a table for a mail merge, and a file to print.

    Parameters
    ----------
    programme
        Whose letters they are.
    folder
        Where they go.
    letters
        All of them, those for paper among them.
    moment
        Now.
    coordinator
        Who sends them.
    told
        Sentences for whoever sends them.
    on_progress
        Told the share done.
    """
    mailed = [one for one in letters if not one.on_paper]
    printed = [one for one in letters if one.on_paper]
    mails = [as_mail(one, coordinator) for one in mailed]
    merged = [
        Merged(one.letter_id, mail, one.values) for one, mail in zip(mailed, mails, strict=True)
    ]
    table = merge_table(release_to_coordinator(merged), date=moment) if merged else b""
    batch = _batch(programme, printed, coordinator) if printed else b""
    return write_outbox(
        folder,
        [release_own(mail) for mail in mails],
        date=moment,
        merge=Attached("mail_merge.xlsx", table, "application/xlsx") if merged else None,
        paper=Attached(PRINT_BATCH, batch) if printed else None,
        on_paper=len(printed),
        told=list(told),
        on_progress=on_progress,
    )


def _batch(programme: Programme, letters: Sequence[Ready], coordinator: Coordinator) -> bytes:
    """Print letters: each on sheets of its own, followed by what is enclosed."""
    sender = f"{coordinator.name}, {programme.organisation}"
    day = in_words(programme.today)
    sets = [
        (
            letter_pdf(
                one.filled.subject,
                one.filled.markdown,
                address=_address(one.person, programme.organisation),
                sender=sender,
                day=day,
                language=one.language,
            ),
            *(file.content for file in one.attached if file.kind == "application/pdf"),
        )
        for one in letters
    ]
    return print_batch(sets, title=f"{programme.name}: letters to print")


def _address(person: Person, organisation: str) -> list[str]:
    places = (person.staff.get(name) for name in ("department", "site"))
    lines = [str(place) for place in places if place]
    return [
        person.name or person.person_id,
        *lines,
        str(person.staff.get("organisation") or organisation),
    ]
