"""The audit looks at every promise again, and says what it could not look at."""

from __future__ import annotations

import dataclasses

import pandas as pd

from rmkit.matching import Matching, match
from rmkit.matching.sides import Chosen
from tests.test_matching_explanation import NA, random_people, table


def test_the_audit_finds_what_somebody_changed_by_hand() -> None:
    people = table(
        role=["mentor", "mentor", "mentee", "mentee"],
        languages=["en", "es", "en", "es"],
        department=["a", "b", "c", "d"],
    )
    result = match(people, managers={"p0": NA}, locked=[("p0", "p2")])
    audit = result.audit()
    assert set(audit["outcome"]) == {"kept", "flagged", "not known", "proven", ""}
    swapped = result.pairs.assign(mentee_id=["p3", "p3"])
    found = dataclasses.replace(result, pairs=swapped).audit()
    broken = found.loc[found["outcome"] == "broken", "detail"].tolist()
    assert broken == [
        "one pair: p0 with p3.",
        "p2 is missing and p3 has 2 mentors.",
        "Missing: p0 with p2.",
    ]
    lost = dataclasses.replace(result, pairs=result.pairs.head(1)).audit()
    assert lost["detail"].str.contains("p1 is missing and p3 is missing").any()
    more = pd.concat([result.pairs, result.pairs.assign(mentee_id=["p9", "p8"])])
    stranger = dataclasses.replace(result, pairs=more).audit()
    assert stranger["detail"].str.contains("p9 is not a participant").any()


def checked(result: Matching, rule_id: str) -> tuple[str, str]:
    sentence = next(rule.sentence for rule in result.rules if rule.id == rule_id)
    row = result.audit().set_index("check").loc[sentence]
    return str(row["outcome"]), str(row["detail"])


def test_the_audit_does_not_say_that_a_rule_is_kept_where_nobody_was_asked() -> None:
    people = table(role=["mentor", "mentor", "mentee", "mentee"])
    result = match(people)
    facts = {rule.id: rule.facts for rule in result.rules if rule.facts}
    assert len(facts) == 7
    for rule_id, missing in facts.items():
        outcome, detail = checked(result, rule_id)
        assert outcome == "not known"
        assert detail == f"two pairs looked at; not on record for both people: {missing}."
    assert checked(result, "same_person") == ("kept", "two pairs looked at.")
    assert checked(result, "forbidden") == ("kept", "two pairs looked at.")
    nobody = match(people.head(2))
    assert checked(nobody, "same_department") == ("kept", "no pairs looked at.")


def test_the_audit_counts_for_how_many_pairs_a_rule_could_not_be_asked() -> None:
    locked = [("p0", "p3"), ("p1", "p4"), ("p2", "p5")]
    people = table(
        role=["mentor"] * 3 + ["mentee"] * 3,
        department=["a", "a", NA, "b", NA, "c"],
        level_chat=[5, NA, 1, 1, 1, 5],
        seniority_years=[9.0, NA, 1.0, 2.0, 2.0, NA],
    )
    result = match(people, locked=locked, managers={"p0": "x", "p3": "y", "p1": "x"})
    two = "three pairs looked at; for two of them it is not known."
    assert checked(result, "same_department") == ("kept", two)
    assert checked(result, "reporting_line") == ("kept", two)
    assert checked(result, "nothing_to_give") == (
        "kept",
        "three pairs looked at; for one of them it is not known.",
    )
    assert checked(result, "mentor_longer_there") == (
        "flagged",
        "one pair: p0 with p3; for two more it is not known.",
    )


def test_the_audit_says_whether_departments_fared_alike_and_gives_no_figure_of_theirs() -> None:
    names = ["a"] * 6 + ["b"] * 4 + ["c"] * 20
    people = table(role=["mentor", "mentee"] * 15, department=names)

    def found(people: pd.DataFrame) -> tuple[str, str]:
        rows = match(people).audit().set_index("check").filter(like="Departments", axis="index")
        return str(rows["outcome"].iloc[0]), str(rows["detail"].iloc[0])

    assert found(people) == (
        "kept",
        "No more apart than by chance (four comparisons, departments under five people joined); "
        "see the audit page.",
    )
    assert found(people.assign(department=NA)) == ("not known", "No departments are on record.")
    assert found(people.head(8))[0] == ""
    worse = table(
        role=["mentor", "mentee"] * 20,
        department=["a", "a"] * 10 + ["b", "b"] * 10,
        slots=["mon_am"] * 20 + ["mon_am", "tue_am"] * 10,
    )
    outcome, detail = found(worse)
    assert outcome == "flagged"
    found_apart = "mentors: mean scores; mentees: mean scores"
    assert detail == f"More apart than by chance: {found_apart}. See the audit page."


def test_the_audit_looks_at_the_floor_at_who_comes_first_and_at_pairs_to_keep() -> None:
    people = table(role=["mentor"] * 2 + ["mentee"] * 3, level_chat=[5, 3, 1, 1, 4], target_chat=5)
    result = match(people, floor=20, first=["p4"], keep=[("p0", "p4"), ("p1", "p2")])
    rows = result.audit().set_index("check")
    assert rows.loc["Those who come first have a partner where that costs no pair."].tolist() == [
        "", "1 of 1 have one.",
    ]  # fmt: skip
    assert rows.loc["Pairs to keep stay where that costs no pair.", "detail"] == "2 of 2 stay."
    assert "then as many as possible of the pairs to keep, and among those" in rows.index[-4]
    floor = "No pair is made under a score of 20, unless it is locked."
    assert rows.loc[floor, "outcome"] == "kept"
    low = dataclasses.replace(result, pairs=result.pairs.assign(score=[19.0, 90.0])).audit()
    assert low.set_index("check").loc[floor].tolist() == ["broken", "p0 with p4."]


def test_the_audit_says_what_a_search_that_was_stopped_leaves_open() -> None:
    result = match(random_people(8, 0, ["mentor", "mentee"]))
    stopped = Chosen(
        result.chosen.pairs,
        result.chosen.worth,
        result.chosen.most_pairs + 1,
        result.chosen.most_worth + 500 * result.problem.unit,
        proven=False,
    )
    audit = dataclasses.replace(result, chosen=stopped).audit().set_index("outcome")
    assert "at most one further pair and 500 further points" in str(audit.loc["open", "detail"])


def test_the_proof_says_where_a_mentor_who_comes_first_counts_for_each_place() -> None:
    def promised(**columns: object) -> str:
        people = table(role=["mentor", "mentee", "mentee"], **columns)
        audit = match(people, first=["p0"]).audit()
        return str(audit.loc[audit["outcome"] == "proven", "check"].item())

    assert "counts once for each" not in promised(capacity=[2, NA, NA])
    either = table(role=["either", "mentee", "mentee"], capacity=[2, NA, NA])
    told = match(either, first=["p0"]).audit()["check"]
    assert told.str.contains("a mentor with several places counts once for each").any()
