"""The best pairs out of all, though only a few are ever kept: column generation.

A few candidates of each mentee are solved exactly, which gives prices of mentors. At these prices
all pairs are looked at; those that somebody would rather have become candidates too. When there
are none left, the prices prove that nothing better exists among all pairs. A sample, rough prices
from an auction, and at first a floor under which a mentee rather stays alone keep the rounds few.

References
----------
Dantzig and Wolfe (1960), Operations Research 8:101; Barnhart et al. (1998), ibid. 46:316.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.exact import Aim
from rmkit.matching.large.auction import auction
from rmkit.matching.large.changes import Watch
from rmkit.matching.large.graph import Graph
from rmkit.matching.large.master import partners, prices_of
from rmkit.matching.large.pricing import Better, Scanner

__all__ = ["Generation", "Known"]

Large = NDArray[np.int64]
Progress = Callable[[float, str], None]

_SAMPLE, _SAMPLE_WIDTH, _FEW, _MANY = 8, 128, 12, 16
_BIDS = ((100, 1.0), (200, 1.0), (500, 0.5))
"""Rounds of bids: the step as a part of the most points, and how much of the floor counts."""
_NEAR, _NEARER = 25, 50
"""Pairs are taken up, too, that miss by this part of the most points: some will be wanted soon."""
_FAR = 2
"""Candidates that miss by this many times as much are dropped."""
_USUAL_LOOKS = 6
_NOBODY = -(1 << 62)


@dataclass(frozen=True, eq=False)
class Known:
    """Pairs that could be made, and what they are worth together."""

    mentors: Large
    mentees: Large
    worth: int


@dataclass(eq=False)
class Generation:
    """One search for the best pairs.

    Parameters
    ----------
    scanner
        Looks at all pairs.
    capacity
        Mentees that each mentor can take, from 1.
    mentor_worth, mentee_worth
        What it is worth beside that a mentor's place or a mentee is matched, as points times
        2**shift.
    most_points
        The most that a pair can have, on the same scale.
    aim
        As for `assign`.
    tell
        Told the share of the work and the gap; what it raises ends the search.
    """

    scanner: Scanner
    capacity: Large
    mentor_worth: Large
    mentee_worth: Large
    most_points: int
    aim: Aim = "participation"
    tell: Progress | None = None
    graph: Graph = field(init=False)
    known: Known | None = None
    looks: int = 0
    prices: Large = field(init=False)
    least: Large = field(init=False)
    """Of each mentor, and what each mentee has at these prices, from the last look."""
    most_worth: Large = field(init=False)
    """For each number of pairs, from 0, the most that so many can be worth."""
    _watch: Watch = field(init=False)
    _kept: Large = field(init=False)
    """Candidates that are worth more than their points, by key: no look would find them again."""

    def __post_init__(self) -> None:
        n, m = len(self.capacity), len(self.mentee_worth)
        self.graph = Graph.empty(n, m)
        self.prices, self.least = np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64)
        self.most_worth = np.full(m + 1, 1 << 62, dtype=np.int64)
        self._watch = Watch(self.scanner)
        self._kept = self.graph.keys

    def keep(self, mentors: Large, mentees: Large, more: Large) -> None:
        """Make pairs candidates from the start that are worth more than their points."""
        points = self.scanner.points(mentors, mentees)
        possible = points >= 0
        values = (points << self.scanner.shift) + self.mentor_worth[mentors] + more
        self.graph = self.graph.with_pairs(mentors[possible], mentees[possible], values[possible])
        self._kept = self.graph.keys

    def start(self) -> None:
        """Collect candidates: a sample, then those who are best at the prices of auctions."""
        nothing = np.zeros(len(self.capacity), dtype=np.int64)
        m = self.graph.n_mentees
        width = min(_SAMPLE_WIDTH, len(nothing))
        everybody = np.full(m, _NOBODY, dtype=np.int64)
        sample = self.scanner.better(
            nothing - self.mentor_worth, everybody, most=_SAMPLE, width=width
        )
        self._add(sample)
        floor = np.zeros(m, dtype=np.int64)
        np.maximum.at(floor, sample.mentees, sample.gains)
        np.minimum.at(floor, sample.mentees, sample.gains)
        near = 0
        for part, share in _BIDS:
            alone = (floor * share).astype(np.int64)
            graph = self._worth_more(alone)
            step = max(self.most_points // part, 1)
            prices, left, chosen = auction(graph, self.capacity, step=step)
            self._note(chosen, graph, alone)
            near = self.most_points // _NEAR if part == _BIDS[-1][0] else 0
            self._look(prices, left + alone, near, _MANY if near else _FEW)
        self._round(alone, near, _MANY)

    def finish(self, bonus: int) -> None:
        """Repeat until the prices prove the best pairs, where each pair is worth `bonus` more."""
        while self._round(-bonus - self.mentee_worth, self.most_points // _NEARER, _FEW):
            pass

    def hurry(self) -> None:
        """Make what pairs can be made in a moment; for a search that is stopped."""
        alone = -1 - self.mentee_worth
        graph = self._worth_more(alone)
        step = max(self.most_points // _BIDS[0][0], 1)
        self._note(auction(graph, self.capacity, step=step)[2], graph, alone)

    @property
    def pairs(self) -> int:
        """How many pairs the best known matching has."""
        return len(self.known.mentees) if self.known is not None else 0

    def gap(self) -> int:
        """Give by how much another matching could be worth more than the known one.

        Where most pairs come first: another one with as many pairs.
        """
        if self.known is None:
            return int(self.most_worth.max())
        if self.aim == "participation":
            return int(self.most_worth[len(self.known.mentees)]) - self.known.worth
        return int(self.most_worth.max()) - self.known.worth

    def _round(self, alone: Large, near: int, most: int) -> bool:
        """Solve the candidates, look at all pairs; say whether somebody would rather change."""
        graph = self._worth_more(alone)
        chosen = partners(graph, self.capacity)
        self._note(chosen, graph, alone)
        prices, left = prices_of(graph, chosen)
        return self._look(prices, left + alone, near, most)

    def _worth_more(self, alone: Large) -> Graph:
        """Give the candidates that are worth more than to stay alone, and how much more."""
        values = self.graph.values - alone[self.graph.mentees]
        return self.graph.worth(values).where(values > 0)

    def _look(self, prices: Large, least: Large, near: int, most: int) -> bool:
        """Look at all pairs; take up those that somebody would rather have, or that are near it."""
        self._tell(0.0)
        self.prices, self.least = prices, least
        better = self._watch.better(
            prices - self.mentor_worth,
            least - near,
            most=most,
            tell=self._tell if self.tell else None,
        )
        self.looks += 1
        most_each = np.sort(np.maximum(better.top, least) + self.mentee_worth)[::-1]
        most_worth = np.concatenate([[0], np.cumsum(most_each)]) + int(self.capacity @ prices)
        self.most_worth = np.minimum(self.most_worth, most_worth)
        if near:
            self._forget(prices, least - _FAR * near)
        self._add(better)
        self._tell(0.0)
        return bool((better.gains > least[better.mentees]).any())

    def _forget(self, prices: Large, least: Large) -> None:
        """Drop candidates that are far from being wanted; a look finds them again if need be."""
        graph = self.graph
        near = graph.values - prices[graph.mentors] >= least[graph.mentees]
        near[np.searchsorted(graph.keys, self._kept)] = True
        self.graph = graph.where(near)

    def _add(self, better: Better) -> None:
        values = (better.points << self.scanner.shift) + self.mentor_worth[better.mentors]
        self.graph = self.graph.with_pairs(better.mentors, better.mentees, values)

    def _note(self, chosen: Large, graph: Graph, alone: Large) -> None:
        """Remember pairs if there are more of them, or as many that are worth more."""
        mentees = np.flatnonzero(chosen >= 0)
        pairs = chosen[mentees]
        worth = int((graph.values[pairs] + alone[mentees] + self.mentee_worth[mentees]).sum())
        known = self.known
        if known is None or self._rank(len(mentees), worth) > self._rank(
            len(known.mentees), known.worth
        ):
            self.known = Known(graph.mentors[pairs], mentees, worth)

    def _rank(self, pairs: int, worth: int) -> tuple[int, int]:
        return (pairs, worth) if self.aim == "participation" else (worth, pairs)

    def _tell(self, share: float) -> None:
        if self.tell is None:
            return
        done = min((self.looks + share) / _USUAL_LOOKS, 0.95)
        if self.known is None or self.looks == 0:
            self.tell(done, "looking at all pairs")
            return
        pairs = len(self.known.mentees)
        gap = self.gap() / max(self.known.worth, 1)
        self.tell(done, f"gap {100 * max(gap, 0):.1f} %, {pairs:,} pairs")
