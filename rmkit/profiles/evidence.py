"""Whether groups stand out more clearly than in made-up people of one single kind.

For every number of groups the average silhouette is set against what the same procedure finds in
draws from `OneKind`. The p-value answers for having tried several numbers: it is the share of
draws whose best number does at least as well as this one (Westfall & Young's maximum, 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from rmkit.profiles.one_kind import OneKind
from rmkit.profiles.partition import Points, distances, divide, silhouette
from rmkit.profiles.preparing import filled

__all__ = ["DRAWS", "weigh"]

DRAWS = 99
"""How many samples of a single kind are drawn: the smallest p-value is 1 in 100."""

_AT_MOST = 400
_COLUMNS = ["k", "silhouette", "reference", "margin", "standardised", "p"]


def weigh(
    scaled: Points,
    numbers: Collection[int],
    *,
    rng: np.random.Generator,
    on_draw: Callable[[float], None] = lambda share: None,
) -> pd.DataFrame:
    """Weigh each number of groups against a single kind.

    Parameters
    ----------
    scaled
        Shape (n_people, n_features), between 0 and 1, NaN missing. Of more than 400 people, 400
        are drawn to be weighed.
    numbers
        How many groups to try, each at least 2.
    rng
        The source of chance.
    on_draw
        Told the share of draws done, 0 to 1.

    Returns
    -------
    DataFrame
        One row for each number that could be made: `k`, `silhouette`, `reference` (its mean in
        a single kind), `margin` (silhouette minus reference), `standardised` (margin in
        standard deviations of the reference) and `p`.

    References
    ----------
    Hennig & Lin (2015), Statistics and Computing 25:821-833. Westfall & Young (1993),
    Resampling-Based Multiple Testing.
    """
    if not numbers:
        return pd.DataFrame(columns=_COLUMNS, dtype="float64").astype({"k": "int64"})
    if len(scaled) > _AT_MOST:
        scaled = scaled[np.sort(rng.choice(len(scaled), _AT_MOST, replace=False))]
    gaps = np.isnan(scaled)
    found = _clearness(filled(scaled, gaps), numbers)
    single = OneKind.fitted(scaled)
    drawn = []
    for i in range(DRAWS):
        on_draw(i / DRAWS)
        drawn.append(_clearness(filled(single.draw(len(scaled), rng), gaps), numbers))
    possible = [k for k in found if all(k in draw for draw in drawn)]
    return pd.DataFrame(_compared(found, drawn, possible)).astype({"k": "int64"})


def _clearness(points: Points, numbers: Collection[int]) -> dict[int, float]:
    apart = distances(points)
    return {k: silhouette(apart, groups) for k, groups in divide(points, numbers).items()}


def _compared(
    found: dict[int, float], drawn: list[dict[int, float]], possible: list[int]
) -> dict[str, object]:
    seen = np.array([found[k] for k in possible], dtype=np.float64)
    single = np.array([[draw[k] for k in possible] for draw in drawn], dtype=np.float64)
    mean, spread = single.mean(axis=0), np.maximum(single.std(axis=0, ddof=1), 1e-9)
    standardised = (seen - mean) / spread
    best = ((single - mean) / spread).max(axis=1, initial=-np.inf)
    p = (1 + (best[:, None] >= standardised).sum(axis=0)) / (1 + len(drawn))
    columns = (possible, seen, mean, seen - mean, standardised, p)
    return dict(zip(_COLUMNS, columns, strict=True))
