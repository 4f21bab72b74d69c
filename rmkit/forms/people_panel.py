"""The list of candidates: who answered in which role, and who is missing from the staff list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import opened, release_columns
from rmkit.forms.given import Given
from rmkit.forms.panel import Panel, act, script

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["candidates"]

_COLUMNS = ("person_id", "name", "role", "department", "state")
_ROLES = {"mentor": "mentors", "mentee": "mentees", "either": "either of them"}


class PeoplePanel(Panel):
    """The candidates with their state, to look through."""

    _esm = script("people")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    def _seen(self) -> dict[str, object]:
        step = self._programme.candidates
        released = release_columns(step.table, _COLUMNS, "coordinator")
        table = opened(released, "coordinator", where="The list of candidates")
        strangers = set(step.not_on_the_list)
        roles = Counter(role for role in table["role"] if isinstance(role, str))
        rows = [
            {
                "id": row["person_id"],
                "name": row["name"],
                "role": row["role"] if isinstance(row["role"], str) else "",
                "department": row["department"] if isinstance(row["department"], str) else "",
                "state": row["state"],
                "stranger": row["person_id"] in strangers,
            }
            for row in table.to_dict("records")
        ]
        return {
            "rows": rows,
            "roles": [[words, roles[role]] for role, words in _ROLES.items() if roles[role]],
            "listed": len(step.staff),
        }

    @act
    def look(self, given: Given) -> None:
        """Read the list again: somebody may have answered meanwhile."""
        self.view = self._seen()


def candidates(programme: Programme) -> PeoplePanel:
    """Show the list of candidates with role, department and state, to look through."""
    return PeoplePanel(programme)
