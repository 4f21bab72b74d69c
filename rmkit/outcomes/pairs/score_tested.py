"""Does the score of a match tell how the relationship goes? In the pairs that were made."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import NotReady
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import both_waves, enough, one_column

__all__ = ["score_and_relationship"]

Floats = NDArray[np.float64]
_ALL_ORDERS = 8


def score_and_relationship(
    score: ArrayLike,
    relationship: ArrayLike,
    *,
    possible: ArrayLike | None = None,
    resamples: int = 9999,
    seed: int = 0,
    level: float = 0.95,
) -> Result:
    """Tell whether a match's score goes with how the relationship went, in the pairs made.

    Parameters
    ----------
    score, relationship
        One value a pair; two Series are joined by index. Pairs with a missing value are left out
        and counted.
    possible
        The scores of all pairs that were possible, to tell how narrow those made are; None where
        they are not known.
    resamples, seed
        Random orders for the p-value of the rank correlation; up to eight pairs take all orders.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `slope` (points of the relationship a point of the score, with t interval and p),
        `correlation`, `rank_correlation` (Spearman, its p from all or random orders) and, with
        `possible`, `spread_ratio` (of the scores made to those possible).

    Raises
    ------
    NotReady, TooFewPeople, FaultsFound
        Scores or relationships do not differ, fewer than four pairs, unreadable values.

    References
    ----------
    Phipson & Smyth (2010), Stat Appl Genet Mol Biol 9:39; Sackett & Yang (2000), J Appl Psychology
    85:112.

    Examples
    --------
    >>> found = score_and_relationship([4, 7, 7, 5, 9, 6, 8, 3], [3, 4, 5, 2, 5, 3, 3, 2])
    >>> round(found["rank_correlation"].value, 2), round(found["rank_correlation"].p, 3)
    (0.75, 0.036)
    """
    both = both_waves(score, relationship, names=("score", "relationship"))
    x, y = both.before, both.after
    enough(len(x), 4, what="pairs with both values", why="They can still be shown side by side.")
    for name, values in (("scores", x), ("relationships", y)):
        if np.ptp(values) == 0:
            message = f"All {name} are the same, so nothing can go with them; that can be told."
            raise NotReady(message)
    rows = [*_line(x, y, level), _ranks(x, y, resamples, seed)]
    warnings = [
        "These pairs were chosen by their score, so low scores are few or none: a link can be "
        "hidden (restricted range), and what is seen here says little about pairs not made."
    ]
    ratio = _narrowness(x, possible)
    if ratio is not None:
        rows.append(ratio)
        if not ratio.known:
            warnings.append("The possible scores do not differ, so the range cannot be compared.")
    kept, few = weighed(rows, pairs_of_values=len(x))
    few = tuple(told.replace("people answered both times", "pairs have both values")
                .replace("people are few", "pairs are few")
                .replace("one person more", "one pair more") for told in few)  # fmt: skip
    return Result(
        title="The score of a match and the relationship",
        method="Regression on the score among the pairs made, with t interval; Spearman's "
        + ("rank correlation over all orders." if len(x) <= _ALL_ORDERS
           else f"rank correlation over {resamples:,} random orders."),
        rows=kept,
        n_used=len(x),
        counted="pairs",
        dropped=both.dropped,
        assumptions=("pairs know nothing of each other", "a straight line (slope)"),
        warnings=(*few, *warnings),
        limits=(
            "This does not show that pairing by the score works: for that, pairs made otherwise "
            "would have to be compared.",
            "A high p does not show that the score says nothing.",
        ),
        reference="Phipson & Smyth (2010); Sackett & Yang (2000), J Appl Psychology 85:112.",
        level=level,
    )  # fmt: skip


def _line(x: Floats, y: Floats, level: float) -> list[Estimate]:
    from scipy.stats import t

    n = len(x)
    across = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / across
    left = y - y.mean() - slope * (x - x.mean())
    se = float(np.sqrt((left**2).sum() / (n - 2) / across))
    correlation = Estimate("correlation", "Correlation", float(np.corrcoef(x, y)[0, 1]))
    title = "Relationship a point of the score"
    if se < 1e-12 * abs(slope):
        return [Estimate("slope", title, slope), correlation]
    wide = float(t.ppf(0.5 + level / 2, n - 2)) * se
    ratio = slope / se
    p = float(2 * t.sf(abs(ratio), n - 2))
    ends = (slope - wide, slope + wide)
    return [Estimate("slope", title, slope, *ends, se, ratio, "t", n - 2, p), correlation]


def _ranks(x: Floats, y: Floats, resamples: int, seed: int) -> Estimate:
    from scipy.stats import rankdata

    a, b = (rankdata(v) - (len(x) + 1) / 2 for v in (x, y))
    size = float(np.sqrt((a @ a) * (b @ b)))
    rho = float(a @ b) / size
    bound = abs(rho) * size - 1e-9
    if len(x) <= _ALL_ORDERS:
        orders = np.array(list(permutations(range(len(x)))))
        p = float((np.abs(b[orders] @ a) >= bound).mean())
    else:
        random = np.random.default_rng(seed)
        drawn = random.permuted(np.tile(b, (resamples, 1)), axis=1)
        p = (1 + int((np.abs(drawn @ a) >= bound).sum())) / (1 + resamples)
    return Estimate("rank_correlation", "Rank correlation (Spearman)", rho, p=p)


def _narrowness(x: Floats, possible: ArrayLike | None) -> Estimate | None:
    if possible is None:
        return None
    scores = one_column("possible", possible)
    scores = scores[~np.isnan(scores)]
    title = "Spread of the scores made to that of those possible"
    if len(scores) < 2 or np.ptp(scores) == 0:
        return Estimate("spread_ratio", title, np.nan)
    return Estimate("spread_ratio", title, float(np.std(x, ddof=1) / np.std(scores, ddof=1)))
