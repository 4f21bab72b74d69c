"""A made-up twin: alike in what it tells, nobody's own row, and refused where it would tell."""

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotAllowed, TooFewPeople
from rmkit.synthetic import twin_of


def table(n=300, columns=4, seed=1):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    levels = {
        f"level_{i}": np.clip(np.round(3 + 0.8 * common + 0.7 * rng.normal(size=n)), 1, 5)
        for i in range(columns)
    }
    return pd.DataFrame(levels)


@pytest.fixture(scope="module")
def real():
    made = table()
    made.loc[::6, "level_2"] = np.nan
    made["site"] = np.where(made["level_0"] > 3, "north", "south")
    made.loc[:2, "site"] = "lighthouse"
    made["person"] = [f"P{i:03}" for i in range(len(made))]
    return made


@pytest.fixture(scope="module")
def twin(real):
    return twin_of(real, seed=3)


def test_a_twin_keeps_shares_missing_answers_and_what_goes_together(real, twin):
    for name in ("level_0", "level_1"):
        assert twin.table[name].mean() == pytest.approx(real[name].mean(), abs=0.25)
    assert twin.table["level_2"].isna().mean() == pytest.approx(1 / 6, abs=0.06)
    kept = real["level_0"].corr(real["level_1"])
    assert 0.6 * kept < twin.table["level_0"].corr(twin.table["level_1"]) < 1.1 * kept
    north = twin.table.loc[twin.table["site"] == "north", "level_0"].mean()
    assert north > twin.table.loc[twin.table["site"] == "south", "level_0"].mean()


def test_what_fewer_than_five_share_and_what_names_people_is_not_in_it(twin):
    assert set(twin.table["site"]) == {"north", "south"}
    assert twin.left_out == ("person",)


def test_its_tests_are_told_with_their_limit(twin):
    assert twin.told[0] < 0.5 < twin.told[1]
    assert abs(twin.exact[0] - twin.exact[1]) < 0.06
    assert "not anonymous" in twin.sentence
    assert "no estimate from it is a finding" in twin.sentence


def test_the_same_seed_gives_the_same_twin(real, twin):
    pd.testing.assert_frame_equal(twin_of(real, seed=3).table, twin.table)
    assert not twin_of(real, seed=4).table.equals(twin.table)
    assert len(twin_of(real, seed=3, n=40).table) == 40


def test_few_people_get_no_twin(real):
    with pytest.raises(TooFewPeople, match="needs 100"):
        twin_of(real.head(99))


def test_a_twin_that_would_give_away_who_was_in_the_table_is_refused():
    with pytest.raises(NotAllowed, match="who was in it"):
        twin_of(table(n=120, columns=90), seed=1)


def test_a_table_of_names_alone_gets_no_twin(real):
    with pytest.raises(FaultsFound, match="few kinds"):
        twin_of(real[["person"]])


def test_a_copy_would_be_told_by_the_test_of_nearest_records():
    from rmkit.synthetic.twin import _as_places, _nearest, _share_closer

    places = _as_places(table(n=200, columns=8))
    inside, outside = places[:100], places[100:]
    assert _share_closer(_nearest(inside, inside), _nearest(outside, inside)) > 0.8
    assert _share_closer(_nearest(inside, outside), _nearest(outside, outside)) < 0.2
