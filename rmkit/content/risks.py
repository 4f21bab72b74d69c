"""The register of risks as data: what can get in the way, how it shows early, and what helps.

What a coordinator thinks of a risk here and now is kept by the programme; this is what every
programme begins with.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field as Limit

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Definition, Identifier, Text

__all__ = ["Risk", "Risks", "Watch", "register"]

Watch = Literal[
    "behind", "overdue", "agreement", "contact", "undated", "drift", "pulse", "concerns", "parting"
]
"""What the programme can count as a first sign of a risk."""


class Risk(Definition):
    """One risk: why it matters, its early signs and what can be done."""

    id: Identifier
    title: Text
    why: Text
    watch: Watch | None = None
    signs: Annotated[tuple[Text, ...], Limit(min_length=2, max_length=6)]
    measures: Annotated[tuple[Text, ...], Limit(min_length=2, max_length=6)]


class Risks(Definition):
    """The register that comes with rmkit."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    opening: Text
    risks: Annotated[tuple[Risk, ...], Limit(min_length=1, max_length=40)]


@cache
def register() -> Risks:
    """Give the register of risks that comes with rmkit.

    >>> len(register().risks)
    15
    """
    return read_piece(Risks, "risks.yaml")
