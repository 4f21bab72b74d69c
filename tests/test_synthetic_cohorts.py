"""Made-up cohorts: the same on every machine, valid, and true to what was planted."""

import dataclasses
import hashlib
import re
from datetime import date
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import TooFewPeople, UnknownName
from rmkit.people import chain, from_answers, needs, supply_and_demand, validate
from rmkit.synthetic import LANTERN, SKILLS, Cohort, cohort, small_companies
from rmkit.synthetic.kinds import KINDS
from rmkit.synthetic.planting import FACTS

TABLES = ("staff", "answers", "people", "truth")


SEEDS = range(4)


@cache
def harbour(seed: int) -> Cohort:
    return cohort(seed=seed)


@pytest.fixture
def made() -> Cohort:
    return harbour(3)


def one_line(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False, lineterminator="\n").encode()).hexdigest()[:16]


def who(made: Cohort, fact: str) -> list[str]:
    return made.truth.loc[made.truth["planted"] == fact, "person_id"].tolist()


def row(table: pd.DataFrame, person_id: str) -> pd.Series:
    return table.set_index("person_id").loc[person_id]


def gains(made: Cohort, mentee_id: str) -> dict[str, int]:
    """For every mentor, how many of the levels that the mentee wants they have above the mentee."""
    wants = needs(made.people).query("person_id == @mentee_id")
    mentors = made.people[made.people["role"] != "mentee"].set_index("person_id")
    levels = mentors.filter(like="level_").fillna(0)
    return {
        mentor_id: sum(
            max(min(own[f"level_{need.skill}"], need.target) - need.level, 0)
            for need in wants.itertuples()
        )
        for mentor_id, own in levels.iterrows()
    }


def test_the_same_seed_gives_the_same_tables_and_another_seed_gives_others():
    first, again, other = cohort(seed=5), cohort(seed=5), cohort(seed=6)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
        assert not getattr(first, name).equals(getattr(other, name))


def test_a_cohort_is_the_same_on_every_machine():
    made = cohort(n_pairs=8, seed=11)
    assert {name: one_line(getattr(made, name)) for name in TABLES} == DIGESTS


def test_a_cohort_cannot_be_changed(made):
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.staff = made.people


@settings(max_examples=15, deadline=None)
@given(
    n_pairs=st.integers(4, 30),
    seed=st.integers(0, 10_000),
    variant=st.sampled_from(["extended", "short"]),
)
def test_every_cohort_is_valid_whatever_its_size(n_pairs, seed, variant):
    made = cohort(n_pairs=n_pairs, seed=seed, variant=variant)
    pd.testing.assert_frame_equal(validate(made.people), made.people)
    assert len(made.people) == len(made.answers) == len(made.truth) == n_pairs * 8 // 3
    assert made.people["person_id"].tolist() == made.truth["person_id"].tolist()
    assert set(made.people["person_id"]) <= set(made.staff["person_id"])
    assert set(made.truth["kind"]) <= set(KINDS)
    assert set(made.truth["planted"].dropna()) <= set(FACTS)
    assert (made.people["role"] != "mentee").sum() == n_pairs
    assert made.staff["email"].is_unique
    assert made.staff["email"].str.fullmatch(r"[a-z]+\.[a-z]+\d*@example\.org").all()


def test_some_people_leave_out_a_row_but_nobody_about_whom_something_is_planted(made):
    levels = made.people.filter(like="level_")
    silent = set(made.people.loc[levels.isna().any(axis=1), "person_id"])
    assert 0 < levels.isna().sum().sum() < 0.05 * levels.size
    assert not silent & set(made.truth.dropna(subset="planted")["person_id"])


def test_people_are_what_the_answers_and_the_staff_list_say(made):
    pd.testing.assert_frame_equal(from_answers(made.answers, made.staff), made.people)


def test_answers_are_those_of_the_variant_that_was_put():
    short = cohort(n_pairs=6, variant="short").answers
    assert not [c for c in short.columns if c.startswith("target_")]
    assert not {"languages", "slots", "capacity", "seniority_years"} & set(short.columns)
    extended = cohort(n_pairs=6).answers
    assert set(short.columns) < set(extended.columns)
    assert {f"target_{skill}" for skill in SKILLS} <= set(extended.columns)


def test_everybody_reports_to_the_one_person_at_the_top_of_their_own_organisation():
    staff = cohort(n_pairs=60, employers=small_companies(5), seed=2).staff
    line = staff.set_index("person_id")["manager_id"]
    house = staff.set_index("person_id")["organisation"]
    tops = line[line.isna()].index
    assert house[tops].is_unique
    assert len(tops) == 5
    for person in line.index:
        top = (person, *chain(person, line))[-1]
        assert top in tops
        assert house[top] == house[person]


def test_nobody_began_a_position_before_they_came_or_after_today(made):
    both = made.answers.merge(made.staff, on="person_id")
    since = both["position_since"].dropna()
    assert (since >= both.loc[since.index, "started"]).all()
    assert (since < "2026-09-01").all()
    years = (pd.Timestamp("2026-09-01") - pd.to_datetime(both["started"])).dt.days / 365.25
    told = both["seniority_years"].astype(float)
    assert ((years - told).dropna().between(-0.1, 0.6)).all()


