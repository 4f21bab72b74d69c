"""On which days the mentors meet among themselves: once a month, on the same weekday of the month.

The first circle is about four weeks after the beginning, when each pair has met once or twice; the
last lies before the end. Dates in, dates out: no calendar is read and nobody is invited here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from rmkit.meetings.plan import Plan, months_later

__all__ = ["FIRST_AFTER_DAYS", "circle_dates"]

FIRST_AFTER_DAYS = 28
"""So long after the beginning the first circle meets, or on the next wanted weekday after it."""

_WEEK = timedelta(days=7)
_LAST_SAFE_WEEK = 3


def circle_dates(
    plan: Plan, *, weekday: int | None = None, free: Collection[date] = ()
) -> tuple[date, ...]:
    """Give the days of the monthly circle of mentors.

    Parameters
    ----------
    plan
        With the day on which the programme starts and how many months it takes.
    weekday
        0 for Monday to 6 for Sunday; None takes that of the first day, or Monday where that is at
        a weekend.
    free
        Days on which nobody works. A circle on one of them meets a week later, or, where that would
        be after the end, a week earlier.

    Returns
    -------
    tuple of date
        In order; empty where the plan has no start or no length, or is too short for one.

    Examples
    --------
    >>> [day.isoformat() for day in circle_dates(Plan(months=3, start=date(2026, 11, 3)))]
    ['2026-12-01', '2027-01-05', '2027-02-02']
    """
    if plan.start is None or plan.months is None:
        return ()
    end = months_later(plan.start, plan.months)
    first = plan.start + timedelta(days=FIRST_AFTER_DAYS)
    wanted = weekday if weekday is not None else (0 if first.weekday() > 4 else first.weekday())
    first += timedelta(days=(wanted - first.weekday()) % 7)
    week = min((first.day - 1) // 7, _LAST_SAFE_WEEK)  # not every month has a fifth Tuesday
    found, number = [], 0
    while (day := _of_month(months_later(first.replace(day=1), number), wanted, week)) < end:
        number += 1
        moved = _moved(day, end, free)
        if moved is not None and moved >= plan.start:
            found.append(moved)
    return tuple(found)


def _of_month(month: date, weekday: int, week: int) -> date:
    return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * week)


def _moved(day: date, end: date, free: Collection[date]) -> date | None:
    for other in (day, day + _WEEK, day - _WEEK):
        if other not in free and other < end:
            return other
    return None
