"""The few pairs that are worth a look: candidates of each mentee, growing from round to round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Graph"]

Large = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Graph:
    """Pairs sorted by mentee, then by mentor, and what each is worth.

    `keys` are mentee * n_mentors + mentor.
    """

    n_mentors: int
    n_mentees: int
    keys: Large
    values: Large

    @classmethod
    def empty(cls, n_mentors: int, n_mentees: int) -> Graph:
        """Make a graph without pairs."""
        none = np.zeros(0, dtype=np.int64)
        return cls(n_mentors, n_mentees, none, none)

    @property
    def mentees(self) -> Large:
        """The mentee of each pair."""
        return self.keys // max(self.n_mentors, 1)

    @property
    def mentors(self) -> Large:
        """The mentor of each pair."""
        return self.keys % max(self.n_mentors, 1)

    @property
    def starts(self) -> Large:
        """Where the pairs of each mentee start, and where the last ones end."""
        return np.asarray(
            np.searchsorted(self.keys, np.arange(self.n_mentees + 1) * max(self.n_mentors, 1))
        )

    def with_pairs(self, mentors: Large, mentees: Large, values: Large) -> Graph:
        """Add pairs; those that are there already stay as they are."""
        keys, first = np.unique(mentees * self.n_mentors + mentors, return_index=True)
        places: Large = np.asarray(np.searchsorted(self.keys, keys))
        there = np.zeros(len(keys), dtype=np.bool_)
        inside = places < len(self.keys)
        there[inside] = self.keys[places[inside]] == keys[inside]
        keys, first, places = keys[~there], first[~there], places[~there]
        return Graph(
            self.n_mentors,
            self.n_mentees,
            np.insert(self.keys, places, keys),
            np.insert(self.values, places, values[first]),
        )

    def where(self, chosen: NDArray[np.bool_]) -> Graph:
        """Keep some of the pairs."""
        return Graph(self.n_mentors, self.n_mentees, self.keys[chosen], self.values[chosen])

    def worth(self, values: Large) -> Graph:
        """Give the same pairs other values."""
        return Graph(self.n_mentors, self.n_mentees, self.keys, values)

    def among(self, mentors: Large, mentees: Large) -> Graph:
        """Keep the pairs of some people, by their new positions; both lists rise."""
        ours = np.searchsorted(mentors, self.mentors)
        theirs = np.searchsorted(mentees, self.mentees)
        there = (ours < len(mentors)) & (theirs < len(mentees))
        there[there] = (mentors[ours[there]] == self.mentors[there]) & (
            mentees[theirs[there]] == self.mentees[there]
        )
        keys = theirs[there] * len(mentors) + ours[there]
        return Graph(len(mentors), len(mentees), keys, self.values[there])
