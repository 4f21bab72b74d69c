"""What the panel of changes shows: who runs with whom, who waits, who asked, who was drawn.

Names stand beside ids here: the panel is for the coordinator.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import Released, release_to_coordinator
from rmkit.errors import NotReady
from rmkit.programme.confirming import is_waiting
from rmkit.programme.running import both, former_places, pairs_of, running_pairs

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.programme.programme import Programme

__all__ = ["changes_view"]

_WISHES = {
    "partner": "would like another partner",
    "pause": "would like a pause before the next partner",
    "leave": "would like to leave",
}


def changes_view(programme: Programme) -> Released[dict[str, object]]:
    """Read what can change about a programme's pairs now.

    Returns
    -------
    Released to the coordinator
        `state` is "nobody" (who answered), "before" (no pair was confirmed) or "running".
    """
    return release_to_coordinator(_changes(programme))


def _changes(programme: Programme) -> dict[str, object]:
    file, names = programme.file, programme.candidates.names
    try:
        people = programme.candidates.people
    except NotReady:
        return {"state": "nobody"}
    running = running_pairs(file)
    begun = bool(running or former_places(file))
    kept = file.matching()
    return {
        "state": "running" if begun else "before",
        "waits": kept is not None and begun and is_waiting(file, kept.settings),
        "people": _people(programme, people, names),
        "pairs": [
            [p.pair_id, _named(both(p), names), (p.confirmed_at or "")[:10], p.mentor_id]
            for p in running
        ],
        "waiting": _rows(programme.pairing.waiting_list) if begun else [],
        "wishes": [
            {**row, "wish": _WISHES.get(str(row["wish"]), str(row["wish"]))}
            for row in _rows(programme.pairing.wishes)
        ],
        "former": [[*place, _named(place, names)] for place in sorted(former_places(file))],
        "draws": _draws(programme, people),
    }


def _named(place: tuple[str, str] | None, names: Mapping[str, str]) -> str:
    return " with ".join(names.get(i) or i for i in place or ())


def _rows(table: pd.DataFrame) -> list[dict[str, object]]:
    whole = table.astype(object).where(table.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in whole.to_dict("records")]


def _people(
    programme: Programme, people: pd.DataFrame, names: Mapping[str, str]
) -> list[list[object]]:
    """List everybody who takes part: id, name, places as a mentor or None, pairs now; by name."""
    busy = pairs_of(running_pairs(programme.file))
    found: list[list[object]] = [
        [i, names.get(i) or i, None if role == "mentee" else _places(places), busy[i]]
        for i, role, places in zip(
            people["person_id"], people["role"], people["capacity"].fillna(1), strict=True
        )
    ]
    return sorted(found, key=lambda row: (str(row[1]).casefold(), row[0]))


def _places(places: object) -> int:
    return int(str(places))


def _draws(programme: Programme, people: pd.DataFrame) -> list[dict[str, object]]:
    names, busy = programme.candidates.names, pairs_of(running_pairs(programme.file))
    free = people[~people["person_id"].isin(busy.keys())]
    found: list[dict[str, object]] = []
    for role in ("mentee", "mentor"):
        kept = programme.pairing.lottery(role)
        found.append(
            {
                "role": role,
                "n": int((free["role"] == role).sum()),
                "sentence": kept.sentence if kept else "",
                "ended": bool(kept and kept.ended_at),
                "drawn": [names.get(i) or i for i in kept.drawn] if kept else [],
                "comparison": [names.get(i) or i for i in kept.comparison] if kept else [],
            }
        )
    return found
