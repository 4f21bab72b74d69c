"""Which ready plan fits an objective, each with the reason why it does or does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rmkit.content.plans import ReadyPlan
from rmkit.definitions.discreet import discreet
from rmkit.meetings.plan import months_later
from rmkit.meetings.reach import reach

__all__ = ["PlanFit", "fitting_plans"]

_FIRST_TRY = "pilot"
_GRACE = timedelta(days=14)
"""A plan is told in whole months; so many days more are no delay."""


@discreet("plan_id", "fits", "best")
@dataclass(frozen=True, slots=True)
class PlanFit:
    """A ready plan held against an objective; `best` marks the one to look at first."""

    plan: ReadyPlan
    fits: bool
    best: bool
    reason: str

    @property
    def plan_id(self) -> str:
        """The plan's id."""
        return self.plan.id


def fitting_plans(
    plans: Sequence[ReadyPlan],
    *,
    skills: int = 0,
    levels: int = 0,
    start: date | None = None,
    by: date | None = None,
) -> tuple[PlanFit, ...]:
    """Hold every plan against what people are to learn and by when.

    Parameters
    ----------
    plans
        In the order in which they are told.
    skills, levels
        How many competences and tools, and how many levels in each; 0 where that is not known.
    start, by
        The first day, and the day by which the objective is to be reached.

    Returns
    -------
    tuple of PlanFit
        One for each plan. Best is the shortest of those that fit, with the fewest hours; where
        nothing is known yet, the pilot, because a first try should be small.
    """
    known = skills > 0 and levels > 0
    verdicts = [_verdict(plan, skills, levels, start, by) for plan in plans]
    fit = [plan for plan, (fits, _) in zip(plans, verdicts, strict=True) if fits]
    best = min(fit, key=lambda plan: (plan.months, plan.hours), default=None)
    if not known:
        best = next((plan for plan in fit if plan.id == _FIRST_TRY), best)
    return tuple(
        PlanFit(plan, fits, plan is best, reason)
        for plan, (fits, reason) in zip(plans, verdicts, strict=True)
    )


def _verdict(
    plan: ReadyPlan, skills: int, levels: int, start: date | None, by: date | None
) -> tuple[bool, str]:
    late = _late(plan, start, by)
    if not (skills and levels):
        said = "How many skills and levels it is to carry is not known yet."
        return not late, f"{said} {late}".strip()
    found = reach(
        skills=skills, levels=levels, sessions=plan.sessions, minutes=plan.minutes, weeks=plan.weeks
    )
    return found.enough and not late, f"{found.sentence} {late}".strip()


def _late(plan: ReadyPlan, start: date | None, by: date | None) -> str:
    """Say that a plan ends after the day, or nothing."""
    if start is None or by is None or months_later(start, plan.months) <= by + _GRACE:
        return ""
    return f"Begun on {start.isoformat()}, it ends after {by.isoformat()}."
