"""Series of meetings: inside both people's free time, steady, nobody booked twice or dropped."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import NotReady
from rmkit.meetings.availability import DAYS, HALF_DAYS, Availability, Hours, public_holidays
from rmkit.meetings.meeting import Meeting
from rmkit.meetings.rooms import Room
from rmkit.meetings.series import Frame, PairAsked, Proposal, propose_series

BERLIN = "Europe/Berlin"
HALF_YEAR = Frame(6, 60, 4, date(2027, 1, 4), date(2027, 7, 3))


def person(person_id: str, *slots: str, **more: object) -> Availability:
    more = {"zone": BERLIN} | more
    return Availability(person_id, frozenset(slots) if slots else None, **more)


def proposed(*people: Availability, frame: Frame = HALF_YEAR, **more: object) -> Proposal:
    """Propose for pairs of neighbours: the first with the second, the third with the fourth ..."""
    pairs = [
        PairAsked(f"1-{n}", one.person_id, other.person_id)
        for n, (one, other) in enumerate(zip(people[::2], people[1::2], strict=True), start=1)
    ]
    return propose_series(pairs, {one.person_id: one for one in people}, frame, **more)


def is_free(who: Availability, meeting: Meeting) -> bool:
    """Look at every minute of a meeting in plain Python, on the person's own clock."""
    for minute in range(0, meeting.minutes, 5):
        there = (meeting.starts + timedelta(minutes=minute)).astimezone(ZoneInfo(who.zone))
        at = there.hour * 60 + there.minute
        halves = [h for h in ("am", "pm") if who.hours.of(h)[0] <= at < who.hours.of(h)[1]]
        if not halves or there.date() in who.holidays:
            return False
        day, slot = DAYS[there.weekday()], f"{DAYS[there.weekday()]}_{halves[0]}"
        if {day, slot} & who.days_off or slot not in (who.slots or HALF_DAYS):
            return False
    return not any(s < meeting.ends and e > meeting.starts for s, e in who.busy)


def test_a_pair_meets_at_one_weekday_and_hour_through_the_change_of_the_clocks():
    found = proposed(person("M", "tue_am", "wed_pm"), person("E", "tue_am")).series[0]
    hours = {(one.local.weekday(), one.local.hour) for one in found.meetings}
    assert hours == {(1, 9)}
    assert {one.starts.hour for one in found.meetings} == {7, 8}  # winter and summer
    assert [one.number for one in found.meetings] == [1, 2, 3, 4, 5, 6]
    assert found.rhythm == "Tuesdays at 9:00"
    assert found.moved == ()


@pytest.mark.parametrize("first", [date(2026, 9, 7), date(2027, 1, 4)])
def test_the_hour_stays_when_clocks_go_back_and_when_they_go_forward(first):
    frame = Frame(12, 60, 2, first, first + timedelta(days=180))
    found = proposed(person("M", "fri_pm"), person("E", "fri_pm"), frame=frame).series[0]
    assert {(one.local.hour, one.local.minute) for one in found.meetings} == {(13, 0)}
    assert len({one.local.utcoffset() for one in found.meetings}) == 2


def test_a_public_holiday_moves_one_meeting_to_the_nearest_day_and_keeps_the_rest():
    days = frozenset(public_holidays("DE", [2027]))
    weekly = Frame(16, 60, 1, date(2027, 1, 4), date(2027, 5, 2))
    moved = proposed(*(person(who, "mon_am", "tue_am", holidays=days, busy=(busy_tuesdays())) for
                       who in "ME"), frame=weekly).series[0]  # fmt: skip
    assert all(one.local.date() not in days for one in moved.meetings)
    easter = next(one for one in moved.meetings if one.number in moved.moved)
    assert easter.local == datetime(2027, 3, 30, 9, tzinfo=ZoneInfo(BERLIN))
    assert moved.moved == (13,)


def busy_tuesdays() -> tuple[tuple[datetime, datetime], ...]:
    """Every Tuesday morning but the one after Easter."""
    begin = datetime(2027, 1, 5, 8, tzinfo=UTC)
    days = (begin + timedelta(weeks=n) for n in range(20))
    return tuple((d - timedelta(hours=1), d + timedelta(hours=4)) for d in days
                 if d.date() != date(2027, 3, 30))  # fmt: skip


def test_a_mentor_with_three_mentees_is_never_in_two_meetings_and_weeks_alternate():
    people = {p.person_id: p for p in (person("M", "thu_pm"), *(person(f"E{n}") for n in "123"))}
    pairs = [PairAsked(f"1-{n}", "M", f"E{n}") for n in "123"]
    found = propose_series(pairs, people, HALF_YEAR)
    weeks = [{one.local.isocalendar().week for one in series.meetings} for series in found.series]
    assert len(found.series) == 3
    assert not any(a & b for a, b in combinations(weeks, 2))
    mentor = sorted((one.starts, one.ends) for s in found.series for one in s.meetings)
    assert all(a[1] <= b[0] for a, b in combinations(mentor, 2))


