"""Through which levels of which skills one person can lead another.

A need is a wanted level above the level now. Somebody can lead another through the levels up to
their own. Where no wanted level was given, one is assumed and said to be assumed; where the level
now is unknown there is no need on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.matching.terms import Person, Terms
from rmkit.matching.wording import listed, number

__all__ = ["Lesson", "lessons", "told"]


@discreet("skill")
@dataclass(frozen=True, slots=True)
class Lesson:
    """One skill in which somebody can be led from a level to a higher one."""

    skill: str
    start: int
    end: int
    assumed: bool


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
