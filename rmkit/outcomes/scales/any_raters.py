"""Whether raters agree, however many each thing had, and whatever kind of scale they used."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import UnknownName
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.ratings_in import ratings_in
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough

__all__ = ["krippendorff_alpha"]

Floats = NDArray[np.float64]
Scale = Literal["nominal", "ordinal", "interval", "ratio"]
_SCALES = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(
    ratings: pd.DataFrame | ArrayLike,
    *,
    scale: Scale = "ordinal",
    resamples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> Result:
    """Measure how far raters agree beyond chance, gaps allowed, on any kind of scale.

    Parameters
    ----------
    ratings
        Shape (n_rated, n_raters): numbers, NaN where a rater did not rate. What fewer than two
        rated tells nothing of agreement; it is left out and counted.
    scale
        What the numbers are: names ("nominal"), an order, equal steps, or steps from a true zero.
    resamples, seed
        How often what was rated is drawn again for the interval, and from which seed.
    level
        How wide the interval is meant to be.

    Returns
    -------
    Result
        `alpha`, 1 where all agree and 0 where they do as by chance, with a percentile interval.

    Raises
    ------
    FaultsFound
        A value is not a number, or there are fewer than two raters.
    UnknownName
        There is no such scale.
    TooFewPeople
        Fewer than two things were rated by two or more.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff (2007),
    Communication Methods and Measures 1:77-89.

    Examples
    --------
    >>> nan = float("nan")
    >>> ratings = [[1, 1, nan], [2, 2, 3], [3, 3, 3], [3, 3, 3], [2, 2, 2], [4, 4, 4], [1, 2, 3]]
    >>> round(krippendorff_alpha(ratings, scale="nominal", resamples=200)["alpha"].value, 2)
    0.66
    """
    level_checked(level)
    if scale not in _SCALES:
        raise UnknownName(kind="scale", name=scale, known=_SCALES)
    values = ratings_in(ratings)
    paired = (~np.isnan(values)).sum(axis=1) > 1
    enough(int(paired.sum()), 2, what="things rated by two or more", why="Nothing can be compared.")
    kinds = np.unique(values[paired][~np.isnan(values[paired])])
    units = np.stack([_coincidences(row, kinds) for row in values[paired]])
    alpha = _alpha(units.sum(axis=0), kinds, scale)
    low, high = _ends(units, kinds, scale, resamples, seed, level)
    known = not np.isnan(alpha)
    row = Estimate(
        "alpha", "Krippendorff's alpha", alpha, low if known else None, high if known else None
    )
    rows, warnings = weighed([row], rated=int(paired.sum()))
    if not known:
        warnings += ("All ratings are the same, so alpha has no value.",)
    return Result(
        title="Agreement of raters, gaps allowed",
        method=f"Krippendorff's alpha, {scale}; percentile interval from {resamples:,} draws of "
        f"what was rated (seed {seed}).",
        rows=rows,
        n_used=int(paired.sum()),
        counted="things rated by two or more",
        dropped={"rated by one or none": int((~paired).sum())},
        assumptions=("raters judged apart from each other", "gaps have nothing to do with ratings"),
        warnings=warnings,
        limits=("How high it is depends on how much the things that were rated differ.",),
        reference="Krippendorff (2011).",
        level=level,
    )


def _coincidences(row: Floats, kinds: Floats) -> Floats:
    """Count the ordered pairs of values that two raters gave to one thing, each rater once."""
    counts = (row[:, None] == kinds[None, :]).sum(axis=0).astype(np.float64)
    pairs: Floats = (np.outer(counts, counts) - np.diag(counts)) / (counts.sum() - 1)
    return pairs


def _alpha(together: Floats, kinds: Floats, scale: Scale) -> float:
    of_each = together.sum(axis=1)
    apart = _apart(of_each, kinds, scale)
    chance = (np.outer(of_each, of_each) * apart).sum()
    if chance <= 1e-12:
        return float("nan")
    return float(1 - (of_each.sum() - 1) * (together * apart).sum() / chance)


def _apart(of_each: Floats, kinds: Floats, scale: Scale) -> Floats:
    """Give how far apart two values are, squared, as the kind of scale sees it."""
    difference: Floats = np.subtract.outer(kinds, kinds)
    if scale == "nominal":
        return np.asarray(difference != 0, dtype=np.float64)
    if scale == "interval":
        return np.asarray(difference**2, dtype=np.float64)
    if scale == "ratio":
        both = np.abs(np.add.outer(kinds, kinds))
        apart = np.divide(difference**2, both**2, out=np.zeros_like(difference), where=both > 0)
        return np.asarray(apart, dtype=np.float64)
    middle = np.cumsum(of_each) - of_each / 2  # ranks: those between the two, and half of each
    return np.asarray(np.subtract.outer(middle, middle) ** 2, dtype=np.float64)


def _ends(
    units: Floats, kinds: Floats, scale: Scale, resamples: int, seed: int, level: float
) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    n = len(units)
    times = rng.multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.float64)
    together = (times @ units.reshape(n, -1)).reshape(resamples, len(kinds), len(kinds))
    drawn = np.array([_alpha(one, kinds, scale) for one in together])
    drawn = np.where(np.isnan(drawn), 1.0, drawn)
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return float(low), float(high)
