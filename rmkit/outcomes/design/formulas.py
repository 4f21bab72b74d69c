"""How likely a test finds an effect that is there, by formula: plain numbers in and out.

Two-sided throughout, with both tails counted. Sizes need not be whole, so that a size can be
solved for. How these are asked for is in `by_formula` and `sizes`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

__all__ = [
    "correlation_power",
    "exact_shares_power",
    "paired_power",
    "root",
    "shares_power",
    "staying_power",
    "two_groups_power",
]


def paired_power(d_z: float, n: float, alpha: float) -> float:
    """Power of the paired t-test for `n` pairs of values, by the noncentral t distribution."""
    return _t_power(d_z * math.sqrt(n), n - 1, alpha)


def two_groups_power(d: float, n1: float, n2: float, alpha: float) -> float:
    """Power of the t-test for two independent groups with one variance."""
    return _t_power(d / math.sqrt(1 / n1 + 1 / n2), n1 + n2 - 2, alpha)


def correlation_power(r: float, n: float, alpha: float) -> float:
    """Power of the test that a correlation is zero, by Fisher's z with its bias taken off."""
    from scipy.stats import norm, t

    cut = float(t.ppf(1 - alpha / 2, n - 2))
    least = math.atanh(math.sqrt(cut**2 / (cut**2 + n - 2)))
    z, scale = math.atanh(r) + r / (2 * (n - 1)), math.sqrt(n - 3)
    return float(norm.cdf((z - least) * scale) + norm.cdf((-z - least) * scale))


def shares_power(first: float, second: float, n1: float, n2: float, alpha: float) -> float:
    """Power to tell two shares apart, by the arcsine of their roots (Cohen's h)."""
    from scipy.stats import norm

    h = 2 * math.asin(math.sqrt(second)) - 2 * math.asin(math.sqrt(first))
    z, cut = h * math.sqrt(n1 * n2 / (n1 + n2)), float(norm.ppf(1 - alpha / 2))
    return float(norm.sf(cut - z) + norm.cdf(-cut - z))


def exact_shares_power(first: float, second: float, n1: int, n2: int, alpha: float) -> float:
    """Power of Fisher's exact test, every table that can come out weighed by how likely it is."""
    from scipy.special import gammaln
    from scipy.stats import binom

    chances = np.outer(
        binom.pmf(np.arange(n1 + 1), n1, first), binom.pmf(np.arange(n2 + 1), n2, second)
    )
    ways = gammaln(np.arange(n1 + n2 + 1) + 1.0)
    found = 0.0
    for both in range(n1 + n2 + 1):
        ones = np.arange(max(0, both - n2), min(both, n1) + 1)
        twos = both - ones
        logs = -(ways[ones] + ways[n1 - ones] + ways[twos] + ways[n2 - twos])
        likely = np.exp(logs - logs.max())
        likely /= likely.sum()
        ranked = np.sort(likely)
        # A table counts with all that are as unlikely, up to rounding.
        ends = np.searchsorted(ranked, likely * (1 + 1e-7), side="right") - 1
        found += float(chances[ones, twos][np.cumsum(ranked)[ends] <= alpha].sum())
    return min(1.0, found)


def staying_power(hazard_ratio: float, events: float, share: float, alpha: float) -> float:
    """Power of the log-rank test for so many who leave; `share` of people are in the first arm."""
    from scipy.stats import norm

    z = math.sqrt(events * share * (1 - share)) * math.log(hazard_ratio)
    cut = float(norm.ppf(1 - alpha / 2))
    return float(norm.sf(cut - z) + norm.cdf(-cut - z))


def root(function: Callable[[float], float], low: float, high: float) -> float | None:
    """Find where an increasing function is zero, or None where it is not between the ends."""
    from scipy.optimize import brentq

    if function(low) >= 0:
        return low
    if function(high) < 0:
        return None
    return float(brentq(function, low, high, xtol=1e-10, rtol=1e-12))


def _t_power(shift: float, df: float, alpha: float) -> float:
    from scipy.stats import nct, t

    cut = float(t.ppf(1 - alpha / 2, df))
    if abs(shift) > 37:  # both tails are beyond what a float can tell from certainty
        return 1.0
    # The far tail of a strong shift is nothing, and where libraries disagree about it.
    far = float(nct.cdf(-cut, df, abs(shift)))
    near = float(nct.sf(cut, df, abs(shift)))
    return min(1.0, near + (0.0 if math.isnan(far) else far))
