"""Whether a pair's meetings became tool training, as the pair itself says on its receipts.

A mentor is not a trainer: showing tools or answering questions every time is a sign that other ways
to use the hour would do both good. It is read from what the two ticked, never from their sheets,
and it is a reason for a friendly prompt, not for a talk about performance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rmkit.definitions.discreet import discreet
from rmkit.meetings.progress import PairProgress

__all__ = ["EVERY_TIME", "Drift", "drifting"]

EVERY_TIME = 3
"""So many told meetings in a row are "every time"."""

_NARROW = frozenset({"tools", "questions"})


@discreet("pair_id", "times", "since")
@dataclass(frozen=True, slots=True)
class Drift:
    """A pair whose last meetings were tools or questions each time: how often, and since when."""

    pair_id: str
    times: int
    since: date
    last: date


def drifting(progress: Iterable[PairProgress]) -> tuple[Drift, ...]:
    """Name the running pairs that ticked tools or questions three times in a row, and lately.

    A meeting of which the kind was not told is passed over.
    """
    found = []
    for one in progress:
        if one.standing != "running":
            continue
        told = [day for day in one.days if day.outcome == "held" and day.kind]
        row = []
        for day in reversed(told):
            if day.kind not in _NARROW:
                break
            row.append(day.day)
        if len(row) >= EVERY_TIME:
            found.append(Drift(one.pair_id, len(row), row[-1], row[0]))
    return tuple(found)
