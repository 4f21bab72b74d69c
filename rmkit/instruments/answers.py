"""What an answer means: from what a person or a program wrote to the value that is kept.

In goes one cell of a spreadsheet, one input of a form, or a whole response; out comes the value,
or a sentence about what is wrong and what mends it. Nothing is guessed: where an answer can mean
two things, it is refused. No answer of free text ever stands in a fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from rmkit.errors import Fault, nearest
from rmkit.instruments.model import Field, Instrument, Option
from rmkit.instruments.quantities import as_number, read_date, read_number
from rmkit.instruments.reading import Answer, Reading
from rmkit.instruments.wording import read_email, read_text, read_url

__all__ = ["Answer", "Reading", "check_answers", "fault", "read_answer", "tellable"]

_CELL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_LONGEST_CELL = 100_000
_TO_TEXT = "Set the column to text in your spreadsheet and write the answer again."


def read_answer(field: Field, raw: object, *, day_first: bool | None = None) -> Reading:
    """Read one answer to one question.

    Parameters
    ----------
    field
        The question.
    raw
        What was written: text, a number, true or false, a date, a list of choices. None, blank
        text and the missing values of pandas are no answer; so is an empty list of choices.
    day_first
        How 01/02/2026 is meant; None where that is not known, and such a date is then refused.

    Returns
    -------
    Reading
        The value to keep: text (NFC) as str, a number as int or float, a date as ISO text, a
        choice as its value, several choices as a list in the order of the options. Reading a kept
        value again gives the same value. Whether an answer is required is not asked here.

    Examples
    --------
    >>> from rmkit.instruments.model import Item, Section
    >>> item = Item(id="years", kind="number", text="Years", privacy="quasi", minimum=0)
    >>> years = Field("years", item, Section(id="about", title="About you", items=(item,)))
    >>> read_answer(years, "2,5")
    Reading(value=2.5, problem=None, fix='', note='read as 2.5 (decimal comma)')
    """
    raw = _plain(raw)
    if raw is None:
        return Reading()
    if isinstance(raw, str) and (early := _unreadable(raw)):
        return early
    if field.kind == "multiple_choice":
        return _read_choices(field, raw)
    if isinstance(raw, list) and len(raw) == 1:
        return read_answer(field, raw[0], day_first=day_first)
    if isinstance(raw, list):
        return Reading(problem="holds several answers; there can be one.", fix="Keep one of them.")
    if not isinstance(raw, str | int | float | date):
        return Reading(problem="is not an answer.", fix="Write text or a number.")
    if field.kind == "choice":
        return _read_choice(field, raw)
    if field.kind == "date":
        return read_date(raw, day_first=day_first)
    if field.kind == "number":
        return _read_number(field, raw)
    return _read_words(field, raw)


def _plain(raw: object) -> object:
    """Bring what programs hand over to plain Python; None for every way to leave a cell empty."""
    if raw is None or type(raw).__name__ in {"NAType", "NaTType"}:  # of pandas, unimported here
        return None
    if type(raw).__module__ == "numpy" and hasattr(raw, "tolist"):
        return _plain(raw.tolist())
    if isinstance(raw, float) and raw != raw:
        return None
    if isinstance(raw, str):
        return raw if raw.strip(" \t\r\n\v\f\xa0\u200b\ufeff") else None
    if isinstance(raw, set | frozenset):
        return sorted(raw, key=str) or None
    if isinstance(raw, Sequence) and not isinstance(raw, bytes | bytearray):
        return list(raw) or None
    return raw


def _unreadable(raw: str) -> Reading | None:
    if len(raw) > _LONGEST_CELL:
        return Reading(problem=f"has {len(raw):,} characters.", fix="Shorten it.")
    if _CELL_ERROR.fullmatch(raw.strip()):
        return Reading(
            problem="is an error of the spreadsheet, not an answer.",
            fix="Mend the formula in that cell, or leave it blank.",
        )
    return None


def _read_choice(field: Field, raw: str | float | date) -> Reading:
    if isinstance(raw, date):
        return Reading(problem="is a date, not one of the answers.", fix=_TO_TEXT)
    text = _written(raw)
    found = field.spellings.find(text)
    if found is not None:
        return Reading(found)
    values = [option.value for option in field.options]
    if any(isinstance(value, int) for value in values) and not isinstance(raw, bool):
        number = as_number(text)
        if number.value in values:
            return number
    return Reading(problem=_not_among(field.options, rating=field.is_rating), fix=_choose(field))


def _written(raw: str | float) -> str:
    """Write a cell's value as text, 4.0 as 4; a number too long to write gives its size."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return str(raw) if isinstance(raw, float) or abs(raw) < 10**40 else "a very long number"


def _not_among(options: Sequence[Option], *, rating: bool) -> str:
    named = [f"{o.value} ({o.label.say()})" for o in options]
    if rating:
        return f"is not a level. Levels run from {named[0]} to {named[-1]}."
    if len(options) > 12:
        return f"is not one of the {len(options)} answers to choose from."
    return f"is not one of the answers: {_list(options)}."


def _list(options: Sequence[Option]) -> str:
    return ", ".join(option.label.say() for option in options)


