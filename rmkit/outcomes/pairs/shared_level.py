"""The likelihood of ordered answers when some belong together: a level shared within a group.

The shared level is normal with mean 0; it is integrated over by adaptive Gauss-Hermite quadrature
(Liu & Pierce 1994, Biometrika 81:624): the nodes of each group lie about where its own integrand is
highest.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.pairs.cumulative import Ordered, fixed_fit

__all__ = ["shared_fit"]

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
_STEPS = 25
_LOWEST_SD = 1e-3


def shared_fit(answer: Integers, columns: Floats, group: Integers, *, nodes: int) -> Ordered:
    """Fit a cumulative logit with a random intercept; the last number is the log of its spread.

    Parameters
    ----------
    answer
        0 to k - 1, each seen, shape (n,).
    columns
        Shape (n, p).
    group
        Whose answer each is, 0 to g - 1, shape (n,).
    nodes
        How many places the shared level is tried at.
    """
    from scipy.optimize import minimize

    first = fixed_fit(answer, columns)
    k = int(answer.max()) + 1
    places, weights = np.polynomial.hermite.hermgauss(nodes)

    def minus(at: Floats) -> float:
        cuts, slopes, sd = at[: k - 1], at[k - 1 : -1], float(np.exp(at[-1]))
        if np.any(np.diff(cuts) <= 0) or sd > 50:
            return 1e10
        edges = np.concatenate([[-np.inf], cuts, [np.inf]])
        line = columns @ slopes
        ends = edges[answer + 1] - line, edges[answer] - line
        return -_log_likelihood(*ends, group, sd, places, weights)

    start = np.append(first.numbers, 0.0) if first.settled else None
    if start is None:
        return Ordered(np.append(first.numbers, np.nan), first.covariance, np.nan, False)
    start[:-1] *= 1.3  # what is shared hides part of a slope
    found = minimize(
        minus, start, method="BFGS", jac="3-point", options={"gtol": 1e-6, "maxiter": 400}
    )
    at = found.x
    alone = np.exp(at[-1]) < _LOWEST_SD
    keep = len(at) - 1 if alone else len(at)
    curve = _curvature(minus, at, keep)
    settled = bool(np.linalg.eigvalsh(curve)[0] > 1e-6 and np.abs(at[:-1]).max() < 60)
    covariance = np.full((len(at), len(at)), np.nan)
    if settled:
        covariance[:keep, :keep] = np.linalg.inv(curve)
    return Ordered(at, covariance, -float(found.fun), settled)


def _log_likelihood(
    upper: Floats, lower: Floats, group: Integers, sd: float, places: Floats, weights: Floats
) -> float:
    """Add up the logarithms of each group's integral over its shared level."""
    mode, curve = _peaks(upper, lower, group, sd)
    wide = 1 / np.sqrt(curve)
    levels = mode[:, None] + np.sqrt(2) * wide[:, None] * places[None, :]
    shift = sd * levels[group]
    logs = np.zeros(levels.shape)
    np.add.at(logs, group, _log_chance(upper[:, None] - shift, lower[:, None] - shift))
    logs += -0.5 * levels**2 - 0.5 * np.log(2 * np.pi) + places[None, :] ** 2 + np.log(weights)
    top = logs.max(axis=1, keepdims=True)
    inside = np.log(np.exp(logs - top).sum(axis=1)) + top[:, 0]
    return float((inside + 0.5 * np.log(2) + np.log(wide)).sum())


def _peaks(upper: Floats, lower: Floats, group: Integers, sd: float) -> tuple[Floats, Floats]:
    """Find where each group's integrand is highest, and how curved it is there (Newton)."""
    n = int(group.max()) + 1
    mode: Floats = np.zeros(n)
    curve: Floats = np.ones(n)
    for _ in range(_STEPS):
        shift = sd * mode[group]
        slope, bend = _slopes(upper - shift, lower - shift)
        rise = np.bincount(group, -sd * slope, n) - mode
        curve = np.asarray(np.bincount(group, -(sd**2) * bend, n) + 1.0, dtype=np.float64)
        step = np.clip(rise / curve, -2.0, 2.0)
        mode = mode + step
        if np.abs(step).max() < 1e-8:
            break
    return mode, curve


def _log_chance(upper: Floats, lower: Floats) -> Floats:
    """Give log(F(upper) - F(lower)) of the logistic F, which is F(u) F(-l) (1 - exp(l - u))."""
    from scipy.special import log_expit

    gap = -np.expm1(lower - upper)
    result: Floats = log_expit(upper) + log_expit(-lower) + np.log(np.maximum(gap, 1e-300))
    return result


def _slopes(upper: Floats, lower: Floats) -> tuple[Floats, Floats]:
    """Give the first and second derivative of `_log_chance` when both ends move together."""
    from scipy.special import expit

    over, under = expit(upper), expit(lower)
    chance = np.maximum(np.exp(_log_chance(upper, lower)), 1e-300)
    density = over * (1 - over), under * (1 - under)
    slope = (density[0] - density[1]) / chance
    bend = (density[0] * (1 - 2 * over) - density[1] * (1 - 2 * under)) / chance - slope**2
    return slope, bend


def _curvature(minus: Callable[[Floats], float], at: Floats, keep: int) -> Floats:
    """Take second differences of a function by its first `keep` arguments."""
    steps, h = 1e-3 * np.eye(len(at)), 1e-3
    curve = np.empty((keep, keep))
    for i in range(keep):
        for j in range(i + 1):
            corners = [
                sign * minus(at + a * steps[i] + b * steps[j])
                for a, b, sign in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
            ]
            curve[i, j] = curve[j, i] = sum(corners) / (4 * h**2)
    return curve
