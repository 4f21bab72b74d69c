"""Rules and criteria that somebody adds, and what is never taken as one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.matching import CRITERIA, RULES, Rule, match
from rmkit.matching.criteria import chosen_criteria
from rmkit.matching.rules import chosen_rules
from rmkit.people.protected import is_protected

PEOPLE = pd.DataFrame(
    {
        "person_id": ["a", "b", "x", "y"],
        "role": ["mentor", "mentor", "mentee", "mentee"],
        "level_chat": [5, 4, 1, 2],
        "team": ["red", "blue", "red", "blue"],
        "grade": [1, 4, 3, 9],
        "hobbies": ["chess;go", "go", "go;chess", "none"],
    }
)


def pairs(**how: object) -> set[tuple[str, str]]:
    result = match(PEOPLE, **how)  # type: ignore[arg-type]
    assert not set(result.audit()["outcome"]) & {"broken"}
    return set(zip(result.pairs["mentor_id"], result.pairs["mentee_id"], strict=True))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "codes", "column": "team"}, {("a", "y"), ("b", "x")}),
        ({"kind": "codes", "column": "team", "want": "same"}, {("a", "x"), ("b", "y")}),
        ({"kind": "difference", "column": "grade", "n": 5}, {("a", "y")}),
        ({"kind": "difference", "column": "grade", "want": "apart", "n": 8}, {("a", "y")}),
        ({"kind": "sets", "column": "hobbies", "n": 2}, {("a", "x")}),
        ({"kind": "listed", "pairs": [["x", "a"], ["b", "y"]]}, {("a", "y"), ("b", "x")}),
    ],
)
def test_an_own_rule_of_each_kind_holds(rule: dict[str, object], expected: set[object]) -> None:
    found = pairs(rules={"mine": {"strength": "hard", **rule}})
    assert found == expected or (len(expected) == 1 and expected <= found)
    if rule["kind"] in ("difference", "sets"):
        assert found == expected


def test_an_own_rule_comes_back_from_its_own_data_with_its_sentence() -> None:
    given = {"kind": "sets", "column": "hobbies", "n": 2, "strength": "warning"}
    rule = chosen_rules({"mine": given})[-1]
    assert rule.sentence == "The two should share at least two of hobbies."
    assert rule.warning == "They share fewer than two of hobbies."
    again = chosen_rules({"mine": rule.data()})[-1]
    assert (again.data(), again.sentence) == (rule.data(), rule.sentence)
    told = chosen_rules({"mine": {**given, "sentence": "Two hobbies in common."}})[-1]
    assert told.sentence == "Two hobbies in common."


def test_shipped_rules_take_a_number_and_tell_it() -> None:
    def sentence(name: str, n: float) -> str:
        rules = chosen_rules({name: {"strength": "hard", "n": n}})
        return next(rule.sentence for rule in rules if rule.id == name)

    assert sentence("no_shared_slot", 2) == (
        "The two should have at least two half-days in the week on which both are free."
    )
    assert "at least 2.5 years longer" in sentence("mentor_longer_there", 2.5)
    assert "manager further up" in sentence("reporting_line", 0)
    assert "up to one level above" in sentence("reporting_line", 1)


def test_the_reporting_line_reaches_as_far_as_it_is_told() -> None:
    people = pd.DataFrame(
        {
            "person_id": ["low", "top"],
            "role": ["mentor", "mentee"],
            "level_chat": [5, 1],
            "manager_id": ["middle", None],
        }
    )
    lines = {"low": "middle", "middle": "top"}
    assert match(people, managers=lines).pairs.empty
    for n, n_pairs in ((1, 1), (2, 0), (3, 0)):
        result = match(people, managers=lines, rules={"reporting_line": {"n": n}})
        assert len(result.pairs) == n_pairs
        assert "broken" not in set(result.audit()["outcome"])


def test_own_criteria_count_and_say_what_counted() -> None:
    result = match(PEOPLE, criteria={"hobby": {"kind": "sets", "column": "hobbies", "weight": 50}})
    best = result.pairs.set_index("mentor_id").loc["a"]
    assert best["mentee_id"] == "x"
    assert "hobby: go" in best["reason"] or "hobby: chess and go" in best["reason"]
    kept = next(c for c in result.settings()["criteria"] if c["id"] == "hobby")  # type: ignore[attr-defined]
    assert chosen_criteria({"hobby": {k: v for k, v in kept.items() if k != "id"}})[-1].weight == 50


@pytest.mark.parametrize(
    ("column", "protected"),
    [
        ("sex", True), ("Gender", True), ("age_group", True), ("date_of_birth", True),
        ("nationality", True), ("trade_union", True), ("disability", True),
        ("AgeGroup", True), ("Altersgruppe", True), ("birthYear", True), ("dateofbirth", True),
        ("género", True), ("isFemale", True), ("ｓｅｘ", True), ("Schwerbehinderung", True),
        ("ethnie", True), ("pronouns", True), ("country_of_origin", True), ("DOB", True),
        ("usage", False), ("languageLevel", False), ("alternative", False), ("page", False),
        ("language", False), ("manager", False), ("stage", False), ("level_health_data", False),
    ],
)  # fmt: skip
def test_protected_traits_are_known_by_their_names(column: str, protected: bool) -> None:
    assert is_protected(column) is protected


def test_protected_traits_are_refused_as_criteria_and_rules() -> None:
    people = PEOPLE.assign(sex=["f", "m", "f", "m"])
    with pytest.raises(NotAllowed, match="protected trait"):
        match(people, criteria={"alike": {"kind": "codes", "column": "sex"}})
    with pytest.raises(NotAllowed, match="audit can show"):
        match(people, rules={"mixed": {"kind": "codes", "column": "sex"}})
    own = replace(CRITERIA[0], id="own", kind="codes", column="age")
    with pytest.raises(NotAllowed, match="protected trait"):
        match(people, criteria=[own])
    looks = replace(next(rule for rule in RULES if rule.kind == "codes"), id="own", column="sex")
    with pytest.raises(NotAllowed, match="protected trait"):
        match(people, rules=[replace(looks, fixed=False)])
    rated = replace(CRITERIA[0], id="own", kind="ratings", column="se")
    with pytest.raises(NotAllowed, match="protected trait"):
        match(people, criteria=[rated])


def test_all_faults_of_own_rules_are_told_at_once() -> None:
    with pytest.raises(FaultsFound) as caught:
        chosen_rules(
            {
                "one": {"kind": "magic"},
                "two": {"kind": "codes", "want": "both", "colour": "red"},
                "three": {"kind": "sets", "column": "hobbies", "n": 0},
                "four": {"kind": "listed", "pairs": [["a"]]},
                "no_shared_slot": {"n": "two"},
                "five": {"kind": "sets", "column": "hobbies", "n": 1.5},
                "reporting_line": {"n": 0.5},
            }
        )
    told = str(caught.value)
    for words in ("magic", "both", "colour", "what it looks at", "usable number", "pairs of two"):
        assert words in told
    assert told.count("usable number") == 4
    with pytest.raises(UnknownName, match="team"):
        match(PEOPLE, rules={"mine": {"kind": "codes", "column": "teem"}})
    with pytest.raises(UnknownName, match="rule"):
        chosen_rules({"mine": {"column": "team"}})


def test_a_criterion_that_nobody_was_asked_about_does_not_count_and_is_told() -> None:
    result = match(PEOPLE)
    asked = {criterion.id for criterion in result.criteria}
    assert asked == {"needs_covered"}
    assert "common_topics" in result.settings()["unasked"]  # type: ignore[operator]
    assert result.pairs["score"].max() == 100
    assert isinstance(result.rules[0], Rule)


def test_an_own_list_that_names_nobody_is_told_in_the_audit() -> None:
    rules = {"mine": {"kind": "listed", "pairs": [["a", "x"], ["b", "typo"]]}}
    audit = match(PEOPLE, rules=rules).audit().set_index("check")
    row = audit.loc["Everybody on your own lists of pairs is known."]
    assert row["outcome"] == "flagged"
    assert row["detail"].startswith("In no row: typo.")
    fine = match(PEOPLE, rules={"mine": {"kind": "listed", "pairs": [["a", "x"]]}}).audit()
    assert "Everybody on your own lists of pairs is known." not in set(fine["check"])
