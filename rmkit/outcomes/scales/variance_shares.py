"""How much of what raters say is about what they rate: the six intraclass correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.ratings_in import complete_rows, ratings_in
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough

__all__ = ["icc"]

Floats = NDArray[np.float64]
Ends = tuple[float, float]

_TITLES = {
    "icc1": "One rater, others for each (ICC1)",
    "icc2": "One rater, agreement (ICC2, A,1)",
    "icc3": "One rater, consistency (ICC3, C,1)",
    "icc1k": "Mean of raters, others for each (ICC1k)",
    "icc2k": "Mean of raters, agreement (ICC2k, A,k)",
    "icc3k": "Mean of raters, consistency (ICC3k, C,k)",
}


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of a table without gaps, `n` things rated by `k` raters."""

    n: int
    k: int
    between: float
    within: float
    raters: float
    error: float

    @classmethod
    def of(cls, values: Floats) -> _Squares:
        n, k = values.shape
        mean = values.mean()
        rows, columns = values.mean(axis=1), values.mean(axis=0)
        between = k * ((rows - mean) ** 2).sum() / (n - 1)
        within = ((values - rows[:, None]) ** 2).sum() / (n * (k - 1))
        raters = n * ((columns - mean) ** 2).sum() / (k - 1)
        left = values - rows[:, None] - columns[None, :] + mean
        error = (left**2).sum() / ((n - 1) * (k - 1))
        return cls(n, k, float(between), float(within), float(raters), float(error))


def icc(ratings: pd.DataFrame | ArrayLike, *, level: float = 0.95) -> Result:
    """Measure how far several raters tell the same of the same things: six forms.

    Parameters
    ----------
    ratings
        Shape (n_rated, n_raters): one row a person or thing that was rated, one column a rater; NaN
        where a rating is missing. A row with a gap is left out and counted.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `icc1`, `icc2`, `icc3` for one rating and `icc1k`, `icc2k`, `icc3k` for the mean of all,
        each with its interval and F test against 0. Form 1: each thing has raters of its own; 2:
        the same raters, drawn from many, and it counts when one is stricter (agreement); 3: these
        raters alone, and it does not count (consistency).

    Raises
    ------
    FaultsFound
        A value is not a number, or there are fewer than two raters.
    TooFewPeople
        Fewer than two rows without a gap.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86:420-428; McGraw & Wong (1996), Psychological
    Methods 1:30-46.

    Examples
    --------
    >>> judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...           [6, 2, 4, 7]]
    >>> round(icc(judges)["icc2"].value, 2)
    0.29
    """
    level_checked(level)
    values, dropped = complete_rows(ratings_in(ratings), missing="a rating is missing")
    enough(len(values), 2, what="things rated by all", why="Means of each rater can still be told.")
    squares = _Squares.of(values)
    rows, told = _rows(squares, level)
    kept, warnings = weighed(rows, rated=squares.n)
    return Result(
        title="Agreement of raters",
        method="Intraclass correlations from mean squares, with intervals from F distributions.",
        rows=kept,
        n_used=squares.n,
        counted="things rated",
        dropped=dropped,
        assumptions=("ratings are about normal", "what was rated was drawn from those meant"),
        warnings=warnings + told,
        limits=(
            "How high it is depends on how much those who were rated differ: among people who are "
            "alike, the same raters reach less.",
        ),
        reference="Shrout & Fleiss (1979).",
        level=level,
    )


def _rows(squares: _Squares, level: float) -> tuple[list[Estimate], tuple[str, ...]]:
    if squares.between + squares.within + squares.raters <= 1e-20:
        rows = [Estimate(name, title, float("nan")) for name, title in _TITLES.items()]
        return rows, ("All ratings are the same, so there is nothing to agree about.",)
    one = _each_their_own(squares, level), _agreement(squares, level), _consistency(squares, level)
    told: tuple[str, ...] = ()
    if min(value for value, *_ in one) < 0:
        told = ("An estimate below 0 means that nothing was agreed on; the true one is 0 or more.",)
    singles = [_row(name, *it) for name, it in zip(("icc1", "icc2", "icc3"), one, strict=True)]
    of_means = _of_means(squares, one)
    means = [
        _row(name, *it) for name, it in zip(("icc1k", "icc2k", "icc3k"), of_means, strict=True)
    ]
    return singles + means, told


Form = tuple[float, Ends, float, tuple[float, float]]


def _row(name: str, value: float, ends: Ends, f: float, df: tuple[float, float]) -> Estimate:
    from scipy import stats

    p = float(stats.f.sf(f, *df)) if np.isfinite(f) else 0.0
    return Estimate(name, _TITLES[name], value, *ends, statistic=f, statistic_name="F", df=df, p=p)


def _each_their_own(it: _Squares, level: float) -> Form:
    df = (it.n - 1.0, it.n * (it.k - 1.0))
    value = (it.between - it.within) / (it.between + (it.k - 1) * it.within)
    f, ends = _f_ends(it.between, it.within, df, it.k, level)
    return value, ends, f, df


def _consistency(it: _Squares, level: float) -> Form:
    df = (it.n - 1.0, (it.n - 1.0) * (it.k - 1.0))
    value = (it.between - it.error) / (it.between + (it.k - 1) * it.error)
    f, ends = _f_ends(it.between, it.error, df, it.k, level)
    return value, ends, f, df


def _f_ends(
    between: float, error: float, df: tuple[float, float], k: int, level: float
) -> tuple[float, Ends]:
    from scipy import stats

    if error <= 1e-20:
        return float("inf"), (1.0, 1.0)
    f, tail = between / error, (1 + level) / 2
    low, high = f / stats.f.ppf(tail, *df), f * stats.f.ppf(tail, df[1], df[0])
    return f, ((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))


def _agreement(it: _Squares, level: float) -> Form:
    """Give the form in which strict raters count; its interval is Satterthwaite's."""
    from scipy import stats

    n, k = it.n, it.k
    df = (n - 1.0, (n - 1.0) * (k - 1.0))
    below = it.between + (k - 1) * it.error + k * (it.raters - it.error) / n
    value = (it.between - it.error) / below
    if it.error <= 1e-20 and it.raters <= 1e-20:
        return 1.0, (1.0, 1.0), float("inf"), df
    f = it.between / it.error if it.error > 1e-20 else float("inf")
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    v = (a * it.raters + b * it.error) ** 2 / (
        (a * it.raters) ** 2 / (k - 1) + (b * it.error) ** 2 / ((n - 1) * (k - 1))
    )
    tail = (1 + level) / 2
    upper, lower = stats.f.ppf(tail, n - 1, v), stats.f.ppf(tail, v, n - 1)
    both = k * it.raters + (k * n - k - n) * it.error
    low = n * (it.between - upper * it.error) / (upper * both + n * it.between)
    high = n * (lower * it.between - it.error) / (both + n * lower * it.between)
    return value, (float(low), float(high)), f, df


def _of_means(it: _Squares, one: tuple[Form, Form, Form]) -> tuple[Form, Form, Form]:
    """Give the forms for the mean of all raters, by the formula of Spearman and Brown."""

    def lengthened(share: float) -> float:
        below = 1 + (it.k - 1) * share
        return it.k * share / below if below > 1e-12 else -float("inf")

    first, second, third = (
        (lengthened(value), (lengthened(ends[0]), lengthened(ends[1])), f, df)
        for value, ends, f, df in one
    )
    return first, second, third
