"""When somebody can meet: half-days, days off, public holidays, busy times, on their own clock.

In goes what a person said (weekly half-days such as `tue_am`), what the staff list knows (time
zone, days off, holidays) and busy times of a calendar; out come the quarter hours in which they are
free. Whoever ticked no half-days because nobody asked is taken to be free in all working hours;
whoever ticked none is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import UnknownName
from rmkit.meetings.grid import QUARTER_MINUTES, QUARTERS_A_DAY, Grid, Span

__all__ = [
    "DAYS",
    "DAY_NAMES",
    "HALF_DAYS",
    "Availability",
    "Hours",
    "free_hours",
    "half_day_name",
    "holiday_region",
    "public_holidays",
    "time_zone",
    "usual_hours",
]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HALF_DAYS = tuple(f"{day}_{half}" for day in DAYS[:5] for half in ("am", "pm"))
"""The half-days of a usual week."""

_HALVES = {"am": "morning", "pm": "afternoon"}


def half_day_name(slot: str) -> str:
    """Say a half-day.

    >>> half_day_name("tue_am")
    'Tuesday morning'
    """
    day, _, half = slot.partition("_")
    return f"{DAY_NAMES[DAYS.index(day)]} {_HALVES[half]}"


@discreet("am", "pm")
@dataclass(frozen=True, slots=True)
class Hours:
    """When a morning and an afternoon begin and end, in minutes after midnight.

    The defaults, 9 to 12 and 13 to 17, leave lunch out and are inside most working days.
    """

    am: tuple[int, int] = (9 * 60, 12 * 60)
    pm: tuple[int, int] = (13 * 60, 17 * 60)

    def of(self, half: str) -> tuple[int, int]:
        """Give the begin and the end of `am` or `pm`."""
        return self.am if half == "am" else self.pm

    def longer(self, *, before: int = 0, after: int = 0) -> Hours:
        """Give a day that begins earlier or ends later, in minutes."""
        begin, end = max(self.am[0] - before, 0), min(self.pm[1] + after, 24 * 60)
        return Hours((begin, self.am[1]), (self.pm[0], end))


_USUAL = Hours()


def usual_hours() -> Hours:
    """Give the working hours that are taken where nobody says otherwise."""
    return _USUAL


@discreet("person_id", "slots", "busy")
@dataclass(frozen=True)
class Availability:
    """When one person can meet.

    Attributes
    ----------
    slots
        Half-days such as `tue_am`; None where they were not asked: all of Monday to Friday.
    zone
        IANA name of the clock by which they work.
    days_off
        Weekdays (`fri`) or half-days (`fri_pm`) on which they never work.
    holidays
        Days on which they do not work, on their own calendar.
    busy
        From when to when their calendar is taken.
    site, name
        Where they sit, for rooms; and how they are called in sentences.
    """

    person_id: str
    slots: frozenset[str] | None = None
    zone: str = "UTC"
    days_off: frozenset[str] = frozenset()
    holidays: frozenset[date] = frozenset()
    busy: tuple[Span, ...] = ()
    hours: Hours = field(default_factory=usual_hours)
    site: str = ""
    name: str = ""

    @property
    def called(self) -> str:
        """How the person is named in a sentence."""
        return self.name or self.person_id

    @property
    def works(self) -> tuple[str, ...]:
        """The half-days on which they work, whether they ticked them or not."""
        ticked = self.slots or frozenset()
        week = [s for s in (f"{d}_{h}" for d in DAYS for h in _HALVES) if s in ticked]
        return tuple(s for s in _in_order({*HALF_DAYS, *week}) if not self._is_off(s))

    @property
    def can(self) -> tuple[str, ...]:
        """The half-days on which they can meet, in the order of the week."""
        if self.slots is None:
            return self.works
        return tuple(s for s in _in_order(self.slots) if not self._is_off(s))

    def _is_off(self, slot: str) -> bool:
        return slot in self.days_off or slot.partition("_")[0] in self.days_off


def _in_order(slots: Collection[str]) -> list[str]:
    return [s for s in (f"{d}_{h}" for d in DAYS for h in _HALVES) if s in slots]


def free_hours(
    grid: Grid, person: Availability, *, more_busy: tuple[Span, ...] = ()
) -> NDArray[np.bool_]:
    """Give the quarter hours in which a person is free.

    Parameters
    ----------
    grid
        The weeks that are looked at.
    person
        What is known of them.
    more_busy
        Further times that are taken: their meetings with other partners.

    Returns
    -------
    ndarray of bool, shape (grid.size,)
    """
    habit = (person.zone, person.can, person.hours, person.holidays)
    if habit not in grid.kept:
        grid.kept[habit] = _week_after_week(grid, *habit)
    free = grid.kept[habit].copy()
    for times in (person.busy, more_busy):
        if times:
            free[grid.taken(times)] = False
    return free


def _week_after_week(
    grid: Grid, zone: str, can: tuple[str, ...], hours: Hours, holidays: frozenset[date]
) -> NDArray[np.bool_]:
    """Lay the half-days of a person over all weeks; people of one habit share it."""
    week = np.zeros((7, QUARTERS_A_DAY), dtype=bool)
    for slot in can:
        day, _, half = slot.partition("_")
        begin, end = hours.of(half)
        week[DAYS.index(day), -(-begin // QUARTER_MINUTES) : end // QUARTER_MINUTES] = True
    days = np.tile(week, (grid.weeks, 1))
    for holiday in holidays:
        n = (holiday - grid.monday).days
        if 0 <= n < grid.days:
            days[n] = False
    free = np.zeros(grid.size, dtype=bool)
    free[grid.clock(zone)[days]] = True
    free[grid.never] = False
    return free


def public_holidays(region: str, years: Iterable[int]) -> dict[date, str]:
    """Give the public holidays of a country or region, each with its name.

    Parameters
    ----------
    region
        A country (`DE`) or one of its parts (`DE-BY`), as ISO 3166 writes them.
    years
        For which years.

    Raises
    ------
    UnknownName
        The library `holidays` knows no such country or part.

    Examples
    --------
    >>> public_holidays("DE-BY", [2027])[date(2027, 1, 6)]
    'Epiphany'
    """
    return dict(_holidays(holiday_region(region), tuple(sorted(set(years)))))


@lru_cache(maxsize=128)
def _holidays(region: str, years: tuple[int, ...]) -> tuple[tuple[date, str], ...]:
    import holidays

    country, _, part = region.partition("-")
    try:
        found = holidays.country_holidays(
            country, subdiv=part or None, years=years, language="en_US"
        )
    except (AttributeError, NotImplementedError, ValueError, KeyError):
        found = holidays.country_holidays(country, subdiv=part or None, years=years)
    return tuple(sorted(found.items()))


@lru_cache(maxsize=128)
def holiday_region(region: str) -> str:
    """Write a country or region the one way it is kept; raise `UnknownName` for another.

    >>> holiday_region("de-by")
    'DE-BY'
    """
    import holidays

    supported = holidays.list_supported_countries(include_aliases=False)
    country, _, part = region.strip().upper().replace("_", "-").partition("-")
    parts = {str(one).upper(): str(one) for one in supported.get(country, ())}
    if country not in supported or (part and part not in parts):
        known = sorted(supported) if country not in supported else [f"{country}-{p}" for p in parts]
        raise UnknownName(kind="country or region with public holidays", name=region, known=known)
    return f"{country}-{parts[part]}" if part else country


@lru_cache(maxsize=256)
def time_zone(name: str) -> str:
    """Give the IANA name of a time zone; Windows' names are understood.

    Raises
    ------
    UnknownName
        Nobody knows such a zone.

    Examples
    --------
    >>> time_zone("W. Europe Standard Time"), time_zone("europe/madrid")
    ('Europe/Berlin', 'Europe/Madrid')
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    wanted = name.strip()
    windows = {one.casefold(): zone for one, zone in WINDOWS_TO_OLSON.items()}
    usual = {one.casefold(): one for one in available_timezones() if "/" in one or one == "UTC"}
    found = usual.get(wanted.casefold()) or windows.get(wanted.casefold())
    if found is None:
        raise UnknownName(kind="time zone", name=name, known=usual.values())
    return ZoneInfo(found).key
