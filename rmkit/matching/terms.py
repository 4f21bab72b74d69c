"""What criteria and rules may look at beside the two tables of mentors and mentees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.people.columns import as_texts

__all__ = ["Person", "Terms", "code", "codes", "managers_known", "persons", "strangers"]

Person = Mapping[str, object]
"""One row of the table of people; what is missing is None."""


@discreet("assumed_target", "forbidden", "former")
@dataclass(frozen=True)
class Terms:
    """The terms on which pairs are weighed.

    Parameters
    ----------
    assumed_target
        The level taken as wanted where somebody gave none.
    labels
        Words for skills, by id; a skill without words is called by its id.
    managers
        The manager's id by person id, for everybody who has one.
    strangers
        Managers who have no row, neither on the staff list nor among those who take part.
    forbidden, former
        Pairs of ids that must not meet, and that met before; in either direction.
    """

    assumed_target: int = 4
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    managers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    strangers: frozenset[str] = frozenset()
    forbidden: frozenset[frozenset[str]] = frozenset()
    former: frozenset[frozenset[str]] = frozenset()

    def skill(self, name: str) -> str:
        """Give the words for a skill."""
        return self.labels.get(name, name.replace("_", " "))


def managers_known(
    people: pd.DataFrame, managers: Mapping[str, object] | pd.Series | None
) -> dict[str, str]:
    """Find everybody's manager: as the staff list says, for others as the table of people says.

    Parameters
    ----------
    people
        A validated table of people.
    managers
        The manager's id by person id for everybody on the staff list, missing at the top; None
        where there is no staff list.
    """
    listed = pd.Series(dict(managers.items()) if managers is not None else {}, dtype="object")
    listed.index = pd.Index(as_texts(listed.index.to_series())[0])
    known = dict(zip(people["person_id"], people["manager_id"], strict=True))
    known |= dict(zip(listed.index, as_texts(listed)[0], strict=True))
    return {person: above for person, above in known.items() if isinstance(above, str)}


def strangers(
    lines: Mapping[str, str], listed: Iterable[object], people: pd.DataFrame
) -> frozenset[str]:
    """Name the managers who have no row, neither on the staff list nor among the people."""
    return frozenset(lines.values()) - {*map(str, listed), *people["person_id"]}


def persons(people: pd.DataFrame) -> list[Person]:
    """Read every row of a table of people as a mapping, in which missing is None."""
    cells = {str(name): people[name].astype(object).to_numpy() for name in people.columns}
    known = {str(name): people[name].notna().to_numpy() for name in people.columns}
    return [
        {name: cells[name][row] if known[name][row] else None for name in cells}
        for row in range(len(people))
    ]


def code(person: Person, column: str, terms: Terms) -> str | None:
    """Give what a rule compares of one person; None where it is unknown.

    Departments and sites are those of an organisation; "manager" is who the person reports to.
    """
    if column == "manager":
        return terms.managers.get(str(person["person_id"]))
    value = person.get(column)
    if value is None:
        return None
    if column in _WITHIN_ORGANISATIONS:
        return f"{person.get('organisation') or ''}\n{value}"
    return str(value)


def codes(people: pd.DataFrame, column: str, terms: Terms) -> pd.Series:
    """Give what a rule compares of everybody, as `code` does for one person."""
    if column == "manager":
        return people["person_id"].map(terms.managers.get)
    if column in _WITHIN_ORGANISATIONS:
        return people["organisation"].fillna("") + "\n" + people[column]
    return people[column].map(str, na_action="ignore")


_WITHIN_ORGANISATIONS = ("department", "site")
