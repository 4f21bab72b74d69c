"""Which rules take which partners away from somebody, as counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.matching.problem import Problem
from rmkit.matching.seats import Seats, seats
from rmkit.matching.sides import Chosen

__all__ = ["REMOVALS", "removals"]

REMOVALS = ["as", "rule", "about", "removes", "alone"]


def removals(problem: Problem, chosen: Chosen, person_id: str) -> pd.DataFrame:
    """Count how many partners each rule takes away from somebody.

    Parameters
    ----------
    problem, chosen
        What was solved, and how.
    person_id
        Somebody who takes part.

    Returns
    -------
    DataFrame
        One row for whatever takes somebody away: `as` ("mentor" or "mentee": the side on which
        the person would stand), `rule` (its id; "floor", "no_place" and "taken" stand for scores
        under the floor, for people who have no place to offer, and for places that are taken),
        `about` (a few words), `removes` (partners that it takes away) and `alone` (those that
        nothing else takes away). At last "left", those who remain.
    """
    problem.person(person_id)
    rows = []
    for here, position in zip(seats(problem, chosen), (problem.row, problem.column), strict=True):
        if person_id in position:
            rows += list(_rows(problem, here, position[person_id]))
    table = pd.DataFrame(rows, columns=REMOVALS)
    kinds = dict.fromkeys(REMOVALS[:3], "str") | dict.fromkeys(REMOVALS[3:], "int64")
    return table.astype(kinds)


def _rows(problem: Problem, here: Seats, me: int) -> Iterator[tuple[str, str, str, int, int]]:
    others = here.others(me)
    reasons = dict(_reasons(problem, here, me))
    by_each = np.array([flags & others for flags in reasons.values()], dtype=np.bool_)
    times = by_each.sum(axis=0)
    for (rule, about), flags in zip(reasons, by_each, strict=True):
        if flags.any():
            alone = int((flags & (times == 1)).sum())
            yield here.side, rule, about, int(flags.sum()), alone
    left = int((others & (times == 0)).sum())
    yield here.side, "left", f"{here.across}s who are left", left, left


def _reasons(
    problem: Problem, here: Seats, me: int
) -> Iterator[tuple[tuple[str, str], NDArray[np.bool_]]]:
    for rule in problem.hard:
        if rule.id != "same_person":
            yield (rule.id, rule.short), np.asarray(here.broken[rule.id][me])
    below = np.asarray(here.points[me]) < problem.floor
    yield ("floor", f"a score under {problem.floor_score:g}"), below
    nothing = "no place to offer" if here.side == "mentee" else "no wish for a mentor that is open"
    yield ("no_place", nothing), here.places <= 0
    full = np.array([len(have) for have in here.partners]) >= here.places
    yield ("taken", "a place that is taken"), full & (here.places > 0)
