"""The papers of the first step on the disk: charter, sponsor's brief, leaders, evaluation plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rmkit.figures as figures
from rmkit.content.charter import Led, charter_text, named
from rmkit.content.evaluation import evaluation_text
from rmkit.content.plans import ready_plans
from rmkit.errors import NotSaved
from rmkit.exchange.html import render_html
from rmkit.exchange.pdf import render_pdf
from rmkit.meetings.reach import RULE
from rmkit.programme.days import in_words
from rmkit.programme.evaluation_planned import (
    EvaluationPlan,
    instruments_said,
    level_titles,
    time_said,
)
from rmkit.report.brief import evaluation_page, leaders_page, sponsor_page
from rmkit.report.charter import CharterWords, charter_page
from rmkit.report.page import Cell, Page

if TYPE_CHECKING:
    from rmkit.programme.aim import Objective
    from rmkit.programme.programme import Programme

__all__ = ["write_brief", "write_charter", "write_evaluation_plan", "written_pages"]

_GROUPS = (
    ("organisation", "For {}"),
    ("mentor", "For mentors"),
    ("mentee", "For mentees"),
)


def write_charter(programme: Programme, objective: Objective, folder: Path) -> list[Path]:
    """Write `charter.html` and `charter.pdf`, in place of those that are there.

    Raises
    ------
    NotSaved
        The folder cannot be written to.
    """
    step, found = programme.objective, programme.objective.reach
    timeline = step.timeline
    page = charter_page(
        programme=programme.name,
        organisation=programme.organisation,
        objective=objective.sentence,
        focus=objective.focus,
        reason=objective.reason,
        matters=objective.matters,
        indicator=objective.indicator,
        words=_words(programme.organisation),
        plan=tuple(_plan(objective)),
        reach=f"{found.sentence} {RULE}" if found else "",
        timeline=figures.timeline(timeline.phases, timeline.milestones),
        phases=[(p.title, p.lasts, p.text) for p in timeline.phases],
        evaluation=[
            (level_titles()[row.level], row.indicator, time_said(row), row.owner)
            for row in step.evaluation_plan.rows
        ],
        coordinator=_coordinator(programme),
        missing=objective.missing(),
    )  # fmt: skip
    return written_pages({"charter": page}, folder, "The charter")


def write_brief(programme: Programme, objective: Objective, folder: Path) -> list[Path]:
    """Write the sponsor's brief and the page for leaders, each as HTML and PDF.

    Raises
    ------
    NotSaved
        The folder cannot be written to.
    """
    text, name = charter_text(), programme.organisation
    marks = programme.objective.timeline.milestones
    plan = next((p for p in ready_plans().plans if p.id == objective.plan), None)
    sponsor = sponsor_page(
        programme=programme.name,
        organisation=name,
        objective=objective.sentence,
        opening=named(text.sponsor.opening, name),
        plan=tuple(_plan(objective)),
        dates=[(f"{mark.title}:", in_words(mark.day)) for mark in marks if mark.day],
        gives=_leads(text.sponsor.gives, name),
        gets=[named(line, name) for line in text.sponsor.gets],
        risks=[named(line, name) for line in text.sponsor.risks],
        decision=plan.decision.say() if plan and plan.decision else "",
        coordinator=_ask(programme),
    )
    leaders = leaders_page(
        programme=programme.name,
        organisation=name,
        objective=objective.sentence,
        opening=named(text.leaders.opening, name),
        asks=_leads(text.leaders.asks, name),
        coordinator=_ask(programme),
    )
    return written_pages({"sponsor_brief": sponsor, "leaders": leaders}, folder, "The brief")


def write_evaluation_plan(
    programme: Programme, objective: Objective, plan: EvaluationPlan, folder: Path
) -> list[Path]:
    """Write the evaluation plan with whatever cells are filled, as HTML and PDF.

    Raises
    ------
    NotSaved
        The folder cannot be written to.
    """
    text = evaluation_text()
    rows: dict[str, list[tuple[Cell, ...]]] = {level.id: [] for level in text.levels}
    for row in plan.rows:
        said = (row.indicator, instruments_said(row.instruments), time_said(row), row.owner)
        rows[row.level].append((*said, row.result))
    page = evaluation_page(
        programme=programme.name,
        organisation=programme.organisation,
        objective=objective.sentence,
        opening=text.opening.say(),
        levels=[(level.title.say(), level.asks.say(), rows[level.id]) for level in text.levels],
        outcomes=[
            (
                title.replace("{}", programme.organisation),
                [
                    (it.title, it.indicator, it.how,
                     it.limit, it.result)
                    for it in plan.outcomes
                    if it.group == group
                ],
            )
            for group, title in _GROUPS
        ],
        limits=plan.limits,
    )  # fmt: skip
    return written_pages({"evaluation_plan": page}, folder, "The evaluation plan")


def written_pages(
    pages: Mapping[str, Page], folder: Path, what: str, *, word: bool = False
) -> list[Path]:
    """Write each page as HTML and as PDF, and for Word if asked; what is there is replaced.

    Raises
    ------
    NotSaved
        The folder cannot be written to.
    """
    files: dict[str, bytes] = {}
    for name, page in pages.items():
        files[f"{name}.html"] = render_html(page).encode()
        files[f"{name}.pdf"] = render_pdf(page)
        if word:
            from rmkit.exchange.page_docx import render_docx

            files[f"{name}.docx"] = render_docx(page)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        message = (
            f"{what} could not be written to {folder} ({error.strerror or error}). Close it "
            "if it is open in another program, or choose another folder."
        )
        raise NotSaved(message) from error
    return [folder / name for name in files]


def _words(organisation: str) -> CharterWords:
    text = charter_text()
    benefits = (
        (f"For {organisation}", text.benefits.organisation),
        ("For the mentors", text.benefits.mentor),
        ("For the mentees", text.benefits.mentee),
    )
    return CharterWords(
        named(text.purpose, organisation),
        [named(line, organisation) for line in text.goals],
        [(who, [named(line, organisation) for line in lines]) for who, lines in benefits],
        _leads(text.guidelines, organisation),
    )


def _leads(lines: Sequence[Led], organisation: str) -> list[tuple[str, str]]:
    return [(line.lead.say(), named(line.text, organisation)) for line in lines]


def _coordinator(programme: Programme) -> str:
    coordinator = programme.coordinator
    return f"{coordinator.name}, {coordinator.email}" if coordinator else ""


def _ask(programme: Programme) -> str:
    told = _coordinator(programme)
    return f"Questions go to {told}." if told else "Who runs it was not named yet."


def _plan(objective: Objective) -> Iterator[tuple[str, Cell]]:
    """Give what is known of the plan, in words."""
    if objective.start:
        yield "first day", in_words(objective.start)
    if objective.months:
        yield "months", objective.months
    if objective.sessions:
        yield "meetings of each pair", objective.sessions
    if objective.session_minutes:
        yield "minutes a meeting", objective.session_minutes
    if objective.weeks:
        yield "weeks between meetings", objective.weeks
    if objective.sessions and objective.session_minutes:
        hours = objective.sessions * objective.session_minutes / 60
        yield "hours for each of the two", f"{hours:g}"
