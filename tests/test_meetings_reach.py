"""Plans and what they carry: ready ones, the rule of thumb, and which fits."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.content.plans import ReadyPlan, ready_plan, ready_plans
from rmkit.errors import UnknownName
from rmkit.meetings.fitting import fitting_plans
from rmkit.meetings.reach import RULE, reach, spelt

PLANS = ready_plans().plans
SMALL = st.integers(1, 12)


def test_there_is_a_plan_for_each_way_of_the_sources_and_a_month_is_the_usual_pace():
    assert [plan.id for plan in PLANS] == ["pilot", "six_hours", "ten_sessions", "year"]
    assert ready_plan("year").sessions == 12
    assert (ready_plan("pilot").months, ready_plan("pilot").decision is not None) == (6, True)
    assert {ready_plan(name).weeks for name in ("six_hours", "year")} == {4}
    with pytest.raises(UnknownName, match="ten_sessions"):
        ready_plan("ten")


def test_a_plan_whose_meetings_take_longer_than_its_months_cannot_be_written_down():
    whole = ready_plan("ten_sessions").model_dump()
    with pytest.raises(ValueError, match="longer than its months"):
        ReadyPlan.model_validate({**whole, "weeks": 4, "months": 3})


def test_the_example_of_the_guide_itself_is_just_enough():
    found = reach(skills=4, levels=2, sessions=10, minutes=60)
    assert (found.enough, found.steps, found.sessions_needed, found.hours_needed) == (
        True, 8, 10, 10.0,
    )  # fmt: skip
    assert found.helps == ()
    assert not reach(skills=4, levels=2, sessions=9, minutes=60).enough


def test_eight_meetings_are_few_for_two_levels_in_four_skills_and_what_would_help_is_told():
    found = reach(skills=4, levels=2, sessions=8, minutes=60, weeks=4)
    assert found.sentence.startswith("Eight meetings are few for two levels in four skills")
    assert found.helps == (
        "More meetings: ten of 60 minutes; one every four weeks takes nine months.",
        "Fewer skills: three for each mentee instead of four.",
        "A smaller step: one level instead of two.",
    )
    assert "Nobody measured it" in RULE


def test_enough_meetings_that_are_too_short_are_told_in_hours():
    found = reach(skills=4, levels=2, sessions=10, minutes=30)
    assert "together they take 5 hours" in found.sentence
    assert found.helps[0] == "Longer meetings: 60 minutes instead of 30."


@given(SMALL, st.integers(1, 4), st.integers(1, 30), st.sampled_from([30, 45, 60, 90, 120]))
def test_what_is_said_to_help_helps_alone(skills, levels, sessions, minutes):
    found = reach(skills=skills, levels=levels, sessions=sessions, minutes=minutes)
    assert bool(found.helps) is not found.enough
    numbers = {spelt(n): n for n in range(500)}
    for line in found.helps:
        kind, _, rest = line.partition(": ")
        first = numbers[rest.split()[0].rstrip(";.")]
        new = {"skills": skills, "levels": levels, "sessions": sessions, "minutes": minutes}
        changed = {"Longer meetings": "minutes", "More meetings": "sessions",
                   "Fewer skills": "skills", "A smaller step": "levels"}[kind]  # fmt: skip
        assert reach(**(new | {changed: first})).enough


@given(SMALL, st.integers(1, 4), st.integers(1, 30))
def test_more_meetings_never_carry_less(skills, levels, sessions):
    less = reach(skills=skills, levels=levels, sessions=sessions, minutes=60)
    more = reach(skills=skills, levels=levels, sessions=sessions + 1, minutes=60)
    assert more.enough >= less.enough
    assert less.sessions_needed == math.ceil(1.25 * skills * levels)


def test_the_plan_that_fits_is_the_shortest_with_its_reason():
    fits = fitting_plans(PLANS, skills=4, levels=2)
    assert [fit.plan_id for fit in fits if fit.fits] == ["ten_sessions", "year"]
    assert [fit.plan_id for fit in fits if fit.best] == ["ten_sessions"]
    assert "few for two levels in four skills" in fits[0].reason
    assert [f.plan_id for f in fitting_plans(PLANS, skills=1, levels=1) if f.best] == ["six_hours"]
    assert not any(fit.best for fit in fitting_plans(PLANS, skills=9, levels=4))


def test_a_plan_that_ends_after_the_day_does_not_fit():
    fits = fitting_plans(PLANS, skills=4, levels=2, start=date(2027, 1, 11), by=date(2027, 7, 31))
    year = fits[-1]
    assert not year.fits
    assert "ends after 2027-07-31" in year.reason


def test_where_nothing_is_known_a_first_try_is_small():
    fits = fitting_plans(PLANS)
    assert [fit.plan_id for fit in fits if fit.best] == ["pilot"]
    assert all("not known yet" in fit.reason for fit in fits)
