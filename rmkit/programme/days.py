"""Days and moments in words, as a person would say them."""

from __future__ import annotations

from datetime import date, datetime

__all__ = ["in_words", "when"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def in_words(day: date, *, year: bool = True) -> str:
    """Write a day.

    >>> from datetime import date
    >>> in_words(date(2026, 11, 2)), in_words(date(2026, 11, 2), year=False)
    ('2 November 2026', '2 November')
    """
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def when(moment: datetime, *, now: datetime) -> str:
    """Say when something happened, in the time zone of `now`: the time, or the day.

    Parameters
    ----------
    moment, now
        Each with its time zone.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta, timezone
    >>> moment, madrid = datetime(2026, 11, 2, 9, 42, tzinfo=UTC), timezone(timedelta(hours=1))
    >>> when(moment, now=datetime(2026, 11, 2, 18, 0, tzinfo=madrid))
    '10:42'
    >>> when(moment, now=datetime(2026, 11, 9, 8, 0, tzinfo=madrid))
    '2 November'
    >>> when(moment, now=datetime(2027, 1, 9, 8, 0, tzinfo=madrid))
    '2 November 2026'
    """
    there = moment.astimezone(now.tzinfo)
    if there.date() == now.date():
        return f"{there:%H:%M}"
    return in_words(there.date(), year=there.year != now.year)
