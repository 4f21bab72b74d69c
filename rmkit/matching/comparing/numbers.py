"""How far two people's numbers lie apart: years with the organisation, or a column of your own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Positions

__all__ = ["Numbers"]


@discreet()
@dataclass(frozen=True, eq=False)
class Numbers:
    """One number a person, shape (n_mentors,) and (n_mentees,); NaN where it is unknown."""

    ours: NDArray[np.float64]
    theirs: NDArray[np.float64]

    @classmethod
    def of(cls, mentors: pd.Series, mentees: pd.Series) -> Numbers:
        """Read numbers; what is no number is unknown."""
        return cls(_numbers(mentors), _numbers(mentees))

    def known(self, rows: Positions, columns: Positions) -> NDArray[np.bool_]:
        """Say for a block of pairs whether both numbers are known."""
        ours, theirs = np.isnan(self.ours[rows]), np.isnan(self.theirs[columns])
        return ~ours[:, None] & ~theirs[None, :]

    def too_close(
        self, rows: Positions, columns: Positions, *, at_least: float, signed: bool
    ) -> NDArray[np.bool_]:
        """Say for a block of pairs who lies less than `at_least` apart.

        Signed, the mentee's number has to lie that much above the mentor's. An unknown number is
        never too close.
        """
        ours, theirs = self.ours[rows][:, None], self.theirs[columns][None, :]
        near: NDArray[np.bool_] = ours > theirs - at_least
        return near if signed else near & (theirs > ours - at_least)


def _numbers(cells: pd.Series) -> NDArray[np.float64]:
    numbers = pd.to_numeric(cells, errors="coerce").astype("Float64")
    return np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
