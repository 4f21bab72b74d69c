"""The difference of two means among all ways to divide the same people into two groups."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.change.exact_ranks import split_p

__all__ = ["divided_p"]

Floats = NDArray[np.float64]
_MOST_WAYS = 60_000
_MOST_STEPS = 4_000_000


def divided_p(one: Floats, two: Floats, *, shuffles: int, seed: int) -> tuple[float, str]:
    """Test two-sided whether the means differ by chance; exactly where that can be counted.

    Values on a grid (levels, quarters of a point) are counted by convolution; few people by going
    through all ways; everything else by drawing, and then p counts what was seen as one draw.
    """
    values = np.concatenate([one, two])
    m, n = len(one), len(values)
    first = np.arange(n) < m
    grid = _on_grid(values)
    if grid is not None and m * n * float(grid.sum()) <= _MOST_STEPS:
        return split_p(grid, first, exact=True), "exact over all divisions"
    if math.comb(n, m) <= _MOST_WAYS:
        sums = _all_sums(values, m)
        return _share(sums, values, m), "exact over all divisions"
    sums = _drawn_sums(values, m, shuffles, seed)
    seen = _share(sums, values, m) * shuffles
    return float((seen + 1) / (shuffles + 1)), f"over {shuffles:,} divisions drawn"


def _on_grid(values: Floats) -> NDArray[np.int64] | None:
    """Give whole numbers from 0 in the same proportions; None where there is no coarse grid."""
    off = values - values.min()
    below = 1
    for value in set(off.tolist()):
        part = Fraction(value).limit_denominator(24)
        if abs(float(part) - value) > 1e-9 * max(1.0, value):
            return None
        below = math.lcm(below, part.denominator)
    whole = np.rint(off * below).astype(np.int64)
    step = int(np.gcd.reduce(whole)) or 1
    reduced: NDArray[np.int64] = whole // step
    return reduced


def _all_sums(values: Floats, m: int) -> Floats:
    from itertools import chain, combinations

    ways = math.comb(len(values), m)
    flat = chain.from_iterable(combinations(range(len(values)), m))
    chosen = np.fromiter(flat, dtype=np.intp, count=ways * m).reshape(ways, m)
    sums: Floats = values[chosen].sum(axis=1)
    return sums


def _drawn_sums(values: Floats, m: int, shuffles: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    sums = np.empty(shuffles)
    size = max(1, 1_000_000 // len(values))
    for start in range(0, shuffles, size):
        many = min(size, shuffles - start)
        drawn = rng.permuted(np.broadcast_to(values, (many, len(values))), axis=1)
        sums[start : start + many] = drawn[:, :m].sum(axis=1)
    return sums


def _share(sums: Floats, values: Floats, m: int) -> float:
    middle = m * values.mean()
    seen = abs(values[:m].sum() - middle)
    return float((np.abs(sums - middle) >= seen - 1e-9 * max(1.0, float(seen))).mean())
