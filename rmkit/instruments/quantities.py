"""Numbers and dates, as people and their programs write them."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date

from rmkit.instruments.reading import Reading

__all__ = ["as_number", "read_date", "read_number"]

_MINUS = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_LARGEST = 10**15
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})[-/.]\s?(\d{4})(?:[t ,].*)?", re.ASCII)
_DAY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})", re.ASCII)
_NAME_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_WRITE_DATE = "Write it as year-month-day, for example 2026-03-31."


def as_number(text: str) -> Reading:
    """Read a number; a decimal comma is taken with a note, a thousands separator is not.

    >>> as_number("3,0").value, as_number("3,0").note
    (3, 'read as 3 (decimal comma)')
    """
    plain = unicodedata.normalize("NFKC", text).strip().translate(_MINUS).casefold()
    if re.fullmatch(r"[+-]?(nan|inf|infinity)", plain):
        return Reading(
            problem="is not an answer; blank means no answer.", fix="Leave it blank or mend it."
        )
    if _COMMA.fullmatch(plain):
        return _decimal_comma(plain)
    if not _NUMBER.fullmatch(plain):
        return Reading(problem="is not a number.", fix="Write digits only, for example 3 or 2.5.")
    if sum(c.isdigit() for c in plain) > 40:
        digits = sum(c.isdigit() for c in plain)
        return Reading(problem=f"is a number of {digits:,} digits.", fix="Please check it.")
    return Reading(_tidy(float(plain))) if math.isfinite(float(plain)) else _too_large()


def _decimal_comma(plain: str) -> Reading:
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", plain):
        return Reading(
            problem="is unclear: the comma can stand for thousands or for decimals.",
            fix=f"Write {plain.replace(',', '')} or {plain.replace(',', '.')}.",
        )
    read = as_number(plain.replace(",", "."))
    if read.value is None:
        return read
    return Reading(read.value, note=f"read as {read.value} (decimal comma)")


def _tidy(number: float) -> int | float:
    """Give a whole number without its point."""
    return int(number) if number.is_integer() and abs(number) < _LARGEST else number


def _too_large() -> Reading:
    return Reading(problem="is larger than any answer can be.", fix="Please check it.")


def read_number(
    raw: str | int | float,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    whole: bool = False,
) -> Reading:
    """Read a number within its bounds.

    Parameters
    ----------
    raw
        What was written or stands in the cell. True and false are not numbers.
    minimum, maximum
        Bounds, both allowed themselves; None where there is none.
    whole
        Whether only whole numbers are answers.

    Returns
    -------
    Reading
        An int where the number is whole, else a float; or the problem.
    """
    if isinstance(raw, bool):
        return Reading(problem="is not a number.", fix="Write digits only, for example 3 or 2.5.")
    if isinstance(raw, str):
        read = as_number(raw)
    elif isinstance(raw, float) and not math.isfinite(raw):
        read = as_number("inf")
    elif abs(raw) > 1e300:
        read = _too_large()
    else:
        read = Reading(_tidy(float(raw)))
    number = read.value
    if not isinstance(number, int | float):
        return read
    bounds = _bounds(minimum, maximum)
    if (minimum is not None and number < minimum) or (maximum is not None and number > maximum):
        return Reading(problem="is outside the range.", fix=f"Write a number {bounds}.")
    if whole and not isinstance(number, int):
        return Reading(
            problem="is not a whole number.", fix=f"Write a whole number {bounds}".strip() + "."
        )
    return read


def _bounds(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return f"from {minimum:g} to {maximum:g}"
    if minimum is not None:
        return f"of at least {minimum:g}"
    return f"of at most {maximum:g}" if maximum is not None else ""


def read_date(raw: str | date | int | float, *, day_first: bool | None = None) -> Reading:
    """Read a calendar date; a time of day that stands with it is left out.

    Parameters
    ----------
    raw
        A date of a spreadsheet, or text: 2026-03-31, 31.3.2026, 31 March 2026, 3/31/2026.
    day_first
        How 01/02/2026 is meant, where the whole column has shown it; None where it is not known.
        Dates with points are always day first.

    Returns
    -------
    Reading
        The date as ISO text, or the problem.
    """
    if isinstance(raw, date):
        return _checked(raw.year, raw.month, raw.day)
    if not isinstance(raw, str):
        return Reading(
            problem="is a number, not a date.",
            fix="Give the column the date format in your spreadsheet, or " + _in_line(_WRITE_DATE),
        )
    text = " ".join(unicodedata.normalize("NFKC", raw).translate(_MINUS).casefold().split())
    if found := _ISO.fullmatch(text):
        return _checked(*map(int, found.groups()))
    if found := _NUMERIC.fullmatch(text):
        first, mark, second, year = found.groups()
        return _day_or_month(int(first), int(second), int(year), True if mark == "." else day_first)
    if found := _DAY_NAME.fullmatch(text):
        return _checked(int(found[3]), _month(found[2]), int(found[1]))
    if found := _NAME_DAY.fullmatch(text):
        return _checked(int(found[3]), _month(found[1]), int(found[2]))
    return Reading(problem="is not a date.", fix=_WRITE_DATE)


def _month(name: str) -> int:
    """Give the number of an English month, written out or cut short; 0 for anything else."""
    return next((n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name)), 0)


def _in_line(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _day_or_month(first: int, second: int, year: int, day_first: bool | None) -> Reading:
    if day_first is None and first <= 12 and second <= 12 and first != second:
        ways = sorted([f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"])
        return Reading(
            problem=f"is unclear: it can be {ways[0]} or {ways[1]}.",
            fix=f"Write {ways[0]} or {ways[1]}.",
        )
    if day_first is None:
        day_first = first > 12 or first == second
    day, month = (first, second) if day_first else (second, first)
    return _checked(year, month, day)


def _checked(year: int, month: int, day: int) -> Reading:
    try:
        read = date(year, month, day)
    except ValueError:
        return Reading(problem="is not a day of the calendar.", fix=_WRITE_DATE)
    if not 1900 <= year <= 2200:
        return Reading(problem=f"has the year {year}.", fix="Please check it.")
    return Reading(read.isoformat())
