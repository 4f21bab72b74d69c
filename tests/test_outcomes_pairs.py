"""Models of pairs, of people over time: against R and publications."""

import json

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import NotReady, TooFewPeople
from rmkit.outcomes import (
    Result,
    actor_partner,
    cross_classified,
    dyadic_icc,
    mixed_model,
    one_with_many,
    score_and_relationship,
)
from tests.outside import GOLDEN, agrees, oracle_data, same

R = json.loads((GOLDEN / "r" / "pairs.json").read_text(encoding="utf-8"))


IDS = tuple[str, ...]


def values(result: Result, *ids: str) -> list[float]:
    return [result[name].value for name in ids]


def spreads(result: Result, *ids: str) -> list[float | None]:
    return [result[name].se for name in ids]


def couples() -> pd.DataFrame:
    wide = oracle_data("acitelli_dyad_wide.csv")
    parts = [
        pd.DataFrame(
            {
                "pair": wide["cuplid"],
                "role": who,
                "satisfied": wide[f"satisfaction_{who}"],
                "positive": wide[f"other_pos_{who}"],
            }
        )
        for who in "HW"
    ]
    return pd.concat(parts)


def own_and_partner(**how: object) -> Result:
    return actor_partner(couples(), "satisfied", predictors=["positive"], **how)  # type: ignore[arg-type]


def test_sleepstudy_comes_out_as_in_lme4() -> None:
    found = mixed_model(
        oracle_data("sleepstudy.csv"),
        "Reaction",
        groups="Subject",
        predictors=["Days"],
        slopes={"Subject": ["Days"]},
    )
    names = {
        "b0": "intercept",
        "b1": "coef:Days",
        "sd_int": "sd:Subject",
        "sd_slope": "sd:Subject:Days",
        "corr": "corr:Subject:Days",
        "sigma": "sigma",
    }
    got = {key: found[name].value for key, name in names.items()}
    rest = {"se0": found["intercept"].se, "se1": found["coef:Days"].se}
    agrees("sleepstudy_lmm", got | rest | {"reml_dev": -2 * found["log_likelihood"].value})


def test_answers_that_break_off_come_out_as_in_lme4() -> None:
    wide = oracle_data("btheb.csv").reset_index(names="subject")
    kept = ["subject", "drug", "length", "treatment", "bdi.pre"]
    long = wide.melt(id_vars=kept, var_name="month", value_name="bdi")
    long["time"] = long["month"].str[4].astype(int)
    found = mixed_model(
        long,
        "bdi",
        groups="subject",
        predictors=["bdi.pre", "time", "treatment", "drug", "length"],
        reference={"treatment": "TAU", "drug": "No", "length": "<6m"},
        method="ml",
    )
    got = {
        "n_obs": found.n_used,
        "sd_subj": found["sd:subject"].value,
        "sigma": found["sigma"].value,
        "logLik": found["log_likelihood"].value,
    }
    for row in found.rows[:6]:
        name = row.id.removeprefix("coef:").replace("=", "").replace("intercept", "(Intercept)")
        got |= {f"b_{name}": row.value, f"se_{name}": row.se or 0.0}
    agrees("btheb_lmm_dropout", got)


def test_partners_not_distinguished_come_out_as_published() -> None:
    found = own_and_partner()
    got = {
        "b0": found["intercept"].value,
        "actor": found["actor:positive"].value,
        "partner": found["partner:positive"].value,
        "se_actor": found["actor:positive"].se,
        "se_partner": found["partner:positive"].se,
        "rho": found["residual_correlation"].value,
        "resid_se": found["residual_sd"].value,
        "logLik": found["log_likelihood"].value,
    }
    agrees("acitelli_apim_indist", got)


