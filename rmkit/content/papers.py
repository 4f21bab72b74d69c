"""The papers for a data-protection officer and a works council, as Markdown files to be filled in.

A paper is one file: its front matter says what it is, whom it is for and what can be filled in; the
body is Markdown with `{{ placeholders }}`. What only the organisation knows stands there as
"[to be completed: ...]". Nothing is filled in here.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import StringConstraints, model_validator

from rmkit.content.shelf import decoded, parted
from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import Document, read_yaml
from rmkit.definitions.texts import Contradictions, Definition, Identifier
from rmkit.errors import UnknownName

__all__ = ["PLACEHOLDER", "Paper", "paper", "papers"]

PLACEHOLDER = re.compile(r"\{\{ ?(\w+) ?\}\}")
"""What is filled in: the name of a placeholder between double braces."""

_ORDER = (
    "information_notice",
    "record_of_processing",
    "impact_assessment",
    "works_agreement",
    "hr_never_sees",
)
_Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=300)]


class Paper(Definition):
    """A paper: title, readers, what can be filled in, which claims it makes, and its words."""

    id: Identifier
    language: str = "en"
    title: _Line
    readers: _Line
    claims: tuple[str, ...] = ()
    placeholders: dict[Identifier, _Line] = Limit(default_factory=dict)
    body: str

    @model_validator(mode="after")
    def _whole(self) -> Self:
        used = set(PLACEHOLDER.findall(self.body))
        problems = [f"{name} is filled in and not declared" for name in used - {*self.placeholders}]
        problems += [f"{name} is declared and not used" for name in {*self.placeholders} - used]
        if problems:
            raise Contradictions(sorted(problems))
        return self


def papers() -> tuple[str, ...]:
    """Name the papers, in the order in which they are read.

    >>> papers()[0]
    'information_notice'
    """
    return _ORDER


@cache
def paper(name: str) -> Paper:
    """Give a paper; raise `UnknownName` where there is none of this name."""
    if name not in _ORDER:
        raise UnknownName(kind="paper", name=name, known=_ORDER)
    source = f"{name}.md"
    raw = (files("rmkit.content") / "pieces" / "papers" / source).read_bytes()
    front, body, first_line = parted(decoded(raw, source), source)
    document = read_yaml("\n" + front, source=source)
    data = document.data if isinstance(document.data, dict) else {}
    whole = Document({**data, "body": body}, {**document.lines, ("body",): first_line})
    return read_as(Paper, whole, source=source)
