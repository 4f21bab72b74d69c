"""Pairs that run and have come into one reporting line: people change jobs, and managers change.

The search for pairs keeps partners out of one line on the day on which it looks. Here the staff
list as it is now is held against the pairs that run, by the rule that they were made with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.people.lines import chain
from rmkit.programme.running import running_pairs
from rmkit.records.model import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmkit.records.store import ProgrammeFile

__all__ = ["pairs_in_one_line"]

_RULE = "reporting_line"


def pairs_in_one_line(file: ProgrammeFile) -> tuple[Pair, ...]:
    """List the pairs that run of which one reports to the other by now.

    A pair counts only where the rule was one for its search, and over as many levels as that says.
    """
    managers = {p.person_id: p.staff.get("manager_id") for p in file.people()}
    running = running_pairs(file)
    levels = {number: _levels(file, number) for number in {p.matching_id for p in running}}
    return tuple(
        pair
        for pair in running
        if (reach := levels[pair.matching_id]) is not None and _reports(pair, managers, reach)
    )


def _levels(file: ProgrammeFile, matching_id: int) -> int | None:
    """Give over how many levels the rule held: 0 for the whole line, None where it was none."""
    kept = file.matching(matching_id)
    rules = kept.settings.get("rules") if kept else None
    if not isinstance(rules, list):
        return 0
    found = next((rule for rule in rules if rule.get("id") == _RULE), None)
    if found is None or found.get("strength") == "off":
        return None
    return int(found.get("n") or 0)


def _reports(pair: Pair, managers: Mapping[str, object], levels: int) -> bool:
    mentor, mentee = str(pair.mentor_id), str(pair.mentee_id)
    above = chain(mentor, managers), chain(mentee, managers)
    near = [line[:levels] if levels else line for line in above]
    return mentee in near[0] or mentor in near[1]
