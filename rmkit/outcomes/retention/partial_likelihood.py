"""Cox's partial likelihood: its value, slope and curvature at each leaving, and its maximum.

Own numpy in place of statsmodels' `PHReg`: that one counts people as at risk at the very time of
their entry (R does not, nor do statsmodels' own curves, and nobody can be seen to leave then), does
not give the mean and variance at each leaving that the test of proportional hazards needs, and does
not say when a coefficient has no end. Without delayed entry it agrees, which a test holds.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Fit", "Leavings", "Ties", "fitted", "leavings"]

Floats = NDArray[np.float64]
Ties = Literal["efron", "breslow"]
_MOST_ROUNDS = 60
_STILL_MOVING = 0.01  # standard deviations a round: a coefficient that runs away


class Leavings(NamedTuple):
    """One entry a leaving: who might have left then, and what they were like on average.

    Attributes
    ----------
    log_likelihood
        Of all leavings.
    time
        Of each leaving, shape (n_left,).
    seen
        What the one who left was like, shape (n_left, n_columns).
    mean, variance
        Of those at risk, weighted by how likely each was to leave.
    """

    log_likelihood: float
    time: Floats
    seen: Floats
    mean: Floats
    variance: Floats

    @property
    def slope(self) -> Floats:
        """The score: how far those who left differ from those who might have."""
        return np.asarray((self.seen - self.mean).sum(axis=0), dtype=np.float64)

    @property
    def information(self) -> Floats:
        """How sharply the likelihood is curved."""
        return np.asarray(self.variance.sum(axis=0), dtype=np.float64)


class Fit(NamedTuple):
    """The maximum, and what it rests on; `endless` marks coefficients that have none."""

    coefficients: Floats
    at_zero: Leavings
    at_best: Leavings
    endless: NDArray[np.bool_]


def leavings(
    columns: Floats,
    entry: Floats,
    time: Floats,
    left: NDArray[np.bool_],
    strata: NDArray[np.int64],
    coefficients: Floats,
    *,
    ties: Ties = "efron",
) -> Leavings:
    """Work out the likelihood at given coefficients.

    Parameters
    ----------
    columns
        Shape (n_people, n_columns), centred.
    entry, time, left
        As in `Followed`.
    strata
        Within which people are compared, shape (n_people,).
    coefficients
        Shape (n_columns,).
    ties
        How several who left at one time are taken: as if one after the other, on average
        ("efron"), or each as if alone ("breslow").

    References
    ----------
    Cox (1972), JRSS B 34:187; Breslow (1974), Biometrics 30:89; Efron (1977), JASA 72:557.
    """
    parts = [
        _layer(columns[mine], entry[mine], time[mine], left[mine], coefficients, ties)
        for mine in (strata == value for value in np.unique(strata))
        if left[mine].any()
    ]
    return Leavings(
        sum(part.log_likelihood for part in parts),
        *(np.concatenate([part[i] for part in parts]) for i in range(1, 5)),
    )


def fitted(
    columns: Floats,
    entry: Floats,
    time: Floats,
    left: NDArray[np.bool_],
    strata: NDArray[np.int64],
    *,
    ties: Ties = "efron",
) -> Fit:
    """Find the coefficients of the greatest likelihood by Newton's steps, halved where too long."""
    size = columns.std(axis=0)
    scaled = columns / size

    def at(point: Floats) -> Leavings:
        return leavings(scaled, entry, time, left, strata, point, ties=ties)

    point = np.zeros(columns.shape[1])
    first = now = at(point)
    step = point
    for _ in range(_MOST_ROUNDS):
        step = _solved(now.information, now.slope)
        then = at(point + step)
        while then.log_likelihood < now.log_likelihood - 1e-9 and np.abs(step).max() > 1e-12:
            step = step / 2
            then = at(point + step)
        gain = then.log_likelihood - now.log_likelihood
        point, now = point + step, then
        if abs(gain) < 1e-11 * (abs(now.log_likelihood) + 1):
            break
    endless = np.abs(step) > _STILL_MOVING
    return Fit(point / size, _unscaled(first, size), _unscaled(now, size), endless)


def _layer(
    columns: Floats,
    entry: Floats,
    time: Floats,
    left: NDArray[np.bool_],
    coefficients: Floats,
    ties: Ties,
) -> Leavings:
    score = columns @ coefficients
    risk = np.exp(score)
    at, place, many = np.unique(time[left], return_inverse=True, return_counts=True)
    products = columns[:, :, None] * columns[:, None, :]
    sums = [
        (_there(values, entry, time, at), _at_once(values[left], place, len(at)))
        for values in (risk, risk[:, None] * columns, risk[:, None, None] * products)
    ]
    which = np.repeat(np.arange(len(at)), many)
    turn = np.concatenate([np.arange(n) for n in many]) / many[which]
    passed = turn if ties == "efron" else np.zeros(len(which))
    total, first, second = (
        there[which] - passed.reshape((-1,) + (1,) * (there.ndim - 1)) * own[which]
        for there, own in sums
    )
    mean = first / total[:, None]
    variance = second / total[:, None, None] - mean[:, :, None] * mean[:, None, :]
    log_likelihood = float(score[left].sum() - np.log(total).sum())
    order = np.argsort(time[left], kind="stable")
    return Leavings(log_likelihood, at[which], columns[left][order], mean, variance)


def _there(values: Floats, entry: Floats, time: Floats, at: Floats) -> Floats:
    """Sum over those at risk at each time: whose time has not passed, less who is yet to come."""
    return _from(values, time, at) - _from(values, entry, at)


def _from(values: Floats, time: Floats, at: Floats) -> Floats:
    order = np.argsort(time, kind="stable")
    sums = np.cumsum(values[order][::-1], axis=0)[::-1]
    sums = np.concatenate([sums, np.zeros_like(values[:1])])
    return np.asarray(sums[np.searchsorted(time[order], at, side="left")], dtype=np.float64)


def _at_once(values: Floats, place: NDArray[np.int64], n: int) -> Floats:
    out = np.zeros((n, *values.shape[1:]))
    np.add.at(out, place, values)
    return out


def _solved(information: Floats, slope: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(information, slope), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(information) @ slope, dtype=np.float64)


def _unscaled(found: Leavings, size: Floats) -> Leavings:
    return Leavings(
        found.log_likelihood, found.time, found.seen * size, found.mean * size,
        found.variance * np.outer(size, size),
    )  # fmt: skip
