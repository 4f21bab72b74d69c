"""Needs, supply and demand, and the numbers that profiles are made of."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from rmkit.people import features, needs, skills, supply_and_demand, validate

PEOPLE = validate(
    pd.DataFrame(
        {
            "person_id": ["a", "b", "c", "d"],
            "role": ["mentor", "mentee", "either", "mentee"],
            "level_ai": [5, 1, 4, None],
            "target_ai": [5, 4, 5, 5],
            "level_chat": [2, 2, 2, 5],
            "target_data": [3, None, None, None],
            "style_calm": [None] * 4,
            "seniority_years": [1, 20, None, 3.5],
        }
    )
)


def test_skills_are_those_with_a_level_or_a_wanted_level():
    assert skills(PEOPLE) == ["ai", "chat", "data"]


def test_a_need_is_a_wanted_level_above_the_level_now():
    rows = needs(PEOPLE)[["person_id", "skill", "need"]].to_numpy().tolist()
    assert rows == [["b", "ai", 3], ["c", "ai", 1]]


def test_an_assumed_wanted_level_fills_only_what_is_missing():
    rows = needs(PEOPLE, assumed_target=4)[["person_id", "skill", "need"]].to_numpy().tolist()
    assert rows == [
        ["a", "chat", 2],
        ["b", "ai", 3],
        ["b", "chat", 2],
        ["c", "ai", 1],
        ["c", "chat", 2],
    ]


def test_supply_and_demand_counts_who_wants_and_who_can():
    table = supply_and_demand(PEOPLE, assumed_target=4).set_index("skill")
    assert table.loc["ai"].to_dict() == {
        "answered": 3,
        "mean_level": 10 / 3,
        "wanting": 2,
        "wanting_mentees": 2,
        "able": 2,
        "able_mentees": 1,
        "mentees_per_able": 1.0,
        "mentors": 2,
        "mentees": 3,
    }
    assert table.loc["chat", "able"] == 0
    assert pd.isna(table.loc["chat", "mentees_per_able"])
    assert table.index[0] == "chat"


def test_no_skills_and_no_people_give_empty_tables():
    nobody = validate(pd.DataFrame(columns=["person_id", "role"]))
    assert needs(nobody).shape == (0, 5)
    assert supply_and_demand(nobody).shape == (0, 10)
    assert features(nobody).shape == (0, 0)


def test_features_are_numbers_by_person_without_what_nobody_answered():
    table = features(PEOPLE)
    assert list(table.columns) == [
        "level_ai", "level_chat", "need_ai", "seniority_years",
    ]  # fmt: skip
    assert table.index.tolist() == ["a", "b", "c", "d"]
    assert table.isna().sum().to_dict() == {
        "level_ai": 1, "level_chat": 0, "need_ai": 1, "seniority_years": 1,
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.none() | st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=8)
)
def test_a_need_is_between_one_and_four_levels_and_never_of_somebody_unknown(rows):
    people = pd.DataFrame({"person_id": [f"p{i}" for i in range(len(rows))]})
    people["level_ai"] = pd.array([r[0] for r in rows], dtype="Int64")
    people["target_ai"] = pd.array([r[1] for r in rows], dtype="Int64")
    found = needs(people)
    expected = {f"p{i}": t - v for i, (v, t) in enumerate(rows) if v and t and t > v}
    assert dict(zip(found["person_id"], found["need"], strict=True)) == expected
