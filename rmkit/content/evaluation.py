"""The evaluation plan as content: its levels, what each looks at, and the outcomes of the guide."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field as Limit
from pydantic import model_validator

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text

__all__ = ["EvaluationText", "LevelText", "OutcomeText", "RowText", "evaluation_text"]

Day = Literal["kick_off", "half", "last", "evaluation", "at_work"]
"""A day of the timeline: the beginning of a phase, or a day to keep in mind."""

Instruments = Annotated[tuple[Identifier, ...], Limit(min_length=1, max_length=4)]


class LevelText(Definition):
    """A level of the evaluation, and the question it asks."""

    id: Identifier
    title: Text
    asks: Text


class RowText(Definition):
    """One thing that is looked at: by which indicator, from which instruments, when, by whom.

    `at` names the days of the timeline on which its data are there.
    """

    id: Identifier
    level: Identifier
    indicator: Text
    instruments: Instruments
    at: Annotated[tuple[Day, ...], Limit(min_length=1, max_length=3)]
    when: Text
    owner: Text


class OutcomeText(Definition):
    """An outcome that the guide names: its indicator, how it is measured, and the limit of that."""

    id: Identifier
    group: Literal["organisation", "mentor", "mentee"]
    title: Text
    indicator: Text
    how: Text
    instruments: Instruments
    limit: Text


class EvaluationText(Definition):
    """The evaluation plan that comes with rmkit."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    opening: Text
    limits: Text
    levels: Annotated[tuple[LevelText, ...], Limit(min_length=1)]
    rows: Annotated[tuple[RowText, ...], Limit(min_length=1)]
    outcomes: Annotated[tuple[OutcomeText, ...], Limit(min_length=1)]

    @model_validator(mode="after")
    def _levels_are_there(self) -> EvaluationText:
        known = {level.id for level in self.levels}
        if odd := sorted({row.level for row in self.rows} - known):
            raise Contradictions([f"there is no level {name}" for name in odd])
        return self


@cache
def evaluation_text() -> EvaluationText:
    """Give the evaluation plan that comes with rmkit.

    >>> [level.id for level in evaluation_text().levels]
    ['reaction', 'learning', 'behaviour', 'results', 'return']
    """
    return read_piece(EvaluationText, "evaluation_plan.yaml")
