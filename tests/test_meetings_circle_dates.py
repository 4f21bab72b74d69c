"""The monthly circle of mentors: the same weekday, once a month, within the programme."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.meetings.circle_dates import circle_dates
from rmkit.meetings.plan import Plan, months_later

STARTS = st.dates(date(2026, 1, 1), date(2035, 12, 31))


@settings(max_examples=50)
@given(STARTS, st.integers(2, 24), st.integers(0, 4) | st.none())
def test_circles_meet_once_a_month_on_one_weekday_within_the_programme(start, months, weekday):
    days = circle_dates(Plan(months=months, start=start), weekday=weekday)
    assert days
    assert len({day.weekday() for day in days}) == 1
    assert len({(day.year, day.month) for day in days}) == len(days)
    assert all(25 <= (b - a).days <= 35 for a, b in pairwise(days))
    assert start < days[0] <= start + timedelta(days=35)
    assert days[-1] < months_later(start, months)
    assert weekday is None or days[0].weekday() == weekday
    assert days[0].weekday() < 5


def test_a_half_year_has_about_six():
    days = circle_dates(Plan(months=6, start=date(2026, 11, 2)))
    assert [day.isoformat() for day in days] == [
        "2026-11-23", "2026-12-28", "2027-01-25", "2027-02-22", "2027-03-22", "2027-04-26",
    ]  # fmt: skip


def test_a_circle_on_a_holiday_meets_a_week_later_or_before_the_end_a_week_earlier():
    plan = Plan(months=6, start=date(2026, 11, 2))
    moved = circle_dates(plan, free={date(2026, 12, 28), date(2027, 4, 26)})
    assert date(2027, 1, 4) in moved
    assert date(2027, 4, 19) in moved
    assert len(moved) == 6


@pytest.mark.parametrize(
    "plan",
    [Plan(), Plan(months=6), Plan(start=date(2026, 1, 1)), Plan(months=1, start=date(2026, 2, 2))],
)
def test_without_dates_or_with_too_short_a_plan_there_is_none(plan):
    assert circle_dates(plan) == ()
