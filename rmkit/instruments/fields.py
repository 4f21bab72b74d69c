"""What is answered, flat: one field is one value of a response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rmkit.definitions.texts import Text
from rmkit.instruments.entries import Entry
from rmkit.instruments.items import Ask, Item, Privacy, Section, Visibility, Voice
from rmkit.instruments.options import Option, Scale
from rmkit.instruments.spellings import Spellings

__all__ = ["VOICES", "Field", "fields_of"]

VOICES: Mapping[Voice, Text] = {
    "mentor": Text({"en": "Mentor"}),
    "mentee": Text({"en": "Mentee"}),
}
"""What is written over each of two voices."""


@dataclass(frozen=True)
class Field:
    """One value of a response: a plain item, one voice of it, or one ask of one row of a matrix."""

    key: str
    item: Item
    section: Section
    options: tuple[Option, ...] = ()
    row: Entry | None = None
    ask: Ask | None = None
    voice: Voice | None = None

    @property
    def kind(self) -> Literal["text", "long_text", "number", "date", "choice", "multiple_choice"]:
        """What kind of value it holds; a cell of a matrix is a choice on its scale."""
        return "choice" if self.item.kind == "matrix" else self.item.kind

    @cached_property
    def spellings(self) -> Spellings:
        """Every way to write its options."""
        return Spellings(self.options)

    @property
    def is_rating(self) -> bool:
        """Whether it is a cell of a matrix, answered on a scale."""
        return self.row is not None

    @property
    def required(self) -> bool:
        """Whether a response without it is incomplete."""
        if self.voice:
            return self.item.required and self.voice == self.item.voices[0]
        asked = self.ask.required if self.ask else None
        return self.item.required if asked is None else asked

    @property
    def privacy(self) -> Privacy:
        """How telling the answer is about a person."""
        return self.item.privacy

    @property
    def visibility(self) -> Visibility:
        """Who may see the answer."""
        return self.item.visibility

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and highest number that can be answered; None where there are no bounds."""
        values = [option.value for option in self.options]
        numbers = [value for value in values if isinstance(value, int)]
        if numbers and len(numbers) == len(values):
            return min(numbers), max(numbers)
        if self.item.minimum is not None and self.item.maximum is not None:
            return self.item.minimum, self.item.maximum
        return None

    @property
    def is_numeric(self) -> bool:
        """Whether one can reckon with the answer."""
        whole = [isinstance(option.value, int) for option in self.options]
        return self.kind == "number" or (self.kind == "choice" and bool(whole) and all(whole))

    def question(self, language: str = "en") -> str:
        """Give the words of the question, without the row of a matrix."""
        words = self.item.text.say(language)
        if self.voice:
            return f"{words} – {VOICES[self.voice].say(language)}"
        several = self.ask is not None and len(self.item.asks) > 1
        return f"{words} – {self.ask.text.say(language)}" if several and self.ask else words

    def heading(self, language: str = "en") -> str:
        """Give question and row as survey tools write them: `Question [Row]`."""
        row = f" [{self.row.text.say(language)}]" if self.row else ""
        return self.question(language) + row


def fields_of(sections: Sequence[Section], scales: Mapping[str, Scale]) -> Iterator[Field]:
    """Give the fields of sections in order: every ask of a matrix with all of its rows."""
    items = {item.id: item for section in sections for item in section.items}
    for section in sections:
        yield from _fields_in(section, scales, items)


def _fields_in(
    section: Section, scales: Mapping[str, Scale], items: Mapping[str, Item]
) -> Iterator[Field]:
    for item in section.items:
        if item.kind != "matrix":
            shared = (items[name] for name in item.shares if name in items)
            options = item.options or tuple(Option(value=i.id, label=i.text) for i in shared)
            if not item.voices:
                yield Field(item.id, item, section, options)
            for voice in item.voices:
                yield Field(f"{item.id}_{voice}", item, section, options, voice=voice)
            continue
        scale = scales.get(item.scale or "")
        options = scale.options if scale else ()
        for ask in item.asks or (Ask(id=item.id, text=item.text),):
            for row in item.rows:
                yield Field(f"{ask.id}_{row.id}", item, section, options, row, ask)
