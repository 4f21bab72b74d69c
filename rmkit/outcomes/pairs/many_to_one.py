"""Mentors with several mentees: how alike the mentees of one mentor are, and what tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import NotReady, TooFewPeople, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.error_kinds import alike_within
from rmkit.outcomes.pairs.gaussian import Errors, Fit, fitted
from rmkit.outcomes.pairs.tested import DF_SAID, correlation_interval, unit_rows
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.covariates_in import columns_of, redundant
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import one_column

__all__ = ["one_with_many"]


def one_with_many(
    table: pd.DataFrame,
    outcome: str,
    *,
    mentor: str = "mentor",
    mentee: str | None = None,
    predictors: Sequence[str] = (),
    reference: Mapping[str, object] | None = None,
    level: float = 0.95,
) -> Result:
    """Tell how alike the mentees of one mentor are, and what goes with their outcome.

    One correlation for the mentees of a mentor, by restricted maximum likelihood; it may be
    negative, where mentees of one mentor differ more than strangers (they share the mentor's time).

    Parameters
    ----------
    table
        One row a mentee; rows with a missing value are left out and counted.
    outcome
        The mentee's outcome, a number.
    mentor, mentee
        Columns: whose mentee; who that is, so that a mentee with several mentors is noticed.
    predictors
        Columns of the mentor or the mentee, numbers or categories.
    reference
        The level a category is compared with.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `intercept`, `coef:name` with t and p; `likeness` (with the interval of its profiled
        likelihood and a chi-square test against none), `spread`, `design_effect` (how many times
        wider variances are than for as many strangers), `log_likelihood`.

    Raises
    ------
    NotReady, TooFewPeople, FaultsFound, UnknownName
        No mentor has several mentees, a mentee has several mentors, nothing differs, too few.

    References
    ----------
    Marcus, Kashy & Baldwin (2009), J Counseling Psychology 56:537.

    Examples
    --------
    >>> import pandas as pd
    >>> mentees = pd.DataFrame({"mentor": list("aabbbccdd"), "gain": [1, 2, 4, 5, 4, 2, 2, 3, 5]})
    >>> one_with_many(mentees, "gain")["likeness"].value > 0
    True
    """
    needed = list(dict.fromkeys([outcome, mentor, *predictors, *([mentee] if mentee else [])]))
    for name in needed:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    kept = table[needed].dropna()
    codes = pd.factorize(kept[mentor])[0].astype(np.intp)
    _possible(kept, outcome, mentor, mentee, codes)
    y = one_column(outcome, kept[outcome])
    columns = columns_of({name: kept[name] for name in predictors}, reference or {})
    x = np.column_stack([np.ones(len(kept)), columns.values.reshape(len(kept), -1)])
    _columns_possible(x)
    names = [("intercept", "Intercept")]
    names += [(f"coef:{n}", t) for n, t in zip(columns.names, columns.titles, strict=True)]
    errors = alike_within(codes)
    fit = fitted(y, x, errors, restricted=True)
    sizes = np.bincount(codes)
    likeness, told = _likeness(fit, errors, x, y, level)
    rows, few = weighed([*unit_rows(fit, names, level=level), likeness], clusters=len(sizes))
    effect = 1 + (float((sizes**2).sum() / sizes.sum()) - 1) * likeness.value
    return Result(
        title=f"Mentees of the same mentor: {outcome}",
        method=f"One-with-many model, one correlation within a mentor, by REML; {DF_SAID}.",
        rows=(*rows, Estimate("spread", "Spread between mentees", fit.sigma),
              Estimate("design_effect", "Design effect", effect),
              Estimate("log_likelihood", "Log-likelihood", fit.log_likelihood)),
        n_used=len(kept),
        counted="mentees",
        dropped={"a value is missing": len(table) - len(kept)},
        assumptions=("mentors know nothing of each other", "what is left over is normal",
                     "mentees of each mentor are equally alike, however many they are"),
        warnings=(*few, *told),
        limits=("Mentees of one mentor may be alike because they were chosen alike: this is not "
                "how good a mentor is, and no mentor is ranked here.",),
        reference="Marcus, Kashy & Baldwin (2009), J Counseling Psychology 56:537.",
        level=level,
    )  # fmt: skip


def _possible(
    kept: pd.DataFrame, outcome: str, mentor: str, mentee: str | None, codes: NDArray[np.intp]
) -> None:
    sizes = np.bincount(codes) if len(codes) else np.zeros(0, dtype=np.intp)
    if len(sizes) < 3:
        message = (
            f"There are {len(sizes)} mentors with complete rows, and this needs at least 3. "
            "The mentees' values can still be described."
        )
        raise TooFewPeople(message)
    if sizes.max() < 2:
        message = (
            "Every mentor has one mentee, so likeness within a mentor cannot be told. For "
            "one-to-one pairs use actor_partner or dyadic_icc."
        )
        raise NotReady(message)
    if mentee and kept[[mentor, mentee]].drop_duplicates()[mentee].duplicated().any():
        message = "Some mentees have several mentors: use cross_classified, which knows both."
        raise NotReady(message)
    if (kept[outcome] == kept[outcome].iloc[0]).all():
        message = "All values are the same, so nothing can be explained; that can still be told."
        raise NotReady(message)


def _columns_possible(x: NDArray[np.float64]) -> None:
    n, p = x.shape
    if n <= p + 2:
        message = f"There are {n} complete mentees, and this needs at least {p + 3}; drop columns."
        raise TooFewPeople(message)
    if redundant(x.T @ x).any():
        message = "A predictor repeats others or never differs. Leave it out; the rest can be told."
        raise NotReady(message)


def _likeness(
    fit: Fit, errors: Errors, x: NDArray[np.float64], y: NDArray[np.float64], level: float
) -> tuple[Estimate, list[str]]:
    from scipy.stats import chi2

    rho = float(fit.theta[0])
    bounds = errors.bounds[0]
    title = "Likeness of a mentor's mentees"
    alone = fit.likelihood.profile(np.array([0.0]))
    ratio = max(0.0, alone + 2 * fit.log_likelihood)
    p = float(chi2.sf(ratio, 1))
    if min(rho - bounds[0], bounds[1] - rho) < 1e-4:
        told = (
            "The likeness came out at the end of what is possible, so that the model is singular: "
            "no interval or p-value is given for it. The coefficients lean on it; read them with "
            "care."
        )
        return Estimate("likeness", title, rho), [told]
    low, high = correlation_interval(fit, bounds, level=level)
    return Estimate("likeness", title, rho, low, high, None, ratio, "chi2", 1, p), []
