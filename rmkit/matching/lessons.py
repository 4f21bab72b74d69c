"""Through which levels of which skills one person can lead another.

A need is a wanted level above the level now. Somebody can lead another through the levels up to
their own. Where no wanted level was given, one is assumed and said to be assumed; where the level
now is unknown there is no need on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.terms import Person, Terms
from rmkit.matching.wording import listed, number
from rmkit.people.demand import skills

__all__ = ["Lesson", "covered", "lessons", "told"]

_STEPS = (2, 3, 4, 5)


@discreet("skill")
@dataclass(frozen=True, slots=True)
class Lesson:
    """One skill in which somebody can be led from a level to a higher one."""

    skill: str
    start: int
    end: int
    assumed: bool


def covered(
    mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count the wanted levels that each mentor can lead each mentee through.

    Parameters
    ----------
    mentors, mentees
        Validated tables of people, of n_mentors and n_mentees rows.
    terms
        Holds the wanted level to assume.

    Returns
    -------
    levels
        Shape (n_mentors, n_mentees). A level of a skill in which the mentor's own level is
        unknown counts one half.
    wanted
        Shape (n_mentees,): levels wanted in all; 0 where nothing is wanted or on record.
    """
    names = skills(pd.concat([mentors.head(0), mentees.head(0)]))
    wishes, gifts = [], []
    for name in names:
        own = _numbers(mentors, f"level_{name}")
        now = _numbers(mentees, f"level_{name}")
        target = _numbers(mentees, f"target_{name}")
        target = np.where(np.isnan(target), float(terms.assumed_target), target)
        for step in _STEPS:
            wishes.append((now < step) & (step <= target))
            gifts.append(np.where(np.isnan(own), 0.5, own >= step))
    wish = np.array(wishes, dtype=np.float32).reshape(len(wishes), len(mentees))
    gift = np.array(gifts, dtype=np.float32).reshape(len(gifts), len(mentors))
    return (gift.T @ wish).astype(np.float64), wish.sum(axis=0).astype(np.float64)


def _numbers(people: pd.DataFrame, column: str) -> NDArray[np.float64]:
    if column not in people.columns:
        return np.full(len(people), np.nan)
    return people[column].to_numpy(dtype=np.float64, na_value=np.nan)


def lessons(giver: Person, taker: Person, terms: Terms) -> tuple[Lesson, ...]:
    """List what one person can lead another through, the longest way first."""
    found = []
    for column, level in giver.items():
        if not column.startswith("level_") or level is None:
            continue
        name = column.removeprefix("level_")
        now, target = taker.get(column), taker.get(f"target_{name}")
        if now is None:
            continue
        start = int(str(now))
        end = min(int(str(level)), terms.assumed_target if target is None else int(str(target)))
        if end > start:
            found.append(Lesson(name, start, end, assumed=target is None))
    return tuple(sorted(found, key=lambda lesson: (lesson.start - lesson.end, lesson.skill)))


def told(found: Sequence[Lesson], terms: Terms, *, limit: int = 4) -> str:
    """Tell lessons as one phrase: "can lead from 2 to 4 in video calls and spreadsheets".

    An assumed level is told with the skills it holds for; once where it holds for all of them.
    """
    if not found:
        return ""
    named = found[:limit]
    ways: dict[tuple[int, int, bool], list[str]] = {}
    for lesson in named:
        way = (lesson.start, lesson.end, lesson.assumed)
        ways.setdefault(way, []).append(terms.skill(lesson.skill))
    guess = f" (wanted level not given, {terms.assumed_target} assumed)"
    always = all(lesson.assumed for lesson in named)
    parts = [
        f"from {start} to {end} in {listed(names)}{guess if assumed and not always else ''}"
        for (start, end, assumed), names in ways.items()
    ]
    further = f", and further in {number(len(found) - limit)} more" if len(found) > limit else ""
    return f"can lead {listed(parts)}{guess if always else ''}{further}"
