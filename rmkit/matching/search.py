"""The search for the side on which everybody stands who could be mentor or mentee.

It is branch and bound, with the bound of `rmkit.matching.halves`. Three things make it quick:
prices on using a person twice bring the bound down, a dive finds good sides early, and the most
hopeful partial decision is always looked at next.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rmkit.matching.assignment import assign
from rmkit.matching.halves import GIVING, TAKING, Halves, Key, Task, halves, stand

__all__ = ["Chosen", "Progress", "search", "seated"]

Pair = tuple[int, int]
Sides = dict[int, int]
Progress = Callable[[float, str], None]

_WORK = 4e9
_FEWEST_NODES, _MOST_NODES = 6, 2_000
_MOST_PRICINGS = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairs, and what no other choice can exceed.

    `most_pairs` and `most_worth` bound every other choice; where the aim is participation,
    `most_worth` bounds those with `most_pairs` pairs. `proven` says that nothing better exists.
    """

    pairs: tuple[Pair, ...]
    worth: float
    most_pairs: int
    most_worth: float
    proven: bool = True


def search(task: Task, max_nodes: int | None, on_progress: Progress | None) -> Chosen:
    """Find the best sides, and the pairs that go with them.

    Parameters
    ----------
    task
        What is to be solved, with at least one twin.
    max_nodes
        How many bounds to work out; None takes as many as take some seconds.
    on_progress
        Told at each of them how far the search is at least.
    """
    size = int(task.capacity.sum()) + task.worth.shape[1]
    nodes = max_nodes or int(np.clip(_WORK / size**3, _FEWEST_NODES, _MOST_NODES))
    state = _Search(task, nodes, on_progress)
    root = state.bound({})
    state.dive(root)
    root = state.price(root)
    state.dive(root)
    state.improve()
    return state.branch(root)


@dataclass(order=True)
class _Node:
    """A partial decision: on which side some twins stand. The most hopeful one comes first."""

    rank: Key
    number: int
    bound: Halves = field(compare=False)
    decided: Sides = field(compare=False)


