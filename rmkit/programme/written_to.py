"""Which pairs the letters of the kick-off go to: those that are new.

Before a second search that is everybody, as often as letters are written. Later it is the pairs of
the newest search, and any older pair of which no letter was written yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rmkit.programme.confirming import new_search
from rmkit.records.model import Pair

if TYPE_CHECKING:
    from rmkit.records.store import ProgrammeFile

__all__ = ["pairs_to_write", "written_pairs"]


def written_pairs(file: ProgrammeFile) -> frozenset[str]:
    """Give the ids of the pairs of which letters were written."""
    kept = file.document("outbox")
    if kept is None:
        return frozenset()
    if "pairs" in kept:
        return frozenset(map(str, kept["pairs"]))
    earlier = (p for p in file.pairs() if p.confirmed_at and p.confirmed_at <= kept["at"])
    return frozenset(pair.pair_id for pair in earlier)  # written before their pairs were noted


def pairs_to_write(file: ProgrammeFile, pairs: Iterable[Pair]) -> list[Pair]:
    """Give those of some running pairs to which letters go now."""
    newest, written = new_search(file), written_pairs(file)
    return [
        pair
        for pair in pairs
        if not newest or pair.matching_id == newest or pair.pair_id not in written
    ]
