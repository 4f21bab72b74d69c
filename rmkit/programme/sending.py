"""The questionnaire as a file that goes out: an Excel form for one person, or a table for many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rmkit.errors import NotSaved
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.survey_table_xlsx import write_survey_table
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Kind", "write_instrument", "write_questionnaire"]

Kind = Literal["form", "table"]
_NAMES: dict[Kind, str] = {"form": "questionnaire form", "table": "questionnaire table"}
_MOST_COPIES = 1_000


def write_instrument(
    instrument: Instrument, to: Path, *, kind: Kind, organisation: str = ""
) -> Path:
    """Write an instrument as an Excel form, or as a table to type answers in.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    to
        Where; a file that is there is replaced.
    kind
        `form` asks one person, `table` has a row for each.
    organisation
        Stands below the title of a form.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    if kind == "table":
        return write_survey_table(instrument, to)
    return write_form(instrument, to, organisation=organisation)


def write_questionnaire(programme: Programme, *, kind: Kind, folder: Path | None = None) -> Path:
    """Write the questionnaire of a programme beside the programme's file.

    A file of that name that is there already may hold answers: the new one gets a number.

    Parameters
    ----------
    programme
        Which programme.
    kind
        `form` asks one person, `table` has a row for each.
    folder
        Where, if not beside the programme's file.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    place = _free(folder or programme.file.path.parent, _NAMES[kind])
    return write_instrument(
        programme.candidates.questionnaire, place, kind=kind, organisation=programme.organisation
    )


def _free(folder: Path, name: str) -> Path:
    for number in range(1, _MOST_COPIES):
        path = folder / f"{name}{f' {number}' if number > 1 else ''}.xlsx"
        if not path.exists():
            return path
    message = f"There are too many files named {name} in {folder}. Move some of them elsewhere."
    raise NotSaved(message)
