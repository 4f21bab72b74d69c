"""Division by multiplication: how amounts are put on the grid without a loss and without dividing.

A processor multiplies many whole numbers at once and divides none.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.comparing import GRID

__all__ = ["HALF", "SHIFT", "UNKNOWN", "factors"]

SHIFT: Final = 22
"""By how many bits a factor is scaled."""

HALF: Final = 1 << (SHIFT - 1)
UNKNOWN: Final = (GRID // 2) << SHIFT
"""What to add before the shift where the amount is known, and where it is not."""


def factors(of: NDArray[Any]) -> NDArray[np.uint32]:
    """Give the factors with which a multiplication and a shift put amounts on the grid.

    (amount * factor + HALF) >> SHIFT equals (2000 * amount + of) // (2 * of) for all
    0 <= amount <= of <= 1448. The factor is 1000 * 2**22 / of, rounded up, so the quotient is too
    large by less than of / 2**22; the next whole number is at least 1 / (2 * of) away unless it
    is hit exactly, and of * of < 2**21. The sum stays below 2**32. The factor is 0 where `of` is.

    >>> amount = np.arange(8)
    >>> ((amount * factors(np.array([7])) + HALF) >> SHIFT).tolist()
    [0, 143, 286, 429, 571, 714, 857, 1000]
    """
    whole = np.asarray(of, dtype=np.int64)
    up = -(-(GRID << SHIFT) // np.maximum(whole, 1))
    return np.where(whole > 0, up, 0).astype(np.uint32)
