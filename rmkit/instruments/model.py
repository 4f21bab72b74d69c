"""What is asked: an instrument as data, from which every form, sheet and check is made.

An instrument is sections of items. An item of kind `matrix` asks one or several things (`asks`:
for example the level now and the level wanted) about each of its rows, on a scale. Rows and
options may come from a library (DigComp competences, tools, languages), of which a programme
chooses what matters to it. `Instrument.fields` lists what is answered, flat: one field is one
value in a response, found by its `key`.

Nothing here reads a file, draws a form or judges an answer. An instrument goes through JSON
unchanged: `Instrument.model_validate(instrument.model_dump(mode="json")) == instrument`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field as Limit
from pydantic import StrictBool, ValidationError, model_validator

from rmkit.definitions.reading import contradictions
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.errors import FaultsFound, UnknownName
from rmkit.instruments.entries import Entry, Library
from rmkit.instruments.fields import Field, fields_of
from rmkit.instruments.items import (
    Ask,
    Format,
    Item,
    Kind,
    Layout,
    Privacy,
    Section,
    Visibility,
    Voice,
)
from rmkit.instruments.options import Option, Scale, twice
from rmkit.instruments.picking import picked
from rmkit.instruments.scores import Score

__all__ = [
    "Ask",
    "Entry",
    "Field",
    "Format",
    "Instrument",
    "Item",
    "Kind",
    "Layout",
    "Library",
    "Option",
    "Privacy",
    "Scale",
    "Score",
    "Section",
    "Step",
    "Visibility",
    "Voice",
    "Wave",
]

Step = Literal[
    "objective", "candidates", "matching", "kick_off", "preparation", "meetings", "evaluation"
]
Filler = Literal["candidate", "mentor", "mentee", "manager", "coordinator", "observer"]
Wave = Literal["before", "kick_off", "during", "after"]


class Instrument(Definition):
    """A questionnaire, worksheet or list, with everything that is asked in it.

    A `form` is filled in by people; a `list` comes as a table from elsewhere. `step`, `filled_by`
    and `when` say where in a programme it belongs; `waves` when the same is asked again. What
    `repeats` is filled in as often as there is reason to: each time is an answer of its own.
    """

    instead_of: ClassVar[Mapping[str, str]] = {
        "questions": 'Did you mean "sections", each with its "items"?',
    }

    id: Identifier
    version: Annotated[int, Limit(ge=1, strict=True)]
    title: Text
    purpose: Text
    source: str
    validated: StrictBool = False
    kind: Literal["form", "list"] = "form"
    step: Step | None = None
    filled_by: tuple[Filler, ...] = ()
    when: Text | None = None
    waves: tuple[Wave, ...] = ()
    repeats: StrictBool = False
    covers: tuple[str, ...] = ()
    variants: dict[Identifier, Text] = Limit(default_factory=dict)
    variant: Identifier | None = None
    scales: dict[Identifier, Scale] = Limit(default_factory=dict)
    sections: Annotated[tuple[Section, ...], Limit(min_length=1)]
    scores: dict[Identifier, Score] = Limit(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if problems := list(_contradictions(self)):
            raise Contradictions(problems)
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Everything that is answered, flat and in order."""
        return tuple(fields_of(self.sections, self.scales))

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """Whose voices it holds, in the order in which they speak; empty where it has one only."""
        return tuple(dict.fromkeys(voice for item in self.items for voice in item.voices))

    def is_for(self, field: Field, voice: Voice | None) -> bool:
        """Whether a person answers a field: their own voice's; what has none is the first one's."""
        if voice is None:
            return True
        return (field.voice or next(iter(self.voices), voice)) == voice

    @cached_property
    def _by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy it, without what was worked out from the parts that the update replaces."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("fields", None)
        copied.__dict__.pop("_by_key", None)
        copied.__dict__.pop("voices", None)
        return copied

    def field(self, key: str) -> Field:
        """Find a field by its key; raise `UnknownName` if there is none."""
        if key not in self._by_key:
            raise UnknownName(kind=f"question in {self.id}", name=key, known=self._by_key)
        return self._by_key[key]

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
            A key of `variants`; None takes the first one, where the instrument has any.
        libraries
            The libraries that items draw from, by id.
        entries
            For each item id, the rows or options to use: ids or codes of its library, or whole
            entries for what the library lacks. An item that is not named takes its `chosen`. An
            empty list leaves the item out.

        Returns
        -------
        Instrument
            The same instrument with rows and options filled in, with the items of this variant
            only, and with those scores whose questions are all asked. Choosing again from what
            was chosen changes nothing.

        Raises
        ------
        UnknownName
            A variant, item, library or entry is not there.
        FaultsFound
            An entry of your own does not fit to the others (its id or its words stand there twice).
        """
        if variant is None:
            variant = self.variant or next(iter(self.variants), None)
        elif variant not in self.variants:
            raise UnknownName(kind=f"variant of {self.id}", name=variant, known=self.variants)
        try:
            return self._chosen(variant, libraries, entries)
        except ValidationError as error:
            raise FaultsFound(contradictions(error), "The questionnaire was not made.") from error

    def _chosen(
        self,
        variant: str | None,
        libraries: Mapping[str, Library],
        entries: Mapping[str, Sequence[str | Entry]] | None,
    ) -> Instrument:
        sections = picked(self.sections, variant, libraries=libraries, entries=entries or {})
        asked = {field.key for field in fields_of(sections, self.scales)}
        items = [item for section in sections for item in section.items]
        asked |= {item.id for item in items} | {ask.id for item in items for ask in item.asks}
        scores = {name: score for name, score in self.scores.items() if score.named <= asked}
        data = self.model_dump(exclude={"sections", "scores", "variant"})
        return Instrument(**data, variant=variant, sections=sections, scores=scores)


def _contradictions(instrument: Instrument) -> Iterator[str]:
    """Tell what does not fit together across the parts of an instrument."""
    fields = list(fields_of(instrument.sections, instrument.scales))
    yield from twice("section", (section.id for section in instrument.sections))
    ids = [item.id for item in instrument.items]
    yield from twice("item", ids)
    keys = [f.key for f in fields if f.is_rating or f.voice or ids.count(f.key) == 1]
    yield from twice("key", keys)
    if instrument.variant is not None and instrument.variant not in instrument.variants:
        yield f"the variant {instrument.variant} is not among the variants"
    for item in instrument.items:
        if item.scale and item.scale not in instrument.scales:
            yield f"the item {item.id} uses the scale {item.scale}, which is not defined"
        asked_in = {*item.variants, *(name for ask in item.asks for name in ask.variants)}
        for name in item.shares:
            if name not in ids or name == item.id:
                yield f"the item {item.id} shares {name}, which is not asked"
        for unknown in sorted(asked_in - set(instrument.variants)):
            yield f"the item {item.id} names the variant {unknown}, which is not defined"
    yield from _score_faults(instrument, fields)


def _score_faults(instrument: Instrument, fields: Sequence[Field]) -> Iterator[str]:
    """Tell what scores name that is not asked, or that one cannot reckon with."""
    by_key = {field.key: field for field in fields}
    matrices = {item.id: item for item in instrument.items if item.kind == "matrix"}
    asks = {ask.id for item in matrices.values() for ask in item.asks} - matrices.keys()
    later = tuple(  # keys of rows that a programme has still to choose
        f"{ask.id}_" for item in matrices.values() if item.library for ask in item.asks
    ) + tuple(f"{item.id}_" for item in matrices.values() if item.library and not item.asks)
    for name, score in instrument.scores.items():
        for key in sorted(score.named - asks.intersection(score.items)):
            if key in score.items and key in matrices:
                if len(matrices[key].asks) > 1:
                    yield f"the score {name} names {key}, which asks several things; name its keys"
            elif key not in by_key and not key.startswith(later):
                yield f"the score {name} names {key}, which is not asked"
            elif score.method == "right":
                if key in by_key and sum(option.right for option in by_key[key].options) != 1:
                    yield f"the score {name} names {key}, which has no one right answer"
            elif key in by_key and not by_key[key].is_numeric:
                yield f"the score {name} names {key}, whose answers are not numbers"
            elif key in score.turned and key in by_key and by_key[key].bounds is None:
                yield f"the score {name} reverses {key}, which has no lowest and highest answer"
