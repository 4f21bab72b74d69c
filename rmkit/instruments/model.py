"""What is asked: an instrument as data, from which every form, sheet and check is made.

An instrument is sections of items. An item of kind `matrix` asks one or several things (`asks`:
for example the level now and the level wanted) about each of its rows, on a scale. Rows and
options may come from a library (DigComp competences, tools, languages), of which a programme
chooses what matters to it. `Instrument.fields` lists what is answered, flat: one field is one
value in a response, found by its `key`.

Nothing here reads a file, draws a form or judges an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import StrictBool, StrictInt, StringConstraints, model_validator

from rmkit.definitions.texts import Definition, Identifier, Text
from rmkit.errors import UnknownName
from rmkit.instruments.spellings import Spellings

__all__ = [
    "Ask",
    "Entry",
    "Field",
    "Instrument",
    "Item",
    "Kind",
    "Library",
    "Option",
    "Privacy",
    "Scale",
    "Score",
    "Section",
    "Visibility",
]

Kind = Literal["text", "long_text", "number", "date", "choice", "multiple_choice", "matrix"]
Privacy = Literal["direct", "quasi", "sensitive", "free_text", "none"]
Visibility = Literal["coordinator", "pair", "self"]
Format = Literal["plain", "email", "url"]

Value = (
    Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_\-]*$", max_length=60)]
    | StrictInt
)


class Option(Definition):
    """One answer that can be chosen: the value kept, and the words for it.

    `also` holds other words that people write for it ("both" for "either").
    """

    value: Value
    label: Text
    help: Text | None = None
    also: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that is written for it, the value apart."""
        return (*self.label.every(), *self.also)


class Scale(Definition):
    """A rating scale: whole numbers in rising order, each with its label."""

    options: Annotated[tuple[Option, ...], Limit(min_length=2, max_length=11)]
    source: str = ""

    @model_validator(mode="after")
    def _rising_whole_numbers(self) -> Self:
        values = [option.value for option in self.options]
        if not all(isinstance(v, int) for v in values) or values != sorted(set(values)):
            message = "the values of a scale must be whole numbers, each higher than the one before"
            raise ValueError(message)
        return self

    @property
    def values(self) -> tuple[int, ...]:
        """The values in rising order."""
        return tuple(int(option.value) for option in self.options)


class Entry(Definition):
    """A row of a matrix, or an entry of a library: a thing that is asked about."""

    id: Identifier
    text: Text
    help: Text | None = None
    code: str = ""
    group: Text | None = None
    reverse: StrictBool = False
    covers: tuple[str, ...] = ()


class Library(Definition):
    """Entries to choose rows or options from, with where they come from."""

    id: Identifier
    title: Text
    source: str
    licence: str
    entries: Annotated[tuple[Entry, ...], Limit(min_length=1)]

    def entry(self, name: str) -> Entry:
        """Find an entry by its id or its code; raise `UnknownName` if there is none."""
        for entry in self.entries:
            if name in (entry.id, entry.code):
                return entry
        raise UnknownName(kind=f"entry of {self.id}", name=name, known=[e.id for e in self.entries])


class Ask(Definition):
    """One question that a matrix puts for each row ("your level now")."""

    id: Identifier
    text: Text
    required: StrictBool | None = None
    variants: tuple[Identifier, ...] = ()


