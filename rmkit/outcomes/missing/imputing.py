"""Completing a table several times, so that what is not known stays unsure: chained equations.

Own numpy in place of statsmodels' `MICEData`, which draws from numpy's global random numbers and
so cannot be given a seed of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.missing.tables_in import number_table
from rmkit.outcomes.values_in import enough

__all__ = ["Completed", "Way", "completed_tables"]

Floats = NDArray[np.float64]
Way = Literal["pmm", "normal"]
_DONORS = 5
_RIDGE = 1e-5


class Completed(NamedTuple):
    """Tables without gaps, which values were missing, and how the rounds ran.

    `chains` has the mean and the standard deviation of what was filled in, by `column`,
    `imputation` and `round`.
    """

    tables: list[pd.DataFrame]
    gaps: pd.DataFrame
    chains: pd.DataFrame


def completed_tables(
    table: pd.DataFrame,
    *,
    imputations: int = 20,
    rounds: int = 10,
    way: Way = "pmm",
    seed: int = 0,
    on_progress: Callable[[int, int], None] | None = None,
) -> Completed:
    """Complete a table several times.

    Each column with gaps is predicted from all others by a linear regression whose coefficients
    are drawn anew, column after column, for some rounds. "pmm" takes the value of one of the five
    people whose prediction lies nearest, so that only values that somebody gave come up; "normal"
    draws from the regression itself.

    Parameters
    ----------
    table
        One row a person, numbers with gaps; columns in words must have none and serve to predict.
        Put into it what the analysis uses and what tells who did not answer.
    imputations, rounds
        How often, and after how many rounds each.
    way
        "pmm" or "normal".
    seed
        The same seed gives the same tables.
    on_progress
        Called with how many tables are done, and of how many.

    Raises
    ------
    FaultsFound
        A column in words has gaps, or one has no value at all.
    TooFewPeople
        A column with gaps has fewer than five values, or fewer than there are columns.

    References
    ----------
    van Buuren (2018), Flexible Imputation of Missing Data, algorithms 3.1 and 3.3; Rubin (1986).
    """
    words = [name for name in table.columns if _in_words(table[name])]
    _whole(table, words)
    numbers = [name for name in table.columns if name not in words]
    values = number_table(table[numbers], least=1)
    aside = _dummies(table[words])
    gaps = np.isnan(values)
    width = values.shape[1] + aside.shape[1]
    for i in np.flatnonzero(gaps.any(axis=0)):
        enough(
            int((~gaps[:, i]).sum()), max(5, width + 1), what=f"values of {numbers[i]}",
            why="Leave out columns that predict little, or tell only what was answered.",
        )  # fmt: skip
    draw = np.random.default_rng(seed)
    made, chains = [], []
    for which in range(imputations):
        filled, run = _one(values, gaps, aside, rounds=rounds, way=way, draw=draw)
        whole = table.copy()
        for i in np.flatnonzero(gaps.any(axis=0)):
            whole[numbers[i]] = filled[:, i]
        made.append(whole)
        chains += [{"column": str(numbers[i]), "imputation": which + 1, "round": t + 1,
                    "mean": mean, "sd": sd} for i, t, mean, sd in run]  # fmt: skip
        if on_progress is not None:
            on_progress(which + 1, imputations)
    missing = pd.DataFrame(gaps, index=table.index, columns=numbers)
    return Completed(made, missing, pd.DataFrame(chains))


def _in_words(column: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(column):
        return False
    if pd.api.types.is_numeric_dtype(column):
        return False
    known = column.dropna()
    return bool(pd.to_numeric(known.astype(object), errors="coerce").isna().any())


def _whole(table: pd.DataFrame, words: list[str]) -> None:
    faults = [
        Fault(
            f"has {int(table[name].isna().sum())} gaps, and values that are not numbers.",
            "Give levels as numbers, or leave the column out.",
            column=str(name),
        )
        for name in words
        if table[name].isna().any()
    ]
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")


def _dummies(table: pd.DataFrame) -> Floats:
    if not len(table.columns):
        return np.zeros((len(table), 0))
    return pd.get_dummies(table.astype(str), drop_first=True).to_numpy(dtype=np.float64)


def _one(
    values: Floats,
    gaps: NDArray[np.bool_],
    aside: Floats,
    *,
    rounds: int,
    way: Way,
    draw: np.random.Generator,
) -> tuple[Floats, list[tuple[int, int, float, float]]]:
    filled = values.copy()
    order = [int(i) for i in np.argsort(gaps.sum(axis=0), kind="stable") if gaps[:, i].any()]
    for i in order:
        filled[gaps[:, i], i] = draw.choice(values[~gaps[:, i], i], int(gaps[:, i].sum()))
    run = []
    for t in range(rounds):
        for i in order:
            others = np.column_stack([np.delete(filled, i, axis=1), aside])
            gap = gaps[:, i]
            filled[gap, i] = _drawn(values[~gap, i], others[~gap], others[gap], way, draw)
            new = filled[gap, i]
            run.append((i, t, float(new.mean()), float(new.std())))
    return filled, run


def _drawn(
    known: Floats, there: Floats, needed: Floats, way: Way, draw: np.random.Generator
) -> Floats:
    """Draw the missing values of one column from a regression drawn anew."""
    centre, size = there.mean(axis=0), there.std(axis=0)
    use = size > 1e-12
    columns, wanted = (
        np.column_stack([np.ones(len(x)), (x[:, use] - centre[use]) / size[use]])
        for x in (there, needed)
    )
    cross = columns.T @ columns
    inverse = np.linalg.inv(cross + np.diag(np.diag(cross)) * _RIDGE)
    best = inverse @ columns.T @ known
    rest = known - columns @ best
    spread = np.sqrt((rest @ rest) / draw.chisquare(max(len(known) - columns.shape[1], 1)))
    root = np.linalg.cholesky((inverse + inverse.T) / 2)
    drawn = best + spread * (root @ draw.standard_normal(len(best)))
    if way == "normal":
        return np.asarray(wanted @ drawn + spread * draw.standard_normal(len(wanted)))
    apart = np.abs((wanted @ drawn)[:, None] - (columns @ best)[None, :])
    apart += draw.random(apart.shape) * 1e-9  # people who are as near come in any order
    n = min(_DONORS, len(known))
    nearest = np.argpartition(apart, n - 1, axis=1)[:, :n]
    chosen = nearest[np.arange(len(wanted)), draw.integers(0, n, len(wanted))]
    return known[chosen]
