"""What is printed for the training: guides of the modules, cards, sheets and principles.

It needs no programme: what it writes is the same for everybody, with the organisation's name.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from rmkit.content.shelf import principles
from rmkit.content.training import HALF_DAY, MODULES, PAUSE_MINUTES, deck, decks, module
from rmkit.errors import FileRefused, NotAllowed, RmkitError
from rmkit.exchange.html import render_html
from rmkit.exchange.pdf import render_pdf
from rmkit.instruments import load
from rmkit.report.cards import cards_page, module_page
from rmkit.report.principles import principles_page
from rmkit.report.sheet import sheet_page

__all__ = ["half_day", "handouts_zip", "printed_cards", "write_handouts"]

_SHEETS = (
    "role_play", "opening_skills", "listening", "strengths", "empathy_map", "goal_setting",
    "training_record",
)  # fmt: skip
_MADE = (2026, 1, 1, 0, 0, 0)


def half_day(begins: str = "09:00") -> tuple[tuple[str, str], ...]:
    """Give the hours of the half-day, each with what happens.

    Examples
    --------
    >>> half_day()[-1]
    ('12:00-13:00', 'Practice: a meeting in small (mentors)')
    """
    try:
        at = datetime.combine(date(2026, 1, 1), time.fromisoformat(begins))
    except ValueError:
        message = f'"{begins}" is no time of day. Write it as 09:00.'
        raise RmkitError(message) from None
    lines: list[tuple[str, str]] = []
    for name in HALF_DAY:
        if lines:
            lines.append(_line(at, PAUSE_MINUTES, "Break"))
            at += timedelta(minutes=PAUSE_MINUTES)
        one = module(name)
        who = {"both": "mentors and mentees"}.get(one.audience, one.audience)
        lines.append(_line(at, one.minutes, f"{one.title.say()} ({who})"))
        at += timedelta(minutes=one.minutes)
    return tuple(lines)


def _line(at: datetime, minutes: int, words: str) -> tuple[str, str]:
    return f"{at:%H:%M}-{at + timedelta(minutes=minutes):%H:%M}", words


def printed_cards(chosen: Sequence[str], form: str = "pdf", *, organisation: str = "") -> bytes:
    """Write decks of cards as one PDF or one HTML page.

    Raises
    ------
    UnknownName
        There is no such deck.
    """
    page = cards_page([deck(name) for name in chosen], organisation=organisation)
    return render_html(page).encode() if form == "html" else render_pdf(page)


def write_handouts(folder: str | Path, *, organisation: str = "") -> list[Path]:
    """Write all that is handed out and all that a trainer needs, as PDFs to print.

    Parameters
    ----------
    folder
        Where to; it is made if it is not there. Files of the same name are replaced.
    organisation
        Stands on every page; may be empty.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    NotAllowed
        A file is where the folder should be.
    FileRefused
        The folder cannot be written to.
    """
    target = Path(folder).expanduser()
    if target.is_file():
        message = f"{target} is a file. Name a folder for the handouts."
        raise NotAllowed(message)
    written = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in _all_handouts(organisation):
            path = target / name
            path.write_bytes(content)
            written.append(path)
    except OSError as error:
        message = f"The handouts could not be written to {target}: {error.strerror}."
        raise FileRefused(message) from error
    return written


def handouts_zip(*, organisation: str = "") -> bytes:
    """Pack all handouts into one file; the same handouts give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _all_handouts(organisation):
            packed.writestr(zipfile.ZipInfo(name, _MADE), content)
    return out.getvalue()


@lru_cache(maxsize=1)
def _all_handouts(organisation: str) -> tuple[tuple[str, bytes], ...]:
    """Give all handouts, kept while one organisation writes them here and there."""
    return tuple(_handouts(organisation))


def _handouts(organisation: str) -> Iterator[tuple[str, bytes]]:
    page = principles_page(principles(), organisation=organisation)
    yield "principles.pdf", render_pdf(page)
    for number, name in enumerate(MODULES, start=1):
        guide = module_page(module(name), organisation=organisation)
        yield f"guide-{number}-{name}.pdf", render_pdf(guide)
    for name in decks():
        yield (
            f"cards-{name.replace('_', '-')}.pdf",
            printed_cards([name], organisation=organisation),
        )
    for name in _SHEETS:
        sheet = sheet_page(load(name), organisation=organisation)
        yield f"sheet-{name.replace('_', '-')}.pdf", render_pdf(sheet)
