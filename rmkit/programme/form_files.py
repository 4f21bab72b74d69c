"""A form as files that go out, beside the programme's file; one that is there is never replaced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import NotSaved
from rmkit.exchange.form_writers import FORMATS, format_for, write_as
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["write_form_files"]

_MOST_COPIES = 1_000


def write_form_files(
    programme: Programme, instrument: Instrument, form: str, to: str | Path | None = None
) -> tuple[Path, ...]:
    """Write a form in one of the formats; see `QuestionnairesStep.export`."""
    ending = FORMATS[form].ending if form in FORMATS else ""
    chosen = format_for(instrument, Path(f"x{ending}"), form)
    place = Path(to) if to else _free(programme, instrument, chosen.name, chosen.ending)
    return write_as(instrument, place, form, organisation=programme.organisation)


def _free(programme: Programme, instrument: Instrument, form: str, ending: str) -> Path:
    """Give a name that no file has: those that are there may hold answers."""
    folder, name = programme.file.path.parent, f"{instrument.id} {form}"
    for number in range(1, _MOST_COPIES):
        path = folder / f"{name}{f' {number}' if number > 1 else ''}{ending}"
        if not any(one.exists() for one in FORMATS[form].files(path)):
            return path
    message = f"There are too many files named {name} in {folder}. Move some of them elsewhere."
    raise NotSaved(message)
