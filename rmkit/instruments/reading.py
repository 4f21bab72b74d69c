"""What became of one answer that was read: the value to keep, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.instruments.fields import Field

__all__ = ["TO_TEXT", "Answer", "Reading", "tellable", "written"]

Answer = str | int | float | list[str]
"""A value as it is kept: text and dates as text, levels as whole numbers, choices as a list."""

TO_TEXT = "Set the column to text in your spreadsheet and write the answer again."
"""What to do when a spreadsheet made something else of an answer."""


@discreet()
@dataclass(frozen=True, slots=True)
class Reading:
    """One answer as it was read.

    Parameters
    ----------
    value
        What is kept. None where there is no answer, or where `problem` says why it is refused.
    problem
        What is wrong, as a sentence that goes on from the value: `is not a level. ...`.
    fix
        What to do about the problem.
    note
        What was changed on the way, where somebody should know ("read as 3 (decimal comma)").
    """

    value: Answer | None = None
    problem: str | None = None
    fix: str = ""
    note: str | None = None


def tellable(field: Field) -> bool:
    """Tell whether an answer may stand in a fault.

    Closed questions and e-mail addresses only, and only where the coordinator may see the answer.
    """
    closed = field.kind in {"choice", "multiple_choice", "number", "date"}
    key = field.item.format == "email"
    seen = field.visibility == "coordinator"
    return seen and (closed or key) and field.privacy not in {"sensitive", "free_text"}


def written(raw: str | float) -> str:
    """Write a cell's value as text: 4.0 as 4, true as TRUE.

    >>> written(4.0), written(True), written(10**5000)
    ('4', 'TRUE', 'a number of more than 40 digits')
    """
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    too_long = isinstance(raw, int) and abs(raw) >= 10**40
    return "a number of more than 40 digits" if too_long else str(raw)
