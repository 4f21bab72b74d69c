"""How far the items of a scale hang together: Cronbach's alpha."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.scales.items_in import Items, Missing, items_in
from rmkit.outcomes.small_numbers import weighed

__all__ = ["cronbach_alpha"]

Floats = NDArray[np.float64]


def cronbach_alpha(
    answers: pd.DataFrame,
    *,
    reverse: Collection[str] = (),
    scale: tuple[float, float] | None = None,
    missing: Missing = "listwise",
    level: float = 0.95,
) -> Result:
    """Measure how far the items of a scale hang together.

    Parameters
    ----------
    answers
        One row a person, one column an item, shape (n_people, n_items); NaN where unanswered.
    reverse
        Items that are turned round first; this needs `scale`.
    scale
        Lowest and highest answer.
    missing
        "listwise" leaves out who lacks an answer, and counts them; "median" fills in the median of
        the item, which makes alpha too low or too high, and says so.
    level
        How wide the interval is meant to be.

    Returns
    -------
    Result
        `alpha` with Feldt's interval (from the number of people after listwise deletion),
        `standardised` (from correlations), `mean_r` (mean correlation between items).
        `tables["dropped"]`: `item`, `alpha` without it, `item_rest` (its correlation with the sum
        of the others).

    Raises
    ------
    FaultsFound
        An answer cannot be read or lies off the scale, or there are fewer than two items.
    TooFewPeople
        Fewer than three people are left.

    References
    ----------
    Cronbach (1951), Psychometrika 16:297-334; Feldt, Woodruff & Salih (1987), Applied Psychological
    Measurement 11:93-103.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2, 4, 5, 3], "b": [2, 2, 4, 4, 3], "c": [1, 3, 5, 4, 3]})
    >>> round(cronbach_alpha(answers)["alpha"].value, 2)
    0.94
    """
    level_checked(level)
    items = items_in(answers, reverse=reverse, scale=scale, missing=missing)
    rows, told = _rows(items, level)
    kept, warnings = weighed(rows, respondents=len(items.values))
    return Result(
        title="How far the items hang together",
        method=f"Cronbach's alpha ({missing}); Feldt's interval.",
        rows=kept,
        n_used=len(items.values),
        dropped=items.dropped,
        assumptions=("items measure one thing, each as much as the other (alpha)",),
        warnings=warnings + told,
        limits=(
            "A high alpha does not show that the items measure one thing, nor that it is the one "
            "that is meant. It rises with the number of items.",
        ),
        reference="Cronbach (1951); Feldt, Woodruff & Salih (1987).",
        level=level,
        tables={"dropped": _without_each(items)},
    )


def _alpha(covariance: Floats) -> float:
    k, total = len(covariance), float(covariance.sum())
    if k < 2 or total <= 1e-12:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(covariance) / total))


def _rows(items: Items, level: float) -> tuple[list[Estimate], tuple[str, ...]]:
    covariance = np.cov(items.values, rowvar=False)
    spread = np.sqrt(np.diag(covariance))
    told: list[str] = []
    if (spread <= 1e-12).any():
        fixed = [n for n, s in zip(items.names, spread, strict=True) if s <= 1e-12]
        told.append(f"Everybody answered the same to: {', '.join(fixed)}.")
    safe = np.where(spread > 1e-12, spread, np.nan)
    together = covariance / np.outer(safe, safe)
    alpha, k = _alpha(covariance), len(items.names)
    low, high = _feldt(alpha, len(items.values), k, level)
    mean_r = float(np.nanmean(together[np.triu_indices(k, 1)])) if not told else float("nan")
    standardised = k * mean_r / (1 + (k - 1) * mean_r)
    if np.isnan(alpha):
        told.append("The sum of the items does not differ between people, so there is no alpha.")
    elif alpha < 0:
        told.append("alpha is below 0: an item points the other way. Look which is to be turned.")
    if items.n_filled:
        told.append(f"{items.n_filled:,} missing answers were filled in with medians.")
    rows = [
        Estimate("alpha", "Cronbach's alpha", alpha, low, high),
        Estimate("standardised", "Alpha of standardised items", standardised),
        Estimate("mean_r", "Mean correlation between items", mean_r),
    ]
    return rows, tuple(told)


def _feldt(alpha: float, n: int, k: int, level: float) -> tuple[float | None, float | None]:
    from scipy import stats

    if np.isnan(alpha):
        return None, None
    df, tail = (n - 1, (n - 1) * (k - 1)), (1 - level) / 2
    low = 1 - (1 - alpha) * stats.f.ppf(1 - tail, *df)
    high = 1 - (1 - alpha) * stats.f.ppf(tail, *df)
    return float(low), float(high)


def _without_each(items: Items) -> pd.DataFrame:
    rows = []
    for i, name in enumerate(items.names):
        rest = np.delete(items.values, i, axis=1)
        total, own = rest.sum(axis=1), items.values[:, i]
        differs = total.std() > 1e-12 and own.std() > 1e-12
        r = float(np.corrcoef(own, total)[0, 1]) if differs else float("nan")
        rows.append((name, _alpha(np.atleast_2d(np.cov(rest, rowvar=False))), r))
    return pd.DataFrame(rows, columns=["item", "alpha", "item_rest"])
