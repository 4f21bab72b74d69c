from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FaultsFound, NotAllowed, Stopped, UnknownName
from rmkit.matching import Aim, Matching, match
from rmkit.matching.scoring import lots
from rmkit.people import managers_of
from rmkit.synthetic import cohort

NA = None

row = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["mentor", "mentor", "mentee", "mentee", "either"]),
        "languages": st.sampled_from([NA, ["en"], ["es"], ["en", "es"], []]),
        "slots": st.sampled_from([NA, ["mon_am"], ["mon_am", "tue_pm"]]),
        "department": st.sampled_from([NA, "ports", "sales"]),
        "capacity": st.sampled_from([NA, 0, 1, 2]),
        "level_chat": st.sampled_from([NA, 1, 3, 5]),
        "target_chat": st.sampled_from([NA, 4]),
    }
)


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, str | None]]:
    rows = draw(st.lists(row, min_size=1, max_size=6))
    people = pd.DataFrame([{"person_id": f"p{k}"} | one for k, one in enumerate(rows)])
    names = [*people["person_id"], "boss"]
    above = {name: draw(st.sampled_from([NA, NA, *names])) for name in names}
    return people, {k: NA if v == k else v for k, v in above.items()}


def table(**columns: Any) -> pd.DataFrame:
    ids = [f"p{k}" for k in range(len(columns["role"]))]
    return pd.DataFrame({"person_id": ids} | columns)


def pairs(result: Matching) -> list[tuple[str, str]]:
    return list(zip(result.pairs["mentor_id"], result.pairs["mentee_id"], strict=True))


def best(result: Matching) -> tuple[int, int, int]:
    """Try every set of pairs that the rules allow: most pairs, then points, then mentors."""
    problem = result.problem
    possible = [
        (i, j)
        for i, j in itertools.product(range(len(problem.mentors)), range(len(problem.mentees)))
        if problem.allowed[i, j] or (i, j) in problem.locked
    ]
    twin = {j: i for i, j in problem.twins}
    found = (0, 0, 0)

    def go(k: int, taken: list[tuple[int, int]], points: int) -> None:
        nonlocal found
        if k == len(possible):
            if set(problem.locked) <= set(taken):
                found = max(found, (len(taken), points, len({i for i, _ in taken})))
            return
        go(k + 1, taken, points)
        i, j = possible[k]
        rows, columns = [a for a, _ in taken], [b for _, b in taken]
        both = twin.get(j) in rows or any(twin.get(b) == i for b in columns)
        if rows.count(i) < problem.capacity[i] and j not in columns and not both:
            go(k + 1, [*taken, (i, j)], points + int(problem.points[i, j]))

    go(0, [], 0)
    return found


