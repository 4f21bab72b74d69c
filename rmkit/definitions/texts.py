"""Texts in several languages: what a definition says to people, English first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    field_validator,
    model_validator,
)

from rmkit.definitions.inert import plain_lines

__all__ = ["LANGUAGES", "Contradictions", "Definition", "Identifier", "Text"]

LANGUAGES = ("en", "es", "de", "bg", "cs")
"""The languages that texts may be given in; English is always there."""

Identifier = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
]
"""A name that a machine reads: small letters, digits and `_`, beginning with a letter."""

_Words = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=20_000),
    AfterValidator(plain_lines),
]


class Contradictions(ValueError):
    """What does not fit together in a definition, one sentence (without its point) each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


class Definition(BaseModel):
    """Base of what data files define: frozen, and no key that is not known.

    `instead_of` holds, for a key that other tools know, what to write here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    instead_of: ClassVar[Mapping[str, str]] = {}


class Text(RootModel[dict[str, _Words]]):
    """One text, by language. A bare string is taken as English.

    >>> Text.model_validate("Your role").say("de")
    'Your role'
    """

    model_config = ConfigDict(frozen=True)

    root: dict[str, _Words] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _bare_string_is_english(cls, value: object) -> object:
        if not isinstance(value, str | dict | Text):
            message = "must be text; put it in quotation marks"
            raise ValueError(message)
        return {"en": value} if isinstance(value, str) else value

    @field_validator("root")
    @classmethod
    def _known_languages_with_english(cls, value: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(value) - set(LANGUAGES))
        if unknown:
            message = f"unknown language {', '.join(unknown)}; known are {', '.join(LANGUAGES)}"
            raise ValueError(message)
        if "en" not in value:
            message = "the English text (en) is missing"
            raise ValueError(message)
        return value

    def say(self, language: str = "en") -> str:
        """Give the text in a language, or in English where it was not translated."""
        return self.root.get(language, self.root["en"])

    def every(self) -> tuple[str, ...]:
        """Give the text in each language it has, English first."""
        return (self.root["en"], *(t for code, t in self.root.items() if code != "en"))
