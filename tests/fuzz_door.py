"""Mutate sound files of every kind and read them: only a sentence of ours may come back.

`python tests/fuzz_door.py KIND SECONDS SEED` prints what was tried, and on a failure the seed, the
number of the try and the traceback, with which it can be repeated.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rmkit.errors import RmkitError
from rmkit.exchange.calendar_file import read_calendar
from rmkit.exchange.form_docx import write_docx_form
from rmkit.exchange.form_pdf import write_pdf_form
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.preview import preview
from rmkit.exchange.survey_table_xlsx import write_survey_table
from rmkit.instruments import read_instrument

HERE = Path(__file__).parent
SMALL = read_instrument(HERE / "instruments" / "small.yaml")
LONGEST_TRY = 20
CSV = (
    "Timestamp;name;email;role;age;since;topics;know_q1;know_q3;wave\n"
    '2026-05-07 10:00:00;"Ann ""L"" Lée";ann@example.org;mentor;28;31.3.2024;ai, inclusion;4;1;1\n'
    "2026-05-08 10:00:00;Ben;ben@example.org;mentee;3,0;01/02/2026;;5 - x;;2\n"
)
ANSWERS = [
    {"name": "Ann", "email": "ann@example.org", "topics": ["ai"], "know_q1": 4, "age": 2.5e1},
    {"instrument": "small", "version": 1, "answers": {"email": "b@example.org", "x": None}},
]
CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\n"
    "DTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Own:20260301T100000\r\nDURATION:PT1H30M\r\n"
    "RRULE:FREQ=MONTHLY;BYDAY=2MO,-1FR;COUNT=9\r\nEXDATE;TZID=Own:20260401T100000\r\n"
    'ATTENDEE;CN="A;B":mailto:a@example.org\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n'
    "DTSTART;VALUE=DATE:20260401\r\nRRULE:FREQ=YEARLY;UNTIL=20300101\r\nEND:VEVENT\r\n"
    "BEGIN:VFREEBUSY\r\nFREEBUSY:20260402T100000Z/PT1H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
)
ODD = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"'", b"\r", b"\n", b",", b";", b"\t", b"|",
    b"9" * 60, b"1e999", b"NaN", b"[" * 70, b"{", b"}", b"]", b":", b"\\ud800", b"\\u0000", b"-1",
    b"<", b">", b"&x;", b"<!DOCTYPE r>", b"../", b"=1+1", "\u202e".encode(), "İ".encode(),
    b"__proto__", b"!!python/x", b"&a ", b"*a", b"FREQ=SECONDLY", b"INTERVAL=0", b"COUNT=0",
    b"99999999T999999Z", b"00010101T000000Z", b"99991231T235959", b"P99999D", b"/JS ", b"/V ",
    b"obj", b"endobj", b"stream", b"PK\3\4", b"PK\1\2", b"\x80\4", b"%PDF-", b"true", b"null",
]  # fmt: skip


def sound_files(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Write a sound file of each kind, and give its name and its bytes."""
    made = {
        "xlsx": write_survey_table(SMALL, folder / "table.xlsx"),
        "form": write_form(SMALL, folder / "form.xlsx"),
        "docx": write_docx_form(SMALL, folder / "form.docx"),
        "pdf": write_pdf_form(SMALL, folder / "form.pdf"),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.json", json.dumps(ANSWERS[1]))
        archive.write(made["form"], "b.xlsx")
        archive.write(made["docx"], "c.docx")
    files = {kind: (path.name, path.read_bytes()) for kind, path in made.items()}
    yaml = json.dumps({"responses": ANSWERS}, indent=1).replace('"email"', "email")
    return files | {
        "zip": ("forms.zip", held.getvalue()),
        "csv": ("a.csv", CSV.encode()),
        "json": ("a.json", json.dumps({"responses": ANSWERS}).encode()),
        "yaml": ("a.yaml", yaml.encode()),
        "ics": ("a.ics", CALENDAR.encode()),
        "instrument": ("own.yaml", (HERE / "instruments" / "small.yaml").read_bytes()),
    }


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change bytes, put odd ones in, take pieces out, double or swap them, or cut the end off."""
    content = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 9])):
        at = chance.randrange(len(content) + 1)
        length = chance.choice([1, 2, 8, 60, 400])
        act = chance.randrange(6)
        if act == 0 and at < len(content):
            content[at] = chance.randrange(256)
        elif act == 1:
            content[at:at] = chance.choice(ODD)
        elif act == 2:
            del content[at : at + length]
        elif act == 3:
            content[at:at] = content[at : at + length] * chance.choice([1, 3, 30])
        elif act == 4:
            other = chance.randrange(len(content) + 1)
            content[at : at + length] = content[other : other + length]
        elif chance.random() < 0.2:
            del content[at:]
    return bytes(content)


def mutated_parts(data: bytes, chance: random.Random) -> bytes:
    """Change what is packed in an archive, and pack it again, so that readers get to see it."""
    if chance.random() < 0.3:
        return mutated(data, chance)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        names = old.namelist()
        changed = set(chance.sample(names, min(len(names), chance.choice([1, 1, 2]))))
        for name in names:
            content = old.read(name)
            if name in changed and chance.random() < 0.15:
                continue
            new.writestr(name, mutated(content, chance) if name in changed else content)
    return held.getvalue()


def mutated_pdf(data: bytes, chance: random.Random) -> bytes:
    """Change a PDF, now and then with a bomb in one of its streams."""
    changed = mutated(data, chance)
    if chance.random() < 0.05:
        changed = changed.replace(b"stream", b"stream\n" + zlib.compress(b"0" * 10**6), 1)
    return changed


def reader(kind: str) -> Callable[[Path], object]:
    """Give what reads a kind of file, as a user's command does."""
    if kind == "ics":
        return lambda path: read_calendar(path, first=date(2026, 1, 1), last=date(2026, 12, 31))
    if kind == "instrument":
        return read_instrument
    return lambda path: preview(path, SMALL).text()


def fuzz(kind: str, seconds: float, seed: int, *, keep: Path) -> Counter[str]:
    """Read mutated files for some time; print and keep what was answered by no sentence of ours."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        name, data = sound_files(folder)[kind]
        read, path = reader(kind), folder / name
        change = {"pdf": mutated_pdf}.get(kind, mutated)
        change = mutated_parts if kind in {"xlsx", "form", "docx", "zip"} else change
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            number = outcomes.total()
            chance = random.Random(f"{seed}-{kind}-{number}")
            path.write_bytes(change(data, chance))
            begin = time.process_time()
            try:
                read(path)
                outcome = "read"
            except RmkitError:
                outcome = "refused"
            except Exception:  # noqa: BLE001 - this is what is looked for
                outcome = "FAILED"
                print(f"{kind}, seed {seed}, try {number}:\n{traceback.format_exc(limit=-6)}")
                (keep / f"{kind}-{seed}-{number}-{name}").write_bytes(path.read_bytes())
            if time.process_time() - begin > LONGEST_TRY:
                outcome = "TOO LONG"
                print(f"{kind}, seed {seed}, try {number}: more than {LONGEST_TRY} s of CPU")
            outcomes[outcome] += 1
    return outcomes


KINDS = ("csv", "json", "yaml", "ics", "xlsx", "form", "docx", "pdf", "zip", "instrument")


if __name__ == "__main__":
    kinds = KINDS if sys.argv[1] == "all" else [sys.argv[1]]
    for one in kinds:
        print(
            one, dict(fuzz(one, float(sys.argv[2]), int(sys.argv[3]), keep=Path.cwd())), flush=True
        )
