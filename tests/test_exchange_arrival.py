"""The front door: what a file is, is told by its content, or why it is not read."""

import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from rmkit.errors import FileRefused
from rmkit.exchange.arrival import receive, told
from rmkit.exchange.limits import LIMITS, MOST_PARTS
from rmkit.exchange.mapping import TableMapping, read_mapping, write_mapping
from rmkit.exchange.tables import read_table

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")

KINDS = [
    ("a.csv", b"name,email\nAnn,ann@example.org\n", "csv"),
    ("a.txt", b"company\nacme\nSales Ltd.\n", "csv"),
    ("a.csv", b"<b>Role</b>,id\n1,2\n", "csv"),
    ("a.csv", b"[1] Role,id\n1,2\n", "csv"),
    ("a.json", b"\xef\xbb\xbf [{}]", "json"),
    ("a.json", b'{"a": 1', "json"),
    ("a.yaml", b"a: 1", "yaml"),
    ("a.ics", b"begin:vcalendar\r\n", "ics"),
    ("a.pdf", b"%PDF-1.7", "pdf"),
]


@pytest.mark.parametrize(("name", "data", "kind"), KINDS)
def test_what_is_read_is_told_by_its_content(name, data, kind):
    assert told(name, data).kind == kind


NEVER = [
    ("a.csv", b"MZ\x90\0\3", "a program"),
    ("a.csv", b"\x7fELF\2", "a program"),
    ("a.csv", b"#!/bin/sh\nrm\n", "a program"),
    ("a.csv", b"\x80\x04\x95", "a pickle file"),
    ("a.csv", b"cos\nsystem\n(S'touch PWNED'\ntR.\n", "a pickle file"),
    ("a.pkl", b"name,email\n", "Pickle files are never read"),
    ("a.csv", b"\x1f\x8b\x08", "a packed archive"),
    ("a.xlsx", b"7z\xbc\xaf\x27\x1c", "a packed archive"),
    ("a.csv", b"<!DOCTYPE html><table><tr>", "a web page"),
    ("a.csv", "<html><body>".encode("utf-16"), "a web page"),
    ("a.xlsx", b"<?xml version='1.0'?><Workbook/>", "an XML file"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
    ("a.csv", b"{\\rtf1", "RTF"),
    ("a.csv", b"BM\x8a\0\0\0\0\0", "a picture (BMP)"),
    ("a.csv", b'[{"email": "ann@example.org"}]', "JSON, not a table. If that is meant, rename"),
    ("a.json", b"BEGIN:VCALENDAR", "a calendar, not a JSON file"),
    ("a.docx", b"name,email\nAnn,\n", "rename it to end in .csv"),
    ("a.csv", b"", "is empty"),
    ("a", b"name,email\n", "not a CSV or xlsx table"),
    ("a.exe", b"MZ", "not a CSV or xlsx table"),
]


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(("name", "data", "says"), NEVER)
def test_what_is_never_read_is_refused_in_one_sentence(name, data, says):
    with pytest.raises(FileRefused) as refused:
        told(name, data)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero.csv"), tmp_path / "x\0.csv"):
        with pytest.raises(FileRefused):
            receive(path)
    for use in (read_mapping, lambda path: write_mapping(path, TableMapping())):
        with pytest.raises(FileRefused, match="a folder or a device, not a file"):
            use(tmp_path / "pipe.csv")


@pytest.mark.claim("bad-files")
def test_too_large_a_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(FileRefused, match="the limit is 20 MB"):
        receive(tmp_path / "a.json")


def test_every_limit_stands_in_the_readme():
    missing = [x for x in LIMITS if f"| {x.what} | {x.most:,} {x.unit} |" not in README]
    assert missing == []


def archived(path, parts, cut=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes()[:cut])
    return path


def test_broken_list_of_parts_does_not_make_a_word_file_a_workbook(tmp_path):
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
    for cut in (60, -10):
        with pytest.raises(FileRefused, match="is cut off or damaged"):
            read_table(archived(tmp_path / "a.docx", parts, cut))
    many = parts | {f"word/{number}.xml": "<w/>" for number in range(MOST_PARTS)}
    with pytest.raises(FileRefused, match="holds more than 5,000 parts"):
        read_table(archived(tmp_path / "a.docx", many))


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    "part",
    [
        {"xl/VBAProject.bin": "x"},
        {"xl/embeddings/oleObject1.bin": "x"},
        {"xl/activeX/activeX1.xml": "<x/>"},
        {"[Content_Types].xml": "<Types>application/vnd.ms-excel.sheet.macroEnabled.main</Types>"},
    ],
)
def test_workbook_that_could_act_is_refused(tmp_path, part):
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"} | part
    with pytest.raises(FileRefused, match="holds macros or embedded objects"):
        read_table(archived(tmp_path / "a.xlsx", parts))


@pytest.mark.claim("bad-files")
def test_one_text_in_very_many_cells_is_counted_in_each(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "heading"
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    of = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told_of = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    kinds = parts["[Content_Types].xml"].decode()
    if kind not in kinds:
        parts["[Content_Types].xml"] = kinds.replace("</Types>", told_of)
    row = "<row>" + '<c t="s"><v>0</v></c>' * 60 + "</row>"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{of}"><si><t>{"x" * 30_000}</t></si></sst>'
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{of}"><sheetData>{row * 30}</sheetData></worksheet>'
    )
    with pytest.raises(FileRefused, match="more than 50,000,000 characters in its cells"):
        read_table(archived(tmp_path / "b.xlsx", parts))
