"""Places drawn by lot: everybody is compared in the group that they were drawn for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.comparison.least_squares import fitted, of_two_means
from rmkit.outcomes.comparison.over_time import with_t
from rmkit.outcomes.comparison.same_people import beside_each_other
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["by_lottery"]

Floats = NDArray[np.float64]
_ALL_DRAWS = 20_000
_AT_ONCE = 500
_NOTHING_DONE = "Nothing was computed."


def by_lottery(
    outcome: ArrayLike,
    drawn: ArrayLike,
    *,
    covariates: pd.DataFrame | None = None,
    took_part: ArrayLike | None = None,
    scale: tuple[float, float] | None = None,
    by_lot: bool = True,
    unit: str = "points",
    draws: int = 9_999,
    seed: int = 0,
    level: float = 0.95,
) -> Result:
    """Measure what being offered a place did, by intention to treat.

    Parameters
    ----------
    outcome
        One value a person, shape (n_people,), NaN where it is not known. Series and tables are put
        beside each other by their index, arrays by position.
    drawn
        1 for those who were drawn, 0 for those who wait, shape (n_people,); everybody stays in the
        group of their lot, whatever they did then. There is no analysis per protocol.
    covariates
        What was known before the draw, a row a person in the same order; a gap is filled with the
        mean, which does no harm where places are drawn. Where nothing can be adjusted for (a
        column is the same for everybody, or too few people) the adjusted rows are NaN.
    took_part
        Who had a place in the end, 1 or 0; only to tell how many changed sides.
    scale
        Lowest and highest value: then the effect is bounded by the best and the worst that those
        without an outcome may have had.
    by_lot
        False where places were not drawn: then the same numbers are a plain difference, and every
        sentence says so.
    unit
        What the outcome is counted in.
    draws, seed
        How many draws are tried for the randomisation test where there are too many to try all.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `effect` (difference of means, HC2 error, df of Welch), `randomisation` (the same; p over
        all draws there could have been, or many), `classical` (the same with equal variances),
        `adjusted` (covariates added), `lin` (covariates added for each group; HC2), `mean_drawn`,
        `mean_waiting`; `bound_low` and `bound_high` with a scale.

    Raises
    ------
    FaultsFound
        A value cannot be read, lengths differ, or `drawn` has other values than 0 and 1.
    TooFewPeople
        Fewer than two in a group.

    References
    ----------
    Neyman (1923/1990), Statistical Science 5:465-472; Lin (2013), Annals of Applied Statistics
    7:295-318; Horowitz & Manski (2000), JASA 95:77-84, for the bounds.

    Examples
    --------
    >>> after, drawn = [4, 5, 4, 3, 5, 4, 3, 3, 4, 2, 3, 2], [1] * 6 + [0] * 6
    >>> found = by_lottery(after, drawn, unit="levels")
    >>> round(found["effect"].value, 2), found["randomisation"].p < 0.05
    (1.33, True)
    """
    level_checked(level)
    y, arm, known, sides, given = _read(outcome, drawn, covariates, took_part, scale)
    for name, n in (("were drawn", arm[known].sum()), ("wait", (1 - arm[known]).sum())):
        why = "Means of both groups can still be told."
        enough(int(n), 2, what=f"people who {name} and have an outcome", why=why)
    rows = _rows(y[known], arm[known], given[known] if given is not None else None, unit, level)
    rows.insert(1, _randomised(y[known], arm[known], draws, seed, unit))
    if scale is not None:
        rows += _bounds(y, arm, scale, unit)
    if not by_lot:
        rows = [replace(row, title=_plain(row.title)) for row in rows]
    smallest = int(min(arm[known].sum(), (1 - arm[known]).sum()))
    kept, few = weighed(rows, smallest_group=smallest)
    return Result(
        title="What being offered a place did" if by_lot else "With and without a place",
        method=f"Difference of means{_IN_GROUPS if by_lot else ''}, HC2 error and Welch's "
        "degrees of freedom; randomisation test; covariates added (adjusted, Lin).",
        rows=kept,
        n_used=int(known.sum()),
        dropped=_lost(arm, known),
        assumptions=_ASSUMED if by_lot else (_ALIKE,),
        warnings=few + _warned(arm, known, sides, by_lot=by_lot) + _unadjusted(rows),
        limits=_LIMITS if by_lot else (_NOT_DRAWN,),
        reference="Neyman (1923/1990); Lin (2013).",
        level=level,
    )


def _plain(title: str) -> str:
    """Call a difference a difference."""
    told = title.replace("Effect of being offered a place", "Difference of the means")
    return told.replace("Effect", "Difference")


_ASSUMED = (
    "places were drawn by lot among these people",
    "one person's place does nothing to another's outcome",
    "who has no outcome is like who has one, in each group",
)
_LIMITS = (
    "This is the effect of being offered a place, among people who wanted one, in this programme; "
    "not of meeting, and not on others.",
)
_IN_GROUPS = " in the groups that were drawn"
_ALIKE = "those with and without a place did not differ before, in anything that counts"
_NOT_DRAWN = (
    "Places were not drawn by lot: this is a difference, and why there is one cannot be told."
)


def _read(
    outcome: ArrayLike,
    drawn: ArrayLike,
    covariates: pd.DataFrame | None,
    took_part: ArrayLike | None,
    scale: tuple[float, float] | None,
) -> tuple[Floats, Floats, NDArray[np.bool_], Floats | None, Floats | None]:
    put = beside_each_other({"outcome": outcome, "drawn": drawn, "took_part": took_part,
                             "covariates": covariates})  # fmt: skip
    y, arm = one_column("outcome", put["outcome"], scale=scale), one_column("drawn", put["drawn"])
    sides = None if took_part is None else one_column("took_part", put["took_part"])
    lengths = {"outcome": len(y), "drawn": len(arm)}
    if sides is not None:
        lengths["took_part"] = len(sides)
    if covariates is not None:
        lengths["covariates"] = len(covariates)
    faults = []
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {n}" for name, n in lengths.items())
        faults.append(Fault(f"The lengths differ: {told}.", "Give one value a person in each."))
    if np.isnan(arm).any() or not set(arm[~np.isnan(arm)]) <= {0.0, 1.0}:
        problem = "must say of everybody whether they were drawn (1) or wait (0)."
        faults.append(Fault(problem, "Look it up in the list of the draw.", column="drawn"))
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return y, arm, ~np.isnan(y), sides, None if covariates is None else _filled(put["covariates"])


def _filled(covariates: pd.DataFrame) -> Floats:
    columns = []
    for name in covariates.columns:
        values = one_column(str(name), covariates[name])
        known = values[~np.isnan(values)]
        columns.append(np.where(np.isnan(values), known.mean() if len(known) else 0.0, values))
    return np.column_stack(columns) if columns else np.empty((len(covariates), 0))


def _rows(y: Floats, arm: Floats, given: Floats | None, unit: str, level: float) -> list[Estimate]:
    plain = fitted(y, np.column_stack([np.ones(len(y)), arm]))
    value = float(plain.coefficients[1])
    rows = [
        with_t("effect", "Effect of being offered a place", value, float(plain.hc2[1]),
               of_two_means(y, arm), unit, level),
        with_t("classical", "The same, equal variances", value, float(plain.classical[1]), plain.df,
               unit, level),
    ]  # fmt: skip
    if given is not None:
        rows += _adjusted(y, arm, given, unit, level)
    for name, title, side in (("mean_drawn", "Mean of those drawn", 1.0),
                              ("mean_waiting", "Mean of those who wait", 0.0)):  # fmt: skip
        mine = y[arm == side]
        se = float(mine.std(ddof=1) / np.sqrt(len(mine)))
        rows.append(Estimate(name, title, float(mine.mean()), se=se, n=len(mine), unit=unit))
    return rows


def _adjusted(y: Floats, arm: Floats, given: Floats, unit: str, level: float) -> list[Estimate]:
    centred = given - given.mean(axis=0)
    one, rows = np.ones(len(y)), []
    for name, title, columns in (
        ("adjusted", "The same, covariates added", [one, arm, centred]),
        ("lin", "The same, covariates for each group",
         [one, arm, centred, centred * arm[:, None]]),
    ):  # fmt: skip
        try:
            fit = fitted(y, np.column_stack(columns))
        except FaultsFound:
            rows.append(Estimate(name, title, float("nan"), unit=unit))
            continue
        se = float(fit.hc2[1] if name == "lin" else fit.classical[1])
        rows.append(with_t(name, title, float(fit.coefficients[1]), se, fit.df, unit, level))
    return rows


def _randomised(y: Floats, arm: Floats, draws: int, seed: int, unit: str) -> Estimate:
    """Test by all draws there could have been, or by many: how often is the difference as large."""
    n, m = len(y), int(arm.sum())
    seen = y[arm == 1].mean() - y[arm == 0].mean()
    every = comb(n, m) <= _ALL_DRAWS
    tiny = 1e-9 * float(np.abs(y).max())
    tried = as_large = 0
    for places in _draws(n, m, None if every else draws, seed):
        sums = y[places].sum(axis=1)
        apart = sums / m - (y.sum() - sums) / (n - m)
        as_large += int((np.abs(apart) >= abs(seen) - tiny).sum())
        tried += len(places)
    p = as_large / tried if every else (as_large + 1) / (tried + 1)
    how = f"all {tried:,} draws" if every else f"{tried:,} draws of many"
    return Estimate("randomisation", f"The same, tested by {how}", float(seen), p=p, unit=unit)


def _draws(n: int, m: int, draws: int | None, seed: int) -> Iterator[NDArray[np.intp]]:
    """Give places of those drawn, a block at a time: all there could be, or so many at random."""
    if draws is None:
        yield np.array(list(combinations(range(n), m)))
        return
    rng = np.random.default_rng(seed)
    for start in range(0, draws, _AT_ONCE):
        size = min(_AT_ONCE, draws - start)
        yield rng.permuted(np.tile(np.arange(n), (size, 1)), axis=1)[:, :m]


def _bounds(y: Floats, arm: Floats, scale: tuple[float, float], unit: str) -> list[Estimate]:
    gone, ends = np.isnan(y), []
    for drawn_value, waiting_value in (scale, scale[::-1]):
        filled = np.where(gone, np.where(arm == 1, drawn_value, waiting_value), y)
        ends.append(float(filled[arm == 1].mean() - filled[arm == 0].mean()))
    low, high = ends
    return [
        Estimate("bound_low", "Effect if those missing fared worst", low, n=len(y), unit=unit),
        Estimate("bound_high", "Effect if those missing fared best", high, n=len(y), unit=unit),
    ]


def _unadjusted(rows: list[Estimate]) -> tuple[str, ...]:
    if all(row.known for row in rows):
        return ()
    return (
        "Not everything could be adjusted for: a covariate is the same for everybody, follows from "
        "others, or there are too few people. The difference of the means holds without.",
    )


def _lost(arm: Floats, known: NDArray[np.bool_]) -> dict[str, int]:
    return {
        "drawn, no outcome": int((arm[~known] == 1).sum()),
        "waiting, no outcome": int((arm[~known] == 0).sum()),
    }


def _warned(
    arm: Floats, known: NDArray[np.bool_], sides: Floats | None, *, by_lot: bool
) -> tuple[str, ...]:
    told = [] if by_lot else [_NOT_DRAWN]
    shares = [float((~known[arm == side]).mean()) for side in (1, 0)]
    if abs(shares[0] - shares[1]) > 0.1 or max(shares) > 0.2:
        told.append(
            f"{100 * shares[0]:.0f} of 100 who were drawn and {100 * shares[1]:.0f} of 100 who "
            "wait have no outcome: those left may differ, lot or not."
        )
    if sides is not None:
        without = int(((arm == 1) & (sides == 0)).sum())
        besides = int(((arm == 0) & (sides == 1)).sum())
        if without or besides:
            told.append(
                f"{without} who were drawn did not take part and {besides} who wait did; all count "
                "where they were drawn."
            )
    return tuple(told)
