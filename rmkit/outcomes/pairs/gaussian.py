"""Linear models whose errors belong together, by maximum likelihood, full or restricted.

The covariance of the errors is sigma squared times a matrix of a few numbers `theta`; it falls into
blocks (pairs, people, or all at once where mentors and mentees are crossed). Nothing needs to be
positive but the matrix itself, so that members of a pair may differ more than strangers do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet

__all__ = ["Errors", "Fit", "Likelihood", "batches", "fitted", "satterthwaite"]

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
_IMPOSSIBLE = 1e10


@discreet()
@dataclass(frozen=True, eq=False)
class Errors:
    """How errors belong together.

    `matrix(theta, rows)` gives the covariance, up to sigma squared, of each block: `rows` and the
    result have the shapes (k, m) and (k, m, m). `start` and `bounds` are of theta.
    """

    blocks: tuple[Integers, ...]
    matrix: Callable[[Floats, Integers], Floats]
    start: tuple[float, ...]
    bounds: tuple[tuple[float, float], ...]


@discreet()
@dataclass(frozen=True, eq=False)
class Likelihood:
    """The likelihood of a model, full or restricted, as a function of theta and log sigma."""

    errors: Errors
    basis: Floats
    upper: Floats
    about: Floats
    rest: Floats
    restricted: bool

    @property
    def free(self) -> int:
        """How many values sigma rests on."""
        n, p = self.basis.shape
        return int(n - p if self.restricted else n)

    def moments(self, theta: Floats) -> tuple[float, Floats, Floats, float] | None:
        """Give what the likelihood needs; None where theta is no covariance."""
        return _moments(self.errors, theta, self.basis, self.rest)

    def deviance(self, theta: Floats, log_sigma: float) -> float:
        """Give minus twice the log-likelihood."""
        found = self.moments(theta)
        if found is None:
            return _IMPOSSIBLE
        log_det, inner, across, square = found
        rss = square - float(across @ np.linalg.solve(inner, across))
        value = log_det + self.free * (math.log(2 * math.pi) + 2 * log_sigma)
        value += rss * math.exp(-2 * log_sigma)
        if self.restricted:
            value += float(np.linalg.slogdet(inner)[1])
            value += 2 * float(np.log(np.abs(np.diag(self.upper))).sum())
        return float(value)

    def log_sigma_at(self, theta: Floats) -> float:
        """Give the best log sigma for a theta."""
        found = self.moments(theta)
        if found is None:
            return 0.0
        _, inner, across, square = found
        rss = square - float(across @ np.linalg.solve(inner, across))
        return 0.5 * math.log(max(rss, 1e-300) / self.free)

    def profile(self, theta: Floats) -> float:
        """Give the deviance of a theta at its best sigma."""
        return self.deviance(theta, self.log_sigma_at(theta))

    def covariance_at(self, theta: Floats, log_sigma: float) -> Floats:
        """Give the covariance of the coefficients."""
        found = self.moments(theta)
        inner = np.eye(len(self.upper)) if found is None else found[1]
        back = np.linalg.inv(self.upper)
        result: Floats = math.exp(2 * log_sigma) * back @ np.linalg.inv(inner) @ back.T
        return result


@discreet()
@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model, and its likelihood."""

    coefficients: Floats
    covariance: Floats
    theta: Floats
    sigma: float
    log_likelihood: float
    likelihood: Likelihood


def batches(codes: NDArray[np.intp]) -> tuple[Integers, ...]:
    """Put the rows of blocks beside each other, blocks of a size together."""
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) != 0])
    parts = np.split(order, starts[1:])
    sizes = np.array([len(part) for part in parts])
    return tuple(
        np.stack([parts[i] for i in np.flatnonzero(sizes == size)]) for size in np.unique(sizes)
    )


def fitted(outcome: Floats, columns: Floats, errors: Errors, *, restricted: bool) -> Fit:
    """Fit by maximum likelihood, restricted or full.

    Parameters
    ----------
    outcome, columns
        Complete values, shape (n,), and the columns of the model, shape (n, p), of full rank.
    """
    basis, upper = np.linalg.qr(columns)
    about = basis.T @ outcome
    model = Likelihood(errors, basis, upper, about, outcome - basis @ about, restricted)
    theta = np.asarray(errors.start, dtype=np.float64)
    if len(theta):
        theta = _lowest(model.profile, theta, errors.bounds)
    log_sigma = model.log_sigma_at(theta)
    found = model.moments(theta)
    shift = np.zeros(len(about)) if found is None else np.linalg.solve(found[1], found[2])
    return Fit(
        coefficients=np.linalg.solve(upper, about + shift),
        covariance=model.covariance_at(theta, log_sigma),
        theta=theta,
        sigma=math.exp(log_sigma),
        log_likelihood=-0.5 * model.profile(theta),
        likelihood=model,
    )


