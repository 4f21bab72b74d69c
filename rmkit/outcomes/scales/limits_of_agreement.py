"""How far two ways of measuring the same people lie apart, in the unit that was measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import both_waves, enough

__all__ = ["bland_altman"]

Floats = NDArray[np.float64]


def bland_altman(
    first: ArrayLike,
    second: ArrayLike,
    *,
    scale: tuple[float, float] | None = None,
    unit: str = "points",
    level: float = 0.95,
) -> Result:
    """Measure the bias between two measurements of the same people, and how far single ones differ.

    Parameters
    ----------
    first, second
        Two measurements of the same people, shape (n_people,); two Series are joined by index. NaN
        is missing; who lacks one is left out and counted.
    scale
        Lowest and highest value, where there is such.
    unit
        What is counted.
    level
        How wide intervals are meant to be, and the share that the limits of agreement hold.

    Returns
    -------
    Result
        `bias` (mean of second - first, with its t test), `sd`, `limit_low` and `limit_high`
        (limits of agreement, each with an interval), `slope` (does the difference grow with the
        size: proportional bias).

    Raises
    ------
    FaultsFound
        A value cannot be read, or lengths differ.
    TooFewPeople
        Fewer than three people have both.

    References
    ----------
    Bland & Altman (1986), The Lancet 327:307-310; (1999), Statistical Methods in Medical Research
    8:135-160, section 2.2 for the intervals of the limits.

    Examples
    --------
    >>> first, second = [3.0, 4.0, 2.0, 5.0, 3.5, 4.5], [3.5, 4.5, 2.0, 5.5, 3.0, 5.5]
    >>> result = bland_altman(first, second)
    >>> [round(result[name].value, 2) for name in ("bias", "limit_low", "limit_high")]
    [0.33, -0.68, 1.35]
    """
    level_checked(level)
    both = both_waves(first, second, names=("first", "second"), scale=scale)
    enough(len(both), 3, why="Each difference can still be looked at by itself.")
    difference = both.after - both.before
    rows = _rows(difference, (both.before + both.after) / 2, unit, level)
    kept, warnings = weighed(rows, pairs_of_values=len(both))
    if difference.std() <= 1e-12:
        warnings += ("All differ by the same, so there are no limits but the bias itself.",)
    elif not rows[-1].known:
        warnings += ("All have the same mean, so whether the bias grows cannot be told.",)
    return Result(
        title="Agreement of two measurements",
        method="Bland and Altman: mean difference, and the limits that hold "
        f"{100 * level:g} % of differences; slope of the difference on the mean.",
        rows=kept,
        n_used=len(both),
        dropped=both.dropped,
        assumptions=("differences are about normal", "they are alike at all sizes"),
        warnings=warnings,
        limits=("Which limits are narrow enough is a decision about use, and not about figures.",),
        reference="Bland & Altman (1986, 1999).",
        level=level,
    )


def _rows(difference: Floats, size: Floats, unit: str, level: float) -> list[Estimate]:
    from scipy import stats

    n, bias, sd = len(difference), float(difference.mean()), float(difference.std(ddof=1))
    t, z = stats.t.ppf((1 + level) / 2, n - 1), stats.norm.ppf((1 + level) / 2)
    if sd <= 1e-12:
        return [
            Estimate("bias", "Mean difference", bias, unit=unit),
            Estimate("sd", "Standard deviation of differences", 0.0, unit=unit),
            Estimate("limit_low", "Lower limit of agreement", bias, unit=unit),
            Estimate("limit_high", "Upper limit of agreement", bias, unit=unit),
            Estimate("slope", "Slope of the difference on the mean", float("nan")),
        ]
    se = sd / np.sqrt(n)
    of_limit = sd * np.sqrt(1 / n + z**2 / (2 * (n - 1)))
    statistic = bias / se
    low, high = bias - z * sd, bias + z * sd
    return [
        Estimate("bias", "Mean difference", bias, bias - t * se, bias + t * se, se=se,
                 statistic=statistic, statistic_name="t", df=n - 1,
                 p=2 * stats.t.sf(abs(statistic), n - 1), unit=unit),
        Estimate("sd", "Standard deviation of differences", sd, unit=unit),
        Estimate("limit_low", "Lower limit of agreement", low, low - t * of_limit,
                 low + t * of_limit, se=of_limit, unit=unit),
        Estimate("limit_high", "Upper limit of agreement", high, high - t * of_limit,
                 high + t * of_limit, se=of_limit, unit=unit),
        _slope(difference, size, level),
    ]  # fmt: skip


def _slope(difference: Floats, size: Floats, level: float) -> Estimate:
    from scipy import stats

    title = "Slope of the difference on the mean"
    if size.std() <= 1e-12:
        return Estimate("slope", title, float("nan"))
    fit = stats.linregress(size, difference)
    df = len(size) - 2
    reach = stats.t.ppf((1 + level) / 2, df) * fit.stderr
    return Estimate(
        "slope", title, fit.slope, fit.slope - reach, fit.slope + reach, se=fit.stderr,
        statistic=fit.slope / fit.stderr if fit.stderr > 0 else None, statistic_name="t", df=df,
        p=fit.pvalue,
    )  # fmt: skip
