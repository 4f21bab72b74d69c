"""What every comparison of mentors with mentees can tell, and how it becomes whole points.

A comparison is prepared once from both tables and holds small arrays of whole numbers. It can then
be asked for any block of pairs, so that no table of all pairs has to exist.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["GRID", "Amounts", "Comparison", "Positions", "parts"]

GRID: Final = 1_000
"""Into how many equal steps a criterion is divided."""

Positions = NDArray[np.intp]
Amounts = NDArray[np.int64]


class Comparison(Protocol):
    """How much of something each pair has, of how much there could be."""

    def amounts(self, rows: Positions, columns: Positions) -> tuple[Amounts, Amounts]:
        """Count for a block of pairs.

        Parameters
        ----------
        rows, columns
            Positions of mentors and of mentees.

        Returns
        -------
        amount, of
            Whole numbers, each of shape (n_rows, n_columns), with 0 <= amount <= of; `of` is 0
            where it is unknown.
        """
        ...


def parts(amount: Amounts, of: Amounts) -> Amounts:
    """Put amounts on the grid: 0 to 1,000, halves rounded up; 500 where it is unknown.

    >>> parts(np.array([1, 2, 0]), np.array([3, 2, 0])).tolist()
    [333, 1000, 500]
    """
    whole = np.maximum(of, 1)
    # The quotient is rounded to the nearest float, and is at least 1 / (2 * whole) away from the
    # next whole number: below 2**40 no rounding reaches it, and floats are divided much quicker.
    quotient = (2 * GRID * amount + whole) / (2 * whole)
    return np.where(of > 0, quotient.astype(np.int64), GRID // 2)
