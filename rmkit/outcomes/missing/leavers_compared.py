"""Who stayed in the study against who left it, by what was known at the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, TooFewPeople
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.values_in import one_column

__all__ = ["attrition"]

_FEWEST = 5
_LARGE = 0.25
Flags = NDArray[np.bool_]


class _Two(NamedTuple):
    """One measure in both groups."""

    n_left: int
    n_stayed: int
    mean_left: float
    mean_stayed: float
    sd_left: float
    sd_stayed: float

    @property
    def smd(self) -> float:
        spread = np.sqrt((self.sd_left**2 + self.sd_stayed**2) / 2)
        return float((self.mean_left - self.mean_stayed) / spread)


def attrition(baseline: pd.DataFrame, stayed: ArrayLike, *, level: float = 0.95) -> Result:
    """Compare those who left with those who stayed, by what was known of them at the beginning.

    Parameters
    ----------
    baseline
        One row a person: numbers, yes or no, or categories. Missing values are left out column by
        column.
    stayed
        Whether each stayed: 1 or True; 0 or False for those who left. A Series is joined by index.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `left` (the share who left, Wilson's interval) and `smd:column` or `smd:column=level`: how
        many standard deviations higher those who left were, or how much more frequent a level was
        among them. Table `baseline` with the figures of both groups. A level that fewer than five
        of either group have, or all but fewer than five, is told in neither, nor is another from
        which it could be worked out; so is a number that fewer than five of either have.

    Raises
    ------
    TooFewPeople
        Fewer than five left, or fewer than five stayed.
    FaultsFound
        A column cannot be read.

    References
    ----------
    Austin (2009), Statistics in Medicine 28:3083; Wilson (1927), JASA 22:209.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"age": [51, 48, 55, 49, 53, 30, 33, 29, 41, 38, 36]})
    >>> result = attrition(people, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    >>> round(result["smd:age"].value, 2)
    4.3
    """
    there, table, dropped = _read(baseline, stayed)
    n, left = len(there), int((~there).sum())
    _enough(n, left)
    rows = [_share(left, n, level)]
    told: list[dict[str, object]] = []
    withheld: list[str] = []
    for name in table.columns:
        found = _compared(str(name), table[name], ~there)
        withheld += [] if found is None or found[1] == 0 else [str(name)]
        if found is None:
            withheld.append(str(name))
            continue
        for title, two in found[0].items():
            rows.append(_row(title, two, level))
            column, _, value = title.partition("=")
            told.append({"column": column, "level": value, **two._asdict(), "smd": two.smd})
    return Result(
        title="Who left and who stayed",
        method="Standardised differences with the mean of both variances; Wilson's interval for "
        "the share; intervals of the differences by their large-sample variance.",
        rows=tuple(rows),
        n_used=n,
        dropped=dropped,
        warnings=tuple(_cautions(rows, withheld)),
        limits=(
            "That both are alike in what was asked does not say that they are in what was not.",
            "Tests of such differences tell how many people there are more than how different "
            "they are; none is made.",
        ),
        reference="Austin (2009), Statistics in Medicine 28:3083.",
        level=level,
        tables={"baseline": pd.DataFrame(told)},
    )


def _read(baseline: pd.DataFrame, stayed: ArrayLike) -> tuple[Flags, pd.DataFrame, dict[str, int]]:
    dropped: dict[str, int] = {}
    if isinstance(stayed, pd.Series) and not stayed.index.equals(baseline.index):
        if not (stayed.index.is_unique and baseline.index.is_unique):
            fault = Fault("has an index label twice.", "Keep one a person.", column="stayed")
            raise FaultsFound([fault], "Nothing was computed.")
        dropped["only in stayed"] = int((~stayed.index.isin(baseline.index)).sum())
        stayed = stayed.reindex(baseline.index)
    values = one_column("stayed", stayed, scale=(0, 1))
    faults = []
    if len(values) != len(baseline):
        problem = f"has {len(values)} values, and the table has {len(baseline)} rows."
        faults.append(Fault(problem, "Give one a person.", column="stayed"))
    elif (odd := ~np.isnan(values) & (values != 0) & (values != 1)).any():
        problem = f"{int(odd.sum())} values are neither 1 (stayed) nor 0 (left)."
        faults.append(Fault(problem, "Give 1, 0, True or False.", column="stayed"))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    known = ~np.isnan(values)
    dropped["not known whether they stayed"] = int((~known).sum())
    return values[known] == 1, baseline[known], dropped


def _enough(n: int, left: int) -> None:
    few = [what for what, count in (("left", left), ("stayed", n - left)) if count < _FEWEST]
    if few:
        message = (
            f"Of {n} people fewer than five {' and fewer than five '.join(few)}, so that what they "
            "are like is not told: it would be about single people. That so few did can be said."
        )
        raise TooFewPeople(message)


def _share(left: int, n: int, level: float) -> Estimate:
    from scipy import stats

    ends = stats.binomtest(left, n).proportion_ci(level, method="wilson")
    return Estimate("left", "Share who left", left / n, ends.low, ends.high, unit="share")


def _compared(name: str, column: pd.Series, left: Flags) -> tuple[dict[str, _Two], int] | None:
    """Compare one column; None where nothing of it may be told, with how many levels may not."""
    known = column.notna().to_numpy()
    groups = known & left, known & ~left
    if min(int(group.sum()) for group in groups) < _FEWEST:
        return None
    is_flag = pd.api.types.is_bool_dtype(column)
    if pd.api.types.is_numeric_dtype(column) and not is_flag:
        values = one_column(name, column)
        if len(set(values[known])) > 2:
            return {name: _two(values[groups[0]], values[groups[1]])}, 0
    levels = sorted(column[known].unique(), key=str)
    counts = {
        value: tuple(int((column == value)[group].sum()) for group in groups) for value in levels
    }
    kept = _tellable(counts)
    shown = kept[-1:] if len(levels) == 2 and len(kept) == 2 else kept
    found = {}
    for value in shown:
        has = np.asarray(column == value, dtype=np.float64)
        found[f"{name}={value}"] = _two(has[groups[0]], has[groups[1]], shares=True)
    return (found, len(levels) - len(kept)) if found else None


def _tellable(counts: Mapping[object, tuple[int, ...]]) -> list[object]:
    """Give the levels that at least five of either group have, and five have not."""
    totals = [sum(of) for of in zip(*counts.values(), strict=True)]
    kept = [
        value
        for value, of in counts.items()
        if all(c >= _FEWEST and t - c >= _FEWEST for c, t in zip(of, totals, strict=True))
    ]
    while kept and len(kept) < len(counts):
        hidden = [total - sum(counts[value][i] for value in kept) for i, total in enumerate(totals)]
        if len(kept) < len(counts) - 1 and min(hidden) >= _FEWEST:
            break
        # What is left out would follow from the others.
        kept.remove(min(kept, key=lambda value: min(counts[value])))
    return kept


def _two(left: NDArray[np.float64], stayed: NDArray[np.float64], *, shares: bool = False) -> _Two:
    ddof = 0 if shares else 1
    return _Two(
        len(left), len(stayed), float(left.mean()), float(stayed.mean()),
        float(left.std(ddof=ddof)), float(stayed.std(ddof=ddof)),
    )  # fmt: skip


def _row(title: str, two: _Two, level: float) -> Estimate:
    from scipy import stats

    name, _, value = title.partition("=")
    words = f"Those who left, {name} {value}".strip()
    smd = two.smd
    n, m = two.n_left, two.n_stayed
    se = float(np.sqrt((n + m) / (n * m) + smd**2 / (2 * (n + m))))
    reach = float(stats.norm.ppf((1 + level) / 2)) * se
    return Estimate(f"smd:{title}", words, smd, smd - reach, smd + reach, se=se, n=n + m, unit="sd")


def _cautions(rows: list[Estimate], withheld: list[str]) -> list[str]:
    told = []
    if withheld:
        told.append(
            f"Not or not fully told, because fewer than five would be: {', '.join(withheld)}."
        )
    far = [row.title.removeprefix("Those who left, ") for row in rows[1:]
           if abs(row.value) >= _LARGE]  # fmt: skip
    if far:
        told.append(
            f"Those who left differed at the beginning in: {', '.join(far)} (a quarter of a "
            "standard deviation or more). A comparison of those who stayed speaks of other people "
            "than those who began."
        )
    return told
