"""On which days a repeated event falls, within bounds.

What calendar programs write is read: by day, week, month or year, with an interval, days of the
week or month, months and positions. What repeats more than once a day, or by rarer rules, is told
and left out. Every day that is looked at costs of a budget, so that no rule can run for ever.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from rmkit.errors import FileRefused, shown

__all__ = ["Budget", "Rule", "days_of"]

_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_LONGEST_PERIOD = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_READ = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


class Budget:
    """How many days may still be looked at for one file."""

    def __init__(self, days: int, file: str) -> None:
        self.left = days
        self.file = file

    def spend(self, days: int) -> None:
        """Take off what was looked at.

        Raises
        ------
        FileRefused
            Nothing is left.
        """
        self.left -= days
        if self.left < 0:
            message = f"{self.file} has too many repeated events to unroll. Is this the right file?"
            raise FileRefused(message)


@dataclass(frozen=True)
class Rule:
    """When an event is repeated."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def parse(cls, text: str) -> Rule | str:
        """Read a rule; give a sentence where it is not read.

        >>> Rule.parse("FREQ=WEEKLY;BYDAY=MO,WE").days
        ((0, 0), (0, 2))
        >>> Rule.parse("FREQ=SECONDLY")
        'It repeats by a rule that is not read (FREQ=SECONDLY).'
        """
        parts = dict(part.upper().partition("=")[::2] for part in text.split(";") if part)
        refused = f"It repeats by a rule that is not read ({shown(text, limit=60)})."
        if set(parts) - _READ or parts.get("FREQ") not in _FREQUENCIES:
            return refused
        try:
            rule = cls(
                frequency=parts["FREQ"],
                interval=_number(parts.get("INTERVAL", "1"), 1, 1000),
                count=_number(parts["COUNT"], 1, 100_000) if "COUNT" in parts else None,
                until=parts.get("UNTIL", ""),
                days=tuple(_day(day) for day in _list(parts.get("BYDAY"))),
                month_days=tuple(_number(d, -31, 31) for d in _list(parts.get("BYMONTHDAY"))),
                months=tuple(_number(m, 1, 12) for m in _list(parts.get("BYMONTH"))),
                positions=tuple(_number(p, -366, 366) for p in _list(parts.get("BYSETPOS"))),
                week_start=_WEEKDAYS[parts.get("WKST", "MO")],
            )
        except (ValueError, KeyError):
            return refused
        return rule

    def until_utc(self, zone: tzinfo) -> datetime | None:
        """Give the last moment at which it can begin; None where there is none."""
        found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", self.until, re.ASCII)
        if not found:
            return None
        try:
            read = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
            return read.replace(tzinfo=UTC if found[3] else zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def _list(text: str | None) -> list[str]:
    return text.split(",")[:400] if text else []


def _number(text: str, low: int, high: int) -> int:
    number = int(text) if re.fullmatch(r"[+-]?\d{1,6}", text, re.ASCII) else None
    if number is None or not low <= number <= high or (number == 0 and low < 0):
        raise ValueError(text)
    return number


def _day(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1] or 0), _WEEKDAYS[found[2]]


def days_of(
    rule: Rule, start: date, stop: date, budget: Budget, *, since: date = date.min
) -> Iterator[date]:
    """Give the days on which an event falls, in order, from its first day up to `stop`.

    Parameters
    ----------
    rule
        When it is repeated.
    start
        Its first day, which always counts.
    stop
        The last day that is of interest.
    budget
        What may still be looked at.
    since
        Days before it may be left out, where they need not be counted.
    """
    left = rule.count if rule.count is not None else -1
    first_seen = False
    for period in _periods(rule, start, stop, budget, since):
        fitting = [day for day in period if _fits(rule, day, start)]
        if rule.positions:
            chosen = {p - 1 if p > 0 else len(fitting) + p for p in rule.positions}
            fitting = [day for i, day in enumerate(fitting) if i in chosen]
        days = [day for day in fitting if day >= start]
        if not first_seen:
            days = sorted({start, *days})
            first_seen = True
        for day in days:
            if day > stop or left == 0:
                return
            left -= 1
            yield day


def _periods(
    rule: Rule, start: date, stop: date, budget: Budget, since: date
) -> Iterator[list[date]]:
    """Give the days of each period that the rule looks at: days, weeks, months or years."""
    number = 0
    if rule.count is None and since > start:
        passed = (since - start).days // _LONGEST_PERIOD[rule.frequency] - 1
        number = max(0, passed // rule.interval * rule.interval)
    while True:
        try:
            first, length = _period(rule, start, number)
        except (ValueError, OverflowError):
            return
        if first > stop:
            return
        budget.spend(length)
        yield [first + timedelta(days=i) for i in range(length)]
        number += rule.interval


def _period(rule: Rule, start: date, number: int) -> tuple[date, int]:
    if rule.frequency == "DAILY":
        return start + timedelta(days=number), 1
    if rule.frequency == "WEEKLY":
        monday = start - timedelta(days=(start.weekday() - rule.week_start) % 7)
        return monday + timedelta(weeks=number), 7
    if rule.frequency == "MONTHLY":
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        return date(year, month + 1, 1), calendar.monthrange(year, month + 1)[1]
    year = start.year + number
    return date(year, 1, 1), 365 + calendar.isleap(year)


def _fits(rule: Rule, day: date, start: date) -> bool:
    """Tell whether a day within its period is one that the rule names."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        last = calendar.monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - last - 1 not in rule.month_days:
            return False
    if rule.days:
        return any(_is_named(rule, day, nth, weekday) for nth, weekday in rule.days)
    if rule.month_days or rule.frequency == "DAILY":
        return True
    if rule.frequency == "WEEKLY":
        return day.weekday() == start.weekday()
    in_month = rule.frequency == "MONTHLY" or bool(rule.months)
    return day.day == start.day and (in_month or day.month == start.month)


def _is_named(rule: Rule, day: date, nth: int, weekday: int) -> bool:
    """Tell whether a day is, for example, the last Friday (-1, 4) of its month or year."""
    if day.weekday() != weekday or not nth:
        return day.weekday() == weekday
    if rule.frequency == "MONTHLY" or (rule.frequency == "YEARLY" and rule.months):
        place, length = day.day, calendar.monthrange(day.year, day.month)[1]
    elif rule.frequency == "YEARLY":
        place, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
    else:
        return True
    return (place - 1) // 7 + 1 == nth if nth > 0 else (length - place) // 7 + 1 == -nth