def test_weeks_can_be_asked_for():
    people = {"M": person("M"), "E": person("E")}
    for weeks, parity in (("first", 0), ("second", 1)):
        pair = PairAsked("1-1", "M", "E", weeks=weeks)
        found = propose_series([pair], people, Frame(6, 60, 2, date(2027, 1, 4), date(2027, 5, 1)))
        number = (found.series[0].meetings[0].local.date() - date(2027, 1, 4)).days // 7
        assert number % 2 == parity


def test_two_zones_meet_inside_both_working_days():
    mentor, mentee = person("M", zone="America/New_York"), person("E")
    found = proposed(mentor, mentee).series[0]
    assert all(is_free(mentor, one) and is_free(mentee, one) for one in found.meetings)
    assert found.meetings[0].zone == BERLIN


def test_zones_too_far_apart_are_named_and_a_longer_day_is_tried():
    found = proposed(person("M", zone="America/Los_Angeles"), person("E"))
    told = found.obstacles[0]
    assert not found.series
    assert told.who == ("M", "E")
    assert "America/Los_Angeles" in told.why[0]
    assert "never lie over each other" in told.why[0]
    assert any("could meet until 19:00 (Europe/Berlin)" in one for one in told.would_help)


def test_no_common_half_day_says_which_and_what_would_help():
    told = proposed(person("M", "mon_am"), person("E", "tue_pm", name="Eva")).obstacles[0]
    assert told.why == (
        "M can on Monday morning; Eva on Tuesday afternoon. They share no half-day.",
    )
    assert told.would_help == (
        "If M could on Tuesday afternoons: 6 of 6 meetings would fit.",
        "If Eva could on Monday mornings: 6 of 6 meetings would fit.",
    )


def test_a_weekly_appointment_in_the_way_is_told_with_whose_it_is():
    begin = datetime(2027, 1, 5, 8, tzinfo=UTC)
    weekly = tuple(
        (begin + timedelta(weeks=n), begin + timedelta(weeks=n, hours=3)) for n in range(26)
    )
    mentor = person("M", "tue_am", busy=weekly[:12] + tuple((a - timedelta(hours=1),
                    b) for a, b in weekly[12:]))  # fmt: skip
    told = proposed(mentor, person("E", "tue_am", name="Eva")).obstacles[0]
    assert told.who == ("M",)
    assert told.why == ("M's calendar leaves no 60 minutes free on Tuesday morning.",)
    assert "If what M has on Tuesday at 9:00 were moved (on 6 of 6 dates): 6 of 6" in " ".join(
        told.would_help
    )


@pytest.mark.parametrize(
    ("slots", "off", "why"),
    [
        (frozenset(), frozenset(), "M ticked no half-day on which they could meet."),
        (frozenset({"fri_am"}), frozenset({"fri"}), "M ticked Friday morning, which are days off."),
    ],
)
def test_a_side_that_is_never_free_is_named(slots, off, why):
    mentor = Availability("M", slots, BERLIN, off)
    told = proposed(mentor, person("E")).obstacles[0]
    assert told.why == (why,)
    assert told.who == ("M",)
    assert told.is_whole


def test_part_time_people_meet_on_their_days_only():
    fridays = person("M", days_off=frozenset({"mon", "tue", "wed", "thu"}))
    found = proposed(fridays, person("E")).series[0]
    assert {one.local.weekday() for one in found.meetings} == {4}


def test_leap_days_and_year_ends_are_days_like_others():
    frame = Frame(12, 60, 1, date(2027, 12, 14), date(2028, 3, 7))
    found = proposed(person("M", "tue_am"), person("E", "tue_am"), frame=frame).series[0]
    assert date(2028, 2, 29) in {one.local.date() for one in found.meetings}
    gaps = {b.starts - a.starts for a, b in pairwise(found.meetings)}
    assert gaps == {timedelta(weeks=1)}


def test_a_meeting_that_fits_nowhere_is_told_and_the_others_are_proposed():
    away = (datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 5, 31, tzinfo=UTC))
    found = proposed(person("M", busy=(away,)), person("E"))
    told, series = found.obstacles[0], found.series[0]
    assert not told.is_whole
    assert {one.number for one in series.meetings} | set(told.missing) == set(range(1, 7))
    assert told.why[0].startswith("No common hour between its neighbours for meeting")


def test_a_plan_shorter_than_its_cadence_says_what_fits():
    with pytest.raises(NotReady, match=r"6 meetings every 8 weeks need 40 weeks .*4 fit"):
        proposed(person("M"), person("E"), frame=Frame(6, 60, 8, date(2027, 1, 4),
                                                       date(2027, 7, 3)))  # fmt: skip


