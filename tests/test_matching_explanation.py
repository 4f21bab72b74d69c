from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import UnknownName
from rmkit.matching import Matching, match
from rmkit.matching.rules import RULES
from rmkit.matching.switching import switch

NA = None


def table(**columns: Any) -> pd.DataFrame:
    ids = [f"p{k}" for k in range(len(columns["role"]))]
    return pd.DataFrame({"person_id": ids} | columns)


def random_people(n: int, seed: int, roles: list[str]) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return table(
        role=[roles[k % len(roles)] for k in range(n)],
        languages=rng.choice(["en", "es", "en;es"], n),
        slots=rng.choice(["mon_am", "mon_am;tue_am", "wed_pm"], n),
        level_chat=rng.integers(1, 6, n),
        level_ai=rng.integers(1, 6, n),
        department=rng.choice(["ports", "sales"], n),
    )


def left(result: Matching, name: str) -> tuple[str, str]:
    row = result.unmatched.set_index("person_id").loc[name]
    return str(row["reason"]), str(row["what_would_help"])


@pytest.fixture
def result() -> Matching:
    return match(random_people(14, 1, ["mentor", "mentee"]))


def test_a_pair_is_explained_by_what_counted(result: Matching) -> None:
    made = result.pairs.iloc[0]
    found = result.explain(made["mentee_id"], made["mentor_id"])
    assert found.mentor_id == made["mentor_id"]
    assert found.reason == made["reason"]
    assert found.points["points"].sum() == made["points"]
    assert found.points["of"].sum() == 9_000
    assert str(found).startswith(f"{found.mentor_id} with {found.mentee_id}: ")
    assert result.explain(made["mentor_id"]).reason == found.reason


def test_what_an_alternative_costs_is_what_solving_with_it_loses(result: Matching) -> None:
    people = random_people(14, 1, ["mentor", "mentee"])
    made = result.pairs.iloc[2]
    found = result.explain(made["mentor_id"], made["mentee_id"])
    assert found.alternatives
    for other in found.alternatives:
        assert (other.mentor_id, other.mentee_id) != (found.mentor_id, found.mentee_id)
        with_it = match(people, locked=[(other.mentor_id, other.mentee_id)])
        assert len(result.pairs) - len(with_it.pairs) == other.pairs_fewer
        assert result.total - with_it.total == pytest.approx(other.score_lower * 90)
        assert other.exact


def test_a_cost_is_told_in_words(result: Matching) -> None:
    made = result.pairs.iloc[0]
    other = result.explain(made["mentor_id"], made["mentee_id"]).alternatives[0]

    def cost(**changes: Any) -> str:
        return dataclasses.replace(other, **changes).cost

    assert cost(pairs_fewer=1, score_lower=2.25) == (
        "all pairs together would lose one pair and 2.2 points of score"
    )
    assert cost(pairs_fewer=0, score_lower=0.01).endswith("lose 0.1 points of score")
    assert cost(pairs_fewer=0, score_lower=3.0, exact=False).endswith("at most 3.0 points of score")
    assert "a lot drawn from the ids decided" in cost(pairs_fewer=0, score_lower=0.0)
    assert cost(pairs_fewer=0, score_lower=-1.0, exact=False).endswith("would lose nothing")


def test_a_locked_pair_is_explained_as_locked() -> None:
    people = random_people(8, 0, ["mentor", "mentee"]).assign(languages="en")
    found = match(people, locked=[("p0", "p1")]).explain("p0")
    assert found.locked
    assert found.alternatives == ()
    assert "You locked this pair" in str(found)


def test_a_mentor_with_two_mentees_is_asked_about_by_pair() -> None:
    people = table(role=["mentor", "mentee", "mentee"], capacity=[2, NA, NA])
    both = match(people)
    assert both.explain("p0", "p2").mentee_id == "p2"
    with pytest.raises(UnknownName, match="There is: p1, p2"):
        both.explain("p0")
    with pytest.raises(UnknownName, match="person in this matching"):
        both.explain("p9")


