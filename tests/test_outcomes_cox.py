"""Cox's model against R and publications: ties, strata, delayed entry, categories, no end."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from rmkit.errors import FaultsFound, NotReady, TooFewPeople, UnknownName
from rmkit.outcomes import cox_model, log_rank
from tests.outside import GOLDEN, agrees, oracle_data, same


@cache
def found():
    return json.loads((GOLDEN / "r" / "retention.json").read_text(encoding="utf-8"))


def people():
    return pd.DataFrame(found()["data"])


def fit(case):
    d = people()
    late = {"entry": d["start"]} if "late" in case else {}
    strata = {"strata": d["site"]} if "strata" in case else {}
    ties = "breslow" if "breslow" in case else "efron"
    grouped = case in {"cox_efron", "cox_breslow", "cox_late"}
    columns = d[["age", "mood", "group"] if grouped else ["age", "mood"]]
    reference = {"group": "others"} if grouped else {}
    return cox_model(
        d["stop"], d["left"], covariates=columns, reference=reference, ties=ties, **late, **strata
    )


def as_r(name):
    return name.replace("group=", "group")


def numbers(result):
    coefs = [row for row in result if row.id.startswith("coef:")]
    ratios = [row for row in result if row.id.startswith("hazard_ratio:")]
    by = {as_r(row.id.removeprefix("coef:")): row for row in coefs}
    drift = {
        row.id.removeprefix("proportional").removeprefix(":") or "GLOBAL": row
        for row in result
        if row.id.startswith("proportional")
    }
    lr = result["likelihood_ratio"]
    return {
        "coef": {name: row.value for name, row in by.items()},
        "se": {name: row.se for name, row in by.items()},
        "z": {name: row.statistic for name, row in by.items()},
        "p": {name: row.p for name, row in by.items()},
        "hr_low": {as_r(r.id.removeprefix("hazard_ratio:")): r.low for r in ratios},
        "hr_high": {as_r(r.id.removeprefix("hazard_ratio:")): r.high for r in ratios},
        "n": result.n_used,
        "lr": lr.statistic,
        "lr_p": lr.p,
        "df": lr.df,
        "wald": result["wald"].value,
        "score": result["score"].value,
        "concordance": result["concordance"].value,
        "concordance_se": result["concordance"].se,
        "zph_chisq": {name: row.statistic for name, row in drift.items()},
        "zph_df": {name: row.df for name, row in drift.items()},
        "zph_p": {name: row.p for name, row in drift.items()},
    }


CASES = [name for name in found() if name.startswith("cox_")]


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_that_of_r(case):
    expected = {k: v for k, v in found()[case].items() if k not in {"loglik", "events"}}
    for key in ("coef", "se", "z", "p", "hr_low", "hr_high"):
        if not isinstance(expected[key], dict):
            expected[key] = dict(zip(expected["coef"], expected[key], strict=True))
    same(numbers(fit(case)), expected, 1e-6, what=case)


def test_rossi_and_others():
    d = oracle_data("rossi.csv")
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    reference = {"fin": "no", "race": "black", "wexp": "no", "mar": "married", "paro": "no"}
    result = cox_model(d["week"], d["arrest"], covariates=d[names], reference=reference)
    coefs = [row for row in result if row.id.startswith("coef:")]
    plain = {row.id.removeprefix("coef:").split("=")[0]: row for row in coefs}
    agrees("rossi_cox", {
        "coef": {name: row.value for name, row in plain.items()},
        "se": {name: row.se for name, row in plain.items()},
        "lrt": result["likelihood_ratio"].statistic,
        "concordance": result["concordance"].value,
        "zph_global_p": result["proportional"].p,
        "zph_age_p": result["proportional:age"].p,
    })  # fmt: skip
    assert "Hazard ratios seem to change over time" in result.text()


def test_gehan_by_all_three_numbers():
    d = oracle_data("gehan_6mp.csv")
    control = pd.DataFrame({"control": d["treat"] == "control"})
    efron, breslow = (
        cox_model(d["time"], d["cens"], covariates=control, ties=ties)["coef:control"].value
        for ties in ("efron", "breslow")
    )
    chisq = log_rank(d["time"], d["cens"], group=d["treat"])["log_rank"].value
    agrees("gehan_6mp", {"chisq": chisq, "cox_efron": efron, "cox_breslow": breslow})


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("late", [False, True])
def test_statsmodels_finds_the_same_once_entries_are_a_little_later(ties, late):
    d = people().dropna()
    columns, more = d[["age", "mood"]], {"ties": ties}
    ours = cox_model(
        d["stop"], d["left"], covariates=columns, **({"entry": d["start"]} if late else {}), **more
    )
    # It counts people at the very time of their entry; a little later it does as R does.
    entry = {"entry": d["start"] + 1e-6} if late else {}
    theirs = PHReg(d["stop"], columns, status=d["left"], **entry, **more).fit()
    found = [ours["coef:age"].value, ours["coef:mood"].value]
    assert np.array(found) == pytest.approx(np.asarray(theirs.params))
    assert np.array([ours["coef:age"].se, ours["coef:mood"].se]) == pytest.approx(theirs.bse)


def test_complete_people_alone_are_counted():
    d = people()
    result = cox_model(d["stop"], d["left"], covariates=d[["age", "mood"]])
    assert result.n_used == 79
    assert dict(result.dropped) == {"no value of age": 6, "no value of mood": 5}


def parted(**more):
    n = 30
    month = np.arange(1, n + 1)
    gone = np.array([1, 0] * 15)
    odd = gone.astype(bool)
    other = np.tile([0.0, 1.0, 3.0], 10)
    return month, gone, pd.DataFrame({"parts": odd, "other": other, **more})


def test_what_parts_leavers_from_stayers_has_no_number_and_the_rest_has():
    month, gone, table = parted()
    result = cox_model(month, gone, covariates=table)
    assert np.isnan(result["coef:parts"].value)
    assert result["coef:parts"].p is None
    assert np.isnan(result["hazard_ratio:parts"].value)
    assert np.isfinite(result["coef:other"].value)
    assert result["likelihood_ratio"].value > 10
    assert np.isnan(result["wald"].value)
    assert np.isnan(result["proportional"].value)
    assert "parts parts those who left from the others so clearly" in result.text()
    assert "the rate is higher without a number" in result.text()


def test_a_column_that_repeats_others_is_left_out_and_said():
    month, gone, table = parted(twice=np.tile([0.0, 2.0, 6.0], 10), same=1.0)
    result = cox_model(month, gone, covariates=table[["other", "twice", "same"]])
    alone = cox_model(month, gone, covariates=table[["other"]])
    assert result["coef:other"].value == pytest.approx(alone["coef:other"].value)
    assert np.isnan(result["coef:twice"].value)
    assert "twice says nothing beyond the other columns" in result.text()
    assert "same says nothing beyond the other columns" in result.text()


def test_what_cannot_be_fitted_is_told_with_what_can():
    month, gone, table = parted(same=1.0)
    with pytest.raises(NotReady, match="Nobody differs in same"):
        cox_model(month, gone, covariates=table[["same"]])
    with pytest.raises(NotReady, match="None of 30 left"):
        cox_model(month, gone * 0, covariates=table)
    with pytest.raises(TooFewPeople, match=r"2 left, and the model would estimate 2 .*`staying`"):
        cox_model(month[:4], gone[:4], covariates=table[:4].assign(parts=[1, 2, 4, 3]))
    with pytest.raises(FaultsFound, match=r"2 faults"):
        cox_model(month, gone, covariates=table.assign(time=1, left=2))
    with pytest.raises(FaultsFound, match="no covariate"):
        cox_model(month, gone, covariates=table[[]])
    with pytest.raises(UnknownName, match='no covariate "site"'):
        cox_model(month, gone, covariates=table, reference={"site": "north"})
    with pytest.raises(UnknownName, match='no level of parts "maybe"'):
        cox_model(month, gone, covariates=table, reference={"parts": "maybe"})
    many = pd.DataFrame({"word": [f"w{i}" for i in range(30)]})
    with pytest.raises(FaultsFound, match="has 30 levels"):
        cox_model(month, gone, covariates=many)


def test_few_who_left_are_warned_of_and_take_the_p_values():
    d = people().head(24)
    result = cox_model(d["stop"], d["left"].where(d.index < 10, 0), covariates=d[["age"]])
    assert all(row.p is None for row in result)
    assert "left. With fewer than 6" in result.text()
    some = fit("cox_efron")
    assert "For each number that the model estimates 9 left" in some.text()


def test_words_are_compared_with_the_most_frequent_unless_said():
    d = people().assign(group=lambda d: d["group"].astype(str))
    result = cox_model(d["stop"], d["left"], covariates=d[["group"]])
    most = d["group"].value_counts().index[0]
    assert f"coef:group={most}" not in result
    assert f"against {most}" in result.rows[0].title
