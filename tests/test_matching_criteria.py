from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.matching.criteria import CRITERIA, chosen_criteria
from rmkit.matching.rules import RULES, chosen_rules
from rmkit.matching.ruling import breaks, broken, prepared
from rmkit.matching.saying import say, share
from rmkit.matching.terms import Terms, managers_known, persons
from rmkit.people import validate

NA = None


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values, values)


EVERY_RULE = (
    *RULES,
    *(
        rule
        for rule in chosen_rules(
            {
                "reporting_line": {"strength": "hard", "n": 1},
                "no_shared_slot": {"strength": "hard", "n": 2},
                "mentor_longer_there": {"strength": "hard", "n": 2.5},
                "team": {"kind": "codes", "column": "site", "want": "same"},
                "years": {
                    "kind": "difference",
                    "column": "seniority_years",
                    "want": "apart",
                    "n": 3,
                },
                "tongues": {"kind": "sets", "column": "languages", "n": 2},
                "list": {"kind": "listed", "pairs": [["p1", "p0"]]},
            }
        )
        if rule.id not in ("same_person", "forbidden", "former_pair")
    ),
)

sets = maybe(st.sets(st.sampled_from(["a1", "b2", "c3", "d4"])).map(sorted))
levels = maybe(st.integers(1, 5))
person = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["mentor", "mentee", "either"]),
        "organisation": maybe(st.sampled_from(["X", "Y"])),
        "department": maybe(st.sampled_from(["sales", "ports"])),
        "site": maybe(st.sampled_from(["north", "south"])),
        "cluster": maybe(st.integers(1, 2)),
        "languages": sets,
        "communication": sets,
        "expectations": maybe(st.sampled_from(["Ideas", "idea; courage"])),
        "slots": sets,
        "level_chat": levels,
        "level_ai": levels,
        "target_chat": levels,
        "target_ai": levels,
        "style_pace": levels,
        "style_tone": levels,
        "topics": maybe(st.sampled_from(["Films, music", "film", "chess; music", "??", "the"])),
        "seniority_years": maybe(st.floats(0, 40)),
    }
)


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, str]]:
    rows = draw(st.lists(person, min_size=1, max_size=6))
    people = pd.DataFrame([{"person_id": f"p{k}"} | row for k, row in enumerate(rows)])
    staff = [*people["person_id"], "boss", "top"]
    above = {name: draw(maybe(st.sampled_from(staff))) for name in staff}
    return validate(people), {k: v for k, v in above.items() if v is not None and v != k}


