"""The share still there after each time, and how sure it is: Kaplan and Meier's product.

Own numpy in place of statsmodels' `SurvfuncRight`, which agrees (a test holds both to each other)
but keeps only the times at which somebody left, and has no log-log interval at each time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Steps", "interval", "median", "steps"]

Floats = NDArray[np.float64]


class Steps(NamedTuple):
    """The curve at every time at which follow-up of somebody ended, in order.

    `spread` is the running sum of Greenwood's formula: the variance of the log of the share.
    """

    times: Floats
    at_risk: Floats
    left: Floats
    ended: Floats
    stay: Floats
    spread: Floats

    def share(self, time: float) -> tuple[float, float]:
        """Give the share still there after a time, and its `spread`."""
        i = int(np.searchsorted(self.times, time, side="right")) - 1
        return (1.0, 0.0) if i < 0 else (float(self.stay[i]), float(self.spread[i]))


def steps(
    entry: Floats, time: Floats, left: NDArray[np.bool_], weights: Floats | None = None
) -> Steps:
    """Count who was there just before each time, and who left at it.

    Parameters
    ----------
    entry
        Each is counted after it, shape (n_people,); minus infinity where from the beginning on.
    time
        Until when each was followed.
    left
        Whether they left then.
    weights
        How often each counts; once where None.

    Returns
    -------
    Steps
        One entry a different time.

    References
    ----------
    Kaplan & Meier (1958), JASA 53:457; Greenwood (1926).
    """
    weigh: Floats = np.ones(len(time)) if weights is None else weights
    at, place = np.unique(time, return_inverse=True)
    gone, through = (
        np.bincount(place, weights=weigh * kind, minlength=len(at)).astype(np.float64)
        for kind in (left, ~left)
    )
    order = np.argsort(entry, kind="stable")
    come = np.concatenate([[0.0], np.cumsum(weigh[order])])
    there = come[np.searchsorted(entry[order], at, side="left")]
    there = there - np.concatenate([[0.0], np.cumsum(gone + through)[:-1]])
    stay = np.cumprod(1 - gone / there)
    after = there - gone
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(np.where(gone > 0, gone / (there * after), 0.0))
    return Steps(at, there, gone, through, stay, spread)


def interval(stay: Floats, spread: Floats, level: float) -> tuple[Floats, Floats]:
    """Give the log-log interval of a share; NaN where nobody or everybody has left.

    References
    ----------
    Kalbfleisch & Prentice (1980), The Statistical Analysis of Failure Time Data, ch. 1.
    """
    from scipy import stats

    z = stats.norm.ppf((1 + level) / 2)
    between = (stay > 0) & (stay < 1)
    log = np.log(np.where(between, stay, 0.5))
    reach = z * np.sqrt(np.where(between, spread, 0.0)) / np.abs(log)
    low, high = (np.exp(log * np.exp(sign * reach)) for sign in (1, -1))
    return np.where(between, low, np.nan), np.where(between, high, np.nan)


def median(curve: Steps, level: float) -> tuple[float, float, float]:
    """Give the time after which half have left, with the interval where the band crosses half.

    Where the curve lies at one half for a while, the middle of that while. NaN or infinity where
    it does not come down so far.

    References
    ----------
    Brookmeyer & Crowley (1982), Biometrics 38:29.
    """
    low, high = interval(curve.stay, curve.spread, level)
    middle = _crossing(curve, curve.stay)
    from_, to = _crossing(curve, low), _crossing(curve, high)
    return middle, from_, np.inf if np.isnan(to) else to


def _crossing(curve: Steps, band: Floats) -> float:
    falls = curve.left > 0
    at, value = curve.times[falls], band[falls]
    below = np.flatnonzero(value <= 0.5 + 1e-9)
    if not len(below):
        return float("nan")
    i = int(below[0])
    if abs(value[i] - 0.5) < 1e-9:
        further = np.flatnonzero(value < 0.5 - 1e-9)
        until = at[further[0]] if len(further) else curve.times[-1]
        return float((at[i] + until) / 2)
    return float(at[i])
