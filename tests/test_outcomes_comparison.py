"""Groups beside each other: against R and papers, with ties, gaps and too few people."""

import json

import numpy as np
import pandas as pd
import pytest

from rmkit import outcomes
from rmkit.errors import FaultsFound, TooFewPeople, UnknownName
from rmkit.outcomes.comparison.over_time import morris_rows
from tests.outside import GOLDEN, agrees, oracle_data, same

R = json.loads((GOLDEN / "r" / "comparison.json").read_text(encoding="utf-8"))
TABLE = pd.DataFrame(R["table"], dtype=float)
SMALL = pd.DataFrame(R["small"], dtype=float)


def long(table):
    waves = table.melt(["who", "place"], ["before", "after"], "wave", "y")
    return waves.assign(wave=(waves["wave"] == "after").astype(int))


def did(table, outcome="y", group="place", wave="wave", person="who"):
    return outcomes.difference_in_differences(table, outcome, group=group, wave=wave, person=person)


def test_wages_and_jobs_come_out_as_published_and_as_in_clubsandwich():
    result = did(oracle_data("card_krueger_1994.csv"), "fte", "nj", "d", "id")
    rows = {row.id: row for row in result}
    cells = {"PA_before": "without_before", "NJ_before": "with_before",
             "PA_after": "without_after", "NJ_after": "with_after"}  # fmt: skip
    agrees("card_krueger_table3", {
        **{told: rows[name].value for told, name in cells.items()},
        "se_PAb": rows["without_before"].se, "se_NJb": rows["with_before"].se,
        "se_PAa": rows["without_after"].se, "se_NJa": rows["with_after"].se,
        "did": rows["independent"].value, "se_did": rows["independent"].se,
        "did_ols": rows["difference"].value,
    })  # fmt: skip
    agrees("card_krueger_balanced", {
        "n": rows["balanced"].n, "did": rows["balanced"].value,
        "se": rows["balanced_classical"].se, "se_HC2": rows["balanced"].se,
    })  # fmt: skip
    agrees("card_krueger_CR2", {
        "b": rows["difference"].value, "se_CR2": rows["difference"].se,
        "df_satt": rows["difference"].df, "p_satt": rows["difference"].p,
        "se_CR1": rows["cr1"].se,
    })  # fmt: skip


def test_differences_in_differences_are_those_of_r_with_ties_and_gaps():
    result = did(long(TABLE))
    row, balanced = result["difference"], result["balanced"]
    got = {"b": row.value, "se": row.se, "df": row.df, "p": row.p, "cr1": result["cr1"].se,
           "balanced": balanced.value, "balanced_se": balanced.se}  # fmt: skip
    same(got, R["did"], 1e-8)
    assert result.dropped == {"answers with a gap": 6}
    assert "no effect" in result.limits[0]


def test_standardised_changes_are_those_of_morris():
    told = oracle_data("morris2008.csv")
    got = {"yi": [], "vi": [], "smcr_T": [], "smcr_C": []}
    pooled = []
    for _, study in told.groupby("study", sort=True):
        side = {
            row.grp: (int(row.ni), row.m_post - row.m_pre, row.sd_pre, row.ri)
            for row in study.itertuples()
        }
        rows = {row.id: row for row in morris_rows(side["T"], side["C"], 0.95)}
        got["yi"].append(rows["d_ppc1"].value)
        got["vi"].append(rows["d_ppc1"].se ** 2)
        got["smcr_T"].append(rows["change_with"].value)
        got["smcr_C"].append(rows["change_without"].value)
        pooled.append(round(rows["d_ppc2"].value, 2))
    agrees("morris2008_dppc1", got)
    assert pooled == [0.77, 0.80, 1.20, 1.05, 0.44]  # Morris (2008), table 1


def test_raw_values_give_what_their_summaries_give():
    with_place, without = (TABLE[TABLE["place"] == side] for side in (1, 0))
    result = outcomes.pre_post_control(
        (with_place["before"], with_place["after"]), (without["before"], without["after"])
    )
    sides = []
    for group in (with_place, without):
        whole = group.dropna()
        change = whole["after"] - whole["before"]
        r = whole["before"].corr(whole["after"])
        sides.append((len(whole), change.mean(), whole["before"].std(), r))
    for row in morris_rows(*sides, 0.95):
        assert result[row.id].value == pytest.approx(row.value)
        assert result[row.id].low == pytest.approx(row.low)
    assert result.n_dropped == 6


def test_covariance_beside_gain_is_that_of_r():
    result = outcomes.ancova_and_gain(TABLE["before"], TABLE["after"], TABLE["place"], scale=(1, 5))
    row = {row.id: row for row in result}
    got = {
        "adjusted": row["adjusted"].value, "se": row["adjusted"].se,
        "ends": [row["adjusted"].low, row["adjusted"].high], "gain": row["gain"].value,
        "gain_se": row["gain"].se, "gain_ends": [row["gain"].low, row["gain"].high],
        "before": row["before"].value, "slope": row["slope"].value,
        "parallel": row["parallel"].value, "parallel_se": row["parallel"].se,
    }  # fmt: skip
    same(got, R["ancova"], 1e-8)
    assert result.dropped == {"a value is missing": 6}


