"""The charter: what a programme is for, its plan and who runs it, to print and to put on the wall.

In come words and figures; nothing is judged here. What the objective still lacks stands on the
page, so that nobody takes a draft for a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.report.page import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Drawn,
    Facts,
    Heading,
    Note,
    Page,
    Paragraph,
    Point,
    Table,
)

__all__ = ["CharterWords", "charter_page"]

NOT_FOR = (
    "This programme is not for appraisal, promotion, dismissal or pay. Nothing that is said or "
    "written in it may be used for them."
)

Columns = tuple[str, ...]
Rows = Sequence[tuple[Cell, ...]]


@discreet("goals", "benefits", "guidelines")
@dataclass(frozen=True, slots=True)
class CharterWords:
    """What stands in every charter: benefits as (who, lines), guidelines as (lead, text)."""

    purpose: str
    goals: Sequence[str]
    benefits: Sequence[tuple[str, Sequence[str]]]
    guidelines: Sequence[tuple[str, str]]


def charter_page(
    *,
    programme: str,
    organisation: str,
    objective: str,
    focus: str = "",
    reason: str = "",
    matters: str = "",
    indicator: str = "",
    words: CharterWords | None = None,
    plan: Sequence[tuple[str, Cell]] = (),
    reach: str = "",
    timeline: Drawn | None = None,
    phases: Rows = (),
    evaluation: Rows = (),
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
    focus, reason, matters, indicator
        What the programme is about, why, what it changes in the mentees' work and which figure
        would show it; each is left out where it is empty.
    words
        Purpose, goals, benefits and guidelines; None leaves them out.
    plan
        The plan as (what it is, its value): `("meetings of a pair", 10)`.
    reach
        What the rule of thumb says of plan and objective.
    timeline, phases
        The phases as a picture, and as rows of (phase, how long, what happens).
    evaluation
        Rows of (level, indicator, time, owner).
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
    if matters or indicator:
        blocks += [Heading("What it changes in the daily work"), *_paragraphs(matters)]
        blocks += [Paragraph(f"It would show in: {indicator}")] if indicator else []
    blocks += _words(words) if words else ()
    if plan:
        blocks += [Heading("The plan"), Facts(tuple(plan))]
        blocks += [Paragraph(reach)] if reach else []
    blocks += [Heading("Who runs it"), Paragraph(coordinator or "Nobody was named yet.")]
    if timeline is not None:
        blocks += [Heading("The timeline"), Drawing(timeline)]
    if phases:
        blocks.append(Table(("phase", "lasts", "what happens"), tuple(phases), "", (18, 14, 46)))
    if words:
        points = tuple(Point(lead, text) for lead, text in words.guidelines)
        blocks += [Heading("Guidelines"), Bullets(points)]
    if evaluation:
        columns = ("level", "what is looked at", "when", "by whom")
        blocks += [Heading("How we will know"), Table(columns, tuple(evaluation), "",
                                                      (12, 32, 24, 16))]  # fmt: skip
    if missing:
        blocks += [Heading("What is still missing"), Bullets(tuple(missing))]
    blocks.append(Note(NOT_FOR))
    return Page(f"Charter: {programme}", tuple(blocks), organisation, language)


def _words(words: CharterWords) -> Iterator[Block]:
    yield Heading("Purpose")
    yield from _paragraphs(words.purpose)
    yield Heading("Goals")
    yield Bullets(tuple(words.goals))
    yield Heading("What each may gain")
    for who, lines in words.benefits:
        yield Heading(who, 2)
        yield Bullets(tuple(lines))


def _paragraphs(text: str) -> list[Paragraph]:
    """Give each line that holds words as a paragraph."""
    return [Paragraph(line) for line in text.splitlines() if line.strip()]
