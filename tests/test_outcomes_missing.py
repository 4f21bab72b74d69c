"""What is missing, against mice, lavaan and publications: Little's test, pooling, who left."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotReady, TooFewPeople
from rmkit.outcomes import attrition, little_test, pooled_imputations
from tests.outside import GOLDEN, agrees, oracle_data, same


@cache
def found():
    return json.loads((GOLDEN / "r" / "missing.json").read_text(encoding="utf-8"))


def answers():
    return pd.DataFrame(found()["data"]).astype(float)


def pooled_as_r(result):
    rows = {row.id: row for row in result}
    pooling = result.tables["pooling"]
    return {
        name: {
            "estimate": row.value, "std.error": row.se, "statistic": row.statistic, "df": row.df,
            "p.value": row.p, "2.5 %": row.low, "97.5 %": row.high,
            "riv": pooling.loc[name, "riv"], "lambda": pooling.loc[name, "lambda"],
            "fmi": pooling.loc[name, "fmi"], "ubar": pooling.loc[name, "within"],
            "b": pooling.loc[name, "between"], "t": row.se**2,
        }
        for name, row in rows.items()
    }  # fmt: skip


def test_pooling_nhanes_is_that_of_mice():
    d = oracle_data("nhanes_mi_estimates.csv")
    estimates, variances = (
        d.pivot_table(index="imp", columns="term", values=what) for what in ("est", "var")
    )
    result = pooled_imputations(estimates, np.sqrt(variances), df_complete=22)
    pooling = result.tables["pooling"]
    agrees("rubin_pool_nhanes", {
        "estimate": {row.id: row.value for row in result},
        "se": {row.id: row.se for row in result},
        "df": {row.id: row.df for row in result},
        "fmi": pooling["fmi"].to_dict(),
        "riv": pooling["riv"].to_dict(),
    })  # fmt: skip


def test_every_pooled_number_is_that_of_mice():
    fits = found()["fits"]
    estimates, spreads = (pd.DataFrame([f[what] for f in fits]) for what in ("estimate", "se"))
    result = pooled_imputations(estimates, spreads, df_complete=77)
    expected = {row.pop("_row"): row for row in map(dict, found()["pool"])}
    same(pooled_as_r(result), expected, 1e-8)
    assert "10 imputations are few" in result.text()


def test_imputations_that_agree_cost_nothing_and_many_people_have_no_end_of_df():
    result = pooled_imputations([0.5, 0.5, 0.5], [0.1, 0.1, 0.1])
    row, pooling = result["estimate"], result.tables["pooling"]
    assert row.se == pytest.approx(0.1)
    assert np.isinf(row.df)
    assert pooling.loc["estimate", ["riv", "lambda"]].tolist() == [0, 0]
    some = pooled_imputations([0.5, 0.5, 0.5], [0.1, 0.1, 0.1], df_complete=20)
    assert some["estimate"].df == pytest.approx(21 / 23 * 20)


def test_what_cannot_be_pooled_is_told_at_once():
    with pytest.raises(FaultsFound, match="3 faults"):
        pooled_imputations([[1.0, np.nan]], [[0.1, -0.1]])
    with pytest.raises(FaultsFound, match="shape"):
        pooled_imputations([1.0, 2.0, 3.0], [0.1, 0.2])
    with pytest.raises(FaultsFound, match="There are 1 names for 2 numbers"):
        pooled_imputations([[1.0, 2.0]] * 2, [[1.0, 2.0]] * 2, names=["one"])


def test_little_of_the_air_quality():
    row = little_test(oracle_data("airquality.csv"))["little"]
    agrees("little_mcar_airquality", {"chisq": row.value, "df": row.df, "p": row.p})


@pytest.mark.parametrize(
    ("case", "columns"),
    [("all", ["before", "after", "trust", "age"]), ("levels", ["before", "after", "trust"])],
)
def test_little_with_levels_and_ties_is_that_of_r(case, columns):
    result = little_test(answers()[columns])
    row, table = result["little"], result.tables["moments"]
    got = {
        "chisq": row.statistic,
        "df": row.df,
        "p": row.p,
        "means": table["mean"].to_dict(),
        "sd": table["sd"].to_dict(),
    }
    expected = {k: v for k, v in found()[f"little_{case}"].items() if k != "patterns"}
    same(got, expected, 2e-5)
    assert "does not show that gaps are harmless" in result.text()


def test_rare_patterns_of_gaps_are_joined():
    table = little_test(answers()).tables["patterns"]
    assert table["people"].sum() == 80
    assert (table["people"].iloc[:-1] >= 5).all()
    assert table.iloc[-1][["before", "after"]].isna().all()


def test_little_has_nothing_to_test_without_gaps_and_says_so():
    whole = answers().dropna()
    result = little_test(whole)
    assert np.isnan(result["little"].value)
    assert "there is nothing to test" in result.text()
    few = whole.copy()
    few.iloc[:3, 1] = np.nan
    assert little_test(few)["little"].p is None
    gone = whole.copy()
    gone.iloc[:6, 1] = np.nan
    gone.iloc[6] = np.nan
    assert dict(little_test(gone).dropped) == {"no value at all": 1}


def test_what_little_cannot_take_is_told():
    d = answers()
    with pytest.raises(NotReady, match="repeat each other"):
        little_test(d.assign(twice=d["before"] * 2))
    with pytest.raises(NotReady, match="the same for all"):
        little_test(d.assign(same=3.0))
    with pytest.raises(TooFewPeople, match="How many values are missing"):
        little_test(d.head(4))
    with pytest.raises(FaultsFound, match="2 faults"):
        little_test(pd.DataFrame({"a": [1, "x", 2], "b": [np.nan] * 3, "c": [1, 2, 3]}))
    with pytest.raises(FaultsFound, match="at least 2"):
        little_test(d[["age"]])


def test_who_left_is_compared_as_r_does():
    d = answers()
    older = (d["age"] > 41).map({True: "older", False: "younger"}).where(d["age"].notna())
    result = attrition(d[["before", "trust", "age"]].assign(dept=older), d["after"].notna())
    table = result.tables["baseline"].set_index("column")
    names = ["n_left", "n_stayed", "mean_left", "mean_stayed", "sd_left", "sd_stayed", "smd"]
    got = {name: table.loc[name, names].to_dict() for name in ("before", "trust", "age")}
    row = result["left"]
    got |= {"older": -result["smd:dept=younger"].value, "rate": row.value}
    got |= {"low": row.low, "high": row.high}
    same(got, found()["attrition"], 1e-8)
    before = result["smd:before"]
    assert before.se == pytest.approx(np.sqrt(80 / 1200 + before.value**2 / 160))
    assert before.low == pytest.approx(before.value - 1.959963984540054 * before.se)
    assert "differed at the beginning in: before, age, dept younger" in result.text()


def test_no_level_of_fewer_than_five_is_told_nor_can_be_worked_out():
    stayed = np.array([True] * 30 + [False] * 20)
    site = ["a"] * 12 + ["b"] * 14 + ["c"] * 4 + ["a"] * 8 + ["b"] * 7 + ["c"] * 5
    people = pd.DataFrame({"site": site, "hired": [1.0] * 50, "few": [np.nan] * 46 + [1.0] * 4})
    result = attrition(people, stayed)
    told = {row.id for row in result if row.id.startswith("smd:site")}
    assert len(told) == 1
    assert "smd:site=c" not in told
    assert not [row.id for row in result if row.id.startswith("smd:few")]
    assert "Not or not fully told, because fewer than five would be: site" in result.text()


def test_who_left_is_not_described_when_fewer_than_five_did():
    people = pd.DataFrame({"age": range(20, 40)})
    with pytest.raises(TooFewPeople, match="fewer than five left"):
        attrition(people, [True] * 16 + [False] * 4)
    with pytest.raises(TooFewPeople, match="fewer than five stayed"):
        attrition(people, [False] * 16 + [True] * 4)
    with pytest.raises(FaultsFound, match="has 3 values"):
        attrition(people, [1, 0, 1])
    with pytest.raises(FaultsFound, match="neither 1"):
        attrition(people, [0.5] * 20)
    late = pd.Series([1.0] * 10 + [0.0] * 8 + [np.nan] * 2 + [1.0], index=range(21))
    assert dict(attrition(people, late).dropped) == {
        "only in stayed": 1, "not known whether they stayed": 2,
    }  # fmt: skip
