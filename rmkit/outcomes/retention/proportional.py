"""Whether a hazard ratio stays the same over time, and how well a model ranks who leaves first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rmkit.outcomes.retention.curve_steps import steps
from rmkit.outcomes.retention.followed_in import Followed
from rmkit.outcomes.retention.partial_likelihood import Leavings

__all__ = ["concordance", "drift"]

Floats = NDArray[np.float64]


def drift(
    found: Leavings, people: Followed, terms: Mapping[str, Sequence[int]]
) -> dict[str, tuple[float, int]]:
    """Test whether coefficients change as more people have left.

    The score test of a slope over the share that has left by then (Kaplan-Meier), for each term
    and, under an empty name, for all together.

    Parameters
    ----------
    found
        The leavings at the fitted coefficients.
    people
        Who was followed, for the share.
    terms
        The columns of each term.

    Returns
    -------
    dict
        Chi-square and degrees of freedom by term.

    References
    ----------
    Grambsch & Therneau (1994), Biometrika 81:515, without the approximation that the variance is
    the same at all times, as in R's survival from version 3 on.
    """
    curve = steps(people.entry, people.time, people.left)
    before = np.concatenate([[1.0], curve.stay])
    share = 1 - before[np.searchsorted(curve.times, found.time, side="left")]
    along = share - share.mean()
    k = found.seen.shape[1]
    slope = np.concatenate([np.zeros(k), along @ (found.seen - found.mean)])
    middle = np.tensordot(along, found.variance, axes=1)
    outer = np.tensordot(along**2, found.variance, axes=1)
    information = np.block([[found.information, middle], [middle, outer]])
    tests = {}
    for name, own in {**terms, "": range(k)}.items():
        kept = np.array([*range(k), *(k + i for i in own)])
        part, u = information[np.ix_(kept, kept)], slope[kept]
        singular = np.linalg.matrix_rank(part) < len(kept)
        chi2 = float("nan") if singular else float(u @ np.linalg.solve(part, u))
        tests[name] = (chi2, len(list(own)))
    return tests


def concordance(score: Floats, people: Followed, strata: NDArray[np.int64]) -> tuple[float, float]:
    """Tell how often, of two people, the one more likely to leave left first.

    Parameters
    ----------
    score
        The higher, the more likely to leave; equal ones count one half.
    people
        Who was followed; two are compared where it is known who left first.
    strata
        People of one stratum alone are compared.

    Returns
    -------
    float, float
        The share, and its standard error by the infinitesimal jackknife; NaN where nobody can be
        compared.

    References
    ----------
    Harrell et al. (1982), JAMA 247:2543; Therneau & Watson (2017), Mayo Clinic report 85.
    """
    n = len(score)
    score = np.round(score, 10)
    right, compared = np.zeros(n), np.zeros(n)
    for i in np.flatnonzero(people.left):
        later = (people.time > people.time[i]) | ((people.time == people.time[i]) & ~people.left)
        pairs = later & (people.entry < people.time[i]) & (strata == strata[i])
        won = np.where(score[i] > score, 1.0, np.where(score[i] == score, 0.5, 0.0)) * pairs
        right += won
        compared += pairs
        right[i] += won.sum()
        compared[i] += pairs.sum()
    total = compared.sum() / 2
    if not total:
        return float("nan"), float("nan")
    share = float(right.sum() / 2 / total)
    return share, float(np.sqrt((((right - share * compared) / total) ** 2).sum()))
