"""Goals on one scale, and returns as ranges: against the publications, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from rmkit.errors import FaultsFound, TooFewPeople
from rmkit.outcomes import goal_attainment, returns
from rmkit.outcomes.change.goals import goal_scores
from tests.outside import agrees

NAN = float("nan")


def t_of(levels, weights=None):
    w = weights if weights is not None else [1] * len(levels)
    return goal_scores(np.array([levels], float), np.array([w], float), 0.3)[0]


def test_t_scores_of_kiresuk_and_sherman():
    got = {"all0": t_of([0, 0, 0]), "one_p1": t_of([1]), "two_p1_0": t_of([1, 0]),
           "three_p1": t_of([1] * 3), "three_m1": t_of([-1] * 3),
           "weighted_x_1_0_m1_2_w_3_2_1_4": t_of([1, 0, -1, 2], [3, 2, 1, 4]),
           "four_p2": t_of([2] * 4)}  # fmt: skip
    agrees("gas_t_score", got)


def test_the_group_is_told_by_its_mean_and_missing_goals_count_for_nothing():
    levels = [[0, 1], [1, 1], [-1, 0], [0, NAN], [2, 1], [0, 0], [1, NAN], [0, -1], [NAN, NAN]]
    weights = [[1, 2], [1, 1], [3, 1], [2, NAN], [1, 1], [1, 1], [1, 5], [1, 1], [NAN, NAN]]
    result = goal_attainment(levels, weights)
    each = [
        t_of(*zip(*((x, w) for x, w in zip(a, b, strict=True) if x == x), strict=True))
        for a, b in zip(levels[:8], weights[:8], strict=True)
    ]
    row, test = result["mean_t"], stats.ttest_1samp(each, 50)
    ends = test.confidence_interval()
    got = [row.value, row.low, row.high, row.statistic, row.p, row.df, result["sd_t"].value]
    assert got == pytest.approx(
        [np.mean(each), *ends, test.statistic, test.pvalue, 7, np.std(each, ddof=1)]
    )
    assert result["reached"].value == np.mean(np.array(each) >= 50)
    assert (result["goals_reached"].value, result["goals_reached"].n) == (12 / 14, 14)
    assert result["goals"].value == 14 / 8
    assert dict(result.dropped) == {"no goal": 1}
    assert any("no effect" in limit for limit in result.limits)


def test_what_goals_cannot_tell_is_said():
    with pytest.raises(TooFewPeople, match="their own"):
        goal_attainment([[1, 0]])
    with pytest.raises(FaultsFound, match="scale from -2 to 2"):
        goal_attainment([[3, 0], [0, 1]])
    with pytest.raises(FaultsFound, match="2 faults"):
        goal_attainment([[1, 0], [0, 1]], [[1, 0], [1, 1]], rho=1)
    with pytest.raises(FaultsFound, match="one weight a goal"):
        goal_attainment([[1, 0], [0, 1]], [[1], [1]])
    same = goal_attainment([[1, 0]] * 7)
    assert same["mean_t"].low is None
    assert any("reached the same" in w for w in same.warnings)
    few = goal_attainment([[1, 0], [0, 0], [2, 1]])
    assert few["mean_t"].p is None


def test_returns_of_phillips():
    result = returns({"gained": 750_000}, {"spent": 425_000}, comparison="the waiting list")
    agrees(
        "phillips_roi", {"BCR": result["bcr"].value, "ROI_pct": result["roi"].value},
        tolerance=1e-9,
    )  # fmt: skip
    assert result["net"].value == 325_000
    assert result["roi"].low is None


def test_without_a_comparison_there_is_no_return_but_what_would_pay_for_it():
    result = returns({"gained": (30, 50)}, {"spent": 20}, isolation=0.5)
    assert not any(result[id].known for id in ("bcr", "roi", "net"))
    assert any("Nothing was compared" in w for w in result.warnings)
    assert result["share_to_break_even"].value == 0.5
    assert list(result.tables["ends"].index) == ["benefits", "costs"]


def test_ranges_shares_and_confidence_reach_the_return():
    result = returns(
        {"hours": (100, 200), "errors": (10, 40, 100)}, {"staff": (50, 70), "room": 5},
        comparison="another site", isolation={"hours": (0.2, 0.6)}, confidence=0.5,
    )  # fmt: skip
    assert result["benefits_claimed"].value == 190
    assert result["benefits"].value == 150 * 0.4 * 0.5 + 40 * 0.5
    ends = result.tables["ends"]
    assert ends.loc["benefits"].tolist() == [100 * 0.2 * 0.5 + 5, 200 * 0.6 * 0.5 + 50]
    assert ends.loc["bcr"].tolist() == [15 / 75, 110 / 55]
    row = result["bcr"]
    assert ends.loc["bcr", "least"] < row.low < row.value < row.high < ends.loc["bcr", "most"]


def test_the_draws_are_those_of_the_ranges():
    even = returns({"a": (0, 100)}, {"b": 1}, comparison="x")["benefits"]
    assert [even.low, even.high] == pytest.approx([2.5, 97.5], abs=1)
    peaked = returns({"a": (0, 20, 100)}, {"b": 1}, comparison="x")["benefits"]
    theirs = stats.triang(0.2, scale=100).ppf([0.025, 0.975])
    assert [peaked.low, peaked.high] == pytest.approx(theirs, abs=1.5)
    one = returns({"a": 100, "b": 100}, {"c": 1}, comparison="x", isolation=(0, 1))["benefits"]
    two = returns(
        {"a": 100, "b": 100}, {"c": 1}, comparison="x", isolation={"a": (0, 1), "b": (0, 1)}
    )["benefits"]
    assert one.high - one.low == pytest.approx(190, abs=2)
    assert two.high - two.low < 165


def test_all_faults_of_amounts_are_told_at_once():
    with pytest.raises(FaultsFound, match="4 faults") as told:
        returns({"a": (5, 1)}, {"b": 0}, isolation=1.5, confidence={"z": 0.5})
    assert "none of the benefits" in str(told.value)
    with pytest.raises(FaultsFound, match="2 faults"):
        returns({}, {})
