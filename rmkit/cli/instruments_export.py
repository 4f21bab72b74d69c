"""`rmkit instruments export`: one instrument, or all of them, written in one of the formats."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.cli import screen
from rmkit.cli.opening import opened
from rmkit.errors import FileRefused, NotSaved
from rmkit.exchange.form_writers import FORMATS, FormFormat, format_for, write_as
from rmkit.exchange.survey_questions import is_private
from rmkit.instruments import catalogue, libraries, load, read_instrument
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Wanted", "export", "named_instrument"]

_OWN_FILE = {".yaml", ".yml", ".json"}
_OWNED_BY_SOMEBODY = {"google", "msforms"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to write: the name of a format, a variant, for which programme, in which language."""

    form: str | None
    variant: str | None
    programme: Path | None
    language: str
    organisation: str
    replace: bool


def named_instrument(
    name: str, variant: str | None = None, programme: Programme | None = None
) -> Instrument:
    """Give the instrument of an id, as a programme asks it, or that of a YAML file.

    Raises
    ------
    UnknownName
        There is no such instrument or variant.
    FileRefused, FaultsFound
        The file cannot be read as an instrument.
    """
    if Path(name).suffix.lower() in _OWN_FILE:
        return read_instrument(Path(name)).chosen(variant, libraries=libraries())
    if programme is not None:
        return programme.questionnaires.instrument(name, variant)
    return load(name, variant=variant)


def export(name: str, to: Path, wanted: Wanted) -> None:
    """Write an instrument, or all of them, and say where and how answers come back."""
    with opened(wanted.programme) if wanted.programme else nullcontext() as programme:
        organisation = wanted.organisation or (programme.organisation if programme else "")
        if name == "all":
            made = [(i, _in_folder(i, to, wanted.form)) for i in _all(wanted.form, programme)]
        else:
            instrument = named_instrument(name, wanted.variant, programme)
            made = [(instrument, _place(instrument, to, wanted.form))]
        chosen = [(i, path, format_for(i, path, wanted.form)) for i, path in made]
        _keep_what_is_there(chosen, replace=wanted.replace)
        _make_folder(chosen[0][1].parent)
        for instrument, path, form in chosen:
            written = write_as(
                instrument, path, form.name, organisation=organisation, language=wanted.language
            )
            screen.say(*(f"Wrote {each}." for each in written))
    _say_language([instrument for instrument, _, _ in chosen], wanted.language)
    _say_what_next(chosen)


def _say_language(written: list[Instrument], language: str) -> None:
    """Say of which there is no text in a language yet."""
    lacking = [i.id for i in written if language not in i.title.root]
    if lacking:
        screen.say(f"In English, as there are no texts in {language} yet: {', '.join(lacking)}.")


def _all(form: str | None, programme: Programme | None) -> list[Instrument]:
    """Give every instrument that goes out in a format: lists as tables only."""
    lists = form is not None and FORMATS[form].lists
    names = [line.id for line in catalogue() if lists or line.kind == "form"]
    return [named_instrument(name, None, programme) for name in names]


def _place(instrument: Instrument, to: Path, form: str | None) -> Path:
    """Say where to write: a file, or in a folder under the instrument's own name."""
    if form is None and to.is_dir():
        message = f'{to} is a folder. Name the format, for example "--format pdf", or a file.'
        raise FileRefused(message)
    return to if to.suffix and not to.is_dir() else _in_folder(instrument, to, form)


def _in_folder(instrument: Instrument, folder: Path, form: str | None) -> Path:
    ending = FORMATS[form].ending if form else ""
    return folder / f"{instrument.id}{ending}"


def _keep_what_is_there(
    chosen: list[tuple[Instrument, Path, FormFormat]], *, replace: bool
) -> None:
    """Refuse to write over files that may hold answers."""
    there = [each for _, path, form in chosen for each in form.files(path) if each.exists()]
    if there and not replace:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        message = (
            f"{there[0]}{more} would be written over, and may hold answers; nothing was written. "
            "Name another place, or add --replace."
        )
        raise NotSaved(message)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder {folder} cannot be made ({error.strerror}). Name another one."
        raise NotSaved(message) from error


def _say_what_next(chosen: list[tuple[Instrument, Path, FormFormat]]) -> None:
    """Say what the file is, how answers come back, and who reads them in a survey tool."""
    form, instruments = chosen[0][2], [instrument for instrument, _, _ in chosen]
    name = instruments[0].id if len(chosen) == 1 else "ID"
    screen.say("", f"This is {form.words}.")
    if form.name in _OWNED_BY_SOMEBODY and any(map(is_private, instruments)):
        screen.say(
            "Some of it is for a pair or a person alone. Whoever owns the form in the survey tool "
            "reads every answer: let them own it, or take another format."
        )
    if all(field.visibility != "coordinator" for i in instruments for field in i.fields):
        screen.say("Answers stay with those who fill it in: rmkit import takes none of them in.")
    elif form.reads_back:
        screen.say(
            f"Answers come back by: {screen.command()} import PROGRAMME FILE --instrument {name}"
        )
