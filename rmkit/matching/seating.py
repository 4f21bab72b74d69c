"""What a task of pairing is, and the best pairs once it is known who stands on which side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.assignment import assign
from rmkit.matching.exact import Aim

__all__ = ["GIVING", "TAKING", "Chosen", "Progress", "Task", "seated", "sides_in"]

GIVING, TAKING = 0, 1
Pair = tuple[int, int]
Progress = Callable[[float, str], None]


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

    def units(self, chosen: Chosen) -> int:
        """Count the whole units of pairs."""
        return sum(math.floor(self.worth[pair] / self.unit) for pair in chosen.pairs)


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


def seated(task: Task, sides: Mapping[int, int]) -> Chosen:
    """Pair at best when every twin (a position in `Task.twins`) stands where `sides` says.

    A mentor with further places comes once more for these, so that their first mentee can be worth
    more than the others.
    """
    worth = task.worth.copy()
    for t, side in sides.items():
        _stand(worth, task.twins[t], side)
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


def sides_in(task: Task, use: NDArray[np.float64]) -> dict[int, int]:
    """Put every twin on one side: as they are used, or where people are short.

    `use` says how much of each pair (0 to 1) a solution makes, shape (n_mentors, n_mentees).
    """
    gives, takes = use.sum(axis=1), use.sum(axis=0)
    sides = {
        t: GIVING if gives[row] >= takes[column] else TAKING
        for t, (row, column) in enumerate(task.twins)
        if gives[row] + takes[column] > 0
    }
    worth = task.worth.copy()
    for t, side in sides.items():
        _stand(worth, task.twins[t], side)
    for t, twin in enumerate(task.twins):
        if t not in sides:
            possible = ~np.isnan(worth)
            places = np.minimum(task.capacity, possible.sum(axis=1)).sum()
            sides[t] = GIVING if places < possible.any(axis=0).sum() else TAKING
            _stand(worth, twin, sides[t])
    return sides


def _stand(worth: NDArray[np.float64], twin: Pair, side: int) -> None:
    """Leave a twin, in place, only what they can do on one side."""
    if side == GIVING:
        worth[:, twin[1]] = np.nan
    else:
        worth[twin[0], :] = np.nan
