"""Scales: against R and publications, with reversed items, gaps and lists that are no scale."""

import json

import numpy as np
import pandas as pd
import pytest

from rmkit import outcomes
from rmkit.errors import FaultsFound, NotAllowed, TooFewPeople
from tests.outside import GOLDEN, agrees, oracle_data, same

R = json.loads((GOLDEN / "r" / "scales.json").read_text(encoding="utf-8"))
TABLE = pd.DataFrame(R["table"], dtype=float)
TURNED = {"reverse": ["q4"], "scale": (1, 5)}
BFI = {
    "agree": (["A1", "A2", "A3", "A4", "A5"], ["A1"]),
    "conscientious": (["C1", "C2", "C3", "C4", "C5"], ["C4", "C5"]),
    "extraversion": (["E1", "E2", "E3", "E4", "E5"], ["E1", "E2"]),
    "neuroticism": (["N1", "N2", "N3", "N4", "N5"], []),
    "openness": (["O1", "O2", "O3", "O4", "O5"], ["O2", "O5"]),
}


def test_alphas_of_five_scales_are_those_published():
    people = oracle_data("bfi.csv")
    agrees("bfi_alpha_scoreItems", {
        name: outcomes.cronbach_alpha(
            people[items], reverse=reverse, scale=(1, 6), missing="median"
        )["alpha"].value
        for name, (items, reverse) in BFI.items()
    })  # fmt: skip


@pytest.mark.parametrize("name", ["agree", "extraversion"])
def test_alpha_and_omega_after_listwise_deletion_are_those_of_psych_and_lavaan(name):
    items, reverse = BFI[name]
    answers = oracle_data("bfi.csv")[items]
    alpha = outcomes.cronbach_alpha(answers, reverse=reverse, scale=(1, 6))
    omega = outcomes.omega(answers, reverse=reverse, scale=(1, 6))
    row = alpha["alpha"]
    got = {
        "n": alpha.n_used, "alpha": row.value, "feldt_lo": row.low, "feldt_hi": row.high,
        "omega_cfa": omega["omega"].value, "omega_psych": omega["omega_correlations"].value,
    }  # fmt: skip
    if name == "agree":
        agrees("bfi_agree_alpha_omega", got)
    else:
        agrees("bfi_extraversion_alpha_omega", got)
    assert alpha.n_dropped == 2800 - alpha.n_used


def test_alpha_is_that_of_r_with_tied_levels_and_gaps():
    result = outcomes.cronbach_alpha(TABLE, **TURNED)
    row, dropped = result["alpha"], result.tables["dropped"]
    got = {
        "alpha": row.value, "std": result["standardised"].value, "low": row.low, "high": row.high,
        "mean_r": result["mean_r"].value, "dropped": dropped["alpha"].tolist(),
        "rest": dropped["item_rest"].tolist(),
    }  # fmt: skip
    same(got, {name: R[name] for name in got}, 1e-9)
    assert result.dropped == {"an answer is missing": 3}


def test_omega_is_that_of_r_with_its_interval():
    result = outcomes.omega(TABLE, **TURNED)
    row = result["omega"]
    got = {
        "omega": row.value, "omega_ends": [row.low, row.high],
        "omega_cor": result["omega_correlations"].value,
        "loadings": result.tables["loadings"]["loading"].tolist(),
    }  # fmt: skip
    same(got, {name: R[name] for name in got}, 2e-4)


def test_items_are_told_as_r_describes_them():
    table = outcomes.item_statistics(TABLE, scale=(1, 5)).tables["items"]
    same({n: table[n].tolist() for n in ("n", "mean", "sd", "skew")},
         {n: R[n] for n in ("n", "mean", "sd", "skew")}, 1e-9)  # fmt: skip
    assert table["missing"].tolist() == pytest.approx([1 / 60, 0, 2 / 60, 0])
    assert table["ceiling"].tolist() == [(TABLE[q].dropna() == 5).mean() for q in TABLE]
    turned = outcomes.item_statistics(TABLE, **TURNED)
    assert turned.tables["items"]["item_rest"].tolist() == pytest.approx(R["rest"])
    against = outcomes.item_statistics(TABLE, scale=(1, 5))
    assert any("Goes against the others: q4" in warning for warning in against.warnings)


def test_a_list_of_different_things_is_no_scale():
    with pytest.raises(NotAllowed, match="list of different things"):
        outcomes.item_statistics(TABLE, scale=(1, 5), formative=True)


def test_what_is_no_scale_is_told():
    alike = pd.DataFrame({"a": [3, 3, 3, 3], "b": [3, 3, 3, 3]})
    result = outcomes.cronbach_alpha(alike)
    assert not result["alpha"].known
    assert "does not differ between people" in " ".join(result.warnings)
    opposite = outcomes.cronbach_alpha(TABLE[["q1", "q4"]])
    assert any("below 0" in warning for warning in opposite.warnings)
    filled = outcomes.cronbach_alpha(TABLE, missing="median", **TURNED)
    assert "3 missing answers were filled in" in " ".join(filled.warnings)
    whole = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [1, 2, 3, 4, 5], "c": [2, 1, 4, 3, 5]})
    assert any("Heywood" in warning for warning in outcomes.omega(whole).warnings)
    crowded = outcomes.item_statistics(
        pd.DataFrame({"a": [5, 5, 5, 4], "b": [1, 2, 3, 5]}), scale=(1, 5)
    )
    assert any("cannot be seen" in warning for warning in crowded.warnings)


def test_omega_of_items_that_share_nothing_is_not_told_as_if_it_were_one():
    apart = np.random.default_rng(0).integers(1, 6, (20, 4)).astype(float)
    result = outcomes.omega(pd.DataFrame(apart, columns=list("abcd")))
    assert not result["omega_correlations"].known
    assert result["omega"].low is None
    assert any("less than nothing" in warning for warning in result.warnings)


def test_faulty_items_are_told_all_at_once_and_without_answers():
    with pytest.raises(FaultsFound) as told:
        outcomes.cronbach_alpha(TABLE.assign(q1=9.75), reverse=["q9"], scale=(1, 5))
    assert "none of the items" in str(told.value)
    assert "60 answers do not lie on the scale" in str(told.value)
    assert "9.75" not in str(told.value)
    with pytest.raises(FaultsFound, match="turned round on a scale"):
        outcomes.cronbach_alpha(TABLE, reverse=["q4"])
    with pytest.raises(FaultsFound, match="median"):
        outcomes.cronbach_alpha(TABLE, missing="mean")
    with pytest.raises(FaultsFound, match="at least 3"):
        outcomes.omega(TABLE[["q1", "q2"]])
    with pytest.raises(FaultsFound, match="answered the same by all"):
        outcomes.omega(TABLE.assign(q1=3.0))
    with pytest.raises(TooFewPeople, match="answered all items"):
        outcomes.cronbach_alpha(TABLE.head(2))
    few = outcomes.cronbach_alpha(TABLE.head(12).dropna())
    assert "itself unreliable" in " ".join(few.warnings)
    assert np.isfinite(few["alpha"].low)