class Item(Definition):
    """One question, or one matrix of questions.

    `variants` names the variants of the instrument that ask it; empty means all of them. Where
    `library` is set, rows (of a matrix) or options (of a choice) are chosen from it, and
    `chosen` lists those that are taken when a programme chooses none.
    """

    id: Identifier
    kind: Kind
    text: Text
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
    minimum: float | None = None
    maximum: float | None = None
    whole: StrictBool = False
    format: Format = "plain"
    max_length: Annotated[int, Limit(ge=1, le=20_000)] | None = None

    @property
    def longest(self) -> int:
        """How many characters a text answer may have."""
        return self.max_length or (4_000 if self.kind == "long_text" else 200)

    @model_validator(mode="after")
    def _parts_fit_the_kind(self) -> Self:
        problems = list(_misfits(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self


def _misfits(item: Item) -> Iterator[str]:
    choosing = item.kind in {"choice", "multiple_choice"}
    if choosing and not (item.options or item.library):
        yield f"{item.kind} needs options, or a library to choose them from"
    if item.kind == "matrix" and not item.scale:
        yield "a matrix needs a scale"
    if item.kind == "matrix" and not (item.rows or item.library):
        yield "a matrix needs rows, or a library to choose them from"
    if item.kind != "matrix" and (item.rows or item.asks or item.scale):
        yield f"rows, asks and scale belong to a matrix, not to {item.kind}"
    if not choosing and item.options:
        yield f"options belong to a choice, not to {item.kind}"
    if item.kind != "number" and (item.minimum, item.maximum, item.whole) != (None, None, False):
        yield f"minimum, maximum and whole belong to a number, not to {item.kind}"
    if item.kind != "text" and item.format != "plain":
        yield f"format belongs to text, not to {item.kind}"
    for what, values in (
        ("option", [o.value for o in item.options]),
        ("row", [r.id for r in item.rows]),
        ("ask", [a.id for a in item.asks]),
    ):
        twice = sorted(str(v) for v, n in Counter(values).items() if n > 1)
        if twice:
            yield f"{what} {', '.join(twice)} appears twice"


class Section(Definition):
    """A part of the questionnaire with a heading."""

    id: Identifier
    title: Text
    text: Text | None = None
    items: Annotated[tuple[Item, ...], Limit(min_length=1)]


class Score(Definition):
    """How a score is made from answers.

    `items` are field keys, or ids of items whose every row counts. `reverse` lists the keys whose
    values are turned round on their scale (rows marked `reverse` are turned too). A person with
    fewer than `min_answered` answers has no score. A `formula` over keys replaces the method;
    it may use numbers, keys, + - * / and mean, sum, min, max, reverse.
    """

    id: Identifier
    title: Text
    items: tuple[Identifier, ...] = ()
    method: Literal["mean", "sum"] = "mean"
    reverse: tuple[Identifier, ...] = ()
    min_answered: Annotated[int, Limit(ge=1)] | None = None
    formula: str | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One value of a response: a plain item, or one ask of one row of a matrix."""

    key: str
    item: Item
    section: Section
    options: tuple[Option, ...] = ()
    row: Entry | None = None
    ask: Ask | None = None

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

    def question(self, language: str = "en") -> str:
        """Give the words of the question, without the row of a matrix."""
        words = self.item.text.say(language)
        several = self.ask is not None and len(self.item.asks) > 1
        return f"{words} – {self.ask.text.say(language)}" if several and self.ask else words

    def heading(self, language: str = "en") -> str:
        """Give question and row as survey tools write them: `Question [Row]`."""
        row = f" [{self.row.text.say(language)}]" if self.row else ""
        return self.question(language) + row


class Instrument(Definition):
    """A questionnaire, worksheet or list, with everything that is asked in it."""

    id: Identifier
    version: Annotated[int, Limit(ge=1, strict=True)]
    title: Text
    purpose: Text
    source: str
    validated: StrictBool = False
    covers: tuple[str, ...] = ()
    variants: dict[Identifier, Text] = Limit(default_factory=dict)
    variant: Identifier | None = None
    scales: dict[Identifier, Scale] = Limit(default_factory=dict)
    sections: Annotated[tuple[Section, ...], Limit(min_length=1)]
    scores: tuple[Score, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        problems = list(_contradictions(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Everything that is answered, flat and in order."""
        return tuple(field for section in self.sections for field in _fields(self, section))

    def field(self, key: str) -> Field:
        """Find a field by its key; raise `UnknownName` if there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise UnknownName(
            kind=f"question in {self.id}", name=key, known=[f.key for f in self.fields]
        )

    def chosen(
        self,
        variant: str | None = None,
        *,
        libraries: Mapping[str, Library],
        entries: Mapping[str, Sequence[str | Entry]] | None = None,
    ) -> Instrument:
        """Make the questionnaire that a programme uses: one variant, with its own rows.

        Parameters
        ----------
        variant
            A key of `variants`; None where the instrument has none.
        libraries
            The libraries that items draw from, by id.
        entries
            For each item id, the rows or options to use: ids or codes of its library, or whole
            entries for what the library lacks. An item that is not named takes its `chosen`. An
            empty list leaves the item out.

        Returns
        -------
        Instrument
            The same instrument, with rows and options filled in and no other variant.

        Raises
        ------
        UnknownName
            A variant, item or entry is not there.
        """
        if variant is not None and variant not in self.variants:
            raise UnknownName(kind=f"variant of {self.id}", name=variant, known=self.variants)
        entries = entries or {}
        drawing = [item.id for item in self.items if item.library]
        for name in entries:
            if name not in drawing:
                raise UnknownName(kind="item with a library", name=name, known=drawing)
        sections = []
        for section in self.sections:
            items = [
                filled
                for item in section.items
                if not item.variants or variant is None or variant in item.variants
                for filled in _filled(item, variant, libraries, entries.get(item.id))
            ]
            if items:
                sections.append(section.model_copy(update={"items": tuple(items)}))
        keys = {field.key for section in sections for field in _fields(self, section)}
        ids = {item.id for section in sections for item in section.items}
        scores = tuple(s for s in self.scores if set(s.items) <= keys | ids)
        data = self.model_dump(exclude={"sections", "scores", "variant"})
        return Instrument(**data, variant=variant, sections=tuple(sections), scores=scores)


def _filled(
    item: Item,
    variant: str | None,
    libraries: Mapping[str, Library],
    wanted: Sequence[str | Entry] | None,
) -> Iterator[Item]:
    """Give the item with its asks for a variant and its entries from the library, or nothing."""
    asks = tuple(a for a in item.asks if not a.variants or variant is None or variant in a.variants)
    update: dict[str, object] = {"asks": asks}
    if item.library:
        if item.library not in libraries:
            raise UnknownName(kind="library", name=item.library, known=libraries)
        library = libraries[item.library]
        names = item.chosen if wanted is None else wanted
        taken = tuple(n if isinstance(n, Entry) else library.entry(n) for n in names)
        if not taken:
            return
        update["chosen"] = ()
        if item.kind == "matrix":
            update["rows"] = item.rows + taken
        else:
            extra = tuple(Option(value=e.id, label=e.text, help=e.help) for e in taken)
            update["options"] = extra + item.options
    yield Item(**{**item.model_dump(), **update})


def _fields(instrument: Instrument, section: Section) -> Iterator[Field]:
    for item in section.items:
        if item.kind != "matrix":
            yield Field(item.id, item, section, item.options)
            continue
        scale = instrument.scales.get(item.scale or "")
        options = scale.options if scale else ()
        for ask in item.asks or (Ask(id=item.id, text=item.text),):
            for row in item.rows:
                yield Field(f"{ask.id}_{row.id}", item, section, options, row, ask)


def _contradictions(instrument: Instrument) -> Iterator[str]:
    keys = [f.key for section in instrument.sections for f in _fields(instrument, section)]
    twice = sorted(k for k, n in Counter(keys).items() if n > 1)
    if twice:
        yield f"the key {', '.join(twice)} is used twice; ids must differ"
    ids = [item.id for item in instrument.items]
    twice = sorted(k for k, n in Counter(ids).items() if n > 1 and k not in twice)
    if twice:
        yield f"the item id {', '.join(twice)} is used twice"
    for item in instrument.items:
        if item.scale and item.scale not in instrument.scales:
            yield f"item {item.id} uses the scale {item.scale}, which is not defined"
        unknown = sorted(set(item.variants) - set(instrument.variants))
        if unknown:
            yield f"item {item.id} names the unknown variant {', '.join(unknown)}"
    for score in instrument.scores:
        lost = sorted((set(score.items) | set(score.reverse)) - set(keys) - set(ids))
        if lost:
            yield f"the score {score.id} names {', '.join(lost)}, which is not asked"