def test_no_room_is_given_twice_and_a_pair_without_one_is_told():
    people = [person(f"{who}{n}", "mon_am", site="Ulm") for n in range(16) for who in "ME"]
    rooms = [Room("Red", "Ulm", frozenset({"mon_am"}), BERLIN)]
    found = proposed(*people, rooms=rooms)
    held = [one for series in found.series for one in series.meetings]
    taken = sorted((one.starts, one.ends) for one in held)
    assert all(a[1] <= b[0] for a, b in pairwise(taken))
    assert {one.place for one in held} == {"Red"}
    told = found.obstacles
    assert len(held) + sum(len(one.missing) for one in told) == 16 * 6
    assert {one.why[-1] for one in told} == {"No room is free when both are."}
    by_link = proposed(*people, rooms=rooms, link="https://meet.example.org/a")
    assert not by_link.obstacles
    assert {bool(m.place) == (m.link == "") for s in by_link.series for m in s.meetings} == {True}


def test_pairs_at_two_sites_meet_by_video_call_and_need_no_room():
    two = [person("M", site="Ulm"), person("E", site="Bonn")]
    found = proposed(*two, rooms=[Room("Red", "Ulm")], link="https://meet.example.org/a").series[0]
    assert {(one.place, one.link) for one in found.meetings} == {("", "https://meet.example.org/a")}


def test_the_order_of_rows_does_not_matter():
    dice = random.Random(4)
    people = [person(f"{who}{n}", *dice.sample(HALF_DAYS, 4)) for n in range(12) for who in "ME"]
    known = {one.person_id: one for one in people}
    pairs = [PairAsked(f"1-{n}", f"M{n // 2}", f"E{n}") for n in range(12)]
    rooms = [Room("Red"), Room("Blue")]
    first = propose_series(pairs, known, HALF_YEAR, rooms=rooms)
    shuffled = dict(sorted(known.items(), reverse=True))
    assert propose_series(pairs[::-1], shuffled, HALF_YEAR, rooms=rooms[::-1]) == first


ZONES = (BERLIN, "Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Cairo")


def cohort(seed: int) -> tuple[list[Availability], list[PairAsked], Frame]:
    """Make up people of all sorts, pairs that share mentors, and a frame."""
    dice = random.Random(seed)
    n, first = dice.randint(1, 4), date(2027, 1, 1) + timedelta(days=dice.randrange(500))
    people = []
    for who in (*(f"M{i}" for i in range(n)), *(f"E{i}" for i in range(2 * n))):
        moments = [datetime(first.year, first.month, first.day, tzinfo=UTC)
                   + timedelta(minutes=dice.randrange(120 * 1440)) for _ in range(40)]  # fmt: skip
        people.append(
            Availability(
                who,
                dice.choice([None, frozenset(dice.sample(HALF_DAYS, dice.randint(0, 7)))]),
                dice.choice(ZONES),
                frozenset(dice.sample(DAYS, dice.choice([0, 0, 1, 4]))),
                frozenset(first + timedelta(days=dice.randrange(120)) for _ in range(6)),
                tuple((m, m + timedelta(minutes=dice.choice([20, 60, 2000]))) for m in moments),
                dice.choice([Hours(), Hours((440, 700), (760, 1100))]),
            )
        )
    pairs = [PairAsked(f"1-{i}", f"M{i // 2}", f"E{i}") for i in range(2 * n)]
    sizes = (dice.randint(1, 6), dice.choice([20, 45, 60, 90]), dice.randint(1, 3))
    frame = Frame(*sizes, first, first + timedelta(days=119))
    return people, pairs, frame


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_no_meeting_is_outside_of_what_both_are_free_and_nobody_vanishes(seed):
    people, pairs, frame = cohort(seed)
    known = {one.person_id: one for one in people}
    found = propose_series(pairs, known, frame)
    two = {pair.pair_id: (pair.mentor_id, pair.mentee_id) for pair in pairs}
    mine: dict[str, list[Meeting]] = {}
    for series in found.series:
        days = [one.local.date() for one in series.meetings]
        assert days == sorted(set(days))
        assert frame.first <= days[0]
        assert days[-1] <= frame.last
        for one in series.meetings:
            assert all(is_free(known[i], one) for i in two[series.pair_id])
            for i in two[series.pair_id]:
                mine.setdefault(i, []).append(one)
    for meetings in mine.values():
        assert all(a.ends <= b.starts or b.ends <= a.starts for a, b in combinations(meetings, 2))
    numbers = {pair.pair_id: {*range(1, frame.meetings + 1)} for pair in pairs}
    for series in found.series:
        numbers[series.pair_id] -= {one.number for one in series.meetings}
    assert {k: v for k, v in numbers.items() if v} == {
        one.pair_id: set(one.missing) for one in found.obstacles
    }
    assert all(one.why and one.would_help for one in found.obstacles)
