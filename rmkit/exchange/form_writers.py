"""In which formats an instrument goes out: one table for the shell and the notebooks.

`FORMATS` has an entry for each. A new format is a writer with the signature of `Write` and a line
in the table; commands, panels and tests go through whatever they find there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rmkit.errors import FileRefused, UnknownName, shown
from rmkit.exchange.form_docx import write_docx_form
from rmkit.exchange.form_html import write_html_form
from rmkit.exchange.form_pdf import write_pdf_form
from rmkit.exchange.form_sheet import write_sheet
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.google_forms import write_google_forms
from rmkit.exchange.ms_forms import steps_beside, write_ms_forms
from rmkit.exchange.survey_table_xlsx import write_survey_table
from rmkit.instruments.model import Instrument

__all__ = ["FORMATS", "FormFormat", "Write", "format_for", "write_as"]


class Write(Protocol):
    """Write an instrument to a path; raise `NotSaved` where that cannot be."""

    def __call__(
        self, instrument: Instrument, path: Path, /, *, organisation: str, language: str
    ) -> Path:
        """Write it, and say where."""


@dataclass(frozen=True, slots=True)
class FormFormat:
    """One format: what it is called and for, and how it is written.

    `words` say what one does with it, to choose by. `reads_back` is whether `preview` reads what
    comes back, be it the file itself or the export of the survey tool. `lists` is whether lists
    (the staff list) go out in it as well. `beside` gives the file that is written next to it.
    """

    name: str
    ending: str
    words: str
    write: Write
    reads_back: bool = True
    lists: bool = False
    beside: Callable[[Path], Path] | None = None

    def files(self, path: Path) -> tuple[Path, ...]:
        """Name every file that writing to this path makes."""
        return (path, self.beside(path)) if self.beside else (path,)


def _table(instrument: Instrument, path: Path, /, *, organisation: str, language: str) -> Path:
    return write_survey_table(instrument, path, language=language)


FORMATS: Mapping[str, FormFormat] = {
    each.name: each
    for each in (
        FormFormat("pdf", ".pdf", "a sheet to print and fill in by hand", write_sheet, False),
        FormFormat("fillable-pdf", ".pdf", "a PDF to fill in on the screen", write_pdf_form),
        FormFormat("xlsx", ".xlsx", "an Excel form for one person", write_form),
        FormFormat("docx", ".docx", "a Word form for one person", write_docx_form),
        FormFormat("html", ".html", "a form for any browser, as one file", write_html_form),
        FormFormat("google", ".gs", "a script that makes the Google form", write_google_forms),
        FormFormat(
            "msforms",
            ".docx",
            "a document for the quick import of Microsoft Forms, with the steps beside it",
            write_ms_forms,
            beside=steps_beside,
        ),
        FormFormat("table", ".xlsx", "an Excel table, one row a person", _table, lists=True),
    )
}
"""Every format by its name; the first with an ending is what that ending means."""


def format_for(instrument: Instrument, path: Path, name: str | None = None) -> FormFormat:
    """Find the format that is meant.

    Parameters
    ----------
    instrument
        What is to be written; a list goes out as a table only.
    path
        Where to; its ending tells the format where there is no name.
    name
        A name of `FORMATS`.

    Raises
    ------
    UnknownName
        There is no format of that name.
    FileRefused
        The ending tells no format or is that of another, or a list was to become a form.
    """
    if name is not None and name not in FORMATS:
        raise UnknownName(kind="format", name=name, known=FORMATS)
    ending = path.suffix.lower()
    fitting = [f for f in FORMATS.values() if f.lists or instrument.kind == "form"]
    found = [f for f in fitting if f.name == name or (name is None and f.ending == ending)]
    if found and found[0].ending != ending:
        message = f"{shown(path.name)} should end in {found[0].ending}, as it is {found[0].words}."
        raise FileRefused(message)
    if found:
        return found[0]
    if name is None and ending not in {f.ending for f in FORMATS.values()}:
        message = f'The ending "{ending}" tells no format. Name one: {", ".join(FORMATS)}.'
        raise FileRefused(message)
    message = f"{instrument.id} is a list, not a form to fill in. Write it as a table."
    raise FileRefused(message)


def write_as(
    instrument: Instrument,
    path: Path,
    name: str | None = None,
    *,
    organisation: str = "",
    language: str = "en",
) -> tuple[Path, ...]:
    """Write an instrument in one of the formats.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; a file that is there is replaced.
    name
        A name of `FORMATS`; the ending of the path tells it where there is none.
    organisation
        Stands below the title.
    language
        The language of the form; English where a text lacks it.

    Returns
    -------
    tuple of Path
        Every file that was written, the form first.

    Raises
    ------
    NotSaved
        It cannot be written.
    UnknownName, FileRefused
        As for `format_for`.
    """
    chosen = format_for(instrument, path, name)
    chosen.write(instrument, path, organisation=organisation, language=language)
    return chosen.files(path)
