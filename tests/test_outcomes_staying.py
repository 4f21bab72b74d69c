"""Who stays and for how long, against what R finds: ties, delayed entry, missing values."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from rmkit.errors import FaultsFound, NotReady, TooFewPeople
from rmkit.outcomes import log_rank, restricted_mean, staying
from rmkit.outcomes.retention.people_needed import needed_said, people_an_arm
from tests.outside import GOLDEN, oracle_data, oracles, same

CLOSE = 1e-8


@cache
def found():
    return json.loads((GOLDEN / "r" / "retention.json").read_text(encoding="utf-8"))


def people():
    return pd.DataFrame(found()["data"])


FEW = ([2, 3, 3, 5, 8, 8, 9], [1, 0, 1, 1, 0, 1, 1])
HALF = ([3, 5, 8, 11, 12, 14], [1, 1, 1, 1, 0, 0])


def curve_of(result):
    rows = result.tables["curve"]
    rows = rows[rows["at"] > 0]
    names = {"at": "time", "value": "surv", "se": "se", "low": "low", "high": "high",
             "at_risk": "at_risk", "left": "left", "ended": "ended"}  # fmt: skip
    return {r: rows[ours].tolist() for ours, r in names.items()}


def cases():
    d = people()
    return {
        "one": staying(d["stop"], d["left"]),
        "late": staying(d["stop"], d["left"], entry=d["start"]),
        "few": staying(*FEW),
        "90": staying(*FEW, level=0.9),
        "half": staying(*HALF),
    }


@pytest.mark.parametrize("case", ["one", "late", "few", "90", "half"])
def test_every_number_of_the_curve_and_the_median_is_that_of_r(case):
    result = cases()[case]
    same(curve_of(result), found()[f"km_{case}"], CLOSE, what=case)
    expected = found()[f"median_{case}"]
    middle = result["median"]
    upper = np.inf if expected["upper"] is None else expected["upper"]
    assert [middle.value, middle.low, middle.high] == [
        expected["quantile"], expected["lower"], upper,
    ]  # fmt: skip


def test_shares_at_a_time_by_group_are_those_of_r():
    d = people()
    order = ["others", "mentors", "mentees"]
    groups = pd.Categorical(d["group"], categories=order)
    result = staying(d["stop"], d["left"], group=pd.Series(groups), at=[12])
    rows = [result[f"stayed_at_12:{name}"] for name in order]
    got = {
        "time": [12, 12, 12],
        "surv": [row.value for row in rows],
        "se": [row.se for row in rows],
        "low": [row.low for row in rows],
        "high": [row.high for row in rows],
        "at_risk": result.tables["at_risk"].loc[12.0].tolist(),
    }
    same(got, found()["km_at_12"], CLOSE)
    assert result.tables["groups"]["people"].sum() == len(d)


def test_the_curve_is_that_of_statsmodels_where_somebody_left():
    d = people()
    theirs = SurvfuncRight(d["stop"], d["left"], entry=d["start"])
    ours = cases()["late"].tables["curve"]
    ours = ours[ours["left"] > 0]
    assert ours["value"].to_numpy() == pytest.approx(theirs.surv_prob)
    assert ours["se"].to_numpy() == pytest.approx(theirs.surv_prob_se)


def test_the_log_rank_test_of_6_mercaptopurine():
    d = oracle_data("gehan_6mp.csv")
    row = log_rank(d["time"], d["cens"], group=d["treat"])["log_rank"]
    same(row.value, oracles()["gehan_6mp"]["expected"]["chisq"], 1e-9)
    assert row.df == 1
    assert row.p < 0.001


@pytest.mark.parametrize("case", ["two", "three", "strata"])
def test_the_log_rank_test_is_that_of_r(case):
    d = people()
    d = d[d["group"] != "mentees"] if case == "two" else d
    levels = ["others", "mentors", "mentees"]
    group = pd.Series(pd.Categorical(d["group"], categories=levels), index=d.index)
    strata = d["site"] if case == "strata" else None
    result = log_rank(d["stop"], d["left"], group=group, strata=strata)
    row, table = result["log_rank"], result.tables["groups"]
    got = {
        "observed": table["left"].tolist(),
        "expected": table["expected"].tolist(),
        "chisq": row.statistic,
        "df": row.df,
        "p": row.p,
    }
    same(got, found()[f"logrank_{case}"], CLOSE)


def test_the_log_rank_test_with_delayed_entry_is_that_of_r_and_of_statsmodels():
    d = people()
    row = log_rank(d["stop"], d["left"], group=d["group"], entry=d["start"])["log_rank"]
    same(row.value, found()["logrank_late"], CLOSE)
    chi2, p = survdiff(d["stop"], d["left"], d["group"], entry=d["start"].to_numpy())
    assert (row.value, row.p) == pytest.approx((chi2, p))
    within = log_rank(d["stop"], d["left"], group=d["group"], entry=d["start"], strata=d["site"])
    same(within["log_rank"].value, found()["logrank_late_strata"], CLOSE)


def test_the_mean_time_and_its_standard_error_are_those_of_r():
    d = people()
    levels = ["others", "mentors", "mentees"]
    group = pd.Series(pd.Categorical(d["group"], categories=levels))
    result = restricted_mean(d["stop"], d["left"], group=group, horizon=12)
    rows = [result[f"mean_time:{name}"] for name in levels]
    got = {"rmst": [row.value for row in rows], "se": [row.se for row in rows]}
    same(got, found()["rmst_three"], CLOSE)
    off = result["difference:mentees"]
    assert off.value == pytest.approx(got["rmst"][2] - got["rmst"][0])
    assert off.se == pytest.approx(np.hypot(got["se"][0], got["se"][2]))
    assert off.statistic == pytest.approx(off.value / off.se)
    for case, made in {
        "one": restricted_mean(d["stop"], d["left"], horizon=18),
        "few": restricted_mean(*FEW, horizon=9),
        "late": restricted_mean(d["stop"], d["left"], entry=d["start"], horizon=12),
    }.items():
        row = made["mean_time"]
        same({"rmst": row.value, "se": row.se}, found()[f"rmst_{case}"], CLOSE)
        z = 1.959963984540054
        assert [row.low, row.high] == pytest.approx(
            [row.value - z * row.se, row.value + z * row.se]
        )


def test_four_times_as_many_people_halve_the_standard_error_of_the_mean_time():
    once = restricted_mean(*FEW, horizon=8)["mean_time"]
    often = restricted_mean(FEW[0] * 4, FEW[1] * 4, horizon=8)["mean_time"]
    assert often.value == pytest.approx(once.value)
    assert once.se / often.se == pytest.approx(2.0)


def test_the_horizon_is_the_shortest_of_the_longest_follow_ups_unless_said():
    group = ["a"] * 7 + ["b"] * 7
    times = [*FEW[0], *[t + 1 for t in FEW[0]]]
    assert restricted_mean(times, FEW[1] * 2, group=group).title.endswith("within 9")
    with pytest.raises(NotReady, match=r"not followed so long: everybody until 14. Up to 14"):
        restricted_mean(*HALF, horizon=20)
    with pytest.raises(NotReady, match="must lie above 0"):
        restricted_mean(*HALF, horizon=0)


def test_who_is_not_complete_is_left_out_and_counted():
    time = pd.Series([5, 6, np.nan, 8, 9, 3], index=list("abcdef"))
    left = pd.Series([1, 0, 1, None, 1, 0, 1], index=list("abcdefz"))
    result = staying(time, left, group=["x", None, "x", "y", "y", "x"])
    assert dict(result.dropped) == {
        "only in left": 1, "no time": 1, "not known whether they left": 1,
        "no value of group": 1,
    }  # fmt: skip
    assert result.n_used == 3


def test_all_faults_are_told_at_once_and_no_value():
    with pytest.raises(FaultsFound) as told:
        staying([5, -6, 4.25], [1, 0, 1], entry=[1, -9, 4.25])
    assert "(the first: 2, counted from 1): is before the beginning" in str(told.value)
    assert "(the first: 3, counted from 1): is not after the entry" in str(told.value)
    assert "4.25" not in str(told.value)
    with pytest.raises(FaultsFound, match="neither 1"):
        staying([5, 6], [1, 2])
    with pytest.raises(FaultsFound, match=r"left.*has 3 values, and time has 2"):
        staying([5, 6], [1, 0, 1])
    with pytest.raises(TooFewPeople, match="of whom all is known"):
        staying([np.nan], [1])


def test_nobody_left_is_told_without_an_interval():
    result = staying([12] * 8, [0] * 8, at=[6, 24], unit="months")
    assert result["stayed_at_6"].value == 1
    assert result["stayed_at_6"].low is None
    assert np.isnan(result["stayed_at_24"].value)
    assert np.isnan(result["median"].value)
    text = result.text()
    assert "Nobody had left by 6: there is no interval." in text
    assert "Nobody was followed beyond 12" in text
    with pytest.raises(NotReady, match="None of 8 people left"):
        log_rank([12] * 8, [0] * 8, group=list("aaaabbbb"))
    with pytest.raises(NotReady, match="one group"):
        log_rank([12] * 8, [1] * 8, group=["a"] * 8)
    flat = restricted_mean([12] * 8, [0] * 8)
    assert flat["mean_time"].value == 12
    assert flat["mean_time"].low is None


def test_everybody_leaving_at_once_is_told_without_an_interval():
    result = staying([3] * 6, [1] * 6, at=[3])
    assert result["stayed_at_3"].value == 0
    assert "Everybody had left by 3" in result.text()
    assert result["median"].value == 3


def test_a_group_of_four_has_no_interval_and_no_curve():
    group = ["few"] * 4 + ["many"] * 6
    result = staying([1, 2, 3, 4, 1, 2, 3, 4, 5, 6], [1, 1, 0, 1] + [1, 0] * 3, group=group, at=[2])
    assert result["stayed_at_2:few"].low is None
    assert result["stayed_at_2:many"].low is not None
    assert set(result.tables["curve"]["group"]) == {"many"}
    assert "A group of 4 is too small" in result.text()
    alone = staying([1, 2, 3], [1, 0, 1])
    assert "curve" not in alone.tables
    assert alone.plot().sentence


def test_few_leavers_allow_no_p_value():
    group = ["a"] * 10 + ["b"] * 10
    left = [0] * 10 + [1] * 5 + [0] * 5
    result = log_rank([*range(1, 11), *range(1, 11)], left, group=group)
    assert result["log_rank"].p is None
    assert "Only 5 left." in result.text()
    some = log_rank([*range(1, 11), *range(1, 11)], [0] * 10 + [1] * 6 + [0] * 4, group=group)
    assert some["log_rank"].p < 0.05
    assert "led by single cases" in some.text()


def test_a_group_that_was_never_at_risk_takes_no_degree_of_freedom():
    time = [5, 6, 7, 8, 9, 3, 4, 6, 8, 10, 1, 1, 1, 1, 1]
    left = [1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    result = log_rank(time, left, group=list("aaaaabbbbbccccc"))
    assert result["log_rank"].df == 1
    of_two = log_rank(time[:10], left[:10], group=list("aaaaabbbbb"))
    assert result["log_rank"].value == of_two["log_rank"].value


def test_how_many_people_a_comparison_needs_is_said():
    assert people_an_arm(0.85, 0.92) == 307
    assert people_an_arm(0.5, 0.6) > people_an_arm(0.5, 0.7)
    assert "307 people in each group" in needed_said()
    d = people()
    assert "307 people" in log_rank(d["stop"], d["left"], group=d["group"]).text()


def test_times_that_differ_by_rounding_are_one_time():
    result = staying([0.3, 0.1 + 0.2, 1, 1, 2], [1, 1, 0, 0, 1], at=[0.3])
    assert result.tables["curve"]["left"].tolist() == [0, 2, 0, 1]


def test_groups_keep_the_order_of_categories_and_yes_follows_no():
    d = people()
    older = d["age"] > 40
    result = staying(d["stop"], d["left"], group=older, at=[6])
    assert [row.id for row in result][:1] == ["stayed_at_6:no"]
    assert result.tables["groups"]["group"].tolist() == ["no", "yes"]