def test_partners_by_role_come_out_as_published() -> None:
    found = own_and_partner(role="role")
    names = {
        "actor_H": "actor:H:positive",
        "actor_W": "actor:W:positive",
        "partner_WtoH": "partner:H:positive",
        "partner_HtoW": "partner:W:positive",
    }
    got = {key: found[name].value for key, name in names.items()}
    got |= {
        f"se_{key.removeprefix('partner_')}": found[name].se or 0.0 for key, name in names.items()
    }
    got |= {"rho": found["residual_correlation"].value, "logLik": found["log_likelihood"].value}
    agrees("acitelli_apim_dist", got)
    names = {
        "(Intercept)": "mean:intercept",
        "act": "mean:actor:positive",
        "par": "mean:partner:positive",
        "gE": "half_difference:intercept",
        "act:gE": "half_difference:actor:positive",
        "par:gE": "half_difference:partner:positive",
    }
    agrees("acitelli_interaction", {key: found[name].value for key, name in names.items()})


def test_two_equations_come_out_as_in_lavaan() -> None:
    found = own_and_partner(role="role", method="sem")
    names = {
        "aH": "actor:H:positive",
        "aW": "actor:W:positive",
        "pWtoH": "partner:H:positive",
        "pHtoW": "partner:W:positive",
    }
    got = {key: found[name].value for key, name in names.items()}
    got |= {f"se_{key}": found[name].se or 0.0 for key, name in names.items()}
    agrees("acitelli_apim_sem", got | {"res_cov": found["residual_covariance"].value})


def test_partners_unlike_each_other_with_gaps_come_out_as_in_nlme() -> None:
    people = pd.DataFrame(R["pairs"])
    one = actor_partner(people, "y", predictors=["x"])
    assert one.n_used == R["apim"]["n"]
    assert one["residual_correlation"].value < -0.1
    ids: IDS = ("intercept", "actor:x", "partner:x")
    for found, wanted in ((one, R["apim"]["indist"]),
                          (actor_partner(people, "y", predictors=["x"], method="ml"),
                           R["apim"]["ml"])):  # fmt: skip
        same(values(found, *ids), wanted["b"], 1e-6)
        same(values(found, "residual_correlation", "residual_sd", "log_likelihood"),
             [wanted["rho"], wanted["sd"], wanted["logLik"]], 1e-5)  # fmt: skip
    same(spreads(one, *ids), R["apim"]["indist"]["se"], 1e-5)
    two = actor_partner(people, "y", predictors=["x"], role="role")
    ids = tuple(f"{k}:{r}{e}" for k, e in (("intercept", ""), ("actor", ":x"), ("partner", ":x"))
                for r in ("mentor", "mentee"))  # fmt: skip
    same(values(two, *ids), R["apim"]["dist"]["b"], 1e-6)
    same(spreads(two, *ids), R["apim"]["dist"]["se"], 1e-5)
    same(two["residual_correlation"].value, R["apim"]["dist"]["rho"], 1e-5)
    same(two["log_likelihood"].value, R["apim"]["dist"]["logLik"], 1e-6)
    same(two["distinguishability"].value, R["apim"]["chi2"], 1e-5)
    same(two["distinguishability"].p, R["apim"]["p"], 1e-5)
    ids = ("mean:intercept", "mean:actor:x", "mean:partner:x", "half_difference:intercept",
           "half_difference:actor:x", "half_difference:partner:x")  # fmt: skip
    same(values(two, *ids), R["apim"]["inter"], 1e-6)
    same(spreads(two, *ids), R["apim"]["inter_se"], 1e-5)


