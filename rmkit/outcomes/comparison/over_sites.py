"""One difference from several sites: what they have in common, and how far they lie apart."""

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
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["pooled_sites"]

Floats = NDArray[np.float64]
Method = Literal["reml", "dl"]
_METHODS = ("reml", "dl")


def pooled_sites(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    *,
    sites: Sequence[str] | None = None,
    method: Method = "reml",
    unit: str = "points",
    level: float = 0.95,
) -> Result:
    """Pool an estimate over sites, with how much sites differ.

    Parameters
    ----------
    estimates, standard_errors
        One of each a site, shape (n_sites,); a site that lacks one is left out and counted.
    sites
        Their names; "site 1" and so on where None.
    method
        How the variance between sites is estimated: "reml" (restricted likelihood) or "dl"
        (DerSimonian and Laird).
    unit
        What is counted.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `random` (mean over sites like these, with the interval of Hartung and Knapp), `fixed` (mean
        of these sites alone), `q` (test whether they differ by more than chance), `i2` (share of
        what differs that is not chance, 0 to 100), `tau2` and `prediction` (where a further site
        would lie). `tables["sites"]` has each site with its interval and weight.

    Raises
    ------
    FaultsFound
        A value cannot be read, lengths differ, or a standard error is not above 0.
    UnknownName
        There is no such method.
    TooFewPeople
        Fewer than two sites.

    References
    ----------
    DerSimonian & Laird (1986), Controlled Clinical Trials 7:177-188; Viechtbauer (2005), Journal of
    Educational and Behavioral Statistics 30:261-293; Knapp & Hartung (2003), Statistics in Medicine
    22:2693-2710; Higgins, Thompson & Spiegelhalter (2009), JRSS A 172:137-159.

    Examples
    --------
    >>> result = pooled_sites([0.4, 0.1, 0.6, 0.3], [0.15, 0.2, 0.25, 0.1])
    >>> round(result["fixed"].value, 2), result["random"].low < 0.31 < result["random"].high
    (0.32, True)
    """
    level_checked(level)
    if method not in _METHODS:
        raise UnknownName(kind="method", name=method, known=_METHODS)
    y, se, names, dropped = _read(estimates, standard_errors, sites)
    enough(len(y), 2, what="sites", why="One site is told by its own analysis.")
    tau2 = _restricted(y, se**2) if method == "reml" else _moments(y, se**2)
    rows, weights = _rows(y, se, tau2, unit, level)
    warnings = (
        (f"{len(y)} sites are few: how far sites differ can hardly be told.",) if len(y) < 5 else ()
    )
    return Result(
        title="Sites together",
        method="Inverse-variance pooling; variance between sites by "
        f"{'restricted likelihood' if method == 'reml' else 'DerSimonian and Laird'}; interval of "
        "Hartung and Knapp.",
        rows=rows,
        n_used=len(y),
        counted="sites",
        dropped=dropped,
        assumptions=("sites were measured alike", "sites are like the ones meant"),
        warnings=warnings,
        limits=("Pooling makes no difference an effect: it is what it was at each site.",),
        reference="DerSimonian & Laird (1986); Knapp & Hartung (2003).",
        level=level,
        tables={"sites": _sites(y, se, names, weights, level)},
    )


def _read(
    estimates: ArrayLike, standard_errors: ArrayLike, sites: Sequence[str] | None
) -> tuple[Floats, Floats, list[str], dict[str, int]]:
    y, se = one_column("estimates", estimates), one_column("standard_errors", standard_errors)
    names = [f"site {i + 1}" for i in range(len(y))] if sites is None else list(map(str, sites))
    faults = []
    if not len(y) == len(se) == len(names):
        problem = f"There are {len(y)} estimates, {len(se)} errors and {len(names)} names."
        faults.append(Fault(problem, "Give one of each a site."))
    elif (se <= 0).any():
        problem = "A standard error is not above 0."
        faults.append(
            Fault(problem, "Leave the site out, or correct it.", column="standard_errors")
        )
    if faults:
        raise FaultsFound(faults, "Nothing was pooled.")
    known = ~(np.isnan(y) | np.isnan(se))
    kept = [name for name, has in zip(names, known, strict=True) if has]
    return y[known], se[known], kept, {"no estimate": int((~known).sum())}


def _moments(y: Floats, v: Floats) -> float:
    w = 1 / v
    q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
    return max(0.0, (q - (len(y) - 1)) / float(w.sum() - (w**2).sum() / w.sum()))


def _restricted(y: Floats, v: Floats) -> float:
    """Find the variance between sites where the restricted likelihood is highest."""
    from scipy.optimize import minimize_scalar

    def minus(tau2: float) -> float:
        w = 1 / (v + tau2)
        mean = (w * y).sum() / w.sum()
        fit = np.log(v + tau2).sum() + np.log(w.sum()) + (w * (y - mean) ** 2).sum()
        return float(fit) / 2

    top = max(10 * float(y.var()), 10 * float(v.max()), 1e-12)
    best = minimize_scalar(minus, bounds=(0.0, top), method="bounded",
                           options={"xatol": 1e-12 * max(top, 1.0)})  # fmt: skip
    return 0.0 if minus(0.0) <= best.fun + 1e-12 else float(best.x)


def _rows(
    y: Floats, se: Floats, tau2: float, unit: str, level: float
) -> tuple[tuple[Estimate, ...], Floats]:
    from scipy import stats

    n, v = len(y), se**2
    alone, both = 1 / v, 1 / (v + tau2)
    mean = float((both * y).sum() / both.sum())
    shared = float((alone * y).sum() / alone.sum())
    spread = float((both * (y - mean) ** 2).sum() / (n - 1))
    of_mean = np.sqrt(spread / both.sum())
    t, z = stats.t.ppf((1 + level) / 2, n - 1), stats.norm.ppf((1 + level) / 2)
    q = float((alone * (y - shared) ** 2).sum())
    typical = (n - 1) * alone.sum() / (alone.sum() ** 2 - (alone**2).sum())
    reach = t * np.sqrt(tau2 + of_mean**2)
    fixed_se = 1 / np.sqrt(alone.sum())
    random_t = mean / of_mean if of_mean > 0 else float("inf")
    rows = (
        Estimate("random", "Mean over sites like these", mean, mean - t * of_mean,
                 mean + t * of_mean, se=of_mean, statistic=random_t if of_mean > 0 else None,
                 statistic_name="t", df=n - 1,
                 p=2 * stats.t.sf(abs(random_t), n - 1) if of_mean > 0 else None, unit=unit),
        Estimate("fixed", "Mean of these sites", shared, shared - z * fixed_se,
                 shared + z * fixed_se, se=fixed_se, statistic=shared / fixed_se,
                 statistic_name="z", p=2 * stats.norm.sf(abs(shared / fixed_se)), unit=unit),
        Estimate("prediction", "A further site", mean, mean - reach, mean + reach, unit=unit),
        Estimate("q", "Differences between sites (Q)", q, statistic=q, statistic_name="chi2",
                 df=n - 1, p=stats.chi2.sf(q, n - 1)),
        Estimate("i2", "Share of it that is not chance", 100 * tau2 / (tau2 + typical), unit="%"),
        Estimate("tau2", "Variance between sites", tau2),
    )  # fmt: skip
    return rows, both / both.sum()


def _sites(y: Floats, se: Floats, names: list[str], weights: Floats, level: float) -> pd.DataFrame:
    from scipy import stats

    z = stats.norm.ppf((1 + level) / 2)
    return pd.DataFrame(
        {"site": names, "value": y, "low": y - z * se, "high": y + z * se, "weight": weights}
    )
