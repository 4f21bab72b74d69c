"""Two shares beside each other: of those with a place and of those without, however few."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed

__all__ = ["two_shares"]

Counts = NDArray[np.float64]


def two_shares(
    first: tuple[int, int],
    second: tuple[int, int],
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> Result:
    """Compare how many of two groups have something.

    Parameters
    ----------
    first, second
        Of each group, how many have it and how many there are.
    names
        What the groups are called.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `difference` of the shares (first - second; Newcombe's interval; p of Fisher's exact test),
        `share_first`, `share_second` (Wilson's intervals), `risk_ratio`, `odds_ratio` (conditional,
        with its exact interval), `chi2` (Pearson, without correction), `chi2_corrected` (Yates) and
        `cohen_h`. Ratios are unknown where a share is 0.

    Raises
    ------
    FaultsFound
        A group has nobody, or more who have it than there are.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10; Fisher (1935); Cohen (1988).

    Examples
    --------
    >>> result = two_shares((21, 25), (36, 85))
    >>> round(result["difference"].value, 2), round(result["difference"].low, 2)
    (0.42, 0.2)
    """
    level_checked(level)
    table = _table(first, second, names)
    rows = _rows(table, names, level)
    kept, warnings = weighed(rows, smallest_group=int(table.sum(axis=1).min()))
    if not table.sum(axis=0).all():
        warnings += ("All have it, or nobody: nothing can be told apart, and ratios are unknown.",)
    elif not table.all():
        warnings += ("One of the four counts is 0, so ratios have no end on one side.",)
    return Result(
        title=f"Shares of two groups: {names[0]} and {names[1]}",
        method="Difference with Newcombe's interval; Fisher's exact test; conditional odds ratio.",
        rows=kept,
        n_used=int(table.sum()),
        assumptions=("people do not depend on each other",),
        warnings=warnings,
        limits=(
            "A difference is not an effect: without a lottery the groups may have differed before.",
        ),
        reference="Newcombe (1998); Fisher (1935).",
        level=level,
    )


def _table(first: tuple[int, int], second: tuple[int, int], names: tuple[str, str]) -> Counts:
    faults = []
    for name, (having, total) in zip(names, (first, second), strict=True):
        if total < 1 or not 0 <= having <= total or having != int(having) or total != int(total):
            problem = f"says that {having} of {total} have it."
            faults.append(Fault(problem, "Give how many have it, and how many there are.",
                                column=name))  # fmt: skip
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    return np.array([[h, n - h] for h, n in (first, second)], dtype=np.float64)


def _rows(table: Counts, names: tuple[str, str], level: float) -> list[Estimate]:
    from scipy import stats

    n = table.sum(axis=1)
    p = table[:, 0] / n
    z = float(stats.norm.ppf((1 + level) / 2))
    ends = [_wilson(float(p[i]), float(n[i]), z) for i in (0, 1)]
    apart = float(p[0] - p[1])
    low = apart - math.hypot(p[0] - ends[0][0], ends[1][1] - p[1])
    high = apart + math.hypot(ends[0][1] - p[0], p[1] - ends[1][0])
    exact = float(stats.fisher_exact(table.astype(int))[1])
    return [
        Estimate("difference", "Difference of the shares", apart, low, high, p=exact, unit="share"),
        Estimate("share_first", f"Share, {names[0]}", p[0], *ends[0], n=int(n[0]), unit="share"),
        Estimate("share_second", f"Share, {names[1]}", p[1], *ends[1], n=int(n[1]), unit="share"),
        _ratio(table, n, z),
        _odds(table, exact, level),
        *_chi2(table),
        Estimate("cohen_h", "Cohen's h",
                 2 * math.asin(math.sqrt(p[0])) - 2 * math.asin(math.sqrt(p[1]))),
    ]  # fmt: skip


def _wilson(p: float, n: float, z: float) -> tuple[float, float]:
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _ratio(table: Counts, n: Counts, z: float) -> Estimate:
    title = "Ratio of the shares"
    if not table[:, 0].all():
        return Estimate("risk_ratio", title, float("nan"), unit="ratio")
    p = table[:, 0] / n
    value = float(p[0] / p[1])
    se = math.sqrt(float(((1 - p) / table[:, 0]).sum()))
    if se == 0:
        return Estimate("risk_ratio", title, value, unit="ratio")
    low, high = value * math.exp(-z * se), value * math.exp(z * se)
    return Estimate("risk_ratio", title, value, low, high, se=se, unit="ratio")


def _odds(table: Counts, exact: float, level: float) -> Estimate:
    from scipy.stats.contingency import odds_ratio

    title = "Odds ratio (conditional)"
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return Estimate("odds_ratio", title, float("nan"), unit="ratio")
    found = odds_ratio(table.astype(int), kind="conditional")
    ends = found.confidence_interval(confidence_level=level)
    return Estimate("odds_ratio", title, found.statistic, ends.low, ends.high, p=exact,
                    unit="ratio")  # fmt: skip


def _chi2(table: Counts) -> list[Estimate]:
    from scipy import stats

    rows = []
    titles = (("chi2", "Pearson's chi-squared"), ("chi2_corrected", "The same, Yates' correction"))
    for (name, title), corrected in zip(titles, (False, True), strict=True):
        if not table.sum(axis=0).all():
            rows.append(Estimate(name, title, float("nan")))
            continue
        value, p, df, _ = stats.chi2_contingency(table, correction=corrected)
        rows.append(Estimate(name, title, value, statistic=value, statistic_name="chi2", df=df,
                             p=p))  # fmt: skip
    return rows
