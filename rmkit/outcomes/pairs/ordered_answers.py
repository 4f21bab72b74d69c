"""Answers in order, such as 1 to 5: a cumulative logit, with or without a shared level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import NotReady, TooFewPeople, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.cumulative import Ordered, fixed_fit
from rmkit.outcomes.pairs.shared_level import shared_fit
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.covariates_in import Columns, columns_of, redundant
from rmkit.outcomes.values_in import one_column

__all__ = ["ordinal_model"]

Floats = NDArray[np.float64]

_STRANGERS = "each answer is from somebody else, who knows nothing of the others"
_BELONG = "random intercepts are normal, and groups know nothing of each other"
_TOO_NARROW = (
    "Several answers of one person or pair are taken as strangers': intervals come out too narrow "
    "then. Name the column of the groups."
)


def ordinal_model(
    table: pd.DataFrame,
    outcome: str,
    *,
    predictors: Sequence[str],
    groups: str | None = None,
    reference: Mapping[str, object] | None = None,
    nodes: int = 20,
    level: float = 0.95,
) -> Result:
    """Model answers in order by proportional odds.

    Parameters
    ----------
    table
        One row an answer; rows with a missing value are left out and counted.
    outcome
        Levels as numbers; only their order counts.
    predictors, reference
        Columns of numbers or categories, and the level a category is compared with.
    groups
        A column that says which answers belong together (a person's, a pair's): each has a random
        intercept. None where every answer is from somebody else.
    nodes
        At how many places the likelihood of a group is worked out (adaptive Gauss-Hermite).
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `threshold:1` and on, `coef:name` (log odds of a higher answer, with Wald z and p),
        `sd` (the spread of the random intercepts, on the scale of log odds) where there are
        groups, `log_likelihood`. `proportional:name` tests, without the groups, whether a
        predictor does the same at every threshold (chi-square). What does not settle is NaN.

    Raises
    ------
    NotReady, TooFewPeople, FaultsFound, UnknownName
        One level only, too few answers, redundant or unreadable columns.

    References
    ----------
    McCullagh (1980), JRSS B 42:109; Liu & Pierce (1994), Biometrika 81:624.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"level": [1, 2, 3, 2, 1, 3, 2, 3, 3, 1], "after": [0, 1] * 5})
    >>> round(ordinal_model(answers, "level", predictors=["after"])["coef:after"].value, 2)
    0.41
    """
    needed = list(dict.fromkeys([outcome, *predictors, *([groups] if groups else [])]))
    for name in needed:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    kept = table[needed].dropna()
    y = one_column(outcome, kept[outcome])
    levels, answer = np.unique(y, return_inverse=True)
    answer = answer.astype(np.intp)
    columns = columns_of({name: kept[name] for name in predictors}, reference or {})
    x = columns.values.reshape(len(kept), -1)
    _possible(len(levels), x)
    plain = fixed_fit(answer, x)
    fit = plain if groups is None else _grouped(kept[groups], answer, x, nodes)
    rows = _rows(fit, columns, levels, level)
    checks = [_check(name, at, answer, x, plain) for name, at in columns.terms.items()]
    told = [*rows, *(checks if len(levels) > 2 else [])]
    extra = [Estimate("log_likelihood", "Log-likelihood", fit.log_likelihood)]
    if groups is not None:
        extra.insert(0, _spread(fit, groups, level))
    return Result(
        title=f"Ordered answers: {outcome}",
        method="Cumulative logit (proportional odds) by maximum likelihood, Wald tests"
        + (f"; random intercepts by adaptive quadrature, {nodes} nodes." if groups else "."),
        rows=(*told, *extra),
        n_used=len(kept),
        counted="answers",
        dropped={"a value is missing": len(table) - len(kept)},
        assumptions=("predictors do the same at every threshold (see proportional)",
                     _BELONG if groups else _STRANGERS),
        warnings=tuple(_cautions(fit, checks)),
        limits=("Without a comparison group a difference over time is no effect of mentoring.",
                *(() if groups else (_TOO_NARROW,)),
                "A high p of the proportional test does not show that odds are proportional."),
        reference="McCullagh (1980), JRSS B 42:109.",
        level=level,
    )  # fmt: skip


def _grouped(groups: pd.Series, answer: NDArray[np.intp], x: Floats, nodes: int) -> Ordered:
    codes = pd.factorize(groups)[0].astype(np.intp)
    if len(codes) and int(codes.max()) + 1 == len(codes):
        message = (
            f"Each {groups.name} has one answer, so nothing shared can be told. Leave groups out."
        )
        raise NotReady(message)
    return shared_fit(answer, x, codes, nodes=nodes)


def _spread(fit: Ordered, groups: str, level: float) -> Estimate:
    """Give the spread of the random intercepts, with an interval from its logarithm."""
    from scipy.stats import norm

    title = f"Spread between {groups}"
    if not fit.settled:
        return Estimate("sd", title, np.nan)
    value, se = float(np.exp(fit.numbers[-1])), float(np.sqrt(fit.covariance[-1, -1]))
    if np.isnan(se):
        return Estimate("sd", title, 0.0)
    reach = float(np.exp(norm.ppf(0.5 + level / 2) * se))
    return Estimate("sd", title, value, value / reach, value * reach)


def _possible(levels: int, x: Floats) -> None:
    if levels < 2:
        message = f"There are {levels} different answers, so there is no order to explain."
        raise NotReady(message)
    if len(x) <= levels + x.shape[1]:
        message = (
            f"There are {len(x)} complete answers for {levels - 1 + x.shape[1]} numbers to "
            "estimate. How often each level was answered can still be told."
        )
        raise TooFewPeople(message)
    centred = x - x.mean(axis=0)
    if redundant(centred.T @ centred).any():
        message = "A predictor repeats others or never differs. Leave it out; the rest can be told."
        raise NotReady(message)


def _rows(fit: Ordered, columns: Columns, levels: Floats, level: float) -> list[Estimate]:
    from scipy.stats import norm

    steps = len(levels) - 1
    names = [(f"threshold:{i + 1}", f"Threshold above {levels[i]:g}") for i in range(steps)]
    names += [(f"coef:{n}", t) for n, t in zip(columns.names, columns.titles, strict=True)]
    wide = float(norm.ppf(0.5 + level / 2))
    rows = []
    for i, (name, title) in enumerate(names):
        if not fit.settled:
            rows.append(Estimate(name, title, np.nan))
            continue
        value, se = float(fit.numbers[i]), float(np.sqrt(fit.covariance[i, i]))
        z = value / se
        p = float(2 * norm.sf(abs(z))) if i >= steps else None
        rows.append(Estimate(name, title, value, value - wide * se, value + wide * se, se, z, "z",
                             None, p))  # fmt: skip
    return rows


def _check(name: str, at: list[int], answer: NDArray[np.intp], x: Floats, low: Ordered) -> Estimate:
    from scipy.stats import chi2

    title = f"Does {name} do the same at every threshold? (chi-square)"
    rest = [j for j in range(x.shape[1]) if j not in at]
    high = fixed_fit(answer, x[:, rest], x[:, at])
    if not (low.settled and high.settled):
        return Estimate(f"proportional:{name}", title, np.nan)
    df = (int(answer.max()) - 1) * len(at)
    ratio = max(0.0, 2 * (high.log_likelihood - low.log_likelihood))
    p = float(chi2.sf(ratio, df)) if df else None
    return Estimate(f"proportional:{name}", title, ratio, None, None, None, ratio, "chi2", df, p)


def _cautions(fit: Ordered, checks: Sequence[Estimate]) -> list[str]:
    told = []
    if not fit.settled:
        told.append(
            "The model did not settle: a predictor tells the answers apart wholly. "
            "Its numbers are withheld; how often each level was answered can still be told."
        )
    elif len(fit.numbers) > 1 and np.isnan(fit.covariance[-1, -1]):
        told.append("No spread between groups could be told from none.")
    if any(not check.known for check in checks):
        told.append("Whether odds are proportional cannot be told for some predictors here.")
    if any(check.p is not None and check.p < 0.05 for check in checks):
        told.append("A predictor does not do the same at every threshold: one number hides that.")
    return told
