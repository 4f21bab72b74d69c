"""Exact distributions of sums of scores: over all flips of signs, and over all ways to form groups.

Scores are whole numbers (ranks are doubled, so that midranks are), ties and all; sums are counted
by convolution, never by going through every flip. Given what was answered, these distributions
hold exactly, however many values are tied.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["doubled_ranks", "flip_p", "group_sums", "split_p", "tails"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def doubled_ranks(values: Floats) -> Whole:
    """Give twice the midranks; values that differ by rounding alone are tied.

    >>> doubled_ranks(np.array([0.3, 0.1 + 0.2, 5.0])).tolist()
    [3, 3, 6]
    """
    from scipy import stats

    if not len(values):
        return np.zeros(0, dtype=np.int64)
    close = 1e-9 * max(1.0, float(np.abs(values).max()))
    order = np.argsort(values, kind="stable")
    steps = np.concatenate([[0], np.cumsum(np.diff(values[order]) > close)])
    level = np.empty(len(values), dtype=np.int64)
    level[order] = steps
    twice: Whole = np.rint(2 * stats.rankdata(level)).astype(np.int64)
    return twice


@lru_cache(maxsize=256)
def _flip_sums(scores: tuple[int, ...]) -> Floats:
    sums = np.zeros(sum(scores) + 1)
    sums[0] = 1.0
    top = 0
    for score in scores:
        sums[score : top + score + 1] += sums[: top + 1].copy()
        top += score
        sums[: top + 1] /= 2
    return sums


@lru_cache(maxsize=64)
def group_sums(scores: tuple[int, ...], size: int) -> Floats:
    """Give the distribution of the sum of scores in a group of `size`, all groups as likely."""
    ways = np.zeros((size + 1, sum(sorted(scores)[-size:]) + 1))
    ways[0, 0] = 1.0
    width = ways.shape[1]
    for taken, score in enumerate(sorted(scores)):
        most = min(size, taken + 1)
        if score < width:
            ways[1 : most + 1, score:] += ways[:most, : width - score].copy()
        # Kept small: with 60 people the ways are more than a float holds to the last digit.
        ways /= 2
    found: Floats = ways[size] / ways[size].sum()
    return found


def tails(distribution: Floats, at: int) -> tuple[float, float]:
    """Give the chances of a sum of at most, and of at least, `at`."""
    return float(distribution[: at + 1].sum()), float(distribution[at:].sum())


def flip_p(scores: Whole, positive: NDArray[np.bool_], *, exact: bool) -> float:
    """Test, two-sided, whether signs fall on scores by chance.

    Parameters
    ----------
    scores
        Whole scores above 0, those of values that are zero left out.
    positive
        Which of them have a positive value.
    exact
        By the exact distribution over all flips; otherwise by the normal one with a correction for
        continuity.
    """
    if not len(scores):
        return 1.0
    observed, total = int(scores[positive].sum()), int(scores.sum())
    if exact:
        low, high = tails(_flip_sums(tuple(sorted(scores.tolist()))), observed)
        return min(1.0, 2 * min(low, high))
    return _normal_p(observed - total / 2, float((scores.astype(float) ** 2).sum()) / 4)


def split_p(scores: Whole, first: NDArray[np.bool_], *, exact: bool) -> float:
    """Test, two-sided, whether scores fall into two groups by chance; as `flip_p`."""
    m, n = int(first.sum()), len(scores)
    observed, middle = int(scores[first].sum()), m * scores.sum() / n
    if exact:
        known = group_sums(tuple(sorted(scores.tolist())), m)
        off = abs(observed - middle) - 1e-9
        at = np.arange(len(known))
        return float(min(1.0, known[np.abs(at - middle) >= off].sum()))
    spread = m * (n - m) / (n * (n - 1)) * float(((scores - scores.mean()) ** 2).sum())
    return _normal_p(observed - middle, spread)


def _normal_p(off: float, variance: float) -> float:
    from scipy import stats

    if variance <= 0:
        return 1.0
    # Doubled ranks move in steps of two, so half a step is one.
    nearer = max(0.0, abs(off) - 1) if off else 0.0
    return float(min(1.0, 2 * stats.norm.sf(nearer / np.sqrt(variance))))
