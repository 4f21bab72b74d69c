"""An instrument as a sheet to print and fill in by hand: a PDF on A4."""

from __future__ import annotations

from pathlib import Path

from rmkit.exchange.pdf import render_pdf
from rmkit.exchange.writing_out import written
from rmkit.instruments.model import Instrument
from rmkit.report.sheet import sheet_page

__all__ = ["write_sheet"]


def write_sheet(
    instrument: Instrument, path: str | Path, *, organisation: str = "", language: str = "en"
) -> Path:
    """Write a sheet to print; nobody reads it back but you.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.pdf`.
    organisation
        Stands below the title.
    language
        The language of the sheet; English where a text lacks it.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    content = render_pdf(sheet_page(instrument, organisation=organisation, language=language))
    with written(path) as place:
        place.write_bytes(content)
    return place
