"""Our own form as a PDF: one person fills it in, in any reader of PDF, and `preview` reads it back.

It is the sheet that is printed (`rmkit.report.sheet`), with fields in place of the lines and boxes.
Every field is named by the key of its question. Nothing in the file acts: no script, no sending.
"""

from __future__ import annotations

from pathlib import Path

from rmkit.exchange.form_mark import mark_of
from rmkit.exchange.pdf import render_pdf
from rmkit.exchange.writing_out import written
from rmkit.instruments.model import Instrument
from rmkit.report.sheet import sheet_page
from rmkit.report.sheet_words import FILL

__all__ = ["render_pdf_form", "write_pdf_form"]


def write_pdf_form(
    instrument: Instrument, path: str | Path, *, organisation: str = "", language: str = "en"
) -> Path:
    """Write a form for one person as a PDF with fields.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.pdf`.
    organisation
        Stands below the title.
    language
        The language of the form; English where a text lacks it.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    content = render_pdf_form(instrument, organisation=organisation, language=language)
    with written(path) as place:
        place.write_bytes(content)
    return place


def render_pdf_form(
    instrument: Instrument, *, organisation: str = "", language: str = "en"
) -> bytes:
    """Give the bytes of the PDF; the same instrument gives the same bytes."""
    page = sheet_page(instrument, organisation=organisation, language=language, how=FILL["pdf"])
    return render_pdf(page, fields=True, subject=mark_of(instrument))
