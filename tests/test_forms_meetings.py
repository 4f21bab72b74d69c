"""The Monday board: what is shown, what can be done there, and what never stands in it."""

from __future__ import annotations

import json

import pytest

from rmkit import forms
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme
from tests.begun_pairs import BY, begin, day, kinds, on, pairs, plan, sign, told

SECRET = "Zsecret words of somebody"
CONCERN = {"about": ["tone"], "what": SECRET, "wish": "talk", "reach": "Zsecret number"}


@pytest.fixture
def running(tmp_path):
    """Let a pair meet, and somebody raise a concern."""
    programme = begin(tmp_path / "begun.rmkit")
    first, second, *_ = pairs(programme)
    with on(0):
        sign(programme, first)
        plan(programme, first, 10, 24, 38)
    with on(12):
        told(programme, first, 10)
        programme.questionnaires.answer("concern", CONCERN, person=second.mentor_id, by=BY)
    yield programme
    programme.close()


@pytest.fixture
def board(running):
    shown = forms.meetings(running)
    shown.do("day", {"day": day(28).isoformat()})
    return shown


def test_the_board_tells_what_is_due_and_every_pair_by_its_status(board):
    view = board.view
    assert view["day_words"] == "Monday 30 November"
    assert view["due"][0]["kind"] == "call"
    assert {group["title"] for group in view["due"]} >= {"Agreement", "Receipt", "First contact"}
    assert view["summary"][0] == "6 pairs run; there was one meeting so far."
    assert "1 has not told us whether a planned meeting was held" in view["summary"][1]
    assert " 0 " not in f" {view['summary'][1]} "
    row = view["pairs"][0]
    assert row[3:6] == [1, 0, 1]
    assert row[9] == ["overdue"]
    assert view["pairs"][1][9] == ["call", "unsigned"]
    assert view["reminders"] > 5


def test_what_somebody_wrote_stands_in_no_view_until_it_is_opened_and_then_it_is_logged(
    board, running
):
    everything = [board.view, *(board.do("turn", {"tab": tab}).data for tab in
                  ("calls", "partners", "risks", "reviews", "pulse"))]  # fmt: skip
    everything += [board.do("show_pair", {"pair": row[0]}).data for row in board.view["pairs"]]
    assert "Zsecret" not in json.dumps(everything)
    (call,) = board.do("turn", {"tab": "calls"}).data["calls"]
    assert board.do("read", {"call": call["id"]}).notice.kind == "wrong"
    assert running.rights.accesses().empty
    read = board.do("read", {"call": call["id"], "by": BY}).data["read"]
    assert SECRET in str(read["said"])
    assert list(running.rights.accesses()["who"]) == [BY]
    assert "Zsecret" not in json.dumps(board.view)


def test_an_outcome_is_noted_and_the_call_leaves_the_list(board, running):
    (call,) = board.do("turn", {"tab": "calls"}).data["calls"]
    assert call["late"]
    given = {"call": call["id"], "state": "talk", "by": BY, "back": day(35).isoformat()}
    done = board.do("outcome", given)
    assert (done.notice.kind, done.data["calls"][0]["state"]) == ("done", "talk")
    assert "call" not in kinds(running, 28)
    assert "call" in kinds(running, 35)
    settled = {"call": call["id"], "state": "settled", "by": BY, "outcome": "talked", "back": ""}
    board.do("outcome", settled)
    assert "call" not in kinds(running, 35)
    assert board.view["calls"] == 0
    before = {**given, "back": day(1).isoformat()}
    assert board.do("outcome", before).notice.kind == "wrong"
    assert board.do("outcome", {**given, "back": "soon"}).notice.kind == "wrong"


def test_a_receipt_is_noted_from_its_form_with_every_fault(board, running):
    pair = board.view["pairs"][0][0]
    form = board.do("show_pair", {"pair": pair}).data["receipt"]
    assert form["id"] == "session_receipt"
    answers = {"date": day(24).isoformat(), "held": "held", "minutes": 45}
    wrong = board.do("receipt", {"pair": pair, "by": BY, "answers": {**answers, "minutes": 600}})
    assert [fault.key for fault in wrong.notice.faults] == ["minutes"]
    assert board.do("receipt", {"pair": pair, "answers": answers}).notice.kind == "wrong"
    done = board.do("receipt", {"pair": pair, "by": BY, "answers": answers})
    assert done.notice.kind == "done"
    assert board.view["pairs"][0][3] == 2
    assert done.data["facts"][0].startswith("2 meetings held")


def test_a_first_contact_is_noted_and_a_day_that_cannot_be_is_refused(board, running):
    pair = board.view["pairs"][2][0]
    given = {"pair": pair, "by": BY, "on": day(5).isoformat()}
    assert "first contact" in kinds(running, 28, pairs(running)[2])
    assert board.do("contact", {**given, "on": ""}).notice.kind == "wrong"
    assert board.do("contact", {**given, "on": day(-9).isoformat()}).notice.kind == "wrong"
    done = board.do("contact", given)
    assert (done.notice.kind, done.data["contact"]) == ("done", "7 November")
    assert "first contact" not in kinds(running, 28, pairs(running)[2])


def test_another_day_shows_what_is_due_then_and_no_day_is_refused(board):
    board.do("day", {"day": day(1).isoformat()})
    assert board.view["due"] == [], "nobody had asked for a call yet"
    assert board.do("day", {"day": "Monday"}).notice.kind == "wrong"
    board.do("day", {"day": ""})
    assert board.view["day"] == board.view["programme_day"]


def test_a_risk_and_a_review_are_kept_from_the_board(board, running):
    given = {"risk": "own Summer fair", "likely": "2", "harm": "3", "measure": "Ask.", "by": BY}
    done = board.do("rate", given)
    assert done.data["risks"][0]["title"] == "Summer fair"
    assert board.do("rate", {**given, "harm": ""}).notice.kind == "wrong"
    answers = {"changed": "Half an hour.", "looked_at": ["risks"], "day": day(28).isoformat()}
    kept = board.do("review", {"answers": answers, "by": BY})
    assert kept.data["reviews"][0]["looked"] == ["The register of risks"]
    assert "Half an hour" not in json.dumps(board.view), "a note is no part of a saved notebook"
    assert running.meetings.reviews.loc[0, "changed"] == "Half an hour."


def test_an_empty_programme_shows_an_empty_board_and_a_broken_one_a_sentence(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as programme:
        board = forms.meetings(programme)
        assert (board.view["pairs"], board.view["due"], board.view["problem"]) == ([], [], None)
        programme.objective.set(Objective(sentence="Learn."))
        for tab in ("calls", "partners", "risks", "reviews", "pulse", "unheard of"):
            assert board.do("turn", {"tab": tab}).notice is None
    assert forms.meetings(programme).view["problem"]["kind"] == "wrong"
