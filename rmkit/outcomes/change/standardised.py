"""How large a difference is in standard deviations, with intervals from the noncentral t."""

from __future__ import annotations

import math

from rmkit.outcomes.estimate import Estimate

__all__ = ["noncentral_ends", "small_sample", "standardised"]

Ends = tuple[float, float]


def small_sample(df: float) -> float:
    """Give the factor that makes d an unbiased g, from the gamma function, not its approximation.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6:107-128, eq. 6e.

    Examples
    --------
    >>> round(small_sample(9), 6)
    0.913875
    """
    if df <= 1:
        return math.nan
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


def noncentral_ends(t: float, df: float, level: float) -> Ends:
    """Give the noncentralities for which this t is the upper and the lower tail's last value.

    References
    ----------
    Steiger & Fouladi (1997); Cumming & Finch (2001), Educational and Psychological Measurement
    61:532-574.
    """
    from scipy import optimize, stats

    def end(share: float, start: float) -> float:
        def off(ncp: float) -> float:
            return float(stats.nct.sf(t, df, ncp)) - share

        low = high = start
        step = 1.0 + 0.1 * abs(t)
        while off(low) > 0:
            low -= step
            step *= 2
        step = 1.0 + 0.1 * abs(t)
        while off(high) < 0:
            high += step
            step *= 2
        return float(optimize.brentq(off, low, high, xtol=1e-11, rtol=1e-12))

    tail = (1 - level) / 2
    return end(tail, t), end(1 - tail, t)


def standardised(
    id: str, title: str, d: float, *, per_ncp: float = math.nan, ends: Ends | None = None
) -> Estimate:
    """Give a standardised difference; its interval is that of the noncentrality times `per_ncp`."""
    if math.isnan(d) or ends is None or math.isnan(per_ncp):
        return Estimate(id, title, d, unit="sd")
    return Estimate(id, title, d, ends[0] * per_ncp, ends[1] * per_ncp, unit="sd")
