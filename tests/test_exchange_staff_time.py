"""A staff list may say in which zone people work, when they are off, and who is copied in."""

from __future__ import annotations

from pathlib import Path

from rmkit.exchange.preview import Preview, preview
from rmkit.instruments import load
from rmkit.programme.importing import add_staff
from rmkit.programme.programme import Programme
from tests.test_programme_clock import FIRST as MOMENT

HEADINGS = "Person id,Name,E-mail,Time zone,Public holidays,Days off,Delegate"


def seen(tmp_path: Path, *rows: str, headings: str = HEADINGS) -> Preview:
    path = tmp_path / "staff.csv"
    path.write_text("\n".join((headings, *rows)), encoding="utf-8")
    return preview(path, load("staff_list"))


def test_what_differs_is_kept_one_way_and_what_does_not_is_left_blank(tmp_path):
    rows = (
        "1,Ann,ann@example.org,W. Europe Standard Time,de-by,Fridays;Monday mornings,"
        "pa@example.org",
        "2,Ben,ben@example.org,,,,",
    )
    found = seen(tmp_path, *rows)
    assert found.ok, found.text()
    with Programme.create(tmp_path / "a.rmkit", name="A", organisation="B") as programme:
        add_staff(programme.file, found, now=MOMENT)
        ann, ben = programme.file.people()
    assert ann.staff == {
        "time_zone": "Europe/Berlin",
        "holidays": "DE-BY",
        "days_off": ["fri", "mon_am"],
        "delegate_email": "pa@example.org",
    }
    assert ben.staff == {}


def test_values_that_nobody_knows_are_told_with_their_row_and_what_to_write(tmp_path):
    rows = (
        "1,Ann,ann@example.org,Europe/Berln,Bavaria,someday,no address",
        "2,Ben,ben@example.org,Europe/Berln,DE-XX,,",
    )
    told = [str(fault) for fault in seen(tmp_path, *rows).faults]
    zone = [line for line in told if "time zone" in line]
    assert [line.split(",")[1] for line in zone] == [" row 2", " row 3"]
    assert 'Did you mean "Europe/Berlin"?' in zone[0]
    region = [line for line in told if "country or region" in line]
    assert len(region) == 2
    assert 'Write a country as "DE" or a part as "DE-BY"' in region[0]
    assert sum("someday" in line or "no address" in line for line in told) == 2


def test_an_old_staff_list_reads_on(tmp_path):
    found = seen(tmp_path, "1,Ann,ann@example.org", headings="Person id,Name,E-mail")
    assert found.ok, found.text()
