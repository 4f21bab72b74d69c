"""Who asked for another partner, for a pause, or to leave; nobody is asked why.

The questionnaire "Another partner, please" has no room for a reason. Who asked is for the
coordinator alone: a partner hears that the pair ends, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.programme.running import running_pairs

if TYPE_CHECKING:
    from rmkit.records.model import Pair, Response
    from rmkit.records.store import ProgrammeFile

__all__ = ["open_wishes", "pausing"]

FORM = "reassignment"


def open_wishes(file: ProgrammeFile) -> pd.DataFrame:
    """List the wishes that are still to be met, the oldest first.

    A wish is met once the pair that it was about has ended; one to leave, once they have left.
    """
    said = _latest(file)
    people = {person.person_id: person for person in file.people()} if said else {}
    running = running_pairs(file) if said else []
    rows = []
    for response in said:
        person = people[str(response.person_id)]
        wish = response.answers.get("wish")
        theirs = list(_about(response, running))
        leaves = wish == "leave" and not person.is_out
        if theirs or leaves:
            rows.append(
                (
                    person.person_id,
                    person.name,
                    ", ".join(pair.pair_id for pair in theirs),
                    wish,
                    response.answers.get("until_then"),
                    response.answers.get("telling"),
                    _at(response)[:10],
                )
            )
    columns = ["person_id", "name", "pair_id", "wish", "until_then", "telling", "since"]
    return pd.DataFrame(rows, columns=columns)


def pausing(file: ProgrammeFile) -> dict[str, str]:
    """Give by person since when they want a pause; a pair that is confirmed later ends it."""
    asked = {str(r.person_id): _at(r) for r in _latest(file) if r.answers.get("wish") == "pause"}
    if not asked:
        return {}
    began: dict[str, str] = {}
    for pair in file.pairs():
        for person in (pair.mentor_id, pair.mentee_id):
            if person in asked and pair.confirmed_at:
                began[person] = max(began.get(person, ""), pair.confirmed_at)
    return {person: at for person, at in asked.items() if began.get(person, "") <= at}


def _latest(file: ProgrammeFile) -> list[Response]:
    """Give of each person the wish that they said last."""
    last = {r.person_id: r for r in file.responses(FORM) if r.person_id}
    return sorted(last.values(), key=_at)


def _about(response: Response, running: list[Pair]) -> Iterator[Pair]:
    """Give the running pairs that a wish is about: the one it names, or all there were then."""
    for pair in running:
        if response.pair_id == pair.pair_id or (
            response.pair_id is None
            and response.person_id in (pair.mentor_id, pair.mentee_id)
            and str(pair.confirmed_at) <= _at(response)
        ):
            yield pair


def _at(response: Response) -> str:
    return response.submitted_at or response.received_at
