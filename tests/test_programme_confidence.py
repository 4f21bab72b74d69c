"""Concerns in confidence, the pulse without answers, reminders once a week, and nothing sealed."""

from __future__ import annotations

import json

import pytest

from rmkit import forms
from rmkit.disclosure.wrapping import Strength
from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.programme.sealing import SealingStep
from tests.begun_pairs import BY, begin, day, kinds, on, pairs, plan, row, sign, told

CANARY = "Zcanary"
STATEMENTS = ("respect", "trust", "authenticity", "listening", "candour")


@pytest.fixture
def programme(tmp_path):
    with begin(tmp_path / "a.rmkit") as begun:
        yield begun


def raise_concern(programme, person, n=20, **more):
    answers = {"wish": "talk", "about": ["tone"], "what": f"{CANARY} what", **more}
    with on(n):
        programme.questionnaires.answer("concern", answers, person=person, by=BY)


def beat(programme, person, n, level, **more):
    answers = {f"pulse_{name}": level for name in STATEMENTS} | more
    with on(n):
        programme.questionnaires.answer("pulse", answers, person=person, by=BY)


def test_a_concern_and_a_wish_for_a_call_are_one_list_that_does_not_tell_them_apart(programme):
    first, second, *_ = pairs(programme)
    raise_concern(programme, first.mentor_id)
    beat(programme, second.mentee_id, 20, 4, call="alone")
    one, other = programme.meetings.concerns
    assert {one.person_id, other.person_id} == {first.mentor_id, second.mentee_id}
    assert (one.since, one.answer_by, one.state) == (day(20), day(23), "open")
    assert (other.since, other.answer_by, other.state) == (day(20), day(23), "open")
    calls = [due for due in programme.meetings.due(day(20)) if due.kind == "call"]
    assert len({due.why for due in calls}) == 1
    assert list(programme.meetings.board(day(20))["call"]) == [True, True, False] + [False] * 3


def test_an_answer_is_due_within_three_working_days(programme):
    first, *_ = pairs(programme)
    raise_concern(programme, first.mentor_id, n=17)  # a Thursday
    assert programme.meetings.concerns[0].answer_by == day(22)  # the Tuesday after


def test_what_was_written_is_read_one_at_a_time_and_each_look_is_logged(programme):
    first, second, *_ = pairs(programme)
    raise_concern(programme, first.mentor_id)
    beat(programme, second.mentee_id, 21, 2, call="together")
    step = programme.meetings
    concern, call = sorted(step.concerns, key=lambda one: one.since)
    with pytest.raises(NotAllowed):
        step.read_concern(concern.concern_id, by="")
    with pytest.raises(UnknownName):
        step.read_concern("none", by=BY)
    assert programme.rights.accesses().empty
    read = step.read_concern(concern.concern_id, by=BY)
    assert f"{CANARY} what" in str(read.said)
    assert CANARY not in repr(read)
    answered = step.read_concern(call.concern_id, by=BY)
    assert [words for _, words in answered.said] == ["Yes, we would both like a call"]
    log = programme.rights.accesses()
    assert list(log["person_id"]) == [first.mentor_id, second.mentee_id]
    assert list(log["who"]) == [BY, BY]


def test_what_became_of_it_is_kept_with_who_and_when_and_can_be_opened_again(programme):
    first, *_ = pairs(programme)
    raise_concern(programme, first.mentor_id)
    (one,) = programme.meetings.concerns
    step = programme.meetings
    talk = step.note_outcome(one.concern_id, "talk", by=BY, on=day(21), back_on=day(30))
    assert (talk.state, talk.handled_by, talk.state_on) == ("talk", BY, day(21))
    assert ("call" in kinds(programme, 29), "call" in kinds(programme, 30)) == (False, True)
    with pytest.raises(NotAllowed, match="later day"):
        step.note_outcome(one.concern_id, "talk", by=BY, on=day(31), back_on=day(30))
    with pytest.raises(FaultsFound):
        step.note_outcome(one.concern_id, "forgotten", by=BY, on=day(31))
    done = step.note_outcome(one.concern_id, "settled", by=BY, on=day(31), outcome="talked")
    assert (done.state, done.due_on()) == ("settled", None)
    assert "call" not in kinds(programme, 60)
    assert not row(programme, first, 60).call
    again = step.note_outcome(one.concern_id, "open", by=BY, on=day(61))
    assert again.state == "open"
    assert len(programme.file.responses("concern_outcome")) == 3
    assert len(step.read_concern(one.concern_id, by=BY).notes) >= 9


def test_the_pulse_is_told_of_five_people_and_more_and_of_no_side_alone_with_fewer(programme):
    six = pairs(programme)
    for i, pair in enumerate(six[:4]):
        beat(programme, pair.mentor_id, 20, 3 + i % 2)
    assert programme.meetings.pulse["pulse"].isna().all()
    beat(programme, six[0].mentee_id, 21, 5)
    (both,) = programme.meetings.pulse.to_dict("records")
    assert (both["side"], both["people"], both["pulse"]) == ("both", 5, 3.8)
    for i, pair in enumerate(six):
        beat(programme, pair.mentor_id, 22, 3 + i % 2)
        beat(programme, pair.mentee_id, 22, 4 + i % 2)
    told_now = programme.meetings.pulse
    assert list(told_now["side"]) == ["mentors", "mentees"]
    assert list(told_now["people"]) == [6, 6]


