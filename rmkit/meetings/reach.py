"""Does a plan carry its objective? By a rule of thumb that is told as one.

The only yardstick in the CVETNET trainers' guide (step 1) is an example: two competences and two
tools from level 2 to level 4 in ten meetings of one to two hours. That is eight steps (four skills,
two levels each) in ten meetings, so a step takes one meeting and a quarter, of an hour at least.
Nobody measured it. It warns of promises that are much too large, and is no forecast.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rmkit.content.plans import WEEKS_A_MONTH
from rmkit.definitions.discreet import discreet

__all__ = ["RULE", "STEP_HOURS", "STEP_SESSIONS", "Reach", "reach", "spelt"]

STEP_SESSIONS = 10 / (4 * 2)
"""Meetings for one level in one skill, from the guide's example."""

STEP_HOURS = 10 * 1.0 / (4 * 2)
"""Hours for one level in one skill: the lower end of the guide's one to two hours a meeting."""

RULE = (
    "A rule of thumb from one example of the guide: two levels in four competences and tools take "
    "ten meetings of one to two hours. Nobody measured it, and people differ more than plans do."
)

_WORDS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


@discreet("enough", "steps", "sessions_needed", "hours_needed")
@dataclass(frozen=True, slots=True)
class Reach:
    """What the rule says of a plan: enough or few, in a sentence, and what would help.

    `steps` are levels times skills; `sessions_needed` and `hours_needed` are for one pair.
    """

    enough: bool
    steps: int
    sessions_needed: int
    hours_needed: float
    sentence: str
    helps: tuple[str, ...] = ()


def reach(
    *, skills: int, levels: int, sessions: int, minutes: int, weeks: int | None = None
) -> Reach:
    """Weigh what people are to learn against the meetings of a plan.

    Parameters
    ----------
    skills
        How many competences and tools each mentee takes up, 1 or more.
    levels
        How many levels they are to climb in each, 1 to 4.
    sessions, minutes
        How often a pair meets, and for how long.
    weeks
        From one meeting to the next; None where that is not known.

    Returns
    -------
    Reach
        With ways to mend it, each enough alone, where the plan is too small.

    References
    ----------
    CVETNET trainers' guide for reverse mentoring, step 1: the example of a general objective.

    Examples
    --------
    >>> reach(skills=4, levels=2, sessions=8, minutes=60).sentence
    'Eight meetings are few for two levels in four skills: the rule of thumb counts ten.'
    >>> reach(skills=4, levels=2, sessions=10, minutes=60).enough
    True
    """
    steps, hours = skills * levels, sessions * minutes / 60
    needed, needed_hours = math.ceil(STEP_SESSIONS * steps), STEP_HOURS * steps
    few, short = sessions < needed, hours < needed_hours
    aim = (
        f"{spelt(levels)} {_plural('level', levels)} in {spelt(skills)} {_plural('skill', skills)}"
    )
    meetings = f"{spelt(sessions)} {_plural('meeting', sessions)}".capitalize()
    are = "is" if sessions == 1 else "are"
    if few:
        said = f"{meetings} {are} few for {aim}: the rule of thumb counts {spelt(needed)}."
    elif short:
        said = (
            f"{meetings} of {minutes} minutes {are} short for {aim}: together they take "
            f"{hours:g} hours, and the rule of thumb counts {needed_hours:g}."
        )
    else:
        said = f"{meetings} of {minutes} minutes can carry {aim}, by the rule of thumb."
    room = min(sessions / STEP_SESSIONS, hours / STEP_HOURS)
    helps = tuple(_helps(skills, levels, sessions, minutes, weeks, room)) if few or short else ()
    return Reach(not (few or short), steps, needed, needed_hours, said, helps)


def _helps(
    skills: int, levels: int, sessions: int, minutes: int, weeks: int | None, room: float
) -> Iterator[str]:
    """Say what would be enough, each change alone; `room` is how many steps the plan carries."""
    steps = skills * levels
    by_hours = math.ceil(STEP_HOURS * steps * 60 / minutes)
    more = max(math.ceil(STEP_SESSIONS * steps), by_hours)
    if sessions >= math.ceil(STEP_SESSIONS * steps):
        longer = math.ceil(STEP_HOURS * steps * 60 / sessions / 15) * 15
        yield f"Longer meetings: {longer} minutes instead of {minutes}."
    told = f"More meetings: {spelt(more)} of {minutes} minutes"
    if weeks:
        months = max(math.ceil((more - 1) * weeks / WEEKS_A_MONTH), 1)
        every = "week" if weeks == 1 else f"{spelt(weeks)} weeks"
        told += f"; one every {every} takes {spelt(months)} {_plural('month', months)}"
    yield f"{told}."
    fewer, smaller = math.floor(room / levels), math.floor(room / skills)
    if fewer >= 1:
        yield f"Fewer skills: {spelt(fewer)} for each mentee instead of {spelt(skills)}."
    if smaller >= 1:
        step = f"{spelt(smaller)} {_plural('level', smaller)}"
        yield f"A smaller step: {step} instead of {spelt(levels)}."


def spelt(count: int) -> str:
    """Write a number as a word up to twelve.

    >>> spelt(4), spelt(13)
    ('four', '13')
    """
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
