"""What a study would find if it were done a thousand times, with all that goes wrong in one."""

from __future__ import annotations

import math
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.design.batches import Progress, in_batches
from rmkit.outcomes.design.made_cohorts import World, drawn, faults_of
from rmkit.outcomes.design.quick_tests import analysed
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["simulated_power"]

Floats = NDArray[np.float64]

_SAID = {
    "change": "paired t-test of the change",
    "gain": "Welch's t-test of the changes of both groups",
    "ancova": "later scores on the group and the scores before",
    "lottery": "Welch's t-test of the later scores of both groups",
}
_LIMITS = (
    "The cohorts are made up: they show what this design can find if the assumptions hold, and "
    "nothing about mentoring.",
    "Reliability, stability and who leaves are guesses. Try worse ones, too.",
)
_WHY_SO_MANY = "Look at the ceiling, and at who leaves."
_ALONE = (
    "There is no comparison group: a change that is found is no effect of mentoring, however "
    "great the power."
)


def simulated_power(
    pairs: int,
    effect: float,
    *,
    analysis: Literal["change", "gain", "ancova", "lottery"] = "change",
    sites: int = 1,
    waves: int = 2,
    people: int = 1,
    reliability: float = 0.8,
    stability: float = 0.7,
    pair_correlation: float = 0.0,
    site_correlation: float = 0.0,
    lost: float = 0.0,
    stay_if_gained: float = 0.0,
    ceiling: float = 0.0,
    unit: Literal["pairs", "sites"] = "pairs",
    alpha: float = 0.05,
    level: float = 0.95,
    cohorts: int = 1000,
    seed: int = 0,
    n_jobs: int | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """Tell what a design finds, by making up many cohorts and analysing each.

    Parameters
    ----------
    pairs
        How many pairs begin, all groups and sites together.
    effect
        The mean change that begins after the first wave, in standard deviations of the scores
        that people give (before any ceiling). With a lottery only who is drawn has it.
    analysis
        "change": one group, paired t-test. With a lottery that lets half begin: "lottery"
        (later scores compared), "gain" (changes compared), "ancova" (later scores, scores before
        taken into account).
    sites
        Over how many sites pairs are spread evenly. A lottery draws within sites.
    waves
        How often people answer, at least 2. After the first, the answers there are are averaged.
    people
        How many of a pair answer: 1, or 2, whose mean then counts.
    reliability
        Share of the variance of scores, at one wave, that is no error.
    stability
        How what is true of a person correlates between two waves.
    pair_correlation, site_correlation
        How what is true of two people of a pair, or of a site, correlates: how they stand, and
        how they change.
    lost
        Share of pairs that do not answer at the last wave; some leave earlier.
    stay_if_gained
        How staying goes with how much a pair gains, -1 to 1; above 0 those who gain stay.
    ceiling
        Share of people whose score, at the first wave, is at the top of the scale.
    unit
        What is analysed, and drawn in a lottery: "pairs", or "sites" (their means).
    alpha
        Below which p a result counts.
    level
        Of the intervals, which tell how exact so many cohorts are.
    cohorts
        How many are made up.
    seed
        Of the chance: the same seed gives the same result, whatever `n_jobs` is.
    n_jobs, on_progress
        As for `rmkit.outcomes.design.batches.in_batches`. A thousand cohorts of a hundred pairs
        take about a second of one processor, so that more are worth it for many more.

    Returns
    -------
    Result
        `power`; `false_alarms`, how often the same cohorts give p at most `alpha` without any
        effect; `mean_estimate` and `bias` (against `effect`); `spread` of estimates;
        `exaggeration`, by how much those estimates that count are too large on average (NaN
        where none counts or there is no effect); `analysed`, how many units on average. A cohort
        that cannot be analysed finds nothing and is warned of. `tables["cohorts"]`: `estimate`,
        `se`, `p`, `p_without` and `analysed` of each.

    Raises
    ------
    FaultsFound
        What is assumed cannot be; all faults at once.
    Stopped
        Raised by `on_progress`.

    References
    ----------
    Morris, White & Crowther (2019), Statistics in Medicine 38:2074-2102. Gelman & Carlin (2014),
    Perspectives on Psychological Science 9:641-651 (exaggeration).

    Examples
    --------
    >>> found = simulated_power(20, 0.5, reliability=0.8, stability=0.625, cohorts=200)
    >>> 0.45 < found["power"].value < 0.68
    True
    """
    world = World(
        pairs=pairs, effect=effect, analysis=analysis, sites=sites, waves=waves, people=people,
        reliability=reliability, stability=stability, pair_correlation=pair_correlation,
        site_correlation=site_correlation, lost=lost, stay_if_gained=stay_if_gained,
        ceiling=ceiling, unit=unit,
    )  # fmt: skip
    _refuse(world, alpha, level, cohorts)
    done = in_batches(
        partial(_batch, world), cohorts, seed=seed, doing="Making up cohorts", n_jobs=n_jobs,
        on_progress=on_progress,
    )  # fmt: skip
    table = pd.DataFrame(np.concatenate(done, axis=1).T, columns=_COLUMNS)
    rows = _rows(table, world, alpha, level)
    return Result(
        title=f"Power by simulation: {pairs} pairs, effect {effect:g} sd, {analysis}",
        method=f"{cohorts:,} made-up cohorts, seed {seed}; {_SAID[analysis]}, by {unit}.",
        rows=rows,
        n_used=cohorts,
        counted="made-up cohorts",
        assumptions=_assumptions(world),
        warnings=_warnings(world, table, {row.id: row for row in rows}, alpha),
        limits=_LIMITS if world.compared else (*_LIMITS, _ALONE),
        reference="Morris, White & Crowther (2019), Statistics in Medicine 38:2074-2102.",
        level=level,
        tables={"cohorts": table},
    )


_COLUMNS = ("estimate", "se", "p", "p_without", "analysed")


def _batch(world: World, seed: int, cohorts: range) -> Floats:
    """Make up some cohorts and analyse each; shape (columns, cohorts)."""
    with_it, without = drawn(world, seed, cohorts)
    found = analysed(with_it, world.analysis)
    return np.stack([*found[:3], analysed(without, world.analysis).p, found.n])


def _refuse(world: World, alpha: float, level: float, cohorts: int) -> None:
    faults = faults_of(world)
    for name, value in (("alpha", alpha), ("level", level)):
        if not 0 < value < 1:
            faults.append(Fault("lies outside 0 to 1.", "Give .05 or .95, say.", column=name))
    if cohorts < 1:
        faults.append(Fault("must be at least 1.", "Give 1000.", column="cohorts"))
    if faults:
        raise FaultsFound(faults, "Nothing was made up.")


def _rows(table: pd.DataFrame, world: World, alpha: float, level: float) -> tuple[Estimate, ...]:
    from scipy.stats import norm

    z = float(norm.ppf((1 + level) / 2))
    fine = table["estimate"].notna()
    estimates = table.loc[fine, "estimate"]
    counts = table.loc[table["p"] <= alpha, "estimate"]
    mean = float(estimates.mean()) if len(estimates) else math.nan
    spread = float(estimates.std()) if len(estimates) > 1 else math.nan
    se = spread / math.sqrt(len(estimates)) if len(estimates) > 1 else None
    low, high = (None, None) if se is None else (mean - z * se, mean + z * se)
    below, above = (None if end is None else end - world.effect for end in (low, high))
    off = mean - world.effect
    exaggerated = math.nan
    if world.effect and len(counts):
        exaggerated = float(counts.abs().mean()) / abs(world.effect)
    return (
        _share("power", "Power", table["p"] <= alpha, z),
        _share("false_alarms", "False alarms, without any effect", table["p_without"] <= alpha, z),
        Estimate("mean_estimate", "Mean of the estimates", mean, low, high, se=se, unit="sd"),
        Estimate("bias", "Mean estimate less effect", off, below, above, se=se, unit="sd"),
        Estimate("spread", "Standard deviation of the estimates", spread, unit="sd"),
        Estimate("exaggeration", "Estimates that count, over the effect", exaggerated),
        Estimate("analysed", f"Analysed on average, {world.unit}", float(table["analysed"].mean())),
    )


def _share(id: str, title: str, found: pd.Series, z: float) -> Estimate:
    """Give a share with Wilson's interval, which holds near 0 and 1."""
    n, share = len(found), float(found.mean())
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    se = math.sqrt(share * (1 - share) / n)
    return Estimate(id, title, share, max(0.0, middle - half), min(1.0, middle + half), se=se)


def _assumptions(world: World) -> tuple[str, ...]:
    r = world.reliability * world.stability
    said = [
        f"reliability {world.reliability:g}, stability {world.stability:g} (scores of two waves "
        f"correlate {r:.2g})",
        f"{world.sites} {'site' if world.sites == 1 else 'sites'}, {world.waves} waves, "
        f"{world.people} of each pair answering",
        f"{100 * world.lost:g} % of pairs lost, {100 * world.ceiling:g} % of people at the top "
        "at first",
    ]
    if world.people == 2 or world.site_correlation:
        said.append(
            f"people of a pair correlate {world.pair_correlation:g}, of a site "
            f"{world.site_correlation:g}"
        )
    return tuple(said)


def _warnings(
    world: World, table: pd.DataFrame, rows: dict[str, Estimate], alpha: float
) -> tuple[str, ...]:
    told = []
    lost = int(table["estimate"].isna().sum())
    if lost:
        told.append(f"{lost:,} of {len(table):,} cohorts could not be analysed and found nothing.")
    alarms, bias = rows["false_alarms"].value, rows["bias"]
    if alarms > alpha + 3 * math.sqrt(alpha * (1 - alpha) / len(table)):
        told.append(
            f"Where nothing changes, this analysis finds a change in {100 * alarms:.0f} of 100 "
            f"cohorts, not in {100 * alpha:g}: its power means nothing. "
            + ("Analyse sites, and have more of them." if world.site_correlation else _WHY_SO_MANY)
        )
    if bias.se is not None and abs(bias.value) > 3 * bias.se:
        way = "too small" if bias.value * (world.effect or 1) < 0 else "too large"
        told.append(f"Estimates are {way} on average, by {abs(bias.value):.2g} sd.")
    return tuple(told)
