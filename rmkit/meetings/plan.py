"""What a programme's plan means for one pair: when it ends, and how many meetings by a day.

A rule of thumb: the first two weeks are for getting in touch, then the meetings of the plan are
spread evenly over the rest. A pair that began later is measured from its own beginning, by the same
pace; the programme ends for all on the same day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from rmkit.definitions.discreet import discreet

__all__ = ["FIRST_WEEKS_DAYS", "Plan", "months_later"]

FIRST_WEEKS_DAYS = 14
"""Within so many days the mentor gets in touch (the programme template's deadline)."""


def months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of that month.

    >>> months_later(date(2027, 1, 31), 1).isoformat()
    '2027-02-28'
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@discreet("sessions", "minutes", "months", "start")
@dataclass(frozen=True, slots=True)
class Plan:
    """How many sessions of how many minutes in how many months, from which day; None is unknown."""

    sessions: int | None = None
    minutes: int | None = None
    months: int | None = None
    start: date | None = None

    def begins(self, since: date) -> date:
        """Give the day on which a pair's time begins: its own, or the programme's if later."""
        return since if self.start is None else max(since, self.start)

    def ends(self, since: date) -> date | None:
        """Give the day on which a pair's time is over: the programme's, or its own."""
        if self.months is None:
            return None
        end = months_later(self.start or since, self.months)
        return max(end, self.begins(since))

    def half(self, since: date) -> date | None:
        """Give the day on which half of a pair's time is over."""
        end, begin = self.ends(since), self.begins(since)
        return None if end is None else begin + (end - begin) / 2

    def expected(self, since: date, today: date) -> int | None:
        """Say how many meetings the plan expects of a pair by a day.

        >>> from datetime import timedelta
        >>> plan = Plan(sessions=6, months=6)
        >>> [plan.expected(date(2026, 11, 2), date(2026, 11, 2) + timedelta(days=n))
        ...  for n in (0, 13, 45, 100, 400)]
        [0, 0, 1, 3, 6]
        """
        if self.sessions is None or self.months is None:
            return None
        begin = self.begins(since)
        whole = (months_later(begin, self.months) - begin).days - FIRST_WEEKS_DAYS
        gone = (today - begin).days - FIRST_WEEKS_DAYS
        if whole <= 0:
            return self.sessions if gone > 0 else 0
        return min(max(self.sessions * gone // whole, 0), self.sessions)
