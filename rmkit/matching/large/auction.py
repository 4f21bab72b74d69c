"""Rough prices in a moment: mentees bid for places of mentors among their candidates.

Prices rise by at least `step` with each bid, so they are off by about that much. They are good
enough to look for better candidates; what comes out at the end is proven by other prices.

References
----------
Bertsekas (1988), Annals of Operations Research 14:105.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.large.compiled import kept
from rmkit.matching.large.graph import Graph

__all__ = ["auction"]

Large = NDArray[np.int64]

_BIDS_A_MENTEE = 400


def auction(graph: Graph, capacity: Large, *, step: int) -> tuple[Large, Large, Large]:
    """Let mentees bid until everybody has a place or wants none.

    Parameters
    ----------
    graph
        Candidates; each is worth more than 0.
    capacity
        Mentees that each mentor can take.
    step
        By how much a bid is more than it need be, from 1.

    Returns
    -------
    prices, left, chosen
        Of each mentor; what the best candidate of each mentee is worth above its price, at least
        0; the position in the graph of each mentee's pair, -1 for nobody.
    """
    mentors = graph.mentors
    places = np.minimum(capacity, np.bincount(mentors, minlength=graph.n_mentors))
    first = np.concatenate([[0], np.cumsum(places)]).astype(np.int64)
    bids, holders = np.zeros((2, first[-1]), dtype=np.int64)
    prices = np.zeros(graph.n_mentors, dtype=np.int64)
    left = np.zeros(graph.n_mentees, dtype=np.int64)
    chosen = np.full(graph.n_mentees, -1, dtype=np.int64)
    budget = _BIDS_A_MENTEE * graph.n_mentees
    starts, values = graph.starts, graph.values
    _bid(starts, mentors, values, first, step, budget, bids, holders, prices, chosen)
    _leave(starts, mentors, values, prices, left)
    return prices, left, chosen


@kept
def _bid(
    starts: np.ndarray,
    mentors: np.ndarray,
    values: np.ndarray,
    first: np.ndarray,
    step: int,
    budget: int,
    bids: np.ndarray,
    holders: np.ndarray,
    prices: np.ndarray,
    chosen: np.ndarray,
) -> None:
    stack = np.arange(chosen.size - 1, -1, -1)
    waiting, taken = chosen.size, np.zeros(prices.size, np.int64)
    while waiting and budget:
        waiting, budget = waiting - 1, budget - 1
        j, pair, best, second = stack[waiting], -1, 0, 0
        for e in range(starts[j], starts[j + 1]):
            gain = values[e] - prices[mentors[e]]
            if gain > best:
                pair, best, second = e, gain, best
            elif gain > second:
                second = gain
        if pair < 0:
            continue
        i = mentors[pair]
        place = first[i] + taken[i]
        if place < first[i + 1]:
            taken[i] += 1
        else:
            place = first[i]
            for other in range(first[i] + 1, first[i + 1]):
                if bids[other] < bids[place]:
                    place = other
            stack[waiting], chosen[holders[place]] = holders[place], -1
            waiting += 1
        bids[place], holders[place], chosen[j] = prices[i] + best - second + step, j, pair
        if taken[i] == first[i + 1] - first[i]:
            prices[i] = bids[first[i] : first[i + 1]].min()


@kept
def _leave(
    starts: np.ndarray,
    mentors: np.ndarray,
    values: np.ndarray,
    prices: np.ndarray,
    left: np.ndarray,
) -> None:
    for j in range(left.size):
        for e in range(starts[j], starts[j + 1]):
            left[j] = max(left[j], values[e] - prices[mentors[e]])
