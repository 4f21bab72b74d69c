"""What comes before points: a floor, people who come first, pairs to keep, former pairs."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FaultsFound
from rmkit.matching import Matching, match

NA = None

row = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["mentor", "mentee"]),
        "level_chat": st.sampled_from([NA, 1, 3, 5]),
        "slots": st.sampled_from([NA, ["mon_am"], ["mon_am", "tue_pm"], []]),
        "capacity": st.sampled_from([1, 1, 2]),
    }
)


@st.composite
def cohorts(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(st.lists(row, min_size=2, max_size=6))
    return pd.DataFrame([{"person_id": f"p{k}"} | one for k, one in enumerate(rows)])


def made(result: Matching) -> set[tuple[str, str]]:
    return set(zip(result.pairs["mentor_id"], result.pairs["mentee_id"], strict=True))


def best(result: Matching) -> tuple[int, int, int, int]:
    """Try every set of pairs: most pairs, then people who come first, then kept, then points."""
    problem = result.problem
    possible = np.argwhere(np.asarray(problem.allowed)).tolist()
    found = (0, 0, 0, 0)
    for n in range(min(len(possible), int(problem.capacity.sum()), len(problem.mentees)) + 1):
        for taken in itertools.combinations(possible, n):
            rows, columns = [i for i, _ in taken], [j for _, j in taken]
            fits = all(rows.count(i) <= problem.capacity[i] for i in set(rows))
            if len(set(columns)) == n and fits:
                found = max(found, value(result, [(i, j) for i, j in taken]))
    return found


def value(result: Matching, pairs: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    problem = result.problem
    first = sum(problem.mentee_ids[j] in problem.first for _, j in pairs)
    kept = sum(pair in problem.keep for pair in pairs)
    return len(pairs), first, kept, sum(int(problem.points[pair]) for pair in pairs)


@given(people=cohorts(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_first_come_most_pairs_then_people_who_come_first_then_kept_pairs_then_points(
    people: pd.DataFrame, data: st.DataObject
) -> None:
    mentors = people.loc[people["role"] == "mentor", "person_id"].tolist()
    mentees = people.loc[people["role"] == "mentee", "person_id"].tolist()
    every = list(itertools.product(mentors, mentees))
    keep = data.draw(st.lists(st.sampled_from(every), unique=True, max_size=3)) if every else []
    first = data.draw(st.lists(st.sampled_from([*mentees, "gone"]), unique=True, max_size=2))
    result = match(
        people,
        keep=[*keep, ("gone", "p0")],
        first=first,
        rules={"no_shared_slot": "hard"},
        floor=data.draw(st.sampled_from([0, 40, 60])),
    )
    assert value(result, list(result.chosen.pairs)) == best(result)
    assert result.gap == 0
    again = match(people.sample(frac=1, random_state=1), keep=keep, first=first,
                  rules={"no_shared_slot": "hard"}, floor=result.problem.floor_score)  # fmt: skip
    assert made(again) == made(result)


def test_no_pair_is_made_under_the_floor_but_a_locked_one() -> None:
    people = pd.DataFrame(
        {
            "person_id": ["a", "b", "x", "y"],
            "role": ["mentor", "mentor", "mentee", "mentee"],
            "level_chat": [5, 1, 1, 1],
            "target_chat": [NA, NA, 5, 5],
        }
    )
    assert len(match(people).pairs) == 2
    result = match(people, floor=50)
    assert result.pairs["mentor_id"].tolist() == ["a"]
    assert set(result.unmatched["person_id"]) >= {"b"}
    assert made(match(people, floor=50, locked=[("b", "y")])) >= {("b", "y")}
    with pytest.raises(FaultsFound, match="score from 0 to 100"):
        match(people, floor=101)
    with pytest.raises(FaultsFound, match="score from 0 to 100"):
        match(people, floor=float("nan"))


def test_former_pairs_do_not_return_unless_the_rule_is_off() -> None:
    people = pd.DataFrame(
        {"person_id": ["a", "x"], "role": ["mentor", "mentee"], "level_b": [5, 1]}
    )
    result = match(people, former=[("x", "a"), ("left", "x")])
    assert result.pairs.empty
    assert "a former pair" in result.unmatched["reason"].iloc[0]
    allowed = match(people, former=[("x", "a")], rules={"former_pair": "off"})
    assert made(allowed) == {("a", "x")}


def test_where_the_whole_order_does_not_fit_into_a_float_the_lot_is_dropped_and_nothing_else() -> (
    None
):
    n = 40
    rng = np.random.default_rng(0)
    people = pd.DataFrame(
        {
            "person_id": [f"p{k:03d}" for k in range(2 * n)],
            "role": ["mentor"] * n + ["mentee"] * n,
            "level_chat": rng.integers(1, 6, 2 * n),
            "level_ai": rng.integers(1, 6, 2 * n),
            "capacity": 2,
        }
    )
    keep = [(f"p{k:03d}", f"p{n + k:03d}") for k in range(10)]
    result = match(people, keep=keep, first=["p041", "p060"], criteria={"needs_covered": 97})
    assert result.problem.ranks.worth.max() < 2**53
    assert len(result.pairs) == n
    assert set(keep) <= made(result)
    assert result.gap == 0


@pytest.mark.parametrize("either", [False, True])
def test_a_mentor_who_comes_first_counts_once_however_many_mentees_they_get(either: bool) -> None:
    people = pd.DataFrame(
        {
            "person_id": ["m1", "m2", "t1", "t2", *(["x1", "x2"] if either else [])],
            "role": ["mentor", "mentor", "mentee", "mentee", *(["either"] * 2 if either else [])],
            "capacity": pd.array([2, 1, 1, 1, *([1, 1] if either else [])], dtype="Int64"),
            "level_chat": pd.array([5, 2, 1, 1, *([NA, NA] if either else [])], dtype="Int64"),
        }
    )
    apart = [(one, other) for one in ("x1", "x2") for other in ("m1", "m2", "t1", "t2")]
    result = match(people, first=["m1", "m2"], forbidden=apart if either else [])
    served = set(result.pairs["mentor_id"])
    assert {"m1", "m2"} <= served
    assert made(match(people, forbidden=apart if either else [])) >= {("m1", "t1"), ("m1", "t2")}
