import random
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from rmkit.errors import FileRefused
from rmkit.exchange.preview import preview
from rmkit.exchange.survey_questions import survey_headings
from rmkit.instruments import catalogue, load
from tests.survey_tools import (
    EXPORTS,
    google_csv,
    google_sheets,
    ms_forms,
    open_to_all,
    random_answers,
)

FORMS = [
    pytest.param(line.id, variant, id=f"{line.id} {variant or ''}".strip())
    for line in catalogue()
    if (form := load(line.id)).kind == "form"
    for variant in (form.variants or [None])
]
PEOPLE = 8


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize(("name", "variant"), FORMS)
def test_what_a_survey_tool_exports_comes_back_equal_without_a_mapping(
    name, variant, export, tmp_path
):
    form = open_to_all(load(name, variant))
    dice = random.Random(f"{name} {variant} {export}")
    answers = [random_answers(form, n, dice) for n in range(PEOPLE)]
    tool, write = EXPORTS[export]
    seen = preview(write(form, answers, tmp_path), form)
    assert seen.faults == (), seen.text()
    assert seen.layout == tool
    assert [column.remark for column in seen.matched if column.use == "unknown"] == []
    assert [dict(response.answers) for response in seen.responses] == answers


@pytest.mark.parametrize("tool", ["google_forms", "ms_forms"])
@pytest.mark.parametrize(("name", "variant"), FORMS)
def test_every_question_has_a_heading_of_its_own(name, variant, tool):
    form = load(name, variant)
    headings = list(survey_headings(form, tool=tool).values())
    assert len(set(headings)) == len(headings) == len(form.fields)


STAFF = pd.DataFrame(
    [(f"P{n}", f"Person{n}@example.org", f"Person {n}") for n in range(PEOPLE - 1)],
    columns=["person_id", "email", "name"],
)


def noted(name: str, folder: Path) -> Path:
    """Write an export in which Forms noted who answered; one is no longer on the staff list."""
    form = load(name)
    dice = random.Random(name)
    path = ms_forms(form, [random_answers(form, n, dice) for n in range(PEOPLE)], folder)
    book = openpyxl.load_workbook(path)
    for number, cell in enumerate(book["Sheet1"]["D"][1:]):
        cell.value = f"person{number}@example.org"
    book["Sheet1"]["D2"] = "anonymous"
    book.save(path)
    return path


def test_who_answered_is_told_by_the_address_that_the_tool_noted(tmp_path):
    path = noted("pulse", tmp_path)
    seen = preview(path, load("pulse"), people=STAFF)
    assert [r.person_id for r in seen.responses] == [None, "P1", "P2", "P3", "P4", "P5", "P6", None]
    (fault,) = seen.faults
    assert (fault.row, fault.value) == (9, "person7@example.org")
    assert "is not on the staff list" in fault.problem
    assert "The survey tool noted the e-mail address of 7 of 8: it says who they are." in seen.notes
    assert all("example.org" not in str(response.answers) for response in seen.responses)


def test_what_the_coordinator_writes_about_another_is_not_taken_for_their_own(tmp_path):
    seen = preview(noted("closing_interview", tmp_path), load("closing_interview"), people=STAFF)
    assert seen.ok
    assert {response.person_id for response in seen.responses} == {None}


def test_a_date_that_can_be_read_in_two_ways_is_read_as_the_times_of_the_sheet(tmp_path):
    form = load("session_receipt")
    given = random_answers(form, 1, random.Random(1))
    days = {f.key: "2026-04-03" for f in form.fields if f.kind == "date"}
    path = google_sheets(form, [{**given, **days}], tmp_path)
    text = path.read_text("utf-8")
    stamp = re.search(r"\d+/14/2026 [0-9:]+", text)[0]
    for sent, day in ((stamp, "2026-04-03"), ("14/9/2026 07:22:57", "2026-03-04")):
        path.write_text(text.replace(stamp, sent), "utf-8")
        seen = preview(path, form)
        assert seen.ok, seen.text()
        assert {seen.responses[0].answers[key] for key in days} == {day}
    path.write_text(text.replace(stamp, "3/3/2026 07:22:57"), "utf-8")
    assert "can be day or month first" in preview(path, form).text()


SCRIPT = "<script>alert('Zlist')</script> =HYPERLINK(1)"
LONG = "Zsecret " * 3_000
"""24,000 characters: a cell of Excel holds no more than 32,767."""


@pytest.mark.parametrize("export", EXPORTS)
def test_what_is_wrong_with_the_answers_of_two_voices_is_told_by_row_and_never_shown(
    export, tmp_path
):
    form = load("session_worksheet")
    dice = random.Random(export)
    answers = [random_answers(form, n, dice) for n in range(4)]
    sound = dict(answers[3])
    answers[0]["welcome"] = "yes"
    answers[1]["learning_outcomes_mentee"] = LONG
    answers[2]["session_number"] = 61
    answers[3] |= {"mentor": SCRIPT, "commitments_mentor": SCRIPT}
    _, write = EXPORTS[export]
    seen = preview(write(form, answers, tmp_path), form)
    told = seen.text()
    wrong = {(4, "session_number"), (3, "learning_outcomes_mentee")}
    assert {(fault.row, fault.key) for fault in seen.faults} == wrong
    assert "What was learned? – Mentee" in told
    assert "23,999 characters" in told
    assert "Zsecret" not in told
    assert "61" not in told
    assert all(not response.answers for response in seen.responses), "it stays with the pair"
    opened = preview(write(form, [answers[3]], tmp_path), open_to_all(form))
    assert opened.ok, opened.text()
    wanted = sound | {"mentor": SCRIPT, "commitments_mentor": SCRIPT}
    assert opened.responses[0].answers == wanted
    assert "Zlist" not in opened.text()


def test_an_answer_of_more_than_100_000_characters_is_refused_with_its_row(tmp_path):
    form = load("session_worksheet")
    answers = [random_answers(form, n, random.Random(n)) for n in range(2)]
    answers[1]["highlights_mentor"] = "Zsecret " * 12_501
    with pytest.raises(FileRefused, match="row 3: a cell holds 100,008 characters") as refused:
        preview(google_csv(form, answers, tmp_path), form)
    assert "Zsecret" not in str(refused.value)


def test_a_level_off_the_scale_and_words_that_are_no_answer_are_told(tmp_path):
    form = load("pulse")
    answers = [random_answers(form, n, random.Random(n)) for n in range(3)]
    path = google_sheets(
        form, [{**each, "pulse_trust": 5, "call": "no"} for each in answers], tmp_path
    )
    text = path.read_text("utf-8").replace("fully", "9 - more than fully", 1)
    path.write_text(text.replace("No, we are fine", "Perhaps <b>", 1), "utf-8")
    seen = preview(path, form)
    assert not seen.ok
    assert "is not a level. Levels run from 1 (not at all) to 5 (fully)." in seen.text()
    assert "is not one of the answers: No, we are fine, Yes, I would like a call" in seen.text()
    assert "Perhaps" not in seen.text()
