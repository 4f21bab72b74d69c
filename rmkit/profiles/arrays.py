"""Arrays from elsewhere, read as what methods work on, with a sentence for whatever is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.people.measures import Kind
from rmkit.profiles.compared import Compared, Groups, Points

__all__ = ["compared_by", "known", "nearest", "whole"]


def compared_by(
    values: Points,
    *,
    kinds: Kind | Sequence[Kind] | None,
    spans: ArrayLike | None,
    weights: ArrayLike | None,
) -> tuple[Compared, NDArray[np.bool_]]:
    """Say by what rows are compared.

    Parameters
    ----------
    values
        Shape (n_rows, n_features), NaN missing.
    kinds, spans, weights
        Of each feature, as in `rmkit.profiles.gower`; one kind for all of them if it stands alone.

    Returns
    -------
    tuple
        The rows with the features that count, and which these are, shape (n_features,).

    Raises
    ------
    ValueError
        What was said is none of the kinds, not one for each feature, or not a number in range; or
        a feature has no value at all.
    """
    n = values.shape[1]
    each = _kinds(kinds, n)
    weighs = _numbers("weights", weights, n, least="0 or more")
    spanning = _numbers("spans", spans, n, least="more than 0") if spans is not None else None
    counts = weighs > 0
    if not counts.any():
        message = "weights are all 0, so that nothing is compared; let one feature count."
        raise ValueError(message)
    empty = np.flatnonzero(counts & np.isnan(values).all(axis=0))
    if len(empty):
        message = f"feature {empty[0]} has no value in any row; leave it out, or give it weight 0."
        raise ValueError(message)
    compared = Compared.of(
        values[:, counts],
        kinds=[kind for kind, counting in zip(each, counts, strict=True) if counting],
        spans=None if spanning is None else spanning[counts],
        weights=weighs[counts],
    )
    return compared, counts


def known(apart: Points) -> Points:
    """Give distances back, of which none may be missing.

    Raises
    ------
    ValueError
        Two rows have no answer in common.
    """
    missing = np.isnan(apart).any(axis=1)
    if missing.any():
        message = (
            f"{int(missing.sum())} rows have no value in common with some other row, so nothing "
            "tells how far they are apart; leave out rows with few values."
        )
        raise ValueError(message)
    return apart


def nearest(apart: Points) -> Groups:
    """Give for each row the column at the smallest distance.

    Raises
    ------
    ValueError
        A row has no distance at all.
    """
    nothing = np.isnan(apart).all(axis=1)
    if nothing.any():
        message = (
            f"{int(nothing.sum())} rows have no value in common with any medoid, so they belong to "
            "no cluster; leave them out."
        )
        raise ValueError(message)
    return np.asarray(np.nanargmin(apart, axis=1), dtype=np.intp)


def whole(compared: Compared) -> Compared:
    """Give rows back, in which everything must be a number.

    Raises
    ------
    ValueError
        Some feature is a name without an order.
    """
    if "nominal" in compared.kinds:
        message = (
            'kinds has "nominal", names that have no mean; take GowerKMedoids, or leave them out.'
        )
        raise ValueError(message)
    return compared


def _kinds(kinds: Kind | Sequence[Kind] | None, n: int) -> list[Kind]:
    if kinds is None or isinstance(kinds, str):
        each: list[Kind] = [kinds or "numeric"] * n
    else:
        each = list(kinds)
    if len(each) != n:
        message = f"kinds has {len(each)} entries for {n} features; give one for each."
        raise ValueError(message)
    wrong = sorted({str(kind) for kind in each} - set(get_args(Kind)))
    if wrong:
        message = f"kinds has {', '.join(wrong)}; there are {', '.join(get_args(Kind))}."
        raise ValueError(message)
    return each


def _numbers(name: str, given: ArrayLike | None, n: int, *, least: str) -> Points:
    if given is None:
        return np.ones(n)
    numbers = np.asarray(given, dtype=np.float64)
    if numbers.shape != (n,):
        message = f"{name} has shape {numbers.shape} for {n} features; give one number for each."
        raise ValueError(message)
    right = (numbers > 0) if least == "more than 0" else (numbers >= 0)
    if not (right & np.isfinite(numbers)).all():
        message = f"{name} has an entry that is not {least}; correct or leave out that feature."
        raise ValueError(message)
    return numbers