@pytest.mark.parametrize(
    ("wanted", "how"),
    [
        ("nested", {"groups": ["person", "site"]}),
        ("nested_ml", {"groups": ["person", "site"], "method": "ml"}),
        ("slopes", {"groups": "person", "slopes": {"person": ["wave"]}}),
    ],
)
def test_people_in_sites_over_time_come_out_as_in_lmer_test(
    wanted: str, how: dict[str, object]
) -> None:
    found = mixed_model(pd.DataFrame(R["long"]), "y", predictors=["wave"], **how)  # type: ignore[arg-type]
    rows = [found["intercept"], found["coef:wave"]]
    same([row.value for row in rows], R[wanted]["b"], 1e-5)
    same([row.se for row in rows], R[wanted]["se"], 1e-4)
    same([row.df for row in rows], R[wanted]["df"], 1e-3)
    same([row.statistic for row in rows], R[wanted]["t"], 1e-4)
    same([row.p for row in rows], R[wanted]["p"], 1e-4)
    sds = [r.value for r in found if r.id.startswith("sd:")] + [found["sigma"].value]
    same(sds, R[wanted]["sd"], 2e-4)
    same(found["log_likelihood"].value, R[wanted]["logLik"], 1e-6)
    assert found.n_dropped == int(pd.DataFrame(R["long"])["y"].isna().sum())


