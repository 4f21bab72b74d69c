"""How much CPU the exact assignment costs beside plain scipy, and a whole matching of 600 a side.

Run it with `OMP_NUM_THREADS=1 python tests/benchmarks/bench_matching.py`. Both sides of a ratio
are measured one after the other in the same run, the best of three each.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from rmkit.matching import assign, match
from rmkit.people import managers_of
from rmkit.synthetic import cohort, small_companies


def cpu_seconds(work: Callable[[], object], *, runs: int = 3) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    rng = np.random.default_rng(0)
    kinds: dict[str, Callable[[tuple[int, int]], np.ndarray]] = {
        "whole points": lambda shape: rng.integers(0, 10_001, shape).astype(float),
        "tenths, many ties": lambda shape: rng.integers(0, 11, shape) / 10,
        "random decimals": rng.random,
        "half not allowed": lambda shape: np.where(
            rng.random(shape) < 0.5, np.nan, rng.random(shape)
        ),
    }
    print(f"{'a side':>8}  {'scores':<18} {'scipy s':>8} {'assign s':>9} {'ratio':>6}  gap")
    for n in (500, 1_000):
        for name, make in kinds.items():
            scores = make((n, n))
            filled = np.nan_to_num(scores)
            plain = cpu_seconds(lambda filled=filled: linear_sum_assignment(filled, maximize=True))
            ours = cpu_seconds(lambda scores=scores: assign(scores))
            gap = assign(scores).gap
            print(f"{n:>8}  {name:<18} {plain:>8.3f} {ours:>9.3f} {ours / plain:>6.1f}  {gap}")
    whole = cohort(n_pairs=600, n_candidates=1_200, seed=1, employers=small_companies(30))
    lines = managers_of(whole.staff)
    seconds = cpu_seconds(lambda: match(whole.people, managers=lines), runs=1)
    result = match(whole.people, managers=lines)
    print(
        f"match: {result.n_mentors} could be mentors, {result.n_mentees} mentees, "
        f"{len(result.pairs)} pairs, gap {result.gap}: {seconds:.1f} CPU s"
    )
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f} MB")


if __name__ == "__main__":
    main()
