"""What will be missing is bounded from above, and no sentence tells of few people."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.people import shortages, validate
from rmkit.people.shortage import counts_shown, most_served
from tests.hostile import FORMULAS, TEXTS


def crowd(mentees, mentors, **columns):
    """Make mentees at level 1 who want 4 of everything, then mentors at level 5."""
    roles = ["mentee"] * mentees + ["mentor"] * mentors
    table = {"person_id": [f"p{i:03d}" for i in range(len(roles))], "role": roles}
    return validate(pd.DataFrame(table | columns))


def asked(mentees, mentors, able, *, skill="data", nearly=0, content=0):
    """Let all mentees want a skill, the last `content` apart, and so many mentors be able."""
    rest = mentors - able - nearly
    return {
        f"level_{skill}": [1] * mentees + [5] * able + [3] * nearly + [2] * rest,
        f"target_{skill}": [4] * (mentees - content) + [1] * content + [None] * mentors,
    }


def test_forty_want_it_six_can_give_it_with_nine_places():
    capacity = [None] * 50 + [2, 2, 2, 1, 1, None] + [1] * 14
    people = crowd(50, 20, **asked(50, 20, 6, nearly=8, content=10), capacity=capacity)
    found = shortages(people)
    assert found.table.iloc[0].to_dict() == {
        "skill": "data", "wanting": 40, "able": 6, "places": 9, "at_most": 9, "missing": 31,
        "nearly": 8,
    }  # fmt: skip
    assert found.sentences({"data": "data analysis"}) == [
        "40 mentees want data analysis, 6 mentors can give it, with 9 places: at most 9 of the 40. "
        "Next: lower the bar to level 3 (8 more mentors) or look for more mentors.",
        "All skills together, with each of the 23 places used once: at most 9 of 50 mentees can "
        "get at least one skill they want. Rules, days and languages can only make it fewer.",
        "Under 5 mentors did not say how many mentees they take: each is counted with one place.",
    ]


def test_a_place_is_used_once_over_all_skills():
    both = asked(12, 8, 8) | asked(12, 8, 8, skill="ai")
    found = shortages(crowd(12, 8, **both))
    assert found.table["at_most"].tolist() == [8, 8]
    assert found.at_most == 8
    apart = asked(12, 8, 8) | {"level_ai": [1] * 12 + [2] * 8, "target_ai": [4] * 6 + [1] * 14}
    assert shortages(crowd(12, 8, **apart)).at_most == 8


def test_another_skill_is_named_where_places_are_left_and_nothing_short_is_said():
    levels = asked(20, 20, 6) | {"level_ai": [1] * 20 + [5] * 20}
    people = crowd(20, 20, **levels, target_ai=[4] * 6 + [1] * 34)
    said = shortages(people).sentences()
    assert said[0].endswith("or let pairs start with ai.")
    assert said[1] == "For ai, taken by themselves, there are places for all who want them."
    enough = shortages(crowd(20, 20, **asked(20, 20, 20))).sentences()
    assert enough[0].startswith("Nothing is short")
    assert "everybody who wants a skill could get at least one" in enough[1]


@pytest.mark.claim("small-groups")
def test_few_who_can_give_have_no_number_and_no_places():
    said = set()
    for able in range(5):
        people = crowd(40, 10, **asked(40, 10, able, content=10), capacity=[4] * 50)
        said.add(shortages(people).sentences()[0])
    assert said == {
        "30 mentees want data, under 5 mentors can give it: not enough for them all. Next: look "
        "for mentors."
    }


@pytest.mark.claim("small-groups")
def test_that_all_or_all_but_few_want_it_is_told_alike():
    said = [
        shortages(crowd(30, 15, **asked(30, 15, 6, content=few))).sentences()[0] for few in range(5)
    ]
    assert set(said) == {
        "All but a few mentees want data, 6 mentors can give it, with 6 places: at most 6 of them. "
        "Next: look for more mentors."
    }
    few = shortages(crowd(9, 15, **asked(9, 15, 6))).sentences()[1]
    assert "all but a few of 9 mentees, at most, can get a skill they want. Rules, days and" in few


def test_nobody_nothing_asked_and_few_wishes_are_said():
    for people in (crowd(0, 0), crowd(5, 5), crowd(4, 20, **asked(4, 20, 3))):
        found = shortages(people)
        assert len(found.sentences()) == 1
        assert "wanted by 5 mentees or more" in found.sentences()[0]
    assert shortages(crowd(4, 20, **asked(4, 20, 3))).at_most == 3


def test_a_wanted_level_is_assumed_where_none_was_asked_and_that_is_said():
    people = crowd(20, 10, level_data=[1] * 20 + [5] * 10)
    assert shortages(people).wanting == 0
    assert shortages(people, assumed_target=4).at_most == 10
    assert "level 4 is assumed" in shortages(people, assumed_target=4).sentences()[-1]


@pytest.mark.claim("small-groups")
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_counts_by_kind_are_hidden_until_no_few_can_be_worked_out(rows):
    counts = np.array([c for c, _ in rows])
    of = counts + np.array([more for _, more in rows])
    shown = counts_shown(counts, of)
    hidden = ~shown & (of > 0)
    assert (counts[shown] >= 5).all()
    assert ((of - counts)[shown] >= 5).all()
    if hidden.any() and shown.any():
        assert hidden.sum() > 1
        assert counts[hidden].sum() >= 5
        assert (of - counts)[hidden].sum() >= 5


def test_by_kind_is_told_who_wants_and_who_can_give():
    people = crowd(40, 30, **asked(40, 30, 20))
    people.loc[:9, "level_data"] = 4
    people["cluster"] = pd.array(
        [1, 2] * 20 + [1] * 8 + [2] * 6 + [1] * 3 + [2] * 13, dtype="Int64"
    )
    found = shortages(people)
    rows = found.by_kind.set_index("kind")
    assert rows["wanting"].tolist() == [15, 15]
    assert rows["able"].isna().tolist() == [True, True]  # all but three of one kind can
    assert "Of the 30 who want data, 15 are of kind 1." in found.sentences()
    assert shortages(people.assign(cluster=1)).by_kind.empty


def test_hostile_words_stay_on_one_line_and_say_what_they_say():
    found = shortages(crowd(50, 20, **asked(50, 20, 6, content=10)))
    for word in [*TEXTS.values(), *FORMULAS]:
        said = found.sentences({"data": word})
        assert said[0].startswith("40 mentees want ")
        assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]", " ".join(said))


PERSON = st.tuples(
    st.sampled_from(["mentor", "mentee", "either"]),
    st.integers(0, 2),
    st.tuples(*[st.sampled_from([None, 1, 4, 5])] * 2),
    st.tuples(*[st.sampled_from([None, 1, 5])] * 2),
)


def served(mentees, mentors, edges):
    """Count by trying everything: the most mentees that can each get a place of their own."""
    if not mentees:
        return 0
    first, *rest = mentees
    best = served(rest, mentors, edges)
    for mentor, places in mentors.items():
        if places and (first, mentor) in edges:
            best = max(best, 1 + served(rest, mentors | {mentor: places - 1}, edges))
    return best


@settings(max_examples=30)
@given(st.lists(PERSON, max_size=6))
def test_the_bound_is_never_under_what_trying_everything_finds(rows):
    people = pd.DataFrame(
        {
            "person_id": [f"p{i}" for i in range(len(rows))],
            "role": [r[0] for r in rows],
            "capacity": pd.array([r[1] for r in rows], dtype="Int64"),
        }
        | {f"level_{s}": pd.array([r[2][s] for r in rows], dtype="Int64") for s in (0, 1)}
        | {f"target_{s}": pd.array([r[3][s] for r in rows], dtype="Int64") for s in (0, 1)}
    )
    found = shortages(people)
    mentees = [i for i, r in enumerate(rows) if r[0] != "mentor"]
    mentors = {i: r[1] for i, r in enumerate(rows) if r[0] != "mentee"}
    need = {(i, s) for i in mentees for s in (0, 1) if (rows[i][2][s] or 9) < (rows[i][3][s] or 0)}
    able = {(j, s) for j in mentors for s in (0, 1) if (rows[j][2][s] or 0) >= 4}
    edges = {(i, j) for i, s in need for j, t in able if s == t and i != j}
    most = served(mentees, mentors, edges)
    assert found.at_most >= most
    if not any((i, s) in able for i, s in need):
        assert found.at_most == most
    for _, row in found.table.iterrows():
        one = {(i, j) for i, s in need for j, t in able if s == t == int(row["skill"]) and i != j}
        assert row["at_most"] >= served(mentees, mentors, one)


def test_the_bound_takes_thousands_of_people():
    rng = np.random.default_rng(0)
    wants, gives = rng.random((4_000, 30)) < 0.2, rng.random((4_000, 30)) < 0.02
    places = rng.integers(0, 3, 4_000)
    assert 0 < most_served(wants, gives, places) <= 4_000
