"""The pairs of a programme that run, and those that met before: read from its file.

A pair runs from the day on which it is confirmed until it ends, whichever search it came from. A
pair of which somebody was erased does not run any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rmkit.definitions.discreet import discreet
from rmkit.records.model import Pair

if TYPE_CHECKING:
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "Confirmed",
    "Place",
    "both",
    "confirmed_searches",
    "former_places",
    "pairs_of",
    "running_pairs",
    "running_places",
]

Place = tuple[str, str]
"""The ids of a mentor and a mentee."""


@discreet("matching_id", "at", "paired", "left_over")
@dataclass(frozen=True, slots=True)
class Confirmed:
    """A search for pairs that a person confirmed: when, and who was in a pair and who was not."""

    matching_id: int
    at: str
    paired: frozenset[str]
    left_over: frozenset[str]


def both(pair: Pair) -> Place | None:
    """Give the two of a pair; None where one was erased."""
    return (pair.mentor_id, pair.mentee_id) if pair.mentor_id and pair.mentee_id else None


def running_pairs(file: ProgrammeFile) -> list[Pair]:
    """List the pairs that run now, oldest search first."""
    return [pair for pair in file.pairs("confirmed") if both(pair)]


def running_places(file: ProgrammeFile) -> frozenset[Place]:
    """Give the two of each pair that runs."""
    return frozenset(_places(running_pairs(file)))


def former_places(file: ProgrammeFile) -> frozenset[Place]:
    """Give the two of each pair that ended and does not run again."""
    return frozenset(_places(file.pairs("ended"))) - running_places(file)


def pairs_of(pairs: Iterable[Pair]) -> Counter[str]:
    """Count in how many of some pairs each person is."""
    return Counter(person for place in _places(pairs) for person in place)


def _places(pairs: Iterable[Pair]) -> list[Place]:
    return [place for pair in pairs if (place := both(pair))]


def confirmed_searches(file: ProgrammeFile) -> tuple[Confirmed, ...]:
    """List the searches whose pairs were confirmed, the oldest first; ended pairs count."""
    pairs = [pair for pair in file.pairs() if pair.confirmed_at]
    found = []
    for number in sorted({pair.matching_id for pair in pairs}):
        theirs = [pair for pair in pairs if pair.matching_id == number]
        kept = file.matching(number)
        left: Any = kept.result.get("unmatched", ()) if kept else ()
        found.append(
            Confirmed(
                number,
                min(str(pair.confirmed_at) for pair in theirs),
                frozenset(i for p in theirs for i in (p.mentor_id, p.mentee_id) if i),
                frozenset(str(row["person_id"]) for row in left),
            )
        )
    return tuple(found)
