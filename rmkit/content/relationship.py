"""What shapes the relationship of a pair: dimensions and factors, as a checklist to talk about."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field as Limit

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Definition, Identifier, Text

__all__ = ["Dimension", "Relationship", "relationship"]


class Dimension(Definition):
    """One dimension and its factors, each a sentence that is so, not so or open."""

    id: Identifier
    title: Text
    factors: Annotated[tuple[Text, ...], Limit(min_length=2, max_length=8)]


class Relationship(Definition):
    """The checklist that comes with rmkit."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    opening: Text
    dimensions: Annotated[tuple[Dimension, ...], Limit(min_length=1, max_length=12)]


@cache
def relationship() -> Relationship:
    """Give the checklist.

    >>> sum(len(one.factors) for one in relationship().dimensions)
    19
    """
    return read_piece(Relationship, "relationship.yaml")
