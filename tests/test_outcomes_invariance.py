"""Whether a scale means the same twice: against lavaan, with gaps."""

import json

import numpy as np
import pandas as pd
import pytest

from rmkit import outcomes
from rmkit.errors import FaultsFound, TooFewPeople
from rmkit.outcomes.scales import same_meaning
from tests.outside import GOLDEN, same

R = json.loads((GOLDEN / "r" / "invariance.json").read_text(encoding="utf-8"))
TABLE = pd.DataFrame(R["table"], dtype=float)
BEFORE, AFTER = (
    TABLE[[f"{i}{wave}" for i in "abc"]].set_axis(list("abc"), axis=1) for wave in "12"
)


@pytest.fixture(scope="module")
def found():
    return outcomes.invariance(BEFORE, AFTER, scale=(1, 7))


def test_three_steps_are_those_of_lavaan(found):
    for step in ("configural", "metric", "scalar"):
        row = found[step]
        got = [row.statistic, row.df, row.p, found[f"{step}_cfi"].value,
               found[f"{step}_rmsea"].value]  # fmt: skip
        same(got, R[step], 1e-5, what=step)
    same(found["factor_change"].value, R["moved"], 1e-5)
    assert found.dropped == {"an answer is missing": 3}


def test_each_step_is_held_against_the_one_before(found):
    for step, earlier in (("metric", "configural"), ("scalar", "metric")):
        row = found[f"{step}_change"]
        assert row.statistic == pytest.approx(R[step][0] - R[earlier][0], abs=1e-5)
        assert row.df == R[step][1] - R[earlier][1]
        fall = found[f"{step}_change_cfi"].value
        assert fall == pytest.approx(R[earlier][3] - R[step][3], abs=1e-6)


def test_items_that_drifted_are_told():
    moved = outcomes.invariance(BEFORE, AFTER.assign(b=AFTER["b"] + 2))
    assert moved["scalar_change"].p < 0.001
    assert any("do not start from the same" in warning for warning in moved.warnings)
    few = outcomes.invariance(BEFORE.head(60), AFTER.head(60))
    assert any("people are few for this" in warning for warning in few.warnings)


def test_people_are_put_beside_each_other_by_index_and_never_by_position(found):
    turned = outcomes.invariance(BEFORE, AFTER.iloc[::-1], scale=(1, 7))
    assert turned["scalar"].value == pytest.approx(found["scalar"].value)
    some = outcomes.invariance(BEFORE.iloc[5:], AFTER.iloc[:-4], scale=(1, 7))
    both = slice(5, len(BEFORE) - 4)
    alone = [table.iloc[both].reset_index(drop=True) for table in (BEFORE, AFTER)]
    assert some["scalar"].value == pytest.approx(outcomes.invariance(*alone)["scalar"].value)
    assert (some.dropped["only before"], some.dropped["only after"]) == (4, 5)
    with pytest.raises(TooFewPeople, match="asked twice"):
        outcomes.invariance(BEFORE, AFTER.set_axis(AFTER.index + 5000))
    with pytest.raises(FaultsFound, match="label twice"):
        outcomes.invariance(BEFORE.set_axis([0] * len(BEFORE)), AFTER)


def test_a_model_that_leaves_nothing_of_an_item_is_told(found, monkeypatch):
    seen, _ = same_meaning._seen(BEFORE, AFTER, (), None)
    for step in ("configural", "metric", "scalar"):
        _, at, _ = same_meaning._fit(step, seen)
        assert not same_meaning._nothing_left(at, step, seen)
        first = {"configural": 4}.get(step, 2) + 3
        for place, value in ((first, -20.0), (first + 5, -20.0), (first + 6, 9.0)):
            bent = at.copy()
            bent[place] = value
            assert same_meaning._nothing_left(bent, step, seen)
    assert not any("Heywood" in warning for warning in found.warnings)
    monkeypatch.setattr(same_meaning, "_nothing_left", lambda at, step, seen: step == "metric")
    assert "Heywood" in outcomes.invariance(BEFORE, AFTER).warnings[0]


def test_an_item_that_points_the_other_way_changes_no_fit(found):
    turned = outcomes.invariance(BEFORE.assign(a=8 - BEFORE["a"]), AFTER.assign(a=8 - AFTER["a"]))
    for step in ("configural", "metric", "scalar"):
        assert turned[step].value == pytest.approx(found[step].value, abs=1e-6)


def test_what_cannot_be_tested_is_told():
    with pytest.raises(FaultsFound) as told:
        outcomes.invariance(BEFORE[["a", "b"]], AFTER[["a", "c"]].head(3))
    for part in ("not the same", "3 after", "at least 3"):
        assert part in str(told.value)
    with pytest.raises(TooFewPeople, match="answered all items twice"):
        outcomes.invariance(BEFORE.head(9), AFTER.head(9))
    with pytest.raises(FaultsFound, match="follows from others"):
        outcomes.invariance(BEFORE.assign(c=3.0), AFTER)
    with pytest.raises(FaultsFound, match="follows from others"):
        outcomes.invariance(BEFORE.assign(c=np.nan).fillna({"c": 2.0}), AFTER)
