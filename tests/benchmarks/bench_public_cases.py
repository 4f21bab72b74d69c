"""Do we reach the totals that other tools publish, from 100 to 4,000 people a side?

Run it with `OMP_NUM_THREADS=1 python tests/benchmarks/bench_public_cases.py`. The tables are drawn
from the seeds that stand in lap's and lapjv's own tests, with the totals that these publish; lower
is better. The smaller cases of more tools are in `tests/test_matching_public_cases.py`.

OR-Library's assignment tables (assign100.txt to assign800.txt) are read from a folder where one is
named: `python tests/benchmarks/bench_public_cases.py FOLDER`.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from rmkit.matching import assign

Case = tuple[str, np.ndarray, float]
OR_LIBRARY = {100: 305, 200: 475, 300: 626, 400: 804, 500: 991, 600: 1176, 700: 1362, 800: 1552}
"""The best totals that OR-Library publishes (Beasley 1990)."""


def lap_table(size: int, *, hard: bool) -> tuple[np.ndarray, np.random.RandomState]:
    """Draw the table of lap's own tests, from the seed that stands in them."""
    rng = np.random.RandomState(1299821)
    cost = rng.randint(1, 101, size=(size, size)).astype(float)
    if hard:
        cost += np.array([[rng.randint(0, 100)] for _ in range(size)])
        cost += np.array([rng.randint(0, 100) for _ in range(size)])
    return cost, rng


def lap_cases() -> Iterator[Case]:
    for size, total in ((100, 198), (1_000, 1_000)):
        yield f"lap, {size:,} a side", lap_table(size, hard=False)[0], total
    for size, total in ((100, 11_399), (1_000, 101_078)):
        yield f"lap, hard, {size:,} a side", lap_table(size, hard=True)[0], total
    for size, share, total in (
        (100, 0.04, 11_406),
        (1_000, 0.01, 101_078),
        (4_000, 0.004, 402_541),
    ):
        cost, rng = lap_table(size, hard=True)
        drawn = rng.random_sample((size, size))
        left_out = drawn < np.percentile(drawn.flat, (share - 1 / size) * 100)
        left_out[rng.permutation(size), rng.permutation(size)] = True
        cost[left_out] = np.nan
        yield f"lap, some left out, {size:,} a side", cost, total


def lapjv_cases() -> Iterator[Case]:
    """Draw the tables of lapjv's own tests; its total is that of the pairs it publishes."""
    rng = np.random.RandomState(777)
    dots, ticks = rng.random_sample((100, 2)), np.linspace(0, 1, 10)
    cost = cdist(dots, np.dstack(np.meshgrid(ticks, ticks)).reshape(-1, 2), "sqeuclidean")
    yield "lapjv, dots on a grid, 100 a side", cost * (100_000 / cost.max()), 42_609.94484183958


def or_library_cases(folder: Path) -> Iterator[Case]:
    for size, total in OR_LIBRARY.items():
        path = folder / f"assign{size}.txt"
        if path.exists():
            numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=float)
            yield f"OR-Library, {size} a side", numbers[1:].reshape(size, size), total
        else:
            print(f"Left out: there is no {path}.")


def main() -> None:
    cases = [*lap_cases(), *lapjv_cases()]
    if len(sys.argv) > 1:
        cases += or_library_cases(Path(sys.argv[1]))
    print(f"{'case':<36} {'theirs':>10} {'ours':>10} {'pairs':>6} {'CPU s':>7} {'scipy s':>8}")
    for name, cost, total in cases:
        start = time.process_time()
        result = assign(-cost)
        ours = time.process_time() - start
        filled = np.nan_to_num(cost, nan=1e9)
        start = time.process_time()
        linear_sum_assignment(filled)
        scipys = time.process_time() - start
        same = result.total >= -total or math.isclose(result.total, -total, rel_tol=1e-12)
        told = "" if same and len(result.pairs) == len(cost) else "  NOT REACHED"
        print(
            f"{name:<36} {total:>10.1f} {-result.total:>10.1f} {len(result.pairs):>6,} "
            f"{ours:>7.2f} {scipys:>8.2f}{told}"
        )


if __name__ == "__main__":
    main()
