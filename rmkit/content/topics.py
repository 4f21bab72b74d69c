"""What pairs talk about and work on: the topics that activities, starters and forms share.

A topic names the skills of the questionnaire that belong to it, so that what somebody wants to
learn leads to what can be done and talked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated

from pydantic import Field as Limit

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Definition, Identifier, Text

__all__ = ["Topic", "known_topics", "topics_of_skills"]


class Topic(Definition):
    """One topic: its id, what it is called, what belongs to it, and the skills it is about."""

    id: Identifier
    title: Text
    help: Text
    skills: tuple[Identifier, ...] = ()


class _Topics(Definition):
    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    topics: Annotated[tuple[Topic, ...], Limit(min_length=1)]


@cache
def known_topics() -> dict[str, Topic]:
    """Give the topics by id, in the order in which they are shown.

    >>> known_topics()["ai"].title.say()
    'AI assistants'
    """
    read = read_piece(_Topics, "topics.yaml")
    return {topic.id: topic for topic in read.topics}


def topics_of_skills(skills: Iterable[str]) -> tuple[str, ...]:
    """Name the topics to which any of the skills belongs, in the order of the topics.

    >>> topics_of_skills(["password_manager"])
    ('privacy',)
    """
    wanted = set(skills)
    return tuple(name for name, topic in known_topics().items() if wanted & set(topic.skills))
