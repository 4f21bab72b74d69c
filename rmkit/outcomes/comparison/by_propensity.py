"""A difference between those with a place and without, weighted until both look alike at the start.

The weights make alike what was measured, and nothing else. Without a lottery, those who wanted a
place may differ in what nobody asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["propensity_weighted"]

Floats = NDArray[np.float64]
Target = Literal["att", "ate"]
_TARGETS = {"att": "those with a place", "ate": "everybody"}
_NOTHING_DONE = "Nothing was computed."
_EDGE = 0.02
_STILL_APART = 0.1


@discreet("dropped")
@dataclass(frozen=True, eq=False)
class _Read:
    outcome: Floats
    treated: NDArray[np.bool_]
    design: pd.DataFrame
    dropped: dict[str, int]


def propensity_weighted(
    table: pd.DataFrame,
    outcome: str,
    *,
    treated: str,
    covariates: Sequence[str],
    target: Target = "att",
    unit: str = "points",
    level: float = 0.95,
) -> Result:
    """Compare those with and without a place, weighted to be alike in what was measured before.

    Parameters
    ----------
    table
        One row a person. A row with a gap in a column that is used is left out and counted.
    outcome, treated, covariates
        Names of columns: what came of it; 1 or True for those with a place; what was known before.
        Words are taken as groups, the first in the alphabet being the one compared with.
    target
        Whom the difference is about: those with a place ("att"), or everybody ("ate").
    unit
        What the outcome is counted in.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `difference` (weighted, with a robust error), `unweighted`, `effective_without` and
        `effective_with` (how many people the weighted groups are worth). `tables["balance"]`:
        `covariate`, `before`, `after`, differences in standard deviations of those with a place;
        `tables["model"]`: the coefficients of the logistic model.

    Raises
    ------
    UnknownName
        A column or target is not there.
    FaultsFound
        A column cannot be read, `treated` has other than two values, or a covariate tells the
        groups apart altogether, so that there is nobody to compare with.
    TooFewPeople
        Fewer than ten in a group.

    References
    ----------
    Rosenbaum & Rubin (1983), Biometrika 70:41-55; Austin & Stuart (2015), Statistics in Medicine
    34:3661-3679; Lumley (2004), Journal of Statistical Software 9(8), for the error.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> before = rng.normal(3, 1, 200)
    >>> place = rng.random(200) < 1 / (1 + np.exp(-(before - 3)))
    >>> table = pd.DataFrame({"before": before, "place": place, "after": before + place})
    >>> result = propensity_weighted(table, "after", treated="place", covariates=["before"])
    >>> result["unweighted"].value > 1.5, round(result["difference"].value, 1)
    (True, 1.0)
    """
    level_checked(level)
    if target not in _TARGETS:
        raise UnknownName(kind="target", name=target, known=_TARGETS)
    read = _read(table, outcome, treated, covariates)
    for which, n in (("with", read.treated.sum()), ("without", (~read.treated).sum())):
        why = "Means of both groups can still be told."
        enough(int(n), 10, what=f"people {which} a place", why=why)
    model, scores = _scores(read)
    weights = _weights(scores, read.treated, target)
    rows = _rows(read, weights, unit, level)
    balance = _balance(read, weights)
    kept, few = weighed(rows, smallest_group=int(min(read.treated.sum(), (~read.treated).sum())))
    return Result(
        title="Difference between weighted groups",
        method="Logistic propensity score, inverse-probability weights for "
        f"{_TARGETS[target]}; linearised (survey) standard error, t with n - 2.",
        rows=kept,
        n_used=len(read.outcome),
        dropped=read.dropped,
        assumptions=(
            "everything that leads to a place and to the outcome was measured before",
            "everybody could have been in either group",
        ),
        warnings=few + _warnings(scores, weights, read.treated, balance),
        limits=(
            "Places were not drawn: what nobody measured may still explain this difference "
            "(rmkit.outcomes.e_value says how strong it would have to be).",
        ),
        reference="Rosenbaum & Rubin (1983); Austin & Stuart (2015).",
        level=level,
        tables={"balance": balance, "model": model},
    )


def _read(table: pd.DataFrame, outcome: str, treated: str, covariates: Sequence[str]) -> _Read:
    needed = [outcome, treated, *covariates]
    for name in needed:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    whole = table[needed].notna().all(axis=1)
    used = table.loc[whole, needed].reset_index(drop=True)
    values = used[treated]
    if not set(values.unique()) <= {0, 1} or values.nunique() != 2:
        problem = "must say of everybody whether they had a place, and there must be both."
        raise FaultsFound([Fault(problem, "Give 1 and 0.", column=treated)], _NOTHING_DONE)
    parts: list[pd.DataFrame] = []
    for name in covariates:
        column = used[name]
        if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            parts.append(pd.DataFrame({name: one_column(name, column.astype(float))}))
        else:
            kinds = sorted(column.astype(str).unique())[1:]
            parts += [
                pd.DataFrame({f"{name}{kind}": (column.astype(str) == kind).astype(float)})
                for kind in kinds
            ]
    design = pd.concat(parts, axis="columns") if parts else pd.DataFrame(index=used.index)
    dropped = {"a value is missing": int((~whole).sum())}
    has_place = values.astype(float).to_numpy() > 0
    return _Read(one_column(outcome, used[outcome]), has_place, design, dropped)


def _scores(read: _Read) -> tuple[pd.DataFrame, Floats]:
    """Fit the logistic model by iteratively reweighted least squares."""
    design = read.design.to_numpy(dtype=np.float64)
    spread = design.std(axis=0)
    names = list(read.design.columns)
    if fixed := [name for name, s in zip(names, spread, strict=True) if s <= 1e-12]:
        faults = [Fault("is the same for everybody.", "Leave it out.", column=c) for c in fixed]
        raise FaultsFound(faults, _NOTHING_DONE)
    scaled = np.column_stack([np.ones(len(design)), (design - design.mean(axis=0)) / spread])
    if np.linalg.matrix_rank(scaled) < scaled.shape[1]:
        problem = "Some covariates follow from others, so their parts cannot be told."
        raise FaultsFound([Fault(problem, "Leave one of them out.")], _NOTHING_DONE)
    y, beta = read.treated.astype(np.float64), np.zeros(scaled.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(scaled @ beta, -30, 30)))
        slope = (p * (1 - p))[:, None] * scaled
        try:
            step = np.linalg.solve(scaled.T @ slope, scaled.T @ (y - p))
        except np.linalg.LinAlgError:
            break
        beta += step
        if np.abs(step).max() < 1e-12 or np.abs(beta).max() > 25:
            break
    if np.abs(beta).max() > 25 or not np.isfinite(beta).all():
        problem = "The covariates tell the two groups apart altogether: nobody can be compared."
        raise FaultsFound([Fault(problem, "Use fewer covariates.")], _NOTHING_DONE)
    scores = 1 / (1 + np.exp(-(scaled @ beta)))
    coefficients = beta[1:] / spread
    intercept = beta[0] - (coefficients * design.mean(axis=0)).sum()
    told = pd.DataFrame({"term": ["intercept", *names], "value": [intercept, *coefficients]})
    return told, scores


def _weights(scores: Floats, treated: NDArray[np.bool_], target: Target) -> Floats:
    if target == "att":
        return np.where(treated, 1.0, scores / (1 - scores))
    return np.where(treated, 1 / scores, 1 / (1 - scores))


def _rows(read: _Read, weights: Floats, unit: str, level: float) -> list[Estimate]:
    equal = np.ones(len(weights))
    with_them, without = read.treated, ~read.treated
    return [
        _difference("difference", "Weighted difference", read, weights, unit, level),
        _difference("unweighted", "Difference as it is", read, equal, unit, level),
        Estimate("effective_without", "People without a place, in effect", _worth(weights[without]),
                 unit="people"),
        Estimate("effective_with", "People with a place, in effect", _worth(weights[with_them]),
                 unit="people"),
    ]  # fmt: skip


def _worth(weights: Floats) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum())


def _difference(
    name: str, title: str, read: _Read, weights: Floats, unit: str, level: float
) -> Estimate:
    from scipy import stats

    n, value, lean = len(weights), 0.0, np.zeros(len(weights))
    for group, sign in ((read.treated, 1.0), (~read.treated, -1.0)):
        total = weights[group].sum()
        mean = (weights[group] * read.outcome[group]).sum() / total
        value += sign * mean
        lean[group] = sign * weights[group] * (read.outcome[group] - mean) / total
    se = float(np.sqrt(n / (n - 1) * (lean**2).sum()))
    if se <= 1e-12:
        return Estimate(name, title, value, unit=unit)
    reach = stats.t.ppf((1 + level) / 2, n - 2) * se
    return Estimate(
        name, title, value, value - reach, value + reach, se=se, statistic=value / se,
        statistic_name="t", df=n - 2, p=2 * stats.t.sf(abs(value / se), n - 2), unit=unit,
    )  # fmt: skip


def _balance(read: _Read, weights: Floats) -> pd.DataFrame:
    rows = []
    for name in read.design.columns:
        column = read.design[name].to_numpy(dtype=np.float64)
        sd = column[read.treated].std(ddof=1)
        apart = []
        for w in (np.ones(len(weights)), weights):
            means = [np.average(column[g], weights=w[g]) for g in (read.treated, ~read.treated)]
            apart.append((means[0] - means[1]) / sd if sd > 1e-12 else float("nan"))
        rows.append((str(name), *apart))
    return pd.DataFrame(rows, columns=["covariate", "before", "after"])


def _warnings(
    scores: Floats, weights: Floats, treated: NDArray[np.bool_], balance: pd.DataFrame
) -> tuple[str, ...]:
    told = []
    apart = balance.loc[balance["after"].abs() > _STILL_APART, "covariate"].tolist()
    if apart:
        told.append(
            f"Still apart by more than {_STILL_APART:g} standard deviations after weighting: "
            f"{', '.join(apart)}."
        )
    edge = int(((scores < _EDGE) | (scores > 1 - _EDGE)).sum())
    if edge:
        told.append(
            f"{edge} people were all but sure to have a place, or to have none: there is hardly "
            "anybody to compare them with."
        )
    for group, who in ((treated, "with"), (~treated, "without")):
        most = float(weights[group].max() / weights[group].sum())
        if most > 0.1:
            told.append(
                f"One person carries {100 * most:.0f} % of the weight of those {who} a place."
            )
    return tuple(told)
