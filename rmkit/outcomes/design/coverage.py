"""How often an interval holds what it should, over kinds of data: simulated, never assumed.

An interval of 95 % covers the truth in 95 of 100 cohorts where what it assumes holds. Here cohorts
are drawn from populations in which it does not. In come an analysis and the figure that its
interval is about; out goes a `Result` with the map.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound, RmkitError
from rmkit.outcomes.design.batches import Progress, in_batches, stream
from rmkit.outcomes.design.populations import Crowd, crowd_faults, crowd_of
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["coverage_map"]

Floats = NDArray[np.float64]
Analysis = Callable[[Floats, Floats], Result]
Figure = Callable[[Floats, Floats], float]

_LEAST_QUIET = 100
_COLUMNS = (
    "estimate", "n", "skew", "ceiling", "reliability", "change_skew", "truth", "cohorts", "without",
    "coverage", "coverage_se", "above", "below", "width", "warned", "coverage_quiet",
)  # fmt: skip


def coverage_map(
    analysis: Analysis,
    truths: Mapping[str, Figure],
    *,
    n: Sequence[int] = (10, 20, 40, 80),
    skew: Sequence[float] = (0.0, 1.0, 2.0),
    ceiling: Sequence[float] = (0.0, 0.2, 0.4),
    reliability: Sequence[float] = (0.6, 0.8, 1.0),
    effect: float = 0.3,
    stability: float = 0.7,
    levels: int | None = None,
    cohorts: int = 1000,
    population: int = 1_000_000,
    warned: Callable[[Result], bool] | None = None,
    seed: int = 0,
    n_jobs: int | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """Tell how often the intervals of an analysis cover the truth, and how wide they are.

    Parameters
    ----------
    analysis
        What is done with a cohort: a function of scores before and after, each of shape (n,),
        that gives a `Result`.
    truths
        By the id of an estimate of that result, the function that gives the same figure of the
        whole population.
    n
        Sizes of cohorts.
    skew, ceiling, reliability
        What the populations are like, every combination: see
        `rmkit.outcomes.design.populations.Crowd`.
    effect, stability, levels
        What they all are like; see there.
    cohorts
        How many cohorts are drawn of each size from each population.
    population
        How many people a population has.
    warned
        Whether a result warns of its interval; by default, whether it warns of anything.
    seed
        Of the chance: the same seed gives the same map, whatever `n_jobs` is.
    n_jobs, on_progress
        As for `rmkit.outcomes.design.batches.in_batches`; a batch is a population.

    Returns
    -------
    Result
        For each estimate `<id>_lowest`, the lowest coverage of the map, and `<id>_median`.
        `tables["map"]`, one row an estimate, population and size: `change_skew`, the skewness of
        the changes in the population; `truth`; `cohorts`; `without`,
        the share that gave no interval (they are left out of what follows); `coverage` with its
        Monte Carlo standard error `coverage_se`; `above` and `below`, the share of intervals
        that lie wholly above or below the truth; `width`, the median; `warned`, the share of
        results that warn; `coverage_quiet`, the coverage of those that do not (NaN under 100).
        `tables["curve"]`: the lowest coverage by size, an estimate a line.

    Raises
    ------
    FaultsFound
        What populations are like cannot be; all faults at once.
    Stopped
        Raised by `on_progress`.

    References
    ----------
    Morris, White & Crowther (2019), Statistics in Medicine 38:2074-2102.

    Examples
    --------
    >>> from rmkit.outcomes import paired_change
    >>> mean = {"mean_change": lambda before, after: (after - before).mean()}
    >>> few = {"n": [20], "skew": [0], "ceiling": [0], "reliability": [1]}
    >>> told = coverage_map(paired_change, mean, **few, cohorts=40, population=10_000)
    >>> told["mean_change_lowest"].value > 0.8
    True
    """
    crowds = [
        Crowd(*kind, effect=effect, stability=stability, levels=levels)
        for kind in product(skew, ceiling, reliability)
    ]
    _refuse(crowds, truths, n, cohorts, population)
    work = partial(
        _some, crowds, analysis, dict(truths), tuple(n), cohorts, population, warned or _warns
    )
    done = in_batches(
        work, len(crowds), seed=seed, doing="Drawing cohorts", n_jobs=n_jobs,
        on_progress=on_progress, size=1,
    )  # fmt: skip
    table = pd.DataFrame([row for some in done for row in some], columns=list(_COLUMNS))
    table = table.sort_values("estimate", kind="stable").reset_index(drop=True)
    return Result(
        title="Coverage of intervals over kinds of data",
        method=(
            f"{cohorts:,} cohorts of each size from each of {len(crowds)} populations of "
            f"{population:,} people, seed {seed}; the truth is the same figure of the population."
        ),
        rows=tuple(_rows(table, truths)),
        n_used=cohorts * len(crowds) * len(n),
        counted="made-up cohorts",
        limits=(
            "Real answers can be of a kind that is not on this map. A lowest value of many is "
            "itself pulled down by chance: read it with its standard error.",
        ),
        reference="Morris, White & Crowther (2019), Statistics in Medicine 38:2074-2102.",
        tables={"map": table, "curve": _curve(table)},
        axes=("people with both values", "lowest coverage"),
    )


def _some(
    crowds: Sequence[Crowd], analysis: Analysis, truths: Mapping[str, Figure],
    sizes: tuple[int, ...], cohorts: int, population: int, warned: Callable[[Result], bool],
    seed: int, which: Iterable[int],
) -> list[tuple[object, ...]]:  # fmt: skip
    """Draw some populations, and cohorts from each; rows of the map."""
    rows: list[tuple[object, ...]] = []
    for number in which:
        crowd, rng = crowds[number], stream(seed, number)
        before, after = crowd_of(crowd, population, rng)
        true = {id: figure(before, after) for id, figure in truths.items()}
        bent = _skewness(after - before)
        for n in sizes:
            chosen = rng.integers(0, population, size=(cohorts, n))
            found = [
                _ends(analysis, before[people], after[people], true, warned) for people in chosen
            ]
            rows += _rows_of(crowd, n, bent, true, found)
    return rows


def _warns(result: Result) -> bool:
    return bool(result.warnings)


def _ends(
    analysis: Analysis, before: Floats, after: Floats, true: Mapping[str, float],
    warned: Callable[[Result], bool],
) -> tuple[dict[str, tuple[float, float]], bool]:  # fmt: skip
    """Give the ends of each interval, NaN where there is none, and whether there is a warning."""
    try:
        result = analysis(before, after)
    except RmkitError:  # such a cohort is refused with a sentence: no interval, and told
        return dict.fromkeys(true, (math.nan, math.nan)), True
    ends = {
        id: (
            math.nan if result[id].low is None else float(result[id].low or 0.0),
            math.nan if result[id].high is None else float(result[id].high or 0.0),
        )
        for id in true
    }
    return ends, warned(result)


def _rows_of(
    crowd: Crowd, n: int, bent: float, true: Mapping[str, float],
    found: Sequence[tuple[dict[str, tuple[float, float]], bool]],
) -> Iterator[tuple[object, ...]]:  # fmt: skip
    warned = np.array([warns for _, warns in found])
    for id, truth in true.items():
        low, high = np.array([ends[id] for ends, _ in found]).T
        known = ~(np.isnan(low) | np.isnan(high))
        covers = known & (low <= truth) & (truth <= high)
        m = int(known.sum())
        coverage = covers.sum() / m if m else math.nan
        se = math.sqrt(coverage * (1 - coverage) / m) if m else math.nan
        quiet = known & ~warned
        calm = covers[quiet].mean() if quiet.sum() >= _LEAST_QUIET else math.nan
        yield (
            id, n, crowd.skew, crowd.ceiling, crowd.reliability, bent, truth, len(found),
            float((~known).mean()), coverage, se,
            float((low[known] > truth).mean()) if m else math.nan,
            float((high[known] < truth).mean()) if m else math.nan,
            float(np.median((high - low)[known])) if m else math.nan,
            float(warned.mean()), calm,
        )  # fmt: skip


def _skewness(values: Floats) -> float:
    off = values - values.mean()
    spread = float((off**2).mean()) ** 0.5
    return float((off**3).mean()) / spread**3 if spread > 0 else 0.0


def _rows(table: pd.DataFrame, truths: Iterable[str]) -> Iterator[Estimate]:
    for id in truths:
        rows = table[(table["estimate"] == id) & table["coverage"].notna()]
        if rows.empty:
            yield Estimate(f"{id}_lowest", f"Lowest coverage of {id}", math.nan)
            continue
        least = rows.iloc[int(rows["coverage"].to_numpy().argmin())]
        where = (
            f"{least['n']} people, skewness {least['skew']:g}, ceiling {least['ceiling']:g}, "
            f"reliability {least['reliability']:g}"
        )
        title = f"Lowest coverage of {id} ({where})"
        value, se = float(least["coverage"]), float(least["coverage_se"])
        yield Estimate(f"{id}_lowest", title, value, se=se)
        middle = float(rows["coverage"].median())
        yield Estimate(f"{id}_median", f"Median coverage of {id}", middle)


def _curve(table: pd.DataFrame) -> pd.DataFrame:
    least = table.groupby(["estimate", "n"], sort=False)["coverage"].min().reset_index()
    least.columns = pd.Index(["group", "at", "value"])
    return least.assign(low=np.nan, high=np.nan)


def _refuse(
    crowds: Sequence[Crowd], truths: Mapping[str, Figure], n: Sequence[int], cohorts: int,
    population: int,
) -> None:  # fmt: skip
    found = {(f.column, f.problem): f for crowd in crowds for f in crowd_faults(crowd)}
    faults = list(found.values())
    if not crowds:
        faults.append(Fault("have no value.", "Give at least one each.", column="populations"))
    if not truths:
        faults.append(Fault("are missing.", "Give an estimate and its figure.", column="truths"))
    if not n or min(n, default=0) < 1:
        faults.append(Fault("must be sizes from 1.", "Give (10, 20, 40).", column="n"))
    if cohorts < 1 or population < 1:
        faults.append(Fault("must be at least 1.", "Give 1000.", column="cohorts, population"))
    if faults:
        raise FaultsFound(faults, "Nothing was drawn.")
