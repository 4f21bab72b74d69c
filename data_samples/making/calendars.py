"""By which days the programme of a sample runs, in its `programme.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rmkit.synthetic import Rhythm

__all__ = ["CHRISTMAS", "Calendar"]

CHRISTMAS = (date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4))
"""Mondays of weeks without meetings."""


@dataclass(frozen=True)
class Calendar:
    """The days of a sample; `rhythm` has those of its meetings.

    `middle` is a Monday on which there is something to do for a coordinator. `joiners` counts who
    comes forward later, `pairs_told` of how many pairs the half-year is made up; None is all.
    """

    set_up: date
    answers_read: date
    confirmed: date
    training: date
    middle: date
    parted: date
    rhythm: Rhythm
    interviewed: date | None = None
    joiners: int = 2
    pairs_told: int | None = None
    asks_again: bool = False

    @property
    def joined(self) -> date:
        """The day on which those who come later answer: two days before the Monday."""
        return self.middle - timedelta(days=3)

    @property
    def asked_again(self) -> date:
        """The day on which everybody is asked again: the one after everything was told."""
        return self.rhythm.last_day + timedelta(days=2)

    @property
    def returned(self) -> date | None:
        """The day on which the answers about the end are read; None where nobody is asked."""
        return self.asked_again + timedelta(days=18) if self.asks_again else None

    @property
    def at_work(self) -> date:
        """The day on which it is asked what changed at work: three months after the end."""
        return self.asked_again + timedelta(days=91)

    @property
    def evaluated(self) -> date:
        """The day on which the rest is read, and everything came back."""
        return self.at_work + timedelta(days=14)

    def as_data(self) -> dict[str, str]:
        """Give the days as `programme.yaml` says them."""
        days = {
            "set_up": self.set_up,
            "answers_read": self.answers_read,
            **({"interviewed": self.interviewed} if self.interviewed else {}),
            "confirmed": self.confirmed,
            "kick_off": self.rhythm.kick_off,
            "training": self.training,
            "middle": self.middle,
            "parted": self.parted,
            **({"rematched": self.rhythm.rematched} if self.joiners else {}),
            "last_day": self.rhythm.last_day + timedelta(days=1),
            **(
                {"returned": self.returned, "evaluated": self.evaluated}
                if self.returned is not None
                else {}
            ),
        }
        return {"zone": "Europe/Berlin", **{name: day.isoformat() for name, day in days.items()}}
