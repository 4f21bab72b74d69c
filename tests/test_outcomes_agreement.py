"""Agreement of raters: against R and publications, with ties, gaps and nothing to agree about."""

import json

import numpy as np
import pandas as pd
import pytest

from rmkit import outcomes
from rmkit.errors import FaultsFound, TooFewPeople, UnknownName
from tests.outside import GOLDEN, agrees, oracle_data, same

R = json.loads((GOLDEN / "r" / "agreement.json").read_text(encoding="utf-8"))
GAPS = pd.DataFrame(R["ratings"], dtype=float)
SPARSE = pd.DataFrame(R["sparse"], dtype=float)
ICC = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")


def row_of(row, **names):
    return {told: getattr(row, name) for told, name in names.items()}


def test_six_forms_are_those_of_shrout_and_fleiss():
    result = outcomes.icc(oracle_data("shrout_fleiss_1979.csv").drop(columns="target"))
    got = {}
    for name in ICC:
        told, row = f"ICC{name[3:]}", result[name]
        got |= {told: row.value, f"{told}_lo": row.low, f"{told}_hi": row.high}
    agrees("shrout_fleiss_icc", got)


def test_six_forms_with_tests_are_those_of_r_where_levels_tie_and_ratings_are_missing():
    result = outcomes.icc(GAPS)
    for name in ICC:
        row = result[name]
        got = row_of(row, value="value", low="low", high="high", statistic="statistic", p="p")
        same(got | {"df": list(row.df)}, R["icc"][name], 1e-6, what=name)
    assert result.dropped == {"a rating is missing": 3}


def test_three_raters_of_anxiety():
    ratings = oracle_data("irr_anxiety.csv")
    kappa = outcomes.cohen_kappa(ratings["rater1"], ratings["rater2"], weights="quadratic")
    order, one = outcomes.kendall_w(ratings)["w"], outcomes.icc(ratings)["icc2"]
    got = {"kappa_w2": kappa["kappa"].value, "kendall_W": order.value,
           "W_chisq": order.statistic, "icc_a1": one.value, "icc_lo": one.low,
           "icc_hi": one.high}  # fmt: skip
    agrees("irr_anxiety", got)


def test_costs_of_ones_own_are_those_of_cohen():
    table = np.array([0.44, 0.07, 0.09, 0.05, 0.20, 0.05, 0.01, 0.03, 0.06]).reshape(3, 3).T
    result = outcomes.cohen_kappa(table, weights=[[0, 1, 3], [1, 0, 6], [3, 6, 0]])
    got = {"kappa": result["kappa_unweighted"].value, "wkappa": result["kappa"].value}
    agrees("cohen1968_weighted_kappa", got)
    assert result["kappa"].low is None
    assert "Only shares are known" in result.warnings[0]


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_kappa_with_its_errors_is_that_of_r(weights):
    result = outcomes.cohen_kappa(GAPS["a"], GAPS["b"], weights=weights, categories=range(1, 6))
    got = row_of(result["kappa"], value="value", low="low", high="high", se="se",
                 statistic="statistic", p="p")  # fmt: skip
    got |= {name: result[name].value for name in ("agreement", "chance")}
    same(got | {"n": result.n_used}, R["kappa"][weights], 1e-9)
    assert result["kappa_unweighted"].value == pytest.approx(R["kappa"]["psych"]["unweighted"])
    if weights == "quadratic":
        assert result["kappa"].value == pytest.approx(R["kappa"]["psych"]["quadratic"])
    assert result.n_dropped == 1


def test_fleiss_kappa_is_published_and_that_of_r():
    row = outcomes.fleiss_kappa(oracle_data("fleiss1971_diagnoses.csv"))["kappa"]
    agrees("fleiss_kappa_diagnoses", row_of(row, kappa="value", z="statistic"))
    result = outcomes.fleiss_kappa(GAPS)
    got = row_of(result["kappa"], value="value", low="low", high="high", se="se",
                 statistic="statistic", p="p")  # fmt: skip
    same(got | {"agreement": result["agreement"].value}, R["fleiss"], 1e-9)


def test_kendalls_w_is_that_of_r_with_ties():
    result = outcomes.kendall_w(GAPS)
    got = row_of(result["w"], w="value", chi2="statistic", df="df", p="p")
    same(got | {"mean_spearman": result["mean_spearman"].value}, R["kendall"], 1e-9)


def test_krippendorffs_alpha_is_published_and_that_of_r_with_gaps():
    observers = oracle_data("krippendorff_C.csv")
    published = {
        scale: outcomes.krippendorff_alpha(observers.T, scale=scale, resamples=50)["alpha"].value
        for scale in ("nominal", "ordinal", "interval", "ratio")
    }
    agrees("krippendorff_C", published)


def test_krippendorffs_alpha_with_ties_and_gaps_is_that_of_r():
    for scale, expected in R["krippendorff"].items():
        result = outcomes.krippendorff_alpha(SPARSE, scale=scale, resamples=400, seed=1)
        row = result["alpha"]
        same(row.value, expected, 1e-9, what=scale)
        assert row.low < row.value < row.high
        again = outcomes.krippendorff_alpha(SPARSE, scale=scale, resamples=400, seed=1)
        assert again["alpha"].low == row.low
    assert result.dropped == {"rated by one or none": 1}


