"""How many pairs there can be at most, whatever they score.

The same search as for the best pairs, with each possible pair worth 1: prices are 0 or 1 then, and
name mentors and mentees without whom no possible pair is left. Only pairs of people who are not
named have to be looked at.

References
----------
Kőnig (1931), Matematikai és Fizikai Lapok 38:116.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.large.generation import Generation
from rmkit.matching.large.master import partners, prices_of
from rmkit.matching.large.pricing import Scanner

__all__ = ["most_pairs"]

Large = NDArray[np.int64]

_MOST = 4


def most_pairs(search: Generation) -> int:
    """Count the most pairs that can exist; pairs that are found on the way become candidates."""
    capacity, program = search.capacity, search.scanner.program
    while True:
        graph = search.graph.worth(np.ones_like(search.graph.values))
        chosen = partners(graph, capacity)
        prices, left = prices_of(graph, chosen)
        mentors, mentees = np.flatnonzero(prices == 0), np.flatnonzero(left == 0)
        scanner = Scanner(
            program.with_mentors(mentors).with_mentees(mentees), threads=search.scanner.threads
        )
        alone = np.full(len(mentees), -1, dtype=np.int64)
        nothing = np.zeros(len(mentors), dtype=np.int64)
        found = scanner.better(nothing, alone, most=_MOST)
        if not len(found.mentees):
            return int((chosen >= 0).sum())
        ours, theirs = mentors[found.mentors], mentees[found.mentees]
        values = (found.points << search.scanner.shift) + search.mentor_worth[ours]
        search.graph = search.graph.with_pairs(ours, theirs, values)
