"""Ready plans: how often, how long and for how many months a pair meets, and whom that suits."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field as Limit
from pydantic import StrictInt, model_validator

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.errors import UnknownName

__all__ = [
    "WEEKS_A_MONTH",
    "PairsWanted",
    "PhaseText",
    "ReadyPlan",
    "ReadyPlans",
    "ready_plan",
    "ready_plans",
]

WEEKS_A_MONTH = 52 / 12

Count = Annotated[StrictInt, Limit(ge=1, le=480)]


class PairsWanted(Definition):
    """For how many pairs a plan is meant."""

    least: Count
    most: Count


class ReadyPlan(Definition):
    """One plan: `sessions` of `minutes`, one every `weeks`, within `months`; for whom, and limits.

    `decision` says how it is decided what follows, where a plan is a try.
    """

    id: Identifier
    title: Text
    sessions: Count
    minutes: Count
    months: Count
    weeks: Count
    pairs: PairsWanted | None = None
    suits: Text
    decision: Text | None = None
    limits: Annotated[tuple[Text, ...], Limit(min_length=1, max_length=4)]

    @property
    def hours(self) -> float:
        """How long a pair meets altogether, in hours."""
        return self.sessions * self.minutes / 60

    @property
    def in_short(self) -> str:
        """Say it in a line.

        >>> ready_plan("six_hours").in_short
        '6 meetings of 60 minutes, one every 4 weeks, within 6 months'
        """
        return (
            f"{self.sessions} meetings of {self.minutes} minutes, one every {self.weeks} weeks, "
            f"within {self.months} months"
        )

    @model_validator(mode="after")
    def _fits_into_its_months(self) -> ReadyPlan:
        if (self.sessions - 1) * self.weeks > self.months * WEEKS_A_MONTH:
            raise Contradictions([f"the meetings of {self.id} take longer than its months"])
        return self


class PhaseText(Definition):
    """A phase of a programme: what happens in it, and about how long it lasts."""

    id: Identifier
    title: Text
    lasts: Text
    text: Text


class ReadyPlans(Definition):
    """The plans that come with rmkit, and the phases that every programme goes through."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    opening: Text
    plans: Annotated[tuple[ReadyPlan, ...], Limit(min_length=1, max_length=12)]
    phases: Annotated[tuple[PhaseText, ...], Limit(min_length=1, max_length=12)]
    marks: dict[Identifier, Text]


@cache
def ready_plans() -> ReadyPlans:
    """Give the plans that come with rmkit.

    >>> [plan.id for plan in ready_plans().plans]
    ['pilot', 'six_hours', 'ten_sessions', 'year']
    """
    return read_piece(ReadyPlans, "plans.yaml")


def ready_plan(name: str) -> ReadyPlan:
    """Give a plan by its id; raise `UnknownName` if there is none."""
    known = {plan.id: plan for plan in ready_plans().plans}
    if name not in known:
        raise UnknownName(kind="plan", name=name, known=known)
    return known[name]
