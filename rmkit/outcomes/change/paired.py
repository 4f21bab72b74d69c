"""How far the same people moved between two waves on average, in points and in deviations.

The number is a change, not an effect: nothing here compares with people who had no mentor.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.outcomes.change.caveats import (
    CHANGE_IS_NOT_EFFECT,
    chosen_said,
    expected_regression,
    level_checked,
)
from rmkit.outcomes.change.domain import outside_domain
from rmkit.outcomes.change.standardised import noncentral_ends, small_sample, standardised
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import both_waves, enough

__all__ = ["mean_with_t", "paired_change"]

Floats = NDArray[np.float64]
_ONE = "From one person a change can be told to that person alone, and to nobody else."
_SAME = (
    "Everybody changed by the same amount, so a change cannot be put in deviations, and there is "
    "no interval and no test."
)


def paired_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    scale: tuple[float, float] | None = None,
    unit: str = "scale points",
    chosen_on_baseline: bool = False,
    reliability: float | None = None,
    mean_of_all: float | None = None,
    level: float = 0.95,
) -> Result:
    """Measure how far the same people moved between two waves.

    Parameters
    ----------
    before, after
        Scores, shape (n_people,); two Series are joined by index, anything else by position.
        NaN is missing: a person without either value is left out of every number and counted.
    scale
        Lowest and highest score that can be reached; values off it are faults.
    unit
        What the scores are counted in.
    chosen_on_baseline
        Whether the people, pairs or skills were chosen by what stands in `before`; then the
        warning of regression to the mean stands beside the change.
    reliability, mean_of_all
        Reliability of the score, and the mean before of all among whom they were chosen: with both
        the change that choosing alone brings about is given.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `mean_change` (after - before, with its t interval and test); standardised by the
        deviation of the changes: `d_z`, `g_z`; by the mean of both deviations: `d_av`, `g_av`; by
        the root of their mean square: `d_av_rms`, `g_av_rms`; corrected for correlation: `d_rm`,
        `g_rm`; `g_av_2df` and `g_s`; `r`; `cl_paired` and `cl_independent` (the chance that the
        later of two values is larger, of one person and of two strangers, under normality);
        `mean_before`, `mean_after`, `sd_before`, `sd_after`, `sd_change`; `expected_regression`.

    Raises
    ------
    TooFewPeople
        Fewer than two people have both values.
    FaultsFound
        Values that cannot be read or lie off the scale; columns that do not match.

    Notes
    -----
    g is d times the exact factor of Hedges. Its degrees of freedom are n - 1 in `g_z`, `g_av`,
    `g_av_rms` and `g_rm`; `g_av_2df` (of `d_av`) and `g_s` (of `d_av_rms`) take 2 (n - 1), as if
    the waves were of different people. Publications use both, so say which.
    Intervals of `d_z` and `g_z` turn the noncentral t round. Those of `d_av` and its kin multiply
    the same ends by sd of the changes / (deviation · √n), which is approximate.

    References
    ----------
    Lakens (2013), Frontiers in Psychology 4:863; Hedges (1981); Algina & Keselman (2003),
    Educational and Psychological Measurement 63:537-553, for the intervals of `d_av_rms`;
    McGraw & Wong (1992), Psychological Bulletin 111:361-365, for `cl_independent`.

    Examples
    --------
    >>> before = [1, 2, 2, 3, 1, 2, 3, 2, 1, 2]
    >>> after = [2, 3, 2, 4, 3, 2, 4, 3, 2, 2]
    >>> result = paired_change(before, after, unit="levels")
    >>> result["mean_change"].said()
    'mean change 0.80 levels (95 % interval 0.35 to 1.25), p = .003'
    >>> round(result["g_z"].value, 2)
    1.16
    """
    level_checked(level)
    both = both_waves(before, after, scale=scale)
    enough(len(both), 2, why=_ONE)
    first, second = both.before, both.after
    change, alike = mean_with_t("mean_change", "Mean change", second - first, level, unit=unit)
    rows = [change, *_in_deviations(first, second, level, alike), *_described(first, second, unit)]
    expected = expected_regression(
        float(first.mean()), reliability=reliability, mean_of_all=mean_of_all
    )
    if expected is not None:
        said = "Change expected from choosing alone"
        rows.append(Estimate("expected_regression", said, expected, unit=unit))
    kept, few = weighed(rows, pairs_of_values=len(both))
    warnings: tuple[str, ...] = few
    if chosen_on_baseline:
        warnings = (chosen_said(expected, unit=unit), *few)
    warnings += (_SAME,) if alike else ()
    warnings += outside_domain(first, second, scale=scale)
    if not alike and (_flat(first) or _flat(second)):
        warnings += ("In one wave all gave the same answer: there is no correlation to tell.",)
    return Result(
        title="Change between two waves",
        method="Paired t-test of after - before, two-sided; d_z and g_z with intervals from the "
        "noncentral t; d_av by the mean of both standard deviations and by the root of their mean "
        "square; g with the exact factor of Hedges and n - 1 degrees of freedom unless the row "
        "says otherwise.",
        rows=kept,
        n_used=len(both),
        dropped=both.dropped,
        assumptions=(
            "changes of different people do not depend on each other",
            "changes are spread about normally, or people are many",
            "those with both values stand for those without",
        ),
        warnings=warnings,
        limits=(CHANGE_IS_NOT_EFFECT,),
        reference="Lakens (2013), Frontiers in Psychology 4:863.",
        level=level,
    )


def mean_with_t(
    id: str, title: str, values: Floats, level: float, *, unit: str
) -> tuple[Estimate, bool]:
    """Give a mean with its t interval and test against 0, and whether all values are the same."""
    from scipy import stats

    n, mean = len(values), float(values.mean())
    sd = float(values.std(ddof=1)) if n > 1 else 0.0
    if n < 2 or _flat(values):
        return Estimate(id, title, mean, unit=unit), True
    se = sd / math.sqrt(n)
    reach = float(stats.t.ppf((1 + level) / 2, n - 1)) * se
    t = mean / se
    row = Estimate(
        id, title, mean, mean - reach, mean + reach, se=se, statistic=t, statistic_name="t",
        df=n - 1, p=2 * stats.t.sf(abs(t), n - 1), unit=unit,
    )  # fmt: skip
    return row, False


def _flat(values: Floats) -> bool:
    # 0.1 + 0.2 is not 0.3: the same change is one within rounding.
    return bool(np.ptp(values) <= 1e-12 * (1 + np.abs(values).max()))


def _in_deviations(before: Floats, after: Floats, level: float, alike: bool) -> list[Estimate]:
    n = len(before)
    change = after - before
    mean, sd = float(change.mean()), 0.0 if alike else float(change.std(ddof=1))
    s1, s2 = (0.0 if _flat(wave) else float(wave.std(ddof=1)) for wave in (before, after))
    r = float(np.corrcoef(before, after)[0, 1]) if s1 > 0 and s2 > 0 else math.nan
    ends = None if alike else noncentral_ends(mean / (sd / math.sqrt(n)), n - 1, level)
    g = small_sample(n - 1)
    by = {
        "z": ("by the deviation of the changes", sd),
        "av": ("by the mean deviation of both waves", (s1 + s2) / 2),
        "av_rms": ("by the mean square of both deviations", math.sqrt((s1**2 + s2**2) / 2)),
        "rm": ("corrected for the correlation", _over(sd, math.sqrt(max(2 * (1 - r), 0)))
               if not math.isnan(r) else math.nan),
    }  # fmt: skip
    rows, known = [], {}
    for name, (said, deviation) in by.items():
        known[name] = _over(mean, deviation)
        per = _over(sd / math.sqrt(n), deviation)
        title = f"Change in deviations, {said}"
        rows.append(standardised(f"d_{name}", title, known[name], per_ncp=per, ends=ends))
        corrected = f"{title}, for small samples"
        rows.append(
            standardised(f"g_{name}", corrected, g * known[name], per_ncp=g * per, ends=ends)
        )
    twice = small_sample(2 * (n - 1))
    rows += [
        Estimate("g_av_2df", "d_av corrected with 2 (n - 1) df", twice * known["av"], unit="sd"),
        Estimate("g_s", "d_av_rms corrected with 2 (n - 1) df", twice * known["av_rms"], unit="sd"),
        Estimate("r", "Correlation between the waves", r),
        _larger("cl_paired", "Chance that the same person is higher after", known["z"]),
        _larger("cl_independent", "Chance that a stranger after is higher than one before",
                known["av_rms"] / math.sqrt(2)),
    ]  # fmt: skip
    return rows


def _described(before: Floats, after: Floats, unit: str) -> list[Estimate]:
    named = {"before": before, "after": after}
    means = [
        Estimate(f"mean_{name}", f"Mean {name}", wave.mean(), unit=unit)
        for name, wave in named.items()
    ]
    spreads = [
        Estimate(f"sd_{name}", f"Standard deviation {name}", wave.std(ddof=1), unit=unit)
        for name, wave in (*named.items(), ("change", after - before))
    ]
    return [*means, *spreads]


def _over(value: float, deviation: float) -> float:
    return value / deviation if deviation > 0 else math.nan


def _larger(id: str, title: str, z: float) -> Estimate:
    from scipy import stats

    return Estimate(id, title, float(stats.norm.cdf(z)))
