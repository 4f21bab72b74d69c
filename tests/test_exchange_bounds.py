"""Hostile files stay within 20 seconds of CPU and 1 GB of memory, and end in a sentence.

A child reads them under RLIMIT_AS, which counts the libraries too, with one thread.
"""

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")

ROOT = Path(__file__).parents[1]
GB = 1 << 30
CHILD = """
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from datetime import date
from rmkit.errors import RmkitError
from rmkit.exchange.calendar_file import read_calendar
from rmkit.exchange.preview import preview
from rmkit.instruments import read_instrument
small = read_instrument(Path(sys.argv[1]))
for file in map(Path, sys.argv[2:]):
    begin = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(begin) + 21, resource.RLIM_INFINITY))
    try:
        if file.suffix == ".ics":
            said = str(read_calendar(file, first=date(2026, 1, 1), last=date(2026, 12, 31)))
        else:
            said = preview(file, small).text()
    except RmkitError as error:
        said = str(error)
    print(json.dumps([file.name, time.process_time() - begin, said[:200]]), flush=True)
    if file.suffix in {".yaml", ".yml"}:
        try:
            read_instrument(file)
        except RmkitError:
            pass
peak = [line for line in open("/proc/self/status") if line.startswith("VmPeak")][0]
print(json.dumps(["peak", int(peak.split()[1]) / 1024, ""]))
"""


def bounded(*files):
    """Read files in one child within the limits; give what it said of each, by name."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(ROOT / "tests/instruments/small.yaml"), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=900,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        cwd=ROOT,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (said[-1:], done.stderr[-2000:])
    told = {name: (seconds, words) for name, seconds, words in said}
    assert set(told) == {*(Path(file).name for file in files), "peak"}
    assert all(seconds < 20 for name, (seconds, _) in told.items() if name != "peak"), told
    return told


@pytest.mark.claim("bad-files")
def test_whole_corpus_stays_within_20_seconds_a_file_and_1_gb(shared):
    files = sorted((shared / "badinput" / "files").iterdir())
    with (shared / "badinput" / "manifest.csv").open(encoding="utf-8") as manifest:
        assert len(files) == len(list(csv.DictReader(manifest))) == 61
    told = bounded(*files)
    assert told["peak"][0] < 1024


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


OFFICE = "http://schemas.openxmlformats.org/"
PACKAGE = f'<Relationships xmlns="{OFFICE}package/2006/relationships"><Relationship Id="r1" '
KIND = "application/vnd.openxmlformats-"
MAIN = f"{KIND}officedocument.spreadsheetml"
RELATED = f"{OFFICE}officeDocument/2006/relationships"
WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{KIND}package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{PACKAGE}Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'{PACKAGE}Type="{RELATED}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{OFFICE}spreadsheetml/2006/main" xmlns:r="{RELATED}">'
    '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
}
SHEET = f'<worksheet xmlns="{OFFICE}spreadsheetml/2006/main">'


@pytest.mark.proof
def test_files_as_large_as_they_may_be_stay_within_the_bounds(tmp_path):
    noise = os.urandom(600_000)
    plain = {
        "lines.csv": b"\n" * 49_000_000,
        "commas.csv": b"," * 49_000_000,
        "cells.csv": b"ab,cd\n" * 8_000_000,
        "every.csv": b"a,b;c|d\te\n" * 400_000,
        "emoji.csv": "email,name\nann@example.org,😀\n".encode() + b"x,y\n" * 9_000,
        "quotes.csv": b'"' * 49_000_000,
        "lists.json": b"[" + b"[]," * 900_000 + b"[]]",
        "rows.json": b"[" + b'{"email": "a@example.org"},' * 9_999 + b"{}]",
        "numbers.json": b"[" + b"0," * 9_000_000 + b"0]",
        "strings.json": b'["' + b'\\"' * 9_000_000,
        "deep.yaml": b"[" * 900_000,
        "events.ics": b"BEGIN:VCALENDAR\r\n" + (
            b"BEGIN:VEVENT\r\nDTSTART:20200101T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\n"
            b"END:VEVENT\r\n") * 19_999 + b"END:VCALENDAR\r\n",
        "folded.ics": b"BEGIN:VCALENDAR\r\n" + b"x:\r\n" + b" a\r\n" * 2_000_000 + b"END:VCALENDAR",
    }  # fmt: skip
    for name, content in plain.items():
        (tmp_path / name).write_bytes(content)
    sheets = {
        "empty.xlsx": f"{SHEET}{'<a/>' * 12_000_000}</worksheet>",
        "deep.xlsx": f"{SHEET}{'<a>' * 4_000_000}",
        "rows.xlsx": f"{SHEET}<sheetData>{'<row/>' * 4_900_000}</sheetData></worksheet>",
        "far.xlsx": f'{SHEET}<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>",
    }
    for name, sheet in sheets.items():
        parts = WORKBOOK | {"xl/worksheets/sheet1.xml": sheet, "xl/noise": noise}
        packed(tmp_path / name, parts)
    styles = "<styleSheet>" + "<xf/>" * 9_000_000
    packed(tmp_path / "styles.xlsx", WORKBOOK | {"xl/styles.xml": styles, "xl/noise": noise})
    for file in sorted(tmp_path.iterdir()):
        told = bounded(file)
        print(file.name, *told[file.name], f"{told['peak'][0]:.0f} MB", sep=" | ")
