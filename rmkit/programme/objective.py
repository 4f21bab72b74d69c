"""Step 1: why the programme exists, in one sentence that letters and evaluation go back to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field as Limit

from rmkit.definitions.texts import Definition

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Objective", "ObjectiveStep"]

_Line = Annotated[str, Limit(max_length=2_000)]


class Objective(Definition):
    """What the programme is for.

    `sentence` is the general objective as participants read it. `sessions` counts meetings of
    `session_minutes`; `months` is how long the programme runs from `start`.
    """

    focus: _Line = ""
    reason: _Line = ""
    sentence: Annotated[str, Limit(min_length=1, max_length=2_000)]
    sessions: Annotated[int, Limit(ge=1, le=100)] | None = None
    session_minutes: Annotated[int, Limit(ge=10, le=480)] | None = None
    months: Annotated[int, Limit(ge=1, le=60)] | None = None
    start: date | None = None


class ObjectiveStep:
    """The objective of one programme: read it, set it."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    @property
    def record(self) -> Objective | None:
        """The objective as it stands, or None while there is none."""
        content = self._programme.file.document("objective")
        return None if content is None else Objective.model_validate(content)

    def set(self, objective: Objective) -> Objective:
        """Keep the objective; the one before stays in the history."""
        self._programme.save_document(
            "objective", objective.model_dump(mode="json"), action="Set the objective"
        )
        return objective
