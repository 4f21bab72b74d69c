"""An interval for a number that has no formula, from resamples of the people themselves."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.change.caveats import CHANGE_IS_NOT_EFFECT, level_checked
from rmkit.outcomes.change.domain import LEAST_RESAMPLED, outside_domain
from rmkit.outcomes.change.resampled_of import BOTH, ONE, Statistic
from rmkit.outcomes.change.resampling import Progress, left_out_one, resampled
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import both_waves, enough, one_column

__all__ = ["bootstrap_interval"]

Floats = NDArray[np.float64]
Kind = Literal["bca", "percentile", "studentised"]
_KINDS = ("bca", "percentile", "studentised")
_LEAST = 100
_NARROW = (
    "With {n} people (fewer than {least}) an interval of this kind is too narrow: in simulations "
    "one of 95 % held the mean change in 89 of 100 cohorts of 10, and in 91 of 100 cohorts of 20. "
    'Take the studentised kind where there is one (kind="studentised").'
)


def bootstrap_interval(
    before: ArrayLike,
    after: ArrayLike | None = None,
    *,
    of: str | Callable[..., Floats] | None = None,
    kind: Kind = "bca",
    resamples: int = 10_000,
    scale: tuple[float, float] | None = None,
    unit: str = "",
    seed: int = 1,
    level: float = 0.95,
    on_progress: Progress | None = None,
) -> Result:
    """Give an interval for a statistic by drawing people again and again.

    Parameters
    ----------
    before, after
        Scores of the same people at both waves, as for `paired_change`; they are drawn together.
        Only `before` for a statistic of one column. NaN is missing, left out and counted.
    of
        Of two waves "mean_change" (the default), "d_z", "d_av", "median_change", "superiority" or
        "correlation"; of one column "mean" (the default), "median" or "sd". Or a function that
        takes the columns, each of shape (many, n), and gives shape (many,).
    kind
        "bca" (bias-corrected and accelerated), "percentile", or "studentised", which is there for
        "mean", "mean_change" and "d_z".
    resamples
        How many, at least 100.
    scale, unit, level
        As for `paired_change`.
    seed
        Of the random stream; the same seed gives the same interval.
    on_progress
        Told the share of work done (0 to 1) and what is being done. Raise `rmkit.errors.Stopped`
        in it to stop.

    Returns
    -------
    Result
        `estimate`, with the interval and the standard deviation of the resamples as `se`.

    Raises
    ------
    TooFewPeople
        Fewer than two people.
    UnknownName
        Another `of` or `kind`, or a studentised interval of what has no standard error.
    FaultsFound
        Values that cannot be read; too few resamples; a function that gives another shape.

    Notes
    -----
    With fewer than 40 people the interval of a mean is too narrow unless it is studentised
    (`docs/coverage.md`); the result warns there, and outside the domain of
    `rmkit.outcomes.change.domain`. Resamples for which the statistic is not defined (all drawn
    alike) are left out and counted in a warning.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 12-14.

    Examples
    --------
    >>> before = [1, 2, 2, 3, 1, 2, 3, 2, 1, 2] * 4
    >>> after = [2, 3, 2, 4, 3, 2, 4, 3, 2, 2] * 4
    >>> row = bootstrap_interval(before, after, of="mean_change")["estimate"]
    >>> round(row.value, 2), round(row.low, 1), round(row.high, 1)
    (0.8, 0.6, 1.0)
    """
    level_checked(level)
    _asked(kind, resamples)
    columns, dropped = _columns(before, after, scale)
    enough(len(columns[0]), 2)
    what = _statistic(of, len(columns), kind)
    columns = what.columns(columns)
    value = _one_value(what, columns)
    made = resampled(
        columns,
        what.with_error if kind == "studentised" and what.with_error else what.value,
        resamples=resamples,
        seed=seed,
        on_progress=on_progress,
    )
    low, high, se, lost = _ends(what, columns, value, made, kind=kind, level=level)
    row = Estimate("estimate", what.title, value, low, high, se=se, unit=unit)
    read, _ = _columns(before, after, scale)
    counts = {"pairs_of_values": len(read[0])} if len(read) == 2 else {}
    rows, warnings = weighed([row], **counts)
    if len(read) == 2:
        warnings += outside_domain(*read, scale=scale)
    if kind != "studentised" and of != "d_z" and len(read[0]) < LEAST_RESAMPLED:
        warnings += (_NARROW.format(n=len(read[0]), least=LEAST_RESAMPLED),)
    if low is None:
        warnings += ("All resamples gave the same, or nothing, so there is no interval.",)
    if lost:
        warnings += (f"{lost:,} of {resamples:,} resamples were all alike and gave nothing.",)
    return Result(
        title=f"{what.title}, with an interval from resamples",
        method=f"{resamples:,} resamples of people, {_SAID[kind]} interval, seed {seed}.",
        rows=rows,
        n_used=len(read[0]),
        dropped=dropped,
        assumptions=("people do not depend on each other, and stand for those meant",),
        warnings=warnings,
        limits=(CHANGE_IS_NOT_EFFECT,) if len(read) == 2 else (),
        reference="Efron & Tibshirani (1993).",
        level=level,
    )


_SAID = {"bca": "bias-corrected and accelerated", "percentile": "percentile",
         "studentised": "studentised"}  # fmt: skip


def _asked(kind: str, resamples: int) -> None:
    if kind not in _KINDS:
        raise UnknownName(kind="kind of bootstrap interval", name=kind, known=list(_KINDS))
    if resamples < _LEAST:
        fault = Fault(f"is {resamples}.", f"Give at least {_LEAST}.", column="resamples")
        raise FaultsFound([fault], "Nothing was computed.")


def _columns(
    before: ArrayLike, after: ArrayLike | None, scale: tuple[float, float] | None
) -> tuple[tuple[Floats, ...], dict[str, int]]:
    if after is not None:
        both = both_waves(before, after, scale=scale)
        return (both.before, both.after), both.dropped
    values = one_column("values", before, scale=scale)
    known = values[~np.isnan(values)]
    return (known,), {"no value": len(values) - len(known)}


def _statistic(of: str | Callable[..., Floats] | None, waves: int, kind: str) -> Statistic:
    known = BOTH if waves == 2 else ONE
    name = of if of is not None else next(iter(known))
    if callable(name):
        what = Statistic("What was asked", name)
    elif name in known:
        what = known[name]
    else:
        raise UnknownName(kind="statistic", name=name, known=list(known))
    if kind == "studentised" and what.with_error is None:
        with_error = [id for id, one in known.items() if one.with_error is not None]
        raise UnknownName(kind="statistic with a standard error", name=str(of), known=with_error)
    return what


def _one_value(what: Statistic, columns: tuple[Floats, ...]) -> float:
    given = np.asarray(what.value(*(column[None, :] for column in columns)))
    if given.shape != (1,):
        problem = f"gave the shape {given.shape} for one resample, and (1,) is needed."
        fix = "Let it work along the last axis: `values.mean(axis=-1)`."
        raise FaultsFound([Fault(problem, fix, column="of")], "Nothing was computed.")
    return float(given[0])


def _ends(
    what: Statistic,
    columns: tuple[Floats, ...],
    value: float,
    made: Floats,
    *,
    kind: Kind,
    level: float,
) -> tuple[float | None, float | None, float | None, int]:
    drawn = made[0] if made.ndim == 2 else made
    fine = np.isfinite(drawn)
    lost = int((~fine).sum())
    kept = drawn[fine]
    if len(kept) < _LEAST or math.isnan(value) or np.ptp(kept) == 0:
        return None, None, None, lost
    tail = (1 - level) / 2
    if kind == "percentile":
        low, high = np.quantile(kept, [tail, 1 - tail])
    elif kind == "bca":
        low, high = np.quantile(kept, _bca_shares(value, kept, left_out_one(columns, what.value),
                                                  tail))  # fmt: skip
    else:
        low, high = _studentised(what, columns, value, made[:, fine], tail)
    return float(low), float(high), float(kept.std(ddof=1)), lost


def _bca_shares(value: float, kept: Floats, without: Floats, tail: float) -> list[float]:
    from scipy import stats

    # Ties count half: with few levels many resamples give the very value.
    below = ((kept < value).mean() + (kept <= value).mean()) / 2
    bias = float(stats.norm.ppf(np.clip(below, 1 / (2 * len(kept)), 1 - 1 / (2 * len(kept)))))
    without = without[np.isfinite(without)]
    off = without.mean() - without
    spread = float((off**2).sum()) ** 1.5
    speed = float((off**3).sum()) / (6 * spread) if spread > 0 else 0.0
    shares = []
    for z in (float(stats.norm.ppf(tail)), float(stats.norm.ppf(1 - tail))):
        turned = bias + (bias + z) / (1 - speed * (bias + z))
        shares.append(float(stats.norm.cdf(turned)))
    return shares


def _studentised(
    what: Statistic, columns: tuple[Floats, ...], value: float, made: Floats, tail: float
) -> tuple[float, float]:
    with_error = what.with_error
    if with_error is None:
        return math.nan, math.nan
    se = float(np.asarray(with_error(*(column[None, :] for column in columns)))[1, 0])
    fine = made[1] > 0
    t = (made[0, fine] - value) / made[1, fine]
    low, high = np.quantile(t, [tail, 1 - tail])
    return value - float(high) * se, value - float(low) * se