def _lowest(
    profile: Callable[[Floats], float], start: Floats, bounds: Sequence[tuple[float, float]]
) -> Floats:
    from scipy.optimize import minimize

    first = minimize(profile, start, method="L-BFGS-B", bounds=bounds)
    again = minimize(
        profile,
        first.x,
        method="Nelder-Mead",
        bounds=bounds,
        options={
            "xatol": 1e-8,
            "fatol": 1e-10,
            "maxiter": 4000,
            "maxfev": 4000,
            "initial_simplex": _simplex(first.x, bounds),
        },
    )
    best: Floats = again.x if again.fun <= first.fun else first.x
    return best


def satterthwaite(fit: Fit, contrasts: Floats) -> Floats:
    """Give the degrees of freedom of contrasts of the coefficients.

    Fai and Cornelius (1996): twice the squared variance of the contrast over the variance of that
    variance, from the curvature of the deviance. Inf where the data bend it in no direction.

    Parameters
    ----------
    contrasts
        Shape (k, p).
    """
    at = np.r_[fit.theta, math.log(fit.sigma)]

    def deviance(x: Floats) -> float:
        return fit.likelihood.deviance(x[:-1], float(x[-1]))

    def variances(x: Floats) -> Floats:
        inside = fit.likelihood.covariance_at(x[:-1], float(x[-1]))
        result: Floats = np.einsum("ki,ij,kj->k", contrasts, inside, contrasts)
        return result

    steps = 1e-3 * np.maximum(1.0, np.abs(at))
    curve = (4 * _curvature(deviance, at, steps / 2) - _curvature(deviance, at, steps)) / 3
    roots, vectors = np.linalg.eigh(curve)
    kept = roots > 1e-6 * max(1.0, float(np.abs(roots).max()))
    spread = 2 * (vectors[:, kept] / roots[kept]) @ vectors[:, kept].T
    unit = np.diag(steps)
    slopes = np.array(
        [
            (8 * (variances(at + e / 2) - variances(at - e / 2)) - variances(at + e)
             + variances(at - e)) / (6 * step)
            for e, step in zip(unit, steps, strict=True)
        ]
    ).T  # fmt: skip
    below = np.einsum("ki,ij,kj->k", slopes, spread, slopes)
    above = 2 * variances(at) ** 2
    known = below > 1e-12 * above
    return np.where(known, above / np.where(known, below, 1.0), np.inf)


def _moments(
    errors: Errors, theta: Floats, basis: Floats, rest: Floats
) -> tuple[float, Floats, Floats, float] | None:
    p = basis.shape[1]
    log_det, square = 0.0, 0.0
    inner, across = np.zeros((p, p)), np.zeros(p)
    for rows in errors.blocks:
        try:
            root = np.linalg.cholesky(errors.matrix(theta, rows))
        except np.linalg.LinAlgError:
            return None
        log_det += 2 * float(np.log(np.diagonal(root, axis1=1, axis2=2)).sum())
        both = np.concatenate([basis[rows], rest[rows][..., None]], axis=2)
        white = np.linalg.solve(root, both)
        products = np.einsum("kmi,kmj->ij", white, white)
        inner += products[:p, :p]
        across += products[:p, p]
        square += float(products[p, p])
    return log_det, inner, across, square


def _simplex(at: Floats, bounds: Sequence[tuple[float, float]]) -> Floats:
    points = [at]
    for i, (low, high) in enumerate(bounds):
        step = 0.02 * max(0.1, abs(at[i]))
        moved = at.copy()
        moved[i] = at[i] + step if at[i] + step < high else max(low, at[i] - step)
        points.append(moved)
    return np.array(points)


def _curvature(function: Callable[[Floats], float], at: Floats, steps: Floats) -> Floats:
    size = len(at)
    unit = np.diag(steps)
    middle = function(at)
    result = np.empty((size, size))
    for i in range(size):
        up, down = function(at + unit[i]), function(at - unit[i])
        result[i, i] = (up - 2 * middle + down) / steps[i] ** 2
        for j in range(i):
            corners = (
                function(at + unit[i] + unit[j])
                - function(at + unit[i] - unit[j])
                - function(at - unit[i] + unit[j])
                + function(at - unit[i] - unit[j])
            )
            result[i, j] = result[j, i] = corners / (4 * steps[i] * steps[j])
    return result
