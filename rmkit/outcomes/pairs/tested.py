"""Coefficients of a linear model as rows of a result, with Satterthwaite's degrees of freedom."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.gaussian import Fit, satterthwaite

__all__ = ["DF_SAID", "contrast_rows", "correlation_interval", "likelihood_ratio", "unit_rows"]

Floats = NDArray[np.float64]
DF_SAID = "t tests and intervals with Satterthwaite's degrees of freedom"


def contrast_rows(
    fit: Fit, contrasts: Floats, names: Sequence[tuple[str, str]], *, level: float
) -> list[Estimate]:
    """Estimate contrasts of the coefficients; `names` are ids and titles."""
    from scipy.stats import t

    values = contrasts @ fit.coefficients
    spreads = np.sqrt(np.einsum("ki,ij,kj->k", contrasts, fit.covariance, contrasts))
    dfs = satterthwaite(fit, contrasts)
    rows = []
    for (name, title), value, se, df in zip(names, values, spreads, dfs, strict=True):
        wide = float(t.ppf(0.5 + level / 2, df)) * se
        ratio = value / se
        p = float(2 * t.sf(abs(ratio), df))
        rows.append(Estimate(name, title, value, value - wide, value + wide, se, ratio, "t", df, p))
    return rows


def unit_rows(fit: Fit, names: Sequence[tuple[str, str]], *, level: float) -> list[Estimate]:
    """Estimate each coefficient."""
    return contrast_rows(fit, np.eye(len(names)), names, level=level)


def likelihood_ratio(name: str, title: str, low: Fit, high: Fit, df: int) -> Estimate:
    """Compare a model with a wider one by the chi-square of their log-likelihoods."""
    from scipy.stats import chi2

    statistic = max(0.0, 2 * (high.log_likelihood - low.log_likelihood))
    p = float(chi2.sf(statistic, df))
    return Estimate(name, title, statistic, None, None, None, statistic, "chi2", df, p)


def correlation_interval(
    fit: Fit, bounds: tuple[float, float], *, level: float
) -> tuple[float, float]:
    """Give the interval of a correlation, the only theta, from its profiled likelihood."""
    from scipy.optimize import brentq
    from scipy.stats import chi2

    best = -2 * fit.log_likelihood
    allowed = float(chi2.ppf(level, 1))

    def beyond(rho: float) -> float:
        return fit.likelihood.profile(np.array([rho])) - best - allowed

    at = float(fit.theta[0])
    ends = []
    for bound in bounds:
        if beyond(bound) <= 0 or math.isclose(bound, at):
            ends.append(bound)
        else:
            ends.append(float(brentq(beyond, min(bound, at), max(bound, at), xtol=1e-10)))
    return ends[0], ends[1]
