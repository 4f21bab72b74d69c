"""What the compiled loop runs on: comparisons of every kind, laid out as plain arrays.

Rows of two-dimensional arrays are questions, columns people; `ours` are mentors, `theirs` mentees.
An array called `starts` or `first` cuts a flat one into pieces.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BARRED",
    "Coded",
    "Found",
    "Given",
    "Listings",
    "Program",
    "Ranged",
    "Rated",
    "Taken",
    "Valued",
]

BARRED: Final = np.int32(-(1 << 25))
"""What a broken hard rule adds to the points; all weights together stay below half of it."""

Bytes = NDArray[np.uint8]
Bits = NDArray[np.uint32]
Small = NDArray[np.int32]
Large = NDArray[np.int64]


_Part = TypeVar("_Part", "Coded", "Ranged", "Valued", "Given", "Taken", "Rated")


class Coded(NamedTuple):
    """Codes, and the points of each question for unknown, different and same."""

    ours: Small
    theirs: Small
    points: Small


class Ranged(NamedTuple):
    """Numbers as ranks: a mentor from `low` to below `high` is too close to the mentee."""

    ours: Small
    low: Small
    high: Small


class Valued(NamedTuple):
    """Shared values and words: as bits where they are many, as lists of mentors where few.

    `facts` are weight, plenty, fewest allowed, and whether one look at the bits is enough.
    """

    first: Large
    ours: Bits
    theirs: Bits
    known: Bytes
    asked: Bytes
    facts: Small
    factor: Bits
    word_starts: Large
    mentors: Small
    asked_starts: Large
    words: Small


class Given(NamedTuple):
    """Needs of mentees that mentors cover; `facts` are weight and fewest half levels allowed."""

    own: Bytes
    starts: Large
    skill: Small
    now: Bytes
    target: Bytes
    factor: Bits
    facts: Small


class Taken(NamedTuple):
    """Needs of mentors that mentees cover; `facts` as in `Given`."""

    first: Large
    now: Bytes
    wanted: Bytes
    own: Bytes
    factor: Bits
    start: Bits
    facts: Small


class Rated(NamedTuple):
    """Ratings of oneself, and the weight of each question."""

    first: Large
    ours: Bytes
    theirs: Bytes
    weight: Small


class Listings(NamedTuple):
    """Mentors that are impossible for each mentee, and the fewest points of a pair."""

    starts: Large
    mentors: Small
    floor: Small


class Found(NamedTuple):
    """The best mentors of each mentee, shape (n_mentees, most), the best first.

    Only pairs that gain more than `least` are kept; `counts` says how many there are.
    """

    mentors: Small
    gains: Large
    points: Small
    counts: Large
    least: Large


class Program(NamedTuple):
    """All that decides the points of a pair."""

    coded: Coded
    ranged: Ranged
    valued: Valued
    given: Given
    taken: Taken
    rated: Rated
    listings: Listings

    @property
    def n_mentors(self) -> int:
        """How many mentors there are."""
        return int(self.coded.ours.shape[1])

    @property
    def n_mentees(self) -> int:
        """How many mentees there are."""
        return int(self.coded.theirs.shape[1])

    def with_mentors(self, chosen: NDArray[Any]) -> Program:
        """Keep some mentors, in rising order, as if the others were not there."""
        place = np.full(self.n_mentors, -1, dtype=np.int32)
        place[chosen] = np.arange(len(chosen), dtype=np.int32)
        lists, values = self.listings, self.valued
        starts, mentors = _kept(lists.starts, lists.mentors, place)
        word_starts, word_mentors = _kept(values.word_starts, values.mentors, place)
        values = values._replace(word_starts=word_starts, mentors=word_mentors)
        return Program(
            coded=_narrowed(self.coded, chosen, "ours"),
            ranged=_narrowed(self.ranged, chosen, "ours"),
            valued=_narrowed(values, chosen, "ours", "known"),
            given=_narrowed(self.given, chosen, "own"),
            taken=_narrowed(self.taken, chosen, "now", "wanted", "factor", "start"),
            rated=_narrowed(self.rated, chosen, "ours"),
            listings=lists._replace(starts=starts, mentors=mentors),
        )

    def with_mentees(self, chosen: NDArray[Any]) -> Program:
        """Keep some mentees, in any order, as if the others were not there."""
        lists, values, given = self.listings, self.valued, self.given
        asked_starts, asked = _pieces(values.asked_starts, chosen)
        values = values._replace(asked_starts=asked_starts, words=values.words[asked])
        need_starts, needs = _pieces(given.starts, chosen)
        given = given._replace(
            starts=need_starts,
            skill=given.skill[needs],
            now=given.now[needs],
            target=given.target[needs],
        )
        starts, listed = _pieces(lists.starts[None, :], chosen)
        return Program(
            coded=_narrowed(self.coded, chosen, "theirs"),
            ranged=_narrowed(self.ranged, chosen, "low", "high"),
            valued=_narrowed(values, chosen, "theirs", "asked"),
            given=_narrowed(given, chosen, "factor"),
            taken=_narrowed(self.taken, chosen, "own"),
            rated=_narrowed(self.rated, chosen, "theirs"),
            listings=lists._replace(starts=starts[0], mentors=lists.mentors[listed]),
        )


def _narrowed(part: _Part, chosen: NDArray[Any], *names: str) -> _Part:
    return part._replace(
        **{name: np.ascontiguousarray(getattr(part, name)[:, chosen]) for name in names}
    )


def _kept(starts: Large, mentors: Small, place: Small) -> tuple[Large, Small]:
    """Keep the mentors of a list that have a place, by their new positions."""
    moved = place[mentors] if mentors.size else mentors
    before = np.concatenate([[0], np.cumsum(moved >= 0)]).astype(np.int64)
    return before[starts], moved[moved >= 0]


def _pieces(starts: Large, chosen: NDArray[Any]) -> tuple[Large, Large]:
    """Keep some pieces of a flat array, for each question: new starts, and what to take."""
    fresh, taken, before = [], [np.zeros(0, dtype=np.int64)], 0
    for row in starts:
        first, size = row[:-1][chosen], np.diff(row)[chosen]
        ends = np.cumsum(size)
        fresh.append(np.concatenate([[0], ends]) + before)
        taken.append(np.repeat(first - (ends - size), size) + np.arange(size.sum()))
        before += int(size.sum())
    shape = (len(starts), len(chosen) + 1)
    return np.array(fresh, dtype=np.int64).reshape(shape), np.concatenate(taken)
