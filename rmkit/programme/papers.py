"""The papers of a programme for its data-protection officer and works council, to go on editing.

Each is written twice, as a Word document to edit and as a page to read, with what the programme's
file knows filled in and what it cannot know listed as gaps. They are drafts and no legal advice.
The folder is left alone once somebody changed a paper in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content.papers import paper, papers
from rmkit.exchange.html import render_html
from rmkit.exchange.owned_folder import write_folder
from rmkit.exchange.page_docx import render_docx
from rmkit.instruments import load
from rmkit.instruments.model import Instrument
from rmkit.programme.days import in_words
from rmkit.programme.purposes import PURPOSES
from rmkit.programme.retention import kept
from rmkit.report.page import Page, Table
from rmkit.report.paper import gaps_in, paper_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Papers", "paper_of", "write_papers"]


@dataclass(frozen=True, slots=True)
class Papers:
    """What was written, and by the name of each paper what is still to be completed."""

    files: tuple[Path, ...]
    gaps: dict[str, tuple[str, ...]]


def write_papers(programme: Programme, folder: str | Path, *, today: date) -> Papers:
    """Write every paper as .docx and .html.

    Raises
    ------
    NotAllowed
        The folder holds something else, or a paper that somebody changed.
    NotSaved
        The folder cannot be written.
    """
    pages = {name: paper_of(programme, name, today=today) for name in papers()}

    def fill(made: Path) -> list[str]:
        for name, page in pages.items():
            (made / f"{name}.docx").write_bytes(render_docx(page))
            (made / f"{name}.html").write_text(render_html(page), encoding="utf-8", newline="\n")
        return [f"{name}.{ending}" for name in pages for ending in ("docx", "html")]

    files = write_folder(Path(folder).expanduser(), fill)
    return Papers(tuple(files), {name: gaps_in(page) for name, page in pages.items()})


def paper_of(programme: Programme, name: str, *, today: date) -> Page:
    """Describe one paper, with what the programme knows filled in.

    Raises
    ------
    UnknownName
        There is no such paper.
    """
    objective, coordinator = programme.objective.record, programme.coordinator
    begun = date.fromisoformat(programme.file.info.created_at[:10])
    values = {
        "programme": programme.name,
        "organisation": programme.organisation,
        "coordinator": f"{coordinator.name}, {coordinator.email}" if coordinator else None,
        "objective": objective.sentence if objective else None,
        "begun": in_words(begun),
        "today": in_words(today),
        "people": str(len(programme.file.people())),
    }
    tables = {
        "purposes_table": _purposes(),
        "instruments_table": _instruments(programme),
        "retention_table": _retention(programme, today),
    }
    return paper_page(paper(name), values, tables, organisation=programme.organisation)


_ASKED_FOR = {
    "candidate": "To find each candidate a partner who can give what they want to learn, and to "
    "see afterwards what was needed before.",
    "goal_setting": "For the two of a pair to agree on goals and to look back on them.",
}


def _purposes() -> Table:
    rows = tuple((p.title, p.text, p.data, p.basis, p.way_out) for p in PURPOSES.values())
    columns = ("Purpose", "What is done", "Data", "Basis (proposed)", "If you object or withdraw")
    return Table(columns, rows, widths=(2, 3, 3, 3, 3))


def _instruments(programme: Programme) -> Table:
    columns = ("Asked", "What for", "Questions", "Seen by")
    asked = [programme.candidates.questionnaire, *_others(programme), load("goal_setting")]
    rows = tuple((one.title.say(), _what_for(one), len(one.fields), _seen_by(one)) for one in asked)
    return Table(columns, rows, widths=(2, 4, 1, 2))


def _what_for(instrument: Instrument) -> str:
    """Say why something is asked; a questionnaire's own words greet those who answer it."""
    return _ASKED_FOR.get(instrument.id) or instrument.purpose.say()


def _others(programme: Programme) -> Iterable[Instrument]:
    known = {r.instrument_id for r in programme.file.responses()} - {"candidate", "goal_setting"}
    found = (programme.file.instrument(name) for name in sorted(known))
    return (one for one in found if one is not None)


def _seen_by(instrument: Instrument) -> str:
    words = {"coordinator": "the coordinator", "pair": "the pair", "self": "each for themselves"}
    seen = dict.fromkeys(field.visibility for field in instrument.fields)
    return ", ".join(words[one] for one in seen)


def _retention(programme: Programme, today: date) -> Table:
    rows = tuple(
        (k.data_class, k.holds, f"{k.purpose} {k.why}".strip(), k.basis, in_words(k.ends_on))
        for k in kept(programme.file, today=today)
    )
    columns = ("Data", "What it holds", "What for", "Basis (proposed)", "Kept until")
    return Table(columns, rows, widths=(2, 3, 3, 3, 2))
