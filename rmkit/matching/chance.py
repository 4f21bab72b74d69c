"""How sure a share, a mean or a difference between groups is.

Counts and scores by group come in, intervals and the probability of such a difference by chance
go out. Nothing here knows people, pairs or which groups may be shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["DRAWS", "holm", "mean_interval", "scores_by_chance", "shares_by_chance", "wilson"]

DRAWS = 9_999
"""How many times groups are dealt out anew in a permutation test."""

_AT_ONCE = 2_000_000
_MOST_DEALT = 60_000_000
_TIE = 1e-9


def wilson(count: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Give the interval of a share by Wilson's score method.

    Parameters
    ----------
    count, n
        How many of how many, `n` from 1.
    confidence
        How often such an interval holds the true share, in the long run.

    References
    ----------
    Wilson (1927), JASA 22:209-212; Newcombe (1998), Statistics in Medicine 17:857-872, method 3.

    Examples
    --------
    >>> low, high = wilson(81, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2))
    share = count / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
    return (0.0 if count == 0 else low), (1.0 if count == n else high)


def mean_interval(values: ArrayLike, *, confidence: float = 0.95) -> tuple[float, float, float]:
    """Give the mean of some scores with its interval by Student's t.

    Parameters
    ----------
    values
        Two numbers at least, none missing.
    confidence
        As for `wilson`.

    Returns
    -------
    tuple
        Mean, lower and upper end, in the unit of the values.
    """
    from scipy.special import stdtrit

    given = np.asarray(values, dtype=np.float64)
    n, mean = given.size, float(given.mean())
    t = float(stdtrit(n - 1, 0.5 + confidence / 2))
    reach = t * float(given.std(ddof=1)) / math.sqrt(n)
    return mean, mean - reach, mean + reach


def shares_by_chance(
    counts: Sequence[int], sizes: Sequence[int], *, seed: int, draws: int = DRAWS
) -> float:
    """Say how often chance alone makes shares differ between groups as much as they do.

    A permutation test: who was successful is dealt out over all people again and again, and the
    chi-square of each deal is compared with the one found.

    Parameters
    ----------
    counts, sizes
        How many of how many people in each group.
    seed, draws
        For the deals.

    Returns
    -------
    float
        The probability, never 0; 1.0 where there is nothing to compare: one group, or all people
        alike.

    References
    ----------
    Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9:39, for
    (1 + as extreme) / (1 + draws).
    """
    hits, people = np.asarray(counts, dtype=np.int64), np.asarray(sizes, dtype=np.int64)
    total, successes = int(people.sum()), int(hits.sum())
    if len(people) < 2 or successes in (0, total):
        return 1.0
    rng = np.random.default_rng(seed)
    dealt = rng.multivariate_hypergeometric(people, successes, size=draws, method="marginals")
    expected = people * successes / total

    def apart(found: NDArray[np.int64]) -> NDArray[np.float64]:
        squares = (found - expected) ** 2 / people
        return np.asarray(squares.sum(axis=-1), dtype=np.float64)

    seen = float(apart(hits))
    return float((1 + (apart(dealt) >= seen - _TIE * max(seen, 1.0)).sum()) / (1 + draws))


def scores_by_chance(groups: Sequence[ArrayLike], *, seed: int, draws: int = DRAWS) -> float:
    """Say how often chance alone makes mean scores differ between groups as much as they do.

    A permutation test: all scores are dealt out over the groups again and again, and the spread of
    the groups' means (the F statistic, in order) is compared with the one found.

    Parameters
    ----------
    groups
        The scores in each group; a group without any is left out.
    seed, draws
        For the deals. Fewer are made, 999 at least, where scores are very many.

    Returns
    -------
    float
        The probability, never 0; 1.0 where there is nothing to compare.
    """
    parts = [part for part in (np.asarray(g, dtype=np.float64) for g in groups) if part.size]
    values = np.concatenate(parts) if parts else np.zeros(0)
    if len(parts) < 2 or np.ptp(values) == 0:
        return 1.0
    draws = min(draws, max(999, _MOST_DEALT // values.size))
    ends = np.cumsum([part.size for part in parts])
    sizes = np.diff(ends, prepend=0)
    values = values - values.mean()

    def apart(dealt: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.add.reduceat(dealt, ends - sizes, axis=-1)
        return np.asarray((sums**2 / sizes).sum(axis=-1), dtype=np.float64)

    seen, rng, extreme, left = float(apart(values)), np.random.default_rng(seed), 0, draws
    spread = float((values**2).sum())
    while left:
        some = min(left, max(1, _AT_ONCE // values.size))
        dealt = rng.permuted(np.tile(values, (some, 1)), axis=1)
        extreme += int((apart(dealt) >= seen - _TIE * spread).sum())
        left -= some
    return (1 + extreme) / (1 + draws)


def holm(probabilities: Sequence[float]) -> list[float]:
    """Adjust the probabilities of several comparisons, so that together they seldom cry wolf.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65-70.

    Examples
    --------
    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03, 0.005])]
    [0.03, 0.06, 0.06, 0.02]
    """
    order = sorted(range(len(probabilities)), key=lambda i: probabilities[i])
    adjusted, least = [1.0] * len(order), 0.0
    for rank, i in enumerate(order):
        least = max(least, min((len(order) - rank) * probabilities[i], 1.0))
        adjusted[i] = least
    return adjusted
