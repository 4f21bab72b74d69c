"""The likelihood of ordered answers: cumulative logits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet

__all__ = ["Ordered", "fixed_fit"]

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


@discreet()
@dataclass(frozen=True, eq=False)
class Ordered:
    """A fitted model: thresholds then coefficients, covariance, likelihood."""

    numbers: Floats
    covariance: Floats
    log_likelihood: float
    settled: bool


def fixed_fit(answer: Integers, columns: Floats, free: Floats | None = None) -> Ordered:
    """Fit a cumulative logit; columns `free` have a coefficient at every threshold.

    Parameters
    ----------
    answer
        0 to k - 1, each seen, shape (n,).
    columns, free
        Shapes (n, p) and (n, q).
    """
    k = int(answer.max()) + 1
    upper, lower = _designs(answer, columns, k, free)

    def parts(at: Floats) -> tuple[float, Floats]:
        value, slope_up, slope_down = _each(upper @ at, lower @ at, answer, k)
        return -float(value.sum()), -(upper.T @ slope_up + lower.T @ slope_down)

    start = np.r_[_start(answer, k), np.zeros(upper.shape[1] - k + 1)]
    if free is not None:
        start = np.zeros(upper.shape[1])
        start[: k - 1] = _start(answer, k)
    return _lowest(parts, start)


def _start(answer: Integers, k: int) -> Floats:
    below = np.cumsum(np.bincount(answer, minlength=k))[:-1] / len(answer)
    result: Floats = np.log(below / (1 - below))
    return result


def _designs(
    answer: Integers, columns: Floats, k: int, free: Floats | None
) -> tuple[Floats, Floats]:
    n = len(answer)

    def at(which: Integers) -> Floats:
        inside = np.clip(which, 0, k - 2)
        steps = np.eye(k - 1)[inside]
        parts = [steps, -columns]
        if free is not None:
            parts += [-steps * free[:, [j]] for j in range(free.shape[1])]
        return np.hstack(parts) if n else np.zeros((0, 0))

    return at(answer), at(answer - 1)


def _each(up: Floats, down: Floats, answer: Integers, k: int) -> tuple[Floats, Floats, Floats]:
    from scipy.special import expit

    over = np.where(answer == k - 1, 1.0, expit(up))
    under = np.where(answer == 0, 0.0, expit(down))
    above = np.where(answer == k - 1, 0.0, expit(-up))
    beyond = np.where(answer == 0, 1.0, expit(-down))
    chance = np.maximum(np.where(over + under > 1, beyond - above, over - under), 1e-300)
    return np.log(chance), over * above / chance, -under * beyond / chance


def _lowest(parts: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Ordered:
    from scipy.optimize import minimize

    found = minimize(parts, start, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500})
    at = found.x
    size = len(at)
    curve = np.empty((size, size))
    for i, step in enumerate(1e-4 * np.eye(size)):
        curve[i] = (parts(at + step)[1] - parts(at - step)[1]) / 2e-4
    curve = (curve + curve.T) / 2
    roots = np.linalg.eigvalsh(curve)
    settled = bool(roots[0] > 1e-6 and np.abs(found.jac).max() < 1e-2 and np.abs(at).max() < 20)
    inverse = np.linalg.inv(curve) if settled else curve * np.nan
    covariance = np.asarray(inverse, dtype=np.float64)
    return Ordered(at, covariance, -float(found.fun), settled)
