"""Pages for those who stand behind a programme: sponsor and leaders; and the evaluation plan."""

from __future__ import annotations

from collections.abc import Sequence

from rmkit.report.charter import NOT_FOR
from rmkit.report.page import (
    Block,
    Bullets,
    Cell,
    Facts,
    Heading,
    Note,
    Page,
    Paragraph,
    Point,
    Table,
)

__all__ = ["evaluation_page", "leaders_page", "sponsor_page"]

Leads = Sequence[tuple[str, str]]


def sponsor_page(
    *,
    programme: str,
    organisation: str,
    objective: str,
    opening: str,
    plan: Sequence[tuple[str, Cell]],
    dates: Leads,
    gives: Leads,
    gets: Sequence[str],
    risks: Sequence[str],
    decision: str,
    coordinator: str,
) -> Page:
    """Describe the sponsor's brief: one page for whoever gives name, time and money.

    Parameters
    ----------
    programme, organisation, objective, coordinator
        As they are to be shown.
    opening, gives, gets, risks
        What the brief says; `gives` as (lead, text).
    plan
        Figures of the plan as (what it is, its value).
    dates
        Days to keep in mind as (what, when).
    decision
        How it is decided what follows; empty leaves it out.
    """
    blocks: list[Block] = [Paragraph(opening), Heading("The objective"), Paragraph(objective)]
    blocks += [Facts(tuple(plan))] if plan else []
    blocks += [Heading("What we ask of you"), Bullets(_points(gives))]
    blocks += [Heading("What you get"), Bullets(tuple(gets))]
    if dates:
        blocks += [Heading("Days to keep in mind"), Bullets(_points(dates))]
    if decision:
        blocks += [Heading("The decision"), Paragraph(decision)]
    blocks += [Heading("What would spoil it"), Bullets(tuple(risks)), Paragraph(coordinator)]
    return Page(f"Sponsor's brief: {programme}", tuple(blocks), organisation)


def leaders_page(
    *,
    programme: str,
    organisation: str,
    objective: str,
    opening: str,
    asks: Leads,
    coordinator: str,
) -> Page:
    """Describe the page for everybody who leads people: what they are asked to do."""
    blocks: tuple[Block, ...] = (
        Paragraph(opening), Heading("What it is for"), Paragraph(objective),
        Heading("What we ask of you"), Bullets(_points(asks), numbered=True),
        Paragraph(coordinator), Note(NOT_FOR),
    )  # fmt: skip
    return Page(f"For leaders: {programme}", blocks, organisation)


def evaluation_page(
    *,
    programme: str,
    organisation: str,
    objective: str,
    opening: str,
    levels: Sequence[tuple[str, str, Sequence[tuple[Cell, ...]]]],
    outcomes: Sequence[tuple[str, Sequence[tuple[Cell, ...]]]],
    limits: str,
) -> Page:
    """Describe the evaluation plan.

    Parameters
    ----------
    programme, organisation, objective, opening, limits
        As they are to be shown.
    levels
        Each level as (title, what it asks, rows of indicator, form, time, owner, result).
    outcomes
        For organisation, mentors and mentees: (title, rows of outcome, indicator, how it is
        measured, limit, result).
    """
    columns = ("what is looked at", "with which form", "when", "by whom", "result")
    blocks: list[Block] = [Paragraph(opening), Heading("The objective"), Paragraph(objective)]
    for title, asks, rows in levels:
        blocks += [Heading(title), Paragraph(asks)]
        blocks.append(Table(columns, tuple(rows), "", (26, 18, 22, 14, 14)))
    blocks.append(Heading("What else may come of it"))
    blocks.append(Paragraph("Choose a few of these; nobody can look at all of them."))
    named = ("outcome", "indicator", "how it is measured", "its limit", "result")
    for title, rows in outcomes:
        blocks += [Heading(title, 2), Table(named, tuple(rows), "", (16, 26, 20, 20, 12))]
    blocks.append(Note(limits))
    return Page(f"Evaluation plan: {programme}", tuple(blocks), organisation)


def _points(leads: Leads) -> tuple[Point, ...]:
    return tuple(Point(lead, text) for lead, text in leads)
