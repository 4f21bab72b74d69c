"""Mentored from the day the pair began: R's numbers, and how far the naive split is off."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady, TooFewPeople
from rmkit.outcomes import cox_model, follow_up_from
from tests.outside import GOLDEN, same


@cache
def found():
    return json.loads((GOLDEN / "r" / "retention.json").read_text(encoding="utf-8"))


def given():
    d = pd.DataFrame(found()["data"])
    return {"time": d["stop"], "left": d["left"], "mentored_from": pd.Series(found()["began"])}


def ends(row):
    return {"value": row.value, "low": row.low, "high": row.high}


def test_ratio_rates_and_curve_are_those_of_r():
    result = follow_up_from(**given(), unit="months")
    row = result["hazard_ratio"]
    got = {"exp(coef)": row.value, "lower .95": row.low, "upper .95": row.high}
    same(got | {"z": row.statistic, "p": row.p}, found()["day"], 1e-7)
    same(ends(result["rate:without"]), found()["rate_without"], 1e-9)
    same(ends(result["rate:with"]), found()["rate_with"], 1e-9)
    curve = result.tables["curve"]
    curve = curve[(curve["group"] == "mentored") & (curve["at"] > 0)]
    names = {"at": "time", "value": "surv", "se": "se", "low": "low", "high": "high",
             "at_risk": "at_risk", "left": "left", "ended": "ended"}  # fmt: skip
    same({r: curve[o].tolist() for o, r in names.items()}, found()["curve_with"], 1e-9)


def test_the_intervals_serve_a_model_and_lose_no_time_and_nobody():
    data = given()
    result = follow_up_from(**data)
    made = result.tables["intervals"]
    spans = (made["stop"] - made["start"]).groupby(made["person"]).sum()
    assert spans.tolist() == data["time"].tolist()
    assert made["left"].sum() == data["left"].sum()
    again = cox_model(
        made["stop"], made["left"], entry=made["start"], covariates=made[["mentored"]]
    )
    assert again["hazard_ratio:mentored"].value == pytest.approx(result["hazard_ratio"].value)


def test_a_landmark_parts_those_still_there_as_r_does():
    result = follow_up_from(**given(), split="landmark", landmark=6, unit="months")
    curve = result.tables["curve"]
    expected = found()["landmark"]
    people = result.tables["people"]
    assert people["time"].min() > 0
    assert len(people) == int((given()["time"] > 6).sum())
    assert dict(result.dropped) == {"no longer followed at 6": int((given()["time"] <= 6).sum())}
    at_ten = [
        curve[(curve["group"] == name) & (curve["at"] <= 10)].iloc[-1]
        for name in ("not by then", "mentored by then")
    ]
    same([row["value"] for row in at_ten], expected["surv"], 1e-9)
    same([row["se"] for row in at_ten], expected["se"], 1e-9)
    same([row["low"] for row in at_ten], expected["low"], 1e-9)
    same([row["high"] for row in at_ten], expected["high"], 1e-9)
    assert "whose pair began later are counted as not mentored by then" in result.text()


def test_the_naive_split_is_refused_with_how_large_its_error_would_be():
    data = given()
    with pytest.raises(NotAllowed, match="even if mentoring did nothing") as told:
        follow_up_from(**data, split="ever_mentored", unit="months")
    result = follow_up_from(**data, unit="months")
    assert f"{result['time_before'].value:.1f} months in which nobody" in str(told.value)
    assert '"landmark" with a time' in str(told.value)


def test_where_mentoring_does_nothing_the_naive_ratio_is_off_by_the_factor_told():
    rng = np.random.default_rng(11)
    n = 3000
    time = rng.exponential(20, n)
    left = time <= 24
    time = np.minimum(time, 24)
    began = np.where(rng.random(n) < 0.6, rng.uniform(0, 18, n), np.nan)
    result = follow_up_from(time, left, mentored_from=began)
    ever = began < time
    naive = (left[ever].sum() / time[ever].sum()) / (left[~ever].sum() / time[~ever].sum())
    assert naive == pytest.approx(result["bias"].value, rel=0.08)
    assert naive < 0.6
    assert 0.85 < result["hazard_ratio"].value < 1.15


def test_a_pair_that_began_after_the_end_counts_as_none():
    data = given()
    later = data["mentored_from"].fillna(99.0)
    one, other = follow_up_from(**data), follow_up_from(**data | {"mentored_from": later})
    assert one["hazard_ratio"].value == other["hazard_ratio"].value


def test_whom_nothing_is_known_of_is_counted():
    time, left = [0.0, 5, 6, np.nan, 7, 8, 9], [0, 1, 1, 1, 0, 1, 1]
    result = follow_up_from(time, left, mentored_from=[None, 2, None, 1, 3, None, 0])
    assert dict(result.dropped) == {"no time": 1, "followed for no time": 1}
    assert result.n_used == 5
    assert result.tables["intervals"]["person"].tolist() == [1, 1, 2, 4, 4, 5, 6]
    assert result["hazard_ratio"].p is None
    assert "Only 4 left." in result.text()


def test_what_cannot_be_compared_is_told_with_what_can():
    data = given()
    none = data | {"mentored_from": [None] * 90}
    with pytest.raises(NotReady, match=r"Nobody was mentored while .*`staying`"):
        follow_up_from(**none)
    with pytest.raises(NotReady, match="Everybody was mentored from the beginning"):
        follow_up_from(**data | {"mentored_from": [0] * 90})
    with pytest.raises(NotReady, match="Nobody left"):
        follow_up_from(**data | {"left": [0] * 90})
    with pytest.raises(FaultsFound, match="are before the beginning"):
        follow_up_from(**data | {"mentored_from": [-1] * 90})
    with pytest.raises(FaultsFound, match="2 faults"):
        follow_up_from(**data, split="ever", landmark=3)
    with pytest.raises(FaultsFound, match="go together"):
        follow_up_from(**data, split="landmark")
    with pytest.raises(FaultsFound, match="is not after 0"):
        follow_up_from(**data, split="landmark", landmark=0)
    with pytest.raises(TooFewPeople, match="Take another landmark"):
        follow_up_from(**none, split="landmark", landmark=3)


def test_where_all_who_left_were_mentored_the_ratio_has_no_end():
    time, left = [*range(1, 13)] * 2, [1] * 12 + [0] * 12
    began = [0] * 12 + [None] * 12
    result = follow_up_from(time, left, mentored_from=began)
    assert np.isnan(result["hazard_ratio"].value)
    assert "the ratio has no end" in result.text()
    assert result["rate:without"].value == 0
    assert result["rate:without"].low == 0
