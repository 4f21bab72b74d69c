"""Two groups after, given where they began: analysis of covariance beside gain scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.comparison.least_squares import Fit, fitted, of_two_means
from rmkit.outcomes.comparison.over_time import with_t
from rmkit.outcomes.comparison.same_people import beside_each_other
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["ancova_and_gain"]

Floats = NDArray[np.float64]


def ancova_and_gain(
    before: ArrayLike,
    after: ArrayLike,
    place: ArrayLike,
    *,
    scale: tuple[float, float] | None = None,
    unit: str = "points",
    level: float = 0.95,
) -> Result:
    """Compare two groups after, adjusted for where they began, beside their gains.

    Parameters
    ----------
    before, after, place
        One value a person, shape (n_people,), in the same order (Series are put beside each other
        by index): two waves, and 1 with a place or 0 without. Who lacks one is left out, counted.
    scale
        Lowest and highest value, where there is such.
    unit
        What is counted.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `adjusted` (analysis of covariance: the difference after, among people with the same
        before), `gain` (the difference of the mean changes), `before` (how far apart they began),
        `slope` (points after for a point before) and `parallel` (whether that slope differs between
        the groups), all with HC2 errors (`gain` and
        `before` with the degrees of freedom of Welch).

    Raises
    ------
    FaultsFound
        A value cannot be read, lengths differ, `place` has other values than 0 and 1, or nobody
        differs before.
    TooFewPeople
        Fewer than four people in a group.

    References
    ----------
    Lord (1967), Psychological Bulletin 68:304-305; Van Breukelen (2013), Multivariate Behavioral
    Research 48:895-922.

    Examples
    --------
    >>> before = [2, 3, 2, 4, 3, 3, 2, 2, 3, 4, 3, 2]
    >>> after = [4, 4, 3, 5, 4, 5, 2, 3, 3, 4, 4, 2]
    >>> found = ancova_and_gain(before, after, [1] * 6 + [0] * 6)
    >>> round(found["adjusted"].value, 2), round(found["gain"].value, 2)
    (1.03, 1.0)
    """
    level_checked(level)
    x, y, g, lost = _read(before, after, place, scale)
    for side, words in ((1, "with a place"), (0, "without")):
        why = "Means of both groups can still be told."
        enough(int((g == side).sum()), 4, what=f"people {words} and both values", why=why)
    if x.std() <= 1e-12:
        problem = "Everybody began at the same, so there is nothing to adjust for."
        fault = Fault(problem, "Compare the groups after (two_groups).", column="before")
        raise FaultsFound([fault], "Nothing was computed.")
    rows, paradox = _rows(x, y, g, unit, level)
    kept, few = weighed(rows, smallest_group=int(min((g == 1).sum(), (g == 0).sum())))
    return Result(
        title="After, given where they began",
        method="Analysis of covariance, and gain scores beside it; HC2 errors, t intervals.",
        rows=kept,
        n_used=len(x),
        dropped={"a value is missing": lost},
        assumptions=(
            "adjusted: among people with the same before, a place was as good as drawn",
            "gain: without the programme both groups would have changed alike",
        ),
        warnings=few + paradox,
        limits=(
            "The two can contradict each other (Lord's paradox), and no number tells which is "
            "right: it depends on how places came about. Decide before you look, and report both.",
        ),
        reference="Lord (1967); Van Breukelen (2013).",
        level=level,
    )


def _read(
    before: ArrayLike, after: ArrayLike, place: ArrayLike, scale: tuple[float, float] | None
) -> tuple[Floats, Floats, Floats, int]:
    put = beside_each_other({"before": before, "after": after, "place": place})
    x, y = (one_column(name, put[name], scale=scale) for name in ("before", "after"))
    g = one_column("place", put["place"])
    faults = []
    if not len(x) == len(y) == len(g):
        told = f"before {len(x)}, after {len(y)}, place {len(g)}"
        faults.append(Fault(f"The lengths differ: {told}.", "Give one value a person in each."))
    if not set(g[~np.isnan(g)]) <= {0.0, 1.0}:
        faults.append(Fault("must be 0 or 1.", "Give 1 with a place, 0 without.", column="place"))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    whole = ~(np.isnan(x) | np.isnan(y) | np.isnan(g))
    return x[whole], y[whole], g[whole], int((~whole).sum())


def _rows(
    x: Floats, y: Floats, g: Floats, unit: str, level: float
) -> tuple[list[Estimate], tuple[str, ...]]:
    one, centred = np.ones(len(x)), x - x.mean()
    adjusted = fitted(y, np.column_stack([one, g, centred]))
    gain, first = (fitted(v, np.column_stack([one, g])) for v in (y - x, x))
    apart = None
    if min(x[g == 1].std(), x[g == 0].std()) > 1e-12:
        apart = fitted(y, np.column_stack([one, g, centred, g * centred]))

    def row(
        name: str, title: str, fit: Fit, which: int, unit: str, df: float | None = None
    ) -> Estimate:
        value, error = float(fit.coefficients[which]), float(fit.hc2[which])
        return with_t(name, title, value, error, fit.df if df is None else df, unit, level)

    rows = [
        row("adjusted", "Difference after, same before", adjusted, 1, unit),
        row("gain", "Difference of the gains", gain, 1, unit, of_two_means(y - x, g)),
        row("before", "Difference before", first, 1, unit, of_two_means(x, g)),
        row("slope", "Points after for a point before", adjusted, 2, ""),
        row("parallel", "Difference of that slope", apart, 3, "")
        if apart is not None
        else Estimate("parallel", "Difference of that slope", float("nan")),
    ]
    told = []
    if rows[0].value * rows[1].value < 0:
        told.append("The two point in different directions: this is Lord's paradox.")
    if apart is None:
        told.append("One group began all alike, so whether slopes differ cannot be told.")
    elif rows[4].p is not None and rows[4].p < 0.05:
        told.append("The slopes differ, so the difference depends on where people began.")
    return rows, tuple(told)
