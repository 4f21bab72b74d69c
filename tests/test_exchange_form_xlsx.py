"""Our own forms go out as workbooks and come back as answers."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from rmkit.errors import FileRefused, NotSaved
from rmkit.exchange.form_xlsx import sheet_name, write_form
from rmkit.exchange.preview import preview
from rmkit.exchange.survey_table_xlsx import write_survey_table
from rmkit.exchange.tables import read_table
from rmkit.instruments import load, read_instrument
from tests.fillers import fill_xlsx, places

SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")
GIVEN = {
    "name": "Ann Lee",
    "email": "ann@example.org",
    "department": "=1+1",
    "role": "mentor",
    "age": 28,
    "since": "2024-03-31",
    "topics": ["ai", "inclusion"],
    "wish": "Two\nlines",
    "know_q1": 4,
    "know_q3": 1,
}


def sheet_of(path):
    book = openpyxl.load_workbook(path)
    return book[book.sheetnames[0]]


@pytest.mark.parametrize("language", ["en", "de"])
def test_filled_form_comes_back_as_what_was_answered(tmp_path, language):
    form = write_form(SMALL, tmp_path / "form.xlsx", organisation="Harbour", language=language)
    seen = preview(fill_xlsx(form, SMALL, GIVEN, language), SMALL)
    assert seen.ok, seen.text()
    assert seen.layout == "rmkit_form"
    assert [dict(response.answers) for response in seen.responses] == [GIVEN]


@pytest.mark.parametrize("variant", ["short", "extended"])
def test_candidate_form_asks_every_question_of_its_variant(tmp_path, variant):
    candidate = load("candidate", variant)
    form = write_form(candidate, tmp_path / "form.xlsx")
    asked = {code.partition("[")[0] for code in places(form)}
    assert asked == {field.key for field in candidate.fields}
    given = {"name": "Ann", "email": "a@example.org", "role": "either", "level_evaluating": 5}
    seen = preview(fill_xlsx(form, candidate, given), candidate)
    assert [dict(response.answers) for response in seen.responses] == [given]


def test_same_form_is_the_same_file(tmp_path):
    first = write_form(SMALL, tmp_path / "a.xlsx").read_bytes()
    assert write_form(SMALL, tmp_path / "b.xlsx").read_bytes() == first


def test_all_but_the_answers_is_locked_and_choices_have_lists(tmp_path):
    form = write_form(SMALL, tmp_path / "form.xlsx")
    sheet, where = sheet_of(form), places(form)
    assert sheet.protection.sheet
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert set(where.values()) <= unlocked
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    ruled = {str(place) for rule in lists for place in rule.sqref.ranges}
    assert {where["role"], where["know_q1"], where["know_q2"], where["know_q3"]} <= ruled
    assert openpyxl.load_workbook(form)["rmkit"].sheet_state == "veryHidden"


def test_form_fits_a_page_in_width(tmp_path):
    for instrument in (SMALL, load("candidate", "extended")):
        sheet = sheet_of(write_form(instrument, tmp_path / "form.xlsx"))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (1, None)  # one page is what it means unsaid
        assert sheet.page_setup.fitToHeight == 0
        assert sum(d.width * (d.max - d.min + 1) for d in sheet.column_dimensions.values()) < 105


def test_fault_in_a_form_names_the_cell_s_own_row(tmp_path):
    form = write_form(SMALL, tmp_path / "form.xlsx")
    where = places(form)
    book = openpyxl.load_workbook(form)
    sheet = book[book.sheetnames[0]]
    sheet[where["email"]] = "ann@@x"
    sheet[where["know_q2"]] = 7
    book.save(form)
    faults = preview(form, SMALL).faults
    assert {fault.cell for fault in faults} == {where["email"], where["know_q2"]}
    assert all(f"form.xlsx, cell {fault.cell}, column " in str(fault) for fault in faults)
    rows = {fault.column: fault.row for fault in faults}
    assert rows == {
        "Your e-mail address": int(where["email"][1:]),
        "How well do you know these tools? [Spreadsheets]": int(where["know_q2"][1:]),
    }


def test_empty_form_says_so(tmp_path):
    seen = preview(write_form(SMALL, tmp_path / "form.xlsx"), SMALL)
    assert [fault.problem for fault in seen.faults] == ["The form is empty."]


def test_form_whose_rows_were_moved_is_refused(tmp_path):
    form = fill_xlsx(write_form(SMALL, tmp_path / "form.xlsx"), SMALL, GIVEN)
    book = openpyxl.load_workbook(form)
    book[book.sheetnames[0]].insert_rows(8)
    book.save(form)
    assert "The form was rearranged" in str(preview(form, SMALL).faults[0])


def test_form_of_another_questionnaire_or_version_is_told(tmp_path):
    form = fill_xlsx(write_form(SMALL, tmp_path / "form.xlsx"), SMALL, GIVEN)
    newer = SMALL.model_copy(update={"version": 2})
    assert preview(form, newer).ok
    assert "version 1 of small; now it is version 2" in str(preview(form, newer).warnings[0])
    told = str(preview(form, load("candidate")).faults[0])
    assert "This is a form of small, not of candidate." in told


def test_folder_of_forms_is_read_whole_and_faults_name_the_file(tmp_path):
    blank = write_form(SMALL, tmp_path / "blank form.xlsx")
    folder = tmp_path / "returned"
    folder.mkdir()
    for name, given in (
        ("ann.xlsx", GIVEN),
        ("ben.xlsx", {"name": "Ben", "email": "ben@example.org", "age": 3}),
        ("dee.xlsx", {"name": "Dee", "email": "dee@example.org"}),
    ):
        shutil.copy(blank, folder / name)
        fill_xlsx(folder / name, SMALL, given)
    (folder / "cut.xlsx").write_bytes(blank.read_bytes()[:900])
    write_survey_table(SMALL, folder / "table.xlsx")
    (folder / "~$ann.xlsx").write_bytes(b"lock")
    seen = preview(folder, SMALL)
    assert [(r.file, r.answers["name"]) for r in seen.responses] == [
        ("ann.xlsx", "Ann Lee"), ("ben.xlsx", "Ben"), ("dee.xlsx", "Dee"),
    ]  # fmt: skip
    told = sorted((fault.file, fault.problem.split(".")[0]) for fault in seen.faults)
    assert [file for file, _ in told] == ["ben.xlsx", "cut.xlsx", "table.xlsx"]


def test_same_person_in_two_forms_is_asked_about_by_file(tmp_path):
    for name, age in (("a.xlsx", 30), ("b.xlsx", 31)):
        fill_xlsx(
            write_form(SMALL, tmp_path / name), SMALL, {"email": "ann@example.org", "age": age}
        )
    [fault] = preview(tmp_path, SMALL).faults
    assert "answered in a.xlsx and b.xlsx, and the answers differ (Your age)" in fault.problem


def test_hidden_sheet_that_is_not_ours_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.create_sheet("rmkit").append(["something else"])
    book["rmkit"].sheet_state = "hidden"
    book.save(tmp_path / "odd.xlsx")
    with pytest.raises(FileRefused, match="no rmkit form"):
        read_table(tmp_path / "odd.xlsx")


@pytest.mark.parametrize("language", ["en", "de"])
def test_table_to_type_answers_into_is_read_back(tmp_path, language):
    path = write_survey_table(SMALL, tmp_path / "table.xlsx", language=language)
    book = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[0]]
    headings = [cell.value for cell in sheet[1]]
    assert headings == [field.heading(language) for field in SMALL.fields]
    role = {"en": "Either", "de": "Egal"}[language]
    topics = {"en": "AI, data; Inclusion", "de": "KI, Daten; Inklusion"}[language]
    sheet.append(["Ann", "a@example.org", "IT", role, 28, None, topics, "x", 4, None, 5])
    book.save(path)
    seen = preview(path, SMALL)
    assert seen.ok, seen.text()
    assert seen.layout == "plain"
    assert seen.responses[0].answers["role"] == "either"
    assert seen.responses[0].answers["topics"] == ["ai", "inclusion"]


def test_table_of_the_candidates_is_matched_whole(tmp_path):
    extended = load("candidate", "extended")
    seen = preview(write_survey_table(extended, tmp_path / "table.xlsx"), extended)
    assert [c.answers for c in seen.matched] == [field.key for field in extended.fields]


def test_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(NotSaved, match="cannot be written"):
        write_form(SMALL, tmp_path / "nowhere" / "form.xlsx")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Candidates: 2026/27?", "Candidates 2026 27"),
        ("rmkit", "Form"),
        ("", "Form"),
        ("x" * 40, "x" * 31),
    ],
)
def test_title_becomes_a_name_that_a_sheet_can_have(title, name):
    assert sheet_name(title) == name


@pytest.mark.parametrize("here", [".", "../returned", "inner/.."])
def test_folder_is_headed_by_its_name_however_it_was_written(tmp_path, monkeypatch, here):
    folder = tmp_path / "returned"
    (folder / "inner").mkdir(parents=True)
    fill_xlsx(write_form(SMALL, folder / "ann.xlsx"), SMALL, {"email": "ann@example.org"})
    monkeypatch.chdir(folder)
    seen = preview(here, SMALL)
    assert seen.text().startswith("returned (rmkit_form): 1 response\n")
