"""What could be reached at most if people who can stand on either side stood half on each.

Everybody comes twice, once giving and once taking, in one assignment problem. Half of its total
bounds every choice of sides. Its solution falls into chains and circles of people. Chains and
even circles turn into pairs without loss; odd circles, and mentors with several places who also
take, are where the bound is too hopeful, and where a search for the best sides has to branch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
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

    Worths are whole numbers. `first` is what it is worth beside that a mentor has a mentee at
    all, shape (n_mentors,). It decides between equals only, as does what worths hold beyond whole
    units; all of it together is less than one unit.
    """

    worth: NDArray[np.float64]
    capacity: NDArray[np.int64]
    first: NDArray[np.float64]
    twins: tuple[Pair, ...]
    aim: Aim
    unit: float

    def key(self, n_pairs: int, units: int) -> Key:
        """Order solutions by the aim, the better the larger."""
        return (n_pairs, units) if self.aim == "participation" else (units,)


@dataclass(frozen=True, slots=True)
class Halves:
    """The bound of a partial decision and what to do about it.

    No solution has more than `n_pairs` pairs, nor, with as many, more than `units`. `uses` are
    pairs read from the relaxed solution. `overuse` says for undecided twins with several places
    (positions in `Task.twins`) how far they give beyond what their taking leaves; `doubtful` are
    all undecided twins, those first who make the bound too hopeful.
    """

    n_pairs: int
    units: int
    uses: tuple[Pair, ...]
    overuse: Mapping[int, float]
    doubtful: tuple[int, ...]


@dataclass(frozen=True)
class _Vertices:
    """A place of a mentor (`row`), a mentee (`column`) or an undecided twin (both); -1 is none."""

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    twin: NDArray[np.intp]

    def further(self, twin: int, task: Task) -> list[int]:
        """Find the places of a twin beyond the first one, on which they may also take."""
        same = self.row == task.twins[twin][0]
        return np.flatnonzero(same & (self.twin != twin)).tolist()

    def pair(self, arc: Pair) -> Pair:
        """Read an arc from giver to taker as row and column of the task."""
        return int(self.row[arc[0]]), int(self.column[arc[1]])


def halves(
    task: Task, decided: Mapping[int, int], prices: Mapping[int, float] | None = None
) -> Halves:
    """Bound what can be reached when the twins in `decided` stand where it says.

    Parameters
    ----------
    task, decided
        The task, and the sides of some twins.
    prices
        What an undecided twin with several places pays, in whole units, for each further place
        they give and, as many times, for taking. Any prices from 0 give a bound.
    """
    vertices = _vertices(task, decided)
    n_rows, n_columns = task.worth.shape
    framed = np.full((n_rows + 1, n_columns + 1), np.nan)
    framed[:n_rows, :n_columns] = np.floor(task.worth / task.unit)
    directed = framed[np.ix_(vertices.row, vertices.column)]
    further = {t: vertices.further(t, task) for t in vertices.twin.tolist() if t >= 0}
    paid = 0.0
    for t, price in (prices or {}).items():
        if price and t in further:
            directed[further[t], :] -= price
            directed[:, vertices.twin == t] -= price * len(further[t])
            paid += price * len(further[t])
    both_ways = np.fmax(directed, directed.T)
    arcs, total = _relaxed(task, decided, both_ways)
    uses: list[Pair] = []
    odd: list[int] = []
    for chain, closed in _chains(arcs):
        kept, lost = _alternate(chain, closed, both_ways)
        odd += lost
        uses += [vertices.pair(_directed(arc, directed)) for arc in kept]
    overuse = _overuse([_directed(arc, directed) for arc in arcs], further, vertices.twin)
    torn = [t for t, over in overuse.items() if over > 0]
    in_circles = sorted(t for t in vertices.twin[odd].tolist() if t >= 0)
    undecided = [t for t in range(len(task.twins)) if t not in decided]
    return Halves(
        n_pairs=len(arcs) // 2,
        units=math.floor(total / 2 + paid),
        uses=tuple(uses),
        overuse=overuse,
        doubtful=tuple(dict.fromkeys([*torn, *in_circles, *undecided])),
    )


def _overuse(
    arcs: list[Pair], further: Mapping[int, list[int]], twin: NDArray[np.intp]
) -> dict[int, float]:
    """Say by how many places each twin gives beyond what their taking leaves them."""
    owner = {place: t for t, places in further.items() for place in places}
    over = {t: -float(len(places)) for t, places in further.items() if places}
    for giver, taker in arcs:
        if giver in owner:
            over[owner[giver]] += 0.5
        if int(twin[taker]) in over:
            over[int(twin[taker])] += 0.5 * len(further[int(twin[taker])])
    return over


def _relaxed(
    task: Task, decided: Mapping[int, int], both_ways: NDArray[np.float64]
) -> tuple[list[Pair], float]:
    """Solve with everybody standing twice; give arcs and their total.

    Where the aim is participation, arcs are kept to an even number that `_most_pairs` allows:
    the vertices left over are matched to stand-ins.
    """
    if task.aim == "score":
        result = assign(both_ways, aim="score")
        return result.pairs, result.total
    n = both_ways.shape[0]
    most = min(_most_pairs(task, decided), n // 2)
    allowed = 2 * most if 8 * most > 3 * n else n
    while True:
        framed = np.zeros((2 * n - allowed, 2 * n - allowed))
        framed[:n, :n] = both_ways
        framed[n:, n:] = np.nan
        result = assign(framed)
        arcs = [(one, other) for one, other in result.pairs if one < n and other < n]
        wanted = min(len(arcs) - len(arcs) % 2, 2 * most)
        if len(arcs) == wanted:
            return arcs, result.total
        allowed = wanted


def stand(worth: NDArray[np.float64], twin: Pair, side: int) -> None:
    """Leave a twin, in place, only what they can do on one side."""
    if side == GIVING:
        worth[:, twin[1]] = np.nan
    else:
        worth[twin[0], :] = np.nan


def _vertices(task: Task, decided: Mapping[int, int]) -> _Vertices:
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


def _most_pairs(task: Task, decided: Mapping[int, int]) -> int:
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


def _directed(arc: Pair, directed: NDArray[np.float64]) -> Pair:
    """Say who of the two gives: the way that is worth more."""
    giver, taker = arc
    back = directed[taker, giver]
    if not np.isnan(back) and not directed[giver, taker] >= back:
        return taker, giver
    return arc
