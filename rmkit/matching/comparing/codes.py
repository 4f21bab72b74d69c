"""Whether two people have the same code: department, site, manager, kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Amounts, Positions

__all__ = ["Codes"]


@discreet()
@dataclass(frozen=True, eq=False)
class Codes:
    """One code a person, shape (n_mentors,) and (n_mentees,); -1 where it is unknown.

    `differ` says whether different codes are what is counted, not same ones.
    """

    ours: NDArray[np.int32]
    theirs: NDArray[np.int32]
    differ: bool = False

    @classmethod
    def of(cls, mentors: pd.Series, mentees: pd.Series, *, differ: bool = False) -> Codes:
        """Give every value of both sides a number; missing ones are unknown."""
        codes = pd.factorize(pd.concat([mentors, mentees], ignore_index=True))[0].astype(np.int32)
        return cls(codes[: len(mentors)], codes[len(mentors) :], differ)

    def amounts(self, rows: Positions, columns: Positions) -> tuple[Amounts, Amounts]:
        """Give 1 of 1 where both are the same, or where they differ."""
        ours, theirs = self.ours[rows][:, None], self.theirs[columns][None, :]
        known = (ours >= 0) & (theirs >= 0)
        found = ours != theirs if self.differ else ours == theirs
        return (known & found).astype(np.int64), known.astype(np.int64)
