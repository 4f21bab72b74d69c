"""The best partners for one person among those who are free, by the rules and weights in use.

For the coordinator: the table names people and scores. Nothing is proposed or kept by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from rmkit.matching import Matching

__all__ = ["COLUMNS", "free_places", "partner_table"]

Row = tuple[str, str, float, str, str]
COLUMNS = ["person_id", "role", "score", "reason", "warnings"]


def free_places(people: pd.DataFrame, running: Collection[tuple[str, str]]) -> dict[str, int]:
    """Give by mentor how many places are free, over 0; one where nobody said how many."""
    taken: dict[str, int] = {}
    for mentor, _ in running:
        taken[mentor] = taken.get(mentor, 0) + 1
    mentees = {mentee for _, mentee in running}
    free = {
        str(person): (1 if pd.isna(places) else int(places)) - taken.get(str(person), 0)
        for person, role, places in zip(
            people["person_id"], people["role"], people["capacity"], strict=True
        )
        if role != "mentee" and person not in mentees
    }
    return {person: places for person, places in free.items() if places > 0}


def partner_table(
    found: Matching,
    person_id: str,
    *,
    mentors: Collection[str],
    mentees: Collection[str],
    never: Collection[frozenset[str]],
    n: int,
) -> pd.DataFrame:
    """Lay out the best partners that the rules allow, the best first.

    Parameters
    ----------
    found
        A matching in which the person and all who are free stand; its rules and weights count.
    person_id
        For whom.
    mentors, mentees
        Who has a free place, and who has no mentor.
    never
        Pairs of ids that are not proposed.
    n
        How many at most.
    """
    rows = sorted(
        _possible(found, person_id, mentors=mentors, mentees=mentees),
        key=lambda row: (-row[2], row[0]),
    )
    best = [row for row in rows if frozenset((person_id, row[0])) not in never]
    return pd.DataFrame(best[: max(n, 0)], columns=COLUMNS)


def _possible(
    found: Matching, person_id: str, *, mentors: Collection[str], mentees: Collection[str]
) -> Iterator[Row]:
    from rmkit.matching.explanation import reason, warnings

    problem = found.problem
    across: list[tuple[str, Mapping[str, int], Collection[str]]] = [
        ("mentee", problem.column, mentees)
        if side == "mentor"
        else ("mentor", problem.row, mentors)
        for side, here in (("mentor", problem.row), ("mentee", problem.column))
        if person_id in here
    ]
    for role, there, free in across:
        for other in sorted(free):
            if other == person_id or other not in there:
                continue
            mentor, mentee = (person_id, other) if role == "mentee" else (other, person_id)
            pair = problem.row[mentor], problem.column[mentee]
            if problem.allowed[pair]:
                points = int(problem.points[pair])
                told = " ".join(warnings(problem, pair))
                yield other, role, problem.score(points), reason(problem, pair), told
