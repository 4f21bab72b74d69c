"""What could be reached at most if people who can stand on either side stood half on each.

Everybody comes twice, once giving and once taking, in one assignment problem. Half of its total
bounds every choice of sides. Its solution falls into chains and circles of people. Chains and
even circles turn into pairs without loss; odd circles, and mentors with several places who also
take, are where the bound is too hopeful, and where a search for the best sides has to branch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.assignment import assign
from rmkit.matching.exact import Aim

__all__ = ["GIVING", "TAKING", "Halves", "Key", "Task", "halves", "stand"]

GIVING, TAKING = 0, 1
Key = tuple[float, ...]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Task:
    """What is to be solved: worths of pairs, places, and who comes on both sides (row, column).

    Differences in the total below `unit` do not count.
    """

    worth: NDArray[np.float64]
    capacity: NDArray[np.int64]
    twins: tuple[Pair, ...]
    aim: Aim
    unit: float

    def key(self, n_pairs: int, worth: float) -> Key:
        """Order solutions by the aim, the better the larger."""
        whole = math.floor(worth / self.unit)
        return (n_pairs, whole) if self.aim == "participation" else (whole,)


@dataclass(frozen=True, slots=True)
class Halves:
    """The bound of a partial decision and what to do about it.

    `uses` are pairs read from its solution, in which a twin may still stand on both sides;
    `doubtful` are the undecided twins (positions in `Task.twins`) that make the bound too
    hopeful, the most telling first.
    """

    n_pairs: int
    worth: float
    uses: tuple[Pair, ...]
    doubtful: tuple[int, ...]


@dataclass(frozen=True)
class _Vertices:
    """A place of a mentor (`row`), a mentee (`column`) or an undecided twin (both); -1 is none."""

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    twin: NDArray[np.intp]


def halves(task: Task, decided: dict[int, int]) -> Halves:
    """Bound what can be reached when the twins in `decided` stand where it says."""
    vertices = _vertices(task, decided)
    n_rows, n_columns = task.worth.shape
    framed = np.full((n_rows + 1, n_columns + 1), np.nan)
    framed[:n_rows, :n_columns] = task.worth
    directed = framed[np.ix_(vertices.row, vertices.column)]
    both_ways = np.fmax(directed, directed.T)
    result = assign(both_ways, aim=task.aim)
    total, arcs = result.total, result.pairs
    n_pairs = len(arcs) // 2
    if task.aim == "participation":
        n_pairs = min(n_pairs, _most_pairs(task, decided))
        if 2 * n_pairs < len(arcs):
            total = _with_fewer(both_ways, 2 * n_pairs)
    uses: list[Pair] = []
    odd: list[int] = []
    for chain, closed in _chains(arcs):
        kept, lost = _alternate(chain, closed, both_ways)
        odd += lost
        uses += [_directed(arc, directed, vertices) for arc in kept]
    doubtful = _doubtful(task, decided, uses, vertices.twin[odd])
    return Halves(n_pairs, total / 2, tuple(uses), doubtful)


def stand(worth: NDArray[np.float64], twin: Pair, side: int) -> None:
    """Leave a twin, in place, only what they can do on one side."""
    if side == GIVING:
        worth[:, twin[1]] = np.nan
    else:
        worth[twin[0], :] = np.nan


def _vertices(task: Task, decided: dict[int, int]) -> _Vertices:
    undecided = {pair: t for t, pair in enumerate(task.twins) if t not in decided}
    mentor_only = {task.twins[t][1] for t, side in decided.items() if side == GIVING}
    mentee_only = {task.twins[t][0] for t, side in decided.items() if side == TAKING}
    possible = ~np.isnan(task.worth)
    places = np.minimum(task.capacity, possible.sum(axis=1))
    first = {i: (j, t) for (i, j), t in undecided.items()}
    rows, columns, twins = [], [], []
    for mentor in range(task.worth.shape[0]):
        if mentor in mentee_only:
            continue
        for place in range(int(places[mentor])):
            column, twin = first.get(mentor, (-1, -1)) if place == 0 else (-1, -1)
            rows.append(mentor)
            columns.append(column)
            twins.append(twin)
    both = {j for _, j in undecided}
    for mentee in range(task.worth.shape[1]):
        if mentee not in both and mentee not in mentor_only and possible[:, mentee].any():
            rows.append(-1)
            columns.append(mentee)
            twins.append(-1)
    return _Vertices(*(np.array(part, dtype=np.intp) for part in (rows, columns, twins)))


def _most_pairs(task: Task, decided: dict[int, int]) -> int:
    """Bound the number of pairs, with a price on being undecided.

    Whoever gives at all their c places may not take, so (given / c + taken) is at most 1 for each
    twin. Any price on that gives a bound; c / (c + 1) is the best one where all are short.
    """
    gain = np.where(np.isnan(task.worth), np.nan, 1.0)
    paid = 0.0
    for t, (row, column) in enumerate(task.twins):
        if t in decided:
            stand(gain, (row, column), decided[t])
            continue
        places = int(task.capacity[row])
        paid += places / (places + 1)
        gain[row, :] -= 1 / (places + 1)
        gain[:, column] -= places / (places + 1)
    return math.floor(paid + assign(gain, task.capacity, aim="score").total + 1e-6)


def _with_fewer(both_ways: NDArray[np.float64], n_arcs: int) -> float:
    """Find the highest total with exactly `n_arcs` arcs: the others are each kept by a stand-in."""
    n = both_ways.shape[0]
    framed = np.zeros((2 * n - n_arcs, 2 * n - n_arcs))
    framed[:n, :n] = both_ways
    framed[n:, n:] = np.nan
    return assign(framed).total


def _chains(arcs: list[Pair]) -> list[tuple[list[Pair], bool]]:
    """Follow arcs from vertex to vertex; give each chain, and whether it is a circle."""
    following = dict(arcs)
    entered = set(following.values())
    chains = []
    starts = [v for v in following if v not in entered]
    for start in [*starts, *following]:
        chain = []
        vertex = start
        while vertex in following:
            chain.append((vertex, following[vertex]))
            vertex = following.pop(vertex)
        if chain:
            chains.append((chain, vertex == start))
    return chains


def _alternate(
    chain: list[Pair], closed: bool, worth: NDArray[np.float64]
) -> tuple[list[Pair], list[int]]:
    """Take every other arc, so that nobody is used twice; name the vertices of an odd circle."""
    odd_circle = closed and len(chain) % 2 == 1
    turns = [chain[k:] + chain[:k] for k in range(len(chain))] if odd_circle else [chain]
    ways = [turn[k : len(turn) - odd_circle : 2] for turn in turns for k in (0, 1)]
    best = max(ways, key=lambda way: (len(way), math.fsum(float(worth[arc]) for arc in way)))
    return best, [vertex for vertex, _ in chain] if odd_circle else []


def _directed(arc: Pair, directed: NDArray[np.float64], vertices: _Vertices) -> Pair:
    """Say who of the two is the mentor: the way that is worth more."""
    giver, taker = arc
    back = directed[taker, giver]
    if not np.isnan(back) and not directed[giver, taker] >= back:
        giver, taker = taker, giver
    return int(vertices.row[giver]), int(vertices.column[taker])


def _doubtful(
    task: Task, decided: dict[int, int], uses: list[Pair], odd: NDArray[np.intp]
) -> tuple[int, ...]:
    giving, taking = {i for i, _ in uses}, {j for _, j in uses}
    open_twins = [t for t in range(len(task.twins)) if t not in decided]
    on_both = [t for t in open_twins if task.twins[t][0] in giving and task.twins[t][1] in taking]
    in_circle = sorted(t for t in odd.tolist() if t >= 0)
    return tuple(dict.fromkeys([*on_both, *in_circle, *open_twins]))
