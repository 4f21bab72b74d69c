"""What is odd about who reports to whom: circles of managers, and managers whom nobody knows.

Neither stops a matching: a line is followed until it would repeat. Both are told in the audit, for
a rule about the reporting line can only be as good as the lines.
"""

from __future__ import annotations

from rmkit.matching.terms import Terms
from rmkit.matching.wording import counted, listed
from rmkit.people.lines import circles

__all__ = ["odd_lines"]

Row = tuple[str, str, str]


def odd_lines(terms: Terms) -> list[Row]:
    """Give rows for the audit (check, outcome, detail); none where nothing is odd."""
    rows = []
    found = circles(terms.managers)
    if found:
        told = [" > ".join((*circle, circle[0])) for circle in found]
        detail = (
            f"Managers in {counted(len(found), 'circle')}: {listed(told, limit=3)}. Each line was "
            "followed until it repeats. Correct one of these managers."
        )
        rows.append(("Nobody reports to themselves, over however many steps.", "flagged", detail))
    if terms.strangers:
        names = sorted(terms.strangers)
        detail = (
            f"In no row: {listed(names, limit=3)}. Who is above them is not known. Add their rows, "
            "or correct the ids."
        )
        rows.append(("Every manager is on the staff list.", "flagged", detail))
    return rows
