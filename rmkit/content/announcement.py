"""What an organisation says before anybody has signed up: a call, key messages and a poster.

The words come with rmkit and can be replaced part by part; placeholders in braces are filled with
what the programme knows. Nothing here promises what nobody can keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field as Limit

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Definition, Identifier, Text
from rmkit.errors import Fault, FaultsFound

__all__ = [
    "PLACES",
    "AnnouncementText",
    "PosterText",
    "announcement_text",
    "filled",
    "refuse_words",
]

PLACES = (
    "organisation",
    "programme",
    "objective",
    "plan",
    "coordinator",
    "coordinator_email",
    "answer_by",
    "where",
)
"""What can stand in braces."""

_PLACE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 6000


class Part(Definition):
    """A text for one audience; each line is a paragraph."""

    id: Identifier
    title: Text
    text: Text


class PosterText(Definition):
    """What stands on the poster, from top to bottom."""

    head: Text
    lead: Text
    lines: Annotated[tuple[Text, ...], Limit(min_length=1, max_length=4)]
    plan: Text
    answer: Text
    where: Text
    ask: Text


class AnnouncementText(Definition):
    """The kit as it comes with rmkit."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    parts: Annotated[tuple[Part, ...], Limit(min_length=1, max_length=12)]
    poster: PosterText


@cache
def announcement_text() -> AnnouncementText:
    """Give the words that come with rmkit.

    >>> [part.id for part in announcement_text().parts]
    ['call', 'mentees', 'mentors', 'managers', 'works_council']
    """
    return read_piece(AnnouncementText, "announcement.yaml")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of names in braces, once; nothing in a value is a placeholder.

    >>> filled("At {organisation}", {"organisation": "Lantern {plan}"})
    'At Lantern {plan}'
    """
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def refuse_words(text: str) -> None:
    """Refuse words of an organisation's own that could not be filled.

    Raises
    ------
    FaultsFound
        Nothing is written, it is too long, or something else stands in braces.
    """
    faults = []
    if not text.strip():
        faults.append(Fault("", "Nothing is written.", "Write it, or go back to our words."))
    if len(text) > _LONGEST:
        fix = f"Keep to {_LONGEST:,} characters."
        faults.append(Fault("", f"It has {len(text):,} characters.", fix))
    for name in dict.fromkeys(_PLACE.findall(text)):
        if name not in PLACES:
            known = ", ".join(f"{{{one}}}" for one in PLACES)
            faults.append(Fault("", f"{{{name[:40]}}} is not known.", f"These are: {known}."))
    if faults:
        raise FaultsFound(faults, "Nothing was saved.")
