"""A file is dropped in, looked at, mended and kept: what a page can send, and what it is told."""

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest

from rmkit.errors import NotSaved, UnknownName
from rmkit.forms.arriving import MOST_BYTES, Arriving, clean_name
from rmkit.forms.given import Given
from rmkit.forms.importing import import_file
from rmkit.forms.sending import questionnaire_files
from rmkit.programme.programme import Programme
from rmkit.programme.sending import write_questionnaire

SAMPLES = Path(__file__).parents[1] / "data_samples"
GOOGLE = SAMPLES / "six_pairs" / "raw" / "google_forms.csv"
NAME, EMAIL, ROLE = "Your name", "Your e-mail address at work", "Which role would you like?"
SECRET = "What nobody but the coordinator may read"


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "p.rmkit", name="Pilot", organisation="Harbour") as made:
        yield made


def send(panel, *files, named=None):
    """Send files in parts as the page does, and look at them."""
    announced = [[named or Path(f).name, str(len(data_of(f)))] for f in files]
    reply = panel.do("begin", files=announced)
    for number, file in enumerate(files):
        data = data_of(file)
        for at in range(0, len(data), 512_000):
            buffers = (memoryview(data[at : at + 512_000]),)
            reply = panel._done("part", Given({"file": number}, buffers))
    return reply if reply.notice else panel.do("arrived")


def data_of(file):
    return file.read_bytes() if isinstance(file, Path) else file[1]


