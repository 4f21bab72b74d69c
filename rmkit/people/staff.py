"""What a staff list says of lines and departments, and what is odd in it.

A staff list has one row for everybody in the organisations, candidates or not: `person_id`, and
any of `email`, `organisation`, `site`, `department`, and `manager` (the manager's id or e-mail)
or `manager_id`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rmkit.errors import Fault
from rmkit.people.columns import as_texts
from rmkit.people.lines import chain

__all__ = ["check_staff", "managers_of"]


def managers_of(staff: pd.DataFrame) -> pd.Series:
    """Find everybody's manager on a staff list.

    Parameters
    ----------
    staff
        One row a person, with `person_id` and `manager` or `manager_id`: an id or an e-mail
        address that stands in the list's own `email` column. Missing at the top.

    Returns
    -------
    Series
        The manager's id, indexed by `person_id`. A manager who is not on the list stays as it
        was written, so that two people under the same stranger still share a manager. Where an
        id comes twice, the first row counts.

    Examples
    --------
    >>> staff = pd.DataFrame({
    ...     "person_id": ["p1", "p2"],
    ...     "email": ["ann@example.org", "bo@example.org"],
    ...     "manager": [None, "Ann@example.org"],
    ... })
    >>> managers_of(staff).to_dict()
    {'p1': nan, 'p2': 'p1'}
    """
    ids = _texts(staff, "person_id")
    by_email = {
        str(email).casefold(): person
        for email, person in reversed(list(zip(_texts(staff, "email"), ids, strict=True)))
        if isinstance(email, str) and isinstance(person, str)
    }
    known = set(ids.dropna())
    named = _texts(staff, "manager_id" if "manager_id" in staff.columns else "manager")
    found = [
        by_email.get(name.casefold(), name) if isinstance(name, str) and name not in known else name
        for name in named
    ]
    line = pd.Series(found, index=pd.Index(ids, name="person_id"), name="manager_id", dtype="str")
    return line[line.index.notna() & ~line.index.duplicated()]


def check_staff(staff: pd.DataFrame) -> tuple[Fault, ...]:
    """Tell what is wrong or odd in a staff list.

    Parameters
    ----------
    staff
        As for `managers_of`.

    Returns
    -------
    tuple of Fault
        Errors: a missing or doubled `person_id`, a doubled e-mail address, somebody who is
        their own manager. Warnings: a manager who is not on the list, a circle of managers.
        In the order of the rows; the heading counts as row 1.
    """
    faults = [*_doubled(staff, "person_id"), *_doubled(staff, "email"), *_lines(staff)]
    return tuple(sorted(faults, key=lambda fault: fault.row or 0))


def _texts(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in table.columns:
        return pd.Series([None] * len(table), dtype="str")
    return as_texts(table[name])[0]


def _doubled(staff: pd.DataFrame, name: str) -> Iterator[Fault]:
    values = _texts(staff, name)
    if name == "person_id":
        for empty in np.flatnonzero(values.isna()):
            fix = "Give everybody an id of their own."
            yield Fault("The cell is empty.", fix, row=int(empty) + 2, column=name)
    first: dict[str, int] = {}
    for i, value in enumerate(values.tolist()):
        if not isinstance(value, str):
            continue
        key = value.casefold() if name == "email" else value
        if key in first:
            problem = f"stands in row {first[key] + 2} already."
            yield Fault(
                problem, "Keep one row for each person.", row=i + 2, column=name, value=value
            )
        first.setdefault(key, i)


def _lines(staff: pd.DataFrame) -> Iterator[Fault]:
    line = managers_of(staff)
    column = "manager_id" if "manager_id" in staff.columns else "manager"
    rows = {person: i + 2 for i, person in reversed(list(enumerate(_texts(staff, "person_id"))))}
    above = {str(person): str(manager) for person, manager in line.dropna().items()}
    told: set[str] = set()
    for person, manager in above.items():
        row = rows[person]
        if manager == person:
            fix = "Write the manager's id, or leave the cell empty at the top."
            yield Fault("is the person themself.", fix, row=row, column=column, value=manager)
        elif manager not in line.index:
            fix = "Add the manager's row, or correct the id or e-mail address."
            yield Fault(
                "is not on the staff list.",
                fix,
                row=row,
                column=column,
                value=manager,
                level="warning",
            )
        elif person not in told and person in _circle(person, above):
            circle = _circle(person, above)
            told |= set(circle)
            problem = f"leads back to the same person: {' > '.join((person, *circle))}."
            fix = "Correct one of these managers."
            yield Fault(problem, fix, row=row, column=column, value=manager, level="warning")


def _circle(person: str, above: dict[str, str]) -> tuple[str, ...]:
    """Follow the line upwards; end with the person themself if it comes back to them."""
    line = chain(person, above)
    back = bool(line) and above.get(line[-1]) == person
    return (*line, person) if back else line
