"""How much CPU and memory a large matching costs beside scipy on a table of the same points.

`python tests/benchmarks/bench_matching_large.py [people ...]` with so many mentors and as many
mentees; 10,000 and 20,000 where nothing is said (scipy alone takes some 7 GB then). Beyond 20,000
it is measured at 10,000 in place of that. With `everything` every criterion is on; `flat` shows
the time per possible pair from 5,000 to 50,000.

Ours counts everything: laying out the comparisons, scoring every pair each time it is looked at,
and the proof. scipy is given a finished table and makes no proof. Each has a process of its own,
one thread, and its most memory is that process's own. Both must find the same total.

Measured on two busy cores of a 2.0 GHz Xeon, Python 3.11, numba 0.68.1, OR-tools 9.15: at 10,000
a side 4.2 s and 394 MB, gap 0, where scipy took 57.7 s (14 times as long); at 20,000 a side 12.7 s
and 433 MB, gap 0; at 100,000 a side 304 s and 832 MB, gap 0 (5.3 times scipy's time at 10,000).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
Figures = dict[str, float]


def _figures(start: float, pairs: int, points: int, gap: int) -> Figures:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    cpu = time.process_time() - start
    return {"cpu": cpu, "mb": most, "pairs": pairs, "points": points, "gap": gap}


def ours(people: int, everything: bool) -> Figures:
    from crowd import crowd

    from rmkit.matching.large import solve_large

    solve_large(crowd(100, 100))  # compiled, or read from where it is kept
    task = crowd(people, people, everything=everything)
    start = time.process_time()
    found = solve_large(task, threads=1)
    return _figures(start, len(found.pairs), found.points, found.gap_points)


def theirs(people: int, everything: bool) -> Figures:
    import numpy as np
    from crowd import crowd
    from scipy.optimize import linear_sum_assignment

    from rmkit.matching.large.lowering import lowered
    from rmkit.matching.large.pricing import Scanner

    program = lowered(crowd(people, people, everything=everything))
    table = np.full((people, people), -1e9)
    nothing = np.zeros(people, dtype=np.int64)
    for begin in range(0, people, 256):
        rows = np.arange(begin, min(begin + 256, people))
        scanner = Scanner(program.with_mentees(rows))
        found = scanner.better(nothing, np.full(len(rows), -1), most=people)
        table[rows[found.mentees], found.mentors] = found.points
    start = time.process_time()
    chosen = table[linear_sum_assignment(table, maximize=True)]
    made = chosen[chosen >= 0]
    return _figures(start, len(made), int(made.sum()), 0)


def measured(who: str, people: int, everything: bool) -> Figures:
    """Run one of them in a process of its own."""
    wish = json.dumps([who, people, everything])
    done = subprocess.run(
        [sys.executable, __file__, "--one", wish],
        env={**os.environ, **ONE_THREAD},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=Path(__file__).parent,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def beside_scipy(people: int, everything: bool) -> None:
    compared = min(people, 20_000) if people <= 20_000 else 10_000
    mine, scipy = measured("ours", people, everything), measured("theirs", compared, everything)
    same = mine["points"] == scipy["points"] and mine["pairs"] == scipy["pairs"]
    verdict = ("same total" if same else "NOT THE SAME TOTAL") if compared == people else "-"
    print(
        f"{people:>8,} {mine['cpu']:>8.1f} {mine['mb']:>8.0f} {mine['gap']:>5.0f} "
        f"{compared:>9,} {scipy['cpu']:>8.1f} {scipy['mb']:>8.0f} "
        f"{scipy['cpu'] / mine['cpu']:>12.2f}  {verdict}",
        flush=True,
    )


def flat() -> None:
    print(f"{'a side':>8} {'ours s':>8} {'MB':>8} {'gap':>5} {'ns a possible pair':>20}")
    for people in (5_000, 10_000, 20_000, 50_000):
        mine = measured("ours", people, False)
        each = mine["cpu"] / people**2 * 1e9
        told = f"{mine['cpu']:>8.1f} {mine['mb']:>8.0f} {mine['gap']:>5.0f} {each:>20.1f}"
        print(f"{people:>8,} {told}", flush=True)


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["--one"]:
        who, people, everything = json.loads(words[1])
        print(json.dumps({"ours": ours, "theirs": theirs}[who](people, everything)))
        return
    if "flat" in words:
        flat()
        return
    everything = "everything" in words
    sizes = [int(word.replace(",", "")) for word in words if word != "everything"]
    print(
        f"{'a side':>8} {'ours s':>8} {'MB':>8} {'gap':>5} "
        f"{'a side':>9} {'scipy s':>8} {'MB':>8} {'scipy / ours':>12}"
    )
    for people in sizes or (10_000, 20_000):
        beside_scipy(people, everything)


if __name__ == "__main__":
    main()
