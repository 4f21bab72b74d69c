"""A choice, a level, or several choices: what was written, and which options it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rmkit.errors import nearest, shown
from rmkit.instruments.fields import Field
from rmkit.instruments.options import Option
from rmkit.instruments.quantities import as_number
from rmkit.instruments.reading import TO_TEXT, Reading, tellable, written

__all__ = ["read_choice", "read_choices"]

_MANY = 12  # more options than this are counted in a sentence, not listed


def read_choice(field: Field, raw: str | float | date) -> Reading:
    """Read the answer to a choice or a rating: its value, its label, or both together.

    Parameters
    ----------
    field
        A question of kind `choice`, or a cell of a matrix.
    raw
        What was written. A level may be written as a number with a point or a comma (4.0).
    """
    if isinstance(raw, date):
        return Reading(problem="is a date, not one of the answers.", fix=TO_TEXT)
    text = written(raw)
    found = field.spellings.find(text)
    if found is not None:
        return Reading(found)
    if field.is_numeric and not isinstance(raw, bool):
        number = as_number(text)
        if number.value in [option.value for option in field.options]:
            return number
    return _no_level(field.options) if field.is_rating else _no_choice(field.options, text)


def _no_level(options: Sequence[Option]) -> Reading:
    first, last = options[0], options[-1]
    ends = f"from {first.value} ({first.label.say()}) to {last.value} ({last.label.say()})"
    return Reading(
        problem=f"is not a level. Levels run {ends}.",
        fix=f"Write a number from {first.value} to {last.value}, or leave it blank.",
    )


def _no_choice(options: Sequence[Option], text: str) -> Reading:
    fix = _meant(options, text) or "Choose one of them, or leave it blank."
    return Reading(problem=f"is not one of the {_listed(options)}.", fix=fix)


def _listed(options: Sequence[Option]) -> str:
    if len(options) > _MANY:
        return f"{len(options)} answers to choose from"
    return f"answers: {', '.join(option.label.say() for option in options)}"


def _meant(options: Sequence[Option], text: str) -> str:
    labels = {option.label.say().casefold(): option.label.say() for option in options}
    guess = nearest(text.strip().casefold(), labels).strip()
    return next((guess.replace(low, label) for low, label in labels.items() if low in guess), "")


def read_choices(field: Field, raw: object) -> Reading:
    """Read several choices: a list, or one text that holds them.

    Parameters
    ----------
    field
        A question of kind `multiple_choice`.
    raw
        A list of values or labels; or text such as `A;B;`, `A, B`, one a line.

    Returns
    -------
    Reading
        The values in the order of the options; a problem that names the first unknown piece.
    """
    values: list[str]
    if isinstance(raw, list) and all(isinstance(piece, str | int) for piece in raw):
        found = {str(piece): field.spellings.find(written(piece)) for piece in raw}
        values = [str(o.value) for o in field.options if o.value in found.values()]
        unknown = [piece for piece, value in found.items() if value is None]
    elif isinstance(raw, str | int | float):
        several = field.spellings.find_all(written(raw))
        values, unknown = [str(value) for value in several.values], list(several.unknown)
    else:
        return Reading(problem="is not a list of answers.", fix=TO_TEXT)
    if unknown:
        return _unknown_piece(field, unknown[0])
    return Reading(values or None)


def _unknown_piece(field: Field, piece: str) -> Reading:
    told = f'holds "{shown(piece)}", which' if tellable(field) else "holds a piece that"
    separate = "Separate the answers by a semicolon."
    return Reading(
        problem=f"{told} is not one of the {_listed(field.options)}.",
        fix=f"{_meant(field.options, piece)} {separate}".strip(),
    )