def test_juniors_offer_what_seniors_want(made):
    people = made.people
    junior, senior = people["role"] == "mentor", people["role"] == "mentee"
    levels = people[[f"level_{skill}" for skill in SKILLS]].mean(axis=1)
    wanted = needs(people).groupby("person_id").size().reindex(people["person_id"], fill_value=0)
    wanted.index = people.index
    assert levels[junior].mean() > levels[senior].mean() + 1
    assert wanted[senior].mean() > wanted[junior].mean() + 2
    assert people.loc[junior, "seniority_years"].max() < people["seniority_years"][senior].min()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_skill_is_wanted_by_many_and_known_by_few(seed):
    table = supply_and_demand(harbour(seed).people).set_index("skill")
    scarce, others = table.loc["data_dashboards"], table.drop(index="data_dashboards")
    assert scarce["able"] + scarce["able_mentees"] <= 4
    assert scarce["wanting_mentees"] >= 25
    assert scarce["mentees_per_able"] > 2 * others["mentees_per_able"].max()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_mentor_of_some_seniors_sits_in_their_own_line(seed):
    made = harbour(seed)
    seniors = who(made, "best_mentor_below")
    assert seniors
    line = made.staff.set_index("person_id")["manager_id"]
    (best,) = who(made, "knows_all")
    for senior in seniors:
        assert row(made.truth, senior)["other_id"] == best
        assert senior in chain(best, line)
        by_mentor = gains(made, senior)
        assert [m for m, gain in by_mentor.items() if gain == max(by_mentor.values())] == [best]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mentor_and_a_mentee_of_one_department_complete_each_other(seed):
    made = harbour(seed)
    first, second = (row(made.people, person) for person in who(made, "same_department"))
    mentor, mentee = (first, second) if first["role"] == "mentor" else (second, first)
    assert (mentor["role"], mentee["role"]) == ("mentor", "mentee")
    assert mentor["department"] == mentee["department"]
    assert mentee.name not in chain(mentor.name, made.staff.set_index("person_id")["manager_id"])
    assert mentor["languages"] == mentee["languages"]
    assert mentor["slots"] == mentee["slots"]
    wanted = needs(made.people).query("person_id == @mentee.name")
    assert all(mentor[f"level_{need.skill}"] >= need.target for need in wanted.itertuples())


@pytest.mark.parametrize("seed", SEEDS)
def test_two_people_share_no_language_and_one_shares_no_slot_with_anybody(seed):
    made = harbour(seed)
    for column, fact, n in (("languages", "own_language", 2), ("slots", "own_slot", 1)):
        sets = made.people.set_index("person_id")[column].dropna().str.split(";").map(set)
        alone = [p for p in sets.index if not any(sets[p] & sets[o] for o in sets.index if o != p)]
        assert alone == sorted(who(made, fact))
        assert len(alone) == n


@pytest.mark.parametrize("seed", SEEDS)
def test_somebody_wants_nothing_and_somebody_did_not_say_when(seed):
    made = harbour(seed)
    (content,) = who(made, "no_wish")
    assert content not in set(needs(made.people)["person_id"])
    (silent,) = who(made, "no_slots")
    assert made.people.loc[made.people["slots"].isna(), "person_id"].tolist() == [silent]


def test_a_small_short_cohort_plants_what_its_questions_can_show():
    made = cohort(n_pairs=6, n_candidates=14, n_staff=22, employers=(LANTERN,), variant="short")
    planted = set(made.truth["planted"].dropna())
    assert planted <= {"knows_all", "best_mentor_below", "same_department", "scarce_skill"}
    assert made.people["languages"].isna().all()


def test_more_talk_does_not_change_who_people_are():
    quiet, chatty = cohort(seed=4, talkative=0.1), cohort(seed=4)
    said = ["expectations"]  # who says more says more of these
    pd.testing.assert_frame_equal(quiet.people.drop(columns=said), chatty.people.drop(columns=said))
    assert quiet.answers["strengths"].notna().sum() < chatty.answers["strengths"].notna().sum()


def test_nothing_that_people_write_looks_like_a_way_to_reach_them(made):
    texts = made.answers.select_dtypes("str").drop(columns=["email", "profile_link"])
    written = [t for name in texts if name != "position_since" for t in texts[name].dropna()]
    assert len(written) > 500
    assert not [t for t in written if "@" in t or re.search(r"\d[\d \-/()]{5,}\d", t)]


def test_a_cohort_that_cannot_be_is_refused_with_the_next_step():
    with pytest.raises(TooFewPeople, match="Ask for 4"):
        cohort(n_pairs=3)
    with pytest.raises(TooFewPeople, match=r"n_staff.*fewer candidates"):
        cohort(n_pairs=20, n_staff=50)
    with pytest.raises(UnknownName, match="spreadsheet"):
        cohort(scarce="spreadsheet")


def test_the_day_of_answering_is_an_argument():
    made = cohort(n_pairs=6, today=date(2020, 2, 1))
    assert made.staff["started"].max() < "2020-02-01"


DIGESTS = {
    "staff": "76f13f172d5daeb0",
    "answers": "63743dde36743fae",
    "people": "8052d688ee0462f5",
    "truth": "1ffa80e9bc450896",
}
