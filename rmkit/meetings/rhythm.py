"""A steady rhythm: the weekday and hour at which most meetings of a series fit.

In goes, for every week, weekday and quarter hour, whether both partners can begin to meet; out
comes when each meeting is. One that does not fit (a holiday, a trip) is moved to the nearest day,
at the same hour where it can be, and never so far that it would meet the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.meetings.grid import QUARTERS_A_DAY

__all__ = ["Rhythm", "best_rhythm", "nearest_free", "reach_days"]

_LOST = 3
"""A meeting that finds no place weighs as much as so many that are away from their hour."""

_QUARTERS = np.arange(QUARTERS_A_DAY)
_FULL_HOUR = np.array([(0, 2, 1, 2)[q % 4] for q in range(QUARTERS_A_DAY)])


@discreet("weekday", "quarter")
@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the meetings of a series are.

    `weekday` (0 is Monday) and `quarter` of the day are those of the rhythm, None where nothing
    fits at all. `at` gives for each meeting its day in the grid and its quarter hour, None where
    nothing was free near the day it should have been; `due` are those days.
    """

    weekday: int | None
    quarter: int | None
    at: tuple[tuple[int, int] | None, ...]
    due: tuple[int, ...]

    @property
    def placed(self) -> int:
        """How many meetings have a time."""
        return sum(one is not None for one in self.at)

    @property
    def steady(self) -> int:
        """How many are at the weekday and hour of the rhythm."""
        return sum(one == (day, self.quarter) for one, day in zip(self.at, self.due, strict=True))


def reach_days(cadence_weeks: int) -> int:
    """Give by how many days a meeting can be moved without reaching the next one.

    >>> [reach_days(weeks) for weeks in (1, 2, 4)]
    [3, 6, 13]
    """
    return (7 * cadence_weeks - 1) // 2


def best_rhythm(
    possible: NDArray[np.bool_],
    n: int,
    cadence_weeks: int,
    *,
    phases: Sequence[int],
    crowded: NDArray[np.int_],
) -> Rhythm:
    """Choose the rhythm of a series.

    Parameters
    ----------
    possible
        Shape (weeks, 7, 96): whether a meeting can begin there.
    n, cadence_weeks
        How many meetings, and how many weeks from one to the next.
    phases
        The weeks in which the series may begin; each leaves room for all meetings.
    crowded
        Shape (weeks,): how many meetings the two have in that week already, with others.

    Returns
    -------
    Rhythm
        The one that places most meetings; of those that keep most at one hour, then the one
        with least other meetings in the same weeks, then the soonest, at a full hour, early.
    """
    nothing = (None,) * n
    if not possible.any():
        due = tuple((phases[0] + k * cadence_weeks) * 7 for k in range(n))
        return Rhythm(None, None, nothing, due)
    series = _Series(possible, n, cadence_weeks)
    costs = np.stack([series.cost(p, order, crowded) for order, p in enumerate(phases)])
    order, rest = divmod(int(costs.argmin()), 7 * QUARTERS_A_DAY)
    return series.placed(phases[order], *divmod(rest, QUARTERS_A_DAY))


class _Series:
    """The series that could be had: what each would cost, and where its meetings would be."""

    def __init__(self, possible: NDArray[np.bool_], n: int, cadence_weeks: int) -> None:
        self._possible, self._n, self._cadence = possible, n, cadence_weeks
        self._days = possible.reshape(-1, QUARTERS_A_DAY)
        self._reach = reach_days(cadence_weeks)
        reach = np.arange(len(self._days))
        open_days = np.concatenate([[0], np.cumsum(self._days.any(axis=1))])
        after = np.minimum(reach + self._reach + 1, len(self._days))
        before = np.maximum(reach - self._reach, 0)
        near = open_days[after] > open_days[before]
        self._near = near.reshape(-1, 7)  # whether a meeting due on a day finds a place

    def cost(self, phase: int, order: int, crowded: NDArray[np.int_]) -> NDArray[np.int64]:
        """Give the cost of every weekday and hour where the series begins in a week."""
        weeks = slice(phase, phase + (self._n - 1) * self._cadence + 1, self._cadence)
        lost = self._n - self._near[weeks].sum(axis=0, dtype=np.int64)[:, None]
        uneven = self._n - self._possible[weeks].sum(axis=0, dtype=np.int64)
        others = min(int(crowded[weeks].sum()), 999)
        soon = order * 1_000 + np.arange(7)[:, None] * 100 + _QUARTERS[None, :]
        cost: NDArray[np.int64] = (
            (lost * _LOST + uneven) * 10**11 + others * 10**8 + _FULL_HOUR[None, :] * 10**7 + soon
        )
        return cost

    def placed(self, phase: int, weekday: int, quarter: int) -> Rhythm:
        """Put each meeting at its hour, or near it."""
        days = self._days
        due = [(phase + k * self._cadence) * 7 + weekday for k in range(self._n)]
        at = [
            (day, quarter)
            if days[day, quarter]
            else nearest_free(days, day, quarter, day - self._reach, day + self._reach)
            for day in due
        ]
        for k, day in enumerate(due):
            if at[k] is None:
                at[k] = self._between(at, k, day, quarter)
        return Rhythm(weekday, quarter, tuple(at), tuple(due))

    def _between(
        self, at: Sequence[tuple[int, int] | None], k: int, day: int, quarter: int
    ) -> tuple[int, int] | None:
        """Look for a place further away, yet between the meetings before and after."""
        far = 7 * self._cadence - 1
        before = next((one[0] for one in reversed(at[:k]) if one), -1)
        after = next((one[0] for one in at[k + 1 :] if one), len(self._days))
        first, last = max(day - far, before + 1), min(day + far, after - 1)
        return nearest_free(self._days, day, quarter, first, last)


def nearest_free(
    days: NDArray[np.bool_], day: int, quarter: int, first: int, last: int
) -> tuple[int, int] | None:
    """Find the nearest place for a meeting: nearest day, then nearest hour; later before earlier.

    Parameters
    ----------
    days
        Shape (days, 96): whether a meeting can begin there.
    day, quarter
        Where it should be.
    first, last
        The days, both with, to which it may be moved.
    """
    first = max(first, 0)
    near = days[first : last + 1]
    where = np.argwhere(near)
    if not len(where):
        return None
    off = where[:, 0] + first - day
    hour = np.abs(where[:, 1] - quarter)
    cost = (np.abs(off) * 2 + (off < 0)) * 1_000 + hour * 4 + _FULL_HOUR[where[:, 1]]
    best = where[int(cost.argmin())]
    return int(best[0]) + first, int(best[1])
