"""From which day each person is compared: the day of their own first answers.

Who joins in mid-programme begins later than the others, and what changed for them is counted from
their own beginning. The day is kept when pairs are confirmed, so that answering again later does
not move it; before that it is read from the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from rmkit.programme.lottery_kept import draws
from rmkit.programme.running import confirmed_searches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["baseline_table", "first_days", "keep_baselines"]

KIND = "baselines"


def first_days(file: ProgrammeFile) -> dict[str, str]:
    """Give the day (ISO) of everybody's first answers: as kept, or as the answers tell."""
    kept = file.document(KIND) or {"people": []}
    days = {row["person_id"]: str(row["on"]) for row in kept["people"]}
    for response in file.responses("candidate", ""):
        if response.person_id:
            day = (response.submitted_at or response.received_at)[:10]
            days.setdefault(response.person_id, day)
    return days


def keep_baselines(change: Change, file: ProgrammeFile, person_ids: Iterable[str]) -> None:
    """Keep the day for those of whom none is kept yet."""
    kept = change.document(KIND) or {"people": []}
    there = {row["person_id"] for row in kept["people"]}
    days = first_days(file)
    new = [
        {"person_id": person, "on": days[person]}
        for person in sorted(set(person_ids) - there)
        if person in days
    ]
    if new:
        change.save_document(KIND, "", {"people": [*kept["people"], *new]})


def baseline_table(file: ProgrammeFile) -> pd.DataFrame:
    """List everybody who answered, with the day from which they are compared."""
    kept = {row["person_id"] for row in (file.document(KIND) or {"people": []})["people"]}
    first = next(iter(confirmed_searches(file)), None)
    there_at_first = first.paired | first.left_over if first else frozenset()
    people = {person.person_id: person for person in file.people()}
    drawn = {i for draw in draws(file) if draw.stands for i in (*draw.drawn, *draw.waiting)}
    rows = [
        (
            person,
            people[person].name,
            day,
            (people[person].state_at or "")[:10] if people[person].state == "admitted" else "",
            first is not None and person not in there_at_first | drawn,
            person in kept,
        )
        for person, day in sorted(first_days(file).items())
        if person in people
    ]
    columns = ["person_id", "name", "baseline", "admitted", "joined_later", "kept"]
    return pd.DataFrame(rows, columns=columns)
