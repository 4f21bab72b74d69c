"""One answer from several completed tables: Rubin's rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = [
    "Pooled", "cautions", "pooled_imputations", "pooled_numbers", "pooled_row", "pooling_table",
]  # fmt: skip

Floats = NDArray[np.float64]
_NOTHING_DONE = "Nothing was computed."


class Pooled(NamedTuple):
    """One number over all imputations: each field shape (n_numbers,)."""

    value: Floats
    se: Floats
    df: Floats
    riv: Floats
    lambda_: Floats
    fmi: Floats
    within: Floats
    between: Floats


def pooled_imputations(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    df_complete: float | None = None,
    level: float = 0.95,
) -> Result:
    """Pool what several completed tables gave.

    Parameters
    ----------
    estimates
        One row an imputation, one column a number, shape (m, n_numbers) or (m,); a DataFrame
        brings the names.
    standard_errors
        Of the same shape. None may be missing.
    names
        What the numbers are; `estimate` for a single one.
    df_complete
        Degrees of freedom if nothing had been missing (people less coefficients); None for many.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        One row a number with t, df (Barnard and Rubin) and p. Table `pooling`: `riv` (relative
        increase in variance), `lambda` (share of the variance due to the gaps), `fmi` (share of
        information missing), `within`, `between`.

    Raises
    ------
    FaultsFound
        Shapes differ, a value is missing, a standard error is negative, or there is one
        imputation only.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard & Rubin (1999),
    Biometrika 86:948; van Buuren (2018), Flexible Imputation of Missing Data, ch. 2.

    Examples
    --------
    >>> result = pooled_imputations([0.4, 0.5, 0.45], [0.2, 0.2, 0.21], df_complete=28)
    >>> round(result["estimate"].se, 3), round(result["estimate"].df, 1)
    (0.211, 22.7)
    """
    values, spreads, named = _read(estimates, standard_errors, names)
    found = pooled_numbers(values, spreads, df_complete=df_complete)
    rows = tuple(
        pooled_row(name, found, i, level=level, title=name if name != "estimate" else "Estimate")
        for i, name in enumerate(named)
    )
    m = len(values)
    return Result(
        title=f"Pooled over {m} imputations",
        method="Rubin's rules with degrees of freedom after Barnard and Rubin.",
        rows=rows,
        n_used=m,
        counted="imputations",
        assumptions=("values are missing at random, given what the imputations knew",),
        warnings=cautions(found, m),
        limits=("Imputation does not make up for who is not there: it says how unsure one is.",),
        reference="Rubin (1987); Barnard & Rubin (1999), Biometrika 86:948.",
        level=level,
        tables={"pooling": pooling_table(found, named)},
    )


def pooled_numbers(values: Floats, spreads: Floats, *, df_complete: ArrayLike | None) -> Pooled:
    """Apply the rules to estimates and standard errors, shape (m, n_numbers) both."""
    m = len(values)
    mean = values.mean(axis=0)
    within = (spreads**2).mean(axis=0)
    between = values.var(axis=0, ddof=1)
    extra = (1 + 1 / m) * between
    total = within + extra
    with np.errstate(divide="ignore", invalid="ignore"):
        riv = np.where(within > 0, extra / within, np.where(extra > 0, np.inf, 0.0))
        share = np.where(total > 0, extra / total, 0.0)
        old = np.where(share > 0, (m - 1) / share**2, np.inf)
        complete = np.broadcast_to(
            np.inf if df_complete is None else np.asarray(df_complete, dtype=float), mean.shape
        )
        observed = np.where(
            np.isinf(complete), np.inf, (complete + 1) / (complete + 3) * complete * (1 - share)
        )
        df = 1 / (1 / old + 1 / observed)
        fmi = np.where(np.isinf(riv), 1.0, (riv + 2 / (df + 3)) / (1 + riv))
    return Pooled(mean, np.sqrt(total), df, riv, share, fmi, within, between)


def pooling_table(found: Pooled, names: Sequence[str]) -> pd.DataFrame:
    """Lay out what the gaps cost."""
    columns = {"riv": found.riv, "lambda": found.lambda_, "fmi": found.fmi,
               "within": found.within, "between": found.between}  # fmt: skip
    return pd.DataFrame(columns, index=pd.Index(names, name="number"))


def cautions(found: Pooled, m: int) -> tuple[str, ...]:
    """Say where so much is missing that more imputations, or fewer claims, are called for."""
    worst = float(np.max(found.fmi, initial=0.0))
    told = []
    if worst > 0.5:
        told.append("More than half of the information on a number is missing: it rests on the "
                    "imputation more than on answers.")  # fmt: skip
    if m < 100 * worst:
        told.append(f"{m} imputations are few for so many gaps: with another seed the numbers "
                    f"change. Take {int(np.ceil(10 * worst)) * 10}.")  # fmt: skip
    return tuple(told)


def pooled_row(
    name: str, found: Pooled, i: int, *, level: float, title: str, unit: str = ""
) -> Estimate:
    """Give one pooled number as a row."""
    from scipy import stats

    value, se, df = float(found.value[i]), float(found.se[i]), float(found.df[i])
    if not se > 0:
        return Estimate(name, title, value, se=se, unit=unit)
    reach = float(stats.t.ppf((1 + level) / 2, df)) * se
    p = float(2 * stats.t.sf(abs(value / se), df))
    return Estimate(
        name, title, value, value - reach, value + reach, se=se, statistic=value / se,
        statistic_name="t", df=df, p=p, unit=unit,
    )  # fmt: skip


def _read(
    estimates: ArrayLike, standard_errors: ArrayLike, names: Sequence[str] | None
) -> tuple[Floats, Floats, list[str]]:
    values, spreads = (_table(given) for given in (estimates, standard_errors))
    if names is None and isinstance(estimates, pd.DataFrame):
        names = [str(name) for name in estimates.columns]
    faults = []
    if values.shape != spreads.shape:
        problem = f"has the shape {spreads.shape}, and estimates have {values.shape}."
        faults.append(Fault(problem, "Give one a number and imputation.", column="standard_errors"))
    for name, given in (("estimates", values), ("standard_errors", spreads)):
        if not np.isfinite(given).all():
            problem = f"{int((~np.isfinite(given)).sum())} values are missing or have no end."
            faults.append(Fault(problem, "Leave such a number out of all.", column=name))
    if (spreads < 0).any():
        faults.append(Fault("is negative.", "Give standard errors.", column="standard_errors"))
    if len(values) < 2:
        problem = f"There is {len(values)} imputation."
        faults.append(Fault(problem, "Two are the fewest that say how far imputations differ."))
    width = values.shape[1]
    if names is None:
        names = ["estimate"] if width == 1 else [f"estimate_{i + 1}" for i in range(width)]
    if len(names) != width:
        problem = f"There are {len(names)} names for {width} numbers."
        faults.append(Fault(problem, "Give one a number.", column="names"))
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return values, spreads, list(names)


def _table(given: ArrayLike) -> Floats:
    array = np.asarray(given, dtype=np.float64)
    return array.reshape(-1, 1) if array.ndim < 2 else array
