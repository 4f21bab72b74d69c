"""The best pairs among candidates, and the prices of mentors that prove it.

A flow of the least cost from mentees to places of mentors, in whole numbers. Everybody may stay
alone, which is worth 0. Needs OR-tools and numba.

References
----------
Goldberg (1997), Journal of Algorithms 22:1, the solver in OR-tools.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from rmkit.errors import NotReady
from rmkit.matching.large.compiled import kept
from rmkit.matching.large.graph import Graph

__all__ = ["partners", "prices_of"]

Large = NDArray[np.int64]

_LARGEST = 1 << 61  # the solver counts costs times people in 64 bits


def partners(graph: Graph, capacity: Large) -> Large:
    """Choose pairs of the highest total value.

    Parameters
    ----------
    graph
        Candidates; each is worth more than 0.
    capacity
        Mentees that each mentor can take.

    Returns
    -------
    Large
        For each mentee the position of the pair in the graph, -1 for nobody.

    Raises
    ------
    NotReady
        Values so large that the solver could not add them up.
    """
    n, m, pairs = graph.n_mentors, graph.n_mentees, len(graph.keys)
    if int(graph.values.max(initial=0)) * (n + m + 2) > _LARGEST:
        message = (
            "With so many people there is no room to tell apart what keeping pairs and coming "
            "first are worth. Keep fewer pairs, or let nobody come first."
        )
        raise NotReady(message)
    sink = n + m
    flow: Any = SimpleMinCostFlow()
    mentees, everybody = np.arange(m, dtype=np.int32), np.arange(m + n, dtype=np.int32)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([graph.mentees.astype(np.int32), everybody]),
        np.concatenate([(graph.mentors + m).astype(np.int32), np.full(m + n, sink, np.int32)]),
        np.concatenate([np.ones(pairs + m, dtype=np.int64), capacity]),
        np.concatenate([-graph.values, np.zeros(m + n, dtype=np.int64)]),
    )
    supply = np.ones(m + 1, dtype=np.int64)
    supply[m] = -m
    flow.set_nodes_supplies(np.append(mentees, np.int32(sink)), supply)
    state = flow.solve()
    if state != flow.OPTIMAL:  # a flow that may leave everybody alone always exists
        message = f"The candidate pairs could not be solved (state {state})."
        raise ArithmeticError(message)
    used = np.flatnonzero(flow.flows(np.arange(pairs, dtype=np.int32)))
    chosen = np.full(m, -1, dtype=np.int64)
    chosen[graph.mentees[used]] = used
    return chosen


def prices_of(graph: Graph, chosen: Large) -> tuple[Large, Large]:
    """Find the lowest prices of mentors at which nobody would rather have another candidate.

    Returns
    -------
    prices, left
        Of each mentor's places, and what the pair of each mentee is worth above its price.
    """
    prices = np.zeros(graph.n_mentors, dtype=np.int64)
    left = np.zeros(graph.n_mentees, dtype=np.int64)
    mentors = graph.mentors
    paired = np.flatnonzero(chosen >= 0)
    order = np.argsort(mentors[chosen[paired]], kind="stable")
    by_mentor = np.searchsorted(mentors[chosen[paired]][order], np.arange(graph.n_mentors + 1))
    _raise(graph.starts, mentors, graph.values, chosen, by_mentor, paired[order], prices, left)
    return prices, left


@kept
def _raise(
    starts: np.ndarray,
    mentors: np.ndarray,
    values: np.ndarray,
    chosen: np.ndarray,
    by_mentor: np.ndarray,
    paired: np.ndarray,
    prices: np.ndarray,
    left: np.ndarray,
) -> None:
    """Raise prices until no mentee gains by a change; each rise is followed in a queue."""
    n = prices.size
    queue, waits = np.arange(n + 1), np.ones(n, np.bool_)
    head, tail, waiting = 0, n % (n + 1), n
    for j in range(chosen.size):
        if chosen[j] < 0:
            for e in range(starts[j], starts[j + 1]):
                prices[mentors[e]] = max(prices[mentors[e]], values[e])
    while waiting:
        i = queue[head]
        head, waiting, waits[i] = (head + 1) % (n + 1), waiting - 1, False
        for s in range(by_mentor[i], by_mentor[i + 1]):
            j = paired[s]
            rest = prices[i] - values[chosen[j]]
            for e in range(starts[j], starts[j + 1]):
                other = mentors[e]
                if rest + values[e] > prices[other]:
                    prices[other] = rest + values[e]
                    if not waits[other]:
                        queue[tail], waits[other] = other, True
                        tail, waiting = (tail + 1) % (n + 1), waiting + 1
    for j in range(chosen.size):
        if chosen[j] >= 0:
            left[j] = values[chosen[j]] - prices[mentors[chosen[j]]]
