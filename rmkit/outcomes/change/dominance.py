"""How often one of a group is higher than one of another: Cliff's delta, two ways to bound it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.estimate import Estimate

__all__ = ["dominance_rows"]

Floats = NDArray[np.float64]


def dominance_rows(one: Floats, two: Floats, level: float) -> list[Estimate]:
    """Give Cliff's delta with the interval of Cliff and that of Fisher's z, and P(higher).

    References
    ----------
    Cliff (1993), Psychological Bulletin 114:494-509; Vargha & Delaney (2000).
    """
    from scipy import stats

    n1, n2 = len(one), len(two)
    off = one[:, None] - two[None, :]
    close = 1e-10 * max(1.0, float(np.abs(off).max()))
    higher = np.where(np.abs(off) <= close, 0.0, np.sign(off))
    delta = float(higher.mean())
    low, high = _cliff_ends(higher, float(stats.t.ppf((1 + level) / 2, n1 + n2 - 2)))
    title = "Cliff's delta (-1 to 1)"
    if abs(delta) == 1:
        by_z = Estimate("cliff_delta_z", f"{title}, by Fisher's z", delta)
    else:
        se = math.sqrt((n1 + n2 + 1) / (3 * n1 * n2))
        reach = float(stats.norm.ppf((1 + level) / 2)) * se
        z = math.atanh(delta)
        by_z = Estimate("cliff_delta_z", f"{title}, by Fisher's z", delta, math.tanh(z - reach),
                        math.tanh(z + reach))  # fmt: skip
    chance = "Chance that one of the first is higher, ties counted half"
    return [
        Estimate("cliff_delta", title, delta, low, high),
        by_z,
        Estimate("superiority", chance, (1 + delta) / 2, (1 + low) / 2, (1 + high) / 2),
    ]


def _cliff_ends(higher: Floats, t: float) -> tuple[float, float]:
    n1, n2 = higher.shape
    d = float(higher.mean())
    if abs(d) == 1:
        # Everybody is higher: the variance is 0, and this is the end that Cliff proposes instead.
        end = (min(n1, n2) - t**2) / (min(n1, n2) + t**2)
        return (end, 1.0) if d > 0 else (-1.0, -end)
    rows, columns = ((higher.mean(axis=axis) - d) @ (higher.mean(axis=axis) - d) for axis in (1, 0))
    every = float(((higher - d) ** 2).sum())
    variance = (n2**2 * rows + n1**2 * columns - every) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    variance = max(float(variance), (1 - d**2) / (n1 * n2 - 1))
    reach = t * math.sqrt(variance) * math.sqrt((1 - d**2) ** 2 + t**2 * variance)
    below = 1 - d**2 + t**2 * variance
    return max(-1.0, (d - d**3 - reach) / below), min(1.0, (d - d**3 + reach) / below)
