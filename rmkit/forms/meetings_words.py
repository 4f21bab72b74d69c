"""Days as the board of meetings says them."""

from __future__ import annotations

from datetime import date

from rmkit.programme.days import in_words

__all__ = ["day_words"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_words(day: date, today: date, *, weekday: bool = False) -> str:
    """Write a day, without the year where it is the one of today.

    >>> day_words(date(2026, 11, 30), date(2026, 12, 1), weekday=True)
    'Monday 30 November'
    """
    words = in_words(day, year=day.year != today.year)
    return f"{_DAYS[day.weekday()]} {words}" if weekday else words
