"""Means and covariances of a table with gaps, as likely as can be: the EM algorithm."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Moments", "Pattern", "moments", "patterns"]

Floats = NDArray[np.float64]


class Pattern(NamedTuple):
    """The people who have the same gaps, and which columns they have."""

    seen: NDArray[np.bool_]
    values: Floats


class Moments(NamedTuple):
    """Means, the covariance matrix (divided by n), and whether the rounds settled."""

    mean: Floats
    covariance: Floats
    settled: bool


def patterns(values: Floats) -> list[Pattern]:
    """Sort people by their gaps; those with no value at all are left out."""
    there = ~np.isnan(values)
    kinds, which = np.unique(there, axis=0, return_inverse=True)
    return [
        Pattern(kind, values[which.ravel() == i][:, kind])
        for i, kind in enumerate(kinds)
        if kind.any()
    ]


def moments(values: Floats, *, rounds: int = 2000, close: float = 1e-10) -> Moments:
    """Find the means and covariances under which the values there are most likely.

    Parameters
    ----------
    values
        Shape (n_people, n_columns), NaN where missing; taken to be jointly normal and missing at
        random.
    rounds
        How many at most.
    close
        When to stop: the greatest change, in standard deviations.

    Returns
    -------
    Moments
        In the units of the columns.

    References
    ----------
    Dempster, Laird & Rubin (1977), JRSS B 39:1; Little & Rubin (2020), ch. 11.
    """
    values = values[~np.isnan(values).all(axis=1)]
    centre, size = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    size = np.where(size > 0, size, 1.0)
    found = patterns((values - centre) / size)
    k = values.shape[1]
    mean, covariance = np.zeros(k), np.eye(k)
    settled = False
    for _ in range(rounds):
        new_mean, new_covariance = _round(found, mean, covariance, len(values))
        change = max(np.abs(new_mean - mean).max(), np.abs(new_covariance - covariance).max())
        mean, covariance = new_mean, new_covariance
        if change < close:
            settled = True
            break
    return Moments(centre + mean * size, covariance * np.outer(size, size), settled)


def _round(found: list[Pattern], mean: Floats, covariance: Floats, n: int) -> tuple[Floats, Floats]:
    k = len(mean)
    total, products = np.zeros(k), np.zeros((k, k))
    for seen, rows in found:
        filled = np.zeros((len(rows), k))
        filled[:, seen] = rows
        gap = ~seen
        if gap.any():
            across = covariance[np.ix_(gap, seen)]
            slope = across @ np.linalg.pinv(covariance[np.ix_(seen, seen)])
            filled[:, gap] = mean[gap] + (rows - mean[seen]) @ slope.T
            left = covariance[np.ix_(gap, gap)] - slope @ across.T
            products[np.ix_(gap, gap)] += len(rows) * left
        total += filled.sum(axis=0)
        products += filled.T @ filled
    new_mean = total / n
    return new_mean, products / n - np.outer(new_mean, new_mean)
