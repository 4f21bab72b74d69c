"""What became of one answer that was read: the value to keep, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Answer", "Reading"]

Answer = str | int | float | list[str]
"""A value as it is kept: text and dates as text, levels as whole numbers, choices as a list."""


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
