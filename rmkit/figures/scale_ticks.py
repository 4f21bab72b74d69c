"""Round numbers along a scale, so that it can be read."""

from __future__ import annotations

import math

__all__ = ["ratio_ticks", "ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Give round numbers in even steps from at or below `low` to at or above `high`.

    >>> ticks(-0.13, 0.87)
    [-0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    >>> ticks(0, 0)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    if not high > low:
        high = low + 1
    rough = (high - low) / about
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * s for s in _STEPS if size * s >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) + 0.0 for i in range(first, last + 1)]


def ratio_ticks(low: float, high: float) -> list[float]:
    """Give round numbers around 1 for ratios, from at or below `low` to at or above `high`.

    They double as long as there are few enough, and then go in tens. Both ends must be above 0.

    >>> ratio_ticks(0.4, 1.7)
    [0.25, 0.5, 1.0, 2.0]
    >>> ratio_ticks(0.002, 3)
    [0.001, 0.01, 0.1, 1.0, 10.0]
    """
    low, high = min(low, 0.9), max(high, 1.1)
    base = 2.0 if high / low <= 2.0**6 else 10.0
    first = math.floor(math.log(low, base) + 1e-9)
    last = math.ceil(math.log(high, base) - 1e-9)
    step = -(-(last - first) // 8)  # of ratios without bounds every few powers alone
    powers = set(range(0, last + step, step)) | {-i for i in range(0, step - first, step)}
    return [float(f"{base**i:.6g}") for i in sorted(powers)]
