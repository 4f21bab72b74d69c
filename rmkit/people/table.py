"""Whether this is a table of people that can be worked with, and if not, why.

In comes a DataFrame with one row a person, from a programme, a file or a researcher's own work.
Out goes the same table in one form: every known column there, each with its type, sorted by
person. Faults are all told at once. Nothing is repaired by guessing, and nobody is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from rmkit.errors import Fault, FaultsFound, nearest
from rmkit.people.columns import (
    KNOWN,
    ROLES,
    as_numbers,
    as_sets,
    as_texts,
    described,
    in_order,
)

__all__ = ["validate"]


def validate(
    people: pd.DataFrame, *, required: Collection[str] = ("person_id", "role")
) -> pd.DataFrame:
    """Check a table of people and bring it into its one form.

    Parameters
    ----------
    people
        One row a person: `person_id`, `role` (mentor, mentee or either) and any of
        `organisation`, `site`, `department`, `manager_id`, `languages`, `slots`, `communication`,
        `capacity`, `level_<skill>` and `target_<skill>` (1 to 5), `topics`, `expectations`,
        `style_<name>` (1 to 5), `seniority_years`, `cluster`. Further columns are kept as they
        are. A blank or missing cell is missing. `person_id` may also be the index.
    required
        The known columns in which nobody may be missing.

    Returns
    -------
    DataFrame
        A new table, sorted by `person_id`, with every known column (all missing where it was
        not given). Texts and sets are of type `str`, levels, targets, styles, capacity and
        cluster `Int64`, `seniority_years` `Float64`. Sets are in the form that `write_set` gives.

    Raises
    ------
    FaultsFound
        No table at all, doubled or missing people, an unknown role, a level outside 1 to 5,
        somebody who is their own manager, a column that comes twice: every fault, with row and
        column. The heading counts as row 1.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["b", "a"], "role": "mentor", "level_chat": [4, 1]})
    >>> validate(people)[["person_id", "role", "level_chat"]].to_dict("list")
    {'person_id': ['a', 'b'], 'role': ['mentor', 'mentor'], 'level_chat': [1, 4]}
    """
    if not isinstance(people, pd.DataFrame):
        fix = "Give a DataFrame with one row a person and a column person_id."
        fault = Fault(f"Instead of a table of people there is a {type(people).__name__}.", fix)
        raise FaultsFound([fault], _CONSEQUENCE)
    given = _with_id_column(people)
    faults = list(_column_faults(given, required))
    if faults:
        raise FaultsFound(faults, _CONSEQUENCE)
    typed = given.reset_index(drop=True)
    for name in given.columns:
        column = described(name)
        if column is None:
            continue
        typed[name], found = _read(typed[name], name)
        faults += found
    for name, column in KNOWN.items():
        if name not in typed.columns:
            kind = {"whole": "Int64", "number": "Float64"}.get(column.holds, "str")
            typed[name] = pd.Series(None, index=typed.index, dtype=kind)
    faults += _person_faults(typed, required, spoiled={(f.row, f.column) for f in faults})
    if faults:
        raise FaultsFound(sorted(faults, key=lambda f: f.row or 0), _CONSEQUENCE)
    return typed[in_order(typed.columns)].sort_values("person_id", ignore_index=True)


_CONSEQUENCE = "The table of people was not used."


def _with_id_column(people: pd.DataFrame) -> pd.DataFrame:
    if "person_id" not in people.columns and people.index.name == "person_id":
        return people.reset_index()
    return people


def _column_faults(people: pd.DataFrame, required: Collection[str]) -> Iterator[Fault]:
    names = list(people.columns)
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield Fault("comes twice.", "Keep one of the two columns.", column=str(name))
    for name in required:
        if name not in names:
            hint = nearest(name, [n for n in names if isinstance(n, str)]).strip()
            yield Fault("is missing from the table.", hint or "Add the column.", column=name)


def _read(cells: pd.Series, name: str) -> tuple[pd.Series, list[Fault]]:
    """Read one known column; give it typed, with the faults of its cells."""
    column = described(name) or KNOWN[name]
    if column.holds == "text":
        typed, bad = as_texts(cells)
        problems = {
            int(i): ("is not a text.", "Write one text a cell.") for i in np.flatnonzero(bad)
        }
    elif column.holds == "set":
        typed, told = as_sets(cells)
        fix = 'Write short codes with ";" between them, or "none" for an empty set.'
        problems = {i: (problem, fix) for i, problem in enumerate(told) if problem}
    else:
        typed, bad = as_numbers(cells, column)
        whole = "whole " if column.holds == "whole" and not column.fix else ""
        problem = f"is not a {whole}{column.what}."
        problems = {int(i): (problem, column.fix) for i in np.flatnonzero(bad)}
    faults = [
        Fault(
            problem,
            fix,
            row=i + 2,
            column=name,
            value=None if column.secret else str(cells.iloc[i]),
        )
        for i, (problem, fix) in problems.items()
    ]
    return typed, faults


def _person_faults(
    people: pd.DataFrame, required: Collection[str], *, spoiled: set[tuple[int | None, str | None]]
) -> Iterator[Fault]:
    """Tell what is wrong with persons; a cell in `spoiled` was told already."""
    for name in required:
        for i in np.flatnonzero(people[name].isna()):
            row = int(i) + 2
            if (row, name) not in spoiled:
                yield Fault("The cell is empty.", _FILL.get(name, ""), row=row, column=name)
    ids = people["person_id"]
    first = {value: i for i, value in reversed(list(enumerate(ids)))}
    for i in np.flatnonzero(ids.duplicated() & ids.notna()):
        problem = f"stands in row {first[ids.iloc[i]] + 2} already."
        fix = "Keep one row for each person."
        yield Fault(problem, fix, row=int(i) + 2, column="person_id", value=str(ids.iloc[i]))
    role = people["role"]
    for i in np.flatnonzero(role.notna() & ~role.isin(ROLES)):
        value = str(role.iloc[i])
        fix = f"Write mentor, mentee or either.{nearest(value.lower(), ROLES)}"
        yield Fault("is not a role.", fix, row=int(i) + 2, column="role", value=value)
    own = people["manager_id"].notna() & (people["manager_id"] == ids)
    for i in np.flatnonzero(own):
        fix = "Write the manager's id, or leave the cell empty at the top."
        yield Fault(
            "is the person's own id.",
            fix,
            row=int(i) + 2,
            column="manager_id",
            value=str(ids.iloc[i]),
        )


_FILL = {
    "person_id": "Give everybody an id of their own.",
    "role": "Write mentor, mentee or either.",
}
