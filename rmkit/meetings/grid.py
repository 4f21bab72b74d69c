"""Time as a row of quarter hours in UTC, and where the hours of a clock stand in it.

Free time of people in different zones can be laid over each other on such a row; the table that
`Grid.clock` gives turns it back into days and hours of one clock, right also in the weeks in which
clocks change. Nothing here knows people or pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

__all__ = ["QUARTERS_A_DAY", "QUARTER_MINUTES", "Grid", "Span", "quarters_of"]

QUARTER_MINUTES = 15
QUARTERS_A_DAY = 96
_QUARTER = timedelta(minutes=QUARTER_MINUTES)

Span = tuple[datetime, datetime]
"""From when to when, each with its zone; the end is not part of it."""


def quarters_of(minutes: int) -> int:
    """Give how many quarter hours some minutes need.

    >>> [quarters_of(minutes) for minutes in (15, 40, 60)]
    [1, 3, 4]
    """
    return -(-minutes // QUARTER_MINUTES)


class Grid:
    """The quarter hours of whole weeks, from the Monday of the first day on.

    Parameters
    ----------
    first, last
        The days, both with, in which somebody may meet. What lies before or after them in their
        weeks is in the grid and never open.
    """

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.monday = first - timedelta(days=first.weekday())
        self.weeks = max((last - self.monday).days // 7 + 1, 1)
        self.days = 7 * self.weeks
        # A day before and two after hold every clock of the world; the last place is never free.
        self.origin = datetime.combine(self.monday, time(), UTC) - timedelta(days=1)
        self.size = (self.days + 3) * QUARTERS_A_DAY + 1
        self.kept: dict[object, NDArray[np.bool_]] = {}
        self._taken: dict[int, tuple[Sequence[Span], NDArray[np.intp]]] = {}
        self._clocks: dict[str, NDArray[np.intp]] = {}

    @property
    def dates(self) -> list[date]:
        """Every day of the grid."""
        return [self.monday + timedelta(days=n) for n in range(self.days)]

    @property
    def never(self) -> int:
        """The place that stands for hours that do not exist."""
        return self.size - 1

    def clock(self, zone: str) -> NDArray[np.intp]:
        """Give where each quarter hour of a clock stands, as days x 96.

        An hour that a clock leaves out stands at `never`; of one that comes twice, the first.
        """
        if zone not in self._clocks:
            self._clocks[zone] = self._made(ZoneInfo(zone))
        return self._clocks[zone]

    def _made(self, zone: ZoneInfo) -> NDArray[np.intp]:
        table = np.empty((self.days, QUARTERS_A_DAY), dtype=np.intp)
        quarters = np.arange(QUARTERS_A_DAY)
        dates = [*self.dates, self.monday + timedelta(days=self.days)]
        midnights = [datetime.combine(day, time(), zone) for day in dates]
        for n, (begin, end) in enumerate(pairwise(midnights)):
            if begin.utcoffset() == end.utcoffset():
                table[n] = self.place(begin) + quarters
            else:
                table[n] = [
                    self._at(begin.replace(tzinfo=None), q, zone) for q in range(QUARTERS_A_DAY)
                ]
        return table

    def _at(self, midnight: datetime, quarter: int, zone: ZoneInfo) -> int:
        local = (midnight + int(quarter) * _QUARTER).replace(tzinfo=zone)
        there = local.astimezone(UTC)
        if there.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            return self.never
        return self.place(there)

    def place(self, moment: datetime) -> int:
        """Give the quarter hour in which a moment lies; it may be outside of the grid."""
        return (moment - self.origin) // _QUARTER

    def moment(self, place: int) -> datetime:
        """Give when a quarter hour begins, in UTC."""
        return self.origin + int(place) * _QUARTER

    def taken(self, times: Sequence[Span]) -> NDArray[np.intp]:
        """Give the quarter hours that busy times take; one that is begun is taken whole.

        Times that were asked for once are remembered.
        """
        known = self._taken.get(id(times))
        if known is None:
            known = self._taken[id(times)] = (times, np.flatnonzero(self._marked(times)))
        return known[1]

    def _marked(self, times: Iterable[Span]) -> NDArray[np.bool_]:
        marked = np.zeros(self.size, dtype=bool)
        origin, quarter, last = self.origin, _QUARTER, self.size
        for start, end in times:
            begin, until = (start - origin) // quarter, -((origin - end) // quarter)
            if until > 0 and begin < last:
                marked[max(begin, 0) : until] = True
        return marked

    def starts(self, free: NDArray[np.bool_], minutes: int) -> NDArray[np.bool_]:
        """Give the quarter hours from which so many minutes are free without a break."""
        found = free.copy()
        for step in range(1, quarters_of(minutes)):
            found[:-step] &= free[step:]
            found[-step:] = False
        return found

    def by_week(self, places: NDArray[np.bool_], zone: str) -> NDArray[np.bool_]:
        """Lay places out on a clock, as weeks x 7 days x 96; days out of reach are closed."""
        table: NDArray[np.bool_] = places[self.clock(zone)]
        table[: (self.first - self.monday).days] = False
        table[(self.last - self.monday).days + 1 :] = False
        return table.reshape(self.weeks, 7, QUARTERS_A_DAY)
