"""Made-up evaluations: the same for the same seed, and true to what was asked for."""

import pandas as pd
import pytest

from rmkit.errors import TooFewPeople
from rmkit.programme.samples import load_sample
from rmkit.synthetic import EVALUATION_TABLES, EvaluationDays, Gains, evaluation
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.evaluation_levels import said

SKILLS = ("spreadsheets", "social_media")
DAYS = EvaluationDays(*pd.to_datetime(["2026-10-01", "2026-12-08", "2027-03-19", "2027-06-18"]))
PAIRS = pd.DataFrame(
    {
        "of": [f"P{n}" for n in range(6)],
        "mentor_id": ["P002", "P011", "P014", "P017", "P018", "P022"],
        "mentee_id": ["P004", "P006", "P010", "P012", "P013", "P016"],
        "planted": [None, "ends", None, None, None, None],
        "held": [10, 2, 10, 9, 8, 10],
    }
)


def made(gains=None, *, pairs=PAIRS, seed=1):
    people = load_sample("harbour")["people"]
    return evaluation(
        people, pairs, skills=SKILLS, gains=gains or Gains({"spreadsheets": 1.0}, {}), sessions=10,
        days=DAYS, managers={"P004": "P010"}, seed=seed,
    )  # fmt: skip


def test_the_same_seed_gives_the_same_answers_and_another_another():
    one, again, other = made(), made(), made(seed=2)
    assert list(one.tables) == list(EVALUATION_TABLES)
    pd.testing.assert_frame_equal(one.truth, again.truth)
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name])
    assert not one.tables["needs_after"].equals(other.tables["needs_after"])


def test_without_a_gain_nobody_changes_and_with_one_only_mentees_who_met():
    still = made(Gains({}, {})).truth
    assert still.filter(like="change_").eq(0).all().all()
    truth = made().truth.set_index("side")
    assert truth.loc["mentee", "change_spreadsheets"].mean() > 0.5
    assert truth.loc[["mentor", "waiting"], "change_spreadsheets"].eq(0).all()
    assert truth["change_social_media"].eq(0).all()
    met = made().truth.set_index("person_id")["change_spreadsheets"]
    assert met["P006"] < 0.5 * met["P004"]


def test_what_everybody_learns_anyway_is_learned_by_those_who_wait_too():
    truth = made(Gains({}, {"spreadsheets": 0.3})).truth
    assert truth["change_spreadsheets"].median() == 0.3


def test_levels_are_whole_and_end_at_one_and_five():
    dice = Dice(0, 1)
    levels = [said(true, dice) for true in (-3.0, 0.9, 3.0, 5.2, 9.0) for _ in range(20)]
    assert set(levels) <= {1, 2, 3, 4, 5}
    assert levels[:20] == [1] * 20
    assert levels[-20:] == [5] * 20
    near = [dice.near(2.0, 0.5) for _ in range(2_000)]
    assert abs(sum(near) / 2_000 - 2.0) < 0.05
    assert abs(pd.Series(near).std() - 0.5) < 0.03


def test_who_left_is_not_heard_at_the_end():
    after = made().tables["needs_after"]
    assert "P006" not in set(after["person_id"])


def test_three_pairs_are_too_few():
    with pytest.raises(TooFewPeople, match="3 pairs"):
        made(pairs=PAIRS.head(3))