@dataclass
class _Search:
    """What a search knows so far: the best pairs and sides, the prices, the nodes it may use."""

    task: Task
    nodes: int
    on_progress: Progress | None
    used: int = 0
    prices: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sides = _suggested(self.task, {}, ())
        self.best = seated(self.task, self.sides)

    def bound(self, decided: Sides) -> Halves:
        """Work out the bound of a partial decision, and try the sides that it suggests."""
        if self.on_progress is not None:
            self.on_progress(min(self.used / self.nodes, 1.0), "weighing who stands on which side")
        self.used += 1
        found = halves(self.task, decided, self.prices)
        self.try_sides(_suggested(self.task, decided, found.uses))
        return found

    def try_sides(self, sides: Sides) -> bool:
        """Keep sides if they are better; say whether they are."""
        tried = seated(self.task, sides)
        better = _rank_of(self.task, tried) < self.rank
        if better:
            self.best, self.sides = tried, sides
        return better

    @property
    def rank(self) -> Key:
        """The rank of the best pairs so far; the lower the better."""
        return _rank_of(self.task, self.best)

    def settled(self, bound: Halves) -> bool:
        """Say whether nothing under a bound can be better than the best so far."""
        return _rank(self.task, bound.n_pairs, bound.units) >= self.rank

    def dive(self, bound: Halves) -> None:
        """Let whoever gives and takes give only, until nobody does both, and try those sides."""
        decided = Sides()
        while self.used < self.nodes and not self.settled(bound):
            torn = [t for t, over in bound.overuse.items() if over > 0]
            if not torn:
                return
            decided |= dict.fromkeys(torn, GIVING)
            bound = self.bound(decided)

    def price(self, root: Halves) -> Halves:
        """Lower the bound of the whole task: raise the price of whoever is used too much.

        This is subgradient ascent with Polyak's step, halved whenever a step did not help.
        """
        share = 1.0
        last, best_prices = root, self.prices
        for _ in range(min(_MOST_PRICINGS, self.nodes // 3)):
            wrong = {
                t: over
                for t, over in last.overuse.items()
                if over > 0 or self.prices.get(t, 0.0) > 0
            }
            norm = sum(over * over for over in wrong.values())
            short = last.units - math.floor(self.best.worth / self.task.unit)
            if norm == 0 or short <= 0 or self.settled(root):
                break
            before = self.prices
            step = share * short / norm
            self.prices = {
                t: float(max(0, round(before.get(t, 0.0) + step * over)))
                for t, over in wrong.items()
            }
            last = self.bound({})
            if self._key(last) < self._key(root):
                root, best_prices = last, self.prices
            else:
                share /= 2
        self.prices = best_prices
        return root

    def _key(self, bound: Halves) -> Key:
        return self.task.key(bound.n_pairs, bound.units)

    def improve(self) -> None:
        """Turn one twin after the other, and keep what is better."""
        better = self.nodes > _FEWEST_NODES
        while better:
            better = False
            for t, side in tuple(self.sides.items()):
                better |= self.try_sides({**self.sides, t: TAKING if side == GIVING else GIVING})

    def branch(self, root: Halves) -> Chosen:
        """Decide twin after twin, the most hopeful decisions first."""
        waiting = [_Node(_rank(self.task, root.n_pairs, root.units), 0, root, {})]
        number = 1
        while waiting and waiting[0].rank < self.rank:
            if self.used >= self.nodes:
                return self._unproven(waiting[0].bound)
            node = heapq.heappop(waiting)
            for side in (GIVING, TAKING):
                decided = {**node.decided, node.bound.doubtful[0]: side}
                bound = self._capped(self.bound(decided), node.bound)
                if not self.settled(bound):
                    rank = _rank(self.task, bound.n_pairs, bound.units)
                    heapq.heappush(waiting, _Node(rank, number, bound, decided))
                    number += 1
        return self.best

    def _capped(self, bound: Halves, parent: Halves) -> Halves:
        """Carry a parent's bound over where it is the lower one."""
        if self._key(bound) <= self._key(parent):
            return bound
        return replace(bound, n_pairs=parent.n_pairs, units=parent.units)

    def _unproven(self, top: Halves) -> Chosen:
        most_worth = math.nextafter((top.units + 1) * self.task.unit, 0.0)
        return Chosen(self.best.pairs, self.best.worth, top.n_pairs, most_worth, proven=False)


def _suggested(task: Task, decided: Sides, uses: Sequence[Pair]) -> Sides:
    """Put every twin on one side: as decided, as `uses` has it, or where people are short."""
    given, taken = dict.fromkeys(range(task.worth.shape[0]), 0.0), {}
    for pair in uses:
        given[pair[0]] += float(task.worth[pair])
        taken[pair[1]] = float(task.worth[pair])
    used = {row for row, _ in uses}
    sides = dict(decided)
    for t, (row, column) in enumerate(task.twins):
        if t not in sides and (row in used or column in taken):
            sides[t] = GIVING if given[row] >= taken.get(column, -1.0) else TAKING
    worth = task.worth.copy()
    for t, side in sides.items():
        stand(worth, task.twins[t], side)
    for t, twin in enumerate(task.twins):
        if t not in sides:
            possible = ~np.isnan(worth)
            places = np.minimum(task.capacity, possible.sum(axis=1)).sum()
            sides[t] = GIVING if places < possible.any(axis=0).sum() else TAKING
            stand(worth, twin, sides[t])
    return sides


def seated(task: Task, sides: Sides) -> Chosen:
    """Pair at best when every twin stands where `sides` says.

    A mentor with further places comes once more for these, so that their first mentee can be worth
    more than the others.
    """
    worth = task.worth.copy()
    for t, side in sides.items():
        stand(worth, task.twins[t], side)
    again = np.flatnonzero((task.first > 0) & (task.capacity > 1))
    places = task.capacity.copy()
    places[again] = 1
    result = assign(
        np.vstack([worth + task.first[:, None], worth[again]]),
        np.concatenate([places, task.capacity[again] - 1]),
        aim=task.aim,
    )
    mentor = [*range(len(worth)), *again.tolist()]
    pairs = tuple(sorted((mentor[row], mentee) for row, mentee in result.pairs))
    most = result.total + result.gap
    return Chosen(pairs, result.total, len(pairs), most, proven=result.gap == 0.0)


def _rank_of(task: Task, chosen: Chosen) -> Key:
    return _rank(task, len(chosen.pairs), math.floor(chosen.worth / task.unit))


def _rank(task: Task, n_pairs: int, units: int) -> Key:
    """Order by the aim, the best first."""
    return tuple(-part for part in task.key(n_pairs, units))
