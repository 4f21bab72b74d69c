"""On which side do those stand who could be mentor or mentee, among very many people.

The sides are first filled so that there are as many places as mentees, by rough prices. Then the
best pairs for these sides are found, and the exact prices say who would be worth more on the other
side; some of them change places and it is solved again, as long as that helps. The prices of both
sides, with everybody counted where they are worth more, bound what any choice of sides can reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from rmkit.errors import Stopped
from rmkit.matching.large.generation import Generation
from rmkit.matching.large.graph import Graph
from rmkit.matching.large.pricing import Scanner

__all__ = ["SideSearch", "Sided"]

Large = NDArray[np.int64]
Chosen = NDArray[np.bool_]

_MOST_TRIALS = 30
_RISES = 8


@dataclass(frozen=True, eq=False)
class Sided:
    """The best pairs for one choice of sides: positions, worth, and prices of all people.

    `giving` marks the twins who stand among the mentors. Prices hold for every pair, also of those
    who stand on the other side; they count the bonus of a pair.
    """

    giving: Chosen
    mentors: Large
    mentees: Large
    worth: int
    prices: Large
    left: Large

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return len(self.mentees)


@dataclass(eq=False)
class SideSearch:
    """A search for the best sides.

    Parameters
    ----------
    whole
        A search in which twins stand on both sides.
    rows, columns
        The mentor and the mentee of each twin.
    bonus
        What a pair is worth beside.
    """

    whole: Generation
    rows: Large
    columns: Large
    bonus: int
    best: Sided | None = None
    most: int = 1 << 62
    """No sides reach more than this, bonuses included."""
    trials: int = 0
    done: float = field(default=0.0)

    def run(self) -> bool:
        """Search until nothing helps; say whether it was stopped."""
        try:
            self.whole.start()
            self._try(self._filled())
            share = 1.0
            while self.gap() > 0 and share > 1e-4:
                if not self._helped(share):
                    share /= 3
        except Stopped:
            if self.best is None:
                raise
            return True
        return False

    def gap(self) -> int:
        """Give by how much others with as many pairs could be worth more, whatever their sides."""
        best = self._best()
        return self.most - self.bonus * best.pairs - best.worth

    def _best(self) -> Sided:
        if self.best is None:
            message = "Stopped before there were pairs."
            raise Stopped(message)
        return self.best

    def _filled(self) -> Chosen:
        """Put as many on each side as make most pairs, those among mentors who are worth more."""
        capacity = self.whole.capacity
        m = len(self.whole.least)
        places = np.minimum(capacity, m)
        gives = places[self.rows] * self.whole.prices[self.rows]
        order = np.argsort(self.whole.least[self.columns] - gives, kind="stable")
        others = int(places.sum() - places[self.rows].sum())
        offered = others + np.concatenate([[0], np.cumsum(places[self.rows][order])])
        asked = m - np.arange(len(order) + 1)
        giving = np.zeros(len(order), dtype=np.bool_)
        giving[order[: int(np.argmax(np.minimum(offered, asked)))]] = True
        return giving

    def _helped(self, share: float) -> bool:
        """Let a share of those change sides who would be worth more there; say if it helped."""
        best = self._best()
        gives = self.whole.capacity[self.rows] * best.prices[self.rows]
        gain = np.where(best.giving, 1, -1) * (best.left[self.columns] - gives)
        leaving, coming = (
            side[np.argsort(-gain[side], kind="stable")]
            for side in (np.flatnonzero(best.giving), np.flatnonzero(~best.giving))
        )
        both = min(len(leaving), len(coming))
        swaps = int((gain[leaving[:both]] + gain[coming[:both]] > 0).sum())
        alone = np.argsort(-gain, kind="stable")[: int((gain > 0).sum())]
        count = math.ceil(share * swaps)
        for moving in (
            np.concatenate([leaving[:count], coming[:count]]),
            alone[: math.ceil(share * len(alone))],
        ):
            if not len(moving) or self.trials >= _MOST_TRIALS:
                continue
            giving = best.giving.copy()
            giving[moving] ^= True
            if self._try(giving):
                return True
        return False

    def _try(self, giving: Chosen) -> bool:
        """Solve for these sides; say whether it is the best so far."""
        whole = self.whole
        in_use = np.ones(len(whole.capacity), dtype=np.bool_)
        in_use[self.rows[~giving]] = False
        asking = np.ones(len(whole.least), dtype=np.bool_)
        asking[self.columns[giving]] = False
        mentors, mentees = np.flatnonzero(in_use), np.flatnonzero(asking)
        search = self._between(mentors, mentees)
        search.graph = whole.graph.among(mentors, mentees)
        search.finish(self.bonus)
        self._take_back(search.graph, mentors, mentees)
        self.trials += 1
        known = search.known
        prices = np.zeros(len(in_use), dtype=np.int64)
        prices[mentors] = search.prices
        alone = -self.bonus - whole.mentee_worth
        least = alone.copy()
        least[mentees] = search.least
        self._price_others(prices, least, mentors, mentees)
        self._price_kept(prices, least, mentors)
        prices, left = self._shifted(prices, np.maximum(least - alone, 0))
        ours = (
            (np.zeros(0, dtype=np.int64),) * 2 if known is None else (known.mentors, known.mentees)
        )
        worth = 0 if known is None else known.worth
        sided = Sided(giving, mentors[ours[0]], mentees[ours[1]], worth, prices, left)
        self.most = min(self.most, self._bound(prices, left))
        better = self.best is None or self._rank(sided) > self._rank(self.best)
        self.best = sided if better else self.best
        return better

    def _between(self, mentors: Large, mentees: Large) -> Generation:
        whole = self.whole
        program = whole.scanner.program.with_mentors(mentors).with_mentees(mentees)
        return replace(
            whole,
            scanner=replace(whole.scanner, program=program),
            capacity=whole.capacity[mentors],
            mentor_worth=whole.mentor_worth[mentors],
            mentee_worth=whole.mentee_worth[mentees],
            known=None,
            looks=0,
            tell=self._telling(whole.tell),
        )

    def _take_back(self, graph: Graph, mentors: Large, mentees: Large) -> None:
        self.whole.graph = self.whole.graph.with_pairs(
            mentors[graph.mentors], mentees[graph.mentees], graph.values
        )

    def _price_others(self, prices: Large, least: Large, mentors: Large, mentees: Large) -> None:
        """Price those who stand on the other side, so that prices hold for every pair."""
        scanner, worth = self.whole.scanner, self.whole.mentor_worth
        giving = np.setdiff1d(np.arange(len(least)), mentees)
        near = Scanner(
            scanner.program.with_mentors(mentors).with_mentees(giving),
            scanner.shift,
            scanner.threads,
        )
        least[giving] = near.better((prices - worth)[mentors], least[giving], most=1).top
        asking = np.setdiff1d(np.arange(len(prices)), mentors)
        far = Scanner(scanner.program.with_mentors(asking), scanner.shift, scanner.threads)
        for _ in range(_RISES):
            found = far.better((prices - worth)[asking], least, most=4)
            if not len(found.mentees):
                return
            rises = found.gains - least[found.mentees]
            np.maximum.at(prices, asking[found.mentors], prices[asking][found.mentors] + rises)
        np.maximum(least, far.better((prices - worth)[asking], least, most=1).top, out=least)

    def _price_kept(self, prices: Large, least: Large, mentors: Large) -> None:
        """Raise prices to what candidates are worth with the points of pairs to keep."""
        graph = self.whole.graph
        short = graph.values - prices[graph.mentors] - least[graph.mentees]
        idle = ~np.isin(graph.mentors, mentors)
        dear = idle & (short > 0)
        np.maximum.at(prices, graph.mentors[dear], (prices[graph.mentors] + short)[dear])
        dear = ~idle & (short > 0)
        np.maximum.at(least, graph.mentees[dear], (least[graph.mentees] + short)[dear])

    def _shifted(self, prices: Large, left: Large) -> tuple[Large, Large]:
        """Move worth from all mentees to all mentors, or back, so that the bound is lowest.

        What a pair has together stays, so prices still hold. The bound is convex in the shift.
        """
        low, high = -int(prices.max(initial=0)), int(left.max(initial=0))
        while high - low > 2:
            third = (high - low) // 3
            one, other = low + third, high - third
            lower = self._bound(*_moved(prices, left, one))
            if lower <= self._bound(*_moved(prices, left, other)):
                high = other
            else:
                low = one
        shifts = sorted(
            range(low, high + 1), key=lambda shift: self._bound(*_moved(prices, left, shift))
        )
        return _moved(prices, left, shifts[0])

    def _bound(self, prices: Large, left: Large) -> int:
        """Count everybody at their price, those with two sides where they are worth more."""
        gives = self.whole.capacity * prices
        mine, theirs = gives[self.rows], left[self.columns]
        twins = np.maximum(mine, theirs).sum() - mine.sum() - theirs.sum()
        return int(gives.sum() + left.sum() + twins)

    def _rank(self, sided: Sided) -> tuple[int, int]:
        ranks = sided.pairs, sided.worth
        return ranks if self.whole.aim == "participation" else ranks[::-1]

    def _telling(
        self, tell: Callable[[float, str], None] | None
    ) -> Callable[[float, str], None] | None:
        if tell is None:
            return None

        def told(share: float, message: str) -> None:
            self.done = max(self.done, min((self.trials + share) / (self.trials + 4), 0.99))
            if self.best is not None:
                gap = max(self.gap(), 0) / max(self.best.worth, 1)
                message = f"sides: gap {100 * gap:.2f} %, {self.best.pairs:,} pairs"
            tell(self.done, message)

        return told


def _moved(prices: Large, left: Large, shift: int) -> tuple[Large, Large]:
    return np.maximum(prices + shift, 0), np.maximum(left - shift, 0)
