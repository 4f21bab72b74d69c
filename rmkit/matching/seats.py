"""Both sides of solved pairs: who is across, with what places and partners.

A mentor looks at mentees and a mentee at mentors; seen from here both are the same question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.problem import Problem
from rmkit.matching.sides import Chosen
from rmkit.matching.tables import Table, Worked, narrowed

__all__ = ["Seats", "Side", "seats"]

Side = Literal["mentor", "mentee"]


@discreet("side", "names")
@dataclass(frozen=True, eq=False)
class Seats:
    """Everybody on one side, and everybody across.

    Arrays have shape (n_here, n_across) or (n_across,). `places` counts the partners that each
    across can have on this side, without locked ones; `partners` are those they have, without
    locked ones. `own_places`, of shape (n_here,), counts the partners that each here can have.
    Somebody who serves on the other side has no place here. `myself` says who of those here comes
    across as well, and where.
    """

    side: Side
    across: Side
    names: Sequence[str]
    names_across: Sequence[str]
    allowed: Table
    points: Table
    broken: Mapping[str, Table]
    places: NDArray[np.int64]
    partners: Sequence[Sequence[int]]
    own_places: NDArray[np.int64]
    myself: Mapping[int, int]

    @cached_property
    def open(self) -> Table:
        """The pairs that the rules allow, with somebody who has a place; shape as `allowed`."""
        found = narrowed(self.allowed, self.places > 0)
        return found if isinstance(found, Worked) else np.ascontiguousarray(found)

    @cached_property
    def wanted(self) -> NDArray[np.bool_]:
        """Who across somebody here could be paired with; not where people are many."""
        return np.asarray(self.open[:].any(axis=0))

    def others(self, me: int) -> NDArray[np.bool_]:
        """Say who across is somebody else."""
        others = np.ones(len(self.names_across), dtype=np.bool_)
        if me in self.myself:
            others[self.myself[me]] = False
        return others


def seats(problem: Problem, chosen: Chosen) -> tuple[Seats, Seats]:
    """Set out the mentors' side and the mentees' side of solved pairs."""
    giving, taking = {i for i, _ in chosen.pairs}, {j for _, j in chosen.pairs}
    mentees_of: list[list[int]] = [[] for _ in problem.mentor_ids]
    mentor_of: list[list[int]] = [[] for _ in problem.mentee_ids]
    capacity = problem.capacity.copy()
    wanting = np.ones(len(problem.mentee_ids), dtype=np.int64)
    for i, j in chosen.pairs:
        if (i, j) in problem.locked:
            capacity[i] -= 1
            wanting[j] = 0
        else:
            mentees_of[i].append(j)
            mentor_of[j].append(i)
    for i, j in problem.twins:
        wanting[j] *= i not in giving
        capacity[i] *= j not in taking
    mentors = Seats(
        side="mentor",
        across="mentee",
        names=problem.mentor_ids,
        names_across=problem.mentee_ids,
        allowed=problem.allowed,
        points=problem.points,
        broken=problem.broken,
        places=wanting,
        partners=mentor_of,
        own_places=capacity,
        myself=dict(problem.twins),
    )
    mentees = Seats(
        side="mentee",
        across="mentor",
        names=problem.mentee_ids,
        names_across=problem.mentor_ids,
        allowed=problem.allowed.T,
        points=problem.points.T,
        broken={name: broken.T for name, broken in problem.broken.items()},
        places=capacity,
        partners=mentees_of,
        own_places=wanting,
        myself={j: i for i, j in problem.twins},
    )
    return mentors, mentees