def table(*rows, name="answers.csv"):
    """Write a table for `send`."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return _Table((name, written.getvalue().encode()))


class _Table(tuple):
    def __fspath__(self):
        return self[0]


def people(*roles, extra=()):
    rows = [[f"Ann {i}", f"ann{i}@example.org", role, *extra] for i, role in enumerate(roles)]
    return [[NAME, EMAIL, ROLE], *rows]


def seen(panel):
    return panel.view["seen"]


def faults(panel):
    return seen(panel)["faults"]["groups"]


def columns(panel):
    return {row["heading"]: row for row in seen(panel)["columns"]["rows"]}


def test_sound_file_is_shown_and_kept_only_when_the_person_says_so(programme):
    panel = import_file(programme)
    assert send(panel, GOOGLE).notice is None
    assert seen(panel)["sentence"] == "14 responses can be imported."
    assert "the short one that rates 4 competences and 3 tools" in seen(panel)["about"][0]
    assert not programme.file.responses("candidate")
    reply = panel.do("keep")
    assert reply.notice.kind == "done"
    assert "14 new" in reply.notice.text
    assert len(programme.file.responses("candidate")) == 14
    assert panel.view["seen"] is None
    assert panel.view["kept"]["profiles"]
    send(panel, GOOGLE)
    assert "14 as before). Nothing is different" in panel.do("keep").notice.text


def test_same_fault_in_many_rows_is_told_once_with_its_rows(programme):
    panel = import_file(programme)
    send(panel, table(*people("Mentor", "boss", "boss", "chief")))
    [fault] = faults(panel)
    assert fault["where"] == "rows 3, 4, 5"
    assert fault["each"] == [
        ["row 3", '"boss"', ""],
        ["row 4", '"boss"', ""],
        ["row 5", '"chief"', ""],
    ]
    assert fault["fix"]
    assert seen(panel)["sentence"] == "Nothing can be imported before one thing is mended."
    assert panel.do("keep").notice.kind == "wrong"
    assert not programme.file.responses("candidate")


def test_free_text_stands_nowhere_in_what_is_shown(programme):
    wish = "What would you like to get out of it first of all?"
    rows = [[NAME, EMAIL, ROLE, wish, "Hobby"], ["Ann", "ann@example.org", "boss", SECRET, SECRET]]
    panel = import_file(programme)
    send(panel, table(*rows))
    assert SECRET not in json.dumps(panel.view)
    assert ["Your name", ["Ann"]] in seen(panel)["first"]["rows"]
    assert SECRET not in repr(panel)


def test_column_is_decided_from_a_list_and_taken_back(programme):
    panel = import_file(programme)
    send(panel, table([NAME, EMAIL, "Wanted part"], ["Ann", "ann@example.org", "Mentor"]))
    assert columns(panel)["Wanted part"]["undecided"]
    reply = panel.do("decide", columns={"2": "role"}, settings={})
    assert reply.notice.text == "1 response can be imported."
    assert columns(panel)["Wanted part"]["value"] == "role"
    panel.do("decide", columns={"2": ""}, settings={})
    assert columns(panel)["Wanted part"]["undecided"]


def test_what_was_said_holds_for_the_next_file_with_the_same_headings(programme):
    panel = import_file(programme)
    headings = [NAME, EMAIL, "Wanted part"]
    send(panel, table(headings, ["Ann", "ann@example.org", "boss"]))
    panel.do("decide", columns={"2": "role"}, settings={})
    send(panel, table(headings, ["Ann", "ann@example.org", "Mentor"]))
    assert seen(panel)["ok"]
    send(panel, table([*headings[:2], "Other"], ["Ann", "ann@example.org", "Mentor"]))
    assert not seen(panel)["ok"]


def test_first_name_and_surname_are_put_together(programme):
    panel = import_file(programme, "staff_list")
    headings = ["Surname", "Forename", "E-mail", "Department"]
    send(panel, table(headings, ["Ruiz", "Ana", "ana@example.org", "Sales"]))
    panel.do("decide", columns={"0": "name"}, settings={})
    panel.do("decide", columns={"1": "name"}, settings={})
    assert seen(panel)["sentence"] == "1 person can be imported."
    assert columns(panel)["Forename"]["value"] == "name"
    panel.do("keep")
    assert list(programme.candidates.staff["name"]) == ["Ana Ruiz"]


def test_lists_for_the_whole_table_are_shown_where_a_fault_asks_for_them(programme):
    panel = import_file(programme)
    twice = [
        [NAME, EMAIL, ROLE],
        ["Ann", "a@example.org", "Mentor"],
        ["Ann", "a@example.org", "Mentee"],
    ]
    send(panel, table(*twice))
    assert [asked["name"] for asked in panel.view["asked"]] == ["repeated"]
    assert "mapping" not in json.dumps(faults(panel))
    panel.do("decide", columns={}, settings={"repeated": "last"})
    assert seen(panel)["ok"]
    assert panel.view["asked"][0]["value"] == "last"
    assert ["Which role would you like?", ["Mentee"]] in seen(panel)["first"]["rows"]
    since = "In this position since"
    send(panel, table([*twice[0], since], [*twice[1], "01/02/2020"]))
    assert [asked["name"] for asked in panel.view["asked"]] == ["date_order"]
    panel.do("decide", columns={}, settings={"date_order": "day first"})
    assert [since, ["2020-02-01"]] in seen(panel)["first"]["rows"]
    years = "Years with the organisation"
    send(panel, table([*twice[0], years], [*twice[1], "1,500"]))
    assert [asked["name"] for asked in panel.view["asked"]] == ["decimal_comma"]
    panel.do("decide", columns={}, settings={"decimal_comma": "decimals"})
    assert [years, ["1.5"]] in seen(panel)["first"]["rows"]


def test_sheet_is_asked_for_where_several_hold_rows(programme, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for title in ("spring", "autumn"):
        sheet = book.create_sheet(title)
        for row in people("Mentor"):
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    panel = import_file(programme)
    reply = send(panel, tmp_path / "two.xlsx")
    assert reply.notice.text == "two.xlsx has several sheets with rows. Choose the one to read."
    panel.do("decide", columns={}, settings={"sheet": "autumn"})
    assert seen(panel)["ok"]
    assert panel.view["asked"][0]["value"] == "autumn"


def test_mapping_file_may_come_with_the_table(programme):
    raw = SAMPLES / "harbour" / "raw"
    panel = import_file(programme, "staff_list")
    send(panel, raw / "staff_hr.xlsx", raw / "staff_hr.mapping.yaml")
    assert seen(panel)["ok"]
    surname = columns(panel)["Surname"]
    assert (surname["value"], surname["how"]) == ("name", "put together, as you said")


def test_returned_forms_are_read_together(programme):
    forms = sorted((SAMPLES / "six_pairs" / "raw" / "forms").glob("*.xlsx"))
    panel = import_file(programme)
    send(panel, *forms)
    assert seen(panel)["sentence"] == "14 responses can be imported."
    assert seen(panel)["file"] == "14 forms"
    assert seen(panel)["columns"] is None
    reply = send(panel, forms[0], GOOGLE)
    assert "Drop one table at a time" in reply.notice.text


def test_file_on_this_computer_is_found_by_its_path(programme, tmp_path, monkeypatch):
    (tmp_path / "there.csv").write_bytes(GOOGLE.read_bytes())
    (tmp_path / "~$there.xlsx").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    panel = import_file(programme)
    assert panel.view["beside"] == ["there.csv"]
    assert panel.do("find", path="there.csv").notice is None
    assert seen(panel)["ok"]
    for nowhere in ("", "missing.csv", "a\0b.csv", "x" * 5000, "~nobody-here/x.csv"):
        reply = panel.do("find", path=nowhere)
        assert reply.notice.kind == "wrong"
        assert "mistake" not in reply.notice.text


def test_rows_that_the_programme_does_not_ask_are_named(programme):
    programme.candidates.choose("short", {"competences": ["evaluating"], "tools": []})
    panel = import_file(programme)
    send(panel, GOOGLE)
    assert "also rates" in seen(panel)["about"][0]
    assert "Spreadsheets" in seen(panel)["about"][0]
    assert columns(panel)[NAME]["value"] == "name"


def test_file_is_looked_at_again_if_the_programme_was_changed_meanwhile(programme):
    panel = import_file(programme)
    send(panel, GOOGLE)
    programme.candidates.choose("short", {"competences": ["evaluating"], "tools": []})
    reply = panel.do("keep")
    assert reply.notice.kind == "wrong"
    assert not programme.file.responses("candidate")
    assert not seen(panel)["ok"]


def test_change_that_does_not_touch_the_file_does_not_stop_it(programme):
    panel = import_file(programme)
    send(panel, GOOGLE)
    programme.save_document("note", {}, action="Something else")
    assert panel.do("keep").notice.kind == "done"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", b"%PDF-1.7", "cut off or damaged"),
        ("a.csv", b"", r"is empty \(0 bytes\)"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "locked with a password"),
        ("a.numbers", b"PK\x03\x04", "Open it in Numbers"),
        ("a.yaml", b"columns: {}", "A mapping file goes with a table"),
        ("", b"x", "is not a CSV or xlsx table"),
    ],
)
def test_file_that_cannot_be_read_is_told_in_a_sentence(programme, name, data, told):
    import re

    panel = import_file(programme)
    reply = send(panel, _Table((name, data)), named=name or "..")
    assert reply.notice.kind == "wrong"
    assert re.search(told, reply.notice.text)
    assert panel.view["seen"] is None
    assert panel.do("keep").notice.kind == "wrong"


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\answers (1).csv", "answers (1).csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\0b\n<i>.csv", "abi.csv"),
        ("Größe – Übersicht.csv", "Größe  Übersicht.csv"),
        ("nul.csv", "_nul.csv"),
        ("...", "file"),
        ("x" * 400 + ".csv", "x" * 120 + ".csv"),
    ],
)
def test_name_that_a_page_sends_keeps_only_what_is_harmless(sent, clean):
    assert clean_name(sent) == clean


def test_bytes_lie_on_the_disk_only_while_they_are_read(programme, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "private"))
    (tmp_path / "private").mkdir()
    panel = import_file(programme)
    send(panel, GOOGLE, named="../../outside.csv")
    assert seen(panel)["file"] == "outside.csv"
    send(panel, _Table(("a.pdf", b"%PDF")))
    assert list((tmp_path / "private").iterdir()) == []
    assert not list(tmp_path.rglob("outside.csv"))


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("begin", {"files": "a.csv"}),
        ("begin", {"files": []}),
        ("begin", {"files": [["a.csv", "-1"]]}),
        ("begin", {"files": [["a.csv", "9" * 5000]]}),
        ("begin", {"files": [["a.csv", "1"]] * 3000}),
        ("part", {"file": 0}),
        ("arrived", {}),
        ("find", {"path": 7}),
        ("decide", {"columns": {}, "settings": {}}),
        ("keep", {}),
    ],
)
def test_act_that_no_page_of_ours_sends_is_refused_in_a_sentence(programme, act, given):
    reply = import_file(programme).do(act, given)
    assert reply.notice.kind == "wrong"
    assert "mistake" not in reply.notice.text


@pytest.mark.parametrize(
    "given",
    [
        {"columns": {"99": "role"}, "settings": {}},
        {"columns": {"x": "role"}, "settings": {}},
        {"columns": {"2": "no_question"}, "settings": {}},
        {"columns": {"2": 3}, "settings": {}},
        {"columns": {}, "settings": {"sheet": "secret"}},
        {"columns": {}, "settings": {"columns": "x"}},
        {"columns": {}, "settings": {"encoding": "\0"}},
        {"columns": {}},
    ],
)
def test_choice_that_was_not_offered_is_refused_and_changes_nothing(programme, given):
    panel = import_file(programme)
    send(panel, table(*people("Mentor")))
    before = dict(panel.view)
    assert panel.do("decide", given).notice.kind == "wrong"
    assert panel.view == before


def test_more_than_was_announced_and_less_are_refused():
    arriving = Arriving([("a.csv", "3")])
    with pytest.raises(Exception, match="More arrived"):
        arriving.add(0, [b"abcd"])
    with pytest.raises(Exception, match="More arrived"):
        arriving.add(1, [b"a"])
    with pytest.raises(Exception, match="Not all of it arrived"):
        arriving.complete()
    with pytest.raises(Exception, match="the limit is 50 MB"):
        Arriving([("a.csv", str(MOST_BYTES + 1))])


def test_list_that_is_not_there_is_refused(programme):
    with pytest.raises(UnknownName, match="staff_list"):
        import_file(programme, "staff")


def test_questionnaire_is_written_beside_the_programme_and_never_over_another(programme, tmp_path):
    panel = questionnaire_files(programme)
    for kind in ("form", "table"):
        for number in ("", " 2"):
            reply = panel.do("write", kind=kind)
            path = tmp_path / f"questionnaire {kind}{number}.xlsx"
            assert path.is_file()
            assert str(path) in reply.notice.text
            assert reply.data["name"] == path.name
            assert reply.data["bytes"].startswith("UEsD")
    assert panel.do("write", kind="../x").notice.kind == "wrong"
    send(seen_by := import_file(programme), tmp_path / "questionnaire form.xlsx")
    assert not seen(seen_by)["ok"]


def test_questionnaire_that_cannot_be_written_is_told(programme, tmp_path):
    with pytest.raises(NotSaved):
        write_questionnaire(programme, kind="form", folder=tmp_path / "nowhere")
