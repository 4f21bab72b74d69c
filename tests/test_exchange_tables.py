"""Tables are read as they stand, whatever wrote them, or refused in a sentence."""

import csv
import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FileRefused, UnknownName
from rmkit.exchange import grid, zip_parts
from rmkit.exchange.csv_table import read_csv
from rmkit.exchange.tables import read_table


def text_table(tmp_path, content, name="answers.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def workbook(tmp_path, *sheets, name="answers.xlsx"):
    """Write sheets given as (title, state, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, state, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = state
    path = tmp_path / name
    book.save(path)
    return path


def told(table):
    return " ".join(table.notes)


@pytest.mark.parametrize(("mark", "said"), [(",", ","), (";", ";"), ("\t", "TAB"), ("|", "|")])
def test_separator_is_detected_and_said(tmp_path, mark, said):
    rows = mark.join(["name", "email"]) + "\n" + mark.join(["Ann", "ann@example.org"])
    table = read_table(text_table(tmp_path, rows))
    assert [h.text for h in table.header] == ["name", "email"]
    assert table.rows == (("Ann", "ann@example.org"),)
    assert f"Separator is {said} (detected)." in told(table)


def test_separator_is_that_of_the_whole_file_not_of_one_wordy_answer(tmp_path):
    content = "name;hope\nAnn;one, two, three, four\nBen;five\n"
    assert read_table(text_table(tmp_path, content)).rows[0] == ("Ann", "one, two, three, four")


def test_separator_that_excel_names_in_a_hidden_first_line_is_followed(tmp_path):
    table = read_table(text_table(tmp_path, "sep=|\nname|hope\nAnn|a;b\n"))
    assert table.first_row == 2
    assert table.rows == (("Ann", "a;b"),)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    ),
    mark=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_a_csv_writer_writes_is_read_back_to_the_letter(rows, mark, end):
    filled = [[f"x{cell}" for cell in row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["a", "b", "c"], *filled]
    )
    read = read_csv(out.getvalue().encode("utf-8"), file="answers.csv")
    assert [list(row) for row in read.rows[1:]] == filled


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read_and_line_breaks_in_quotes_are_kept(tmp_path, end):
    content = f'name,hope{end}Ann,"one{end}two"{end}Ben,three{end}'
    assert read_table(text_table(tmp_path, content)).rows == (
        ("Ann", f"one{end}two"),
        ("Ben", "three"),
    )


def test_words_that_others_take_for_missing_values_or_numbers_stay_text(tmp_path):
    table = read_table(text_table(tmp_path, "a,b,c,d,e\nN/A,NULL,007,1e5,\n"))
    assert table.rows == (("N/A", "NULL", "007", "1e5", None),)


@pytest.mark.parametrize(
    "content",
    [
        "name,town\nJosé,Łódź\n".encode("utf-8-sig"),
        "name,town\nJosé,Łódź\n".encode("utf-16"),
        "name,town\nJosé,Łódź\n".encode("utf-16-le"),
        "name,town\nJosé,Łódź\n".encode("utf-16-be"),
    ],
    ids=["UTF-8 with its mark", "UTF-16 with its mark", "little end first", "big end first"],
)
def test_unicode_in_every_wrapping_is_read(tmp_path, content):
    assert read_table(text_table(tmp_path, content)).rows == (("José", "Łódź"),)


def test_older_encoding_is_taken_where_all_that_make_sense_agree(tmp_path):
    table = read_table(text_table(tmp_path, "name,town\nJosé Müller,Köln\n".encode("cp1252")))
    assert table.rows == (("José Müller", "Köln"),)
    assert "cp1252" in told(table)


def test_older_encoding_that_can_be_two_things_is_asked_with_a_preview(tmp_path):
    path = text_table(tmp_path, "name,town\nИван,София\n".encode("cp1251"))
    with pytest.raises(FileRefused, match=r"cannot be told for sure.*cp1251 \(Cyrillic\).*Иван"):
        read_table(path)
    assert read_table(path, encoding="cp1251").rows == (("Иван", "София"),)


def test_preview_of_encodings_shows_no_sentence_of_a_long_answer(tmp_path):
    secret = "Мой начальник не знает что я ухожу и это никому нельзя говорить"
    path = text_table(tmp_path, f"name,hope\nAnn,{secret}\n".encode("cp1251"))
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert "начальник" not in str(refused.value)


def test_encoding_that_is_unknown_or_does_not_fit_is_said(tmp_path):
    path = text_table(tmp_path, "name\nИван\n")
    with pytest.raises(FileRefused, match="not an encoding that is known"):
        read_table(path, encoding="utf-99")
    with pytest.raises(FileRefused, match="not written in ascii"):
        read_table(path, encoding="ascii")


def test_quotation_mark_that_is_never_closed_is_refused_with_its_row(tmp_path):
    path = text_table(tmp_path, 'name,hope\nAnn,fine\nBen,"never closed\nCem,lost\n')
    with pytest.raises(FileRefused, match="row 3: a quotation mark is opened and never closed"):
        read_table(path)


def test_row_that_is_too_wide_is_a_fault_and_one_that_is_short_is_noted(tmp_path):
    table = read_table(text_table(tmp_path, "a,b,c\n1,2,3\n1,2,3,4\n1\n5,6,7\n"))
    assert [fault.row for fault in table.faults] == [3]
    assert "4 cells were found where the heading has 3" in str(table.faults[0])
    assert "shorter than the heading (first: row 4)" in told(table)


def test_rows_keep_their_numbers_across_blank_ones(tmp_path):
    table = read_table(text_table(tmp_path, "name,age\nAnn,30\n\n,\nBen,40\n\n"))
    assert [number for number, _ in table.filled] == [2, 5]


@pytest.mark.parametrize("content", ["", "  \n\n", ",", ";;\n;;"])
def test_empty_file_is_refused(tmp_path, content):
    with pytest.raises(FileRefused, match="is empty"):
        read_table(text_table(tmp_path, content))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    with pytest.raises(FileRefused, match="zero bytes"):
        read_table(text_table(tmp_path, b"name,age\nAnn,3\0\n"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("wide.csv", ",".join(f"c{i}" for i in range(30)), "30 columns; the limit is 20"),
        ("long.csv", "a,b\n" * 15, "more than 10 rows"),
        ("cell.csv", "a,b\n1," + "x" * 101, "101 characters; the limit is 100"),
    ],
)
def test_table_over_the_limits_is_refused(tmp_path, monkeypatch, name, content, said):
    monkeypatch.setattr(grid, "MOST_COLUMNS", 20)
    monkeypatch.setattr(grid, "MOST_ROWS", 10)
    monkeypatch.setattr(grid, "LONGEST_CELL", 100)
    with pytest.raises(FileRefused, match=said):
        read_table(text_table(tmp_path, content, name))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"{}", "holds no responses"),
        ("a.ics", b"BEGIN:VCALENDAR", "is a calendar, which is not read here"),
        ("a.pkl", b"\x80\x04.", "Pickle files are never read"),
        ("a.ods", b"PK", "LibreOffice"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
        ("a.exe", b"MZ", "Save the table"),
        ("a.csv", b"PK\x03\x04rest", "is a ZIP archive, not a table"),
        ("a.xlsx", b"name,age\nAnn,3\n", "rename it to end in .csv"),
        ("a.xlsx", b"<html><table>", "looks like a web page"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "password"),
    ],
)
def test_file_of_another_kind_is_refused_with_the_way_out(tmp_path, name, content, said):
    with pytest.raises(FileRefused, match=said):
        read_table(text_table(tmp_path, content, name))


def test_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileRefused, match="There is no file"):
        read_table(tmp_path / "nowhere.csv")


def test_workbook_cells_keep_their_kinds_and_formulas_stay_text(tmp_path):
    when = datetime(2026, 3, 31, 10, 30)  # noqa: DTZ001 - a workbook knows no zones
    rows = [["a", "b", "c", "d", "e", "f"], ["7", 7, 7.5, True, when, '=cmd|"/C calc"!A0']]
    table = read_table(workbook(tmp_path, ("Form1", "visible", rows)))
    assert table.rows == (("7", 7, 7.5, True, when, '=cmd|"/C calc"!A0'),)
    assert "Formulas are kept as text, not computed: 1 (F2)" in told(table)


def test_error_cells_of_a_workbook_come_as_their_text(tmp_path):
    table = read_table(workbook(tmp_path, ("S", "visible", [["q1"], ["#N/A"]])))
    assert table.rows == (("#N/A",),)


def test_only_the_visible_sheet_is_read_and_that_is_said(tmp_path):
    path = workbook(
        tmp_path,
        ("real", "visible", [["name"], ["Ann"]]),
        ("secret", "veryHidden", [["name"], ["Ben"]]),
    )
    table = read_table(path)
    assert table.rows == (("Ann",),)
    assert 'Sheet "real" was read; hidden sheets are ignored.' in told(table)


def test_sheet_with_answers_is_taken_among_empty_ones_and_asked_for_among_several(tmp_path):
    filled = [["name"], ["Ann"]]
    one = workbook(tmp_path, ("cover", "visible", [["Hello"]]), ("real", "visible", filled))
    assert read_table(one).sheet == "real"
    two = workbook(tmp_path, ("a", "visible", filled), ("b", "visible", filled), name="two.xlsx")
    with pytest.raises(FileRefused, match='2 sheets with rows: "a", "b"'):
        read_table(two)
    assert read_table(two, sheet="b").sheet == "b"
    with pytest.raises(UnknownName, match=r'no sheet in two\.xlsx "c"'):
        read_table(two, sheet="c")


def hidden_book(tmp_path):
    path = workbook(tmp_path, ("real", "visible", [["name"], ["Ann"]]))
    changed = tmp_path / "hidden.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/workbook.xml":
                content = content.replace(b'state="visible"', b'state="hidden"')
            new.writestr(part, content)
    return changed


def test_workbook_with_all_sheets_hidden_asks_for_confirmation_by_name(tmp_path):
    path = hidden_book(tmp_path)
    [fault] = read_table(path).faults
    assert 'All sheets are hidden; sheet "real" was read.' in str(fault)
    assert not read_table(path, sheet="real").faults


def archive(tmp_path, parts, name="made.xlsx"):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in parts.items():
            made.writestr(part, content)
    return path


def test_workbook_that_unpacks_to_far_more_is_refused_unopened(tmp_path, monkeypatch):
    monkeypatch.setattr(zip_parts, "MOST_UNPACKED", 1_000_000)
    path = archive(tmp_path, {"xl/workbook.xml": b" " * 1_000_001})
    with pytest.raises(FileRefused, match="unpacks to"):
        read_table(path)


def test_part_in_an_encoding_that_hides_what_it_declares_is_refused(tmp_path):
    odd = '<?xml version="1.0" encoding="UTF-7"?><r/>'
    path = archive(tmp_path, {"xl/workbook.xml": "<workbook/>", "xl/s.xml": odd})
    with pytest.raises(FileRefused, match="foreign encoding"):
        read_table(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_in_any_part_and_encoding_is_refused(tmp_path, encoding):
    hostile = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>'
    path = archive(
        tmp_path, {"xl/workbook.xml": "<workbook/>", "xl/s.xml": hostile.encode(encoding)}
    )
    with pytest.raises(FileRefused, match="declares XML entities"):
        read_table(path)


def test_workbook_that_is_cut_off_broken_or_something_else_is_refused(tmp_path):
    whole = workbook(tmp_path, ("S", "visible", [["name"], ["Ann"]])).read_bytes()
    with pytest.raises(FileRefused, match="cut off or damaged"):
        read_table(text_table(tmp_path, whole[:700], "cut.xlsx"))
    with pytest.raises(FileRefused, match="something in it is broken"):
        read_table(archive(tmp_path, {"xl/workbook.xml": "<workbook/>", "a.xml": "<a/>"}))
    with pytest.raises(FileRefused, match="cut off or damaged"):
        read_table(archive(tmp_path, {"xl/workbook.xml": "<workb"}))
    with pytest.raises(FileRefused, match="is a ZIP archive, not a workbook"):
        read_table(archive(tmp_path, {"mimetype": "application/epub+zip"}))


def test_row_number_far_below_does_not_hang(tmp_path):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        '<row r="99999999999"><c t="inlineStr"><is><t>Ann</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    source = workbook(tmp_path, ("S", "visible", [["name"]]))
    parts = {}
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    path = archive(tmp_path, parts | {"xl/worksheets/sheet1.xml": sheet}, "deep.xlsx")
    with pytest.raises(FileRefused, match="more than 25,000 rows"):
        read_table(path)


@pytest.mark.parametrize(
    ("layout", "content"),
    [
        ("google_forms", "Timestamp,Your role\n8/21/2019 13:10:31,Mentor\n"),
        ("google_forms", "Zeitstempel,Ihre Rolle\n21.08.2019 13:10:31,Mentor\n"),
        ("ms_forms", "ID,Start time,Completion time,Email,Name,Your role\n1,a,b,c,d,Mentor\n"),
        ("limesurvey", '"id";"submitdate";"lastpage";"rel[trust]"\n"1";"x";"1";"A5"\n'),
        ("limesurvey", "Antwort ID,Datum Abgeschickt,Letzte Seite,Ihre Rolle\n1,x,1,Mentor\n"),
        ("kobo", "role;rel/rel_trust;_id;_uuid\nmentor;5;1;a\n"),
        ("redcap", "record_id,role,topics___1,form_complete\n1,2,0,2\n"),
        ("typeform", "#,Your role,Submit Date (UTC)\nabc,Mentor,2026-01-01\n"),
        ("plain", "name,email\nAnn,ann@example.org\n"),
    ],
)
def test_layout_of_each_tool_is_recognised(tmp_path, layout, content):
    assert read_table(text_table(tmp_path, content)).layout == layout


def test_three_headings_of_qualtrics_become_one(tmp_path):
    content = (
        "StartDate,ResponseId,Q1,Q2\n"
        'Start Date,Response ID,Your role,"Your\nhope"\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{}","{}"\n'
        "2017-07-18 08:28:09,R_1,Mentor,Peace\n"
    )
    table = read_table(text_table(tmp_path, content))
    assert table.layout == "qualtrics"
    assert [h.text for h in table.header] == ["StartDate", "ResponseId", "Your role", "Your hope"]
    assert [h.code for h in table.header][2:] == ["Q1", "Q2"]
    assert table.filled == ((4, ("2017-07-18 08:28:09", "R_1", "Mentor", "Peace")),)


def test_two_headings_of_surveymonkey_become_question_and_option(tmp_path):
    content = "RespondentID,Topics?,,Role?\n,AI,Inclusion,Response\n1,AI,,Mentor\n"
    table = read_table(text_table(tmp_path, content))
    assert table.layout == "surveymonkey"
    assert [h.text for h in table.header] == [
        "RespondentID", "Topics? [AI]", "Topics? [Inclusion]", "Role?",
    ]  # fmt: skip
    assert table.first_row == 3


def test_a_mark_inside_quotes_that_cannot_separate_does_not_stop_the_reading():
    table = read_csv(b'"a","b","c"\n"x","x","x;"\n', file="answers.csv")
    assert list(table.rows[-1]) == ["x", "x", "x;"]
