"""The coordinator's board of meetings: status only, what is due, and what is told on the phone."""

from __future__ import annotations

import pytest

from rmkit import forms
from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.programme.programme import Programme
from tests.begun_pairs import BY, begin, day, kinds, on, pairs, plan, row, sign, told
from tests.mid_programme import joined, six_running


@pytest.fixture
def programme(tmp_path):
    with begin(tmp_path / "a.rmkit") as begun:
        yield begun


def test_the_board_counts_what_both_told_once_and_says_what_is_planned(programme):
    first, *_ = pairs(programme)
    with on(0):
        plan(programme, first, 10, 24, 38)
        sign(programme, first, 5)
    with on(25):
        told(programme, first, 10)
        told(programme, first, 10, person=first.mentor_id, minutes=50)
        told(programme, first, 24, minutes=20)
    seen = row(programme, first, 30)
    assert (seen.held, seen.minutes, seen.significant, seen.overdue) == (2, 70, 1, 0)
    assert (seen.last_held, seen.next_planned, seen.mentor_signed) == (day(24), day(38), day(5))
    assert seen.to_check == ()
    assert list(programme.meetings.board(day(30))["held"]) == [2, 0, 0, 0, 0, 0]


def test_a_programme_without_pairs_or_plan_has_an_empty_board(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as programme:
        step = programme.meetings
        assert step.board().empty
        assert step.this_week.empty
        assert (step.due(), step.concerns, step.drift, step.low_pulses) == ((), (), (), ())
        assert step.joiners.empty
        assert step.pulse.empty
        assert step.reviews.empty
        assert len(step.risks) == 15


def test_who_meets_this_week_stands_by_day_with_what_was_told(programme):
    first, second, *_ = pairs(programme)
    plan(programme, first, 8, 24)
    plan(programme, second, 7, 13, 14)
    with on(8):
        told(programme, second, 7)
    week = programme.meetings.week(day(9))
    assert list(week["day"]) == [day(7), day(8), day(13)]
    assert list(week["told"]) == ["held", "", ""]
    assert list(week["where"].unique()) == ["Room 5"]
    assert programme.meetings.week(day(15))["day"].tolist() == [day(14)]


def test_a_session_that_is_told_before_the_agreement_is_taken_and_said(programme):
    first, *_ = pairs(programme)
    with on(12):
        done = programme.meetings.take_receipt(first.pair_id, day(10), minutes=45, by=BY)
    assert "before both had signed" in str(done)
    assert row(programme, first, 12).held == 1
    assert len(row(programme, first, 12).to_check) == 1
    assert "agreement" in kinds(programme, 12, first)


def test_what_cannot_be_is_refused_with_every_fault_at_once(programme):
    first, *_ = pairs(programme)
    step = programme.meetings
    with on(12), pytest.raises(FaultsFound) as ahead:
        step.take_receipt(
            first.pair_id, day(20), minutes=600, new_day=day(22), by=BY, today=day(12)
        )
    assert {fault.key for fault in ahead.value.faults} == {"date", "minutes", "new_date"}
    with on(12), pytest.raises(FaultsFound, match="before they were a pair"):
        step.take_receipt(first.pair_id, day(-3), by=BY, today=day(12))
    with on(12), pytest.raises(NotAllowed, match="Say who does it"):
        step.take_receipt(first.pair_id, day(3), by=" ", today=day(12))
    with pytest.raises(UnknownName):
        step.take_receipt("9-9", day(3), by=BY, today=day(12))
    assert row(programme, first, 30).held == 0


def test_a_day_that_is_told_again_counts_once_and_what_they_send_counts_before_the_talk(programme):
    first, *_ = pairs(programme)
    with on(12):
        told(programme, first, 10, person=first.mentor_id, minutes=60)
        again = programme.meetings.take_receipt(first.pair_id, day(10), minutes=20, by=BY)
    assert "the day counts once" in str(again)
    assert (row(programme, first, 12).held, row(programme, first, 12).minutes) == (1, 60)


def test_the_receipts_of_a_pair_that_ended_are_taken_up_to_its_last_day(programme):
    first, *_ = pairs(programme)
    with on(12):
        told(programme, first, 10)
    with on(30):
        programme.pairing.part(first.pair_id, by=BY)
    assert (row(programme, first, 40).standing, row(programme, first, 40).held) == ("ended", 1)
    with on(40):
        programme.meetings.take_receipt(first.pair_id, day(24), minutes=60, by=BY, today=day(40))
        with pytest.raises(FaultsFound, match="The pair ended on 2 December 2026"):
            programme.meetings.take_receipt(first.pair_id, day(35), by=BY, today=day(40))
    assert row(programme, first, 40).held == 2
    assert kinds(programme, 60, first) == []


def test_a_pair_of_which_one_was_erased_is_counted_without_a_name(programme):
    first, *_ = pairs(programme)
    with on(25):
        plan(programme, first, 10, 40)
        told(programme, first, 10)
        programme.rights.erase(first.mentor_id, by=BY)
    seen = row(programme, first, 50)
    assert (seen.standing, seen.held) == ("one gone", 1)
    assert seen.isna()[["mentor_id", "mentor"]].all()
    assert kinds(programme, 50, first) == []
    assert programme.meetings.week(day(40)).empty


def test_who_joined_and_who_would_part_are_told_with_two_candidates_and_nobody_who_asked(tmp_path):
    with Programme.open(six_running(tmp_path)) as programme:
        first, *_ = pairs(programme)
        joined(programme)
        programme.questionnaires.answer(
            "reassignment", {"wish": "partner"}, person=first.mentee_id, by=BY
        )
        step = programme.meetings
        due = {one.kind: one for one in step.due()}
        assert due["join"].people == ("P009",)
        assert set(due["part"].people) == {first.mentor_id, first.mentee_id}
        assert step.board().set_index("pair_id").loc[first.pair_id, "part"]
        assert step.wishes_to_part["person_id"].tolist() == [first.mentee_id]
        assert list(step.joiners["person_id"]) == ["P009"]
        board = forms.meetings(programme)
        shown = board.do("turn", {"tab": "partners"}).data
        assert [i for i, _ in shown["wishes"][0]["people"]] == [first.mentor_id, first.mentee_id]
        found = board.do("candidates", {"person": first.mentor_id}).data["free"]["found"]
        assert 0 < len(found) <= 2
        assert "P009" not in str(found), "a mentor is no partner for a mentor"


def test_tools_or_questions_every_time_bring_a_friendly_prompt_and_once_something_else_none(
    programme,
):
    first, second, *_ = pairs(programme)
    with on(40):
        for n, kind in ((10, "tools"), (20, "questions"), (30, "tools")):
            told(programme, first, n, kind=kind)
            told(programme, second, n, kind="exchange" if n == 30 else kind)
    assert kinds(programme, 41, first).count("drift") == 1
    assert "drift" not in kinds(programme, 41, second)
    with on(40):
        assert [(one.pair_id, one.times) for one in programme.meetings.drift] == [
            (first.pair_id, 3)
        ]


def test_half_time_and_the_end_ask_for_what_is_not_answered(programme):
    first, *_ = pairs(programme)
    with on(12):
        told(programme, first, 10)
    half = [due for due in programme.meetings.due(day(92)) if due.kind == "midway"]
    assert {due.people for due in half} == {(first.mentor_id,), (first.mentee_id,)}
    with on(92):
        programme.questionnaires.answer(
            "midway", {"progress": 2}, person=first.mentee_id, wave="during", by=BY
        )
    assert [due.people for due in programme.meetings.due(day(92)) if due.kind == "midway"] == [
        (first.mentor_id,)
    ]
    assert "closing" not in kinds(programme, 180)
    closing = [due for due in programme.meetings.due(day(181)) if due.kind == "closing"]
    assert (first.mentee_id,) in {due.people for due in closing}
    assert {due.letter for due in closing} == {"evaluation_reminder"}


def test_a_review_is_due_after_two_months_and_on_the_day_that_the_last_one_named(programme):
    assert "review" not in kinds(programme, 60)
    assert "review" in kinds(programme, 61)
    answers = {"changed": "Half an hour instead of none.", "why": "Calendars.",
               "day": day(61).isoformat(), "next_day": day(100).isoformat()}  # fmt: skip
    with on(61):
        programme.meetings.note_review(answers, by=BY)
    assert "review" not in kinds(programme, 99)
    assert "review" in kinds(programme, 100)
    assert programme.meetings.reviews.loc[0, "why"] == "Calendars."
    with pytest.raises(FaultsFound):
        programme.meetings.note_review({"why": "Nothing said of what"}, by=BY)


def test_a_risk_is_rated_kept_and_stands_first_and_the_signs_are_counted(programme):
    first, *_ = pairs(programme)
    with on(12):
        told(programme, first, 10)
        counted = {one.risk_id: one.counted for one in programme.meetings.risks}
        assert counted["privacy"] == "1 of 6 pairs that met before both had signed."
        programme.meetings.rate("meetings", likely=3, harm=2, by=BY, measure="Write to them.")
        programme.meetings.rate("meetings", likely=2, harm=2, by=BY)
        own = programme.meetings.rate("own", own="Summer fair", likely=1, harm=1, by=BY)
    top, *_ = programme.meetings.risks
    assert (top.risk_id, top.weight, top.ratings) == ("meetings", 4, 2)
    assert own.title == "Summer fair"
    with pytest.raises(FaultsFound):
        programme.meetings.rate("unheard of", likely=4, harm=1, by=BY)
    with pytest.raises(NotAllowed, match="Name the risk"):
        programme.meetings.rate("own", likely=1, harm=1, by=BY)
