"""Whether several raters agree: on classes (Fleiss' kappa), or on an order (Kendall's W)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.ratings_in import complete_rows, ratings_in
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough

__all__ = ["fleiss_kappa", "kendall_w"]

Floats = NDArray[np.float64]
_GAP = "a rating is missing"


def fleiss_kappa(ratings: pd.DataFrame | ArrayLike, *, level: float = 0.95) -> Result:
    """Measure how far several raters put the same things into the same classes.

    Parameters
    ----------
    ratings
        Shape (n_rated, n_raters): the class that each rater gave, a number or a word; NaN or None
        where missing. A row with a gap is left out and counted.
    level
        How wide the interval is meant to be.

    Returns
    -------
    Result
        `kappa` with a jackknife interval over what was rated and Fleiss' test against 0, and
        `agreement`, the share of pairs of raters that agreed.

    Raises
    ------
    FaultsFound
        It is no table, or has fewer than two raters.
    TooFewPeople
        Fewer than two rows without a gap.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76:378-382; Fleiss, Nee & Landis (1979), Psychological
    Bulletin 86:974-977, for the test.

    Examples
    --------
    >>> ratings = [["a", "a", "a"], ["b", "b", "a"], ["b", "b", "b"], ["a", "a", "b"]]
    >>> round(fleiss_kappa(ratings)["kappa"].value, 2)
    0.33
    """
    level_checked(level)
    given = pd.DataFrame(np.asarray(ratings, dtype=object))
    if given.shape[1] < 2:
        problem = f"There are {given.shape[1]} columns, and at least 2 are needed."
        fault = Fault(problem, "Give one column a rater, one row a thing that was rated.")
        raise FaultsFound([fault], "Nothing was computed.")
    whole = given.notna().all(axis=1)
    enough(int(whole.sum()), 2, what="things rated by all", why="One alone tells of nothing.")
    kinds = pd.unique(given[whole].to_numpy(dtype=object).ravel())
    counts = np.array([[(row == kind).sum() for kind in kinds] for row in
                       given[whole].to_numpy(dtype=object)], dtype=np.float64)  # fmt: skip
    rows = _fleiss_rows(counts, level)
    kept, warnings = weighed(rows, rated=len(counts))
    if not rows[0].known:
        warnings += ("Everything is in one class, so kappa has no value.",)
    return Result(
        title="Agreement of several raters on classes",
        method="Fleiss' kappa; its test under no agreement; interval by the jackknife.",
        rows=kept,
        n_used=len(counts),
        counted="things rated",
        dropped={_GAP: int((~whole).sum())},
        assumptions=("raters judged apart from each other",),
        warnings=warnings,
        limits=("Kappa falls when one class is rare, also where raters hardly ever differ.",),
        reference="Fleiss (1971).",
        level=level,
    )


def _fleiss_rows(counts: Floats, level: float) -> list[Estimate]:
    from scipy import stats

    n, m = len(counts), counts[0].sum()
    kappa, agreed, share = _fleiss(counts)
    rows = [
        Estimate("kappa", "Kappa", kappa),
        Estimate("agreement", "Share of pairs of raters that agree", agreed),
    ]
    if np.isnan(kappa):
        return rows
    q = 1 - share
    both = float((share * q).sum())
    spread = both**2 - float((share * q * (q - share)).sum())
    null = np.sqrt(2 * max(spread, 0.0)) / (both * np.sqrt(n * m * (m - 1)))
    z = float(kappa / null)
    without = np.array([_fleiss(np.delete(counts, i, axis=0))[0] for i in range(n)])
    without = np.where(np.isnan(without), kappa, without)
    se = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    reach = float(stats.t.ppf((1 + level) / 2, n - 1)) * se
    rows[0] = Estimate(
        "kappa", "Kappa", kappa, kappa - reach, min(kappa + reach, 1.0), se=se, statistic=z,
        statistic_name="z", p=2 * stats.norm.sf(abs(z)),
    )  # fmt: skip
    return rows


def _fleiss(counts: Floats) -> tuple[float, float, Floats]:
    m = counts[0].sum()
    share = counts.sum(axis=0) / counts.sum()
    agreed = float(((counts**2).sum(axis=1) - m).mean() / (m * (m - 1)))
    chance = float((share**2).sum())
    kappa = (agreed - chance) / (1 - chance) if 1 - chance > 1e-12 else float("nan")
    return kappa, agreed, share


def kendall_w(ratings: pd.DataFrame | ArrayLike) -> Result:
    """Measure how far several raters put the same things into the same order.

    Parameters
    ----------
    ratings
        Shape (n_rated, n_raters): numbers that can be ranked, ties allowed; NaN where missing. A
        row with a gap is left out and counted.

    Returns
    -------
    Result
        `w`, corrected for ties, from 0 (no common order) to 1, with its chi-squared test, and
        `mean_spearman`, the mean rank correlation of all pairs of raters that goes with it.

    Raises
    ------
    FaultsFound
        A value is not a number, or there are fewer than two raters.
    TooFewPeople
        Fewer than three rows without a gap.

    References
    ----------
    Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10:275-287; Siegel &
    Castellan (1988), Nonparametric Statistics, 2nd ed., ch. 9.

    Examples
    --------
    >>> round(kendall_w([[1, 2, 1], [2, 1, 2], [3, 3, 4], [4, 4, 3]])["w"].value, 2)
    0.82
    """
    from scipy import stats

    values, dropped = complete_rows(ratings_in(ratings), missing=_GAP)
    enough(len(values), 3, what="things ranked by all", why="Two are in one order or the other.")
    n, m = values.shape
    ranks = np.apply_along_axis(stats.rankdata, 0, values)
    ties = [np.unique(column, return_counts=True)[1] for column in values.T]
    tied = float(sum((t.astype(np.float64) ** 3 - t).sum() for t in ties))
    apart = float(((ranks.sum(axis=1) - ranks.sum(axis=1).mean()) ** 2).sum())
    below = m**2 * (n**3 - n) - m * tied
    warnings: tuple[str, ...] = ()
    if below <= 1e-9:
        w, rows = float("nan"), [Estimate("w", "Kendall's W", float("nan"))]
        warnings = ("Each rater gave everything the same, so there is no order to compare.",)
    else:
        w = 12 * apart / below
        chi2 = m * (n - 1) * w
        p = float(stats.chi2.sf(chi2, n - 1))
        rows = [
            Estimate("w", "Kendall's W", w, statistic=chi2, statistic_name="chi2", df=n - 1, p=p)
        ]
    rows.append(
        Estimate("mean_spearman", "Mean rank correlation of two raters", (m * w - 1) / (m - 1))
    )
    kept, few = weighed(rows, rated=n)
    return Result(
        title="Agreement of several raters on an order",
        method="Kendall's coefficient of concordance, corrected for ties; chi-squared test.",
        rows=kept,
        n_used=n,
        counted="things ranked",
        dropped=dropped,
        assumptions=("raters ranked apart from each other",),
        warnings=warnings + few,
        limits=("A common order is not a right one, and says nothing of how strict raters are.",),
        reference="Siegel & Castellan (1988), ch. 9.",
    )
