"""How much worse off those who did not answer would have to be before a conclusion tips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, NotReady, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.missing.imputing import Completed, completed_tables
from rmkit.outcomes.missing.over_tables import Analysis, over_tables
from rmkit.outcomes.result import Result

__all__ = ["delta_adjusted"]

Flags = NDArray[np.bool_]


def delta_adjusted(
    table: pd.DataFrame,
    analysis: Analysis,
    *,
    column: str,
    row: str | None = None,
    deltas: Sequence[float] | None = None,
    who: ArrayLike | None = None,
    scale: tuple[float, float] | None = None,
    imputations: int = 20,
    seed: int = 0,
    df_complete: float | None = None,
    level: float = 0.95,
) -> Result:
    """Shift what is filled in, and see when the conclusion tips.

    Parameters
    ----------
    table, analysis, imputations, seed, df_complete
        As for `multiply_imputed`.
    column
        Whose filled in values are shifted.
    row
        The number of the analysis that the conclusion rests on; the first that can be pooled
        where None.
    deltas
        By how much, in units of the column; from two standard deviations less to two more where
        None. 0 is always among them.
    who
        For whom alone (those mentored, say), True or False a person; everybody with a gap where
        None.
    scale
        Lowest and highest value; what is shifted beyond is put to the end of the scale.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `estimate` (nothing shifted), `tipping_point` (the shift nearest to 0 from which on the
        interval includes 0, in units of the column) and `tipping_point_sd` (in standard deviations
        of the column). Table `curve`: the estimate over the shift.

    Raises
    ------
    UnknownName
        There is no such column, or no such number in the analysis.
    NotReady
        Nothing of the column is missing for those asked.
    FaultsFound, TooFewPeople
        As for `completed_tables`.

    References
    ----------
    Rubin (1977); van Buuren (2018), Flexible Imputation of Missing Data, ch. 3.8; Cro et al.
    (2020), Statistics in Medicine 39:2815.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> gain = rng.normal(0.6, 1, 60)
    >>> gain[:15] = np.nan
    >>> answers = pd.DataFrame({"gain": gain, "age": rng.integers(25, 60, 60)})
    >>> def mean_gain(table):
    ...     return {"gain": (table["gain"].mean(), table["gain"].sem())}
    >>> result = delta_adjusted(answers, mean_gain, column="gain", imputations=5)
    >>> result["tipping_point"].value < 0
    True
    """
    if column not in table.columns:
        raise UnknownName(kind="column", name=column, known=map(str, table.columns))
    completed = completed_tables(table, imputations=imputations, seed=seed)
    shifted = _shifted(table, completed, column, who)
    spread = float(pd.to_numeric(table[column]).std())
    steps = sorted({0.0, *(np.linspace(-2, 2, 17) * spread if deltas is None else deltas)})
    found = []
    for delta in steps:
        moved = [_moved(one, column, shifted, delta, scale) for one in completed.tables]
        pooled = over_tables(moved, analysis, df_complete=df_complete, level=level)
        found.append(pooled[row] if row is not None else pooled.rows[0])
    start = found[steps.index(0.0)]
    tip, told = _tips(np.array(steps), found)
    n_shifted = int(shifted.sum())
    shifts = [
        Estimate("tipping_point", f"Shift of {column} at which the conclusion tips", tip,
                 n=n_shifted, unit="units of the column"),
        Estimate("tipping_point_sd", "The same", tip / spread if spread else float("nan"),
                 n=n_shifted, unit="sd"),
    ]  # fmt: skip
    curve = pd.DataFrame(
        {"group": "", "at": steps, "value": [one.value for one in found],
         "low": [_end(one.low) for one in found], "high": [_end(one.high) for one in found]}
    )  # fmt: skip
    return Result(
        title=f"If those whose {column} is missing are worse or better off than thought",
        method=f"{imputations} tables completed by chained equations (seed {seed}), what was "
        "filled in shifted, pooled by Rubin's rules at each shift.",
        rows=(replace(start, id="estimate"), *shifts),
        n_used=len(table),
        assumptions=("all who did not answer are off by the same amount",),
        warnings=told,
        limits=(
            "Which shift is likely the data cannot tell: ask those who know the people whether "
            "they can be so much worse off than others like them.",
        ),
        reference="van Buuren (2018), Flexible Imputation of Missing Data, ch. 3.8.",
        level=level,
        tables={"curve": curve},
        axes=(f"Shift of missing values of {column}", start.title),
    )


def _shifted(
    table: pd.DataFrame, completed: Completed, column: str, who: ArrayLike | None
) -> Flags:
    if column not in completed.gaps.columns:
        fault = Fault("is not made of numbers.", "Name a column of numbers.", column=column)
        raise FaultsFound([fault], "Nothing was computed.")
    gaps = completed.gaps[column].to_numpy()
    if who is not None:
        asked = who.reindex(table.index) if isinstance(who, pd.Series) else pd.Series(who)
        if len(asked) != len(table):
            problem = f"has {len(asked)} values, and the table has {len(table)} rows."
            fault = Fault(problem, "Give one a person.", column="who")
            raise FaultsFound([fault], "Nothing was computed.")
        gaps = gaps & asked.fillna(False).to_numpy(dtype=bool)
    if not gaps.any():
        message = (
            f"No value of {column} is missing for those asked, so that there is nothing to shift. "
            "The analysis itself tells all there is."
        )
        raise NotReady(message)
    return np.asarray(gaps, dtype=bool)


def _moved(
    table: pd.DataFrame,
    column: str,
    shifted: Flags,
    delta: float,
    scale: tuple[float, float] | None,
) -> pd.DataFrame:
    values = table[column].to_numpy(dtype=np.float64).copy()
    values[shifted] += delta
    if scale is not None:
        values[shifted] = values[shifted].clip(*scale)
    return table.assign(**{column: values})


def _tips(steps: NDArray[np.float64], found: list[Estimate]) -> tuple[float, tuple[str, ...]]:
    """Find where the nearer end of the interval comes to 0."""
    start = found[int(np.flatnonzero(steps == 0)[0])]
    if start.low is None or start.high is None:
        return float("nan"), ("There is no interval, so that nothing can tip.",)
    if start.low <= 0 <= start.high:
        told = "The interval includes 0 as it is: there is no conclusion that could tip."
        return float("nan"), (told,)
    sign = 1.0 if start.low > 0 else -1.0
    ends = np.array([_end(one.low) if sign > 0 else -_end(one.high) for one in found])
    crossings = [
        float(a + (b - a) * low / (low - high))
        for a, b, low, high in zip(steps[:-1], steps[1:], ends[:-1], ends[1:], strict=True)
        if (low > 0) != (high > 0)
    ]
    if not crossings:
        told = f"No shift from {steps[0]:.3g} to {steps[-1]:.3g} tips the conclusion."
        return float("nan"), (told,)
    return min(crossings, key=abs), ()


def _end(value: float | None) -> float:
    return float("nan") if value is None else value
