"""One question, or one matrix of questions, and the section it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field as Limit
from pydantic import StrictBool, StringConstraints, model_validator

from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.instruments.entries import Entry
from rmkit.instruments.options import Option, option_faults, twice

__all__ = ["Ask", "Format", "Item", "Kind", "Layout", "Privacy", "Section", "Visibility", "Voice"]

Kind = Literal["text", "long_text", "number", "date", "choice", "multiple_choice", "matrix"]
Privacy = Literal["direct", "quasi", "sensitive", "free_text", "none"]
Visibility = Literal["coordinator", "pair", "self"]
Format = Literal["plain", "email", "url", "signature"]
Voice = Literal["mentor", "mentee"]
Layout = Literal["list", "parts", "phases", "quadrants"]
Mark = Annotated[str, StringConstraints(strict=True, max_length=3)]
Heading = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]


class Ask(Definition):
    """One question that a matrix puts for each row ("your level now")."""

    id: Identifier
    text: Text
    required: StrictBool | None = None
    variants: tuple[Identifier, ...] = ()


class Item(Definition):
    """One question, or one matrix of questions.

    `variants` names the variants of the instrument that ask it; empty means all of them. `roles`
    names whom it concerns; empty means everybody. Where `library` is set, rows (of a matrix) or
    options (of a choice) are chosen from it, and `chosen` lists those that are taken when a
    programme chooses none. `also` holds other headings under which tables of others ask the same;
    nobody is shown them.

    `voices` names who answers it, each in their own words: two voices are two answers, side by
    side, and `required` asks for the first. `shares` stands instead of options and names items: a
    person ticks those whose answers their mentor may read. `mark` is a letter or two in front.
    """

    instead_of: ClassVar[Mapping[str, str]] = {
        "type": 'Did you mean "kind"?',
        "label": 'Did you mean "text"?',
        "min": 'Did you mean "minimum"?',
        "max": 'Did you mean "maximum"?',
        "pattern": "Patterns are not allowed, as some never come to an end on a long answer. "
        "Use format: email or format: url, or leave it out.",
    }

    id: Identifier
    kind: Kind
    text: Text
    also: tuple[Heading, ...] = ()
    help: Text | None = None
    required: StrictBool = False
    privacy: Privacy
    visibility: Visibility = "coordinator"
    covers: tuple[str, ...] = ()
    source: str = ""
    variants: tuple[Identifier, ...] = ()
    roles: tuple[Literal["mentor", "mentee"], ...] = ()
    options: tuple[Option, ...] = ()
    scale: Identifier | None = None
    rows: tuple[Entry, ...] = ()
    asks: tuple[Ask, ...] = ()
    library: Identifier | None = None
    chosen: tuple[Identifier, ...] = ()
    minimum: Annotated[float, Limit(allow_inf_nan=False)] | None = None
    maximum: Annotated[float, Limit(allow_inf_nan=False)] | None = None
    whole: StrictBool = False
    format: Format = "plain"
    max_length: Annotated[int, Limit(ge=1, le=20_000)] | None = None
    mark: Mark = ""
    voices: tuple[Voice, ...] = ()
    shares: tuple[Identifier, ...] = ()

    @property
    def longest(self) -> int:
        """How many characters a text answer may have."""
        return self.max_length or (4_000 if self.kind == "long_text" else 200)

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        if problems := [*_lacking(self), *_misplaced(self), *_unclear(self)]:
            raise Contradictions(problems)
        return self


class Section(Definition):
    """A part of the questionnaire with a heading.

    `layout` says how it is drawn: as a `list` of questions; as `parts`, short rows with their
    marks; as `phases`, a card with the first item over the whole width and the others side by
    side; as `quadrants`, the first four items around the heading and any others below.
    """

    id: Identifier
    title: Text
    text: Text | None = None
    layout: Layout = "list"
    items: Annotated[tuple[Item, ...], Limit(min_length=1)]

    @model_validator(mode="after")
    def _items_fit_the_layout(self) -> Self:
        if problems := list(_unfit(self)):
            raise Contradictions(problems)
        return self


def _unfit(section: Section) -> Iterator[str]:
    if section.layout == "list":
        return
    if any(item.kind == "matrix" for item in section.items):
        yield f"a matrix cannot be drawn as {section.layout}; put it in a section of its own"
    least = {"parts": 1, "phases": 2, "quadrants": 4}[section.layout]
    if len(section.items) < least:
        yield f"{section.layout} need at least {least} items, not {len(section.items)}"


def _lacking(item: Item) -> Iterator[str]:
    if item.kind in {"choice", "multiple_choice"} and not (
        item.options or item.library or item.shares
    ):
        yield f"{item.kind} needs options, or a library to choose them from"
    if item.kind == "matrix" and not item.scale:
        yield "a matrix needs a scale"
    if item.kind == "matrix" and not (item.rows or item.library):
        yield "a matrix needs rows, or a library to choose them from"


def _misplaced(item: Item) -> Iterator[str]:
    choosing = item.kind in {"choice", "multiple_choice"}
    if item.kind != "matrix" and (item.rows or item.asks or item.scale):
        yield f"rows, asks and scale belong to a matrix, not to {item.kind}"
    if not choosing and item.options:
        yield f"options belong to a choice, not to {item.kind}"
    if not (choosing or item.kind == "matrix") and (item.library or item.chosen):
        yield f"library and chosen belong to a matrix or a choice, not to {item.kind}"
    if item.kind != "number" and (item.minimum, item.maximum, item.whole) != (None, None, False):
        yield f"minimum, maximum and whole belong to a number, not to {item.kind}"
    if item.kind != "text" and item.format != "plain":
        yield f"format belongs to text, not to {item.kind}"
    if item.kind not in {"text", "long_text"} and item.max_length:
        yield f"max_length belongs to text, not to {item.kind}"
    if item.voices and (item.kind == "matrix" or item.shares):
        yield "voices do not go with a matrix or with shares"
    if item.shares and (item.kind != "multiple_choice" or item.options or item.library):
        yield "shares belong to a multiple choice that has no options of its own"
    if any(option.right for option in item.options) and item.kind != "choice":
        yield "an option can be right in a choice only"


def _unclear(item: Item) -> Iterator[str]:
    yield from option_faults(item.options)
    yield from twice("row", (row.id for row in item.rows))
    yield from twice("text of a row", (row.text.say() for row in item.rows))
    yield from twice("ask", (ask.id for ask in item.asks))
    yield from twice("voice", item.voices)
    yield from twice("shared item", item.shares)
    bounds = (item.minimum, item.maximum)
    if None not in bounds and bounds[0] > bounds[1]:  # type: ignore[operator]
        yield "the minimum is above the maximum"
    if item.kind == "multiple_choice" and any(isinstance(o.value, int) for o in item.options):
        yield "the values of a multiple choice must be names, not numbers"
