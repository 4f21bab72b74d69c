"""How far people are apart, by whatever both of them answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rmkit.people.measures import Kind

__all__ = ["gower"]

_AT_ONCE = 32_000  # cells of a block of rows, so that it stays near the processor

Floats = NDArray[np.float64]


def gower(
    values: Floats,
    others: Floats | None = None,
    *,
    kinds: Sequence[Kind] | None = None,
    spans: Floats | None = None,
    weights: Floats | None = None,
) -> Floats:
    """Measure Gower's dissimilarity between people.

    Parameters
    ----------
    values
        Shape (n_people, n_features), NaN missing; names as codes.
    others
        From whom, shape (n_others, n_features); from each other if None.
    kinds
        Of each feature: "numeric" and "ordinal" count by the difference over the span, "nominal"
        by being another one, "option" (1 ticked, 0 not) by being another one where at least one
        of the two ticked it. All numeric if None.
    spans
        Shape (n_features,), the difference that counts as wholly apart; the range among all who
        are here if None.
    weights
        Shape (n_features,), what each feature counts; all alike if None.

    Returns
    -------
    array
        Shape (n_people, n_others), 0 to 1: the weighted mean over the features that both
        answered; 0 where both ticked nothing and share nothing else; NaN where they share no
        answer.

    References
    ----------
    Gower (1971), Biometrics 27:857-871. Kaufman & Rousseeuw (1990), Finding Groups in Data,
    section 2.6, whose treatment of missing answers and of options this is.

    Examples
    --------
    >>> gower(np.array([[1.0, 5.0], [3.0, np.nan], [5.0, 1.0]])).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]
    """
    other = values if others is None else others
    n_features = values.shape[1]
    kinds = ("numeric",) * n_features if kinds is None else kinds
    if spans is None:
        both = values if others is None else np.vstack([values, others])
        spans = np.nanmax(both, axis=0) - np.nanmin(both, axis=0)
    weights = np.ones(n_features) if weights is None else np.asarray(weights, dtype=np.float64)
    apart = np.empty((len(values), len(other)))
    rows = max(1, _AT_ONCE // max(len(other), 1))
    scale = np.where(spans > 0, spans, 1.0)
    for start in range(0, len(values), rows):
        block = slice(start, start + rows)
        if other is values:  # from each other: what is on one side is on the other
            apart[block, start:] = _block(values[block], values[start:], kinds, scale, weights)
            apart[start:, block] = apart[block, start:].T
        else:
            apart[block] = _block(values[block], other, kinds, scale, weights)
    return apart


def _block(
    values: Floats, others: Floats, kinds: Sequence[Kind], spans: Floats, weights: Floats
) -> Floats:
    total = np.zeros((len(values), len(others)))
    step = np.empty_like(total)
    known, other_known = ~np.isnan(values), ~np.isnan(others)
    is_option = np.array([kind == "option" for kind in kinds], dtype=np.bool_)
    always = np.where(is_option, 0.0, weights)
    shared: Floats = (known * always) @ other_known.T.astype(np.float64)
    for j, kind in enumerate(kinds):
        one, other = values[:, j, None], others[None, :, j]
        if kind in ("nominal", "option"):
            step[...] = (one != other) * weights[j]
        else:
            scale = weights[j] / spans[j]
            np.abs(np.subtract(one * scale, other * scale, out=step), out=step)
        step[~known[:, j]] = 0.0
        step[:, ~other_known[:, j]] = 0.0
        total += step
        if kind == "option":  # NaN compares as not ticked
            both = known[:, j, None] & other_known[None, :, j]
            shared += weights[j] * (both & ((one > 0) | (other > 0)))
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = total / shared
    if is_option.any():
        both = known.astype(np.float64) @ other_known.T.astype(np.float64) > 0
        found[(shared == 0) & both] = 0.0
    return found
