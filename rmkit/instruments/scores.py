"""How a score is made from answers: which ones, how they are joined, how many must be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import field_validator, model_validator

from rmkit.definitions.formula import Formula
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text

__all__ = ["Score"]


class Score(Definition):
    """How a score is made from answers. A bare text is taken as its formula.

    `items` are field keys; or ids of matrices, or of what they ask of each row ("level now"), of
    which every row counts. `reverse` lists the keys whose values are turned round on their scale
    (rows marked `reverse` are turned too). A person with fewer than `min_answered` answers has no
    score; where it is not given, all must be there.
    The method `right` counts the choices whose option is the right one. A `formula` over keys
    stands instead of items; it may use numbers, keys, + - * / and mean, sum, min, max, reverse.
    """

    title: Text | None = None
    items: tuple[Identifier, ...] = ()
    method: Literal["mean", "sum", "right"] = "mean"
    reverse: tuple[Identifier, ...] = ()
    min_answered: Annotated[int, Limit(ge=1)] | None = None
    formula: Annotated[str, Limit(strict=True)] | None = None
    covers: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare_text_is_a_formula(cls, value: object) -> object:
        return {"formula": value} if isinstance(value, str) else value

    @field_validator("formula")
    @classmethod
    def _allowed(cls, value: str | None) -> str | None:
        if value is not None:
            Formula.parse(value)
        return value

    @model_validator(mode="after")
    def _items_or_formula(self) -> Self:
        if problems := list(_misfits(self)):
            raise Contradictions(problems)
        return self

    @property
    def named(self) -> frozenset[str]:
        """Every key and id that it names."""
        inside = Formula.parse(self.formula).names if self.formula is not None else ()
        return frozenset((*self.items, *self.reverse, *inside))

    @property
    def turned(self) -> frozenset[str]:
        """The keys whose values it turns round, apart from rows marked `reverse`."""
        inside = Formula.parse(self.formula).turned if self.formula is not None else ()
        return frozenset((*self.reverse, *inside))


def _misfits(score: Score) -> Iterator[str]:
    if score.formula is None and not score.items:
        yield "a score needs items, or a formula"
    if score.formula is not None and (score.items or score.reverse or score.min_answered):
        yield "items, reverse and min_answered do not go with a formula"
    if score.method == "right" and score.reverse:
        yield "reverse does not go with the method right"