def test_the_interval_of_alpha_is_that_of_drawing_again_by_hand():
    rng, drawn = np.random.default_rng(5), []
    for _ in range(300):
        rows = SPARSE.iloc[rng.integers(0, len(SPARSE), len(SPARSE))]
        drawn.append(outcomes.krippendorff_alpha(rows, resamples=1)["alpha"].value)
    row = outcomes.krippendorff_alpha(SPARSE, resamples=2000)["alpha"]
    assert [row.low, row.high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.06)


def test_limits_of_agreement_are_those_of_r():
    result, told = outcomes.bland_altman(GAPS["a"], GAPS["b"]), R["bland"]
    bias, slope = result["bias"], result["slope"]
    got = row_of(bias, bias="value", bias_low="low", bias_high="high", t="statistic", p="p")
    got |= row_of(slope, slope="value", slope_se="se", slope_t="statistic", slope_p="p")
    got |= {"sd": result["sd"].value, "slope_ends": [slope.low, slope.high]}
    for end in ("low", "high"):
        row = result[f"limit_{end}"]
        got |= {end: row.value, f"{end}_ends": [row.low, row.high]}
    same(got, told, 1e-9)


METHODS = {"BH": "bh", "holm": "holm", "bonferroni": "bonferroni", "BY": "by",
           "hommel": "hommel", "hochberg": "hochberg"}  # fmt: skip


def test_families_are_adjusted_as_by_benjamini_and_hochberg_and_the_others():
    tests = {f"t{i}": p for i, p in enumerate(oracle_data("bh1995_pvalues.csv")["p"])}
    agrees("bh1995", {
        told: [row.value for row in outcomes.adjusted(tests, "all", declared=tests, method=name)]
        for told, name in METHODS.items()
    })  # fmt: skip


def test_a_family_is_taken_whole_or_not_at_all():
    with pytest.raises(FaultsFound) as told:
        outcomes.adjusted({"a": 0.01, "c": 2.0}, "x", declared=["a", "b"])
    assert 'b": was declared' in str(told.value) or "was declared, and is not" in str(told.value)
    assert "was not declared" in str(told.value)
    with pytest.raises(FaultsFound, match="lies from 0 to 1"):
        outcomes.adjusted({"a": 1.5}, "x", declared=["a"])
    with pytest.raises(FaultsFound, match="No test was declared"):
        outcomes.adjusted({}, "x", declared=[])
    with pytest.raises(UnknownName, match="holm"):
        outcomes.adjusted({"a": 0.1}, "x", declared=["a"], method="home")


def test_a_test_without_p_stays_in_the_family():
    row = outcomes.paired_change([1, 2, 3, 4, 5, 6, 7], [2, 2, 4, 6, 5, 8, 9])["mean_change"]
    result = outcomes.adjusted({"a": row, "b": None}, "x", declared=["a", "b"], method="bonferroni")
    assert result["a"].value == pytest.approx(2 * row.p)
    assert result["b"].value == 1
    assert "1 of 2 tests gave no p-value" in result.warnings[0]


def test_nothing_to_agree_about_is_said():
    alike = [[3, 3], [3, 3], [3, 3]]
    for made in (outcomes.icc(alike), outcomes.cohen_kappa([3, 3], [3, 3]),
                 outcomes.fleiss_kappa(alike), outcomes.kendall_w(alike),
                 outcomes.krippendorff_alpha(alike)):  # fmt: skip
        assert not made.rows[0].known
        assert any("same" in warning or "one class" in warning for warning in made.warnings)
    assert outcomes.bland_altman([1, 2, 3], [2, 3, 4])["bias"].value == 1
    perfect = outcomes.icc([[1, 1], [2, 2], [3, 3]])
    assert [perfect[name].value for name in ICC] == pytest.approx([1] * 6)


def test_few_and_faulty_ratings_are_told():
    with pytest.raises(TooFewPeople, match="rated by all"):
        outcomes.icc([[1, 2], [np.nan, 3]])
    with pytest.raises(FaultsFound, match="at least 2 are needed"):
        outcomes.icc([[1], [2]])
    with pytest.raises(FaultsFound, match="counted from 1"):
        outcomes.icc([[1, "x"], [2, 3]])
    with pytest.raises(FaultsFound, match="none of the categories"):
        outcomes.cohen_kappa([1, 9], [1, 2], categories=[1, 2])
    with pytest.raises(FaultsFound, match="the second has 3"):
        outcomes.cohen_kappa([1, 2], [1, 2, 3])
    with pytest.raises(FaultsFound, match="no square table"):
        outcomes.cohen_kappa([[1, 2, 3], [1, 2, 3]])
    with pytest.raises(UnknownName, match="quadratic"):
        outcomes.cohen_kappa([1, 2], [1, 2], weights="quadr")
    with pytest.raises(UnknownName, match="ordinal"):
        outcomes.krippendorff_alpha(SPARSE, scale="order")
    with pytest.raises(TooFewPeople, match="two or more"):
        outcomes.krippendorff_alpha([[1, np.nan], [2, np.nan]])
    with pytest.raises(TooFewPeople):
        outcomes.bland_altman([1, 2], [1, 2])
    few = outcomes.icc([[1, 2], [2, 2], [4, 5], [5, 4]])
    assert few["icc2"].p is None
    assert "4 things" in " ".join(few.warnings)
