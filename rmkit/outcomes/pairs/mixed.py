"""Values that belong to people, pairs and sites: a linear mixed model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import NotReady, TooFewPeople, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.error_kinds import RandomTerm, effects_of, factor_of
from rmkit.outcomes.pairs.gaussian import Fit, fitted
from rmkit.outcomes.pairs.tested import DF_SAID, unit_rows
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.covariates_in import columns_of, redundant
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import one_column

__all__ = ["mixed_model"]

Floats = NDArray[np.float64]


def mixed_model(
    table: pd.DataFrame,
    outcome: str,
    *,
    groups: str | Sequence[str],
    predictors: Sequence[str] = (),
    slopes: Mapping[str, Sequence[str]] | None = None,
    reference: Mapping[str, object] | None = None,
    method: Literal["reml", "ml"] = "reml",
    level: float = 0.95,
) -> Result:
    """Fit a linear mixed model: random intercepts, and slopes, of people, pairs or sites.

    Rows with a missing value are left out and counted; somebody with one answer of four stays in
    with that one, so that dropout which the model's own columns explain does no harm.

    Parameters
    ----------
    table
        One row an answer.
    outcome
        The column explained, in its own units.
    groups
        Columns that say whose the answer is; each has a random intercept. They may be nested
        (ids unique throughout) or crossed.
    predictors
        Columns of numbers or categories.
    slopes
        By group, the number columns whose slope differs between its members.
    reference
        The level a category is compared with.
    method
        "reml" or "ml"; only "ml" compares models with different predictors.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `intercept`, `coef:name` with t and p, `sd:group`, `sd:group:slope`, `corr:group:slope`,
        `sigma`, `log_likelihood`. A random effect that the data put at zero is told.

    Raises
    ------
    NotReady, TooFewPeople, FaultsFound, UnknownName
        The outcome does not differ, groups do not repeat, or columns cannot be read.

    References
    ----------
    Laird & Ware (1982), Biometrics 38:963; Fai & Cornelius (1996), J Stat Comput Simul 54:363.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"who": list("aabbccddee"), "wave": [0, 1] * 5,
    ...     "level": [1, 3, 2, 3, 4, 5, 2, 2, 5, 5]})
    >>> found = mixed_model(answers, "level", groups="who", predictors=["wave"])
    >>> round(found["coef:wave"].value, 2)
    0.8
    """
    whose = [groups] if isinstance(groups, str) else list(groups)
    steep = {name: list(columns) for name, columns in (slopes or {}).items()}
    needed = list(
        dict.fromkeys([outcome, *predictors, *whose, *(c for cs in steep.values() for c in cs)])
    )
    for name in [*needed, *steep]:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    kept = table[needed].dropna()
    y = one_column(outcome, kept[outcome])
    columns = columns_of({name: kept[name] for name in predictors}, reference or {})
    x = np.column_stack([np.ones(len(kept)), columns.values.reshape(len(kept), -1)])
    spare = redundant(x.T @ x) if len(kept) else np.zeros(x.shape[1], dtype=bool)
    names = [("intercept", "Intercept")]
    names += [(f"coef:{n}", t) for n, t in zip(columns.names, columns.titles, strict=True)]
    used = [name for name, out in zip(names, spare, strict=True) if not out]
    terms = _terms(kept, whose, steep)
    _possible(y, int((~spare).sum()), terms, whose)
    fit = fitted(y, x[:, ~spare], effects_of(terms), restricted=method == "reml")
    fixed = {row.id: row for row in unit_rows(fit, used, level=level)}
    rows = [fixed.get(name, Estimate(name, title, np.nan)) for name, title in names]
    spread, singular = _spreads(fit, terms, whose, steep)
    few = [int(term.codes.max()) + 1 for term in terms]
    told, warnings = weighed(rows, clusters=min(few))
    gone = [f"{title}: repeats other columns, so it cannot be told." for name, title in names
            if name not in fixed]  # fmt: skip
    return Result(
        title=f"Mixed model of {outcome}",
        method=f"Linear mixed model by {method.upper()}; {DF_SAID}.",
        rows=(*told, *spread, Estimate("sigma", "Spread left over", fit.sigma),
              Estimate("log_likelihood", "Log-likelihood", fit.log_likelihood)),
        n_used=len(kept),
        counted="answers",
        dropped={"a value is missing": len(table) - len(kept)},
        assumptions=("random effects and what is left over are normal",
                     "who is missing depends only on what the model holds"),
        warnings=(*warnings, *gone, *singular),
        limits=("Without a comparison group a slope over time is no effect of mentoring.",),
        reference="Laird & Ware (1982), Biometrics 38:963.",
        level=level,
    )  # fmt: skip


def _terms(kept: pd.DataFrame, whose: list[str], steep: dict[str, list[str]]) -> list[RandomTerm]:
    terms = []
    for name in whose:
        codes = pd.factorize(kept[name])[0].astype(np.intp)
        parts = [np.ones(len(kept)), *(one_column(c, kept[c]) for c in steep.get(name, []))]
        terms.append(RandomTerm(codes, np.column_stack(parts)))
    return terms


def _possible(y: Floats, estimated: int, terms: list[RandomTerm], whose: list[str]) -> None:
    if len(y) <= estimated + 1:
        message = (
            f"There are {len(y)} complete answers, and this needs more than {estimated + 1}. "
            "Means and a chart of the groups can still be given."
        )
        raise TooFewPeople(message)
    if np.ptp(y) == 0:
        message = "All answers are the same, so nothing can be explained; that can still be told."
        raise NotReady(message)
    for name, term in zip(whose, terms, strict=True):
        members = int(term.codes.max()) + 1
        if members < 2 or members * term.columns.shape[1] >= len(y):
            message = (
                f"{name}: {members} different among {len(y)} answers. A random effect needs at "
                "least two, and more answers than effects; leave it out and look at the means."
            )
            raise NotReady(message)


def _spreads(
    fit: Fit, terms: list[RandomTerm], whose: list[str], steep: dict[str, list[str]]
) -> tuple[list[Estimate], list[str]]:
    rows: list[Estimate] = []
    warnings = []
    at = 0
    for name, term in zip(whose, terms, strict=True):
        size = term.columns.shape[1]
        count = size * (size + 1) // 2
        lower = factor_of(fit.theta[at : at + count], size) * fit.sigma
        at += count
        matrix = lower @ lower.T
        sds = np.sqrt(np.diag(matrix))
        rows.append(Estimate(f"sd:{name}", f"Spread between {name}", sds[0]))
        for i, slope in enumerate(steep.get(name, []), 1):
            title = f"Spread of the slope of {slope} between {name}"
            rows.append(Estimate(f"sd:{name}:{slope}", title, sds[i]))
            both = sds[0] * sds[i]
            value = matrix[0, i] / both if both > 0 else np.nan
            title = f"Correlation of the start and the slope of {slope}, {name}"
            rows.append(Estimate(f"corr:{name}:{slope}", title, value))
        if np.diag(lower).min() < 1e-4 * fit.sigma:
            warnings.append(
                f"The model is singular: a random effect of {name} came out at zero, or wholly "
                "bound to another. The coefficients still hold; that spread is not known to be "
                "zero, and a simpler model says the same."
            )
    return rows, warnings
