"""How much CPU a bootstrap interval costs beside a plain Python loop and beside scipy's.

Run it with `OMP_NUM_THREADS=1 python tests/benchmarks/bench_outcomes.py`. All are measured one
after the other in the same run, the best of three each (of one for the plain loop): 10,000
resamples of 200 pairs.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable

import numpy as np
from scipy import stats

from rmkit.outcomes import bootstrap_interval

PAIRS, RESAMPLES = 200, 10_000


def cpu_seconds(work: Callable[[], object], *, runs: int = 3) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def plain_loop(before: list[float], after: list[float], *, d_z: bool) -> tuple[float, float]:
    rng = random.Random(1)
    people = range(len(before))
    drawn = []
    for _ in range(RESAMPLES):
        rows = rng.choices(people, k=len(before))
        change = [after[i] - before[i] for i in rows]
        mean = sum(change) / len(change)
        if d_z:
            mean /= math.sqrt(sum((c - mean) ** 2 for c in change) / (len(change) - 1))
        drawn.append(mean)
    drawn.sort()
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def mean_change(before: np.ndarray, after: np.ndarray, axis: int = -1) -> np.ndarray:
    return (after - before).mean(axis=axis)


def d_z(before: np.ndarray, after: np.ndarray, axis: int = -1) -> np.ndarray:
    change = after - before
    return change.mean(axis=axis) / change.std(axis=axis, ddof=1)


def scipys(pair: tuple[np.ndarray, np.ndarray], of: Callable[..., np.ndarray], kind: str) -> None:
    # In batches, which is scipy's quickest here.
    stats.bootstrap(
        pair, of, n_resamples=RESAMPLES, paired=True, vectorized=True, method=kind, batch=1_000,
        rng=np.random.default_rng(1),
    )  # fmt: skip


def main() -> None:
    rng = np.random.default_rng(2)
    before = rng.integers(1, 6, PAIRS).astype(float)
    after = np.clip(before + rng.integers(-1, 3, PAIRS), 1, 5)
    pair = (before, after)
    print(f"{RESAMPLES:,} resamples of {PAIRS} pairs, CPU seconds")
    print(f"{'':24}{'rmkit':>8}{'scipy':>8}{'loop':>8}{'scipy/rmkit':>13}{'loop/rmkit':>12}")
    for name, of in (("mean_change", mean_change), ("d_z", d_z)):
        lists = (before.tolist(), after.tolist())
        loop = cpu_seconds(lambda a=lists, n=name: plain_loop(*a, d_z=n == "d_z"), runs=1)
        for ours, theirs in (("bca", "BCa"), ("percentile", "percentile")):
            own = cpu_seconds(lambda n=name, k=ours: bootstrap_interval(*pair, of=n, kind=k))
            rival = cpu_seconds(lambda f=of, k=theirs: scipys(pair, f, k))
            print(
                f"{name + ', ' + ours:24}{own:8.3f}{rival:8.3f}{loop:8.2f}{rival / own:13.1f}"
                f"{loop / own:12.0f}"
            )


if __name__ == "__main__":
    main()
