"""How much more one group changed than another: differences in differences, and Morris's d."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.comparison.least_squares import by_groups, fitted, of_two_means
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["difference_in_differences", "pre_post_control", "with_t"]

Floats = NDArray[np.float64]
_NOTHING_DONE = "Nothing was computed."
_LIMIT = (
    "It is a difference, and no effect: it would be one only if both groups had changed alike "
    "without the programme, which nobody can see. Groups that were drawn by lot come nearest."
)


def difference_in_differences(
    table: pd.DataFrame,
    outcome: str,
    *,
    group: str,
    wave: str,
    person: str,
    unit: str = "points",
    level: float = 0.95,
) -> Result:
    """Compare how much two groups changed between two waves.

    Parameters
    ----------
    table
        One row a person and wave; a row with a gap is left out and counted. Who answered once
        counts in that wave's mean.
    outcome, group, wave, person
        Columns: the value; 1 for the group with a place, 0 for the other; 0 before and 1 after;
        who it is.
    unit
        What the outcome is counted in.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `difference` (least squares on all rows; CR2 errors of people, Satterthwaite), `cr1` (the
        same with the simpler error), `independent` (with the error for waves of different people),
        `balanced` (change of those who answered both times, HC2), `balanced_classical`, and the
        means `with_before`, `with_after`, `without_before`, `without_after`.

    Raises
    ------
    UnknownName
        A column is not there.
    FaultsFound
        A value cannot be read, `group` or `wave` has other values than 0 and 1, or somebody is
        twice in a wave.
    TooFewPeople
        Fewer than two values in one of the four cells.

    References
    ----------
    Card & Krueger (1994), American Economic Review 84:772-793; Bell & McCaffrey (2002), Survey
    Methodology 28:169-181.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "who": [*range(8)] * 2, "place": [1, 0] * 8, "wave": [0] * 8 + [1] * 8,
    ...     "level": [2, 2, 1, 2, 3, 3, 2, 1, 4, 2, 3, 3, 4, 3, 4, 1]})
    >>> found = difference_in_differences(
    ...     table, "level", group="place", wave="wave", person="who")
    >>> found["difference"].value
    1.5
    """
    level_checked(level)
    rows, dropped = _read(table, outcome, group, wave, person)
    place, after, y = (rows[name].to_numpy(dtype=np.float64) for name in (group, wave, outcome))
    cells = {
        name: y[(place == g) & (after == w)]
        for name, g, w in (("with_before", 1, 0), ("with_after", 1, 1),
                           ("without_before", 0, 0), ("without_after", 0, 1))
    }  # fmt: skip
    for name, values in cells.items():
        why = "What the other cells say can still be told."
        enough(len(values), 2, what=f"values in {name.replace('_', ' ')}", why=why)
    who = pd.factorize(rows[person])[0].astype(np.intp)
    found = _rows(y, place, after, who, cells, unit, level)
    people = rows.drop_duplicates(person)[group]
    kept, warnings = weighed(found, smallest_group=int(people.value_counts().min()))
    if not next(row for row in found if row.id == "balanced").known:
        warnings += ("Fewer than two of a group answered both times: no changes to compare.",)
    return Result(
        title="How much more one group changed",
        method="Difference in differences by least squares; CR2 errors of people with "
        "Satterthwaite's degrees of freedom.",
        rows=kept,
        n_used=len(people),
        dropped=dropped,
        assumptions=("without the programme both groups would have changed alike",),
        warnings=warnings,
        limits=(_LIMIT,),
        reference="Bell & McCaffrey (2002).",
        level=level,
    )


def _read(
    table: pd.DataFrame, outcome: str, group: str, wave: str, person: str
) -> tuple[pd.DataFrame, dict[str, int]]:
    needed = [outcome, group, wave, person]
    for name in needed:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    numbers = {name: one_column(name, table[name]) for name in (outcome, group, wave)}
    told = table[[person]].assign(**numbers)
    rows = told.dropna().reset_index(drop=True)
    faults = [
        Fault("must be 0 or 1 in every row.", "Give 0 and 1.", column=name)
        for name in (group, wave)
        if not set(rows[name].unique()) <= {0.0, 1.0}
    ]
    if rows.duplicated([person, wave]).any():
        faults.append(Fault("has somebody twice in a wave.", "Keep one row.", column=person))
    if len(rows[[person, group]].drop_duplicates()) > rows[person].nunique():
        faults.append(Fault("has somebody in both groups.", "Choose one.", column=group))
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return rows, {"answers with a gap": len(table) - len(rows)}


def _rows(
    y: Floats,
    place: Floats,
    after: Floats,
    who: NDArray[np.intp],
    cells: dict[str, Floats],
    unit: str,
    level: float,
) -> list[Estimate]:
    fit = fitted(y, np.column_stack([np.ones(len(y)), place, after, place * after]))
    value = float(fit.coefficients[3])
    se, df, simple = by_groups(fit, who, 3)
    means = {name: (float(v.mean()), float(v.std(ddof=1) / np.sqrt(len(v)))) for name, v in
             cells.items()}  # fmt: skip
    apart = float(np.sqrt(sum(error**2 for _, error in means.values())))
    rows = [
        with_t("difference", "Difference of the changes", value, se, df, unit, level),
        with_t("cr1", "The same, CR1 error", value, simple, len(set(who)) - 1, unit, level),
        with_t("independent", "The same, waves of different people", value, apart, fit.df, unit,
                level),
        *_balanced(y, place, after, who, unit, level),
    ]  # fmt: skip
    titles = {"with": "with a place", "without": "without"}
    for name, (mean, error) in means.items():
        side, when = name.split("_")
        rows.append(Estimate(name, f"Mean {titles[side]}, {when}", mean, se=error,
                             n=len(cells[name]), unit=unit))  # fmt: skip
    return rows


def _balanced(
    y: Floats, place: Floats, after: Floats, who: NDArray[np.intp], unit: str, level: float
) -> list[Estimate]:
    wide = pd.DataFrame({"who": who, "after": after, "y": y}).pivot_table(
        index="who", columns="after", values="y"
    )
    whole = wide.dropna() if wide.shape[1] == 2 else wide.iloc[:0]
    side = np.asarray(pd.Series(place).groupby(who).first().loc[whole.index], dtype=np.float64)
    names = {
        "balanced": "Difference of the changes, both times answered",
        "balanced_classical": "The same, classical error",
    }
    if len(whole) < 4 or min((side == 1).sum(), (side == 0).sum()) < 2:
        return [Estimate(name, title, float("nan"), unit=unit) for name, title in names.items()]
    change = np.asarray(whole[1.0] - whole[0.0], dtype=np.float64)
    fit = fitted(change, np.column_stack([np.ones(len(change)), side]))
    value = float(fit.coefficients[1])
    errors = (float(fit.hc2[1]), of_two_means(change, side)), (float(fit.classical[1]), fit.df)
    return [
        with_t(name, title, value, se, df, unit, level, n=len(change))
        for (name, title), (se, df) in zip(names.items(), errors, strict=True)
    ]


def with_t(
    name: str,
    title: str,
    value: float,
    se: float,
    df: float,
    unit: str,
    level: float,
    *,
    n: int | None = None,
) -> Estimate:
    """Give a row with its t interval and test; without them where it has no error."""
    from scipy import stats

    if se <= 1e-12:
        return Estimate(name, title, value, n=n, unit=unit)
    reach = stats.t.ppf((1 + level) / 2, df) * se
    return Estimate(
        name, title, value, value - reach, value + reach, se=se, statistic=value / se,
        statistic_name="t", df=df, p=2 * stats.t.sf(abs(value / se), df), n=n, unit=unit,
    )  # fmt: skip


def pre_post_control(
    with_place: tuple[ArrayLike, ArrayLike],
    without: tuple[ArrayLike, ArrayLike],
    *,
    level: float = 0.95,
) -> Result:
    """Compare the standardised change of two groups (Morris's d of pre-post-control designs).

    Parameters
    ----------
    with_place, without
        Before and after of the people of each group, two arrays each; who lacks a value is left out
        and counted.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `d_ppc1` (each change over its own group's deviation before, the difference of both) and
        `d_ppc2` (over the pooled deviation before), both corrected for small samples; `change_with`
        and `change_without`, standardised.

    Raises
    ------
    FaultsFound
        A value cannot be read, lengths differ, or nobody differs before.
    TooFewPeople
        Fewer than four people in a group.

    References
    ----------
    Morris (2008), Organizational Research Methods 11:364-386; Becker (1988), British Journal of
    Mathematical and Statistical Psychology 41:257-278.

    Examples
    --------
    >>> found = pre_post_control(
    ...     ([1, 2, 3, 2, 4], [3, 3, 4, 4, 5]), ([2, 2, 3, 1, 4], [2, 3, 3, 1, 4]))
    >>> round(found["d_ppc1"].value, 2)
    0.84
    """
    from rmkit.outcomes.values_in import both_waves

    level_checked(level)
    sides = {
        "with": both_waves(*with_place, names=("with, before", "with, after")),
        "without": both_waves(*without, names=("without, before", "without, after")),
    }
    told: dict[str, Summary] = {}
    dropped: dict[str, int] = {}
    for name, both in sides.items():
        enough(len(both), 4, what=f"people {name} a place with both values")
        spread = float(both.before.std(ddof=1))
        if spread <= 1e-12:
            problem = "Everybody said the same before, so there is no deviation to measure by."
            raise FaultsFound([Fault(problem, "Tell the change in points.")], _NOTHING_DONE)
        flat = both.after.std() <= 1e-12
        r = 0.0 if flat else float(np.corrcoef(both.before, both.after)[0, 1])
        told[name] = (len(both), float((both.after - both.before).mean()), spread, r)
        dropped |= {f"{name}: {why}": n for why, n in both.dropped.items()}
    rows = morris_rows(told["with"], told["without"], level)
    kept, warnings = weighed(rows, smallest_group=min(len(b) for b in sides.values()))
    return Result(
        title="Standardised change beside that of a comparison group",
        method="d of pre-post-control designs after Morris (2008), small-sample correction; large-"
        "sample intervals.",
        rows=kept,
        n_used=sum(len(both) for both in sides.values()),
        dropped=dropped,
        assumptions=("without the programme both groups would have changed alike",),
        warnings=warnings,
        limits=(_LIMIT,),
        reference="Morris (2008).",
        level=level,
    )


Summary = tuple[int, float, float, float]


def morris_rows(with_place: Summary, without: Summary, level: float) -> list[Estimate]:
    """Give the rows of `pre_post_control` from n, mean change, deviation before and correlation."""
    from scipy import stats

    z = stats.norm.ppf((1 + level) / 2)
    changes = [_standardised(*side) for side in (with_place, without)]
    d1 = changes[0][0] - changes[1][0]
    v1 = changes[0][1] + changes[1][1]
    d2, v2 = _pooled(with_place, without)
    rows = [("d_ppc1", "Difference of standardised changes", d1, v1),
            ("d_ppc2", "The same, by the pooled deviation", d2, v2),
            ("change_with", "Standardised change, with a place", *changes[0]),
            ("change_without", "Standardised change, without", *changes[1])]  # fmt: skip
    return [
        Estimate(name, title, value, value - z * np.sqrt(v), value + z * np.sqrt(v),
                 se=np.sqrt(v), unit="standard deviations")
        for name, title, value, v in rows
    ]  # fmt: skip


def _correction(df: float) -> float:
    from scipy.special import gammaln

    return float(np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2))


def _standardised(n: int, change: float, spread: float, r: float) -> tuple[float, float]:
    d = _correction(n - 1) * change / spread
    return d, 2 * (1 - r) / n + d**2 / (2 * n)


def _pooled(a: Summary, b: Summary) -> tuple[float, float]:
    (n1, c1, s1, r1), (n2, c2, s2, r2) = a, b
    df = n1 + n2 - 2
    spread = np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df)
    c = 1 - 3 / (4 * df - 1)
    d = c * (c1 - c2) / spread
    r = (n1 * r1 + n2 * r2) / (n1 + n2)
    scale = (n1 + n2) / (n1 * n2)
    v = c**2 * df / (df - 2) * (2 * (1 - r) * scale + d**2) - d**2
    return float(d), float(v)
