"""A thousand made-up cohorts with progress, on one processor and on two, beside a loop of t-tests.

Run it with `python start.py bench design`; it takes about a minute. The loop makes up the simplest
cohort there is, one person a pair and two waves, and hands each to `scipy.stats.ttest_rel`, twice
(with the effect and without), as `simulated_power` does. Two processors are joblib's own, started
beforehand: for a thousand cohorts starting them costs more than they save.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy.stats import ttest_rel

from rmkit.outcomes import (
    coverage_map,
    paired_change,
    pairs_needed,
    power_of_design,
    simulated_power,
)

PLAIN = {"reliability": 0.8, "stability": 0.7}
HARD = PLAIN | {
    "people": 2, "waves": 4, "sites": 5, "pair_correlation": 0.3, "site_correlation": 0.1,
    "lost": 0.3, "ceiling": 0.2, "analysis": "ancova",
}  # fmt: skip


def measured(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Give seconds of the clock, CPU seconds of this process, and what came out."""
    clock, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - clock, time.process_time() - cpu, result


def loop(pairs: int, effect: float, cohorts: int) -> float:
    """Find the share of cohorts with p at most .05, one cohort after the other."""
    found = 0
    for seed in range(cohorts):
        rng = np.random.default_rng(seed)
        true = rng.normal(size=pairs)
        before, after = (
            np.sqrt(0.8) * (np.sqrt(0.7) * true + np.sqrt(0.3) * rng.normal(size=pairs))
            + np.sqrt(0.2) * rng.normal(size=pairs)
            for _ in range(2)
        )
        found += ttest_rel(after + effect, before).pvalue <= 0.05
        ttest_rel(after, before)
    return found / cohorts


def tell(what: str, clock: float, cpu: float, ratio: str = "", more: str = "") -> None:
    print(f"{what:<58}{clock:>9.2f}{cpu:>9.2f}{ratio:>9}  {more}")


def cohorts(pairs: int, n: int, more: dict[str, Any], what: str, *, rival: bool) -> None:
    print(f"\n{n:,} cohorts of {pairs} pairs, {what}")
    theirs = None
    if rival:
        clock, theirs, share = measured(lambda: loop(pairs, 0.3, n))
        tell("a loop over scipy.stats.ttest_rel", clock, theirs, "1", f"power {share:.2f}")
    for jobs in (1, 2):
        heard: list[float] = []
        clock, cpu, found = measured(
            lambda jobs=jobs, heard=heard: simulated_power(
                pairs, 0.3, **more, cohorts=n, n_jobs=jobs,
                on_progress=lambda share, doing: heard.append(share),
            )
        )  # fmt: skip
        ratio = "" if theirs is None or jobs > 1 else f"{theirs / cpu:.1f}"
        said = f"power {found['power'].value:.2f}, told {len(heard)} times"
        tell(f"simulated_power, n_jobs={jobs}", clock, cpu, ratio, said)


def main() -> None:
    power_of_design("paired", 0.5, n=20)
    simulated_power(10, 0.3, cohorts=10)
    with Parallel(n_jobs=2) as started:
        started(delayed(simulated_power)(10, 0.3, cohorts=10) for _ in range(2))
    print(f"{'':<58}{'clock s':>9}{'CPU s':>9}{'ratio':>9}")
    cohorts(20, 1000, PLAIN, "two waves", rival=True)
    cohorts(100, 1000, HARD, "both answering, four waves, five sites, ANCOVA", rival=False)
    cohorts(1000, 1000, HARD, "the same", rival=False)
    cohorts(100, 20_000, HARD, "the same", rival=False)
    print("\nby formula, and the map of coverage")
    clock, cpu, _ = measured(lambda: pairs_needed("paired", 0.5, r=0.5))
    tell("pairs_needed, paired", clock, cpu)
    clock, cpu, _ = measured(lambda: pairs_needed("two_shares", (0.85, 0.92), exact=True))
    tell("pairs_needed, two shares by Fisher's exact test", clock, cpu)
    clock, cpu, made = measured(
        lambda: coverage_map(
            paired_change, {"mean_change": lambda b, a: (a - b).mean()}, n=(10, 40), skew=(0, 1),
            ceiling=(0.2,), reliability=(0.8,), cohorts=200,
        )
    )  # fmt: skip
    tell(f"coverage_map, {made.n_used:,} cohorts by paired_change", clock, cpu)
    print(
        "ratio: CPU of the loop over this one's. CPU is that of this process alone: with n_jobs=2 "
        "look at the clock."
    )


if __name__ == "__main__":
    main()
