"""What is told of a pair, a gap and an override: to the coordinator all, to the two little."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import UnknownName
from rmkit.matching import match
from rmkit.matching.circles import circle, reach
from rmkit.matching.explanation import for_partner
from rmkit.matching.seats import seats
from tests.test_matching_switching import crowd, solved_again

FACTS = {"skills", "slots", "topics", "department", "style"}


def few(**columns: Any) -> pd.DataFrame:
    ids = [f"p{k}" for k in range(len(columns["role"]))]
    return pd.DataFrame({"person_id": ids} | columns)


@pytest.fixture
def people() -> pd.DataFrame:
    return crowd(3, ["mentor", "mentee"] * 6)


def test_a_pair_is_told_in_a_paragraph_that_names_what_counted_and_what_is_not_known() -> None:
    result = match(
        few(
            role=["mentor", "mentee", "mentee"],
            level_chat=[5, 1, 4],
            slots=["mon_am", None, "mon_am"],
            department=["ports", "ports", "sales"],
        )
    )
    told = result.explain("p0", "p1").paragraph
    assert told == (
        "p0 and p1 have 78 of 100 together. Can lead from 1 to 4 in chat (wanted level not given, "
        "4 assumed). Most of it comes from needs covered (67 of 67). Not known for both of them: "
        "shared half-days; that counts neither way, one half. Keep in mind: It is not known "
        "whether they share a language. Both work in the same department. If p0 were paired with "
        "p2 instead, all pairs together would lose 25.9 points of score. The score puts pairs in "
        "order; it does not measure how well two people will get on."
    )


def test_the_plot_says_the_same_numbers_and_draws_in_light_and_dark(people: pd.DataFrame) -> None:
    result = match(people.assign(slots=None), criteria={"shared_slots": 2})
    made = result.pairs.iloc[0]
    found = result.explain(made["mentor_id"], made["mentee_id"])
    picture = found.plot()
    assert f"has {made['score']:.0f} of 100" in picture.sentence
    for row in found.points.itertuples(index=False):
        assert str(row.criterion)[1:] in picture.alt
    assert picture.svg("light") != picture.svg("dark")
    nothing = dataclasses.replace(found, points=found.points.head(0))
    assert nothing.plot().alt.startswith("Nothing to draw yet.")


def test_what_rules_take_away_is_counted_with_what_each_takes_away_alone() -> None:
    people = few(
        role=["mentee", "mentor", "mentor", "mentor", "mentor", "mentee"],
        languages=["en", "es", "es", "en", "en", "en"],
        level_chat=[1, 5, 1, 5, 1, 1],
        target_chat=[5, None, None, None, None, 4],
        capacity=pd.array([None, 1, 1, 0, 1, None], dtype="Int64"),
    )
    result = match(people, managers={"p0": "p2"}, floor=60, forbidden=[("p0", "p1")])
    table = result.removals("p0")
    assert table["as"].eq("mentee").all()
    counts = {r.rule: (r.removes, r.alone) for r in table.itertuples(index=False)}
    assert counts == {
        "forbidden": (1, 0),
        "reporting_line": (1, 0),
        "no_shared_language": (2, 0),
        "floor": (2, 1),
        "no_place": (1, 1),
        "left": (0, 0),
    }
    assert result.removals("p4")["as"].tolist()[-1] == "mentor"
    with pytest.raises(UnknownName):
        result.removals("p9")


def test_an_override_tells_the_cost_the_warnings_and_who_would_move(people: pd.DataFrame) -> None:
    result = match(people)
    problem = result.problem
    open_pairs = zip(*np.nonzero(np.asarray(problem.allowed)), strict=True)
    pair = next((int(i), int(j)) for i, j in open_pairs if (i, j) not in result.chosen.pairs)
    found = result.override(problem.mentor_ids[pair[0]], problem.mentee_ids[pair[1]])
    assert found.barred_by == ()
    assert found.other is not None
    lost = solved_again(result, pair, None)
    assert (found.other.pairs_fewer, found.other.score_lower * 90) == pytest.approx(
        (lost[0], lost[3])
    )
    assert (found.mentor_id, found.mentee_id) in found.other.made
    assert "is possible, but" in found.sentence
    assert result.why_not(found.mentor_id, found.mentee_id) == found.sentence
    for warning in found.warnings:
        assert warning in found.sentence


@settings(max_examples=5)
@given(st.integers(0, 10_000), st.data())
def test_a_barred_pair_costs_what_lifting_its_rule_and_locking_it_would_lose(
    seed: int, data: st.DataObject
) -> None:
    people = crowd(seed, ["mentor"] * 4 + ["mentee"] * 4)
    two = f"p{data.draw(st.integers(0, 3))}", f"p{data.draw(st.integers(4, 7))}"
    result = match(people.assign(languages="en"), forbidden=[two])
    found = result.override(*two)
    assert found.barred_by == ("forbidden",)
    assert "forbidden pairs" in found.sentence
    lifted = match(people.assign(languages="en"), locked=[two])
    assert found.other is not None
    lower = (result.total - lifted.total) * 100 / result.problem.most_points
    assert found.other.score_lower == pytest.approx(lower)
    assert found.other.pairs_fewer == len(result.pairs) - len(lifted.pairs)


def test_an_override_says_what_stands_in_the_way() -> None:
    people = few(
        role=["mentor", "mentee", "mentor"], capacity=pd.array([1, None, 0], dtype="Int64")
    )
    full = match(people)
    assert full.override("p2", "p1").other is None
    assert "not possible beside the locks" in full.override("p2", "p1").sentence
    floor = match(people, floor=80).override("p0", "p1")
    assert floor.barred_by == ("floor",)
    assert "lower the floor or lock the pair" in floor.sentence
    with pytest.raises(UnknownName, match="mentee in this matching"):
        full.override("p0", "p2")


def test_somebody_left_over_hears_the_smallest_change_or_that_there_is_none() -> None:
    people = few(role=["mentor", "mentee"], languages=["en", "es"])
    assert (
        match(people)
        .why_not("p1")
        .endswith(
            "The smallest change: if p1 also spoke en, p1 would be paired with p0 (50 of 100); "
            "nobody else would lose anything."
        )
    )
    two = few(role=["mentor", "mentee", "mentee"], languages=["en", "en", "es"])
    both = match(two, rules={"same_department": "hard"}, floor=0)
    assert "No single change would pair them; two would." in both.why_not("p2")
    assert len(both.changes_for("p2")[0].steps) == 2
    nobody = match(few(role=["mentee", "mentee"]))
    assert nobody.why_not("p0").endswith("would pair them.")
    assert match(few(role=["mentor", "mentee"])).changes_for("p0") == ()


@settings(max_examples=5)
@given(st.integers(0, 10_000), st.booleans())
def test_following_everybody_at_once_finds_the_same_circles_as_step_by_step(
    seed: int, more_mentors: bool
) -> None:
    roles = ["mentor"] * 5 + ["mentee"] * 8
    people = crowd(seed, roles[::-1] if more_mentors else roles, capacity=2)
    result = match(people)
    placed = {*result.pairs["mentor_id"], *result.pairs["mentee_id"]}
    both = seats(result.problem, result.chosen)
    for here, position in zip(both, (result.problem.row, result.problem.column), strict=True):
        known = reach(here)
        for name, me in position.items():
            if name not in placed:
                assert circle(here, me, known) == circle(here, me, None)


@settings(max_examples=5)
@given(st.integers(0, 10_000), st.data())
def test_nothing_but_what_was_released_reaches_the_two_whatever_was_forbidden_or_locked(
    seed: int, data: st.DataObject
) -> None:
    people = crowd(seed, ["mentor"] * 4 + ["mentee"] * 4).assign(
        person_id=[f"Zid{k}" for k in range(8)], languages="en", manager_id=None
    )
    names = people["person_id"].tolist()
    pair = st.tuples(st.sampled_from(names[:4]), st.sampled_from(names[4:]))
    lists = {
        name: data.draw(st.lists(pair, max_size=4), label=name) for name in ("forbidden", "former")
    }
    strength = data.draw(st.sampled_from(["hard", "warning", "off"]))
    own = {"kind": "listed", "pairs": [["Zid0", "Zid4"]], "sentence": "Zrule", "strength": strength}
    free = match(people).problem
    bound = match(
        people,
        rules={"no_shared_slot": strength, "same_department": strength, "Zlist": own},
        managers={"Zid1": "Zid5"},
        floor=data.draw(st.sampled_from([0, 30])),
        **lists,
    )
    for made in bound.pairs[["mentor_id", "mentee_id"]].itertuples(index=False, name=None):
        told = bound.for_partner(*made, released=FACTS)
        assert told == for_partner(free, (free.row[made[0]], free.column[made[1]]), FACTS)
        assert "Z" not in told
        assert bound.for_partner(*made, released=()) == ""
