"""What a programme is for, as it is kept: one sentence, the parts of it, and the plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Limit

from rmkit.definitions.inert import plain_lines
from rmkit.definitions.texts import Definition, Identifier
from rmkit.programme.gaps import gaps

__all__ = ["Objective"]

_Count = Annotated[int, Limit(ge=0, le=20)]
_Line = Annotated[str, Limit(max_length=2_000), AfterValidator(plain_lines)]


class Objective(Definition):
    """What the programme is for.

    `sentence` is the general objective as participants read it; from `who` to `by` are the parts
    that it can be written from. `competences` and `tools` say how many each mentee takes up, the
    `named_` ones which, where that is the same for all. `indicator` is a figure of the mentees' own
    work. `sessions` counts meetings of `session_minutes`, one every `weeks`; `months` is how long
    the programme runs from `start`; `plan` is the ready plan these came from.
    """

    focus: _Line = ""
    reason: _Line = ""
    sentence: Annotated[_Line, Limit(min_length=1)]
    who: _Line = ""
    competences: _Count | None = None
    named_competences: tuple[Identifier, ...] = ()
    tools: _Count | None = None
    named_tools: tuple[Identifier, ...] = ()
    other_skills: _Line = ""
    from_level: Annotated[int, Limit(ge=1, le=5)] | None = None
    to_level: Annotated[int, Limit(ge=1, le=5)] | None = None
    measures: tuple[Identifier, ...] = ()
    matters: _Line = ""
    indicator: _Line = ""
    by: date | None = None
    plan: Identifier | None = None
    sessions: Annotated[int, Limit(ge=1, le=100)] | None = None
    session_minutes: Annotated[int, Limit(ge=10, le=480)] | None = None
    months: Annotated[int, Limit(ge=1, le=60)] | None = None
    weeks: Annotated[int, Limit(ge=1, le=13)] | None = None
    start: date | None = None

    def missing(self) -> tuple[str, ...]:
        """Tell what the sentence and the plan still lack, one sentence each.

        Simple checks, made to remind and not to judge: whether each line is filled in; whether
        the sentence holds words for a date and for two levels, in English; and whether there are
        fewer meetings than the five that the guide counts on at least. An objective can pass them
        all and be a bad one; one in another language can be good and be reminded of its levels.
        """
        return gaps(self)
