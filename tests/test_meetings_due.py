"""What is due of a pair on a day, and why."""

from __future__ import annotations

from datetime import date, timedelta

from rmkit.meetings.due import KINDS, Asked, Due, due_of_asked, due_of_pairs
from rmkit.meetings.plan import Plan
from rmkit.meetings.progress import PairSince
from tests.test_meetings_progress import PAIR, PLAN, SINCE, day, meeting, receipt, stands


def due(*receipts, today, plan=PLAN, **more):
    one = stands(*receipts, today=today, plan=plan, **more)
    return due_of_pairs([one], plan=plan, today=today)


def kinds(*receipts, **more):
    return [one.kind for one in due(*receipts, **more)]


def test_the_mentor_is_reminded_of_the_first_contact_after_two_weeks():
    assert kinds(today=day(13)) == []
    (one,) = due(today=day(14))
    assert (one.kind, one.people, one.on) == ("first contact", ("M1",), day(14))
    assert one.letter == "first_contact_reminder"
    assert kinds(today=day(14), contact=day(5)) == []


def test_the_agreement_is_due_a_week_before_the_first_session_for_whoever_has_not_signed():
    more = {"meetings": [meeting(1, 20)], "signed": {"M1": SINCE}, "contact": SINCE}
    assert kinds(today=day(12), **more) == []
    (one,) = due(today=day(13), **more)
    assert (one.kind, one.people, one.letter) == ("agreement", ("E1",), "agreement_reminder")
    assert due(today=day(13), **more | {"signed": {"M1": SINCE, "E1": SINCE}}) == []


def test_an_agreement_that_is_missing_after_a_session_is_due_since_that_day():
    (one,) = due(receipt(10), today=day(20), signed={})
    assert (one.kind, one.on, one.people) == ("agreement", day(10), ("M1", "E1"))
    assert "2026-11-12" in one.why


def test_without_any_date_the_agreement_is_due_after_two_weeks():
    assert kinds(today=day(13), signed={}, contact=SINCE) == []
    assert kinds(today=day(14), signed={}, contact=SINCE) == ["agreement"]


def test_a_receipt_is_due_two_days_after_the_meeting():
    planned = [meeting(1, 10), meeting(2, 24), meeting(3, 30), meeting(4, 90)]
    assert kinds(today=day(11), meetings=planned) == []
    assert kinds(today=day(12), meetings=planned, contact=SINCE) == ["receipt"]
    (one,) = due(today=day(40), meetings=planned, contact=SINCE)
    assert (one.on, one.people) == (day(12), ("M1", "E1"))
    assert one.why.endswith("and 1 more: nobody told whether it was held.")


def test_a_pair_without_a_date_is_named_unless_it_is_done_or_over():
    assert kinds(receipt(10), today=day(37)) == []
    assert kinds(receipt(10), today=day(38)) == ["no date"]
    assert kinds(receipt(10), today=day(80)) == ["behind", "first quarter"]
    assert kinds(*(receipt(n) for n in range(10, 70, 10)), today=day(130)) == []
    assert kinds(receipt(10), today=day(400)) == []
    assert kinds(receipt(10), today=day(130), plan=Plan()) == ["no date"]


def test_the_list_of_the_first_quarter_is_told_of_around_three_months():
    told = [n for n in range(130) if "first quarter" in kinds(receipt(10), today=day(n))]
    assert (told[0], told[-1]) == (78, 106)
    (one,) = (d for d in due(receipt(10), today=day(90)) if d.kind == "first quarter")
    assert (one.people, one.letter) == (("M1", "E1"), "first_three_months")


def test_nothing_is_due_of_a_pair_that_ended_or_of_which_one_is_gone():
    ended = PairSince("1-1", SINCE, "M1", "E1", until=day(20))
    gone = PairSince("1-1", SINCE, None, "E1")
    for pair in (ended, gone):
        assert kinds(today=day(60), pair=pair, signed={}, meetings=[meeting(1, 30)]) == []
    assert kinds(today=day(60), pair=PAIR, signed={}, meetings=[meeting(1, 30)]) != []


def test_the_most_urgent_comes_first_then_what_is_longest_due():
    found = due(today=day(90), signed={}, meetings=[meeting(1, 30)])
    assert [one.kind for one in found] == ["agreement", "receipt", "first contact", "first quarter"]
    assert next(iter(KINDS)) == "call", "whoever asks for help comes first"


def test_a_questionnaire_is_due_for_those_who_have_not_answered_and_can_be_reminded():
    asked = [
        Asked("midway", day(90), ("M1", "E1", "GONE"), "evaluation_reminder", "Mid-way check"),
        Asked("closing", day(180), ("M1",), "evaluation_reminder", "How it was for you"),
    ]
    found = due_of_asked(asked, today=day(100), known={"M1", "E1"})
    assert [(one.kind, one.people) for one in found] == [("midway", ("M1",)), ("midway", ("E1",))]
    assert found[0].why == "Mid-way check was due on 2027-01-31, and is not answered."


def test_a_thing_that_is_due_prints_ids_and_no_sentence():
    one = Due("receipt", date(2026, 11, 2), "Planned for then", ("M1",), "1-1")
    assert "Planned" not in repr(one)
    assert one.on + timedelta(days=1) == day(1)