def test_a_partner_hears_only_what_was_released_and_never_a_rule_or_somebody_else() -> None:
    people = table(
        role=["mentor", "mentee", "mentee"],
        level_chat=[5, 2, 1],
        slots=["mon_am", "mon_am", NA],
        department=["ports", "sales", NA],
        seniority_years=[9.0, 1.0, 2.0],
        topics=["films", "films", NA],
    )
    result = match(people, forbidden=[("p0", "p2")])
    everything = {"skills", "slots", "topics", "department", "style"}
    assert result.for_partner("p0", "p1", released=everything) == (
        "You can work on chat together; you have one shared half-day a week; you both mention "
        "film; you come from different departments."
    )
    assert result.for_partner("p0", "p1", released={"slots"}) == (
        "You have one shared half-day a week."
    )
    assert result.for_partner("p0", "p1", released=()) == ""
    for told in (result.for_partner("p0", "p1", released=everything),):
        assert "p2" not in told
        assert not any(rule.warning in told for rule in result.rules)
        assert "2" not in told
    with pytest.raises(UnknownName, match="fact that can be released"):
        result.for_partner("p0", "p1", released={"salary"})


def test_who_is_excluded_hears_by_which_rules_and_which_one_would_help() -> None:
    people = table(
        role=["mentee", "mentor", "mentor", "mentor"],
        languages=["en", "es", "es", "en"],
    )
    result = match(people, managers={"p0": "p3", "p1": "p0"})
    reason, help_ = left(result, "p0")
    assert reason == (
        "All three mentors are excluded: two by their own reporting line and two by no shared "
        "language (some by several)."
    )
    assert help_ == (
        "Without the rule on their own reporting line, one mentor would be possible. Without the "
        "rule on no shared language, one mentor would be possible."
    )
    banned = match(people.head(2).assign(languages="en"), forbidden=[("p0", "p1")])
    assert left(banned, "p0") == (
        "The only mentor is excluded: a forbidden pair.",
        "Lifting your forbidden pairs would allow one mentor.",
    )


def test_too_few_places_are_told_with_the_nearest_miss() -> None:
    people = table(
        role=["mentor", "mentee", "mentee"], level_chat=[4, 1, 1], target_chat=[NA, 4, 5]
    )
    result = match(people)
    reason, help_ = left(result, "p2")
    assert reason == (
        "More people want a mentor than there are places: 2 for 1. The nearest miss is p0 (75 of "
        "100), paired with p1 (100)."
    )
    assert help_ == "One more place with p0 would make room for one more pair."
    assert "If you lock p0 with p2, all pairs together would lose 25.0 points of score." in (
        result.why_not("p2")
    )


def test_places_that_the_rules_close_are_not_counted_as_places() -> None:
    people = table(
        role=["mentor", "mentor", "mentee", "mentee"], languages=["es", "en", "es", "es"]
    )
    result = match(people)
    alone = result.unmatched.loc[result.unmatched["role"] == "mentee", "person_id"].iloc[0]
    assert left(result, alone)[0].startswith(
        "More people want a mentor than there are places that the rules leave: 2 for 1."
    )
    assert left(result, "p1")[0].startswith("Both mentees are excluded: no shared language.")


def test_a_circle_of_people_who_compete_for_the_same_mentors_is_named() -> None:
    people = table(
        role=["mentor", "mentor", "mentor", "mentee", "mentee", "mentee", "mentee"],
        languages=["es", "es", "en", "es", "es", "es", "en"],
    )
    result = match(people)
    alone = result.unmatched["person_id"].iloc[0]
    assert left(result, alone)[0].startswith(
        "Three mentees, this one among them, can only be paired with the same two mentors (p0 and "
        "p1), who have two places."
    )


def test_the_odd_one_out_of_people_who_could_be_either_hears_the_truth() -> None:
    result = match(table(role=["either", "either", "either"], languages="en"))
    assert len(result.pairs) == 1
    reason = str(result.unmatched["reason"].iloc[0])
    assert reason.count("Room could be made only if they were mentor and mentee at once.") == 2
    assert "stopped" not in reason


def test_a_mentor_left_over_hears_whom_to_look_for() -> None:
    people = table(role=["mentor", "mentor", "mentee"], level_chat=[5, 4, 1], target_chat=5)
    reason, help_ = left(match(people, labels={"chat": "Team chat"}), "p1")
    assert reason.startswith("There are more mentors than mentees: 2 for 1. The nearest miss is p2")
    assert help_ == "One more mentee whom the rules allow, best one who wants to learn Team chat."


