"""What cannot be right in an objective: parts that contradict each other, or a day that is over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rmkit.content.plans import WEEKS_A_MONTH
from rmkit.errors import Fault
from rmkit.instruments import definition

if TYPE_CHECKING:
    from rmkit.programme.aim import Objective

__all__ = ["objective_faults"]


def objective_faults(objective: Objective, *, today: date | None = None) -> list[Fault]:
    """List every contradiction, each at the question it belongs to.

    Parameters
    ----------
    objective
        As it is to be kept.
    today
        Tells that the objective's day is over; None does not ask, as for one that was kept before.
    """
    found = (
        *_levels(objective), *_counts(objective), *_days(objective, today), *_pace(objective)
    )  # fmt: skip
    headings = {item.id: item.text.say() for item in definition("objective").items}
    return [Fault(problem, fix, column=headings[key], key=key) for key, problem, fix in found]


def _levels(objective: Objective) -> Iterator[tuple[str, str, str]]:
    low, high = objective.from_level, objective.to_level
    if low and high and high <= low:
        problem = f"level {high} is not above level {low}, where they come from."
        yield "to_level", problem, f"Choose a level from {low + 1} to 5, or a lower one to begin."


def _counts(objective: Objective) -> Iterator[tuple[str, str, str]]:
    for key, number, names in (
        ("competences", objective.competences, objective.named_competences),
        ("tools", objective.tools, objective.named_tools),
    ):
        if number is not None and names and number > len(names):
            problem = f"{number} are wanted, and {len(names)} are ticked below."
            yield key, problem, "Tick more, lower the number, or tick none for their free choice."


def _days(objective: Objective, today: date | None) -> Iterator[tuple[str, str, str]]:
    by, start = objective.by, objective.start
    if by is None:
        return
    if start is not None and by <= start:
        problem = f"{by.isoformat()} is not after the first day, {start.isoformat()}."
        yield "by", problem, "Give a later day, or an earlier beginning."
    elif today is not None and by < today:
        yield "by", f"{by.isoformat()} is in the past.", "Give a day that is still to come."


def _pace(objective: Objective) -> Iterator[tuple[str, str, str]]:
    sessions, weeks, months = objective.sessions, objective.weeks, objective.months
    if not (sessions and weeks and months):
        return
    needed, there = (sessions - 1) * weeks, months * WEEKS_A_MONTH
    if needed <= there:
        return
    problem = (
        f"{sessions} meetings, one every {weeks} weeks, take {needed} weeks, and "
        f"{months} month{'s have' if months > 1 else ' has'} {math.floor(there)}."
    )
    fewer, longer = math.floor(there / weeks) + 1, math.ceil(needed / WEEKS_A_MONTH)
    closer = math.floor(there / (sessions - 1))
    ways = [f"plan {fewer} meetings", f"take {longer} months"]
    ways += [f"meet every {closer} weeks" if closer > 1 else "meet every week"] if closer else []
    yield "sessions", problem, f"Either {', or '.join(ways)}."
