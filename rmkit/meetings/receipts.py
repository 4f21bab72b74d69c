"""What the receipts of one pair say of each day: held, moved or called off, and how long.

A receipt is told by one of the two, or by the coordinator for them; both may tell of one day, and
somebody may correct what they told. What comes out is one record a day. Nothing here knows what a
meeting was about: a receipt does not say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from rmkit.definitions.discreet import discreet

__all__ = ["LONGEST_MINUTES", "SIGNIFICANT_MINUTES", "Outcome", "Receipt", "ToldDay", "told_days"]

Outcome = Literal["held", "moved", "cancelled"]

SIGNIFICANT_MINUTES = 30
"""From so many minutes on a meeting is a significant discussion (the programme template's rule)."""

LONGEST_MINUTES = 480
"""More than a working day is a slip of the pen, not a meeting."""

_ORDER: tuple[Outcome, ...] = get_args(Outcome)


@discreet("pair_id", "day", "outcome", "minutes")
@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody told of one day.

    `minutes` is None where it was not told, `new_day` the day to which a meeting was moved.
    `told_by` is an id, or empty where it is not known; `told_at` (ISO-8601) says which of several
    is the later one; `own` is false for what the coordinator wrote down for them.
    """

    pair_id: str
    day: date
    outcome: Outcome
    minutes: float | None = None
    kind: str = ""
    new_day: date | None = None
    told_by: str = ""
    told_at: str = ""
    own: bool = True


@discreet("day", "outcome", "minutes")
@dataclass(frozen=True, slots=True)
class ToldDay:
    """What is known of one day of a pair, from all that was told of it.

    `differ` says that two receipts contradict each other: on whether it was held, or on whether it
    took 30 minutes. Then "held" stands before "moved" and "moved" before "cancelled", and the
    smaller number of minutes is taken.
    """

    day: date
    outcome: Outcome
    minutes: float | None
    kind: str = ""
    new_day: date | None = None
    differ: bool = False

    @property
    def is_significant(self) -> bool:
        """Whether it was held and took half an hour or more."""
        return self.outcome == "held" and (self.minutes or 0) >= SIGNIFICANT_MINUTES


def told_days(receipts: Iterable[Receipt]) -> tuple[ToldDay, ...]:
    """Put the receipts of one pair together, a record a day, in the order of days.

    Of several that one person told of one day the last one counts, what they told themselves
    before what was written down for them.

    >>> day = date(2026, 11, 2)
    >>> two = [Receipt("1-1", day, "held", 60, told_by=who) for who in ("M1", "E1")]
    >>> [(one.outcome, one.minutes) for one in told_days(two)]
    [('held', 60)]
    """
    days: dict[date, dict[str, Receipt]] = {}
    for one in sorted(receipts, key=lambda one: (one.own, one.told_at)):
        days.setdefault(one.day, {})[one.told_by] = one
    return tuple(_together(day, tuple(days[day].values())) for day in sorted(days))


def _together(day: date, told: tuple[Receipt, ...]) -> ToldDay:
    if len(told) == 1:
        (one,) = told
        minutes = one.minutes if one.outcome == "held" and is_possible(one.minutes) else None
        return ToldDay(day, one.outcome, minutes, one.kind, one.new_day)
    return _several(day, told)


def _several(day: date, told: tuple[Receipt, ...]) -> ToldDay:
    outcome = min((one.outcome for one in told), key=_ORDER.index)
    same = [one for one in told if one.outcome == outcome]
    minutes = [one.minutes for one in same if is_possible(one.minutes)]
    long = {number >= SIGNIFICANT_MINUTES for number in minutes if number is not None}
    return ToldDay(
        day,
        outcome,
        min((n for n in minutes if n is not None), default=None) if outcome == "held" else None,
        next((one.kind for one in reversed(same) if one.kind), ""),
        next((one.new_day for one in reversed(same) if one.new_day), None),
        differ=len({one.outcome for one in told}) > 1 or len(long) > 1,
    )


def is_possible(minutes: float | None) -> bool:
    """Whether a number of minutes can be that of one meeting."""
    return minutes is not None and 0 < minutes <= LONGEST_MINUTES
