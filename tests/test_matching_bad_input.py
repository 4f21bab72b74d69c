"""Bad input to the matching: a sentence with what was seen, what is needed and the next step."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import RmkitError
from rmkit.matching import CRITERIA, assign, match
from rmkit.people.lines import circles

NA = None
SECRET = "wishes nobody should read"
MENTOR, MENTEE = "mentor", "mentee"


def table(roles: list[Any] | None = None, **columns: Any) -> pd.DataFrame:
    given = roles or [MENTOR, MENTEE]
    people = {"person_id": [f"p{k}" for k in range(len(given))], "role": given}
    return pd.DataFrame(people | columns)


TWO = table(topics=[SECRET, SECRET])
OFF = {criterion.id: 0 for criterion in CRITERIA}

REFUSED: dict[str, tuple[Callable[[], object], list[str]]] = {
    "own manager": (
        lambda: match(table(manager_id=["p0", NA])),
        ["row 2", "p0", "own id", "Write the manager's id, or leave"],
    ),
    "managers of another kind": (
        lambda: match(TWO, managers=["p0"]),  # type: ignore[arg-type]
        ["managers are a list", "manager's id by person id", "managers_of(staff)"],
    ),
    "two managers": (
        lambda: match(TWO, managers={"p0": ["p1", "p2"]}),
        ["manager of p0 is a list", "not one id", "Name one manager"],
    ),
    "capacity as text": (
        lambda: match(table(capacity=["two", NA])),
        ["row 2", "capacity", '"two"', "whole number from 0 to 100"],
    ),
    "capacity below 0": (
        lambda: match(table(capacity=[-1, NA])),
        ["row 2", "-1", "whole number from 0 to 100"],
    ),
    "capacity without end": (
        lambda: match(table(capacity=[np.inf, NA])),
        ["row 2", "inf", "whole number from 0 to 100"],
    ),
    "weights that sum to nothing": (
        lambda: match(TWO, criteria=OFF),
        ["No criterion counts", "at least one a weight above 0"],
    ),
    "no criteria": (
        lambda: match(TWO, criteria=[]),
        ["No criterion counts", "at least one a weight above 0"],
    ),
    "weight as text": (
        lambda: match(TWO, criteria={"needs_covered": "six"}),
        ["weight of needs_covered", '"six"', "whole number from 0 to 100", "Write 0"],
    ),
    "weight without end": (
        lambda: match(TWO, criteria={"needs_covered": float("inf")}),
        ["weight of needs_covered", '"inf"', "whole number from 0 to 100"],
    ),
    "unknown criterion": (
        lambda: match(TWO, criteria={"need_covered": 1}),
        ['no criterion "need_covered"', 'Did you mean "needs_covered"', "There is:"],
    ),
    "criteria as text": (
        lambda: match(TWO, criteria="needs_covered"),  # type: ignore[arg-type]
        ["The criteria are a text", 'Write them by id, {"needs_covered": 3}'],
    ),
    "protected trait": (
        lambda: match(TWO, criteria={"mine": {"kind": "codes", "column": "sex", "weight": 1}}),
        ['"sex"', "protected trait", "Take it out"],
    ),
    "unknown rule": (
        lambda: match(TWO, rules={"no_language": "hard"}),
        ['no rule "no_language"', "Did you mean", "There is:"],
    ),
    "unknown strength": (
        lambda: match(TWO, rules={"no_shared_language": "soft"}),
        ['no strength "soft"', "hard, off, warning"],
    ),
    "rules as a number": (
        lambda: match(TWO, rules=5),  # type: ignore[arg-type]
        ["The rules are a number", 'Write them by id, {"same_department": "hard"}'],
    ),
    "a rule that always holds": (
        lambda: match(TWO, rules={"same_person": "off"}),
        ['"same_person" always holds', "Nobody is paired with themselves"],
    ),
    "unknown aim": (
        lambda: match(TWO, aim="pairs"),  # type: ignore[arg-type]
        ['no aim "pairs"', "participation, score"],
    ),
    "level assumed out of range": (
        lambda: match(TWO, assumed_target=6),
        ["assumed_target", '"6"', "level from 1 to 5"],
    ),
    "floor without end": (
        lambda: match(TWO, floor=float("inf")),
        ["floor", '"inf"', "score from 0 to 100"],
    ),
    "floor that is no number": (
        lambda: match(TWO, floor=float("nan")),
        ["floor", '"nan"', "score from 0 to 100"],
    ),
    "twice the same id": (
        lambda: match(TWO.assign(person_id="p0")),
        ["row 3", '"p0"', "row 2 already", "Keep one row for each person"],
    ),
    "an id missing": (
        lambda: match(TWO.assign(person_id=["p0", NA])),
        ["row 3", "person_id", "empty", "Give everybody an id"],
    ),
    "a table with nothing in it": (
        lambda: match(pd.DataFrame()),
        ["person_id", "role", "missing from the table", "Add the column"],
    ),
    "no table": (
        lambda: match([1, 2]),  # type: ignore[arg-type]
        ["people are a list", "no table", "DataFrame with one row a person"],
    ),
    "unknown role": (
        lambda: match(table([MENTOR, "boss"])),
        ["row 3", '"boss"', "mentor, mentee or either"],
    ),
    "no role": (
        lambda: match(table([MENTOR, NA])),
        ["row 3", "role", "empty", "mentor, mentee or either"],
    ),
    "level out of range": (
        lambda: match(table(level_chat=[6, 1])),
        ["row 2", "level_chat", '"6"', "Levels run from 1"],
    ),
    "target out of range": (
        lambda: match(table(target_chat=[1, 0])),
        ["row 3", "target_chat", '"0"', "Levels run from 1"],
    ),
    "years without end": (
        lambda: match(table(seniority_years=[np.inf, 1])),
        ["row 2", "seniority_years", '"inf"', "0 to 80 years"],
    ),
    "locked to themselves": (
        lambda: match(TWO, locked=[("p0", "p0")]),
        ["locked pair p0 with p0", "two different people"],
    ),
    "locked against a hard rule": (
        lambda: match(table(languages=["en", "es"]), locked=[("p0", "p1")]),
        [
            "locked pair p0 with p1",
            "share no language",
            "make this rule a warning",
            "(no_shared_language)",
        ],
    ),
    "locked to the own manager": (
        lambda: match(table(manager_id=["p1", NA]), locked=[("p0", "p1")]),
        [
            "locked pair p0 with p1",
            "reports to the other",
            "make this rule a warning",
            "(reporting_line)",
        ],
    ),
    "locked to nobody": (
        lambda: match(TWO, locked=[("p0", "p9")]),
        ["locked pair p0 with p9", "nobody is called p9"],
    ),
    "locked without a place": (
        lambda: match(table(capacity=[0, NA]), locked=[("p0", "p1")]),
        ["p0 is locked to 1 mentee and", "has a capacity of 0", "Raise the capacity"],
    ),
    "locked to two mentors": (
        lambda: match(table([MENTOR, MENTOR, MENTEE]), locked=[("p0", "p2"), ("p1", "p2")]),
        ["p2 is locked to 2 mentors", "a mentee has one", "Keep one"],
    ),
    "locked and forbidden": (
        lambda: match(TWO, locked=[("p0", "p1")], forbidden=[("p1", "p0")]),
        ["locked pair p0 with p1", "You forbade this pair", "off one of the two lists"],
    ),
    "a lock that is no pair": (
        lambda: match(TWO, locked=["p0"]),  # type: ignore[list-item]
        ['The locked pair "p0" is not a pair of two ids', "(one, other)"],
    ),
    "one pair in place of a list": (
        lambda: match(TWO, forbidden=("p0", "p1")),  # type: ignore[arg-type]
        ['The forbidden pair "p0"', "several pairs stand in a list"],
    ),
    "no list of pairs": (
        lambda: match(TWO, keep=5),  # type: ignore[arg-type]
        ['given as "keep" is a number', "list of pairs of ids"],
    ),
    "forbidden with nobody": (
        lambda: match(TWO, forbidden=[("p0", "p9")]),
        ["forbidden pair p0 with p9", 'nobody is called "p9"'],
    ),
    "who comes first as text": (
        lambda: match(TWO, first="p0"),
        ['given as "first" is a text', "list of ids"],
    ),
    "infinite scores": (
        lambda: assign([[1, np.inf]]),
        ["infinite", "mentor 0 with mentee 1", "must be finite", "NaN"],
    ),
    "scores as text": (
        lambda: assign([[SECRET]]),
        ["not a table of numbers", "one row for each mentor"],
    ),
    "capacity of assign as text": (
        lambda: assign([[1]], ["one"]),  # type: ignore[list-item]
        ["not whole numbers", "whole number from 0"],
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_is_refused_with_what_was_seen_needed_and_next(
    case: tuple[Callable[[], object], list[str]],
) -> None:
    ask, words = case
    with pytest.raises(RmkitError) as told:
        ask()
    said = str(told.value)
    assert [word for word in words if word not in said] == []
    assert said.splitlines()[-1].endswith((".", "..", "?", "]"))
    assert SECRET not in said
    assert not re.search(r"Traceback|Error:|object at 0x|<class", said)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(RmkitError, match="5 faults") as told:
        match(TWO, managers=3, criteria=4, rules="x", labels=[], first="p0")  # type: ignore[arg-type]
    assert [word for word in ("managers", "criteria", "rules", "labels") if word in str(told.value)]


def test_a_circle_of_managers_is_followed_once_and_told_with_its_ids() -> None:
    people = table([MENTOR, MENTEE] * 2, manager_id=["p1", "p0", NA, NA])
    result = match(people)
    assert len(result.pairs) == 2
    assert ("p0", "p1") not in set(result.pairs[["mentor_id", "mentee_id"]].itertuples(index=False))
    audit = result.audit().set_index("check")["detail"]
    told = audit[[check for check in audit.index if "reports to themselves" in check]]
    assert told.tolist() == [
        "Managers in one circle: p0 > p1 > p0. Each line was followed until it repeats. Correct "
        "one of these managers."
    ]
    far = match(TWO, managers={"p0": "x", "x": "y", "y": "x"}).audit()
    assert "x > y > x" in " ".join(far["detail"])


def test_a_manager_who_is_nowhere_is_fine_and_told() -> None:
    result = match(TWO, managers={"p0": "ghost", "p1": NA})
    assert len(result.pairs) == 1
    told = " ".join(result.audit()["detail"])
    assert "In no row: ghost. Who is above them is not known. Add their rows" in told
    assert "ghost" not in " ".join(match(TWO, managers={"p0": "p1"}).audit()["detail"])


def test_circles_are_found_however_long_and_however_people_stand_before_them() -> None:
    ring = {str(k): str((k + 1) % 5_000) for k in range(5_000)}
    assert len(circles(ring | {"before": "17"})[0]) == 5_000
    for size in range(1, 5):
        for targets in itertools.product("abcd"[:size], repeat=size):
            above: Mapping[str, str] = dict(zip("abcd", targets, strict=False))
            found = circles(above)
            assert all(above[a] == b for one in found for a, b in itertools.pairwise(one))
            assert all(above[one[-1]] == one[0] == min(one) for one in found)
            assert {name for one in found for name in one} == _back_to_themselves(above)
    assert circles({"a": "b", "b": NA}) == []


def _back_to_themselves(above: Mapping[str, str]) -> set[str]:
    found = set()
    for name in above:
        current = name
        for _ in above:
            current = above[current]
            found |= {name} if current == name else set()
    return found


def test_rules_that_leave_nobody_are_named_to_everybody_left_over() -> None:
    result = match(table([MENTOR, MENTOR, MENTEE, MENTEE], languages=["en", "en", "es", "es"]))
    assert result.pairs.empty
    assert result.unmatched["reason"].str.contains("no shared language").all()
    assert result.unmatched["what_would_help"].str.contains("Without the rule on no shared").all()


def test_a_floor_that_leaves_nobody_is_named_to_everybody_left_over() -> None:
    result = match(table(), floor=99.0)
    assert result.pairs.empty
    assert result.unmatched["reason"].str.contains("floor|99", regex=True).all()


@pytest.mark.parametrize("capacity", [[0, NA], [0, 0]])
def test_a_capacity_of_0_leaves_the_mentor_over_with_the_reason(capacity: list[Any]) -> None:
    left = match(table(capacity=capacity)).unmatched.set_index("person_id")
    assert left.loc["p0", "reason"] == "They offer no place (capacity 0)."
    assert left.loc["p0", "what_would_help"] == "A capacity of one or more."
    assert "free place" in left.loc["p1", "reason"]


def test_people_who_are_gone_may_stand_in_what_is_only_wished() -> None:
    result = match(TWO, keep=[("p0", "gone")], first=["gone"], former=[("gone", "p1")])
    assert len(result.pairs) == 1


def test_an_empty_table_and_a_single_person_are_matched_to_nobody() -> None:
    empty = match(pd.DataFrame({"person_id": [], "role": []}))
    assert (len(empty.pairs), len(empty.unmatched), empty.gap) == (0, 0, 0.0)
    alone = match(table([MENTOR])).unmatched
    assert alone["reason"].tolist() == ["Nobody takes part who could be a mentee."]
    assert alone["what_would_help"].tolist() == ["Somebody who could be a mentee."]
