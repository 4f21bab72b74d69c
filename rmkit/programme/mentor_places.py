"""How many mentees a mentor takes, where that changed since they answered.

What somebody answered stays as it was: it is their baseline. The change stands beside it, and holds
until they answer anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.errors import NotAllowed
from rmkit.programme.running import both, running_pairs

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.model import Pair
    from rmkit.records.store import ProgrammeFile

__all__ = ["changed_places", "keep_places", "refuse_too_few", "with_places"]

KIND = "mentor_places"
MOST = 100


def changed_places(file: ProgrammeFile) -> dict[str, int]:
    """Give by mentor the number that holds instead of the one they answered."""
    kept = file.document(KIND)
    if not kept:
        return {}
    answered = {r.person_id: r.received_at for r in file.counting("candidate")}
    return {
        row["person_id"]: int(row["places"])
        for row in kept["mentors"]
        if row["at"] >= answered.get(row["person_id"], "")
    }


def with_places(people: pd.DataFrame, places: Mapping[str, int]) -> pd.DataFrame:
    """Give the table of people with these numbers as capacities."""
    if not places:
        return people
    table = people.copy()
    changed = table["person_id"].map(places)
    table["capacity"] = changed.astype("Int64").fillna(table["capacity"].astype("Int64"))
    return table


def keep_places(change: Change, person_id: str, places: int, *, at: str, by: str) -> None:
    """Keep how many mentees a mentor takes from now on."""
    kept = change.document(KIND) or {"mentors": []}
    others = [row for row in kept["mentors"] if row["person_id"] != person_id]
    row = {"person_id": person_id, "places": places, "at": at, "by": by}
    change.save_document(KIND, "", {"mentors": [*others, row]})


def refuse_too_few(
    file: ProgrammeFile, person_id: str, places: int, ending: tuple[str, ...]
) -> list[Pair]:
    """Give the pairs that end with a change of places.

    Raises
    ------
    NotAllowed
        It is no number of places; a pair that is to end is not one of theirs; or more pairs would
        run than there are places: which of them end is for the coordinator to say.
    """
    if isinstance(places, bool) or not isinstance(places, int) or not 0 <= places <= MOST:
        message = f"A mentor takes 0 to {MOST} mentees: give a whole number. Nothing was changed."
        raise NotAllowed(message)
    theirs = {p.pair_id: p for p in running_pairs(file) if p.mentor_id == person_id}
    strange = [pair for pair in ending if pair not in theirs]
    if strange:
        known = ", ".join(theirs) or "none"
        message = (
            f"{', '.join(strange)}: no pair of the mentor {person_id} that runs. Theirs: {known}. "
            "Nothing was changed."
        )
        raise NotAllowed(message)
    over = len(theirs) - len(set(ending)) - places
    if over > 0:
        names = {p.person_id: p.name for p in file.people()}
        told = "; ".join(
            f"{pair} with {names.get(place[1]) or place[1]}"
            for pair, one in theirs.items()
            if (place := both(one)) and pair not in ending
        )
        message = (
            f"{names.get(person_id) or person_id} has {_counted(len(theirs), 'mentee')} and would "
            f"have {_counted(places, 'place')}: say which "
            f"{'pair ends' if over == 1 else f'{over} pairs end'}, with "
            f'ending=["..."] (--end PAIR on a shell). They run now: {told}. Nothing was changed.'
        )
        raise NotAllowed(message)
    return [theirs[pair] for pair in dict.fromkeys(ending)]


def _counted(n: int, one: str) -> str:
    return f"{n or 'no'} {one if n == 1 else one + 's'}"
