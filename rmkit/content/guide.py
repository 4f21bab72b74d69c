"""The guide to the meetings of a pair: five parts for each, the first and the last ones differ."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field as Limit
from pydantic import StrictInt, model_validator

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text

__all__ = ["GuidedMeeting", "MeetingGuide", "Part", "meeting_guide"]

_LAST_MINUTES = 15


class Part(Definition):
    """One part of a meeting: how long, and what it means for each of the two."""

    id: Identifier
    title: Text
    minutes: StrictInt
    mentor: Text
    mentee: Text


class GuidedMeeting(Definition):
    """A meeting: what it is for, its parts, and open questions that fit."""

    id: Identifier
    title: Text
    when: Text
    aim: Text
    parts: Annotated[tuple[Part, ...], Limit(min_length=1, max_length=8)]
    questions: Annotated[tuple[Text, ...], Limit(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def _room_to_exchange_at_the_end(self) -> GuidedMeeting:
        if self.parts[-1].minutes < _LAST_MINUTES:
            raise Contradictions([f"{self.id} keeps less than the last fifteen minutes free"])
        return self

    @property
    def minutes(self) -> int:
        """How long the whole meeting takes."""
        return sum(part.minutes for part in self.parts)


class MeetingGuide(Definition):
    """The guide: the first meeting, every meeting after that, the last one."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    opening: Text
    meetings: Annotated[tuple[GuidedMeeting, ...], Limit(min_length=3, max_length=3)]

    def for_number(self, number: int, *, of: int | None = None) -> GuidedMeeting:
        """Give the guide of a meeting by its number, from 1; `of` is how many are planned."""
        first, middle, last = self.meetings
        if number <= 1:
            return first
        return last if of is not None and number >= of else middle


@cache
def meeting_guide() -> MeetingGuide:
    """Give the guide to the meetings."""
    return read_piece(MeetingGuide, "meeting_guide.yaml")
