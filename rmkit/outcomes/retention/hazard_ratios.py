"""Who leaves at a higher rate, several things considered together: Cox's model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, NotReady, TooFewPeople
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.covariates_in import Columns, columns_of, redundant
from rmkit.outcomes.retention.followed_in import Followed, followed
from rmkit.outcomes.retention.kaplan_meier import EARLY_END
from rmkit.outcomes.retention.partial_likelihood import Fit, Ties, fitted, leavings
from rmkit.outcomes.retention.people_needed import needed_said
from rmkit.outcomes.retention.proportional import concordance, drift
from rmkit.outcomes.small_numbers import weighed

__all__ = ["cox_model"]

_TAKEN = ("time", "left", "entry", "strata")


def cox_model(
    time: ArrayLike,
    left: ArrayLike,
    *,
    covariates: pd.DataFrame,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    reference: Mapping[str, object] | None = None,
    ties: Ties = "efron",
    level: float = 0.95,
) -> Result:
    """Compare the rates of leaving, several things considered together.

    Parameters
    ----------
    time, left, entry
        As for `staying`. With `entry`, a person can have several rows, each with the covariates
        as they were between `entry` and `time` (see `follow_up_from`).
    covariates
        One row a person: numbers, yes or no, or categories. People with a missing value are left
        out and counted.
    strata
        Within which people are compared, each with a rate of its own; None for none.
    reference
        The level of a category that others are compared with, by covariate; otherwise the first
        category, or the most frequent value of a column of words.
    ties
        How several who left at one time are taken: "efron" or "breslow".
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        For each covariate `coef:name` (log hazard ratio, with z and p) and `hazard_ratio:name`;
        for the model `likelihood_ratio`, `wald`, `score` (chi-square) and `concordance`;
        `proportional:name` and `proportional` (chi-square) test whether the ratios stay the same
        over time. A level of a category is `name=level`. What the data cannot tell (a column that
        repeats others, a coefficient without an end) is NaN, and a warning says why.

    Raises
    ------
    NotReady
        Nobody left, or no covariate differs between people.
    TooFewPeople
        As many numbers to estimate as people who left, or more.
    FaultsFound, UnknownName
        A column or a reference cannot be read.

    References
    ----------
    Cox (1972), JRSS B 34:187; Efron (1977), JASA 72:557; Grambsch & Therneau (1994), Biometrika
    81:515; Therneau & Grambsch (2000), Modeling Survival Data.

    Examples
    --------
    >>> import pandas as pd
    >>> months = [6, 9, 12, 12, 12, 12, 1, 2, 4, 5, 7, 12]
    >>> gone = [1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0]
    >>> mentored = pd.DataFrame({"mentored": [True] * 6 + [False] * 6})
    >>> result = cox_model(months, gone, covariates=mentored)
    >>> round(result["hazard_ratio:mentored"].value, 2)
    0.19
    """
    _readable(covariates)
    beside = {str(name): covariates[name] for name in covariates.columns}
    if strata is not None:
        beside["strata"] = pd.Series(strata) if not isinstance(strata, pd.Series) else strata
    people = followed(time, left, entry=entry, beside=beside)
    layers = _layers(people, with_strata=strata is not None)
    table = {name: people.beside[name] for name in map(str, covariates.columns)}
    columns = columns_of(table, reference or {})
    centred = columns.values - columns.values.mean(axis=0)
    spare = _spare(columns, centred, people, layers)
    fit = fitted(centred[:, ~spare], *people[:3], layers, ties=ties)
    rows = [
        *_coefficients(columns, fit, spare, level),
        *_model_tests(fit),
        _ranking(centred[:, ~spare] @ fit.coefficients, people, layers, level),
        *_proportional(columns, fit, spare, people),
    ]
    events = int(people.left.sum())
    counts = {"leavers": events, "leavers_a_number": events // int((~spare).sum())}
    kept, few = weighed(rows, **counts)
    return Result(
        title="Rates of leaving, compared",
        method=f"Cox's proportional hazards model, ties after {ties.title()}"
        + (", within strata" if strata is not None else "")
        + (", people at risk from their entry on" if entry is not None else "")
        + "; proportional hazards by the score test over the Kaplan-Meier share.",
        rows=kept,
        n_used=len(people.time),
        counted="people" if entry is None else "stretches of time",
        dropped=people.dropped,
        assumptions=(EARLY_END, "hazard ratios stay the same over time", "effects multiply"),
        warnings=(*few, *_cautions(columns, fit, spare, rows)),
        limits=(
            "A hazard ratio compares rates, not the share that stays; see `staying` for that.",
            "What is not in the model is not held equal: without a lottery a ratio is not an "
            "effect of mentoring.",
            "A high p of the tests of proportional hazards does not show that they are: few who "
            "left can hide much.",
            needed_said(),
        ),
        reference="Cox (1972), JRSS B 34:187; Grambsch & Therneau (1994), Biometrika 81:515.",
        level=level,
    )


def _readable(covariates: pd.DataFrame) -> None:
    names = [str(name) for name in covariates.columns]
    faults = [
        Fault("is a name that the analysis needs itself.", "Call it otherwise.", column=name)
        for name in names
        if name in _TAKEN
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    faults += [Fault("stands there twice.", "Keep one.", column=name) for name in twice]
    if not names:
        faults.append(Fault("There is no covariate.", "Give at least one column."))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")


def _layers(people: Followed, *, with_strata: bool) -> NDArray[np.int64]:
    if not people.left.any():
        message = (
            f"None of {len(people.time)} left while they were followed, so that no rates can be "
            "compared. That nobody left, and for how long people were followed, can be told; or "
            "follow them for longer."
        )
        raise NotReady(message)
    if not with_strata:
        return np.zeros(len(people.time), dtype=np.int64)
    return np.asarray(pd.factorize(people.beside["strata"])[0], dtype=np.int64)


def _spare(
    columns: Columns, centred: NDArray[np.float64], people: Followed, layers: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Find the columns that say nothing of their own, and refuse too many of the others."""
    size = centred.std(axis=0)
    scaled = centred / np.where(size > 1e-12, size, 1.0)
    start = leavings(scaled, *people[:3], layers, np.zeros(len(size)))
    spare = redundant(start.information) | (size <= 1e-12)
    kept, events = int((~spare).sum()), int(people.left.sum())
    if not kept:
        message = (
            f"Nobody differs in {', '.join(columns.terms)} from others who were at risk with them, "
            "so that no rates can be compared. `staying` tells how many stay."
        )
        raise NotReady(message)
    if kept >= events:
        message = (
            f"{events} left, and the model would estimate {kept} numbers from them. Take fewer "
            f"covariates (at most {max(events // 10, 1)} here), or wait; `staying` and `log_rank` "
            "can still be told."
        )
        raise TooFewPeople(message)
    return np.asarray(spare, dtype=np.bool_)


