"""Libraries: things that can be asked about (competences, tools, languages), to choose from."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import StrictBool, model_validator

from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.errors import UnknownName
from rmkit.instruments.options import twice

__all__ = ["Entry", "Library"]


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
    covers: tuple[str, ...] = ()
    entries: Annotated[tuple[Entry, ...], Limit(min_length=1)]

    @model_validator(mode="after")
    def _each_entry_once(self) -> Self:
        problems = [
            *twice("entry", (entry.id for entry in self.entries)),
            *twice("code", (entry.code for entry in self.entries if entry.code)),
            *twice("text", (entry.text.say() for entry in self.entries)),
        ]
        if problems:
            raise Contradictions(problems)
        return self

    def entry(self, name: str) -> Entry:
        """Find an entry by its id or its code; raise `UnknownName` if there is none."""
        for entry in self.entries:
            if name in (entry.id, entry.code):
                return entry
        raise UnknownName(kind=f"entry of {self.id}", name=name, known=[e.id for e in self.entries])
