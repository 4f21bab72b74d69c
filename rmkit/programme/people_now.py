"""The table of people as a programme's file has it now: who may be matched, with what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rmkit.people as who
from rmkit.errors import NotReady
from rmkit.programme.admission_kept import later_round
from rmkit.programme.mentor_places import changed_places, with_places
from rmkit.programme.purposes import not_to_be_matched

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.records.store import ProgrammeFile

__all__ = ["table_of_people"]


def table_of_people(file: ProgrammeFile, staff: pd.DataFrame) -> pd.DataFrame:
    """Make the table from answers and staff list, without those who are out, asked to be or wait.

    Raises
    ------
    NotReady
        Nobody answered yet.
    """
    answers = file.answers_table("candidate", "")
    out = {p.person_id for p in file.people() if p.is_out}
    closed = out | not_to_be_matched(file) | later_round(file)
    if not answers.empty:
        answers = answers[~answers["person_id"].isin(closed)]
    if answers.empty:
        message = (
            "Nobody answered yet. Import the answers first: `rmkit import`, or "
            "candidates.add(file)."
        )
        raise NotReady(message)
    people = who.from_answers(answers, None if staff.empty else staff)
    return with_places(people, changed_places(file))
