"""How often the intervals of a change hold the truth; writes `docs/coverage.md`.

Run it from the checkout: `python -m tests.coverage_of_change` (with the Python of `.venv`; five to
six minutes of one processor). `rmkit.outcomes.coverage_map` draws the cohorts; what is done with
each is here, in a quick form of `paired_change` that a test holds against it: a cohort takes a
twentieth of a millisecond, not six, for the ends of the noncentral t are looked up between points.
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline
from scipy.stats import t as student

from rmkit.outcomes import Estimate, Result, bootstrap_interval, coverage_map
from rmkit.outcomes.change.domain import (
    LEAST_PEOPLE,
    LEAST_RESAMPLED,
    MOST_AT_AN_END,
    MOST_SKEWED,
    outside_domain,
)
from rmkit.outcomes.change.standardised import noncentral_ends

DOCS = Path(__file__).resolve().parents[1] / "docs"
SIZES = (6, 10, 15, 20, 40, 100)
SKEWS = (0.0, 0.5, 1.0, 2.0)
CEILINGS = (0.0, 0.2, 0.4, 0.6)
RELIABILITIES = (0.6, 0.8, 1.0)
LEAST = 0.94
FROM_RESAMPLES = "from resamples"
KINDS = {"any score": None, "whole levels": 5}


def mean_of(before, after):
    return float((after - before).mean())


def d_z_of(before, after):
    change = after - before
    return float(change.mean() / change.std(ddof=1))


RESAMPLED = {
    "mean_change_bca": ("mean_change", "bca"),
    "mean_change_studentised": ("mean_change", "studentised"),
    "d_z_bca": ("d_z", "bca"),
}
TRUTHS = {"mean_change": mean_of, "d_z": d_z_of}


@cache
def _looked_up(n):
    """Give the cut of t, and the ends of the noncentrality as functions of t."""
    points = np.linspace(-12, 25, 120)
    ends = np.array([noncentral_ends(point, n - 1, 0.95) for point in points])
    cut = float(student.ppf(0.975, n - 1))
    return cut, CubicSpline(points, ends[:, 0]), CubicSpline(points, ends[:, 1]), points[[0, -1]]


def quick_change(before, after):
    """Give the mean change and d_z with their intervals, as `paired_change` does, but quickly."""
    n, change = len(before), after - before
    mean, sd = float(change.mean()), float(change.std(ddof=1))
    if sd <= 1e-12:
        rows = (Estimate("mean_change", "", mean), Estimate("d_z", "", math.nan))
    else:
        cut, low, high, within = _looked_up(n)
        se = sd / math.sqrt(n)
        t = mean / se
        inside = within[0] <= t <= within[1]
        ends = (float(low(t)), float(high(t))) if inside else noncentral_ends(t, n - 1, 0.95)
        rows = (
            Estimate("mean_change", "", mean, mean - cut * se, mean + cut * se),
            Estimate("d_z", "", mean / sd, ends[0] / math.sqrt(n), ends[1] / math.sqrt(n)),
        )
    return Result("Change", "", rows, n, warnings=outside_domain(before, after))


def resampled_change(before, after):
    """Give intervals from resamples; each cohort has resamples of its own."""
    seed = int.from_bytes((after - before).tobytes()[:24], "little") % 2**32
    rows, told = [], ()
    for id, (of, kind) in RESAMPLED.items():
        found = bootstrap_interval(before, after, of=of, kind=kind, resamples=999, seed=seed)
        rows.append(replace(found["estimate"], id=id))
        told = found.warnings
    return Result("Change", "", tuple(rows), len(before), warnings=told)


def drawn_resampled(*, cohorts=1000, seed=1, **more):
    """Draw the map of intervals from resamples: a smaller one, for they take longer."""
    asked = {"n": (10, 20, 40, 80), "skew": (0.0, 1.0), "ceiling": (0.0, 0.2)} | more
    truths = {id: TRUTHS[of] for id, (of, _) in RESAMPLED.items()}
    return coverage_map(
        resampled_change, truths, reliability=(0.8,), cohorts=cohorts, seed=seed, **asked
    ).tables["map"]


def inside(table):
    """Tell which rows of a map lie in the domain in which intervals are declared to hold."""
    means = table["estimate"] == "mean_change_bca"
    least = np.where(means, LEAST_RESAMPLED, LEAST_PEOPLE)
    few_skewed = table["change_skew"].abs() <= MOST_SKEWED * np.sqrt(table["n"])
    heaped = table["ceiling"] <= MOST_AT_AN_END
    return (table["n"] >= least) & few_skewed & heaped


def short(table):
    """Give the rows whose coverage is below .94 by more than three standard errors."""
    return table[table["coverage"] < LEAST - 3 * table["coverage_se"]]


def drawn(*, levels=None, cohorts=1500, seed=1, on_progress=None, **more):
    asked = {"n": SIZES, "skew": SKEWS, "ceiling": CEILINGS, "reliability": RELIABILITIES} | more
    return coverage_map(
        quick_change, TRUTHS, levels=levels, cohorts=cohorts, seed=seed, on_progress=on_progress,
        **asked,
    ).tables["map"]  # fmt: skip


def _lines(table, column, how):
    cells = table.pivot_table(index=["skew", "ceiling"], columns="n", values=column, aggfunc=how)
    yield "| skewness | at the top | " + " | ".join(f"{n} people" for n in cells.columns) + " |"
    yield "|---|---|" + "---:|" * len(cells.columns)
    for (skew, ceiling), row in cells.iterrows():
        digits = 2 if column == "width" else 3
        told = " | ".join(f"{value:.{digits}f}".removeprefix("0") for value in row)
        yield f"| {skew:g} | {ceiling:g} | {told} |"


def _section(title, table, column, how, *, only=None):
    for kind in KINDS:
        for id, said in (("mean_change", "the mean change"), ("d_z", "d_z")):
            if only not in (None, id):
                continue
            yield f"### {title}: {kind if only else f'{said}, {kind}'}"
            yield ""
            yield from _lines(
                table[(table["estimate"] == id) & (table["kind"] == kind)], column, how
            )
            yield ""


def _resamples(table):
    for id in RESAMPLED:
        for column, how in (("coverage", "min"), ("width", "median")):
            yield f"### {column.capitalize()}: {id.replace('_', ' ').replace('d z', 'd_z')}"
            yield ""
            yield from _lines(table[table["estimate"] == id], column, how)
            yield ""


PAGE = """\
# How often the intervals of a change hold the truth

