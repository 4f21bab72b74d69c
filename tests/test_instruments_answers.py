"""What an answer means: every import and every form rests on this."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rmkit.instruments as instruments
from rmkit.instruments.answers import check_answers, fault, read_answer, tellable
from rmkit.instruments.model import Entry, Field

EXTENDED = instruments.load("candidate", "extended", {"style": ["plan_ahead", "try_first"]})
FIELDS = [
    *EXTENDED.fields,
    *instruments.load("staff_list").fields,
    *instruments.load("goal_setting").fields,
]
LEVEL = EXTENDED.field("level_spreadsheets")
ROLE = EXTENDED.field("role")
MEETING = EXTENDED.field("communication")


@pytest.mark.parametrize(
    "written",
    ["4", 4, 4.0, "4.0", " 4 ", "４", "advanced", "Advanced ", "4 - advanced", "4-advanced",
     "4 advanced", "4 – Advanced", "advanced (4)", np.int64(4), np.float64(4.0), ["4"]],
)  # fmt: skip
def test_a_level_is_read_however_it_is_written(written):
    assert read_answer(LEVEL, written).value == 4
    assert type(read_answer(LEVEL, written).value) is int


def test_a_decimal_comma_is_read_with_a_note():
    read = read_answer(LEVEL, "4,0")
    assert (read.value, read.note) == (4, "read as 4 (decimal comma)")


@pytest.mark.parametrize(
    "written",
    ["6", "0", 6, -1, 4.5, "4,5", "three", "TRUE", True, "nan", "inf", "1e308", "9" * 5000,
     pytest.param(10**5000, id="huge"), float("inf"), "4 - basic", "=4", "n/a"],
)  # fmt: skip
def test_what_is_no_level_is_told_with_the_ends_of_the_scale(written):
    read = read_answer(LEVEL, written)
    assert read.value is None
    assert read.problem == "is not a level. Levels run from 1 (none) to 5 (expert)."
    assert read.fix == "Write a number from 1 to 5, or leave it blank."


@pytest.mark.parametrize(
    ("written", "role"),
    [("Mentor", "mentor"), ("mentee", "mentee"), ("EITHER", "either"), ("Both", "either"),
     ("mentor;", "mentor"), ("Mentor, Mentee", "either"), ("Mentor;Mentee;", "either"),
     ("Mentor / Mentee", "either"), ("mentor/mentee", "either")],
)  # fmt: skip
def test_a_role_is_read_as_people_write_it(written, role):
    assert read_answer(ROLE, written).value == role


def test_a_choice_that_there_is_not_is_told_with_those_there_are():
    read = read_answer(ROLE, "mentr")
    assert read.problem == "is not one of the answers: Mentor, Mentee, Either."
    assert "Mentor" in read.fix


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("In person;Video call;", ["in_person", "video"]),
        ("E-mail, in person", ["in_person", "email"]),
        ("phone email", ["phone", "email"]),
        (["email", "Video call"], ["video", "email"]),
        ({"phone"}, ["phone"]),
        ("Face to face", ["in_person"]),
        ([], None),
        ("", None),
    ],
)
def test_several_choices_come_back_in_the_order_of_the_options(written, values):
    assert read_answer(MEETING, written).value == values


def test_an_unknown_choice_among_several_is_named():
    read = read_answer(MEETING, "In person; pigeon")
    assert read.value is None
    assert 'holds "pigeon", which is not one of the answers' in read.problem
    many = read_answer(EXTENDED.field("languages"), ["en", "Klingon"])
    assert "is not one of the 18 answers to choose from" in many.problem
    assert "Italian" in read_answer(EXTENDED.field("languages"), "Italain").fix


@pytest.mark.parametrize(
    "blank",
    [None, "", "   ", "\n", "\u00a0", "\ufeff", float("nan"), np.nan, pd.NA, pd.NaT, [], (), set()],
)
def test_every_way_to_leave_a_cell_empty_is_no_answer(blank):
    for field in FIELDS:
        read = read_answer(field, blank)
        assert (read.value, read.problem, read.note) == (None, None, None)


def test_errors_of_spreadsheets_are_told_for_every_question():
    for field in FIELDS:
        assert "error of the spreadsheet" in read_answer(field, "#N/A").problem


def test_a_date_made_of_an_answer_by_a_spreadsheet_is_told():
    day = datetime(2026, 5, 4, tzinfo=UTC)
    for key in ("level_spreadsheets", "role", "capacity"):
        read = read_answer(EXTENDED.field(key), day)
        assert "is a date" in read.problem
        assert "text" in read.fix
    assert read_answer(EXTENDED.field("position_since"), day).value == "2026-05-04"
    assert read_answer(EXTENDED.field("name"), day).problem is None


def test_numbers_and_texts_keep_to_the_limits_of_their_question():
    assert read_answer(EXTENDED.field("seniority_years"), "2,5").value == 2.5
    assert read_answer(EXTENDED.field("capacity"), "2.5").problem == "is not a whole number."
    assert read_answer(EXTENDED.field("capacity"), "9").fix == "Write a number from 1 to 5."
    assert read_answer(EXTENDED.field("name"), 12.0).value == "12"
    assert "limit is 200" in read_answer(EXTENDED.field("name"), "x" * 201).problem
    assert read_answer(EXTENDED.field("meaning"), "a\nb").value == "a\nb"


def test_lists_and_things_are_no_answer_to_a_plain_question():
    assert "several answers" in read_answer(EXTENDED.field("name"), ["a", "b"]).problem
    for thing in ({"a": 1}, b"ann", object(), [["en"]], [{}], 3j):
        for field in FIELDS:
            read = read_answer(field, thing)
            assert read.value is None
            assert read.problem


anything = (
    st.none()
    | st.text(max_size=60)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.datetimes()
    | st.lists(st.text(max_size=8) | st.integers(), max_size=3)
)


@given(st.sampled_from(FIELDS), anything)
@settings(max_examples=200)
def test_reading_never_fails_and_what_is_kept_reads_as_itself(field, raw):
    first = read_answer(field, raw)
    assert first.value is None or first.problem is None
    if first.value is not None:
        again = read_answer(field, first.value)
        assert (again.value, again.problem) == (first.value, None)
        assert type(again.value) is type(first.value)


@given(st.sampled_from([f for f in FIELDS if f.options]), st.data())
@settings(max_examples=200)
def test_a_value_or_label_as_anybody_writes_it_is_the_value(field, data):
    option = data.draw(st.sampled_from(field.options))
    words = data.draw(st.sampled_from([str(option.value), *option.words]))
    change = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
    spaces = st.sampled_from(["", " ", "\u00a0", "\t "])
    dash = data.draw(st.sampled_from("-–—‑"))
    text = data.draw(spaces) + change(words).replace("-", dash) + data.draw(spaces)
    value = read_answer(field, text).value
    assert value == ([option.value] if field.kind == "multiple_choice" else option.value)


def test_faults_show_answers_of_closed_questions_only():
    told = {field.key for field in EXTENDED.fields if tellable(field)}
    assert {"role", "level_spreadsheets", "email", "capacity", "position_since"} <= told
    hidden = {"name", "profile_link", "meaning", "passions", "topics", "style_plan_ahead"}
    assert not hidden & told


def test_a_reading_becomes_a_fault_that_a_person_understands():
    found = fault(LEVEL, read_answer(LEVEL, "6"), "6", file="answers.csv", row=14)
    assert str(found) == (
        'answers.csv, row 14, column "Your level with these digital tools – now [Spreadsheets]": '
        '"6" is not a level. Levels run from 1 (none) to 5 (expert). '
        "Write a number from 1 to 5, or leave it blank."
    )
    assert fault(LEVEL, read_answer(LEVEL, "4"), "4") is None
    noted = fault(LEVEL, read_answer(LEVEL, "4,0"), "4,0", column="Q7")
    assert (noted.level, noted.column, noted.value) == ("warning", "Q7", "4,0")


def test_what_people_wrote_in_their_own_words_never_stands_in_a_fault():
    for key, secret in (("name", "s3cret " * 60), ("passions", "s3cret" * 2000)):
        field = EXTENDED.field(key)
        assert "s3cret" not in str(fault(field, read_answer(field, secret), secret))
    style = EXTENDED.field("style_plan_ahead")
    assert "s3cret" not in str(fault(style, read_answer(style, "s3cret"), "s3cret"))


def test_a_number_too_long_to_write_does_not_break_its_fault():
    assert "more than 40 digits" in str(fault(LEVEL, read_answer(LEVEL, 10**5000), 10**5000))


GOOD = {"name": "Ann Lee", "email": "ann@example.org", "role": "Mentor"}


def test_a_whole_response_is_kept_by_key_without_the_unanswered():
    kept, faults = check_answers(EXTENDED, {**GOOD, "level_spreadsheets": "4", "meaning": "  "})
    assert kept == {
        "name": "Ann Lee",
        "email": "ann@example.org",
        "role": "mentor",
        "level_spreadsheets": 4,
    }
    assert faults == ()


def test_every_fault_of_a_response_is_told_by_the_heading_of_its_question():
    answers = {"name": "", "role": "boss", "seniority_years": "2,5", "levle_spreadsheets": 3}
    kept, faults = check_answers(EXTENDED, answers)
    assert kept == {"seniority_years": 2.5}
    told = {fault.column: (fault.level, fault.problem) for fault in faults}
    assert told["Your name"] == ("error", "is required, and there is no answer.")
    assert told["Your e-mail address at work"][1] == "is required, and there is no answer."
    assert told["Which role would you like?"][1].startswith("is not one of the answers")
    assert told["Years with the organisation"][0] == "warning"
    assert told["levle_spreadsheets"][1] == "is not a question of Candidate questionnaire."
    assert len(faults) == 5
    (unknown,) = [fault for fault in faults if fault.column == "levle_spreadsheets"]
    assert "level_spreadsheets" in unknown.fix


def test_a_required_question_for_mentors_is_missed_in_mentors_only():
    item = EXTENDED.field("capacity").item.model_copy(update={"required": True})
    sections = [
        s.model_copy(update={"items": tuple(item if i.id == "capacity" else i for i in s.items)})
        for s in EXTENDED.sections
    ]
    strict = EXTENDED.model_copy(update={"sections": tuple(sections)})
    assert strict.field("capacity").required, "a copy does not remember the fields of the original"
    for role, missed in (("mentor", 1), ("either", 1), ("mentee", 0)):
        _, faults = check_answers(strict, {**GOOD, "role": role})
        assert len(faults) == missed


def test_long_choices_of_a_programme_are_read_too():
    entry = Entry(id="erp", text="Our own system (SAP), finance")
    own = instruments.load("candidate", entries={"tools": [entry, "chat"], "competences": []})
    assert isinstance(own.field("level_erp"), Field)
    kept, faults = check_answers(own, {**GOOD, "level_erp": "2 - basic"})
    assert (kept["level_erp"], faults) == (2, ())
