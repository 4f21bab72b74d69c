"""From what candidates answered, and who the staff list says they are, to the table of people."""

from __future__ import annotations

from typing import Final

import pandas as pd

from rmkit.errors import FaultsFound
from rmkit.people.columns import as_texts, described
from rmkit.people.staff import check_staff, managers_of
from rmkit.people.table import validate

__all__ = ["from_answers"]

_STAFF_ONLY: Final = ("department", "manager_id")
_STAFF_FIRST: Final = ("organisation", "site")


def from_answers(answers: pd.DataFrame, staff: pd.DataFrame | None = None) -> pd.DataFrame:
    """Make the table of people from answers to the candidate questionnaire.

    Parameters
    ----------
    answers
        One row a candidate: `person_id` and the answers by field key (`role`, `languages`,
        `slots`, `communication`, `capacity`, `level_<skill>`, `target_<skill>`, `topics`,
        `first_wish`, which becomes `expectations`, `style_<name>`, `seniority_years`). Multiple
        choices are lists or written sets. Names, addresses and other answers are left behind.
    staff
        One row for everybody on the staff list: `person_id` and any of `email`,
        `organisation`, `site`, `department`, `manager` (id or e-mail) or `manager_id`.
        Department and manager come from here alone, never from what candidates typed;
        organisation and site come from here where the list knows them. A candidate who is not
        on the list keeps their row, with these cells missing.

    Returns
    -------
    DataFrame
        The table of people, as `validate` gives it; candidates only.

    Raises
    ------
    FaultsFound
        The answers are no valid table of people, or the staff list has a person twice or
        somebody who is their own manager. Every fault is told.

    Examples
    --------
    >>> answers = pd.DataFrame({"person_id": ["p1"], "role": "mentor", "languages": [["es", "en"]]})
    >>> from_answers(answers)[["person_id", "role", "languages"]].to_dict("list")
    {'person_id': ['p1'], 'role': ['mentor'], 'languages': ['en;es']}
    """
    answers = answers.rename(columns={"first_wish": "expectations"})
    names = [
        name for name in answers.columns if described(name) is not None and name not in _STAFF_ONLY
    ]
    people = answers[names].reset_index(drop=True)
    if staff is None or "person_id" not in people.columns:
        return validate(people)
    faults = [fault for fault in check_staff(staff) if fault.level == "error"]
    if faults:
        raise FaultsFound(faults, "The staff list was not used.")
    ids = as_texts(people["person_id"])[0]
    listed = staff.set_axis(pd.Index(as_texts(staff["person_id"])[0]), axis="index")
    for name in (*_STAFF_FIRST, "department"):
        if name in staff.columns:
            known = ids.map(as_texts(listed[name])[0].set_axis(listed.index))
            people[name] = known if name not in people else known.fillna(as_texts(people[name])[0])
    people["manager_id"] = ids.map(managers_of(staff))
    return validate(people)
