"""A file of an earlier schema opens, whole, after a backup; or stays as it was."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rmkit.errors import FileRefused, NotSaved
from rmkit.records import migrating, migrations, schema
from rmkit.records.backup import backups
from rmkit.records.store import ProgrammeFile

FIXTURES = Path(__file__).with_name("fixtures")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EARLIER = sorted(FIXTURES.glob("schema_*.rmkit"))


@pytest.fixture
def old(tmp_path):
    return Path(shutil.copy(FIXTURES / "schema_1.rmkit", tmp_path / "pilot.rmkit"))


def version_of(path):
    return int.from_bytes(path.read_bytes()[60:64], "big")


def layout(path):
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    columns = {
        name: connection.execute(f"PRAGMA table_info({name})").fetchall()
        for kind, name, _ in rows
        if kind == "table"
    }
    references = {
        name: sorted(row[2:5] for row in connection.execute(f"PRAGMA foreign_key_list({name})"))
        for name in columns
    }
    triggers = {name: " ".join(sql.split()) for kind, name, sql in rows if kind == "trigger"}
    indexes = {(kind, name) for kind, name, _ in rows if kind == "index"}
    connection.close()
    return columns, references, triggers, indexes


def test_every_released_schema_has_a_file_and_a_step():
    numbers = [int(path.stem.rpartition("_")[2]) for path in EARLIER]
    assert numbers == list(range(1, schema.VERSION))
    assert sorted(migrations.STEPS) == list(range(2, schema.VERSION + 1))


@pytest.mark.claim("migration")
@pytest.mark.parametrize("path", EARLIER, ids=lambda path: path.stem)
def test_older_file_opens_with_all_that_it_held(path, tmp_path):
    copy = Path(shutil.copy(path, tmp_path / "pilot.rmkit"))
    before = version_of(copy)
    with ProgrammeFile.open(copy, now=NOW) as file:
        assert [p.name for p in file.people()][:2] == ["Ann Lee", "José Pérez"]
        assert len(file.responses()) == 5
        assert file.document("objective") == {"sentence": "From level 2 to 4 by July."}
        assert [p.state for p in file.pairs()] == ["confirmed", "ended", "confirmed"]
        actions = [change.action for change in file.changes()]
        assert f"Brought the file from schema {before} to 2." in actions[-2:]
        assert file.check() == []
    assert version_of(copy) == schema.VERSION


def test_migrated_file_is_laid_out_as_a_new_one(old, tmp_path):
    ProgrammeFile.open(old, now=NOW).close()
    ProgrammeFile.create(tmp_path / "new.rmkit", name="N", organisation="", now=NOW).close()
    assert layout(old) == layout(tmp_path / "new.rmkit")


def test_backup_from_before_is_the_old_file(old):
    ProgrammeFile.open(old, now=NOW).close()
    (backup,) = backups(old)
    assert version_of(backup.path) == 1
    assert ProgrammeFile.examine(backup.path) == []
    assert backup.path.name == "pilot-20261122T090000Z.rmkit"
    ProgrammeFile.open(old, now=NOW).close()
    assert len(backups(old)) == 1


def test_examining_an_older_file_changes_nothing(old):
    before = old.read_bytes()
    assert ProgrammeFile.examine(old) == []
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.claim("migration")
def test_step_that_fails_leaves_the_old_file(old, monkeypatch):
    before = old.read_bytes()
    broken = {2: (*migrations.STEPS[2], "INSERT INTO nowhere VALUES (1)")}
    monkeypatch.setattr(migrating, "STEPS", broken)
    with pytest.raises(FileRefused, match="not laid out as rmkit does it"):
        ProgrammeFile.open(old, now=NOW)
    assert old.read_bytes() == before


@pytest.mark.claim("refuse-damaged")
def test_damaged_older_file_is_refused_and_left_alone(old):
    whole = old.read_bytes()
    at = whole.index("Pérez".encode())
    old.write_bytes(whole[:at] + b"Q" + whole[at + 1 :])
    before = old.read_bytes()
    with pytest.raises(FileRefused, match="1 of 5 rows of people are not as rmkit wrote them"):
        ProgrammeFile.open(old, now=NOW)
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_older_file_without_room_for_a_backup_is_said_and_left_alone(old):
    before = old.read_bytes()
    old.with_name("pilot-backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotSaved, match=r"schema 2 before it can be used.*folder for backups"):
        ProgrammeFile.open(old, now=NOW)
    assert old.read_bytes() == before