@given(cohort=cohorts(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_best_pairs_are_found_nobody_vanishes_and_the_order_of_rows_changes_nothing(
    cohort: tuple[pd.DataFrame, dict[str, str | None]], data: st.DataObject
) -> None:
    people, managers = cohort
    result = match(people, managers=managers, forbidden=[("p0", "boss")])
    n_pairs, total, n_mentors = best(result)
    assert (len(result.pairs), result.total) == (n_pairs, total)
    if "either" not in set(people["role"]):
        assert result.pairs["mentor_id"].nunique() == n_mentors
    assert result.gap == 0.0
    used = {name for pair in pairs(result) for name in pair}
    assert sorted([*used, *result.unmatched["person_id"]]) == sorted(people["person_id"])
    assert (result.unmatched["reason"] != "").all()
    assert (result.unmatched["what_would_help"] != "").all()
    assert not set(result.audit()["outcome"]) & {"broken", "open"}
    order = data.draw(st.permutations(range(len(people))))
    again = match(people.iloc[order], managers=managers, forbidden=[("boss", "p0")])
    pd.testing.assert_frame_equal(again.pairs, result.pairs)
    pd.testing.assert_frame_equal(again.unmatched, result.unmatched)


def test_a_whole_organisation_is_paired_with_proof_and_every_promise_kept() -> None:
    harbour = cohort(n_pairs=24, seed=0)
    result = match(harbour.people, managers=managers_of(harbour.staff))
    assert len(result.pairs) >= 24
    assert result.gap == 0.0
    audit = result.audit()
    assert not set(audit["outcome"]) & {"broken", "open"}
    assert result.pairs["reason"].str.endswith(".").all()


def test_a_forbidden_pair_is_never_chosen_and_nobody_is_left_alone_for_it() -> None:
    people = table(role=["mentor", "mentor", "mentee", "mentee"], level_chat=[5, 5, 1, 1])
    free = pairs(match(people))
    result = match(people, forbidden=[free[0]])
    assert free[0] not in pairs(result)
    assert len(result.pairs) == 2


def test_the_own_line_is_closed_through_managers_who_do_not_take_part_in_both_directions() -> None:
    people = table(role=["mentor", "mentee", "mentee"], level_chat=[5, 1, 1])
    below = {"p0": "x", "x": "y", "y": "p1"}
    above = {"p1": "x", "x": "p0"}
    for managers in (below, above, pd.Series(below, dtype="str")):
        assert pairs(match(people, managers=managers)) == [("p0", "p2")]
    only = match(people, managers={"p1": "x", "p2": "x", "x": "p0"})
    assert pairs(only) == []
    assert "own reporting line" in only.unmatched["reason"].iloc[0]


def test_an_unknown_language_is_a_warning_and_no_common_one_a_refusal() -> None:
    people = table(role=["mentor", "mentee"], languages=["en", NA])
    assert match(people).pairs["warnings"].tolist() == [
        "It is not known whether they share a language."
    ]
    assert match(people.assign(languages=["en", "es"])).pairs.empty
    kept = match(
        people.assign(languages=["en", "es"]),
        rules={"no_shared_language": "warning"},
    )
    assert kept.pairs["warnings"].tolist() == ["They share no language."]


def test_what_is_unknown_counts_one_half() -> None:
    people = table(role=["mentor", "mentee"])
    result = match(people)
    assert result.pairs["score"].tolist() == [50.0]
    assert result.pairs["points_needs_covered"].tolist() == [3_000]
    assert result.pairs["reason"].tolist() == [
        "Nothing on record speaks for this pair in particular, and no hard rule against it."
    ]


def test_points_are_whole_and_add_up() -> None:
    rng = np.random.default_rng(0)
    people = table(
        role=["mentor"] * 6 + ["mentee"] * 6,
        level_chat=rng.integers(1, 6, 12),
        level_ai=rng.integers(1, 6, 12),
        slots=[["mon_am", "tue_am"][: 1 + k % 2] for k in range(12)],
    )
    result = match(people, criteria={"needs_covered": 3})
    made = result.pairs
    columns = [f"points_{criterion.id}" for criterion in result.criteria]
    assert (made[columns].sum(axis=1) == made["points"]).all()
    assert made["points"].dtype == np.int64
    assert result.total == made["points"].sum()
    assert made["score"].between(0, 100).all()
    assert result.problem.most_points == 5_000
    assert {c.id for c in result.problem.unasked} >= {"common_topics", "different_department"}


def test_a_lot_depends_on_the_two_ids_alone() -> None:
    names = [f"p{k}" for k in range(200)]
    drawn = lots(names, names)
    assert drawn.min() >= 0
    assert drawn.max() <= 1_023
    assert 480 < drawn.mean() < 540
    assert (lots(names[5:7], names[9:11]) == drawn[5:7, 9:11]).all()


def test_equal_people_are_not_chosen_by_their_place_in_the_alphabet() -> None:
    left = set()
    for k in range(12):
        people = pd.DataFrame(
            {"person_id": [f"m{k}", f"a{k}", f"z{k}"], "role": ["mentor", "mentee", "mentee"]}
        )
        left.add(match(people).unmatched["person_id"].iloc[0][0])
    assert left == {"a", "z"}


def mentees_each(result: Matching) -> list[int]:
    return sorted(result.pairs["mentor_id"].value_counts())


@pytest.mark.parametrize("aim", ["participation", "score"])
def test_between_equals_as_many_mentors_as_possible_take_part(aim: Aim) -> None:
    people = table(role=["mentor"] * 5 + ["mentee"] * 6, capacity=[3, 3, 2, NA, 2] + [NA] * 6)
    for seed in range(4):
        names = [f"s{seed}p{k}" for k in range(11)]
        assert mentees_each(match(people.assign(person_id=names), aim=aim)) == [1, 1, 1, 1, 2]
    locked = match(people, aim=aim, locked=[("p0", "p5"), ("p0", "p6")])
    assert mentees_each(locked) == [1, 1, 1, 1, 2]


def test_points_count_before_the_number_of_mentors() -> None:
    people = table(
        role=["mentor", "mentor", "mentee", "mentee"],
        capacity=[2, 2, NA, NA],
        level_chat=[5, 1, 1, 1],
    )
    result = match(people)
    assert pairs(result) == [("p0", "p2"), ("p0", "p3")]
    assert result.total == result.problem.points[0].sum()
    assert result.gap == 0.0


def test_the_cost_of_leaving_a_mentor_out_is_told_where_no_points_are_lost() -> None:
    people = table(role=["mentor", "mentor", "mentee", "mentee"], capacity=[2, 1, NA, NA])
    result = match(people, locked=[("p0", "p2")])
    assert pairs(result) == [("p0", "p2"), ("p1", "p3")]
    assert result.why_not("p0", "p3").startswith(
        "p0 as mentor of p3 (50 of 100) is possible, but one mentor fewer would take part, for "
        "the same points. For it p1 with p3 would end. p1 would have nobody any more."
    )


def test_somebody_who_could_be_either_serves_on_one_side_and_never_with_themselves() -> None:
    people = table(role=["either"] * 3, level_chat=[5, 3, 1], target_chat=[NA, 3, 5])
    result = match(people)
    assert len(result.pairs) == 1
    assert pairs(result) == [("p0", "p2")]
    assert result.unmatched["role"].tolist() == ["either"]
    assert result.unmatched["reason"].iloc[0].startswith("As a mentor: ")
    assert pairs(match(people.head(1))) == []


def test_a_locked_pair_is_kept_and_marked() -> None:
    people = table(role=["mentor", "mentor", "mentee", "mentee"], level_chat=[5, 1, 1, 4])
    result = match(people, locked=[("p1", "p2"), ("p1", "p2")])
    assert pairs(result) == [("p0", "p3"), ("p1", "p2")]
    assert result.pairs["locked"].tolist() == [False, True]
    assert result.settings()["locked"] == [["p1", "p2"]]


def test_locks_that_cannot_be_kept_are_refused_all_at_once() -> None:
    people = table(
        role=["mentor", "mentor", "mentee", "mentee", "either"],
        languages=["en", "en", "es", "en", "en"],
    )
    with pytest.raises(NotAllowed) as told:
        match(
            people,
            locked=[("p0", "p2"), ("p0", "p3"), ("p1", "p3"), ("p2", "p3"), ("p4", "p9")],
            forbidden=[("p3", "p1")],
        )
    words = str(told.value)
    for part in (
        "They share no language.",
        "(no_shared_language)",
        "p0 is locked to 2 mentees and has a capacity of 1",
        "p3 is locked to 3 mentors",
        "p2 cannot be a mentor",
        "nobody is called p9",
        "You forbade this pair. Take the pair off one of the two lists.",
    ):
        assert part in words
    with pytest.raises(NotAllowed, match="serves on one side"):
        match(table(role=["either"] * 3), locked=[("p0", "p1"), ("p1", "p2")])
    with pytest.raises(NotAllowed, match="not a pair of two different people"):
        match(people, locked=[("p0", "p0")])


def test_a_locked_pair_may_break_a_rule_that_was_made_a_warning() -> None:
    people = table(role=["mentor", "mentee"], manager_id=["p1", NA], languages="en")
    with pytest.raises(NotAllowed, match="One of them reports to the other"):
        match(people, locked=[("p0", "p1")])
    result = match(people, locked=[("p0", "p1")], rules={"reporting_line": "warning"})
    assert result.pairs["warnings"].tolist() == ["One of them reports to the other."]


def test_a_forbidden_pair_must_name_people_who_exist_on_the_staff_list_at_least() -> None:
    people = table(role=["mentor", "mentee"])
    match(people, forbidden=[("p0", "chief")], managers={"p0": "chief"})
    with pytest.raises(NotAllowed, match='nobody is called "p7"'):
        match(people, forbidden=[("p0", "p7")])


@pytest.mark.parametrize("roles", [[], ["mentor"], ["mentee", "mentee"], ["either"]])
def test_a_side_without_people_leaves_everybody_over_with_a_reason(roles: list[str]) -> None:
    result = match(pd.DataFrame({"person_id": [f"p{k}" for k in range(len(roles))], "role": roles}))
    assert result.pairs.empty
    assert len(result.unmatched) == len(roles)
    assert result.unmatched["reason"].str.contains("Nobody takes part").all()
    assert (result.total, result.gap) == (0, 0.0)
    assert set(result.pairs.columns) >= {"mentor_id", "score", "points_needs_covered", "locked"}
    result.audit()


def test_bad_input_is_refused_in_words() -> None:
    people = table(role=["mentor", "mentee"])
    with pytest.raises(UnknownName, match="participation"):
        match(people, aim="pairs")  # type: ignore[arg-type]
    with pytest.raises(FaultsFound, match="level from 1 to 5"):
        match(people, assumed_target=6)
    with pytest.raises(FaultsFound, match="is not a role"):
        match(people.assign(role="boss"))
    with pytest.raises(FaultsFound, match="already"):
        match(people.assign(person_id="p0"))


def test_settings_are_ready_for_json_and_name_all_that_decided() -> None:
    people = table(role=["mentor", "mentee"])
    settings_ = json.loads(json.dumps(match(people, forbidden=[("p1", "p0")]).settings()))
    assert settings_["aim"] == "participation"
    assert settings_["forbidden"] == [["p0", "p1"]]
    assert {"id": "needs_covered", "title": "Needs covered", "weight": 6} in settings_["criteria"]
    assert settings_["points_per_criterion"] == 1_000
    assert [rule["id"] for rule in settings_["rules"]][:2] == ["same_person", "forbidden"]


def test_progress_rises_to_the_end_and_can_stop_the_work() -> None:
    people = table(role=["mentor", "mentee", "either", "either"])
    seen: list[float] = []
    match(people, on_progress=lambda share, doing: seen.append(share))
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0

    def stop(share: float, doing: str) -> None:
        raise Stopped(doing)

    with pytest.raises(Stopped):
        match(people, on_progress=stop)


def test_the_aim_score_may_leave_people_over_and_says_why() -> None:
    people = table(
        role=["mentor", "mentor", "mentee", "mentee"],
        level_a=[5, 2, 1, 5],
        level_b=[2, 1, 5, 1],
        target_a=[NA, NA, 5, NA],
        target_b=[NA, NA, NA, 5],
    )
    weights = {"shared_slots": 0, "different_department": 0, "common_topics": 0}
    most = match(people, criteria=weights, forbidden=[("p1", "p3")])
    high = match(people, criteria=weights, forbidden=[("p1", "p3")], aim="score")
    assert pairs(most) == [("p0", "p3"), ("p1", "p2")]
    assert pairs(high) == [("p0", "p2")]
    assert (most.total, high.total) == (3_000, 6_000)
    assert (
        high.unmatched["reason"].tolist()
        == ["A pair for them would cost the others more points than it adds."] * 2
    )
