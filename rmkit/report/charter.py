"""The charter: what a programme is for, its plan and who runs it, on one page to print.

In come words and figures; nothing is judged here. What the objective still lacks stands on the
page, so that nobody takes a draft for a decision.
"""

from __future__ import annotations

from collections.abc import Sequence

from rmkit.report.page import Block, Bullets, Cell, Facts, Heading, Note, Page, Paragraph

__all__ = ["charter_page"]

_NOT_FOR = (
    "This programme is not for appraisal, promotion, dismissal or pay. Nothing that is said or "
    "written in it may be used for them."
)


def charter_page(
    *,
    programme: str,
    organisation: str,
    objective: str,
    focus: str = "",
    reason: str = "",
    plan: Sequence[tuple[str, Cell]] = (),
    coordinator: str = "",
    missing: Sequence[str] = (),
    language: str = "en",
) -> Page:
    """Describe the charter of a programme.

    Parameters
    ----------
    programme, organisation
        The names.
    objective
        The general objective as participants read it.
    focus, reason
        What the programme is about, and why; each is left out where it is empty.
    plan
        The plan as (what it is, its value): `("meetings of a pair", 10)`.
    coordinator
        Who runs it, as it is to be shown; empty where nobody was named.
    missing
        What the objective and the plan still lack, one sentence each.
    language
        The language of the texts given.
    """
    blocks: list[Block] = [Heading("The objective"), *_paragraphs(objective)]
    for title, text in (("What it is about", focus), ("Why", reason)):
        if text:
            blocks += [Heading(title), *_paragraphs(text)]
    if plan:
        blocks += [Heading("The plan"), Facts(tuple(plan))]
    blocks += [Heading("Who runs it"), Paragraph(coordinator or "Nobody was named yet.")]
    if missing:
        blocks += [Heading("What is still missing"), Bullets(tuple(missing))]
    blocks.append(Note(_NOT_FOR))
    return Page(f"Charter: {programme}", tuple(blocks), organisation, language)


def _paragraphs(text: str) -> list[Paragraph]:
    """Give each line that holds words as a paragraph."""
    return [Paragraph(line) for line in text.splitlines() if line.strip()]
