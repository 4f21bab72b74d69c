"""Whether a change or a difference is small enough not to matter: two one-sided tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import CHANGE_IS_NOT_EFFECT, level_checked
from rmkit.outcomes.change.groups import mean_differences
from rmkit.outcomes.change.paired import mean_with_t
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import both_waves, enough, one_column

__all__ = ["equivalence"]

Floats = NDArray[np.float64]
_BOUNDS = "What is too small to matter must be decided before the answers are seen, and by people."


def equivalence(
    first: ArrayLike,
    second: ArrayLike,
    *,
    bounds: tuple[float, float],
    paired: bool = True,
    equal_variances: bool = False,
    scale: tuple[float, float] | None = None,
    unit: str = "scale points",
    level: float = 0.95,
) -> Result:
    """Test whether a mean change or difference lies within bounds that do not matter.

    Parameters
    ----------
    first, second
        Before and after of the same people (`paired`), or two groups of different people. NaN is
        missing, left out and counted.
    bounds
        Lowest and highest difference that is too small to matter, in the unit of the scores.
    paired
        Whether row i of both is the same person. The difference is second - first then, and first -
        second of groups, as in `paired_change` and `two_groups`.
    equal_variances
        For groups: Student's test in place of Welch's.
    scale, unit
        As for `paired_change`.
    level
        1 - level is the chance of a false "equivalent"; the interval is that of 2 · level - 1.

    Returns
    -------
    Result
        `difference` (interval of 90 % for a level of .95), `above_low` and `below_high` (the
        one-sided tests), `equivalence` (the larger of their p: below 1 - level the difference lies
        within the bounds).

    Raises
    ------
    FaultsFound
        The bounds are no range, or values cannot be read.
    TooFewPeople
        Fewer than two values.

    References
    ----------
    Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15:657-680; Lakens (2017).

    Examples
    --------
    >>> before = [3, 4, 2, 5, 3, 4, 3, 2, 4, 3, 3, 4]
    >>> after = [3, 4, 3, 5, 3, 3, 3, 2, 4, 3, 4, 4]
    >>> result = equivalence(before, after, bounds=(-0.5, 0.5), unit="levels")
    >>> round(result["equivalence"].p, 3)
    0.009
    """
    level_checked(level)
    low, high = map(float, bounds)
    if not low < high:
        problem = f"run from {low:g} to {high:g}, which is no range."
        raise FaultsFound([Fault(problem, "Give the lower one first.", column="bounds")],
                          "Nothing was computed.")  # fmt: skip
    wide = 2 * level - 1
    if paired:
        both = both_waves(first, second, scale=scale)
        enough(len(both), 2)
        row, _ = mean_with_t("difference", "Mean change", both.after - both.before, wide, unit=unit)
        n, dropped, counts = len(both), both.dropped, {"pairs_of_values": len(both)}
    else:
        row, n, dropped, counts = _groups(first, second, equal_variances, scale, wide, unit)
    rows, warnings = weighed(_tests(row, low, high, wide), **counts)
    if row.se is None:
        warnings += ("All values move alike, so nothing can be tested.",)
    return Result(
        title=f"Is it within {low:g} to {high:g}{' ' + unit if unit else ''}?",
        method=f"Two one-sided t-tests ({'paired' if paired else _kind(equal_variances)}) at "
        f"{1 - level:.3g}; the interval of the same test is that of {wide:.0%}.",
        rows=rows,
        n_used=n,
        dropped=dropped,
        assumptions=("values or changes are spread about normally, or people are many",),
        warnings=warnings,
        limits=(_BOUNDS, *((CHANGE_IS_NOT_EFFECT,) if paired else ())),
        reference="Schuirmann (1987).",
        level=level,
    )


def _kind(equal_variances: bool) -> str:
    return "Student" if equal_variances else "Welch"


def _groups(
    first: ArrayLike,
    second: ArrayLike,
    equal: bool,
    scale: tuple[float, float] | None,
    wide: float,
    unit: str,
) -> tuple[Estimate, int, dict[str, int], dict[str, int]]:
    given = [one_column(n, v, scale=scale) for n, v in (("first", first), ("second", second))]
    one, two = (values[~np.isnan(values)] for values in given)
    for name, values in (("first", one), ("second", two)):
        enough(len(values), 2, what=f"values in the {name} group")
    row = mean_differences(one, two, wide, unit=unit)[1 if equal else 0]
    dropped = {
        "no value, first": len(given[0]) - len(one),
        "no value, second": len(given[1]) - len(two),
    }
    return row, len(one) + len(two), dropped, {"smallest_group": min(len(one), len(two))}


def _tests(row: Estimate, low: float, high: float, wide: float) -> list[Estimate]:
    from dataclasses import replace

    from scipy import stats

    told = replace(row, id="difference", statistic=None, statistic_name="", p=None, level=wide)
    if row.se is None or not isinstance(row.df, float):
        return [told, Estimate("equivalence", "Within the bounds", float("nan"))]
    over, under = (row.value - low) / row.se, (row.value - high) / row.se
    p_low, p_high = float(stats.t.sf(over, row.df)), float(stats.t.cdf(under, row.df))
    sides = [
        Estimate("above_low", f"Above {low:g} (one-sided)", row.value - low, statistic=over,
                 statistic_name="t", df=row.df, p=p_low, unit=row.unit),
        Estimate("below_high", f"Below {high:g} (one-sided)", row.value - high, statistic=under,
                 statistic_name="t", df=row.df, p=p_high, unit=row.unit),
    ]  # fmt: skip
    both = "Within the bounds (the larger of both one-sided p)"
    return [told, *sides, Estimate("equivalence", both, row.value, p=max(p_low, p_high),
                                   unit=row.unit)]  # fmt: skip
