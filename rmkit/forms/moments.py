"""Moments as a panel shows them: on the clock of this machine, today without its date."""

from __future__ import annotations

from datetime import datetime

from rmkit.programme.days import in_words

__all__ = ["moment"]


def moment(at: datetime, *, now: datetime, seconds: bool = False) -> str:
    """Say when something happened, in the time zone of `now`; to the minute, or to the second.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 2, 9, 42, tzinfo=UTC)
    >>> moment(at, now=datetime(2026, 11, 2, 18, 0, tzinfo=UTC))
    'today 09:42'
    >>> moment(at, now=datetime(2027, 1, 2, 18, 0, tzinfo=UTC))
    '2 November 2026, 09:42'
    """
    there = at.astimezone(now.tzinfo)
    clock = f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
    if there.date() == now.date():
        return f"today {clock}"
    return f"{in_words(there.date(), year=there.year != now.year)}, {clock}"
