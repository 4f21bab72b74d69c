"""Crowds whose kinds are known: what is asked for is in them, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import TooFewPeople
from rmkit.people import validate
from rmkit.synthetic import crowd


def test_kinds_are_apart_in_their_own_skills_by_as_much_as_was_asked_for():
    made = crowd(600, kinds=2, apart=1.5, seed=1)
    levels = made.people.set_index("person_id")
    means = levels.groupby(made.truth).mean()
    assert means.loc[1, "level_s1"] - means.loc[2, "level_s1"] == pytest.approx(1.5, abs=0.2)
    assert means.loc[2, "level_s2"] - means.loc[1, "level_s2"] == pytest.approx(1.5, abs=0.2)
    assert made.truth.value_counts().to_dict() == {1: 300, 2: 300}


def test_answers_have_as_much_in_common_as_was_asked_for_and_none_is_out_of_bounds():
    for common in (0.0, 0.3, 0.8):
        levels = crowd(800, common=common, seed=2).people.drop(columns="person_id")
        between = levels.corr().to_numpy()[np.triu_indices(8, 1)]
        assert between.mean() == pytest.approx(common, abs=0.1)
        assert set(np.unique(levels)) == {1, 2, 3, 4, 5}


def test_the_same_seed_makes_the_same_crowd_and_another_one_does_not():
    one, again, other = crowd(30, seed=1), crowd(30, seed=1), crowd(30, seed=2)
    pd.testing.assert_frame_equal(one.people, again.people)
    assert not one.people.equals(other.people)
    assert set(one.truth) == {1}
    assert len(validate(one.people, required=["person_id"])) == 30


@pytest.mark.parametrize(("n", "kinds"), [(2, 3), (30, 0), (30, 9)])
def test_kinds_without_people_or_skills_of_their_own_are_refused(n, kinds):
    with pytest.raises(TooFewPeople, match="Ask for fewer kinds"):
        crowd(n, kinds=kinds)
