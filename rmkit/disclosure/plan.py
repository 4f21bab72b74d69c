"""The publication plan: which breakdowns of which questions are ever published, fixed beforehand.

Every further cut of the same answers is a sum more for somebody who subtracts. So there is no
filter: a programme says once, before its first publication, by what it breaks its figures down and
which groups there are, and that is all that is ever published of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from rmkit.errors import NotAllowed

__all__ = ["ELSEWHERE", "EVERYBODY", "Breakdown", "Plan", "first_plan"]

EVERYBODY = "everybody"
ELSEWHERE = "not known, or not in the plan"

_USUAL = ("role", "organisation", "site", "department")
_MOST_GROUPS = 60
_MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One column of the table of people, and its groups in the order in which they are shown."""

    column: str
    groups: tuple[str, ...]

    def group_of(self, value: object) -> str:
        """Say into which group a value falls; what is missing or new has one of its own."""
        return value if isinstance(value, str) and value in self.groups else ELSEWHERE


@dataclass(frozen=True, slots=True)
class Plan:
    """What is published: these breakdowns, of these questions (columns of the table of people).

    Each question is shown for everybody and for each group of each breakdown, and for no crossing
    of two.
    """

    breakdowns: tuple[Breakdown, ...]
    questions: tuple[str, ...]

    def __post_init__(self) -> None:
        cells = sum(len(b.groups) + 1 for b in self.breakdowns)
        if cells > _MOST_CELLS:
            message = (
                f"The plan has {cells} groups; {_MOST_CELLS} are the most for which it can be "
                "shown that nobody is given away. Leave a breakdown out, or join groups."
            )
            raise NotAllowed(message)

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """What each question is shown for, as (breakdown, group); everybody first."""
        inner = ((b.column, group) for b in self.breakdowns for group in (*b.groups, ELSEWHERE))
        return ((EVERYBODY, EVERYBODY), *inner)

    def as_document(self) -> dict[str, object]:
        """Write the plan as what a programme keeps."""
        groups = [{"column": b.column, "groups": list(b.groups)} for b in self.breakdowns]
        return {"breakdowns": groups, "questions": list(self.questions)}

    @classmethod
    def from_document(cls, content: Mapping[str, object]) -> Plan:
        """Read a plan that was kept."""
        groups = cast("list[dict[str, Any]]", content["breakdowns"])
        questions = cast("list[str]", content["questions"])
        return cls(
            tuple(Breakdown(g["column"], tuple(g["groups"])) for g in groups), tuple(questions)
        )


def first_plan(people: pd.DataFrame, columns: Sequence[str] | None = None) -> Plan:
    """Make the plan that fits a table of people.

    Parameters
    ----------
    people
        A table of people; better with those who have not answered yet, so that their groups are
        in the plan too. Questions are its levels now and wanted.
    columns
        By what to break down, each a column of words. None takes role, organisation, site and
        department, where there are two groups at least and 60 at most.

    Returns
    -------
    Plan
        Groups by name.

    Raises
    ------
    NotAllowed
        The plan would have more groups than can be judged, or a column is not there.
    """
    if columns is not None and (lacking := [c for c in columns if c not in people.columns]):
        message = f'There is no column "{lacking[0]}" to break down by.'
        raise NotAllowed(message)
    found = []
    for column in _USUAL if columns is None else columns:
        values = people[column].dropna() if column in people.columns else pd.Series(dtype="str")
        groups = tuple(sorted({str(value) for value in values}))
        if columns is not None or 2 <= len(groups) <= _MOST_GROUPS:
            found.append(Breakdown(column, groups))
    asked = [str(c) for c in people.columns if str(c).startswith(("level_", "target_"))]
    return Plan(tuple(found), tuple(sorted(asked)))
