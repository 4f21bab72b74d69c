"""How much of a sum of items is what they have in common: McDonald's omega, from one factor."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.items_in import items_in
from rmkit.outcomes.small_numbers import weighed

__all__ = ["omega"]

Floats = NDArray[np.float64]
_NOTHING_LEFT = 1e-4


@discreet("settled")
@dataclass(frozen=True, eq=False)
class _Factor:
    """Loadings and what is left of each item."""

    loadings: Floats
    left: Floats
    settled: bool


def omega(
    answers: pd.DataFrame,
    *,
    reverse: Collection[str] = (),
    scale: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Result:
    """Measure how much of the sum of a scale's items is one thing that they share.

    Parameters
    ----------
    answers
        One row a person, one column an item, at least three; NaN where unanswered. Who lacks an
        answer is left out and counted.
    reverse, scale
        Items that are turned round first, and the lowest and highest answer.
    level
        How wide the interval is meant to be.

    Returns
    -------
    Result
        `omega` (total; a one-factor model of the covariances by maximum likelihood, over the
        variance of the sum by that model; interval by the delta method on the scale of log odds)
        and `omega_correlations` (the same by least squares from correlations).
        `tables["loadings"]`: `item`, `loading` and `left` (its own variance), standardised.

    Raises
    ------
    FaultsFound
        An answer cannot be read, an item never differs, or there are fewer than three.
    TooFewPeople
        Fewer than three people answered all.

    References
    ----------
    McDonald (1999), Test Theory; Raykov (2002), Multivariate Behavioral Research 37:89-103, for the
    interval; Harman & Jones (1966), Psychometrika 31:351-368, for the least squares.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> common = rng.normal(size=200)
    >>> answers = pd.DataFrame({f"item{i}": common + rng.normal(size=200) for i in range(4)})
    >>> 0.7 < omega(answers)["omega"].value < 0.9
    True
    """
    level_checked(level)
    items = items_in(answers, reverse=reverse, scale=scale, least=3)
    seen = np.cov(items.values, rowvar=False)
    spread = np.sqrt(np.diag(seen))
    if (spread <= 1e-12).any():
        fixed = [n for n, s in zip(items.names, spread, strict=True) if s <= 1e-12]
        faults = [Fault("is answered the same by all.", "Leave it out.", column=n) for n in fixed]
        raise FaultsFound(faults, "Nothing was computed.")
    together = seen / np.outer(spread, spread)
    likeliest, nearest = _likeliest(together), _nearest(together)
    rows = _rows(likeliest, nearest, together, spread, len(items.values), level)
    kept, few = weighed(rows, respondents=len(items.values))
    loadings = pd.DataFrame(
        {"item": items.names, "loading": likeliest.loadings, "left": likeliest.left}
    )
    return Result(
        title="How much of the sum is shared",
        method="McDonald's omega total from one factor: maximum likelihood on covariances; least "
        "squares on correlations beside it.",
        rows=kept,
        n_used=len(items.values),
        dropped=items.dropped,
        assumptions=("one thing is behind all items", "items are about normal (the interval)"),
        warnings=few + _warnings(likeliest, nearest, items.names),
        limits=("That one factor is assumed does not show that there is one.",),
        reference="McDonald (1999).",
        level=level,
        tables={"loadings": loadings},
    )


def _likeliest(together: Floats) -> _Factor:
    """Fit one factor to correlations by maximum likelihood, which is scale-free."""
    from scipy.optimize import minimize

    def lost(at: Floats) -> tuple[float, Floats]:
        k = len(together)
        loading, left = at[:k], np.exp(at[k:])
        implied = np.outer(loading, loading) + np.diag(left)
        inverse = np.linalg.inv(implied)
        slope = inverse @ (implied - together) @ inverse
        value = np.linalg.slogdet(implied)[1] + np.trace(together @ inverse)
        return float(value), np.concatenate([2 * slope @ loading, np.diag(slope) * left])

    first = _start(together)
    start = np.concatenate([first, np.log(np.maximum(1 - first**2, 0.05))])
    bounds = [(-3, 3)] * len(first) + [(np.log(_NOTHING_LEFT), 2)] * len(first)
    found = minimize(lost, start, jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000})  # fmt: skip
    k = len(together)
    loading = found.x[:k] * (1 if found.x[:k].sum() >= 0 else -1)
    settled = bool(np.abs(found.jac[:k]).max() < 1e-4)
    return _Factor(np.asarray(loading), np.exp(found.x[k:]), settled)


def _nearest(together: Floats) -> _Factor:
    """Fit one factor by least squares to what stands off the diagonal."""
    from scipy.optimize import minimize

    off = ~np.eye(len(together), dtype=bool)

    def lost(loading: Floats) -> tuple[float, Floats]:
        gap = np.where(off, np.outer(loading, loading) - together, 0.0)
        return float((gap**2).sum()), 4 * gap @ loading

    found = minimize(lost, _start(together), jac=True, method="BFGS", options={"gtol": 1e-10})
    loading = found.x * (1 if found.x.sum() >= 0 else -1)
    return _Factor(loading, 1 - loading**2, bool(np.abs(found.jac).max() < 1e-5))


def _start(together: Floats) -> Floats:
    values, vectors = np.linalg.eigh(together)
    first: Floats = 0.8 * vectors[:, -1] * np.sqrt(values[-1])
    return first * (1 if first.sum() >= 0 else -1)


def _rows(
    likeliest: _Factor, nearest: _Factor, together: Floats, spread: Floats, n: int, level: float
) -> list[Estimate]:
    shared = float((likeliest.loadings * spread).sum() ** 2)
    value, low, high = shared / (shared + float((likeliest.left * spread**2).sum())), None, None
    if likeliest.settled and 0 < value < 1 and likeliest.left.min() > 2 * _NOTHING_LEFT:
        low, high = _ends(likeliest, spread, value, n, level)
    beside = 1 - float(nearest.left.sum()) / float(together.sum())
    if not nearest.settled or nearest.left.min() < 0:
        beside = float("nan")
    return [
        Estimate("omega", "Omega", value if likeliest.settled else float("nan"), low, high),
        Estimate("omega_correlations", "Omega from correlations", beside),
    ]


def _ends(
    fit: _Factor, spread: Floats, value: float, n: int, level: float
) -> tuple[float | None, float | None]:
    """Give the ends by the delta method with expected information, in log odds."""
    from scipy import stats

    k = len(spread)
    loading, left = fit.loadings * spread, fit.left * spread**2
    inverse = np.linalg.inv(np.outer(loading, loading) + np.diag(left))
    moves = []
    for i in range(k):
        unit = np.eye(k)[i]
        moves.append(np.outer(unit, loading) + np.outer(loading, unit))
    moves += [np.diag(np.eye(k)[i]) for i in range(k)]
    turned = [inverse @ move for move in moves]
    information = np.array([[n / 2 * np.sum(a * b.T) for b in turned] for a in turned])
    if np.linalg.matrix_rank(information) < 2 * k:
        return None, None
    total, rest = loading.sum(), left.sum()
    below = (total**2 + rest) ** 2
    slope = np.concatenate([np.full(k, 2 * total * rest / below), np.full(k, -(total**2) / below)])
    se = float(np.sqrt(slope @ np.linalg.solve(information, slope)))
    reach = stats.norm.ppf((1 + level) / 2) * se / (value * (1 - value))
    middle = np.log(value / (1 - value))
    low, high = (1 / (1 + np.exp(-(middle + side * reach))) for side in (-1, 1))
    return float(low), float(high)


def _warnings(fit: _Factor, nearest: _Factor, names: tuple[str, ...]) -> tuple[str, ...]:
    told = []
    if not fit.settled:
        told.append("The one-factor model did not settle, so omega has no value.")
    whole = [n for n, left in zip(names, fit.left, strict=True) if left <= 2 * _NOTHING_LEFT]
    if whole:
        told.append(
            f"Nothing of {', '.join(whole)} is left over (a Heywood case): the model does not fit "
            "these items, or people are too few. No interval is given."
        )
    if not nearest.settled or nearest.left.min() < 0:
        told.append(
            "Least squares on correlations leave less than nothing of an item, or did not settle, "
            "so omega from correlations has no value."
        )
    weak = [n for n, loading in zip(names, fit.loadings, strict=True) if loading < 0.1]
    if weak and fit.settled:
        told.append(f"Hardly anything of the others is in: {', '.join(weak)}.")
    return tuple(told)
