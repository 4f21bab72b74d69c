"""Preparing people in a programme: who was there, who was not, the circle, what is written."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from rmkit import forms
from rmkit.errors import NotAllowed, RmkitError, UnknownName
from rmkit.programme.programme import Programme
from tests.mid_programme import six_running

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return six_running(tmp_path_factory.mktemp("training"))


@pytest.fixture
def six(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "six.rmkit")) as programme:
        yield programme


def of_role(programme, role):
    table = programme.training.attendance
    return list(table.loc[table["role"] == role, "person_id"])


def test_a_mentor_is_prepared_by_three_modules_and_a_mentee_by_one_of_two(six):
    step = six.training
    mentor, mentee, other = of_role(six, "mentor")[0], *of_role(six, "mentee")[:2]
    assert {mentor, mentee, other} <= set(step.unprepared)
    step.attended("introduction", [mentor, mentee], by=BY)
    assert mentor in step.unprepared
    assert mentee not in step.unprepared
    step.attended("briefing", [other], by=BY)
    for name in ("trust", "practice"):
        step.attended(name, [mentor], by=BY)
    assert not {mentor, mentee, other} & set(step.unprepared)
    row = step.attendance.set_index("person_id").loc[mentor]
    assert row["practice"] == six.today


def test_nobody_is_noted_twice_for_the_same_day(six):
    first, second = of_role(six, "mentor")[:2]
    six.training.attended("trust", [first, first], by=BY)
    done = six.training.attended("trust", [first, second], by=BY)
    assert (done.noted, done.already) == ((second,), (first,))
    assert "1 had been noted already" in str(done)
    assert len(six.file.responses("training_record")) == 2


@pytest.mark.parametrize("name", ["circle", "introducton"])
def test_of_the_circle_and_of_what_is_not_there_nothing_is_noted(six, name):
    with pytest.raises(UnknownName):
        six.training.attended(name, of_role(six, "mentor"), by=BY)


def test_a_day_to_come_nobody_and_somebody_unknown_are_refused_and_nothing_is_noted(six):
    someone = of_role(six, "mentor")[0]
    with pytest.raises(NotAllowed, match="still to come"):
        six.training.attended("trust", [someone], by=BY, on=six.today + timedelta(days=1))
    with pytest.raises(NotAllowed, match="Nobody is named"):
        six.training.attended("trust", [], by=BY)
    with pytest.raises(UnknownName):
        six.training.attended("trust", [someone, "P999"], by=BY)
    assert six.file.responses("training_record") == []


def test_whoever_is_erased_is_gone_from_the_notes(six):
    someone = of_role(six, "mentor")[0]
    six.training.attended("trust", [someone], by=BY)
    six.candidates.erase(someone, by=BY)
    assert six.file.responses("training_record") == []
    assert someone not in set(six.training.attendance["person_id"])


def test_circles_follow_from_the_objective(six, tmp_path):
    assert six.training.circles()[0] == date(2026, 10, 22)
    assert {day.weekday() for day in six.training.circles(weekday=1)} == {1}
    with Programme.create(tmp_path / "new.rmkit", name="N", organisation="O") as empty:
        assert empty.training.circles() == ()
        assert empty.training.attendance.empty
        assert empty.training.unprepared == ()


def test_invitations_are_written_with_day_and_place_and_not_sent(six, tmp_path):
    written = six.training.invite("circle", when="Thursday 22 October, 16:00", where="Attic",
                                  folder=tmp_path / "box")  # fmt: skip
    mails = [path for path in written if path.suffix == ".eml"]
    assert len(mails) == len(of_role(six, "mentor"))
    text = (tmp_path / "box" / "letters.txt").read_text("utf-8")
    assert "Thursday 22 October, 16:00" in text
    assert "Attic" in text
    with pytest.raises(RmkitError, match="Say when and where"):
        six.training.invite("briefing", when=" ", where="Attic")
    with pytest.raises(UnknownName, match="circle"):
        six.training.invite("party", when="now", where="here")


def test_the_panel_notes_those_ticked_and_shows_who_is_left(six):
    panel = forms.attendance(six)
    ids = [row["id"] for row in panel.view["people"]]
    given = {
        "module": "introduction",
        "day": six.today.isoformat(),
        "people": dict.fromkeys(ids, "yes"),
    }
    assert panel.do("note", {**given, "by": ""}).notice.kind == "wrong"
    assert panel.do("note", {**given, "by": BY, "day": ""}).notice.kind == "wrong"
    done = panel.do("note", {**given, "by": BY})
    assert done.notice.kind == "done"
    assert [row["role"] for row in panel.view["people"] if not row["prepared"]] == ["mentor"] * 6
    assert panel.view["circles"][0] == "Thursday, 22 October 2026"
