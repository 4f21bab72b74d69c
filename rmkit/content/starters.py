"""Questions to begin a conversation with, by theme, and how some of them are drawn.

A draw is told by its seed: the same seed over the same starters gives the same questions. What was
drawn before comes last, never not at all: a pair that has used everything begins anew. Only the
ids of starters are remembered anywhere, never what was said.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field as Limit
from pydantic import StrictBool, StrictInt, model_validator

from rmkit.content.piece import read_piece
from rmkit.content.topics import known_topics
from rmkit.definitions.discreet import discreet
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.errors import UnknownName

__all__ = [
    "Drawn",
    "Format",
    "Starter",
    "Starters",
    "Theme",
    "discussion_starters",
    "draw_starters",
]


class Theme(Definition):
    """What a group of starters is about."""

    id: Identifier
    title: Text


class Format(Definition):
    """A way to talk about a starter, step by step."""

    id: Identifier
    title: Text
    minutes: StrictInt
    steps: Annotated[tuple[Text, ...], Limit(min_length=2, max_length=8)]


class Starter(Definition):
    """A question for both, and one to go on with.

    `topics` are those of `known_topics` that it touches. One marked `later` asks for some trust and
    is not drawn for the first meetings.
    """

    id: Identifier
    theme: Identifier
    topics: Annotated[tuple[Identifier, ...], Limit(min_length=1)]
    ask: Text
    then: Text
    later: StrictBool = False


class Starters(Definition):
    """All starters with their themes and the ways to talk about them."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    themes: Annotated[tuple[Theme, ...], Limit(min_length=1)]
    formats: Annotated[tuple[Format, ...], Limit(min_length=1)]
    starters: Annotated[tuple[Starter, ...], Limit(min_length=1)]

    @model_validator(mode="after")
    def _names_that_are_there(self) -> Starters:
        themes = {theme.id for theme in self.themes}
        ids = [one.id for one in self.starters]
        problems = [f"{name} stands twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
        for one in self.starters:
            problems += [f"{one.id} has no known theme"] if one.theme not in themes else []
            odd = set(one.topics) - set(known_topics())
            problems += [f"{one.id} has unknown topics: {', '.join(sorted(odd))}"] if odd else []
        if problems:
            raise Contradictions(problems)
        return self

    def by_id(self, ids: Iterable[str]) -> tuple[Starter, ...]:
        """Give starters by their ids, in this order; ids that are not there are left out."""
        known = {one.id: one for one in self.starters}
        return tuple(known[name] for name in ids if name in known)


@discreet("starters", "again")
@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw gave: the starters, and how many of them had been used before."""

    starters: tuple[Starter, ...]
    again: int = 0


@cache
def discussion_starters() -> Starters:
    """Give the starters that come with rmkit."""
    return read_piece(Starters, "starters.yaml")


def draw_starters(
    n: int = 3,
    *,
    seed: int,
    theme: str | None = None,
    topics: Collection[str] = (),
    used: Collection[str] = (),
    first_meetings: bool = False,
) -> Drawn:
    """Draw some starters at random.

    Parameters
    ----------
    n
        How many; fewer come where there are fewer.
    seed
        Decides the draw.
    theme
        Only of this theme; None takes all.
    topics
        Topics of the pair or of its goals. Starters that touch one come first; where there are too
        few of them, others follow. Empty: all alike.
    used
        Ids of starters that the pair has had: they come last.
    first_meetings
        Leave out those that ask for some trust.

    Returns
    -------
    Drawn
        In the order drawn.

    Raises
    ------
    UnknownName
        There is no such theme or topic.

    Examples
    --------
    >>> drawn = draw_starters(2, seed=1, theme="views")
    >>> {one.theme for one in drawn.starters}
    {'views'}
    """
    shelf = discussion_starters()
    known = [one.id for one in shelf.themes]
    if theme is not None and theme not in known:
        raise UnknownName(kind="theme", name=theme, known=known)
    for topic in topics:
        if topic not in known_topics():
            raise UnknownName(kind="topic", name=topic, known=known_topics())
    wanted, had = set(topics), set(used)
    pool = [
        one
        for one in shelf.starters
        if theme in (None, one.theme) and not (first_meetings and one.later)
    ]
    random.Random(seed).shuffle(pool)  # noqa: S311 - a game of chance, no secret
    pool.sort(key=lambda one: (one.id in had, bool(wanted) and not wanted & set(one.topics)))
    drawn = tuple(pool[: max(n, 0)])
    return Drawn(drawn, sum(one.id in had for one in drawn))
