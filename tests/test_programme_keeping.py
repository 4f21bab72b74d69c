"""A programme backs up what a day left, without being asked, and says when it could not."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rmkit.programme.keeping import check_file
from rmkit.programme.programme import Programme
from rmkit.records.model import Person
from rmkit.records.store import ProgrammeFile

YESTERDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
FIXTURE = Path(__file__).with_name("fixtures") / "schema_1.rmkit"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "pilot.rmkit"
    ProgrammeFile.create(path, name="P", organisation="O", now=YESTERDAY).close()
    return path


def names(path):
    folder = path.with_name("pilot-backups")
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.claim("backup")
def test_first_opening_of_a_day_backs_up_the_day_before_once(path):
    for _ in range(3):
        with Programme.open(path) as programme:
            assert programme.warnings == ()
    assert len(names(path)) == 1
    now = datetime.now(UTC)
    with ProgrammeFile.open(path) as file, file.change(actor="R", action="L.", now=now) as change:
        change.save_person(Person("a", "Ann"))
    Programme.open(path).close()
    assert len(names(path)) == 1


@pytest.mark.skipif(os.name == "nt", reason="rights to folders are another matter there")
def test_backup_that_cannot_be_made_is_a_warning_and_the_programme_opens(path):
    path.with_name("pilot-backups").write_text("in the way", encoding="utf-8")
    with Programme.open(path) as programme:
        (warning,) = programme.warnings
        assert warning.startswith("The daily backup could not be made. The folder for backups")
        assert programme.name == "P"


@pytest.mark.claim("tamper")
def test_altered_history_is_said_at_the_next_day_and_not_taken_for_a_backup(path):
    with ProgrammeFile.open(path) as file:
        payload = file.history()[0].digest
    path.write_bytes(path.read_bytes().replace(payload.encode(), b"0" * 64))
    with Programme.open(path) as programme:
        (warning,) = programme.warnings
    assert warning.startswith("history: entry 1 does not follow from the one before it")
    assert names(path) == []


def test_new_programme_is_not_backed_up_at_once(tmp_path):
    Programme.create(tmp_path / "pilot.rmkit", name="P", organisation="O").close()
    Programme.open(tmp_path / "pilot.rmkit").close()
    assert names(tmp_path / "pilot.rmkit") == []


def test_check_names_the_newest_backup_that_is_whole(path):
    Programme.open(path).close()
    (name,) = names(path)
    later = path.with_name("pilot-backups") / "pilot-20991231T000000Z.rmkit"
    later.write_bytes(b"not whole")
    path.write_bytes(path.read_bytes()[:9000])
    found = check_file(path, now=datetime.now(UTC))
    assert found.newest_backup.path.name == name
    assert found.advice[-1].endswith(f'restore "{name}".')


@pytest.mark.claim("erase")
def test_backup_of_an_older_schema_is_erased_from_too(tmp_path):
    path = Path(shutil.copy(FIXTURE, tmp_path / "old.rmkit"))
    with ProgrammeFile.open(path) as file:
        assert b"Ann Lee" in file.backups()[0].path.read_bytes()
        done = file.erase_person("P0", actor="Rosa", now=datetime.now(UTC))
        assert (done.backups, done.not_reached) == (1, ())
        assert b"Ann Lee" not in file.backups()[0].path.read_bytes()
        assert b"ann@example.org" not in file.backups()[0].path.read_bytes()