def _coefficients(
    columns: Columns, fit: Fit, spare: NDArray[np.bool_], level: float
) -> list[Estimate]:
    from scipy import stats

    z = float(stats.norm.ppf((1 + level) / 2))
    se = np.sqrt(np.diag(np.linalg.pinv(fit.at_best.information)))
    place = np.cumsum(~spare) - 1
    coefs, ratios = [], []
    for j, (name, title) in enumerate(zip(columns.names, columns.titles, strict=True)):
        coef = Estimate(f"coef:{name}", f"Log hazard ratio, {title}", float("nan"), unit="log")
        ratio = Estimate(
            f"hazard_ratio:{name}", f"Hazard ratio, {title}", float("nan"), unit="times the rate"
        )
        i = place[j]
        if not spare[j] and not fit.endless[i]:
            value, spread = float(fit.coefficients[i]), float(se[i])
            low, high, test = value - z * spread, value + z * spread, value / spread
            coef = replace(
                coef, value=value, low=low, high=high, se=spread, statistic=test,
                statistic_name="z", p=float(2 * stats.norm.sf(abs(test))),
            )  # fmt: skip
            ratio = replace(
                ratio, value=float(np.exp(value)), low=float(np.exp(low)), high=float(np.exp(high))
            )
        coefs.append(coef)
        ratios.append(ratio)
    return [*coefs, *ratios]


def _model_tests(fit: Fit) -> list[Estimate]:
    df = len(fit.coefficients)
    start, best = fit.at_zero, fit.at_best
    wald = float(fit.coefficients @ best.information @ fit.coefficients)
    found = {
        "likelihood_ratio": ("Likelihood ratio test of the model",
                             2 * (best.log_likelihood - start.log_likelihood)),
        "wald": ("Wald test of the model", float("nan") if fit.endless.any() else wald),
        "score": ("Score test of the model",
                  float(start.slope @ np.linalg.solve(start.information, start.slope))),
    }  # fmt: skip
    return [_chi2(name, title, value, df) for name, (title, value) in found.items()]


def _chi2(name: str, title: str, value: float, df: int) -> Estimate:
    from scipy import stats

    if np.isnan(value):
        return Estimate(name, title, value)
    p = float(stats.chi2.sf(value, df))
    return Estimate(name, title, value, statistic=value, statistic_name="chi2", df=df, p=p)


def _ranking(
    score: NDArray[np.float64], people: Followed, layers: NDArray[np.int64], level: float
) -> Estimate:
    from scipy import stats

    share, se = concordance(score, people, layers)
    row = Estimate("concordance", "Concordance (0.5 is chance)", share)
    if np.isnan(share):
        return row
    z = float(stats.norm.ppf((1 + level) / 2))
    return replace(row, low=max(share - z * se, 0.0), high=min(share + z * se, 1.0), se=se)


def _proportional(
    columns: Columns, fit: Fit, spare: NDArray[np.bool_], people: Followed
) -> list[Estimate]:
    place = np.cumsum(~spare) - 1
    terms = {
        name: [int(place[j]) for j in own if not spare[j]] for name, own in columns.terms.items()
    }
    terms = {name: own for name, own in terms.items() if own}
    if fit.endless.any():
        tests = {name: (float("nan"), len(own)) for name, own in terms.items()}
        tests[""] = (float("nan"), len(fit.coefficients))
    else:
        tests = drift(fit.at_best, people, terms)
    return [
        _chi2(f"proportional:{name}" if name else "proportional",
              f"Proportional hazards, {name or 'all together'}", chi2, df)
        for name, (chi2, df) in tests.items()
    ]  # fmt: skip


def _cautions(
    columns: Columns, fit: Fit, spare: NDArray[np.bool_], rows: list[Estimate]
) -> list[str]:
    told = [
        f"{columns.names[j]} says nothing beyond the other columns and was left out of the model."
        for j in np.flatnonzero(spare)
    ]
    used = np.flatnonzero(~spare)
    for i in np.flatnonzero(fit.endless):
        way = "higher" if fit.coefficients[i] > 0 else "lower"
        told.append(
            f"{columns.names[used[i]]} parts those who left from the others so clearly that its "
            f"hazard ratio has no end: the rate is {way} without a number to it. The likelihood "
            "ratio and score tests of the model still hold; fewer covariates, joined levels or "
            "more people would give a number."
        )
    overall = next(row for row in rows if row.id == "proportional")
    if overall.p is not None and overall.p < 0.05:
        told.append(
            "Hazard ratios seem to change over time, so that each is an average over the time "
            "followed; `restricted_mean` does not need them to stay the same."
        )
    return told
