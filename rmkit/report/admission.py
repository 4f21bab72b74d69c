"""Pages before pairs are made: an announcement, the guide of a talk, the checklist on a pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rmkit.content.relationship import relationship
from rmkit.report.page import Block, Bullets, Heading, Note, Page, Paragraph, Table

__all__ = ["announcement_page", "relationship_page", "talk_page"]

_SO = ("factor", "so", "not so", "open")


def announcement_page(
    title: str, parts: Iterable[tuple[str, str]], *, organisation: str, missing: Sequence[str] = ()
) -> Page:
    """Describe the texts of an announcement: (title, text), each line of a text a paragraph."""
    blocks: list[Block] = []
    if missing:
        blocks.append(Note(f"Still to be completed: {'; '.join(missing)}.", "warning"))
    for head, text in parts:
        blocks.append(Heading(head))
        blocks += [Paragraph(line) for line in text.splitlines() if line.strip()]
    return Page(title, tuple(blocks), organisation)


def relationship_page(*, organisation: str = "") -> Page:
    """Describe the checklist on what shapes the relationship of a pair, to tick by hand."""
    whole = relationship()
    blocks: list[Block] = [Paragraph(whole.opening.say()), *_dimensions()]
    blocks.append(Note(whole.source))
    return Page(whole.title.say(), tuple(blocks), organisation)


def _dimensions() -> Iterable[Block]:
    for one in relationship().dimensions:
        yield Heading(one.title.say(), 2)
        rows = tuple((factor.say(), "☐", "☐", "☐") for factor in one.factors)
        yield Table(_SO, rows, widths=(60, 6, 9, 7))


def talk_page(
    sheet: Page,
    name: str,
    *,
    answers: Sequence[tuple[str, str]],
    criteria: Sequence[tuple[str, str]],
) -> Page:
    """Put what a candidate answered, and what advises on admission, before the guide of the talk.

    Parameters
    ----------
    sheet
        The sheet of the interview, as `rmkit.report.sheet` describes it.
    name
        Of the candidate.
    answers
        Questions and answers that the coordinator may see.
    criteria
        Sentences that advise, each with `met`, `not met`, `not known` or `does not apply`.
    """
    before: list[Block] = [
        Note("Not for appraisal, promotion, dismissal or pay. They may ask to read these notes.")
    ]
    if answers:
        before += [Heading("What they answered"), Table(("question", "answer"), tuple(answers))]
    else:
        before.append(Paragraph("They have not answered the questionnaire yet."))
    before += [
        Heading("What advises on admission"),
        Table(("sentence", "so far"), tuple(criteria), widths=(60, 16)),
        Paragraph("What is not known, ask. It advises; you decide."),
        Heading("What shapes a relationship"),
        Bullets(tuple(one.title.say() for one in relationship().dimensions)),
    ]
    return Page(f"Talk with {name}", (*before, *sheet.blocks), sheet.subtitle, sheet.language)
