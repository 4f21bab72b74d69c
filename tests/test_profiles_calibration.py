"""How often kinds are seen where there are none, and where there are some."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from rmkit.people.table import validate
from rmkit.profiles.choosing import FEWEST_IN_A_KIND, MOST_KINDS, SIGNIFICANT
from rmkit.profiles.evidence import weigh
from rmkit.profiles.methods.shelf import METHODS, suited
from rmkit.profiles.preparing import prepare
from tests.null_cohorts import SORTS, null_cohort, planted

HIGHEST = 0.065
"""What the upper bound of the error rate must stay under, of a test at .05."""


def sees_kinds(table, seed, method="auto"):
    compared = prepare(validate(table)).compared
    way, _ = suited(compared, method)
    most = min(MOST_KINDS, len(compared) // FEWEST_IN_A_KIND)
    rng = np.random.default_rng([seed, 1])
    evidence = weigh(compared, way, range(2, most + 1), rng=rng)
    return bool((evidence["p"] <= SIGNIFICANT).any())


def errs(sort, method, seed):
    return sees_kinds(null_cohort(sort, seed), seed, method)


def finds(apart, n, common, seed):
    return sees_kinds(planted(n, apart, seed, common=common)[0], seed)


def share(task, times):
    with ProcessPoolExecutor() as pool:
        return sum(pool.map(task, range(times), chunksize=20)) / times


@pytest.mark.parametrize("sort", SORTS)
def test_kinds_are_seldom_seen_in_people_of_one_kind(sort):
    """A short form of the proof: ten small cohorts, whose errors stay within what .05 allows."""
    seen = sum(sees_kinds(null_cohort(sort, seed, most=40), seed) for seed in range(10))
    assert seen <= binom.ppf(0.9995, 10, SIGNIFICANT)


@pytest.mark.proof
@pytest.mark.parametrize("method", ["k-means", "k-medoids"])
@pytest.mark.parametrize("sort", SORTS)
def test_the_upper_bound_of_the_error_rate_stays_under_its_mark(sort, method):
    if sort == "missing" and METHODS[method].needs_whole:
        pytest.skip("it needs every answer")
    times = 2_000
    rate = share(partial(errs, sort, method), times)
    bound = binomtest(round(rate * times), times, alternative="less")
    upper = bound.proportion_ci(confidence_level=0.95).high
    print(f"{sort}, {method}: {rate:.4f} of {times}, at most {upper:.4f} (95 %, one-sided)")
    assert upper < HIGHEST


@pytest.mark.proof
@pytest.mark.parametrize("common", [0.0, 0.3])
def test_the_farther_apart_kinds_are_the_more_surely_they_are_found(common):
    """Power over separation: three kinds, twelve skills, one level of chance in each answer."""
    steps = (0.5, 1.0, 1.5, 2.0, 2.5)
    for n, sure in ((40, 2.5), (64, 2.0), (200, 1.5)):
        power = [share(partial(finds, apart, n, common), 200) for apart in steps]
        told = ", ".join(f"{a}: {p:.2f}" for a, p in zip(steps, power, strict=True))
        print(f"{n} people, {common} in common, levels apart and share found: {told}")
        assert np.diff(power).min() > -0.08
        assert power[steps.index(sure)] >= 0.8
