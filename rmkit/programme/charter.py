"""The charter of a programme on the disk: what its objective says, as HTML and as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import NotSaved
from rmkit.exchange.html import render_html
from rmkit.exchange.pdf import render_pdf
from rmkit.programme.days import in_words
from rmkit.report.charter import charter_page
from rmkit.report.page import Cell

if TYPE_CHECKING:
    from rmkit.programme.objective import Objective
    from rmkit.programme.programme import Programme

__all__ = ["write_charter"]


def write_charter(programme: Programme, objective: Objective, folder: Path) -> list[Path]:
    """Write `charter.html` and `charter.pdf`, in place of those that are there.

    Raises
    ------
    NotSaved
        The folder cannot be written to.
    """
    coordinator = programme.coordinator
    page = charter_page(
        programme=programme.name,
        organisation=programme.organisation,
        objective=objective.sentence,
        focus=objective.focus,
        reason=objective.reason,
        plan=tuple(_plan(objective)),
        coordinator=f"{coordinator.name}, {coordinator.email}" if coordinator else "",
        missing=objective.missing(),
    )
    files = {"charter.html": render_html(page).encode(), "charter.pdf": render_pdf(page)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        message = (
            f"The charter could not be written to {folder} ({error.strerror or error}). Close it "
            "if it is open in another program, or choose another folder."
        )
        raise NotSaved(message) from error
    return [folder / name for name in files]


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
