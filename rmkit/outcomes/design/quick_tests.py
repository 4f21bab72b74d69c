"""The tests of a design, for many cohorts at once: estimate, standard error and p of each.

The same numbers as a t-test or a regression of one cohort gives, without a loop over cohorts.
Missing values are left out cohort by cohort; a cohort that cannot be analysed has NaN.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.design.made_cohorts import Drawn

__all__ = ["Tested", "analysed"]

Floats = NDArray[np.float64]


class Tested(NamedTuple):
    """What each cohort gives, shape (cohorts,): NaN where it cannot be analysed."""

    estimate: Floats
    se: Floats
    p: Floats
    n: Floats


def analysed(cohorts: Drawn, analysis: str) -> Tested:
    """Analyse every cohort.

    Parameters
    ----------
    cohorts
        What came out.
    analysis
        "change": paired t-test. "lottery": Welch's t-test of later scores. "gain": Welch's
        t-test of changes. "ancova": later scores on the group and the scores before.
    """
    known = ~np.isnan(cohorts.before) & ~np.isnan(cohorts.after)
    n = known.sum(axis=1).astype(np.float64)
    change = cohorts.after - cohorts.before
    if analysis == "change":
        mean, var = _moments(change, known)
        return _by_t(mean, np.sqrt(var / np.where(n > 1, n, np.nan)), n - 1, n)
    if analysis == "ancova":
        return _ancova(cohorts, known, n)
    values = change if analysis == "gain" else cohorts.after
    return _welch(values, known & cohorts.treated, known & ~cohorts.treated)


def _moments(values: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    n = known.sum(axis=1)
    held = np.where(known, values, 0.0)
    mean = held.sum(axis=1) / np.where(n > 0, n, np.nan)
    off = np.where(known, held - mean[:, None], 0.0)
    return mean, (off**2).sum(axis=1) / np.where(n > 1, n - 1, np.nan)


def _welch(values: Floats, ones: NDArray[np.bool_], others: NDArray[np.bool_]) -> Tested:
    (mean1, var1), (mean2, var2) = _moments(values, ones), _moments(values, others)
    n1, n2 = ones.sum(axis=1), others.sum(axis=1)
    part1 = var1 / np.where(n1 > 1, n1, np.nan)
    part2 = var2 / np.where(n2 > 1, n2, np.nan)
    both = part1 + part2
    below = part1**2 / np.maximum(n1 - 1, 1) + part2**2 / np.maximum(n2 - 1, 1)
    df = both**2 / np.where(below > 0, below, np.nan)
    return _by_t(mean1 - mean2, np.sqrt(both), df, (n1 + n2).astype(np.float64))


def _ancova(cohorts: Drawn, known: NDArray[np.bool_], n: Floats) -> Tested:
    """Take the score before off the group and off the later score, then regress what is left."""
    before, after = (np.where(known, it, 0.0) for it in (cohorts.before, cohorts.after))
    group = np.where(known, cohorts.treated, 0.0)
    size = np.where(n > 0, n, np.nan)[:, None]
    x, y, g = (
        np.where(known, it - it.sum(axis=1, keepdims=True) / size, 0.0)
        for it in (before, after, group)
    )
    xx = (x**2).sum(axis=1)
    xx = np.where(xx > 1e-12, xx, np.nan)[:, None]
    g = g - x * (x * g).sum(axis=1, keepdims=True) / xx
    y = y - x * (x * y).sum(axis=1, keepdims=True) / xx
    gg = (g**2).sum(axis=1)
    gg = np.where(gg > 1e-12, gg, np.nan)
    slope = (g * y).sum(axis=1) / gg
    rest = ((y - g * slope[:, None]) ** 2).sum(axis=1)
    return _by_t(slope, np.sqrt(rest / np.where(n > 3, n - 3, np.nan) / gg), n - 3, n)


def _by_t(estimate: Floats, se: Floats, df: Floats, n: Floats) -> Tested:
    from scipy.special import stdtr

    fine = (se > 0) & (df > 0)
    t = np.abs(estimate) / np.where(fine, se, np.nan)
    p = 2 * stdtr(np.where(fine, df, np.nan), -t)
    return Tested(np.where(fine, estimate, np.nan), np.where(fine, se, np.nan), p, n)
