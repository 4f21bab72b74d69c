"""Pooled sites, weighted groups, Bayes factors, mediation and E-values: against R and papers."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from rmkit import outcomes
from rmkit.errors import FaultsFound, Stopped, TooFewPeople, UnknownName
from tests.outside import GOLDEN, agrees, oracle_data, same

R = json.loads((GOLDEN / "r" / "weighing.json").read_text(encoding="utf-8"))
TABLE = pd.DataFrame(R["table"]).replace({None: np.nan})


@pytest.mark.parametrize("method", ["reml", "dl"])
def test_sites_are_pooled_as_metafor_does(method):
    result = outcomes.pooled_sites([*R["y"], None], [*R["se"], 0.1], method=method)
    random, fixed, further, q = (result[n] for n in ("random", "fixed", "prediction", "q"))
    got = {
        "random": random.value, "low": random.low, "high": random.high, "se": random.se,
        "t": random.statistic, "p": random.p, "fixed": fixed.value, "fixed_low": fixed.low,
        "fixed_high": fixed.high, "fixed_se": fixed.se, "z": fixed.statistic, "fixed_p": fixed.p,
        "pi_low": further.low, "pi_high": further.high, "q": q.value, "q_p": q.p,
        "i2": result["i2"].value, "tau2": result["tau2"].value,
        "weights": result.tables["sites"]["weight"].tolist(),
    }  # fmt: skip
    same(got, R[method], 2e-4, what=method)
    assert result.dropped == {"no estimate": 1}


def test_bayes_factors_are_those_of_the_package_bayesfactor():
    x1, x2 = (pd.Series(R[n], dtype=float) for n in ("x1", "x2"))
    cases = {
        "paired": {}, "paired_wide": {"width": 1.0}, "independent": {"kind": "independent"},
        "correlation": {"kind": "correlation"},
        "correlation_even": {"kind": "correlation", "width": 1.0},
    }  # fmt: skip
    got = {name: outcomes.bayes_factor(x1, x2, **how)["bf10"].value for name, how in cases.items()}
    same(got, R["bf"], 1e-3)
    result = outcomes.bayes_factor(x1, x2)
    assert result["bf01"].value == pytest.approx(1 / result["bf10"].value)
    assert result["log_bf10"].value == pytest.approx(math.log(result["bf10"].value))
    assert result.n_dropped == 2
    strong = outcomes.bayes_factor(np.arange(60.0), np.arange(60.0) + 5 + np.arange(60) % 2)
    assert strong["log_bf10"].value > 50


def propensity(target):
    return outcomes.propensity_weighted(
        TABLE, "after", treated="place", covariates=["before", "site"], target=target
    )


@pytest.mark.parametrize("target", ["att", "ate"])
def test_weighted_groups_are_those_of_survey_with_words_and_gaps(target):
    result, told = propensity(target), R["propensity"]
    for name, key in (("difference", target), ("unweighted", "plain")):
        row = result[name]
        got = {"value": row.value, "se": row.se, "t": row.statistic, "p": row.p}
        same(got, told[key], 1e-6, what=name)
        assert row.high - row.value == pytest.approx(row.value - row.low)
    same(result.tables["model"]["value"].tolist(), told["model"], 1e-5)
    same(result.tables["balance"]["before"].tolist(), told["before"], 1e-9)
    same(result.tables["balance"]["after"].tolist(), told[f"after_{target}"], 1e-6)
    worth = {"att": ("effective_without", 0), "ate": ("effective_with", 1)}[target]
    same(result[worth[0]].value, told["ess"][worth[1]], 1e-6)
    assert result.dropped == {"a value is missing": 3}


def test_lalondes_men_are_weighted_as_in_r():
    men = oracle_data("lalonde_matchit.csv")
    names = ["age", "educ", "race", "married", "nodegree", "re74", "re75"]
    att, ate = (
        outcomes.propensity_weighted(men, "re78", treated="treat", covariates=names, target=t)
        for t in ("att", "ate")
    )
    model = att.tables["model"].set_index("term")["value"]
    balance = att.tables["balance"].set_index("covariate")
    numbers = [name for name in names if name != "race"]
    agrees("lalonde_matchit_ipw", {
        "coef_ps": {("(Intercept)" if k == "intercept" else k): v for k, v in model.items()},
        "naive": att["unweighted"].value, "att": att["difference"].value,
        "se_att": att["difference"].se, "ate": ate["difference"].value,
        "se_ate": ate["difference"].se, "smd_unw": balance.loc[numbers, "before"].to_dict(),
        "smd_att": balance.loc[numbers, "after"].to_dict(),
        "ess_control": att["effective_without"].value,
    })  # fmt: skip
    assert any("Still apart" in warning for warning in att.warnings)
    assert "Places were not drawn" in att.limits[0]


def test_slopes_of_a_mediation_are_those_of_r():
    result = outcomes.mediation(TABLE["place"], TABLE["before"], TABLE["after"], resamples=300)
    same({name: result[name].value for name in R["mediation"]}, R["mediation"], 1e-9)
    row = result["indirect"]
    assert row.low < row.value < row.high
    assert row.value + result["direct"].value == pytest.approx(result["total"].value)
    assert result.dropped == {"a value is missing": 3}


def test_the_interval_of_a_mediation_is_that_of_drawing_people_by_hand():
    whole = TABLE.dropna().to_numpy()[:, [2, 0, 3]].astype(float)
    rng, drawn = np.random.default_rng(3), []
    for _ in range(800):
        x, m, y = whole[rng.integers(0, len(whole), len(whole))].T
        a = np.polyfit(x, m, 1)[0]
        design = np.column_stack([np.ones(len(x)), x, m])
        drawn.append(a * np.linalg.lstsq(design, y, rcond=None)[0][2])
    row = outcomes.mediation(*whole.T, resamples=4000)["indirect"]
    assert [row.low, row.high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.05)


def test_long_work_tells_how_far_it_is_and_can_be_stopped():
    seen = []

    def stop(done, what):
        seen.append(done)
        if len(seen) == 2:
            raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        outcomes.mediation(TABLE["place"], TABLE["before"], TABLE["after"], on_progress=stop)
    assert seen == [0.1, 0.2]


PUBLISHED = [  # VanderWeele & Ding (2017), pp. 269-271, and its table 2
    ({"estimate": 3.9, "low": 1.8, "high": 8.7}, 7.26, 3.0),
    ({"estimate": 0.8, "low": 0.71, "high": 0.91}, 1.81, 1.43),
]


@pytest.mark.parametrize(("given", "value", "limit"), PUBLISHED)
def test_e_values_are_those_published(given, value, limit):
    result = outcomes.e_value(**given)
    assert round(result["e_value"].value, 2) == value
    assert round(result["e_value_limit"].value, 2) == limit


def test_other_estimates_become_risk_ratios_by_their_formulas():
    assert outcomes.e_value(4.0, kind="odds_ratio")["risk_ratio"].value == pytest.approx(2)
    assert outcomes.e_value(4.0, kind="odds_ratio", rare=True)["risk_ratio"].value == 4
    hazard = outcomes.e_value(2.0, kind="hazard_ratio")["risk_ratio"].value
    assert hazard == pytest.approx((1 - 0.5**2**0.5) / (1 - 0.5**0.5**0.5))
    d = outcomes.e_value(0.5, 0.1, 0.9, kind="difference")
    assert d["risk_ratio"].value == pytest.approx(math.exp(0.455))
    across = outcomes.e_value(1.5, 0.9, 2.5)
    assert across["e_value_limit"].value == 1
    assert outcomes.e_value(1.0)["e_value"].value == 1


def test_what_cannot_be_weighed_is_told():
    with pytest.raises(FaultsFound, match="not a ratio above 0"):
        outcomes.e_value(-1)
    with pytest.raises(FaultsFound, match="between low and high"):
        outcomes.e_value(2, 3, 4)
    with pytest.raises(UnknownName, match="risk_ratio"):
        outcomes.e_value(2, kind="risk")
    with pytest.raises(TooFewPeople, match="1 sites"):
        outcomes.pooled_sites([1.0], [0.1])
    with pytest.raises(FaultsFound, match="not above 0"):
        outcomes.pooled_sites([1.0, 2.0], [0.1, 0.0])
    with pytest.raises(FaultsFound, match="2 estimates, 1 errors"):
        outcomes.pooled_sites([1.0, 2.0], [0.1])
    with pytest.raises(FaultsFound, match="are alike"):
        outcomes.bayes_factor([1, 2, 3], [2, 3, 4])
    with pytest.raises(FaultsFound, match="above 0"):
        outcomes.bayes_factor([1, 2, 3], [2, 3, 3], width=0)
    with pytest.raises(TooFewPeople):
        outcomes.bayes_factor([1], [2])
    with pytest.raises(FaultsFound, match="same for everybody"):
        outcomes.mediation([1] * 12, range(12), range(12))
    with pytest.raises(FaultsFound, match="lengths differ"):
        outcomes.mediation([1, 2], [1], [1])
    with pytest.raises(TooFewPeople):
        outcomes.mediation([1, 2], [1, 2], [2, 1])


def test_groups_that_cannot_be_compared_are_told():
    told = {"treated": "place", "covariates": ["before"]}
    few = TABLE.assign(place=[0] * 3 + [1] * (len(TABLE) - 3))
    with pytest.raises(TooFewPeople, match="without a place"):
        outcomes.propensity_weighted(few, "after", **told)
    apart = TABLE.assign(before=TABLE["place"] * 10 + TABLE.index % 3)
    with pytest.raises(FaultsFound, match="apart altogether"):
        outcomes.propensity_weighted(apart, "after", **told)
    with pytest.raises(FaultsFound, match="same for everybody"):
        outcomes.propensity_weighted(TABLE.assign(before=3), "after", **told)
    with pytest.raises(FaultsFound, match="whether they had a place"):
        outcomes.propensity_weighted(TABLE.assign(place=2), "after", **told)
    double = TABLE.assign(twice=TABLE["before"] * 2)
    with pytest.raises(FaultsFound, match="follow from others"):
        outcomes.propensity_weighted(
            double, "after", treated="place", covariates=["before", "twice"]
        )
    with pytest.raises(UnknownName, match="before"):
        outcomes.propensity_weighted(TABLE, "after", treated="place", covariates=["befor"])
    with pytest.raises(UnknownName, match="att"):
        outcomes.propensity_weighted(TABLE, "after", target="all", **told)
