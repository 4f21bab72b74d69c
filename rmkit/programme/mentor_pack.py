"""The short letters that mentors send themselves: filled in for their pairs, on one page to take.

They go to the mentor, never to the mentee: what the two write to each other passes nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rmkit.content import FilledLetter, fill
from rmkit.content.model import Letter
from rmkit.definitions.inert import one_line
from rmkit.exchange.mail import Attached
from rmkit.exchange.pdf import render_pdf
from rmkit.report.page import Block, Bullets, Heading, Note, Page, Paragraph

if TYPE_CHECKING:
    from rmkit.programme.letter_facts import Given, LetterFacts
    from rmkit.records.model import Pair

__all__ = ["PACK", "pack_of", "pack_page"]

PACK = "mentor_pack"
"""The letter with which a mentor gets the others."""

_Filled = tuple[Letter, FilledLetter]

_HOW = (
    "Copy what you want to use into a mail of your own. What stands in square brackets is for you "
    "to write, and everything else is yours to change."
)


def pack_of(
    facts: LetterFacts, pairs: Sequence[Pair], letters: Sequence[Letter], given: Given
) -> Iterator[Attached]:
    """Give the files of a mentor's pack: for each mentee a PDF, and a text to copy from."""
    for pair in pairs:
        filled = [(one, fill(one, facts.of_pair(one, pair, given))) for one in letters]
        mentee = facts.person(pair.mentee_id or "")
        about = f"Letters to your mentee - {pair.mentee_id}"
        page = pack_page(filled, mentee=mentee.name or mentee.person_id)
        yield Attached(f"{about}.pdf", render_pdf(page))
        yield Attached(f"{about}.txt", _as_text(filled).encode("utf-8", "replace"), "text/plain")


def pack_page(filled: Sequence[_Filled], *, mentee: str) -> Page:
    """Describe the page with all letters to one mentee."""
    blocks: list[Block] = [Note(_HOW)]
    for letter, one in filled:
        blocks += [Heading(letter.title), Paragraph(f"Subject: {one.subject}")]
        blocks += _paragraphs(one.plain)
        if letter.attachments:
            blocks.append(Note("Attach the sheets that came with this page."))
    return Page(f"Letters to {one_line(mentee)}", tuple(blocks), "For you to send")


def _paragraphs(plain: str) -> Iterator[Block]:
    for part in plain.strip().split("\n\n"):
        lines = part.split("\n")
        if all(line.startswith("- ") for line in lines):
            yield Bullets(tuple(line.removeprefix("- ") for line in lines))
        else:
            yield Paragraph(" ".join(lines))


def _as_text(filled: Sequence[_Filled]) -> str:
    parts = [
        f"{letter.title}\nSubject: {one_line(one.subject)}\n\n{one.plain.rstrip()}\n"
        for letter, one in filled
    ]
    return f"{_HOW}\n\n" + ("\n" + "=" * 78 + "\n\n").join(parts)
