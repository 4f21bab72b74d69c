"""The search for the side on which everybody stands who could be mentor or mentee.

First comes the bound of `rmkit.matching.relaxation`, then whole people: HiGHS solves the
mixed-integer program (scipy's `milp`) over the pairs that the prices leave in question, few first,
then all that could be part of something better. Where the aim is participation, the number of
pairs is settled before their worth. What is found is paired anew and counted in whole numbers.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from rmkit.matching.relaxation import Bound, Floats, Relaxation, scale_of
from rmkit.matching.seating import Chosen, Progress, Task, seated, sides_in

__all__ = ["search"]

_COUNT_ROUNDS, _WORTH_ROUNDS = 12, 30
_MOST_IN_QUESTION = 10_000
_NODES = 1_000
_SECONDS = 10.0
_IMPOSSIBLE = 2  # a status of milp
_TOLERANCE = 0.001


def search(task: Task, max_nodes: int | None, on_progress: Progress | None) -> Chosen:
    """Find the best sides, and the pairs that go with them.

    Parameters
    ----------
    task
        What is to be solved, with at least one twin.
    max_nodes, on_progress
        As for `rmkit.matching.sides.choose`.

    Notes
    -----
    Counting is exact and the bound too; only what HiGHS says of whole people is taken with its
    tolerance, on the safe side. Each of its programs ends after 10 seconds. Up to 600 people of any
    role were proven in 0.1 to 10 CPU seconds, or to 0.06 % of the points, 1,000 in 7 and 2,000 in
    26; where the time runs out, the pairs can depend on the machine, and `proven` is False.
    """
    state = _Search(task, _NODES if max_nodes is None else max_nodes, on_progress)
    if not state.relaxation.possible.any():
        return state.best
    most = state.count()
    if task.aim == "score":
        return state.with_proof(most, state.weigh(None))
    units = state.weigh(most)
    while units is None:
        state.relaxation.at_most(most - 1)
        most = min(most - 1, state.count())
        units = state.weigh(most)
    if len(state.best.pairs) < most:
        state.gave_up = state.nodes == 0
        state.weigh(len(state.best.pairs))
    return state.with_proof(most, units)


class _Search:
    """What a search knows so far: the best pairs, and whether a program took too long."""

    def __init__(self, task: Task, nodes: int, on_progress: Progress | None) -> None:
        self.task, self.nodes, self.on_progress = task, nodes, on_progress
        self.relaxation = Relaxation(task)
        self.gave_up = nodes == 0
        self.steps = 0
        self.best = seated(task, sides_in(task, np.zeros(task.worth.shape)))

    def tell(self) -> None:
        """Say how far the search is, nearing the end that no step knows."""
        self.steps += 1
        if self.on_progress is not None:
            self.on_progress(1 - 0.95**self.steps, "weighing who stands on which side")

    def bound(self, gain: Floats, pairs: int | None, rounds: int) -> Bound:
        """Bound a sum of gains, and try the sides that this suggests."""
        bound = self.relaxation.bound(gain, pairs, rounds, self.tell)
        self.try_sides(bound.use)
        return bound

    def count(self) -> int:
        """Bound the number of pairs."""
        ones = np.where(self.relaxation.possible, 1.0, np.nan)
        most = math.floor(self.bound(ones, None, _COUNT_ROUNDS).limit)
        self.relaxation.at_most(most)
        return most

    def try_sides(self, use: Floats) -> None:
        """Keep the sides of a solution if they are better."""
        tried = seated(self.task, sides_in(self.task, use))
        if self._rank(tried) > self._rank(self.best):
            self.best = tried

    def _rank(self, chosen: Chosen) -> tuple[int, ...]:
        units = self.task.units(chosen)
        return (len(chosen.pairs), units) if self.task.aim == "participation" else (units,)

    def weigh(self, pairs: int | None) -> int | None:
        """Find the best choice (with so many pairs at least); say what none of them exceeds.

        None means that no choice has so many pairs.
        """
        relaxation = self.relaxation
        bound = self.bound(relaxation.gain, pairs, _WORTH_ROUNDS)
        most: float = math.floor(bound.limit)
        behind = np.sort(bound.behind[relaxation.possible])
        number = len(relaxation.room)
        all_seen = False
        while not (all_seen or self.gave_up or self._reaches(pairs, most)):
            reach, all_seen = behind[min(number, len(behind)) - 1], number >= len(behind)
            missing = bound.limit - self.task.units(self.best)
            if (pairs is None or len(self.best.pairs) >= pairs) and missing <= reach:
                reach, all_seen = missing, True
            most = min(most, self._whole(bound, pairs, reach))
            number *= 4
        return None if most < 0 else int(most)

    def _reaches(self, pairs: int | None, units: float) -> bool:
        """Say whether the best so far has so many pairs and units, or whether there are none."""
        enough = pairs is None or len(self.best.pairs) >= pairs
        return units < 0 or (enough and self.task.units(self.best) >= units)

    def _whole(self, bound: Bound, pairs: int | None, reach: float) -> float:
        """Solve for whole people over the pairs that are behind by `reach` at most.

        Gives what no choice exceeds; minus infinity where there is none.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        relaxation = self.relaxation
        rows, columns = np.nonzero(relaxation.possible & (bound.behind <= reach))
        with_others = math.ceil(bound.limit - reach) - 1.0
        if len(rows) == relaxation.possible.sum():
            with_others = -math.inf
        if len(rows) > _MOST_IN_QUESTION:
            self.gave_up = True
            return math.inf
        self.tell()
        relaxation.part(rows, columns)
        matrix, room = relaxation.program(rows, columns, pairs)
        gain = relaxation.gain[rows, columns]
        scale = scale_of(gain)
        found = milp(
            -gain / scale,
            constraints=LinearConstraint(matrix, -np.inf, room),
            integrality=np.ones(len(rows), dtype=np.int64),
            bounds=Bounds(0, 1),
            options={
                "mip_rel_gap": 0.0,
                "node_limit": self.nodes,
                "presolve": False,  # it hides from HiGHS the rows that make the strongest cuts
                "time_limit": _SECONDS,
            },
        )
        if found.x is not None:
            use = np.zeros(relaxation.gain.shape)
            use[rows, columns] = np.rint(found.x)
            self.try_sides(use)
        if found.status == _IMPOSSIBLE:
            return with_others
        self.gave_up = found.status != 0
        if found.mip_dual_bound is None or not math.isfinite(found.mip_dual_bound):
            return math.inf
        return max(with_others, math.floor((_TOLERANCE - found.mip_dual_bound) * scale))

    def with_proof(self, pairs: int, units: int | None) -> Chosen:
        """Give the best choice, with what no other exceeds."""
        wanted = pairs if self.task.aim == "participation" else None
        if units is None or self._reaches(wanted, units):
            return self.best
        most_worth = math.nextafter((units + 1) * self.task.unit, 0.0)
        return replace(self.best, most_pairs=pairs, most_worth=most_worth, proven=False)
