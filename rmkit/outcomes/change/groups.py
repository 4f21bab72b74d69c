"""How two groups of different people differ: by means, by ranks and by every way to divide them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.change.dominance import dominance_rows
from rmkit.outcomes.change.exact_ranks import doubled_ranks, split_p
from rmkit.outcomes.change.permuting import divided_p
from rmkit.outcomes.change.shifts import apart, shared_places, shifts_kept
from rmkit.outcomes.change.standardised import noncentral_ends, small_sample, standardised
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["EXACT_UP_TO", "mean_differences", "two_groups"]

Floats = NDArray[np.float64]
EXACT_UP_TO = 60
_NO_LOTTERY = (
    "A difference between groups is an effect only where a lottery decided who is in which; "
    "otherwise they may have differed before."
)
_ONE_GROUP = "One group alone can be described, not compared."
_NO_SPREAD = "All values of both groups are the same within each, so there is no test of means."


def two_groups(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    scale: tuple[float, float] | None = None,
    unit: str = "scale points",
    exact: bool | None = None,
    shuffles: int = 20_000,
    seed: int = 1,
    level: float = 0.95,
) -> Result:
    """Compare two groups of different people.

    Parameters
    ----------
    first, second
        Scores of either group, of any length; NaN is missing, left out and counted.
    names
        What the groups are called.
    scale, unit
        As for `paired_change`.
    exact
        Ranks by the exact distribution; None for up to 60 people together, and beyond them the
        normal one with a correction for continuity.
    shuffles, seed
        How many ways to divide the people are drawn where all of them are too many.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `mean_difference` (first - second, Welch), `mean_difference_t` (equal variances), `d_s` and
        `g_s` (pooled deviation, noncentral t), `hodges_lehmann` (the middle of all differences
        between two people, with the shifts that the test does not rule out; U and p of
        Mann-Whitney), `cliff_delta` (interval of Cliff), `cliff_delta_z` (of Fisher's z),
        `superiority` (chance that one of the first is higher, ties half), `permutation` (p of the
        mean difference over all ways to divide the people), `mean_first`, `mean_second`,
        `sd_first`, `sd_second`.

    Raises
    ------
    TooFewPeople
        A group has fewer than two values.
    FaultsFound
        Values that cannot be read or lie off the scale.

    Notes
    -----
    The rank test is exact with ties: given all answers, every way to divide the people is as
    likely, and sums of doubled midranks are counted by convolution. Two-sided p counts sums at
    least as far from the middle. The interval of Cliff takes his unbiased variance, not below
    (1 - delta²) / (n1 n2 - 1), and the t distribution with n1 + n2 - 2 degrees of freedom.

    References
    ----------
    Welch (1947); Mann & Whitney (1947); Hodges & Lehmann (1963); Hedges (1981); Cliff (1993),
    Psychological Bulletin 114:494-509; Pitman (1937) for the permutation test.

    Examples
    --------
    >>> result = two_groups([3, 4, 4, 5, 2, 4], [2, 3, 2, 3, 1, 2], names=("trained", "others"))
    >>> result["mean_difference"].said()
    'mean difference (Welch) 1.50 scale points (95 % interval 0.32 to 2.68), p = .018'
    >>> round(result["cliff_delta"].value, 2), round(result["hodges_lehmann"].p, 3)
    (0.75, 0.039)
    """
    level_checked(level)
    given = [one_column(n, v, scale=scale) for n, v in zip(names, (first, second), strict=True)]
    one, two = (values[~np.isnan(values)] for values in given)
    for name, values in zip(names, (one, two), strict=True):
        enough(len(values), 2, what=f"values in the group {name}", why=_ONE_GROUP)
    exactly = len(one) + len(two) <= EXACT_UP_TO if exact is None else exact
    rows = mean_differences(one, two, level, unit=unit)
    flat = rows[0].low is None
    rows += _deviations(one, two, level)
    rows += [_by_ranks(one, two, exactly, level=level, unit=unit)]
    bounded = rows[-1].low is not None
    rows += dominance_rows(one, two, level)
    p, how = divided_p(one, two, shuffles=shuffles, seed=seed)
    rows.append(Estimate("permutation", f"Mean difference, {how}", one.mean() - two.mean(), p=p,
                         unit=unit))  # fmt: skip
    rows += _described(one, two, names, unit)
    kept, warnings = weighed(rows, smallest_group=min(len(one), len(two)))
    warnings += (_NO_SPREAD,) if flat else ()
    if not bounded:
        warnings += (f"So few people allow no interval of {level:.0%} for the shift by ranks.",)
    missing = zip(names, given, (one, two), strict=True)
    return Result(
        title=f"Difference between {names[0]} and {names[1]}",
        method="Welch's and Student's t-tests; Hedges' g by the pooled deviation; Mann-Whitney "
        f"test {'exact with ties' if exactly else 'by the normal distribution, corrected'} with "
        f"the Hodges-Lehmann shift; Cliff's delta; {how}. All two-sided.",
        rows=kept,
        n_used=len(one) + len(two),
        dropped={f"no value, {name}": len(all_) - len(used) for name, all_, used in missing},
        assumptions=("people do not depend on each other", "each person is in one group"),
        warnings=warnings,
        limits=(_NO_LOTTERY,),
        reference="Welch (1947); Mann & Whitney (1947); Cliff (1993).",
        level=level,
    )


def mean_differences(one: Floats, two: Floats, level: float, *, unit: str) -> list[Estimate]:
    """Give the difference of two means after Welch and after Student."""
    from scipy import stats

    n1, n2 = len(one), len(two)
    v1, v2 = (0.0 if _same(values) else float(values.var(ddof=1)) for values in (one, two))
    off = float(one.mean() - two.mean())
    titles = {"mean_difference": "Mean difference (Welch)",
              "mean_difference_t": "Mean difference (equal variances)"}  # fmt: skip
    if v1 + v2 == 0:
        return [Estimate(id, title, off, unit=unit) for id, title in titles.items()]
    e1, e2 = v1 / n1, v2 / n2
    pooled = ((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)
    of = {
        "mean_difference": (
            math.sqrt(e1 + e2), (e1 + e2) ** 2 / (e1**2 / (n1 - 1) + e2**2 / (n2 - 1))
        ),
        "mean_difference_t": (math.sqrt(pooled * (1 / n1 + 1 / n2)), float(n1 + n2 - 2)),
    }  # fmt: skip
    rows = []
    for id, (se, df) in of.items():
        reach = float(stats.t.ppf((1 + level) / 2, df)) * se
        rows.append(Estimate(
            id, titles[id], off, off - reach, off + reach, se=se, statistic=off / se,
            statistic_name="t", df=df, p=2 * stats.t.sf(abs(off / se), df), unit=unit,
        ))  # fmt: skip
    return rows


def _deviations(one: Floats, two: Floats, level: float) -> list[Estimate]:
    test = mean_differences(one, two, level, unit="")[1]
    said = "Difference in pooled deviations"
    if test.statistic is None or not isinstance(test.df, float):
        nothing = math.nan
        return [standardised("d_s", said, nothing), standardised("g_s", f"{said}, g", nothing)]
    per = math.sqrt(1 / len(one) + 1 / len(two))
    ends = noncentral_ends(test.statistic, test.df, level)
    g = small_sample(test.df)
    d = test.statistic * per
    return [
        standardised("d_s", said, d, per_ncp=per, ends=ends),
        standardised("g_s", f"{said}, for small samples", g * d, per_ncp=g * per, ends=ends),
    ]


def _by_ranks(one: Floats, two: Floats, exact: bool, *, level: float, unit: str) -> Estimate:
    first = np.arange(len(one) + len(two)) < len(one)

    def p_of(shift: float) -> float:
        return split_p(doubled_ranks(np.concatenate([one - shift, two])), first, exact=exact)

    off = (one[:, None] - two[None, :]).ravel()
    places = apart(off)
    low, high = shifts_kept(places, shared_places(off, places), p_of, 1 - level)
    bounded = np.isfinite(low) and np.isfinite(high)
    ranks = doubled_ranks(np.concatenate([one, two]))
    u = ranks[first].sum() / 2 - len(one) * (len(one) + 1) / 2
    return Estimate(
        "hodges_lehmann", "Middle difference", float(np.median(off)), low if bounded else None,
        high if bounded else None, statistic=u, statistic_name="U", p=p_of(0.0), unit=unit,
    )  # fmt: skip


def _described(one: Floats, two: Floats, names: tuple[str, str], unit: str) -> list[Estimate]:
    rows = []
    for id, name, values in (("first", names[0], one), ("second", names[1], two)):
        n = len(values)
        rows += [
            Estimate(f"mean_{id}", f"Mean, {name}", values.mean(), n=n, unit=unit),
            Estimate(f"sd_{id}", f"Deviation, {name}", values.std(ddof=1), n=n, unit=unit),
        ]
    return rows


def _same(values: Floats) -> bool:
    return bool(np.ptp(values) <= 1e-12 * (1 + np.abs(values).max()))
