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
from rmkit.instruments.choices import read_choice, read_choices
from rmkit.instruments.fields import Field
from rmkit.instruments.model import Instrument, Voice
from rmkit.instruments.quantities import read_date, read_number
from rmkit.instruments.reading import TO_TEXT, Answer, Reading, tellable, written
from rmkit.instruments.wording import read_email, read_text, read_url

__all__ = ["Answer", "Reading", "check_answers", "fault", "read_answer", "tellable"]

_CELL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_LONGEST_CELL = 100_000
_HALF = re.compile("[\ud800-\udfff]")


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
    >>> reading = read_answer(years, "2,5")
    >>> reading.value, reading.note
    (2.5, 'read as 2.5 (decimal comma)')
    """
    raw = _plain(raw)
    if isinstance(raw, list) and len(raw) == 1 and field.kind != "multiple_choice":
        raw = _plain(raw[0])
    if raw is None:
        return Reading()
    if isinstance(raw, str) and (early := _unreadable(raw)):
        return early
    if field.kind == "multiple_choice":
        return read_choices(field, raw)
    if isinstance(raw, list):
        return Reading(problem="holds several answers; there can be one.", fix="Keep one of them.")
    if not isinstance(raw, str | int | float | date):
        return Reading(problem="is not an answer.", fix="Write text or a number.")
    if field.kind == "choice":
        return read_choice(field, raw)
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
    if _HALF.search(raw):
        return Reading(
            problem="holds half a character (a lone surrogate).", fix="Write the answer again."
        )
    if _CELL_ERROR.fullmatch(raw.strip()):
        return Reading(
            problem="is an error of the spreadsheet, not an answer.",
            fix="Mend the formula in that cell, or leave it blank.",
        )
    return None


def _read_number(field: Field, raw: str | float | date) -> Reading:
    if isinstance(raw, date):
        return Reading(problem="is a date, not a number.", fix=TO_TEXT)
    item = field.item
    return read_number(raw, minimum=item.minimum, maximum=item.maximum, whole=item.whole)


def _read_words(field: Field, raw: str | float | date) -> Reading:
    item = field.item
    text = raw.isoformat() if isinstance(raw, date) else written(raw)
    if item.format == "email":
        return read_email(text)
    if item.format == "url":
        return read_url(text, longest=item.longest)
    return read_text(text, longest=item.longest, one_line=field.kind == "text")


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
        value = written(plain) if isinstance(plain, str | int | float) else plain.isoformat()
    return Fault(
        problem=reading.problem if reading.problem is not None else f"{reading.note}.",
        fix=reading.fix,
        file=file,
        row=row,
        column=field.heading() if column is None else column,
        value=value,
        level="warning" if reading.problem is None else "error",
        key=field.key,
    )


def check_answers(
    instrument: Instrument,
    answers: Mapping[str, object],
    *,
    voice: Voice | None = None,
    day_first: bool | None = None,
) -> tuple[dict[str, Answer], tuple[Fault, ...]]:
    """Read a whole response.

    Parameters
    ----------
    instrument
        The questionnaire, as the programme uses it.
    answers
        What was written, by the key of the question.
    voice
        Who answers, in an instrument with several voices: only what is theirs to answer is taken,
        and required. None takes the answers of all.
    day_first
        How 01/02/2026 is meant; None where that is not known.

    Returns
    -------
    tuple
        The values to keep, by key, without the unanswered ones; and everything that is wrong: an
        answer that cannot be read, a required one that is missing, a key that is no question.
        What was changed in reading is a fault of level `"warning"`. Each fault has the `key` of its
        question.
    """
    kept: dict[str, Answer] = {}
    faults: list[Fault] = []
    missing: list[Field] = []
    asked = [field for field in instrument.fields if instrument.is_for(field, voice)]
    for field in asked:
        reading = read_answer(field, answers.get(field.key), day_first=day_first)
        if found := fault(field, reading, answers.get(field.key)):
            faults.append(found)
        if reading.value is not None:
            kept[field.key] = reading.value
        elif reading.problem is None and field.required:
            missing.append(field)
    required = "is required, and there is no answer."
    for field in missing:
        if _concerns(field, kept.get("role")):
            fix = "Please answer it."
            faults.append(Fault(required, fix, column=field.heading(), key=field.key))
    own = {field.key for field in asked}
    faults += [_not_asked(instrument, str(key)) for key in answers if key not in own]
    return kept, tuple(faults)


def _not_asked(instrument: Instrument, key: str) -> Fault:
    """Tell that a key is no question, or one that somebody else answers."""
    known = {field.key: field for field in instrument.fields}
    if key in known:
        problem = "is for the other of the two to answer."
        return Fault(problem, "Leave it out.", column=known[key].heading(), key=key)
    problem = f"is not a question of {instrument.title.say()}."
    return Fault(problem, nearest(key, known).strip() or "Leave it out.", column=key, key=key)


def _concerns(field: Field, role: object) -> bool:
    """Tell whether a question is put to somebody in this role; an open role is asked all."""
    return not field.item.roles or role not in {"mentor", "mentee"} or role in field.item.roles