def test_lords_paradox_is_told_where_it_is():
    before = [1, 2, 1, 2, 3, 4, 5, 4, 5, 4]
    after = [2, 2, 2, 3, 3, 4, 4, 5, 4, 5]
    result = outcomes.ancova_and_gain(before, after, [1] * 5 + [0] * 5)
    assert result["adjusted"].value * result["gain"].value < 0
    assert any("Lord's paradox" in warning for warning in result.warnings)


def test_lalondes_experiment_comes_out_as_published():
    men = oracle_data("nsw74demo.csv")
    known = men[["age", "educ", "nodeg", "black", "hisp", "re74", "re75"]].assign(
        age_squared=men["age"] ** 2
    )
    result = outcomes.by_lottery(men["re78"], men["trt"], covariates=known, draws=99)
    agrees("lalonde_dw_experimental", {
        "n": result.n_used, "diff": result["effect"].value, "se": result["classical"].se,
        "se_HC2": result["effect"].se, "adj": result["adjusted"].value,
        "se_adj": result["adjusted"].se,
    })  # fmt: skip
    assert "offered a place" in result.title


def test_without_a_lot_the_same_numbers_are_no_effect():
    men = oracle_data("nsw74psid1.csv")
    result = outcomes.by_lottery(men["re78"], men["trt"], by_lot=False, draws=99)
    row = result["classical"]
    agrees("lalonde_psid1_naive", {"n": result.n_used, "diff": row.value, "se": row.se})
    assert "not drawn by lot" in result.warnings[0]
    told = " ".join([result.title, *(row.title for row in result)]).lower()
    assert "offered" not in told
    assert "effect" not in told


def lottery(**more):
    return outcomes.by_lottery(
        TABLE["after"], TABLE["place"], covariates=TABLE[["before"]], draws=99, **more
    )


def test_the_effect_of_an_offer_is_that_of_r_with_gaps():
    result = lottery(scale=(1, 5))
    row = {row.id: row for row in result}
    got = {
        "effect": row["effect"].value, "se": row["effect"].se,
        "ends": [row["effect"].low, row["effect"].high], "classical": row["classical"].se,
        "adjusted": row["adjusted"].value, "adjusted_se": row["adjusted"].se,
        "lin": row["lin"].value, "lin_se": row["lin"].se,
    }  # fmt: skip
    same(got, R["lottery"], 1e-8)
    assert result.dropped == {"drawn, no outcome": 2, "waiting, no outcome": 2}
    y = TABLE["after"]
    worst = y.fillna(TABLE["place"].map({1: 1, 0: 5})).groupby(TABLE["place"]).mean()
    assert row["bound_low"].value == pytest.approx(worst[1] - worst[0])
    assert row["bound_low"].value < row["effect"].value < row["bound_high"].value


def test_few_draws_are_all_tried_and_many_are_drawn_from_a_seed():
    few = outcomes.by_lottery(SMALL["after"], SMALL["place"])["randomisation"]
    assert few.p == pytest.approx(R["small_p"])
    assert "all" in few.title
    many = [lottery(seed=seed)["randomisation"].p for seed in (1, 1, 2)]
    assert many[0] == many[1]
    more = outcomes.by_lottery(SMALL["after"], SMALL["place"] * 1.0)
    assert more["effect"].value == pytest.approx(more["randomisation"].value)


def test_who_changed_sides_counts_where_they_were_drawn():
    took_part = TABLE["place"].copy()
    took_part.iloc[[0, 1, 30]] = [0, 0, 1]
    result = lottery(took_part=took_part)
    assert result["effect"].value == lottery()["effect"].value
    assert "2 who were drawn did not take part and 1 who wait did" in " ".join(result.warnings)
    gone = TABLE["after"].where(TABLE.index % 3 > 0)
    lost = outcomes.by_lottery(gone, TABLE["place"], draws=99)
    assert "have no outcome" in " ".join(lost.warnings)


