"""Whether two raters, or one rater twice, put the same things into the same classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed

__all__ = ["cohen_kappa"]

Floats = NDArray[np.float64]
Weights = Literal["none", "linear", "quadratic"]
_NOTHING_DONE = "Nothing was computed."
_WEIGHTS = ("none", "linear", "quadratic")


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike | None = None,
    *,
    weights: Weights | ArrayLike = "none",
    categories: Sequence[object] | None = None,
    level: float = 0.95,
) -> Result:
    """Measure how far two raters agree beyond chance.

    Parameters
    ----------
    first, second
        What each said of the same things, shape (n,), numbers or words; missing ones (NaN, None)
        are left out and counted. With `second` None, `first` is a square table of counts, or of
        shares that add up to 1: rows are the first rater, columns the second.
    weights
        How bad it is to disagree: "none" (all the same), "linear" (by how many classes),
        "quadratic" (by its square), or a square table of costs with 0 on the diagonal.
    categories
        The classes in their order; those that occur, sorted, where None.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `kappa` (weighted as asked; test against 0), `kappa_unweighted`, `agreement` (share of
        equal judgements, weighted as asked) and `chance` (what chance would give). Intervals use
        the large-sample error; there are none where only shares are known.

    Raises
    ------
    FaultsFound
        Lengths differ, a table is not square, or a value is none of the categories.
    UnknownName
        There are no such weights.

    References
    ----------
    Cohen (1968), Psychological Bulletin 70:213-220; Fleiss, Cohen & Everitt (1969), Psychological
    Bulletin 72:323-327.

    Examples
    --------
    >>> table = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    >>> result = cohen_kappa(table, weights=[[0, 1, 3], [1, 0, 6], [3, 6, 0]])
    >>> round(result["kappa"].value, 3), round(result["kappa_unweighted"].value, 3)
    (0.348, 0.492)
    """
    level_checked(level)
    counts, dropped = _table(first) if second is None else _crossed(first, second, categories)
    n = round(float(counts.sum())) if counts.sum() > 1 + 1e-9 else 0
    shares = counts / counts.sum()
    costs = _costs(weights, len(shares))
    rows = _rows(shares, costs, n, level)
    kept, warnings = weighed(rows, rated=n) if n else (tuple(rows), ())
    if not n:
        warnings += ("Only shares are known, not how many: no interval and no test.",)
    if not rows[0].known:
        warnings += ("Both put everything into one class, so kappa has no value.",)
    return Result(
        title="Agreement of two raters",
        method=f"Cohen's kappa, weights: {weights if isinstance(weights, str) else 'own'}; "
        "large-sample standard errors.",
        rows=kept,
        n_used=n,
        counted="things rated",
        dropped=dropped,
        assumptions=("the two judged apart from each other",),
        warnings=warnings,
        limits=("Kappa falls when one class is rare, also where the two hardly ever differ.",),
        reference="Cohen (1968); Fleiss, Cohen & Everitt (1969).",
        level=level,
    )


def _table(given: ArrayLike) -> tuple[Floats, dict[str, int]]:
    counts = np.asarray(given, dtype=np.float64)
    square = counts.ndim == 2 and counts.shape[0] == counts.shape[1] > 1
    if not square or not np.isfinite(counts).all() or counts.min() < 0 or counts.sum() <= 0:
        problem = f"is no square table of counts (its shape is {counts.shape})."
        fix = "Give one row and one column a class, or what each of the two said."
        raise FaultsFound([Fault(problem, fix, column="first")], _NOTHING_DONE)
    return counts, {}


def _crossed(
    first: ArrayLike, second: ArrayLike, categories: Sequence[object] | None
) -> tuple[Floats, dict[str, int]]:
    said = [pd.Series(np.asarray(it, dtype=object).ravel()) for it in (first, second)]
    if len(said[0]) != len(said[1]):
        problem = f"has {len(said[0])} judgements, and the second has {len(said[1])}."
        fault = Fault(problem, "Give one of each rater for each thing.", column="first")
        raise FaultsFound([fault], _NOTHING_DONE)
    whole = said[0].notna() & said[1].notna()
    known = [it[whole].tolist() for it in said]
    if categories is None:
        found = {*known[0], *known[1]}
        kinds = sorted(found, key=lambda v: (isinstance(v, str), v))
    else:
        kinds = list(categories)
    place = {kind: i for i, kind in enumerate(kinds)}
    odd = sum(value not in place for values in known for value in values)
    if odd or len(kinds) < 1:
        problem = f"{odd} judgements are none of the categories."
        raise FaultsFound([Fault(problem, "Name all categories, or correct them.")], _NOTHING_DONE)
    counts = np.zeros((max(len(kinds), 2),) * 2)
    for one, other in zip(*known, strict=True):
        counts[place[one], place[other]] += 1
    if not counts.sum():
        problem = "There is nothing that both judged."
        raise FaultsFound([Fault(problem, "Give judgements of the same things.")], _NOTHING_DONE)
    return counts, {"only one judged it, or neither": int((~whole).sum())}


def _costs(weights: Weights | ArrayLike, k: int) -> Floats:
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(np.float64)
    if isinstance(weights, str):
        if weights not in _WEIGHTS:
            raise UnknownName(kind="weights", name=weights, known=_WEIGHTS)
        return {"none": np.sign(apart), "linear": apart, "quadratic": apart**2}[weights]
    costs = np.asarray(weights, dtype=np.float64)
    if costs.shape != (k, k) or np.diag(costs).any() or costs.min() < 0 or not costs.any():
        problem = f"must be a table of {k} by {k} costs, 0 on the diagonal and above elsewhere."
        raise FaultsFound([Fault(problem, "Correct it.", column="weights")], _NOTHING_DONE)
    return costs


def _rows(shares: Floats, costs: Floats, n: int, level: float) -> list[Estimate]:
    same = 1 - np.sign(np.abs(np.subtract.outer(np.arange(len(costs)), np.arange(len(costs)))))
    credit = 1 - costs / costs.max()
    weighted, agreed, chance = _kappa("kappa", "Kappa", shares, credit, n, level)
    plain, *_ = _kappa("kappa_unweighted", "Kappa, unweighted", shares, same, n, level)
    return [
        weighted,
        plain,
        Estimate("agreement", "Agreement", agreed),
        Estimate("chance", "Agreement by chance", chance),
    ]


def _kappa(
    name: str, title: str, shares: Floats, credit: Floats, n: int, level: float
) -> tuple[Estimate, float, float]:
    from scipy import stats

    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    agreed = float((shares * credit).sum())
    expected = np.outer(rows, columns)
    chance = float((expected * credit).sum())
    if 1 - chance <= 1e-12:
        return Estimate(name, title, float("nan")), agreed, chance
    kappa = (agreed - chance) / (1 - chance)
    if not n:
        return Estimate(name, title, kappa), agreed, chance
    mean = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    spread = (shares * (credit - mean * (1 - kappa)) ** 2).sum()
    spread -= (kappa - chance * (1 - kappa)) ** 2
    se = float(np.sqrt(max(spread, 0.0) / n) / (1 - chance))
    null = float(((expected * (credit - mean) ** 2).sum() - chance**2) / n)
    z = kappa * (1 - chance) / np.sqrt(null) if null > 1e-20 else float("nan")
    reach = stats.norm.ppf((1 + level) / 2) * se
    p = None if np.isnan(z) else 2 * stats.norm.sf(abs(z))
    row = Estimate(
        name, title, kappa, kappa - reach, min(kappa + reach, 1.0), se=se,
        statistic=None if p is None else z, statistic_name="z", p=p,
    )  # fmt: skip
    return row, agreed, chance
