"""What can be chosen: the options of a question, and rating scales made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import StrictBool, StrictInt, StringConstraints, model_validator

from rmkit.definitions.texts import Contradictions, Definition, Text
from rmkit.instruments.spellings import alike

__all__ = ["Option", "Scale", "Value", "doubled", "option_faults", "twice"]

Value = (
    Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_\-]*$", max_length=60)]
    | StrictInt
)
"""What is kept of a choice: a name, or the number of a level."""


class Option(Definition):
    """One answer that can be chosen: the value kept, and the words for it.

    `also` holds other words that people write for it ("both" for "either"). `group` is a heading
    that it stands under in a long list. `right` marks the answer that is right, in a task that has
    one; no form shows it.
    """

    value: Value
    label: Text
    help: Text | None = None
    also: tuple[str, ...] = ()
    group: Text | None = None
    right: StrictBool = False

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
        if problems := list(option_faults(self.options)):
            raise Contradictions(problems)
        return self

    @property
    def values(self) -> tuple[int, ...]:
        """The values in rising order."""
        return tuple(int(option.value) for option in self.options)


def option_faults(options: Sequence[Option]) -> Iterator[str]:
    """Tell which values stand twice, and which words would leave an answer unclear."""
    yield from twice("option", (option.value for option in options))
    for words in sorted(set(alike(options))):
        yield f'"{words}" stands for two options; an answer would be unclear'


def twice(what: str, names: Iterable[str | int]) -> Iterator[str]:
    """Tell in a sentence each which names appear more than once."""
    return (sentence for _, sentence in doubled(what, names))


def doubled(what: str, names: Iterable[str | int]) -> Iterator[tuple[str | int, str]]:
    """Give the names that appear more than once, each with its sentence."""
    for name, count in Counter(names).items():
        if count > 1:
            yield name, f"the {what} {name} appears {count} times; each must be unique"