def test_a_month_in_which_all_gave_the_same_is_hidden(programme):
    for pair in pairs(programme):
        beat(programme, pair.mentor_id, 20, 2)
    assert programme.meetings.pulse["pulse"].isna().all()


def test_a_low_or_falling_pulse_names_the_pair_and_neither_who_nor_how_low(programme):
    first, second, third, *_ = pairs(programme)
    beat(programme, first.mentee_id, 20, 1)
    beat(programme, second.mentee_id, 10, 5)
    beat(programme, second.mentee_id, 20, 4)
    beat(programme, third.mentor_id, 10, 5)
    beat(programme, third.mentor_id, 20, 3)
    low = programme.meetings.low_pulses
    assert [one.pair_id for one in low] == [first.pair_id, third.pair_id]
    (one, _) = [due for due in programme.meetings.due(day(21)) if due.kind == "low pulse"]
    assert one.people == ()
    assert not any(letter in one.why for letter in "12345")
    assert "low pulse" not in kinds(programme, 60)


def test_reminders_are_written_once_a_week_for_a_person_and_a_thing_and_logged(programme, tmp_path):
    one, *others = pairs(programme)
    for pair in others:
        sign(programme, pair)
    with on(14):
        fit = programme.meetings.reminders(day(14))
        assert {one.kind for one in fit} == {"agreement", "first contact"}
        first = programme.meetings.remind(by=BY, today=day(14), kinds=["first contact"])
    assert (first.people, first.waits) == (6, ())
    assert first.folder.parent.name == "a-reminders"
    assert len(list(first.folder.rglob("*.eml"))) == 6
    with on(16):
        rest = programme.meetings.remind(by=BY, today=day(16), folder=tmp_path / "b")
    assert (rest.people, len(rest.waits)) == (2, 6)
    assert "less than a week ago" in str(rest)
    with on(22):
        later = programme.meetings.remind(by=BY, today=day(22), folder=tmp_path / "c")
        assert (later.people, len(later.waits)) == (6, 2)
        with pytest.raises(UnknownName):
            programme.meetings.remind(by=BY, today=day(22), kinds=["spam"])
        with pytest.raises(NotAllowed):
            programme.meetings.remind(by="", today=day(22))
    programme.rights.erase(one.mentor_id, by=BY)
    assert one.mentor_id not in {who.person_id for who in programme.meetings.reminders(day(23))}
    kept = programme.file.documents("reminded")
    assert one.mentor_id not in str(kept), "whoever was erased stands in no list of reminders"


def test_nothing_sealed_and_nothing_confided_reaches_the_board_or_what_leaves_it(
    programme, tmp_path
):
    first, second, third, *_ = pairs(programme)
    with on(5):
        sealed = SealingStep(programme, strength=Strength(n=16))
        sealed.begin(first.pair_id, first.mentee_id, "a long passphrase of ours")
        form = programme.questionnaires.instrument("first_quarter")
        sealed.answer(first.pair_id, first.mentee_id, form, {"activities": f"{CANARY} sealed"})
    raise_concern(programme, second.mentor_id, n=6, reach=f"{CANARY} 555")
    raise_concern(programme, third.mentee_id, n=7)  # still open, so that it is due
    with on(12):
        plan(programme, first, 8, 20)
        sign(programme, first, 5)
        told(programme, second, 10, kind="tools")
        step = programme.meetings
        (call,) = (c.concern_id for c in step.concerns if c.person_id == second.mentor_id)
        step.note_outcome(call, "talk", by=BY, on=day(12), agreed=f"{CANARY} agreed")
        written = step.remind(by=BY, today=day(20), folder=tmp_path / "out")
    board = forms.meetings(programme)
    board.do("day", {"day": day(20).isoformat()})
    tabs = [board.do("turn", {"tab": t}).data for t in ("calls", "partners", "risks", "pulse")]
    opened = [board.do("show_pair", {"pair": one[0]}).data for one in board.view["pairs"]]
    seen = [
        json.dumps([board.view, tabs, opened], default=str), repr(step.concerns), repr(written),
        step.board(day(20)).to_csv(), step.week(day(20)).to_csv(), str(step.due(day(20))),
        " ".join(one.why for one in step.due(day(20))), str(step.risks), str(written),
        step.pulse.to_csv(), str(step.drift), str(step.low_pulses), str(programme.status()),
    ]  # fmt: skip
    assert not [text for text in seen if CANARY in text]
    files = [path for path in written.folder.rglob("*") if path.is_file()]
    assert files
    assert not [path.name for path in files if CANARY.encode() in path.read_bytes()]
