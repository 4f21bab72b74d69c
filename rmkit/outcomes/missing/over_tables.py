"""An analysis over several completed tables, pooled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from rmkit.errors import NotReady
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.missing.imputing import Way, completed_tables
from rmkit.outcomes.missing.rubin import cautions, pooled_numbers, pooled_row, pooling_table
from rmkit.outcomes.result import Result

__all__ = ["Analysis", "multiply_imputed", "over_tables"]

Analysis = Callable[[pd.DataFrame], "Result | Mapping[str, tuple[float, float]]"]
"""What is done with each table: it gives a `Result`, or estimate and standard error by name."""


def multiply_imputed(
    table: pd.DataFrame,
    analysis: Analysis,
    *,
    imputations: int = 20,
    rounds: int = 10,
    way: Way = "pmm",
    seed: int = 0,
    df_complete: float | None = None,
    level: float = 0.95,
    on_progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Complete a table several times, analyse each, and pool.

    Parameters
    ----------
    table
        One row a person, numbers with gaps (see `completed_tables`).
    analysis
        Takes a completed table and gives a `Result`, or estimate and standard error by name.
        Rows without a standard error cannot be pooled and are left out, which a warning says.
    imputations, rounds, way, seed
        How often and how it is completed: by values of people who are near ("pmm"), or by draws
        from a normal distribution ("normal").
    df_complete
        Degrees of freedom if nothing had been missing; those of the analysis where None.
    level
        How wide intervals are meant to be.
    on_progress
        Called with how many tables are done, and of how many.

    Returns
    -------
    Result
        The rows of the analysis, pooled by Rubin's rules. Tables `pooling` (see
        `pooled_imputations`), `gaps` (how many values were filled in by column) and `chains` (mean
        and spread of what was filled in, by round: without a trend, the rounds were enough).

    Raises
    ------
    NotReady
        No row of the analysis has a standard error, or nothing is missing.
    FaultsFound, TooFewPeople
        As for `completed_tables`.

    References
    ----------
    van Buuren (2018), Flexible Imputation of Missing Data; White, Royston & Wood (2011),
    Statistics in Medicine 30:377.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> before = rng.integers(1, 6, 40).astype(float)
    >>> after = np.where(rng.random(40) < 0.3, np.nan, before)
    >>> def mean_after(table):
    ...     return {"after": (table["after"].mean(), table["after"].sem())}
    >>> answers = pd.DataFrame({"before": before, "after": after})
    >>> result = multiply_imputed(answers, mean_after, imputations=5, seed=1)
    >>> len(result), int(result.tables["gaps"].loc["after", "missing"])
    (1, 11)
    """
    completed = completed_tables(
        table, imputations=imputations, rounds=rounds, way=way, seed=seed, on_progress=on_progress
    )
    counts = completed.gaps.sum()
    if not counts.any():
        message = "Nothing is missing in the table: do the analysis itself, there is no need of it."
        raise NotReady(message)
    pooled = over_tables(completed.tables, analysis, df_complete=df_complete, level=level)
    by = "values of the five people nearest" if way == "pmm" else "draws from a normal distribution"
    gaps = pd.DataFrame({"missing": counts, "share": counts / len(table)})
    gaps.index.name = "column"
    chains = completed.chains.groupby(["column", "round"], sort=False)[["mean", "sd"]].mean()
    return replace(
        pooled,
        method=f"{imputations} tables completed by chained equations ({by}, {rounds} rounds, seed "
        f"{seed}), pooled by Rubin's rules. {pooled.method}".strip(),
        n_used=len(table),
        counted="people",
        tables={**pooled.tables, "gaps": gaps, "chains": chains.reset_index()},
    )


def over_tables(
    tables: Sequence[pd.DataFrame],
    analysis: Analysis,
    *,
    df_complete: float | None,
    level: float,
) -> Result:
    """Analyse each of several tables and pool the rows that have a standard error."""
    first, *others = [_as_result(analysis(table)) for table in tables]
    made = [first, *others]
    usable = [
        row.id for row in first
        if all(row.id in one and _has_se(one[row.id]) for one in made)
    ]  # fmt: skip
    if not usable:
        message = (
            "No number of the analysis has a standard error in every completed table, so that "
            "nothing can be pooled. Give an analysis that has, or look at `Result.table()`."
        )
        raise NotReady(message)
    values = np.array([[one[name].value for name in usable] for one in made])
    spreads = np.array([[one[name].se for name in usable] for one in made], dtype=float)
    complete = [df_complete or _df(first[name]) for name in usable]
    found = pooled_numbers(values, spreads, df_complete=complete)
    rows = []
    for i, name in enumerate(usable):
        mine = first[name]
        row = pooled_row(name, found, i, level=level, title=mine.title, unit=mine.unit)
        tested = all(one[name].p is not None for one in made)
        rows.append(row if tested else replace(row, p=None))
    skipped = [row.title for row in first if row.id not in usable]
    left_out = f"Without a standard error, and so not pooled: {'; '.join(skipped)}."
    warned = [told for one in made for told in one.warnings]
    return Result(
        title=f"{first.title}, gaps filled in" if first.title else "Gaps filled in",
        method=first.method,
        rows=tuple(rows),
        n_used=first.n_used,
        counted=first.counted,
        assumptions=(*first.assumptions, "values are missing at random, given the table"),
        warnings=tuple(
            dict.fromkeys([*warned, *cautions(found, len(made)), *([left_out] if skipped else [])])
        ),
        limits=(
            *first.limits,
            "Filled in values rest on those who answered: see `delta_adjusted` for what follows if "
            "those who did not are worse off.",
        ),
        reference="van Buuren (2018), Flexible Imputation of Missing Data.",
        level=level,
        tables={"pooling": pooling_table(found, usable)},
    )


def _as_result(found: Result | Mapping[str, tuple[float, float]]) -> Result:
    if isinstance(found, Result):
        return found
    rows = tuple(
        Estimate(name, name, value, se=se, p=1.0) for name, (value, se) in found.items()
    )  # that p is there says alone that a test is allowed; the pooled one takes its place
    return Result("", "", rows, 0)


def _has_se(row: Estimate) -> bool:
    return row.known and row.se is not None and bool(np.isfinite(row.se))


def _df(row: Estimate) -> float:
    return row.df if isinstance(row.df, float) else float("inf")