An interval of 95 % should hold the truth in 95 of 100 programmes. Here is how often it does, for
`rmkit.outcomes.paired_change`: simulated, with populations in which its assumptions do not hold.
Each number is the lowest of three reliabilities (.6, .8, 1), each from {cohorts:,} cohorts drawn
from a population of 1,000,000 made-up people; the truth is the same figure, worked out in that
population. One number is uncertain by {se:.3f} (a standard error), and the lowest of three lies
below what it estimates. All numbers are in [coverage.csv](coverage.csv).

*Skewness* is that of what people gain, and of what is true of them (2: a few gain a lot); with
errors of measurement their changes are less skewed. *At the top* is the share of people who are at
the top of the scale at the first wave. The mean gain is .3 standard deviations, what is true
correlates .7 between the waves. Whole levels are 1 to 5.

## Where intervals are declared to hold

From {people} people on, with changes whose skewness is at most {skewed:g} times the root of how
many people there are (.6 for 10, 1 for 25, 2 for 100), and with at most {heaped} of the people
at an end of the scale. There the lowest coverage of this map is {least}; {fails} of {of:,}
numbers lie below .94 by more than three standard errors.

Elsewhere the result warns, as far as its data show where it is: few people may look less skewed
than those whom they were drawn from. Wherever an interval of this map does fall short of .94 by
more than three standard errors, at least {seen:.0f} of 100 results warn. The end of the scale does
not break the interval. It cuts the change itself short, which is why it is warned of.

## Coverage

{coverage}
## Width

Medians of the three reliabilities, in standard deviations of scores or in levels; those of d_z in
standard deviations of changes.

{width}
## Intervals from resamples

`rmkit.outcomes.bootstrap_interval` with 999 resamples, from 1,000 cohorts each, reliability .8. The
interval of a mean that is not studentised (`bca`) is too narrow for few people: it is declared to
hold from {resampled} on, and the result warns below.

{resamples}
## How often the result warns

{warned}
Drawn and written by `python -m tests.coverage_of_change`; `--page` writes it anew from the numbers.
`python start.py proof` draws the map again, with other chance.
"""


def page(table):
    """Write the map as a page."""
    resampled = table[table["kind"] == FROM_RESAMPLES]
    declared = table[inside(table)]
    cohorts = int(table["cohorts"].iloc[0])
    return PAGE.format(
        cohorts=cohorts,
        se=math.sqrt(0.95 * 0.05 / cohorts),
        people=LEAST_PEOPLE,
        skewed=MOST_SKEWED,
        resampled=LEAST_RESAMPLED,
        resamples="\n".join(_resamples(resampled)),
        heaped=f"{MOST_AT_AN_END:g}".removeprefix("0"),
        least=f"{declared['coverage'].min():.3f}".removeprefix("0"),
        seen=100 * short(table[table["kind"] != FROM_RESAMPLES])["warned"].min(),
        fails=len(short(declared)),
        of=len(declared),
        coverage="\n".join(_section("Coverage", table, "coverage", "min")),
        width="\n".join(_section("Width", table, "width", "median")),
        warned="\n".join(_section("Warnings", table, "warned", "median", only="d_z")),
    )


def published():
    """Read the numbers of the map that is published."""
    return pd.read_csv(DOCS / "coverage.csv")


def main():
    began = time.process_time()
    if "--page" not in sys.argv:
        DOCS.mkdir(exist_ok=True)
        kinds = [drawn(levels=levels).assign(kind=kind) for kind, levels in KINDS.items()]
        kinds.append(drawn_resampled().assign(kind=FROM_RESAMPLES))
        table = pd.concat(kinds, ignore_index=True).round(5)
        table.to_csv(DOCS / "coverage.csv", index=False, lineterminator="\n")
    (DOCS / "coverage.md").write_text(page(published()), encoding="utf-8")
    print(f"{time.process_time() - began:.0f} CPU s")


if __name__ == "__main__":
    main()
