"""Round numbers along a scale, so that it can be read."""

from __future__ import annotations

import math

__all__ = ["ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Give round numbers in even steps from at or below `low` to at or above `high`.

    >>> ticks(-0.13, 0.87)
    [-0.25, 0.0, 0.25, 0.5, 0.75, 1.0]
    >>> ticks(0, 0)
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    if not high > low:
        high = low + 1
    rough = (high - low) / about
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * s for s in _STEPS if size * s >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) + 0.0 for i in range(first, last + 1)]
