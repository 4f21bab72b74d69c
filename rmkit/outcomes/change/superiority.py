"""The chance that a person is higher after than before, ties half, with an interval by scores.

That chance is (1 + share up - share down) / 2, and share up - share down is the difference of two
paired proportions, for which Tango's interval holds its level with few people and at the ends.
"""

from __future__ import annotations

import math

from rmkit.outcomes.estimate import Estimate

__all__ = ["paired_superiority", "tango_ends"]


def tango_ends(up: int, down: int, n: int, level: float) -> tuple[float, float]:
    """Give the score interval of (up - down) / n.

    References
    ----------
    Tango (1998), Statistics in Medicine 17:891-908, eq. 12.

    Examples
    --------
    >>> [round(end, 4) for end in tango_ends(12, 5, 50, 0.95)]
    [-0.0232, 0.3]
    """
    from scipy import optimize, stats

    z = float(stats.norm.ppf((1 + level) / 2))

    def score(delta: float) -> float:
        b = -up - down + (2 * n - up + down) * delta
        c = -down * delta * (1 - delta)
        fallen = (math.sqrt(max(b * b - 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * (2 * fallen + delta * (1 - delta))
        return (up - down - n * delta) / math.sqrt(variance) if variance > 0 else 0.0

    seen, edge = (up - down) / n, 1 - 1e-12
    low = -1.0 if seen <= -edge else optimize.brentq(lambda d: score(d) - z, -edge, seen)
    high = 1.0 if seen >= edge else optimize.brentq(lambda d: score(d) + z, seen, edge)
    return float(low), float(high)


def paired_superiority(up: int, down: int, n: int, level: float) -> Estimate:
    """Give P(after > before) + P(after = before) / 2 of the same person."""
    low, high = tango_ends(up, down, n, level)
    title = "Chance that the same person is higher after, ties counted half"
    return Estimate(
        "superiority", title, (1 + (up - down) / n) / 2, (1 + low) / 2, (1 + high) / 2, n=n
    )