def test_half_pairs_are_counted_and_several_partners_refused() -> None:
    people = pd.DataFrame(R["pairs"])
    assert actor_partner(people, "y", predictors=["x"]).dropped["half pair"] == 2
    with pytest.raises(NotReady, match=r"one_with_many.*cross_classified"):
        actor_partner(people.assign(pair=people["pair"] // 2), "y", predictors=["x"])
    with pytest.raises(TooFewPeople, match="1 whole pairs"):
        actor_partner(people[:2], "y", predictors=["x"])
    with pytest.raises(NotReady, match="repeat each other"):
        actor_partner(people.assign(x=people["pair"]), "y", predictors=["x"])
    with pytest.raises(NotReady, match="does not differ"):
        actor_partner(people.assign(y=3), "y", predictors=["x"])


def test_a_spread_of_zero_is_told() -> None:
    people = pd.DataFrame({"who": np.repeat(range(10), 2), "y": [1.0, 5.0] * 10})
    found = mixed_model(people, "y", groups="who")
    assert any("singular" in told for told in found.warnings)
    same(found["intercept"].value, 3, 1e-9)
    with pytest.raises(NotReady, match="more answers than effects"):
        mixed_model(people[::2].assign(y=range(10)), "y", groups="who")
    with pytest.raises(NotReady, match="All answers are the same"):
        mixed_model(people.assign(y=2), "y", groups="who")


def test_likeness_of_partners_comes_out_as_in_r() -> None:
    people = pd.DataFrame(R["pairs"])
    people.loc[people["x"].isna(), "y"] = np.nan
    found = dyadic_icc(people, "y", role="role")
    wanted = R["icc"]
    icc = found["icc"]
    same([icc.value, icc.low, icc.high, icc.statistic, icc.p],
         [wanted[k] for k in ("anova", "low", "high", "F", "p")], 1e-9)  # fmt: skip
    same(found["pairwise"].value, wanted["pairwise"], 1e-9)
    both = found["correlation"]
    same([both.value, both.low, both.high, both.statistic, both.p],
         [wanted[k] for k in ("r", "r_low", "r_high", "t", "r_p")], 1e-9)  # fmt: skip
    assert icc.value < 0
    assert found.n_used == R["apim"]["n"]
    with pytest.raises(NotReady, match="same value"):
        dyadic_icc(people.assign(y=4), "y")
    with pytest.raises(TooFewPeople, match="2 whole pairs"):
        dyadic_icc(people[4:8], "y")
    flat = people.assign(y=people["y"].where(people["role"] == "mentor", 4))
    assert not dyadic_icc(flat, "y", role="role")["correlation"].known


def test_several_mentees_of_a_mentor_come_out_as_in_nlme() -> None:
    found = one_with_many(pd.DataFrame(R["pos"]), "y", predictors=["x"])
    wanted = R["many_pos"]
    rows = [found["intercept"], found["coef:x"]]
    same([row.value for row in rows], wanted["b"], 1e-5)
    same([row.se for row in rows], wanted["se"], 1e-5)
    same([row.df for row in rows], R["many_df"], 1e-3)
    same(values(found, "likeness", "spread", "log_likelihood"),
         [wanted["rho"], wanted["sd"], wanted["logLik"]], 1e-5)  # fmt: skip
    same(found["likeness"].statistic, wanted["lr"], 1e-6)
    low, high = found["likeness"].low or 0.0, found["likeness"].high or 0.0
    assert 0.2 < low < wanted["rho"] < high < 0.95


def test_mentees_unlike_each_other_to_the_end_of_what_is_possible_are_told() -> None:
    found = one_with_many(pd.DataFrame(R["neg"]), "y", predictors=["x"])
    wanted = R["many_neg"]
    same(values(found, "intercept", "coef:x"), wanted["b"], 1e-3)
    same(found["likeness"].value, wanted["rho"], 1e-4)
    assert found["likeness"].p is None
    assert any("singular" in told for told in found.warnings)


def test_changed_partners_come_out_as_in_lme4() -> None:
    met = pd.DataFrame(R["crossed_data"])
    found = cross_classified(met, "y", predictors=["x"])
    wanted = R["crossed"]
    rows = [found["intercept"], found["coef:x"]]
    same([row.value for row in rows], wanted["b"], 1e-5)
    same([row.se for row in rows], wanted["se"], 1e-4)
    same([row.df for row in rows], wanted["df"], 1e-3)
    got = values(found, "sd:mentor", "sd:mentee", "sigma")
    same(sorted(got), sorted(wanted["sd"]), 2e-4)
    same(found["log_likelihood"].value, wanted["logLik"], 1e-6)
    shares = values(found, "share:mentor", "share:mentee", "share:rest")
    same(shares, [sd**2 / sum(s**2 for s in got) for sd in got], 1e-9)
    assert found.n_dropped == 1


def test_who_does_not_repeat_is_refused_with_what_fits() -> None:
    met = pd.DataFrame(R["crossed_data"])
    with pytest.raises(NotReady, match="cross_classified"):
        one_with_many(met, "y", mentee="mentee")
    with pytest.raises(NotReady, match="actor_partner"):
        one_with_many(met.assign(mentor=range(60)), "y")
    with pytest.raises(NotReady, match="one_with_many"):
        cross_classified(met.assign(mentee=range(60)), "y")
    with pytest.raises(TooFewPeople, match="2 mentors"):
        one_with_many(met[met["mentor"].isin(["M1", "M2"])], "y")


def test_a_pair_that_stands_several_times_has_a_part_of_its_own() -> None:
    met = pd.DataFrame(R["crossed_data"])
    again = pd.concat([met, met.assign(y=met["y"] + np.tile([0, 1], 30))])
    found = cross_classified(again, "y")
    total = sum(values(found, *(f"share:{s}" for s in ("mentor", "mentee", "pair", "rest"))))
    same(total, 1, 1e-9)


def test_the_score_and_the_relationship_come_out_as_in_r() -> None:
    wanted = R["score"]
    found = score_and_relationship(wanted["score"], wanted["outcome"], possible=range(1, 11))
    slope = found["slope"]
    same([slope.value, slope.se, slope.p, slope.low, slope.high],
         [wanted[k] for k in ("slope", "se", "p", "low", "high")], 1e-9)  # fmt: skip
    same(found["correlation"].value, wanted["r"], 1e-9)
    ranks = found["rank_correlation"]
    same([ranks.value, ranks.p], [wanted["rho"], wanted["rho_p"]], 1e-9)
    assert found["spread_ratio"].value < 1
    assert any("chosen by their score" in told for told in found.warnings)
    twice = score_and_relationship(wanted["score"] * 2, [*wanted["outcome"] * 2])
    assert (twice["rank_correlation"].p or 1) < 0.01
    with pytest.raises(NotReady, match="All scores"):
        score_and_relationship([1] * 6, range(6))
    with pytest.raises(TooFewPeople, match="3 pairs"):
        score_and_relationship([1, 2, 3, np.nan], [1, 2, 3, 4])
