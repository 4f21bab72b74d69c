"""What the board of pairs shows: everything about them as plain data for the page.

Names stand beside ids here: the board is for whoever decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import Released, release_to_coordinator
from rmkit.errors import NotReady
from rmkit.matching.wording import listed
from rmkit.programme.choices import Choices, RuleChoice, first_choices
from rmkit.programme.confirming import is_waiting

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.programme.pairing import PairingStep
    from rmkit.programme.programme import Programme

__all__ = ["board_view", "counted", "rule_row"]

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
        ids = programme.profiles.people["person_id"]
    except NotReady:
        return {"state": "nobody", "number": 0}
    names = programme.candidates.names
    people = sorted(([i, names.get(i) or i] for i in ids), key=lambda one: one[1].casefold())
    return {"state": "none", "number": 0, "people": people, **_decided(programme, names)}


def _standing(programme: Programme) -> dict[str, object]:
    pairing = programme.pairing
    proposal, pairs, left = pairing.proposal, pairing.pairs, pairing.unmatched
    names = programme.candidates.names
    confirmed = not is_waiting(programme.file, proposal.settings) and "confirmed" in set(
        pairs["state"]
    )
    opened = programme.file.document("opened", str(proposal.matching_id)) or {}
    n_flagged = int((pairs["warnings"] != "").sum())
    return {
        "state": "confirmed" if confirmed else "proposed",
        "number": proposal.matching_id,
        "stale": not confirmed and pairing.is_stale,
        "line": _line(pairs, len(left), n_flagged),
        "proof": _proof(pairing),
        "pairs": _pairs(pairs),
        "left": left.rename(columns={"person_id": "id"}).fillna("").to_dict("records"),
        "people": _people(pairs, left),
        "flagged": n_flagged,
        # What is empty is seen in the line itself: there is nothing to open.
        "opened": {
            "unmatched": left.empty or "unmatched" in opened.get("opened", ()),
            "flagged": not n_flagged or "flagged" in opened.get("opened", ()),
        },
        "audit": pairing.audit.to_dict("records"),
        "confirmed": _confirmed(programme) if confirmed else None,
        "beside": int((pairs["state"] == "confirmed").sum()) if not confirmed else 0,
        "back": 0 if confirmed else pairing.n_to_take_back,
        "record": _record(programme),
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
        return f"Proven: {_best(pairing)}"
    audit = pairing.audit
    open_ones = audit.loc[audit["outcome"] == "open", "detail"]
    return " ".join(["Not proven to be the best list.", *open_ones])


def _best(pairing: PairingStep) -> str:
    """Say what is proven: of all lists, or beside what was locked, runs or stays first."""
    settings, audit = pairing.proposal.settings, pairing.audit
    bounds = ["the rules"] + ["your locks"] * bool(settings.get("locked"))
    bounds += ["the pairs that run"] * bool(
        {"confirmed", "proposed"} <= set(pairing.pairs["state"])
    )
    promises = audit.loc[audit["outcome"] == "proven", "check"].tolist()
    others_first = any(settings.get(name) for name in ("keep", "first"))
    if not promises or (len(bounds) == 1 and not others_first):
        return _BEST[str(settings["aim"])]
    told = str(promises[0]).rstrip(".")
    return f"{told[0].lower()}{told[1:]}, as far as {listed(bounds)} allow."


def _pairs(pairs: pd.DataFrame) -> list[dict[str, object]]:
    columns = ["mentor_id", "mentor", "mentee_id", "mentee", "score", "reason", "warnings"]
    rows = pairs[[*columns, "locked", "state", "since", "new", "ends"]].astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        {
            **{str(key): value for key, value in row.items()},
            "runs": row["state"] == "confirmed",
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
        "rules": [rule_row(rule) for rule in choices.rules],
        "criteria": [
            {
                "id": c.id,
                "title": c.title,
                "why": c.why,
                "weight": c.weight,
                "default": c.default,
                "asked": c.asked,
                "own": c.own,
            }
            for c in choices.criteria
        ],
        "floor": choices.floor,
        "columns": _columns(programme),
        "locked": _named(choices.locked, names),
        "forbidden": _named(choices.forbidden, names),
        "own_rules": told,
    }


def rule_row(rule: RuleChoice) -> dict[str, object]:
    """Give a rule as the page shows it."""
    return {
        "id": rule.id,
        "sentence": rule.sentence,
        "strength": rule.strength,
        "can": list(rule.strengths),
        "n": rule.n,
        "counts": rule.counts,
        "least": rule.least,
        "data": None if rule.data is None else dict(rule.data),
    }


def _columns(programme: Programme) -> list[list[object]]:
    try:
        return [[c.name, c.words, list(c.kinds)] for c in programme.pairing.rule_columns]
    except NotReady:
        return []


def _record(programme: Programme) -> dict[str, object]:
    """Tell what a confirmation rests on: which search, when, from which answers, by which rules."""
    pairing = programme.pairing
    proposal = pairing.proposal
    return {
        "search": proposal.matching_id,
        "at": proposal.made_at,
        "data": proposal.data_digest[:12],
        "rules": list(pairing.rules),
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
