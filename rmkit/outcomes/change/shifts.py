"""Which shifts a rank test does not rule out: the interval beside a Hodges-Lehmann estimate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["apart", "shared_places", "shifts_kept"]

Floats = NDArray[np.float64]
_ALL_TRIED = 120


def apart(values: Floats) -> Floats:
    """Give the different values in order; those that differ by rounding alone are one."""
    ordered = np.sort(values)
    close = 1e-8 * max(1e-300, float(np.abs(ordered).max()))
    found: Floats = ordered[np.concatenate([[True], np.diff(ordered) > close])]
    return found


def shared_places(values: Floats, places: Floats) -> Floats:
    """Give those of the different values at which several values lie."""
    ordered = np.sort(values)
    close = 1e-8 * max(1e-300, float(np.abs(ordered).max()))
    upto = np.searchsorted(ordered, places + close, side="right")
    found: Floats = places[upto - np.searchsorted(ordered, places - close, side="left") > 1]
    return found


def shifts_kept(
    places: Floats, shared: Floats, p_of: Callable[[float], float], alpha: float
) -> tuple[float, float]:
    """Give the smallest and largest shift with p of at least `alpha`.

    Parameters
    ----------
    places
        Where the test can change its mind, in order: Walsh averages, or differences between two
        groups. Between two of them p is constant.
    shared
        Those places at which several values lie, which are tried themselves.
    p_of
        The test of a shift.
    alpha
        1 - level.

    Returns
    -------
    low, high
        Minus or plus infinity where no shift is ruled out on that side: with so few people even
        the clearest result has a larger p.
    """
    between = np.concatenate([[places[0] - 1], (places[1:] + places[:-1]) / 2, [places[-1] + 1]])
    ends = np.concatenate([[-np.inf], places, [np.inf]])
    # 1e-12: a p that is alpha but for rounding counts as alpha.
    kept = [p_of(float(shift)) >= alpha - 1e-12 for shift in between] if (
        len(between) <= _ALL_TRIED
    ) else _by_halving(between, p_of, alpha)  # fmt: skip
    where = np.flatnonzero(kept)
    low, high = (ends[where[0]], ends[where[-1] + 1]) if len(where) else (np.inf, -np.inf)
    for place in shared:
        if not low <= place <= high and p_of(float(place)) >= alpha - 1e-12:
            low, high = min(low, place), max(high, place)
    if low > high:
        low = high = float(np.median(places))
    return float(low), float(high)


def _by_halving(between: Floats, p_of: Callable[[float], float], alpha: float) -> list[bool]:
    middle = len(between) // 2
    first, last = 0, len(between) - 1
    best = _top(between, p_of, middle)

    def edge(outside: int) -> int:
        inside = best
        if p_of(float(between[outside])) >= alpha - 1e-12:
            return outside
        while abs(inside - outside) > 1:
            half = (inside + outside) // 2
            if p_of(float(between[half])) >= alpha - 1e-12:
                inside = half
            else:
                outside = half
        return inside

    low, high = edge(first), edge(last)
    return [low <= i <= high for i in range(len(between))]


def _top(between: Floats, p_of: Callable[[float], float], start: int) -> int:
    """Give a shift with a large p: the middle one, or the best of some around it."""
    tried = sorted({start, *np.linspace(0, len(between) - 1, 25).astype(int).tolist()})
    return int(max(tried, key=lambda i: (p_of(float(between[i])), -abs(i - start))))
