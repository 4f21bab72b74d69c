"""What is odd about lines and lists: circles of managers, and people whom nobody knows.

Neither stops a matching: a line is followed until it would repeat. Both are told in the audit, for
a rule about the reporting line can only be as good as the lines.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rmkit.matching.rule import Rule
from rmkit.matching.terms import Terms
from rmkit.matching.wording import counted, listed
from rmkit.people.lines import circles

__all__ = ["lists_known", "odd_lines"]

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


def lists_known(rules: Sequence[Rule], terms: Terms, known: Collection[str]) -> list[Row]:
    """Give a row for the audit where an own list of pairs names somebody whom nobody knows."""
    everybody = {*known, *terms.managers, *terms.managers.values()}
    named = {name for rule in rules if rule.own for pair in rule.pairs for name in pair}
    unknown = sorted(named - everybody)
    if not unknown:
        return []
    detail = f"In no row: {listed(unknown, limit=10)}. A pair with them holds nobody apart."
    return [("Everybody on your own lists of pairs is known.", "flagged", detail)]
