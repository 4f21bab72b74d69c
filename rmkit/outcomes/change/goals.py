"""How far people reached the goals they set, on one scale for goals of every kind.

Goal attainment scaling: each goal is worth -2 (much less than hoped) to +2 (much more), 0 being
what was hoped for. What comes out is about the group; nobody's score is shown.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import level_checked
from rmkit.outcomes.change.paired import mean_with_t
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["goal_attainment", "goal_scores"]

Floats = NDArray[np.float64]
_OWN = (
    "Goals reached are no effect: nobody without mentoring was asked, and a person who sets easy "
    "goals reaches more of them."
)
_RHO = "a correlation of {rho:g} among goals is assumed, not measured; T moves with it"


def goal_attainment(
    levels: pd.DataFrame | ArrayLike,
    weights: pd.DataFrame | ArrayLike | None = None,
    *,
    rho: float = 0.3,
    level: float = 0.95,
) -> Result:
    """Put goals of every kind on one scale with mean 50, and tell how far the group came.

    Parameters
    ----------
    levels
        One row a person, one column a goal (first, second, ...), whole or not, from -2 to 2; NaN
        where there was no such goal. A person without any is left out and counted.
    weights
        How much each goal counts, above 0, of the same shape; all the same where None. A goal
        without a weight is a fault.
    rho
        Correlation of goals that is assumed, from 0 to below 1.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `mean_t` (with its t interval; p against 50, what was hoped for), `sd_t`, `reached` (share
        of people whose T is 50 or more), `goals_reached` (share of goals at 0 or above),
        `goals` (how many there were, a person on average).

    Raises
    ------
    FaultsFound
        Levels beyond -2 to 2, weights that are missing or not above 0, another shape, another rho.
    TooFewPeople
        Fewer than two people set goals.

    References
    ----------
    Kiresuk & Sherman (1968), Community Mental Health Journal 4:443-453.

    Examples
    --------
    >>> nan = float("nan")
    >>> levels = [[0, 1], [1, 1], [-1, 0], [0, nan], [2, 1], [0, 0], [1, nan], [0, -1]]
    >>> result = goal_attainment(levels)
    >>> round(result["mean_t"].value, 1), result["reached"].value
    (54.4, 0.75)
    """
    level_checked(level)
    values, weighing = _read(levels, weights, rho)
    has = (~np.isnan(values)).any(axis=1)
    enough(int(has.sum()), 2, what="people with a goal", why="One person's goals are their own.")
    scores = goal_scores(values[has], weighing[has], rho)
    row, alike = mean_with_t("mean_t", "Mean of T", scores - 50, level, unit="T points")
    known = ~np.isnan(values)
    rows = [
        _up(row),
        Estimate("sd_t", "Standard deviation of T", scores.std(ddof=1), unit="T points"),
        Estimate("reached", "Share of people at 50 or above", (scores >= 50 - 1e-9).mean()),
        Estimate("goals_reached", "Share of goals reached", (values[known] >= 0).mean(),
                 n=int(known.sum())),
        Estimate("goals", "Goals a person", known[has].sum(axis=1).mean(), unit="goals"),
    ]  # fmt: skip
    kept, warnings = weighed(rows, people_with_goals=len(scores))
    if alike:
        warnings += ("All reached the same, so there is no interval and no test.",)
    return Result(
        title="Goals reached",
        method=f"Goal attainment scaling: T = 50 + 10 Σwx / √((1 - ρ) Σw² + ρ (Σw)²), ρ = {rho:g}; "
        "t-test of the mean against 50, two-sided.",
        rows=kept,
        n_used=len(scores),
        dropped={"no goal": int((~has).sum())},
        assumptions=(_RHO.format(rho=rho), "levels were set before, and judged alike for all"),
        warnings=warnings,
        limits=(_OWN,),
        reference="Kiresuk & Sherman (1968).",
        level=level,
    )


def goal_scores(levels: Floats, weights: Floats, rho: float) -> Floats:
    """Give each person's T; for a mean, never to show. NaN where somebody has no goal.

    >>> goal_scores(np.array([[1.0], [0.0]]), np.ones((2, 1)), 0.3).tolist()
    [60.0, 50.0]
    """
    known = ~np.isnan(levels)
    w = np.where(known, weights, 0.0)
    above = 10 * (w * np.where(known, levels, 0.0)).sum(axis=1)
    below = np.sqrt((1 - rho) * (w**2).sum(axis=1) + rho * w.sum(axis=1) ** 2)
    scores: Floats = np.where(below > 0, 50 + above / np.where(below > 0, below, 1), math.nan)
    return scores


def _up(row: Estimate) -> Estimate:
    from dataclasses import replace

    low, high = (None if end is None else end + 50 for end in (row.low, row.high))
    return replace(row, value=row.value + 50, low=low, high=high)


def _read(
    levels: pd.DataFrame | ArrayLike, weights: pd.DataFrame | ArrayLike | None, rho: float
) -> tuple[Floats, Floats]:
    faults = []
    if not 0 <= rho < 1:
        faults.append(Fault(f"is {rho:g}.", "Give a number from 0 to below 1.", column="rho"))
    values = _table("goal", levels, (-2.0, 2.0))
    if weights is None:
        weighing = np.ones_like(values)
    else:
        weighing = _table("weight", weights, None)
        if weighing.shape != values.shape:
            problem = f"have the shape {weighing.shape}, and levels {values.shape}."
            faults.append(Fault(problem, "Give one weight a goal.", column="weights"))
        elif not (weighing[~np.isnan(values)] > 0).all():
            problem = "of a goal is missing, or not above 0."
            faults.append(Fault(problem, "Give each goal one.", column="weights"))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    return values, weighing


def _table(name: str, given: pd.DataFrame | ArrayLike, scale: tuple[float, float] | None) -> Floats:
    table = pd.DataFrame(given if isinstance(given, pd.DataFrame) else np.asarray(given, object))
    faults: list[Fault] = []
    columns = []
    for i in range(table.shape[1]):
        try:
            columns.append(one_column(f"{name} {i + 1}", table.iloc[:, i], scale=scale))
        except FaultsFound as found:
            faults += found.faults
    if faults or not columns:
        none = [Fault("There is no column.", "Give one column a goal.", column=name)]
        raise FaultsFound(faults or none, "Nothing was computed.")
    return np.stack(columns, axis=1)
