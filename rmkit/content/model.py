"""What a letter and the principles are: texts as data, each with what may be filled in.

A letter is Markdown with placeholders in double braces. It names every placeholder with its
meaning and an example, so that it can be shown, tried and checked before anybody is written to.
Nothing here reads a file or fills anything in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import StrictBool, StringConstraints, model_validator

from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text

__all__ = [
    "OCCASIONS",
    "Attachment",
    "Audience",
    "Letter",
    "Occasion",
    "Placeholder",
    "Principle",
    "Principles",
    "Sender",
    "Slot",
]

Attachment = Literal[
    "principles",
    "goal_setting",
    "session_worksheet",
    "session_receipt",
    "confidentiality",
    "first_quarter",
]
"""What can go with a letter: the page of principles, or one of our sheets, by its id."""

Audience = Literal["staff", "candidate", "mentor", "mentee", "both", "leader"]
"""Whom a letter is for; `both` is mentors and mentees alike."""

Sender = Literal["coordinator", "mentor"]

Occasion = Literal[
    "call",
    "admission",
    "kick_off",
    "training",
    "reminder",
    "change",
    "leaders",
    "thanks",
    "session",
]

OCCASIONS: Mapping[Occasion, str] = {
    "call": "Finding people",
    "admission": "Who takes part",
    "kick_off": "The kick-off",
    "training": "Briefing, training and circle",
    "reminder": "Friendly reminders",
    "change": "When a pair changes",
    "leaders": "For leaders",
    "thanks": "Thanks",
    "session": "For mentors to send themselves",
}
"""When letters are written, in the order of a programme, each with its name."""

_Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=300)]
_Body = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=50_000)]


class Slot(Definition):
    """One value that is filled in: what it means, and an example to show it with."""

    description: _Line
    example: _Line
    optional: StrictBool = False


class Placeholder(Definition):
    """What stands in double braces: one value, or (with `each`) a list of entries with parts.

    `asked` says that whoever writes the letter may give the value; what the programme knows itself
    stands in for it.
    """

    description: _Line
    example: _Line | None = None
    each: dict[Identifier, Slot] = Limit(default_factory=dict)
    optional: StrictBool = False
    asked: StrictBool = False

    @model_validator(mode="after")
    def _one_value_or_a_list(self) -> Self:
        if (self.example is None) == (not self.each):
            raise Contradictions(
                ["either an example or each (the parts of an entry) must be there"]
            )
        if self.asked and self.each:
            raise Contradictions(["a list is never asked for"])
        return self

    @property
    def is_list(self) -> bool:
        """Whether it stands for several entries, to be gone through with `{% for %}`."""
        return bool(self.each)


class Letter(Definition):
    """A letter: to whom it goes, when and from whom, what goes with it, subject and body."""

    id: Identifier
    language: str = "en"
    title: _Line
    audience: Audience
    occasion: Occasion = "kick_off"
    sender: Sender = "coordinator"
    subject: _Line
    attachments: tuple[Attachment, ...] = ()
    covers: tuple[str, ...] = ()
    placeholders: dict[Identifier, Placeholder]
    body: _Body

    def examples(self, entries: int = 1) -> dict[str, str | list[dict[str, str]]]:
        """Give the example of every placeholder, to show the letter as somebody would get it.

        Parameters
        ----------
        entries
            How many entries a list has.
        """
        return {
            name: [{part: slot.example for part, slot in it.each.items()}] * entries
            if it.is_list
            else it.example or ""
            for name, it in self.placeholders.items()
        }


class Principle(Definition):
    """One principle: the few words to remember, and what they mean."""

    lead: Text
    text: Text


class Principles(Definition):
    """What mentors and mentees keep to: seven principles for each, and the rules for both."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    opening: Text
    mentee_title: Text
    mentee: Annotated[tuple[Principle, ...], Limit(min_length=1, max_length=12)]
    mentor_title: Text
    mentor: Annotated[tuple[Principle, ...], Limit(min_length=1, max_length=12)]
    rules_title: Text
    rules: Annotated[tuple[Principle, ...], Limit(min_length=1, max_length=12)]
    closing: Text

    def parts(self) -> Iterator[tuple[Text, tuple[Principle, ...]]]:
        """Give the three parts in order, each with its title."""
        yield self.mentee_title, self.mentee
        yield self.mentor_title, self.mentor
        yield self.rules_title, self.rules