def _choose(field: Field) -> str:
    if field.is_rating:
        first, last = field.options[0].value, field.options[-1].value
        return f"Write a number from {first} to {last}, or leave it blank."
    return "Choose one of them, or leave it blank."


def _read_choices(field: Field, raw: object) -> Reading:
    if isinstance(raw, list) and all(isinstance(piece, str | int) for piece in raw):
        found = {piece: field.spellings.find(_written(piece)) for piece in raw}
        values = [o.value for o in field.options if o.value in found.values()]
        unknown = [str(piece) for piece, value in found.items() if value is None]
    elif isinstance(raw, str | int | float):
        several = field.spellings.find_all(_written(raw))
        values, unknown = list(several.values), list(several.unknown)
    else:
        return Reading(problem="is not a list of answers.", fix=_TO_TEXT)
    if not unknown:
        return Reading([str(value) for value in values])
    what = (
        f'holds "{unknown[0]}", which' if tellable(field) and len(unknown[0]) < 60 else "holds what"
    )
    options = (
        f"{len(field.options)} answers to choose from" if len(field.options) > 12 else "answers"
    )
    listed = "" if len(field.options) > 12 else f": {_list(field.options)}"
    words = [word for option in field.options for word in option.words]
    return Reading(
        problem=f"{what} is not one of the {options}{listed}.",
        fix=(nearest(unknown[0], words).strip() + " Separate answers by a semicolon.").strip(),
    )


def _read_number(field: Field, raw: str | float | date) -> Reading:
    if isinstance(raw, date):
        return Reading(problem="is a date, not a number.", fix=_TO_TEXT)
    item = field.item
    return read_number(raw, minimum=item.minimum, maximum=item.maximum, whole=item.whole)


def _read_words(field: Field, raw: str | float | date) -> Reading:
    item = field.item
    text = raw.isoformat() if isinstance(raw, date) else _written(raw)
    if item.format == "email":
        return read_email(text)
    if item.format == "url":
        return read_url(text, longest=item.longest)
    return read_text(text, longest=item.longest, one_line=field.kind == "text")


def tellable(field: Field) -> bool:
    """Tell whether an answer may stand in a fault: closed questions and e-mail addresses only."""
    closed = field.kind in {"choice", "multiple_choice", "number", "date"}
    key = field.item.format == "email"
    return (closed or key) and field.privacy not in {"sensitive", "free_text"}


def fault(
    field: Field,
    reading: Reading,
    raw: object,
    *,
    file: str = "",
    row: int | None = None,
    column: str | None = None,
) -> Fault | None:
    """Tell the problem or the note of a reading as a fault; None where there is neither.

    A note becomes a warning. What was written stands in the fault only where it is `tellable`.

    Parameters
    ----------
    field
        The question.
    reading
        What `read_answer` gave.
    raw
        What was written.
    file, row, column
        Where it was written; the column is the heading of the question where it is not given.
    """
    if reading.problem is None and reading.note is None:
        return None
    plain = _plain(raw)
    value = None
    if tellable(field) and isinstance(plain, str | int | float | date):
        value = _written(plain) if isinstance(plain, str | int | float) else plain.isoformat()
    return Fault(
        problem=reading.problem if reading.problem is not None else f"{reading.note}.",
        fix=reading.fix,
        file=file,
        row=row,
        column=field.heading() if column is None else column,
        value=value,
        level="warning" if reading.problem is None else "error",
    )


def check_answers(
    instrument: Instrument, answers: Mapping[str, object], *, day_first: bool | None = None
) -> tuple[dict[str, Answer], tuple[Fault, ...]]:
    """Read a whole response.

    Parameters
    ----------
    instrument
        The questionnaire, as the programme uses it.
    answers
        What was written, by the key of the question.
    day_first
        How 01/02/2026 is meant; None where that is not known.

    Returns
    -------
    tuple
        The values to keep, by key, without the unanswered ones; and everything that is wrong: an
        answer that cannot be read, a required one that is missing, a key that is no question.
        What was changed in reading is a fault of level `"warning"`.
    """
    kept: dict[str, Answer] = {}
    faults: list[Fault] = []
    for field in instrument.fields:
        reading = read_answer(field, answers.get(field.key), day_first=day_first)
        if found := fault(field, reading, answers.get(field.key)):
            faults.append(found)
        if reading.value is not None:
            kept[field.key] = reading.value
    faulty = {found.column for found in faults if found.level == "error"}
    for field in instrument.fields:
        missing = field.required and field.key not in kept and field.heading() not in faulty
        if missing and _concerns(field, kept.get("role")):
            faults.append(
                Fault("The answer is missing.", "Please answer it.", column=field.heading())
            )
    known = [field.key for field in instrument.fields]
    for key in answers:
        if key not in known:
            fix = nearest(str(key), known).strip() or "Leave it out."
            faults.append(
                Fault(f"There is no such question in {instrument.id}.", fix, column=str(key))
            )
    return kept, tuple(faults)


def _concerns(field: Field, role: object) -> bool:
    """Tell whether a question is put to somebody in this role; an open role is asked all."""
    return not field.item.roles or role not in {"mentor", "mentee"} or role in field.item.roles
