"""How far a pair is, from its receipts, its calendar, its signatures and the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.meetings.meeting import Meeting
from rmkit.meetings.plan import Plan, months_later
from rmkit.meetings.progress import PairSince, progress_of_all, progress_of_pair
from rmkit.meetings.receipts import Receipt, told_days

SINCE = date(2026, 11, 2)
PAIR = PairSince("1-1", SINCE, "M1", "E1")
PLAN = Plan(sessions=6, minutes=60, months=6)
TODAY = date(2027, 1, 15)


def day(n: int) -> date:
    return SINCE + timedelta(days=n)


def receipt(n: int, outcome="held", minutes=60, by="M1", **more) -> Receipt:
    return Receipt("1-1", day(n), outcome, minutes, told_by=by, **more)


def meeting(number: int, n: int, **more) -> Meeting:
    start = datetime.combine(day(n), datetime.min.time(), UTC) + timedelta(hours=9)
    return Meeting("1-1", number, start, 60, **more)


def stands(*receipts, meetings=(), signed=None, contact=None, pair=PAIR, plan=PLAN, today=TODAY):
    both = {"M1": SINCE, "E1": SINCE} if signed is None else signed
    return progress_of_pair(
        pair, meetings=meetings, receipts=receipts, signed=both, contact=contact, plan=plan,
        today=today,
    )  # fmt: skip


def flags(progress):
    return [(flag.code, flag.day) for flag in progress.flags]


def test_the_receipts_of_both_partners_for_one_day_count_once():
    one = stands(receipt(10), receipt(10, by="E1", minutes=55), receipt(30, minutes=20))
    assert (one.held, one.minutes, one.significant) == (2, 75, 1)
    assert one.flags == ()
    assert (one.last_held, one.weeks_since_last) == (day(30), 6)


def test_of_two_receipts_of_one_person_the_later_counts_and_their_own_before_a_talk():
    told = [
        receipt(10, minutes=20, told_at="2026-11-12T10:00:00+00:00"),
        receipt(10, minutes=60, told_at="2026-11-12T09:00:00+00:00"),
        receipt(10, minutes=5, told_at="2026-11-30T09:00:00+00:00", own=False),
    ]
    (only,) = told_days(told)
    assert only.minutes == 20


def test_partners_who_contradict_each_other_are_flagged():
    one = stands(receipt(10), receipt(10, "cancelled", None, by="E1"))
    assert (one.held, one.cancelled) == (1, 0)
    assert flags(one) == [("differ", day(10))]
    short = stands(receipt(10, minutes=45), receipt(10, by="E1", minutes=15))
    assert (short.significant, flags(short)) == (0, [("differ", day(10))])


def test_a_planned_day_that_passed_without_a_word_is_overdue_and_today_is_not():
    planned = [meeting(1, 10), meeting(2, 40), meeting(3, 74), meeting(4, 90)]
    one = stands(receipt(10), meetings=planned)
    assert (one.overdue, one.next_planned) == ((day(40),), day(74))
    assert day(74) == TODAY


def test_a_meeting_that_was_held_a_day_later_stands_for_the_planned_one():
    planned = [meeting(1, 10), meeting(2, 40)]
    assert stands(receipt(11), meetings=planned).overdue == (day(40),)
    assert stands(receipt(18), meetings=planned).overdue == (day(10), day(40))
    assert stands(receipt(11), receipt(13), meetings=[meeting(1, 10), meeting(2, 12)]).overdue == ()


def test_a_meeting_that_was_moved_or_called_off_is_told_once():
    planned = [meeting(1, 12).moved(meeting(1, 20).starts), meeting(2, 40).cancelled()]
    one = stands(
        receipt(12, "moved", None, new_day=day(20)), receipt(40, "cancelled", None),
        meetings=planned, today=day(41),
    )  # fmt: skip
    assert (one.moved, one.cancelled, one.overdue) == (1, 1, (day(20),))


def test_the_day_to_which_a_receipt_moved_a_meeting_counts_as_planned():
    told = receipt(12, "moved", None, new_day=day(20))
    assert stands(told, today=day(14)).next_planned == day(20)
    assert stands(told, today=day(25)).overdue == (day(20),)
    assert stands(told, receipt(20), today=day(25)).overdue == ()


def test_a_session_before_the_agreement_is_taken_and_flagged():
    late = stands(receipt(10), signed={"M1": SINCE, "E1": day(11)})
    assert (late.held, flags(late)) == (1, [("before agreement", day(10))])
    assert flags(stands(receipt(11), signed={"M1": SINCE, "E1": day(11)})) == []
    half = stands(receipt(10), signed={"M1": SINCE})
    assert (half.unsigned, flags(half)) == (("E1",), [("before agreement", day(10))])


def test_a_receipt_from_the_future_or_before_the_pair_or_after_its_end_does_not_count():
    ended = PairSince("1-1", SINCE, "M1", "E1", until=day(30))
    one = stands(receipt(-3), receipt(10), receipt(31), pair=ended)
    assert (one.standing, one.held) == ("ended", 1)
    assert flags(one) == [("before pair", day(-3)), ("after end", day(31))]
    ahead = stands(receipt(200))
    assert (ahead.held, flags(ahead)) == (0, [("in future", day(200))])
    assert flags(stands(receipt(200, "moved", None))) == []


@pytest.mark.parametrize("minutes", [None, 600, 0, -5])
def test_minutes_that_are_missing_or_impossible_are_flagged_and_add_nothing(minutes):
    one = stands(receipt(10, minutes=minutes))
    assert (one.held, one.minutes, one.significant) == (1, 0, 0)
    assert flags(one) == [("no minutes", day(10))]


def test_a_pair_of_which_one_was_erased_is_counted_and_expected_nothing_of():
    gone = PairSince("1-1", SINCE, None, "E1")
    one = stands(receipt(10, by="E1"), meetings=[meeting(1, 20)], pair=gone, signed={"E1": SINCE})
    assert (one.standing, one.held, one.overdue, one.expected) == ("one gone", 1, (), None)
    assert one.unsigned == ()


def test_a_pair_without_meetings_or_plan_or_anything_is_told_as_it_is():
    one = stands(plan=Plan(), signed={})
    assert (one.held, one.overdue, one.next_planned, one.expected) == (0, (), None, None)
    assert (one.is_behind, one.contact, one.weeks_since_last) == (False, None, None)
    assert one.unsigned == ("M1", "E1")


def test_a_pair_falls_behind_the_plan_by_its_own_beginning():
    assert stands().expected == 2
    assert stands().is_behind
    assert not stands(receipt(20), receipt(40)).is_behind
    late = PairSince("1-2", day(60), "M1", "E1")
    assert not stands(pair=late).is_behind


def test_a_held_meeting_is_a_first_contact_too():
    assert stands(receipt(20)).contact == day(20)
    assert stands(receipt(20), contact=day(3)).contact == day(3)


def test_the_time_of_a_late_pair_is_over_with_that_of_the_programme():
    plan = Plan(sessions=6, months=6, start=SINCE)
    assert plan.ends(SINCE) == plan.ends(day(60)) == date(2027, 5, 2)
    assert plan.half(SINCE) == date(2027, 1, 31)
    assert plan.ends(date(2028, 1, 1)) == date(2028, 1, 1)
    assert Plan().ends(SINCE) is None
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(-20, 120), st.sampled_from(["held", "moved", "cancelled"]),
                       st.sampled_from(["M1", "E1"]), st.none() | st.integers(-10, 700)),
             max_size=25),
    st.lists(st.integers(-10, 120), max_size=8, unique=True),
)  # fmt: skip
def test_no_day_is_counted_twice_and_none_is_both_told_of_and_overdue(told, planned):
    receipts = [receipt(n, outcome, minutes, by=by) for n, outcome, by, minutes in told]
    one = stands(*receipts, meetings=[meeting(i + 1, n) for i, n in enumerate(planned)])
    last = {(n, by): outcome for n, outcome, by, _ in told}
    held = {n for (n, _), outcome in last.items() if outcome == "held" and 0 <= n <= 74}
    assert one.held == len(held)
    assert one.significant <= one.held
    assert one.minutes <= 480 * one.held
    assert not {day(n) for n, *_ in told if n >= 0} & set(one.overdue)
    assert all(day < TODAY for day in one.overdue)


def test_receipts_and_meetings_reach_their_own_pair_alone():
    pairs = [PAIR, PairSince("1-2", SINCE, "M2", "E1")]
    found = progress_of_all(
        pairs,
        meetings={"1-2": [meeting(1, 10)]},
        receipts=[receipt(10), Receipt("9-9", day(10), "held", 60)],
        signed={("1-1", "E1"): SINCE},
        contacts={"1-2": day(2)},
        plan=PLAN,
        today=TODAY,
    )
    assert [(one.pair_id, one.held, one.overdue) for one in found] == [
        ("1-1", 1, ()), ("1-2", 0, (day(10),)),
    ]  # fmt: skip
    assert [(one.mentee_signed, one.contact) for one in found] == [(SINCE, day(10)), (None, day(2))]
