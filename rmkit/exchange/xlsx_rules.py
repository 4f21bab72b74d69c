"""What may be typed into a cell of ours: drop-down lists, bounds of numbers, dates, lengths.

A rule helps whoever fills the sheet in; it does not replace the check on reading, since pasting
goes past it. Lists stand on a hidden sheet, because a list inside a rule holds 255 characters only.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rmkit.exchange.headings import letter
from rmkit.instruments.model import Field

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Lists", "choices", "rule"]

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)
_LONGEST_MESSAGE = 255


def choices(field: Field, language: str) -> list[str]:
    """Write the options of a question as a list shows them; a rating with its number."""
    return [
        f"{option.value} – {option.label.say(language)}"
        if field.is_rating
        else option.label.say(language)
        for option in field.options
    ]


class Lists:
    """Lists of choices on a hidden sheet, each written once.

    Parameters
    ----------
    sheet
        The hidden sheet.
    first_column
        The first column that is free, from 0.
    """

    def __init__(self, sheet: Worksheet, *, first_column: int = 0) -> None:
        self._sheet = sheet
        self._first = first_column
        self._known: dict[tuple[str, ...], str] = {}

    def reference(self, words: list[str]) -> str:
        """Give the place of a list, as a formula; write the list where it is new."""
        known = tuple(words)
        if known not in self._known:
            column = self._first + len(self._known)
            for row, word in enumerate(words):
                self._sheet.write_string(row, column, word)
            name = letter(column)
            place = f"='{self._sheet.get_name()}'!${name}$1:${name}${len(words)}"
            self._known[known] = place
        return self._known[known]


def rule(field: Field, lists: Lists, language: str) -> dict[str, Any] | None:
    """Make the rule for cells that answer a question, or None where anything goes.

    Parameters
    ----------
    field
        The question.
    lists
        Where lists of choices are kept.
    language
        The language of the choices.
    """
    item = field.item
    if field.kind == "choice":
        source = lists.reference(choices(field, language))
        return _told({"validate": "list", "source": source}, "Please choose from the list.")
    if field.kind == "number":
        kind = "integer" if item.whole else "decimal"
        low = -1e15 if item.minimum is None else item.minimum
        high = 1e15 if item.maximum is None else item.maximum
        between = {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
        bounded = item.minimum is not None and item.maximum is not None
        text = f" from {low:g} to {high:g}" if bounded else ""
        return _told(between, f"Please write a number{text}.")
    if field.kind == "date":
        between = {
            "validate": "date",
            "criteria": "between",
            "minimum": _EARLIEST,
            "maximum": _LATEST,
        }
        return _told(between, "Please write a date, for example 2026-03-31.")
    if field.kind == "multiple_choice":
        return None
    length = {"validate": "length", "criteria": "<=", "value": item.longest}
    return _told(length, f"Please write at most {item.longest:,} characters.")


def _told(checks: dict[str, Any], message: str) -> dict[str, Any]:
    return {**checks, "error_title": "rmkit", "error_message": message[:_LONGEST_MESSAGE]}
