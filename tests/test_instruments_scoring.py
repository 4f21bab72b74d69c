"""Scores, against numbers that were worked out by hand.

The golden table, on a scale from 1 to 5, `waste` being turned round (1 + 5 - answer):

    person  trust learn waste | turned waste | mean (2 needed)    | sum (2 needed)  | mean (all)
    ann       4     5     2   |      4       | (4+5+4)/3 = 13/3   | 13              | 13/3
    bob       3     -     1   |      5       | (3+5)/2 = 4        | 3 * 4 = 12      | none
    cem       -     -     5   |      1       | none: one answer   | none            | none
    dia       -     -     -   |      -       | none               | none            | none
    eva       1     1     5   |      1       | (1+1+1)/3 = 1      | 3               | 1
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import FaultsFound
from rmkit.instruments import load
from rmkit.instruments.files import read_instrument
from rmkit.instruments.scoring import score

PULSE = read_instrument("""
id: pulse
version: 1
title: Pulse
purpose: A check in between.
source: our own
scales:
  agree5:
    options:
      - {value: 1, label: Not at all}
      - {value: 2, label: Little}
      - {value: 3, label: Partly}
      - {value: 4, label: Much}
      - {value: 5, label: Very much}
items:
  - id: rel
    kind: matrix
    text: How much do you agree?
    scale: agree5
    privacy: none
    rows:
      - {id: trust, text: I trust my partner.}
      - {id: learn, text: I learn something.}
      - {id: waste, text: We waste our time., reverse: true}
  - {id: hours, kind: number, text: Hours together, privacy: none, minimum: 0, maximum: 10}
  - {id: note, kind: text, text: Anything else?, privacy: free_text}
scores:
  relation: {title: Relation, items: [rel], min_answered: 2}
  total: {items: [rel], method: sum, min_answered: 2}
  strict: {items: [rel_trust, rel_learn, rel_waste], reverse: [rel_waste]}
  spare: {items: [hours], reverse: [hours]}
  balance: mean(rel_trust, rel_learn) - reverse(rel_waste)
  per_hour: sum(rel_trust, rel_learn) / hours
""")

NONE = float("nan")
ANSWERS = pd.DataFrame(
    {
        "rel_trust": [4, 3, None, None, 1],
        "rel_learn": ["5", None, pd.NA, "", "Not at all"],
        "rel_waste": [2, "1 - not at all", 5, None, 5],
        "hours": [2, 0, 4, None, 10],
        "note": ["kept", "away", None, None, "from scores"],
    },
    index=["ann", "bob", "cem", "dia", "eva"],
    dtype="object",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relation", [13 / 3, 4.0, NONE, NONE, 1.0]),
        ("total", [13.0, 12.0, NONE, NONE, 3.0]),
        ("strict", [13 / 3, NONE, NONE, NONE, 1.0]),
        ("spare", [8.0, 10.0, 6.0, NONE, 0.0]),
        ("balance", [4.5 - 4, 3 - 5, NONE, NONE, 1 - 1]),
        ("per_hour", [4.5, NONE, NONE, NONE, 0.2]),
    ],
)
def test_scores_agree_with_the_numbers_worked_out_by_hand(name, expected):
    made = score(PULSE, ANSWERS)
    np.testing.assert_allclose(made[name].to_numpy(), expected, rtol=1e-12)


def test_a_score_stands_for_each_person_and_each_definition():
    made = score(PULSE, ANSWERS)
    assert list(made.index) == list(ANSWERS.index)
    assert list(made.columns) == list(PULSE.scores)
    assert set(made.dtypes.astype(str)) == {"float64"}


def test_questions_that_nobody_was_asked_give_no_score_and_no_error():
    made = score(PULSE, pd.DataFrame({"rel_trust": [4, 5]}))
    assert made.isna().all().all()
    assert score(PULSE, pd.DataFrame()).shape == (0, 6)


def test_people_with_the_same_id_keep_their_own_rows():
    twice = pd.concat([ANSWERS.loc[["ann"]], ANSWERS.loc[["eva"]]]).set_axis(["x", "x"])
    assert score(PULSE, twice)["total"].tolist() == [13.0, 3.0]


def test_an_answer_outside_the_scale_is_refused_with_its_row():
    wrong = ANSWERS.assign(rel_trust=[4, 6, None, None, 0])
    with pytest.raises(FaultsFound) as caught:
        score(PULSE, wrong)
    assert [(f.row, f.value) for f in caught.value.faults] == [(3, "6"), (6, "0")]
    assert caught.value.consequence == "No score was made."


@given(st.lists(st.tuples(*[st.none() | st.integers(1, 5)] * 3), min_size=1, max_size=6))
def test_a_mean_stays_on_its_scale_and_turning_twice_changes_nothing(rows):
    keys = ["rel_trust", "rel_learn", "rel_waste"]
    answers = pd.DataFrame(rows, columns=keys, dtype="object")
    made = score(PULSE, answers)
    known = made["relation"].dropna()
    assert known.between(1, 5).all()
    enough = answers.notna().sum(axis="columns") >= 2
    assert (made["relation"].notna() == enough).all()
    turned = answers.map(lambda level: None if level is None or level != level else 6 - level)
    np.testing.assert_allclose(score(PULSE, turned)["relation"], 6 - made["relation"])


LEVELS = """
id: levels
version: 1
title: Levels
purpose: Where you stand and where you want to be.
source: our own
scales:
  level3:
    options: [{value: 1, label: none}, {value: 2, label: some}, {value: 3, label: much}]
items:
  - id: tools
    kind: matrix
    text: Tools
    scale: level3
    privacy: none
    asks: [{id: level, text: now}, {id: target, text: wanted}]
    rows: [{id: chat, text: Chat}, {id: calls, text: Calls}]
  - id: skills
    kind: matrix
    text: Skills
    scale: level3
    privacy: none
    asks: [{id: level, text: now}, {id: target, text: wanted}]
    rows: [{id: search, text: Searching}]
scores:
  now: {items: [level], min_answered: 2}
  wanted: {items: [target]}
"""


def test_a_score_of_what_matrices_ask_takes_every_row_of_each_and_nothing_of_the_other_ask():
    instrument = read_instrument(LEVELS)
    given = pd.DataFrame(
        {
            "level_chat": [1, 2], "level_calls": [2, None], "level_search": [None, None],
            "target_chat": [3, 3], "target_calls": [3, 3], "target_search": [2, None],
        }
    )  # fmt: skip
    made = score(instrument, given)
    np.testing.assert_allclose(made["now"], [1.5, NONE])
    np.testing.assert_allclose(made["wanted"], [8 / 3, NONE])


def test_a_score_of_an_ask_stays_when_a_programme_chooses_other_rows():
    needs = load("learning_needs", entries={"tools": [], "competences": ["1.1", "4.1", "5.1"]})
    given = {
        "level_browsing": [2],
        "level_protecting_devices": [3],
        "level_technical_problems": [4],
    }
    assert score(needs, pd.DataFrame(given))["level_now"].tolist() == [3.0]


def test_an_ask_that_no_matrix_has_is_told():
    with pytest.raises(FaultsFound) as told:
        read_instrument(LEVELS.replace("items: [level]", "items: [lever]"))
    assert "the score now names lever, which is not asked" in str(told.value)