@pytest.mark.parametrize(
    ("capacity", "n_mentees", "count"),
    [
        ([3, 3, NA], 6, "There are more places than mentees: 7 for 6 (three mentors)."),
        ([3, 3, 1], 3, "There are more places than mentees: 7 for 3 (three mentors)."),
        ([2, 2, 2], 2, "There are more mentors than mentees: 3 for 2."),
        ([0, 2, NA], 1, "There are more mentors than mentees: 2 for 1."),
        ([NA, NA, NA], 2, "There are more mentors than mentees: 3 for 2."),
    ],
)
def test_a_mentor_left_over_hears_of_places_where_mentors_are_not_too_many(
    capacity: list[int | None], n_mentees: int, count: str
) -> None:
    people = table(
        role=["mentor"] * 3 + ["mentee"] * n_mentees,
        capacity=[*capacity, *[NA] * n_mentees],
        level_chat=[5, 5, 1] + [1] * n_mentees,
    )
    assert left(match(people), "p2")[0].startswith(count)


def test_somebody_who_could_be_either_is_counted_with_their_places() -> None:
    people = table(
        role=["mentor", "either", "mentee", "mentee", "mentee"],
        capacity=[3, 2, NA, NA, NA],
        level_chat=[5, 1, 2, 2, 2],
    )
    reason = left(match(people, forbidden=[("p0", "p1")]), "p1")[0]
    assert reason.startswith(
        "As a mentor: There are more places than mentees: 5 for 3 (two mentors)."
    )


def test_places_are_told_of_mentors_who_compete_for_the_same_mentees() -> None:
    people = table(
        role=["mentor", "mentor", "mentor", "mentee", "mentee", "mentee"],
        capacity=[2, NA, NA, NA, NA, NA],
        languages=["es", "es", "en", "es", "es", "en"],
        level_chat=[5, 1, 5, 2, 2, 2],
    )
    assert left(match(people), "p1")[0].startswith(
        "Two mentors with three places in all, this one among them, can only be paired with the "
        "same two mentees (p3 and p4), who are all paired already."
    )


def test_no_place_and_no_free_place_are_told_apart() -> None:
    people = table(role=["mentor", "mentee"], capacity=[0, NA])
    result = match(people)
    assert left(result, "p0") == (
        "They offer no place (capacity 0).",
        "A capacity of one or more.",
    )
    assert left(result, "p1") == (
        "The rules leave one mentor (p0), without a free place.",
        "One more place with p0.",
    )
    assert "not possible beside the locks and capacities" in result.why_not("p0", "p1")


def test_why_two_people_were_not_paired(result: Matching) -> None:
    made = result.pairs.iloc[0]
    assert "are paired" in result.why_not(made["mentor_id"], made["mentee_id"])
    assert "is paired with" in result.why_not(made["mentor_id"])
    assert "both mentors" in result.why_not("p0", "p2")
    people = table(role=["mentor", "mentee", "mentor"], manager_id=["p1", NA, NA])
    lines = match(people)
    assert lines.why_not("p1", "p0") == (
        "p0 as mentor of p1 is not allowed. One of them reports to the other. To make it, make "
        'this rule a warning: "Nobody is paired with their manager, a manager further up, or '
        'somebody who reports to them." (reporting_line). With that lifted (50 of 100), all pairs '
        "together would lose nothing. For it p2 with p1 would end. p2 would have nobody any more. "
        "It would carry a warning: It is not known whether they share a language."
    )
    with pytest.raises(UnknownName):
        lines.why_not("p9")
    either = match(table(role=["either", "either", "either"]))
    left_over = either.unmatched["person_id"].iloc[0]
    assert either.why_not(left_over, "p0" if left_over != "p0" else "p1").count(" is possible") == 2


def test_people_with_two_roles_are_explained_with_an_upper_bound_when_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = random_people(15, 3, ["mentor", "mentee", "either"])
    result = match(people)
    made = result.chosen.pairs[0]
    monkeypatch.setattr("rmkit.matching.switching._MANY", 0)
    quick = result.explain(result.problem.mentor_ids[made[0]]).alternatives
    monkeypatch.undo()
    assert len(quick) == 6
    assert any("at most" in other.cost for other in quick)
    for other in quick:
        pair = result.problem.row[other.mentor_id], result.problem.column[other.mentee_id]
        exact = switch(result.problem, result.chosen, pair, instead_of=made)
        assert exact is not None
        assert (exact.pairs_fewer, exact.score_lower) <= (
            other.pairs_fewer,
            other.score_lower + 1e-9,
        )


def test_a_rule_that_asks_for_one_half_day_says_that_they_share_none() -> None:
    rule = next(rule for rule in RULES if rule.id == "no_shared_slot")
    assert (rule.short, rule.warning) == ("no shared half-day", "They share no half-day.")
    two = dataclasses.replace(rule, n=2)
    assert two.warning == "They share fewer than two half-days."