def sides(people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    mentors = people[people["role"] != "mentee"].reset_index(drop=True)
    return mentors, people[people["role"] != "mentor"].reset_index(drop=True)


def values(name: str, mentor: dict[str, Any], mentee: dict[str, Any], **terms: Any) -> float:
    table = validate(
        pd.DataFrame(
            [
                {"person_id": "m", "role": "mentor"} | mentor,
                {"person_id": "s", "role": "mentee"} | mentee,
            ]
        )
    )
    criterion = next(c for c in CRITERIA if c.id == name)
    mentors, mentees = sides(table)
    return float(criterion.compare(mentors, mentees, Terms(**terms))[0, 0])


def says(name: str, mentor: dict[str, Any], mentee: dict[str, Any], **terms: Any) -> str:
    table = validate(
        pd.DataFrame(
            [
                {"person_id": "m", "role": "mentor"} | mentor,
                {"person_id": "s", "role": "mentee"} | mentee,
            ]
        )
    )
    criterion = next(c for c in CRITERIA if c.id == name)
    return say(criterion, *persons(table), Terms(**terms))


@given(cohort=cohorts(), assumed=st.integers(1, 5))
@settings(max_examples=20, deadline=None)
def test_every_rule_says_the_same_for_all_pairs_at_once_and_for_one_pair_if_known(
    cohort: tuple[pd.DataFrame, dict[str, str]], assumed: int
) -> None:
    people, managers = cohort
    forbidden = frozenset({frozenset({"p0", "p1"}), frozenset({"p2", "boss"})})
    former = frozenset({frozenset({"p0", "p2"})})
    terms = Terms(assumed_target=assumed, managers=managers, forbidden=forbidden, former=former)
    mentors, mentees = sides(people)
    for rule in EVERY_RULE:
        bar = prepared(rule, mentors, mentees, terms)
        everything = breaks(rule, bar, np.arange(len(mentors)), np.arange(len(mentees)))
        assert everything.shape == (len(mentors), len(mentees))
        some = breaks(rule, bar, np.arange(len(mentors))[::-2], np.arange(len(mentees))[1:])
        assert np.array_equal(some, everything[::-2, 1:]), rule.id
        for i, mentor in enumerate(persons(mentors)):
            for j, mentee in enumerate(persons(mentees)):
                found = broken(rule, mentor, mentee, terms)
                assert everything[i, j] == bool(found), rule.id
                assert found is not None or rule.facts, rule.id


@given(cohort=cohorts())
@settings(max_examples=20, deadline=None)
def test_every_criterion_lies_between_nothing_and_all_and_tells_only_what_counts(
    cohort: tuple[pd.DataFrame, dict[str, str]],
) -> None:
    people, managers = cohort
    terms = Terms(managers=managers)
    mentors, mentees = sides(people)
    for criterion in CRITERIA:
        found = criterion.compare(mentors, mentees, terms)
        assert found.shape == (len(mentors), len(mentees))
        known = found[~np.isnan(found)]
        assert ((known >= 0) & (known <= 1)).all()
        for i, mentor in enumerate(persons(mentors)):
            for j, mentee in enumerate(persons(mentees)):
                if say(criterion, mentor, mentee, terms):
                    assert found[i, j] > 0, criterion.id
                    assert bool(share(criterion, mentor, mentee, terms)) == bool(criterion.fact)


def test_needs_are_covered_up_to_the_mentors_own_level() -> None:
    mentee = {"level_chat": 1, "target_chat": 5, "level_ai": 3, "target_ai": 4}
    assert values("needs_covered", {"level_chat": 3, "level_ai": 2}, mentee) == 2 / 5
    assert values("needs_covered", {"level_chat": 5, "level_ai": 5}, mentee) == 1.0
    assert values("needs_covered", {"level_chat": 1, "level_ai": 1}, mentee) == 0.0


def test_a_level_of_the_mentor_that_is_unknown_counts_one_half_and_not_nothing() -> None:
    mentee = {"level_chat": 1, "target_chat": 3}
    assert values("needs_covered", {"level_chat": NA}, mentee) == 0.5
    assert np.isnan(values("needs_covered", {"level_chat": 5}, {"level_chat": NA}))
    assert np.isnan(values("needs_covered", {"level_chat": 5}, {"level_chat": 4, "target_chat": 4}))


def test_a_wanted_level_is_assumed_only_where_none_was_given_and_the_reason_says_so() -> None:
    mentor, mentee = {"level_chat": 5}, {"level_chat": 2}
    assert values("needs_covered", mentor, mentee, assumed_target=4) == 1.0
    assert says("needs_covered", mentor, mentee, labels={"chat": "Team chat"}) == (
        "can lead from 2 to 4 in Team chat (wanted level not given, 4 assumed)"
    )
    given_one = {"level_chat": 2, "target_chat": 3}
    assert says("needs_covered", mentor, given_one) == "can lead from 2 to 3 in chat"


def test_skills_with_the_same_way_are_told_together_the_longest_way_first() -> None:
    mentor = {"level_a": 5, "level_b": 5, "level_c": 5}
    mentee = {"level_a": 3, "level_b": 1, "level_c": 1} | {f"target_{k}": 4 for k in "abc"}
    assert says("needs_covered", mentor, mentee) == (
        "can lead from 1 to 4 in b and c and from 3 to 4 in a"
    )


def test_an_assumed_level_is_told_once_where_it_holds_for_all_skills_named() -> None:
    mentor = {f"level_{k}": 5 for k in "abcde"}
    mentee = {"level_a": 1, "level_b": 2, "level_c": 2}
    assert says("needs_covered", mentor, mentee) == (
        "can lead from 1 to 4 in a and from 2 to 4 in b and c (wanted level not given, 4 assumed)"
    )
    assert says("needs_covered", mentor, mentee | {"target_c": 4}) == (
        "can lead from 1 to 4 in a (wanted level not given, 4 assumed), from 2 to 4 in b (wanted "
        "level not given, 4 assumed) and from 2 to 4 in c"
    )
    longer = mentee | {"level_d": 2, "level_e": 3, "target_e": 4}
    assert says("needs_covered", mentor, longer) == (
        "can lead from 1 to 4 in a and from 2 to 4 in b, c and d (wanted level not given, 4 "
        "assumed), and further in one more"
    )


def test_three_shared_half_days_are_plenty_and_an_empty_week_is_not_unknown() -> None:
    week = ["mon_am", "mon_pm", "tue_am", "tue_pm"]
    assert values("shared_slots", {"slots": week}, {"slots": week}) == 1.0
    assert values("shared_slots", {"slots": week}, {"slots": ["mon_pm"]}) == pytest.approx(1 / 3)
    assert values("shared_slots", {"slots": week}, {"slots": []}) == 0.0
    assert np.isnan(values("shared_slots", {"slots": week}, {"slots": NA}))
    assert says("shared_slots", {"slots": week}, {"slots": ["mon_pm"]}) == "one shared half-day"


def test_topics_are_compared_by_their_telling_words() -> None:
    ours, theirs = {"topics": "Short films, and PRIVACY"}, {"topics": "a film about privacy"}
    assert values("common_topics", ours, theirs) == pytest.approx(2 / 3)
    assert says("common_topics", ours, theirs) == "both mention film and privacy"
    assert np.isnan(values("common_topics", ours, {"topics": "with my mentor"}))
    assert np.isnan(values("common_topics", ours, {"topics": NA}))


def test_departments_of_the_same_name_in_two_organisations_are_different() -> None:
    ours = {"department": "Sales", "organisation": "Harbour"}
    assert values("different_department", ours, ours) == 0.0
    assert values("different_department", ours, ours | {"organisation": "Lantern"}) == 1.0
    assert np.isnan(values("different_department", ours, {"department": NA}))


def test_style_is_off_unless_somebody_turns_it_on() -> None:
    assert "similar_style" not in [c.id for c in chosen_criteria()]
    assert "similar_style" in [c.id for c in chosen_criteria({"similar_style": 1})]
    assert "thin" in next(c.why for c in CRITERIA if c.id == "similar_style")
    assert values("similar_style", {"style_pace": 1}, {"style_pace": 5}) == 0.0
    assert says("similar_style", {"style_pace": 4}, {"style_pace": 5}) == "similar ways of working"


def test_weights_are_whole_and_known_and_leave_something() -> None:
    assert [c.id for c in chosen_criteria({"common_topics": 0})] == [
        "needs_covered",
        "shared_slots",
        "common_expectations",
        "ways_to_meet",
        "different_department",
    ]
    with pytest.raises(UnknownName, match="shared_slots"):
        chosen_criteria({"shared_slot": 2})
    with pytest.raises(FaultsFound, match="whole number from 0 to 100"):
        chosen_criteria({"shared_slots": 1.5})  # type: ignore[dict-item]
    with pytest.raises(FaultsFound, match="No criterion counts"):
        chosen_criteria({c.id: 0 for c in CRITERIA})
    with pytest.raises(FaultsFound, match="comes twice"):
        chosen_criteria([CRITERIA[0], CRITERIA[0]])


def test_rules_can_be_changed_but_those_that_always_hold() -> None:
    strengths = {rule.id: rule.strength for rule in chosen_rules({"same_department": "hard"})}
    assert strengths["same_department"] == "hard"
    assert "no_shared_slot" not in [rule.id for rule in chosen_rules({"no_shared_slot": "off"})]
    with pytest.raises(NotAllowed, match="always holds"):
        chosen_rules({"forbidden": "off"})
    with pytest.raises(UnknownName, match="reporting_line"):
        chosen_rules({"reporting_lines": "off"})
    with pytest.raises(UnknownName, match="warning"):
        chosen_rules({"same_department": "soft"})  # type: ignore[dict-item]
    own = [rule for rule in RULES if rule.id == "no_shared_language"]
    assert [rule.id for rule in chosen_rules(own)] == [
        "same_person",
        "forbidden",
        "no_shared_language",
    ]


def test_the_staff_list_counts_before_what_the_table_says() -> None:
    people = validate(
        pd.DataFrame(
            {
                "person_id": ["a", "b", "c"],
                "role": "mentor",
                "manager_id": ["x", "x", "x"],
            }
        )
    )
    listed = pd.Series({"a": "y", "b": None, "y": "z"}, dtype="str")
    assert managers_known(people, listed) == {"a": "y", "c": "x", "y": "z"}
    assert managers_known(people, None) == {"a": "x", "b": "x", "c": "x"}
