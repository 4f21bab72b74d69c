"""Where the intervals of a change hold what they promise, and a warning where they may not.

The intervals of a mean change, of d_z and of the bootstrap rest on enough people, on answers that
are not heaped at an end of the scale, and on changes that are not very skewed. The limits here are
those within which simulation found a 95 % interval to hold at least 94 % of the time; they are
plain constants, so that a reader sees them. `docs/coverage.md` is the map.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LEAST_PEOPLE",
    "LEAST_RESAMPLED",
    "MOST_AT_AN_END",
    "MOST_SKEWED",
    "outside_domain",
    "share_at_an_end",
]

LEAST_PEOPLE = 10
"""People with both values from which on the intervals are declared to hold."""
LEAST_RESAMPLED = 40
"""The same for intervals from resamples that are neither studentised nor of d_z."""
MOST_AT_AN_END = 0.4
"""Largest share of answers at one end of the scale, in either wave. Up to .6 intervals were found
to hold, but of a change that the end of the scale cuts short."""
MOST_SKEWED = 0.2
"""Largest skewness of the changes, either way, times the root of how many people there are: .6 for
10, 1 for 25, 2 for 100. An interval falls short by about a quarter of skewness² / n."""

Floats = NDArray[np.float64]


def outside_domain(
    before: Floats, after: Floats, *, scale: tuple[float, float] | None = None
) -> tuple[str, ...]:
    """Say why an interval may not hold what it promises; nothing where the data lie inside.

    Parameters
    ----------
    before, after
        Complete values of the same people, shape (n,).
    scale
        Lowest and highest value that can be answered; the ends of what was answered where None.

    Returns
    -------
    tuple of str
        A sentence for each limit that is passed: how many people, how many of them at an end of
        the scale, how skewed their changes are.

    Examples
    --------
    >>> import numpy as np
    >>> outside_domain(np.array([1.0, 2, 2, 3]), np.array([2.0, 3, 2, 4]))[0][:32]
    'With 4 people (fewer than 10) an'
    """
    n = len(before)
    told = []
    if n < LEAST_PEOPLE:
        told.append(
            f"With {n} people (fewer than {LEAST_PEOPLE}) an interval may hold the true change "
            "less often than it says."
        )
    heaped = share_at_an_end(before, after, scale)
    if heaped > MOST_AT_AN_END:
        told.append(
            f"{heaped:.0%} of the answers lie at one end of the scale, where nobody can move any "
            "further: the change is understated, and its interval with it."
        )
    skewness = _skewness(after - before)
    if n >= 3 and abs(skewness) > MOST_SKEWED * n**0.5:
        told.append(
            f"The changes are skewed ({skewness:.1f}): a few people moved much further than the "
            "rest. An interval may hold less often than it says; look at the ranks, too."
        )
    return tuple(told)


def share_at_an_end(before: Floats, after: Floats, scale: tuple[float, float] | None) -> float:
    """Give the largest share of answers, of either wave, at one end of the scale."""
    both = np.concatenate([before, after])
    low, high = (both.min(), both.max()) if scale is None else scale
    return float(max((wave == end).mean() for wave in (before, after) for end in (low, high)))


def _skewness(values: Floats) -> float:
    off = values - values.mean()
    spread = float(np.sqrt((off**2).mean()))
    return (
        0.0 if spread <= 1e-12 * (1 + np.abs(values).max()) else float((off**3).mean()) / spread**3
    )
