"""Whether gaps lie in a table as if by chance alone: Little's test."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rmkit.errors import NotReady
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.missing.normal_moments import Moments, Pattern, moments, patterns
from rmkit.outcomes.missing.tables_in import number_table
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough

__all__ = ["little_test"]


def little_test(table: pd.DataFrame) -> Result:
    """Test whether those with gaps answered otherwise what they did answer.

    Parameters
    ----------
    table
        One row a person, one column a measure, numbers; missing values are what it is about.
        People without any value are left out and counted.

    Returns
    -------
    Result
        `little`: chi-square with its degrees of freedom and p. Tables `patterns` (which columns
        are there, and how many people have them so; those of fewer than five joined) and `moments`
        (mean and standard deviation of each column, estimated with the gaps).

    Raises
    ------
    NotReady
        The columns repeat each other, so that no covariance can be inverted.
    FaultsFound
        A column cannot be read as numbers.
    TooFewPeople
        No more people than columns.

    Notes
    -----
    The covariance is the most likely one (divided by n), by EM.

    References
    ----------
    Little (1988), JASA 83:1198.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(5)
    >>> answers = pd.DataFrame(rng.integers(1, 6, (60, 3)).astype(float), columns=list("abc"))
    >>> answers.iloc[:15, 2] = np.nan
    >>> row = little_test(answers)["little"]
    >>> row.df
    2.0
    """
    values = number_table(table, least=2)
    nothing = np.isnan(values).all(axis=1)
    kept = values[~nothing]
    names = [str(name) for name in table.columns]
    why = "How many values are missing in each column can still be told."
    enough(len(kept), len(names) + 1, what="people with any value", why=why)
    found = patterns(kept)
    gaps = int(np.isnan(kept).any(axis=1).sum())
    words = "Gaps by chance alone (chi-square)"
    warnings: list[str] = []
    centre = moments(kept)
    if len(found) == 1:
        row = Estimate("little", words, float("nan"))
        warnings.append("Everybody answered the same questions: there is nothing to test.")
    else:
        row = _tested(found, centre, words)
    if not centre.settled:
        warnings.append("The estimation did not settle: few people have values in common.")
    rows, few = weighed((row,), people_with_gaps=gaps) if len(found) > 1 else ((row,), ())
    return Result(
        title="Whether values are missing by chance",
        method="Little's test of missing completely at random, moments by EM.",
        rows=rows,
        n_used=len(kept),
        dropped={"no value at all": int(nothing.sum())},
        assumptions=("values are roughly normal together", "patterns differ in means alone"),
        warnings=(*warnings, *few),
        limits=(
            "A high p does not show that gaps are harmless: what was not answered may itself be "
            "why, and nothing in the table can tell; see `delta_adjusted`.",
        ),
        reference="Little (1988), JASA 83:1198.",
        tables={"patterns": _pattern_table(found, names), "moments": _moment_table(centre, names)},
    )


def _tested(found: list[Pattern], centre: Moments, words: str) -> Estimate:
    from scipy import stats

    size = np.sqrt(np.diag(centre.covariance))
    apart = np.where(size > 1e-9, size, 1.0)
    scaled = centre.covariance / np.outer(apart, apart)
    if (size <= 1e-9).any() or np.linalg.eigvalsh(scaled).min() < 1e-8:
        message = (
            "Columns repeat each other, or one is the same for all, so that the test cannot be "
            "made. Leave out the column that says nothing new (a sum beside its parts, say); how "
            "many values are missing can still be told."
        )
        raise NotReady(message)
    chi2, df = 0.0, -len(centre.mean)
    for seen, rows in found:
        off = rows.mean(axis=0) - centre.mean[seen]
        chi2 += len(rows) * float(off @ np.linalg.solve(centre.covariance[np.ix_(seen, seen)], off))
        df += int(seen.sum())
    p = float(stats.chi2.sf(chi2, df))
    return Estimate("little", words, chi2, statistic=chi2, statistic_name="chi2", df=df, p=p)


def _pattern_table(found: list[Pattern], names: list[str]) -> pd.DataFrame:
    rows = [dict(zip(names, map(bool, seen), strict=True)) | {"people": len(rows)}
            for seen, rows in found]  # fmt: skip
    made = pd.DataFrame(rows).sort_values("people", ascending=False, kind="stable")
    told = made[made["people"] >= 5]
    rest = int(made["people"].sum() - told["people"].sum())
    if rest:
        others = pd.DataFrame([dict.fromkeys(names, pd.NA) | {"people": rest}])
        told = pd.concat([told.astype(object), others.astype(object)])
    return told.reset_index(drop=True)


def _moment_table(centre: Moments, names: list[str]) -> pd.DataFrame:
    size = np.sqrt(np.diag(centre.covariance))
    return pd.DataFrame({"mean": centre.mean, "sd": size}, index=pd.Index(names, name="column"))
