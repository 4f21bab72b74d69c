"""What could be reached at most, were people divisible: a linear program, and its exact bound.

Whoever stands on both sides has one row: what they give, and their places times what they take,
must fit into their places. The program starts with the best few pairs of everybody and takes in
others as long as its prices say that one could be worth it, so it stays small. Cuts that hold for
whole people bring it down to them: who takes cannot give to this person either, and people who are
torn between each other cannot make more pairs than they have givers and takers for.

HiGHS works with tolerances. Its prices are rounded to binary fractions, and the bound is worked out
from them anew, for every pair there is, without rounding: it holds whatever the solver did.

References
----------
Desrosiers and Luebbecke (2005), A primer in column generation. Edmonds (1965), Journal of Research
of the National Bureau of Standards 69B:125, for the cuts where everybody has one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.seating import Task

__all__ = ["Bound", "Floats", "Relaxation", "scale_of"]

_COLUMNS = 6
_FRESH_ROUNDS = 3
_FEW = 20
_EPSILON = 1e-6

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Cut:
    """No choice of whole people has more than `most` pairs in these blocks of rows and columns."""

    blocks: tuple[tuple[Mask, Mask], ...]
    most: int

    def counts(self, rows: Places, columns: Places) -> Mask:
        """Say which of some pairs count."""
        held = np.zeros(len(rows), dtype=np.bool_)
        for ours, theirs in self.blocks:
            held |= ours[rows] & theirs[columns]
        return held


@dataclass(frozen=True)
class Bound:
    """What no choice of whole people exceeds.

    `limit` bounds the sum of gains. A choice with a certain pair stays below it by what that pair
    is `behind`, at least; shape (n_mentors, n_mentees), infinite where not allowed. `use` is how
    much of each pair the program makes, 0 to 1.
    """

    limit: float
    behind: Floats
    use: Floats


def scale_of(gain: Floats) -> float:
    """Find a power of two by which gains must be divided, so that HiGHS meets no large numbers."""
    return 2.0 ** max(0, int(gain.max()).bit_length() - 22)


class Relaxation:
    """The linear program of a task, as it grows by pairs and cuts.

    Parameters
    ----------
    task
        What is to be solved.

    Attributes
    ----------
    gain
        Whole units of worth, shape (n_mentors, n_mentees); NaN where not allowed.
    """

    def __init__(self, task: Task) -> None:
        self.gain = np.floor(task.worth / task.unit)
        for twin in task.twins:
            self.gain[twin] = np.nan
        self.gain[task.capacity <= 0] = np.nan
        self.possible = ~np.isnan(self.gain)
        n_rows, n_columns = self.gain.shape
        places = np.minimum(task.capacity, self.possible.sum(axis=1))
        self.room = np.concatenate([places, np.ones(n_columns)]).astype(np.float64)
        self.column_of = np.full(n_rows, -1)
        self.line_of = n_rows + np.arange(n_columns)
        self.load = np.ones(n_columns)
        for row, column in task.twins:
            self.column_of[row], self.line_of[column] = column, row
            self.load[column] = max(places[row], 1)
            self.room[row] = max(places[row], 1)
        self.places = places
        self.cuts: list[_Cut] = []
        self._known: set[tuple[bytes, int]] = set()
        self.held = np.zeros(self.gain.shape, dtype=np.bool_)
        self._mixed = np.random.default_rng(0).random(self.gain.shape) / 64
        self._take_in(np.where(self.possible, 1.0, -np.inf), None)
        self._take_in(np.where(self.possible, self.gain + 1, -np.inf), None)

    def at_most(self, pairs: int) -> None:
        """Let no choice have more pairs than are known to be possible."""
        everybody = np.ones(len(self.gain), dtype=np.bool_), np.ones(len(self.load), dtype=np.bool_)
        self._add(_Cut((everybody,), pairs))

    def bound(
        self, gain: Floats, pairs: int | None, rounds: int, tell: Callable[[], None]
    ) -> Bound:
        """Bound the sum of gains over all choices, or over those with so many pairs at least.

        Parameters
        ----------
        gain
            What each pair brings, finite where allowed.
        pairs
            How many pairs a choice must have; None for any number.
        rounds
            How often to take in pairs and cuts at most.
        tell
            Called before each round.
        """
        tell()
        best, ahead = self._solved(gain, pairs)
        found = best
        weighs = gain is self.gain
        for round_ in range(rounds):
            missing = self._take_in(ahead, found.use if weighs and round_ < _FRESH_ROUNDS else None)
            new = weighs and missing <= _FEW and self._cut(found.use)
            if not missing and not new:
                break
            tell()
            found, ahead = self._solved(gain, pairs)
            best = found if found.limit <= best.limit else best
        return best

    def program(self, i: Places, j: Places, pairs: int | None) -> tuple[Any, Floats]:
        """Give the rows of the program over some pairs: a sparse matrix, and what fits each row."""
        from scipy import sparse

        n = len(i)
        each = np.arange(n)
        line, load = np.concatenate([i, self.line_of[j]]), np.append(np.ones(n), self.load[j])
        shape = (len(self.room), n)
        blocks = [sparse.csr_array((load, (line, np.tile(each, 2))), shape=shape)]
        room = [self.room, np.array([cut.most for cut in self.cuts], dtype=np.float64)]
        for cut in self.cuts:
            held = np.flatnonzero(cut.counts(i, j))
            entries = np.ones(len(held)), (np.zeros(len(held), dtype=np.intp), held)
            blocks.append(sparse.csr_array(entries, shape=(1, n)))
        if pairs is not None:
            blocks.append(sparse.csr_array(-np.ones((1, n))))
            room.append(np.array([-float(pairs)]))
        return sparse.vstack(blocks, format="csr"), np.concatenate(room)

    def part(self, i: Places, j: Places) -> None:
        """Cut off, for some pairs, everybody's taking from somebody while they give to another."""
        for row, column in zip(i.tolist(), j.tolist(), strict=True):
            mine = self.column_of[row]
            if mine >= 0 and self.places[row] > 1:
                nobody = np.zeros(len(self.gain), dtype=np.bool_)
                none = np.zeros(len(self.load), dtype=np.bool_)
                this, other, own = nobody.copy(), none.copy(), none.copy()
                this[row], other[column], own[mine] = True, True, True
                self._add(_Cut(((this, other), (~nobody, own)), 1))

    def _solved(self, gain: Floats, pairs: int | None) -> tuple[Bound, Floats]:
        """Solve over the pairs taken in; give the bound, and how far pairs are ahead of prices."""
        from scipy import sparse
        from scipy.optimize import linprog

        i, j = np.nonzero(self.held)
        matrix, room = self.program(i, j, pairs)
        most = float(gain[self.possible].max())
        scale = scale_of(gain[self.possible])
        worth = -gain[i, j] / scale
        if pairs is not None:  # a stand-in for missing pairs, at a price that nobody would pay
            column = sparse.csr_array(([-1.0], ([len(room) - 1], [0])), shape=(len(room), 1))
            matrix = sparse.hstack([matrix, column], format="csr")
            worth = np.append(worth, 8 * (most + 1) / scale)
        found = linprog(worth, A_ub=matrix, b_ub=room, bounds=(0, None), method="highs-ipm")
        prices = np.zeros(len(room))
        use = np.zeros(self.gain.shape)
        if found.x is not None and found.status == 0:
            prices = np.maximum(-found.ineqlin.marginals, 0.0) * scale
            use[i, j] = found.x[: len(i)]
        return self._certified(gain, pairs, self._rounded(prices, most), use)

    def _rounded(self, prices: Floats, most: float) -> Floats:
        """Round to fractions so short that all sums of them are exact."""
        terms = (2 * len(self.room) + len(self.cuts)) * int(self.load.max())
        bits = int(most + 1).bit_length() + 4 + terms.bit_length()
        grain = 2.0 ** (bits - 52)
        return np.rint(prices / grain) * grain

    def _certified(
        self, gain: Floats, pairs: int | None, prices: Floats, use: Floats
    ) -> tuple[Bound, Floats]:
        """Work out the bound that prices prove; a row that some pair outbids pays up for it."""
        n_lines = len(self.room)
        ahead = np.where(self.possible, gain, -np.inf)
        ahead -= prices[: len(gain), None]
        ahead -= prices[self.line_of] * self.load
        for cut, price in zip(self.cuts, prices[n_lines:].tolist(), strict=False):
            if price:
                for ours, theirs in cut.blocks:
                    ahead[np.ix_(ours, theirs)] -= price
        limit = float(self.room @ prices[:n_lines])
        limit += sum(c.most * p for c, p in zip(self.cuts, prices[n_lines:].tolist(), strict=False))
        if pairs is not None:
            ahead += prices[-1]
            limit -= pairs * float(prices[-1])
        outbid = np.maximum(ahead.max(axis=1, initial=0.0), 0.0)
        limit += float(self.places @ outbid)
        return Bound(limit, outbid[:, None] - ahead, use), ahead

    def _take_in(self, ahead: Floats, use: Floats | None) -> int:
        """Take in the pairs that are nearest to be worth their prices, some for everybody.

        Where what is used so far is given, the others are let go. Counts all pairs that are worth
        more than their prices and were not there.
        """
        missing = int((~self.held & (ahead > _EPSILON)).sum())
        if use is not None and missing > _FEW:
            self.held = use > _EPSILON
        if missing:
            ranked = ahead + self._mixed  # so that equals are spread among people
            for axis in (0, 1):
                n = min(_COLUMNS, ahead.shape[axis])
                best = np.take(np.argpartition(-ranked, n - 1, axis=axis), range(n), axis=axis)
                chosen = np.zeros_like(self.held)
                np.put_along_axis(chosen, best, True, axis=axis)
                self.held |= chosen & self.possible
        return missing

    def _cut(self, use: Floats) -> bool:
        """Add the cuts that a solution in parts breaks; say whether there are any."""
        from scipy import sparse
        from scipy.sparse.csgraph import connected_components

        before = len(self.cuts)
        i, j = np.nonzero(use > _EPSILON)
        taking = np.append(use.sum(axis=0), 0.0)[self.column_of[i]]
        both = use[i, j] + taking > 1 + _EPSILON
        self.part(i[both], j[both])
        i, j = np.nonzero((use > _EPSILON) & (use < 1 - _EPSILON))
        n = len(self.room)
        graph = sparse.coo_array((np.ones(len(i)), (i, self.line_of[j])), shape=(n, n))
        _, label = connected_components(graph, directed=False)
        for group in np.flatnonzero(np.bincount(label) > 2):
            members = label == group
            ours, theirs = members[: len(self.gain)], members[self.line_of]
            most = self._most_pairs(ours, theirs)
            if use[np.ix_(ours, theirs)].sum() > most + _EPSILON:
                self._add(_Cut(((ours, theirs),), most))
        return len(self.cuts) > before

    def _most_pairs(self, ours: Mask, theirs: Mask) -> int:
        """Count the pairs that people could make among themselves, could all of them meet.

        The more of those who are both give, the most places first, the fewer are left to take.
        """
        twins = np.flatnonzero(ours & (self.column_of >= 0))
        givers = self.places[ours & (self.column_of < 0)].sum()
        places = givers + np.append(0, np.cumsum(np.sort(self.places[twins])[::-1]))
        takers = int(theirs.sum()) - np.arange(len(twins) + 1)
        return int(np.minimum(places, takers).max())

    def _add(self, cut: _Cut) -> None:
        key = b"".join(np.packbits(mask).tobytes() for block in cut.blocks for mask in block)
        if (key, cut.most) not in self._known:
            self._known.add((key, cut.most))
            self.cuts.append(cut)
