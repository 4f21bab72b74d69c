"""What my own value and my partner's say about my outcome: the actor-partner model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import NotReady, TooFewPeople
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.error_kinds import alike_within, two_roles
from rmkit.outcomes.pairs.gaussian import Errors, Fit, fitted
from rmkit.outcomes.pairs.pairs_in import Dyads, dyads
from rmkit.outcomes.pairs.tested import DF_SAID, contrast_rows, likelihood_ratio, unit_rows
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.covariates_in import redundant
from rmkit.outcomes.small_numbers import weighed

__all__ = ["actor_partner"]

Floats = NDArray[np.float64]


def actor_partner(
    table: pd.DataFrame,
    outcome: str,
    *,
    predictors: Sequence[str],
    pair: str = "pair",
    role: str | None = None,
    person: str | None = None,
    distinguishable: bool | None = None,
    method: Literal["reml", "ml", "sem"] = "reml",
    level: float = 0.95,
) -> Result:
    """Tell what one's own and one's partner's values say about an outcome, in one-to-one pairs.

    Errors of the two members correlate freely, also negatively, which a random intercept cannot.

    Parameters
    ----------
    table
        One row a person. Pairs with one member or a missing value are left out and counted.
    outcome, predictors
        Columns of numbers.
    pair, role, person
        Columns: which pair, who in it (two roles), and who that is; with `person`, several
        partners are noticed.
    distinguishable
        Whether roles have numbers of their own; by default where there is a `role`.
    method
        "reml" or "ml" (generalised least squares), or "sem": two equations by full maximum
        likelihood with z tests, for roles only.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        One kind of members: `intercept`, `actor:x`, `partner:x`, `residual_sd`. Two roles: with
        the role before x (`partner:mentee:x` is what the mentor's x says about the mentee);
        beside them `mean:actor:x` and `half_difference:actor:x` (interaction with the role, first
        role +1, second -1). Always `residual_correlation`, `log_likelihood`; with roles
        `distinguishability` (chi-square by full maximum likelihood).

    Raises
    ------
    NotReady, TooFewPeople, FaultsFound, UnknownName
        Somebody has several partners, nothing differs, or a column cannot be read.

    References
    ----------
    Kenny, Kashy & Cook (2006), Dyadic Data Analysis, chapter 7.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"pair": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    ...     "trust": [1, 2, 3, 5, 2, 4, 4, 4, 5, 1], "gain": [2, 1, 4, 5, 1, 3, 4, 3, 3, 2]})
    >>> "partner:trust" in actor_partner(people, "gain", predictors=["trust"])
    True
    """
    two = role is not None if distinguishable is None else distinguishable
    if (two or method == "sem") and (role is None or not two):
        message = "Roles of their own need a column with the role; name it with role=."
        raise NotReady(message)
    data = dyads(table, outcome, pair=pair, role=role, person=person, predictors=predictors)
    _possible(data, 2 + 4 * len(predictors) if two else 1 + 2 * len(predictors))
    roles = data.roles if two else None
    fit, names = _fit(data, predictors, roles, restricted=method == "reml")
    size = len(names)
    rows = unit_rows(fit, names, level=level)
    if roles is not None:
        half = size // 2
        both = np.hstack([np.eye(half), np.eye(half)]) / 2
        across = np.hstack([np.eye(half), -np.eye(half)]) / 2
        parts = ["intercept"] + [f"{who}:{x}" for who in ("actor", "partner") for x in predictors]
        rows += contrast_rows(
            fit, both, [(f"mean:{p}", f"{p}, mean of the roles") for p in parts], level=level
        )
        rows += contrast_rows(
            fit, across, [(f"half_difference:{p}", f"{p} by role") for p in parts], level=level
        )
    if method == "sem":
        rows = [_normal(row, level) for row in rows]
    kept, warnings = weighed([*rows, *_test(data, predictors)], clusters=len(data.outcome))
    return Result(
        title=f"Own and partner's part in {outcome}",
        method="Actor-partner interdependence model, "
        + (f"by {'ML' if method == 'sem' else method.upper()}, members "
           + ("distinguished by role" if two else "not distinguished") + "; ")
        + ("z tests." if method == "sem" else f"{DF_SAID}."),
        rows=(*kept, *_errors(fit, roles)),
        n_used=len(data.outcome),
        counted="pairs",
        dropped=data.dropped,
        assumptions=("pairs know nothing of each other", "errors are normal"),
        warnings=(*warnings, *_cautions(fit)),
        limits=("A partner's part is an association: without a comparison it is no effect.",),
        reference="Kenny, Kashy & Cook (2006), Dyadic Data Analysis.",
        level=level,
    )  # fmt: skip


def _fit(
    data: Dyads, predictors: Sequence[str], roles: tuple[str, str] | None, *, restricted: bool
) -> tuple[Fit, list[tuple[str, str]]]:
    n = len(data.outcome)
    own = data.predictors.reshape(2 * n, -1)
    other = data.predictors[:, ::-1].reshape(2 * n, -1)
    x = np.column_stack([np.ones(2 * n), own, other])
    codes = np.repeat(np.arange(n), 2)
    second = np.tile([False, True], n)
    errors: Errors = alike_within(codes)
    parts = ["intercept"] + [f"{who}:{x}" for who in ("actor", "partner") for x in predictors]
    names = [(part, part[0].upper() + part[1:]) for part in parts]
    if roles is not None:
        x = np.hstack([x * ~second[:, None], x * second[:, None]])
        errors = two_roles(codes, second)
        ids = [":".join([*p.split(":")[:1], r, *p.split(":")[1:]]) for r in roles for p in parts]
        names = [(name, name[0].upper() + name[1:]) for name in ids]
    if redundant(x.T @ x).any():
        message = (
            "The predictors repeat each other (or partners always share their value), so own and "
            "partner's part cannot be told apart. Leave one out; dyadic_icc can still be given."
        )
        raise NotReady(message)
    return fitted(data.outcome.ravel(), x, errors, restricted=restricted), names


def _possible(data: Dyads, estimated: int) -> None:
    n = len(data.outcome)
    if 2 * n <= estimated + 2:
        message = (
            f"There are {n} whole pairs, and this model needs at least {estimated // 2 + 2}. "
            "The values of both sides can still be shown beside each other."
        )
        raise TooFewPeople(message)
    if np.ptp(data.outcome, axis=0).min() == 0:
        message = "The outcome does not differ between people, which can still be told as it is."
        raise NotReady(message)


def _test(data: Dyads, predictors: Sequence[str]) -> list[Estimate]:
    if data.roles is None or 2 * len(data.outcome) <= 4 + 4 * len(predictors):
        return []
    low, one = _fit(data, predictors, None, restricted=False)
    high, two = _fit(data, predictors, data.roles, restricted=False)
    df = len(two) - len(one) + 1
    title = "Do the roles differ at all? (chi-square)"
    return [likelihood_ratio("distinguishability", title, low, high, df)]


def _errors(fit: Fit, roles: tuple[str, str] | None) -> list[Estimate]:
    rho = float(fit.theta[0])
    rows = [Estimate("residual_correlation", "Correlation of what is left over in a pair", rho)]
    if roles is None:
        rows.append(Estimate("residual_sd", "Spread left over", fit.sigma))
    else:
        other = fit.sigma * float(np.exp(fit.theta[1]))
        for role, sd in zip(roles, (fit.sigma, other), strict=True):
            rows.append(Estimate(f"residual_sd:{role}", f"Spread left over, {role}", sd))
        title = "Covariance left over in a pair"
        rows.append(Estimate("residual_covariance", title, rho * fit.sigma * other))
    return [*rows, Estimate("log_likelihood", "Log-likelihood", fit.log_likelihood)]


def _normal(row: Estimate, level: float) -> Estimate:
    from scipy.stats import norm

    se, z = row.se or 0.0, row.statistic or 0.0
    wide = float(norm.ppf(0.5 + level / 2)) * se
    p = float(2 * norm.sf(abs(z)))
    ends = (row.value - wide, row.value + wide)
    return Estimate(row.id, row.title, row.value, *ends, se, z, "z", None, p)


def _cautions(fit: Fit) -> list[str]:
    if abs(fit.theta[0]) < 0.999:
        return []
    return ["What is left over in a pair is wholly bound together: the model is singular, and its "
            "tests are unsafe. The coefficients can still be told."]  # fmt: skip
