"""How alike two people rate themselves on the same scales from 1 to 5."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Amounts, Positions

__all__ = ["Ratings"]

_WIDEST = 4


@discreet()
@dataclass(frozen=True, eq=False)
class Ratings:
    """Ratings from 1 to 5, shape (n_scales, n_people); 0 where one is unknown."""

    ours: NDArray[np.int8]
    theirs: NDArray[np.int8]

    @classmethod
    def of(cls, mentors: pd.DataFrame, mentees: pd.DataFrame, start: str) -> Ratings:
        """Read every column that begins with `start` and stands in both tables."""
        names = [name for name in mentors.columns if str(name).startswith(start)]
        both = [name for name in names if name in mentees.columns]
        return cls(_ratings(mentors, both), _ratings(mentees, both))

    def amounts(self, rows: Positions, columns: Positions) -> tuple[Amounts, Amounts]:
        """Count the steps by which they are closer than they could be, over scales both know."""
        close = np.zeros((len(rows), len(columns)), dtype=np.int64)
        of = np.zeros_like(close)
        for ours, theirs in zip(self.ours[:, rows], self.theirs[:, columns], strict=True):
            known = (ours > 0)[:, None] & (theirs > 0)[None, :]
            apart = np.abs(ours[:, None].astype(np.int64) - theirs[None, :])
            close += np.where(known, _WIDEST - apart, 0)
            of += np.where(known, _WIDEST, 0)
        return close, of


def _ratings(people: pd.DataFrame, names: list[str]) -> NDArray[np.int8]:
    found = np.zeros((len(names), len(people)), dtype=np.int8)
    for k, name in enumerate(names):
        found[k] = people[name].to_numpy(dtype=np.float64, na_value=0.0)
    return found
