"""Papers that belong to no programme: the guide to the meetings, and the lexicon."""

from __future__ import annotations

from pathlib import Path

from rmkit.content.guide import meeting_guide
from rmkit.content.lexicon import lexicon_terms
from rmkit.errors import FileRefused
from rmkit.exchange.html import render_html
from rmkit.exchange.pdf import render_pdf
from rmkit.exchange.writing_out import written
from rmkit.report.for_a_pair import Side, guide_page, lexicon_page
from rmkit.report.page import Page

__all__ = ["guide_to", "lexicon_to"]

_SIDES: tuple[Side, ...] = ("mentor", "mentee")


def guide_to(folder: str | Path, *, organisation: str = "") -> list[Path]:
    """Write the guide to the meetings, a page for each side, into a folder.

    Raises
    ------
    NotSaved
        A file cannot be written.
    """
    guide = meeting_guide()
    paths = []
    for side in _SIDES:
        page = guide_page(guide, side, organisation=organisation)
        paths.append(_put(page, Path(folder) / f"guide-{side}.pdf"))
    return paths


def lexicon_to(path: str | Path, *, organisation: str = "") -> Path:
    """Write the lexicon to print: `.pdf` or `.html`.

    Raises
    ------
    FileRefused
        The ending is another one.
    NotSaved
        The file cannot be written.
    """
    return _put(lexicon_page(lexicon_terms(), organisation=organisation), Path(path))


def _put(page: Page, path: Path) -> Path:
    ending = path.suffix.lower()
    if ending not in (".pdf", ".html"):
        message = f"{path.name} must end in .pdf or .html. Nothing was written."
        raise FileRefused(message)
    content = render_pdf(page) if ending == ".pdf" else render_html(page).encode("utf-8")
    with written(path) as place:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return path
