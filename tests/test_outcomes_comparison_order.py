"""Comparisons hold for Series in another order, in any unit, and where something cannot be told."""

import numpy as np
import pandas as pd
import pytest

from rmkit import outcomes
from rmkit.errors import FaultsFound

PEOPLE = pd.DataFrame({
    "place": [1] * 7 + [0] * 6, "before": [2, 3, 2, 3, 1, 4, 2, 3, 2, 3, 1, 3, 2],
    "after": [4, 5, 3, 4, 5, 4, 2, 3, 2, 3, 4, 3, 2],
}, index=[f"P{k}" for k in range(13)])  # fmt: skip
MIXED = PEOPLE.iloc[[5, 2, 9, 0, 12, 7, 1, 11, 3, 8, 4, 10, 6]]
P_IN_R = 0.10955710955711  # combn(13, 7) over these values


def test_people_are_put_beside_each_other_by_index():
    known = {"covariates": MIXED[["before"]], "took_part": PEOPLE["place"]}
    told = outcomes.by_lottery(PEOPLE["after"], MIXED["place"], **known)
    plain = outcomes.by_lottery(PEOPLE["after"].to_numpy(), PEOPLE["place"].to_numpy(),
                                covariates=PEOPLE[["before"]])  # fmt: skip
    for name in ("effect", "adjusted", "lin"):
        assert told[name].value == pytest.approx(plain[name].value)
    gains = [outcomes.ancova_and_gain(t["before"], PEOPLE["after"], u["place"])["gain"].value
             for t, u in ((PEOPLE, PEOPLE), (MIXED, PEOPLE), (PEOPLE, MIXED))]  # fmt: skip
    assert gains == pytest.approx([gains[0]] * 3)
    with pytest.raises(FaultsFound, match="other people"):
        outcomes.by_lottery(PEOPLE["after"], PEOPLE["place"].rename({"P0": "X"}))
    with pytest.raises(FaultsFound, match="label twice"):
        outcomes.by_lottery(PEOPLE["after"], PEOPLE["place"].rename({"P0": "P1"}))


@pytest.mark.parametrize("size", [1, 1 / 3, 1e5 / 3, 1e9 / 7])
def test_the_randomisation_test_is_the_same_in_any_unit(size):
    told = outcomes.by_lottery(PEOPLE["after"] * size, PEOPLE["place"])
    assert told["randomisation"].p == pytest.approx(P_IN_R)


@pytest.mark.parametrize("value", [3.0, np.nan])
def test_what_cannot_be_adjusted_for_leaves_the_difference(value):
    flat = pd.DataFrame({"flat": value}, index=PEOPLE.index)
    told = outcomes.by_lottery(PEOPLE["after"], PEOPLE["place"], covariates=flat)
    assert told["effect"].known
    assert not told["adjusted"].known
    assert not told["lin"].known
    assert any("adjusted for" in warning for warning in told.warnings)


def test_numbers_without_an_error_are_told_without_an_interval():
    rows = pd.DataFrame({"p": range(16), "g": [1, 0] * 8, "t": [0] * 8 + [1] * 8,
                         "y": [1, 2, 3, 2, 3, 2, 1, 2, 3, 3, 4, 2, 5, 2, 3, 1]})  # fmt: skip
    told = outcomes.difference_in_differences(rows, "y", group="g", wave="t", person="p")
    assert not told["balanced"].known
    assert any("both times" in warning for warning in told.warnings)
    assert outcomes.two_shares((6, 6), (7, 7))["risk_ratio"].low is None
    alike = outcomes.pre_post_control(([1, 2, 3, 4], [2, 3, 4, 5]), ([1, 2, 3, 4], [1, 2, 3, 4]))
    assert alike["d_ppc2"].se > 0
