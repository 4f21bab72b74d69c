"""What the board of pairs shows: everything about them as plain data for the page.

Names stand beside ids here: the board is for whoever decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import Released, release_to_coordinator
from rmkit.errors import NotReady
from rmkit.programme.choices import Choices, first_choices

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.programme.pairing import PairingStep
    from rmkit.programme.programme import Programme

__all__ = ["board_view", "counted"]

_ERASED = "Somebody erased"
_BEST = {
    "participation": "no other list that these rules allow has more pairs, or as many and a "
    "higher total.",
    "score": "no other list that these rules allow has a higher total.",
}


def board_view(programme: Programme) -> Released[dict[str, object]]:
    """Read a programme's pairs, those left over and what decides about them.

    Returns
    -------
    Released to the coordinator
        `state` is "nobody" (who answered), "none" (no pairs yet), "proposed" or "confirmed"; only
        the last two have pairs. `number` is that of the proposal that is shown.
    """
    return release_to_coordinator(_board(programme))


def _board(programme: Programme) -> dict[str, object]:
    if programme.file.matching() is not None:
        return _standing(programme)
    try:
        programme.profiles.people  # noqa: B018 - it is only asked whether there is anybody
    except NotReady:
        return {"state": "nobody", "number": 0}
    return {"state": "none", "number": 0, **_decided(programme, {})}


def _standing(programme: Programme) -> dict[str, object]:
    pairing = programme.pairing
    proposal, pairs, left = pairing.proposal, pairing.pairs, pairing.unmatched
    names = programme.candidates.names
    confirmed = bool(len(pairs)) and set(pairs["state"]) == {"confirmed"}
    opened = programme.file.document("opened", str(proposal.matching_id)) or {}
    n_flagged = int((pairs["warnings"] != "").sum())
    return {
        "state": "confirmed" if confirmed else "proposed",
        "number": proposal.matching_id,
        "stale": not confirmed and pairing.is_stale,
        "line": _line(pairs, len(left), n_flagged),
        "proof": _proof(pairing),
        "pairs": _pairs(pairs),
        "left": left.drop(columns="person_id").fillna("").to_dict("records"),
        "people": _people(pairs, left),
        "flagged": n_flagged,
        # What is empty is seen in the line itself: there is nothing to open.
        "opened": {
            "unmatched": left.empty or "unmatched" in opened.get("opened", ()),
            "flagged": not n_flagged or "flagged" in opened.get("opened", ()),
        },
        "audit": pairing.audit.to_dict("records"),
        "confirmed": _confirmed(programme) if confirmed else None,
        **_decided(programme, names),
    }


def _line(pairs: pd.DataFrame, n_left: int, n_flagged: int) -> str:
    parts = [
        counted(len(pairs), "pair"),
        f"{n_left or 'nobody'} left over",
        f"{n_flagged or 'none'} with a warning",
    ]
    if len(pairs):
        parts.append(f"median score {pairs['score'].median():.0f} of 100")
    return f"{', '.join(parts)}."


def _proof(pairing: PairingStep) -> str:
    """Say in words whether a better list could exist."""
    proposal = pairing.proposal
    if proposal.gap == 0:
        return f"Proven: {_BEST[str(proposal.settings['aim'])]}"
    audit = pairing.audit
    open_ones = audit.loc[audit["outcome"] == "open", "detail"]
    return " ".join(["Not proven to be the best list.", *open_ones])


def _pairs(pairs: pd.DataFrame) -> list[dict[str, object]]:
    columns = ["mentor_id", "mentor", "mentee_id", "mentee", "score", "reason", "warnings"]
    rows = pairs[[*columns, "locked"]].astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        {
            **{str(key): value for key, value in row.items()},
            "mentor": row["mentor"] or row["mentor_id"] or _ERASED,
            "mentee": row["mentee"] or row["mentee_id"] or _ERASED,
        }
        for row in rows.to_dict("records")
    ]


def _people(pairs: pd.DataFrame, left: pd.DataFrame) -> list[list[str]]:
    """List everybody who takes part: id and name, by name."""
    found = {
        **dict(zip(pairs["mentor_id"], pairs["mentor"], strict=True)),
        **dict(zip(pairs["mentee_id"], pairs["mentee"], strict=True)),
        **dict(zip(left["person_id"], left["name"], strict=True)),
    }
    people = [[key, name] for key, name in found.items() if key and isinstance(name, str)]
    return sorted(people, key=lambda person: (person[1].casefold(), person[0]))


def _confirmed(programme: Programme) -> dict[str, str]:
    pairs = programme.file.pairs("confirmed")
    by = next((pair.confirmed_by for pair in pairs if pair.confirmed_by), "")
    at = next((pair.confirmed_at for pair in pairs if pair.confirmed_at), "")
    return {"by": by or "", "at": at or ""}


def _decided(programme: Programme, names: Mapping[str, str]) -> dict[str, object]:
    """Give rules, criteria, aim, locked and forbidden pairs, as they are now."""
    pairing, told = programme.pairing, ""
    try:
        choices = pairing.choices
    except NotReady as error:
        told = f"{error} Finding pairs again here goes by what stands below instead."
        choices = _shipped(programme)
    return {
        "aim": choices.aim,
        "rules": [
            {"id": r.id, "sentence": r.sentence, "strength": r.strength, "can": list(r.strengths)}
            for r in choices.rules
        ],
        "criteria": [
            {"id": c.id, "title": c.title, "why": c.why, "weight": c.weight, "default": c.default}
            for c in choices.criteria
        ],
        "locked": _named(choices.locked, names),
        "forbidden": _named(choices.forbidden, names),
        "own_rules": told,
    }


def _shipped(programme: Programme) -> Choices:
    try:
        return first_choices(programme.profiles.people)
    except NotReady:
        return first_choices(None)


def _named(pairs: Iterable[tuple[str, str]], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {
            "mentor_id": one,
            "mentor": names.get(one, one),
            "mentee_id": other,
            "mentee": names.get(other, other),
        }
        for one, other in pairs
    ]


def counted(n: int, one: str, many: str = "") -> str:
    """Say how many of something.

    >>> counted(1, "pair"), counted(1200, "person", "people")
    ('1 pair', '1,200 people')
    """
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"
