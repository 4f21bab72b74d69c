"""Everybody without a partner: as the last search left them, and as things changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.programme.naming import with_names
from rmkit.programme.objecting import ASKED_NOT_TO, NOTHING_TO_DO
from rmkit.programme.waiting_list import WAITS, told_waiting, waiting_list

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair

__all__ = ["UNMATCHED", "without_partner"]

UNMATCHED = ["person_id", "role", "reason", "what_would_help"]


def without_partner(
    programme: Programme, kept: pd.DataFrame, standing: Sequence[Pair]
) -> pd.DataFrame:
    """Lay out who has no partner, with why, what would help and since when they wait.

    Parameters
    ----------
    programme
        Open.
    kept
        Those whom the last search left over, in columns `UNMATCHED`.
    standing
        The pairs that run and those that are proposed.
    """
    placed = {i for p in standing for i in (p.mentor_id, p.mentee_id)}
    asked = programme.candidates.not_matched
    asked = asked[~asked["person_id"].isin(placed)].assign(
        reason=ASKED_NOT_TO, what_would_help=NOTHING_TO_DO
    )
    waiting = {one.person_id: one for one in waiting_list(programme)}
    elsewhere = placed | set(asked["person_id"]) | _out(programme)
    others = kept[~kept["person_id"].isin(elsewhere)]
    apart = [w for i, w in waiting.items() if i not in {*others["person_id"], *elsewhere}]
    rest = pd.DataFrame(
        [(w.person_id, w.role, *WAITS[w.because]) for w in apart], columns=UNMATCHED
    )
    parts = (others, asked[UNMATCHED], rest)
    whole = pd.concat([part.astype(object) for part in parts], ignore_index=True)
    names = programme.candidates.names
    whole.insert(1, "name", whole["person_id"].map(names))
    for column in ("reason", "what_would_help"):
        whole[column] = with_names(whole[column], names)
    whole["what_would_help"] = [
        f"{text} {told_waiting(waiting[person])}".strip() if person in waiting else text
        for person, text in zip(whole["person_id"], whole["what_would_help"], strict=True)
    ]
    return whole


def _out(programme: Programme) -> set[str]:
    """Name those who left or declined: they look for nobody."""
    return {p.person_id for p in programme.file.people() if p.is_out}