def test_two_shares_are_those_published_and_those_of_r():
    result = outcomes.two_shares((21, 25), (36, 85), names=("mentored", "not"))
    row = {row.id: row for row in result}
    agrees("ong2018_mentored_2x2", {
        "p_mentored": row["share_first"].value, "p_non": row["share_second"].value,
        "rd": row["difference"].value, "rd_newcombe_lo": row["difference"].low,
        "rd_newcombe_hi": row["difference"].high, "rr": row["risk_ratio"].value,
        "or_cond": row["odds_ratio"].value, "fisher_p": row["difference"].p,
        "chisq": row["chi2"].value, "chisq_p": row["chi2"].p, "cohen_h": row["cohen_h"].value,
    })  # fmt: skip
    few = {row.id: row for row in outcomes.two_shares((8, 10), (3, 12))}
    got = {
        "p": few["difference"].p, "odds": few["odds_ratio"].value,
        "odds_ends": [few["odds_ratio"].low, few["odds_ratio"].high],
        "chi2": few["chi2"].value, "chi2_p": few["chi2"].p,
        "corrected": few["chi2_corrected"].value, "corrected_p": few["chi2_corrected"].p,
    }  # fmt: skip
    # R looks for the ends until they are about a thousandth off.
    same(got.pop("odds_ends"), R["shares"]["odds_ends"], 2e-3)
    same(got, {name: R["shares"][name] for name in got}, 1e-4)


def test_the_fictional_leavers_of_ibm():
    staff = oracle_data("attrition.csv")
    left, late = staff["Attrition"] == "Yes", staff["OverTime"] == "Yes"
    result = outcomes.two_shares(*((int(left[g].sum()), int(g.sum())) for g in (late, ~late)))
    agrees("ibm_attrition", {
        "n": result.n_used, "yes": int(left.sum()), "rate": left.mean(),
        "rate_ot": result["share_first"].value, "rate_no": result["share_second"].value,
        "chisq": result["chi2"].value,
    })  # fmt: skip


def test_counts_of_nought_are_told():
    none = outcomes.two_shares((0, 8), (3, 9))
    assert not none["risk_ratio"].known
    assert any("is 0" in warning for warning in none.warnings)
    alike = outcomes.two_shares((0, 8), (0, 9))
    assert not alike["odds_ratio"].known
    assert not alike["chi2"].known
    assert outcomes.two_shares((1, 4), (2, 3))["difference"].p is None
    with pytest.raises(FaultsFound, match="5 of 4"):
        outcomes.two_shares((5, 4), (0, 0))


def test_the_flow_counts_everybody_once():
    people = pd.DataFrame({
        "arm": ["drawn"] * 4 + ["waiting"] * 3 + [None] * 2,
        "paired": [1, 1, 1, 0, 0, 0, 1, 0, 0],
        "measured": [1, 0, 1, 1, 1, 1, 0, None, None],
    })  # fmt: skip
    result = outcomes.participant_flow(
        people, arm="arm", points=["paired", "measured"], titles={"measured": "answered"}
    )
    assert result["in_all"].value == 9
    assert result.dropped == {"in no group": 2}
    assert result["drawn:measured"].value == 3
    assert result["drawn:measured"].title == "drawn: answered"
    assert result.tables["flow"][["there", "lost", "back"]].to_numpy().tolist() == [
        [3, 1, 0], [3, 1, 1], [1, 2, 0], [2, 1, 2],
    ]  # fmt: skip
    assert "3 people are there again" in result.warnings[0]
    with pytest.raises(FaultsFound, match="everybody in a group"):
        outcomes.participant_flow(people.assign(arm="a"), arm="arm", points=["measured"])
    with pytest.raises(UnknownName):
        outcomes.participant_flow(people, arm="arms", points=[])


def test_what_cannot_be_compared_is_told():
    rows = long(TABLE)
    with pytest.raises(UnknownName, match="wave"):
        did(rows, wave="waves")
    with pytest.raises(FaultsFound) as told:
        did(pd.concat([rows, rows.head(1)]).assign(wave=lambda t: t["wave"] + 7))
    assert "must be 0 or 1" in str(told.value)
    assert "twice in a wave" in str(told.value)
    with pytest.raises(TooFewPeople, match="with after"):
        did(rows[(rows["wave"] == 0) | (rows["place"] == 0)])
    with pytest.raises(TooFewPeople, match="without"):
        outcomes.ancova_and_gain([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 1, 1, 1, 0])
    with pytest.raises(FaultsFound, match="began at the same"):
        outcomes.ancova_and_gain([3] * 8, range(8), [1, 0] * 4)
    with pytest.raises(FaultsFound, match="lengths differ"):
        outcomes.ancova_and_gain([3], [1, 2], [1])
    with pytest.raises(FaultsFound, match="whether they were drawn"):
        outcomes.by_lottery([1, 2, 3], [1, 0, np.nan])
    with pytest.raises(TooFewPeople, match="who wait"):
        outcomes.by_lottery([1, 2, np.nan, 4], [1, 1, 0, 0])
    with pytest.raises(FaultsFound, match="Everybody said the same"):
        outcomes.pre_post_control(([3] * 5, [4] * 5), ([1, 2, 3, 2], [1, 2, 3, 3]))
    alike = outcomes.by_lottery([3] * 12, [1, 0] * 6)
    assert alike["effect"].value == 0
    assert alike["effect"].p is None
