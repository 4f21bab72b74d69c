"""Intervals and probabilities, against numbers that others published or that R and scipy give."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from rmkit.matching.chance import holm, mean_interval, scores_by_chance, shares_by_chance, wilson

# Student (1908), the hours of sleep in R's `sleep`; R's t.test gives the interval.
SLEEP = [-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4]


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_that_of_newcombes_table(
    count: int, n: int, low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3."""
    assert wilson(count, n) == pytest.approx((low, high), abs=6e-5)
    other = wilson(n - count, n)
    assert other == pytest.approx((1 - high, 1 - low), abs=6e-5)


def test_wilsons_interval_gives_rs_interval_of_a_difference_and_is_that_of_statsmodels() -> None:
    """Mentored trainees (BMJ Open 2018;8:e020721): 21 of 25 passed against 36 of 85."""
    from statsmodels.stats.proportion import proportion_confint

    (low_1, high_1), (low_2, high_2) = wilson(21, 25), wilson(36, 85)
    one, two = 21 / 25, 36 / 85
    low = one - two - math.hypot(one - low_1, high_2 - two)
    high = one - two + math.hypot(high_1 - one, two - low_2)
    assert (low, high) == pytest.approx((0.20186752759, 0.55470382653), abs=1e-8)
    for count, n in ((0, 5), (3, 5), (5, 5), (17, 230)):
        theirs = proportion_confint(count, n, method="wilson")
        assert wilson(count, n) == pytest.approx(theirs, abs=1e-12)
        wide = proportion_confint(count, n, alpha=0.01, method="wilson")
        assert wilson(count, n, confidence=0.99) == pytest.approx(wide, abs=1e-12)


def test_the_interval_of_a_mean_is_that_of_r() -> None:
    found = mean_interval(SLEEP)
    assert found == pytest.approx((-1.58, -2.4598857633, -0.7001142367), abs=1e-9)
    assert mean_interval([50.0] * 5) == (50.0, 50.0, 50.0)


def test_the_probability_of_shares_is_that_of_fishers_exact_test() -> None:
    """With equal margins the chi-square puts tables into the same order as their probability."""
    for one, other in (((8, 10), (3, 10)), ((5, 12), (4, 12)), ((30, 40), (18, 40))):
        table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
        exact = stats.fisher_exact(table).pvalue
        found = shares_by_chance([one[0], other[0]], [one[1], other[1]], seed=3)
        assert found == pytest.approx(exact, abs=0.015)
    counts, sizes = [40, 25, 60], [80, 80, 90]
    table = [counts, [n - k for k, n in zip(counts, sizes, strict=True)]]
    large = stats.chi2_contingency(table, correction=False).pvalue
    assert shares_by_chance(counts, sizes, seed=3) == pytest.approx(large, abs=0.002)


def test_the_probability_of_scores_is_that_of_all_ways_to_deal_them() -> None:
    groups = [np.array([1.0, 2, 6]), np.array([5.0, 7, 9]), np.array([2.0, 8])]
    exact = stats.permutation_test(
        groups, lambda *g: stats.f_oneway(*g).statistic, vectorized=False,
        alternative="greater", n_resamples=np.inf,
    ).pvalue  # fmt: skip
    assert scores_by_chance(groups, seed=2) == pytest.approx(exact, abs=0.015)
    assert scores_by_chance([[1, 2, 3], [4, 5, 6]], seed=2) == pytest.approx(2 / 20, abs=0.015)
    many = np.random.default_rng(1).normal(60, 9, 900)
    parts = [many[:100] + 1.5, many[100:500], many[500:]]
    large = stats.f_oneway(*parts).pvalue
    assert scores_by_chance(parts, seed=2, draws=1_999) == pytest.approx(large, abs=0.02)


def test_where_nothing_can_differ_chance_is_certain_and_never_nothing() -> None:
    assert shares_by_chance([3], [5], seed=1) == 1.0
    assert shares_by_chance([5, 6], [5, 6], seed=1) == 1.0
    assert shares_by_chance([0, 0], [5, 6], seed=1) == 1.0
    assert scores_by_chance([[1.0, 2.0], []], seed=1) == 1.0
    assert scores_by_chance([[4.0, 4.0], [4.0]], seed=1) == 1.0
    assert shares_by_chance([50, 0], [50, 50], seed=1) == 1 / 10_000
    assert scores_by_chance([[1.0] * 50, [2.0] * 50], seed=1, draws=99) == 1 / 100


def test_holms_adjustment_is_that_of_statsmodels() -> None:
    from statsmodels.stats.multitest import multipletests

    for given in ([0.01, 0.04, 0.03, 0.005], [0.5], [0.9, 0.2, 0.2, 0.7], [0.0001] * 3, []):
        theirs = multipletests(given, method="holm")[1] if given else []
        assert holm(given) == pytest.approx(list(theirs))
