"""Backups are whole, few, and bring the programme back; but nobody who was erased."""

import os
import shutil
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rmkit.errors import FileRefused, NotAllowed, NotSaved, UnknownName
from rmkit.records.backup import Backup, backups, rotated
from rmkit.records.model import Person
from rmkit.records.restoring import restore
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIXTURE = Path(__file__).with_name("fixtures") / "schema_1.rmkit"


@pytest.fixture
def file(tmp_path):
    with ProgrammeFile.create(tmp_path / "p.rmkit", name="P", organisation="O", now=NOW) as file:
        add(file, a="Ann Lee", b="Bo Ek")
        yield file


def add(file, **people):
    with file.change(actor="Rosa", action="Listed.", now=NOW) as change:
        change.save_people(
            Person(key, name, f"{name.split()[0].lower()}@example.org")
            for key, name in people.items()
        )


def names(path):
    with ProgrammeFile.open(path) as file:
        assert file.check() == []
        return sorted(person.name for person in file.people())


@pytest.mark.claim("backup")
def test_backup_is_whole_private_and_found(file):
    made = file.backup(now=NOW)
    assert made.path == file.path.parent / "p-backups" / "p-20261122T090000Z.rmkit"
    assert names(made.path) == ["Ann Lee", "Bo Ek"]
    with ProgrammeFile.open(made.path) as copy:
        assert copy.head_digest() == file.head_digest()
    assert file.backups() == [Backup(made.path, NOW)]
    assert [p.name for p in made.path.parent.iterdir()] == [made.path.name]
    if os.name != "nt":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_unchanged_file_is_not_copied_twice(file):
    first = file.backup(now=NOW)
    assert file.backup(now=NOW + timedelta(hours=1)).path == first.path
    add(file, c="Cem Ay")
    assert file.backup(now=NOW).path.name == "p-20261122T090000Z-2.rmkit"
    assert len(file.backups()) == 2


def test_newest_copy_that_is_damaged_is_not_taken_for_whole(file):
    made = file.backup(now=NOW).path
    made.write_bytes(made.read_bytes()[:-5000])
    assert file.backup(now=NOW).path != made


def test_backup_while_another_writes_is_whole(file):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            add(file, **{f"x{number}": f"X{number} Y"})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for minute in range(3):
            made = file.backup(now=NOW + timedelta(minutes=minute))
            assert ProgrammeFile.examine(made.path) == []
    finally:
        stop.set()
        writer.join()


def test_disk_error_leaves_no_half_backup(file, tmp_path):
    (tmp_path / "p-backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotSaved, match=r'"p-backups", could not be made'):
        file.backup(now=NOW)


def test_many_backups_are_thinned_out_and_newest_stay():
    hours = [Backup(Path(f"{h}"), NOW - timedelta(hours=h)) for h in range(0, 24 * 120, 6)]
    kept = [backup for backup in hours if backup not in rotated(hours, NOW)]
    assert kept[:5] == hours[:5]
    assert 14 + 5 < len(kept) < 5 + 14 + 8
    days = {backup.made_at.date() for backup in kept}
    assert {(NOW - timedelta(days=d)).date() for d in range(14)} <= days
    assert min(days) >= (NOW - timedelta(weeks=8)).date()
    assert rotated(kept, NOW) == []


def test_thinning_out_spares_what_is_not_of_this_programme(file, tmp_path):
    folder = tmp_path / "p-backups"
    folder.mkdir()
    other = folder / "p-20200101T000000Z.rmkit"
    ProgrammeFile.create(other, name="Q", organisation="O", now=NOW).close()
    broken = folder / "p-20200102T000000Z.rmkit"
    broken.write_bytes(b"no programme")
    for minute in range(8):
        add(file, **{f"n{minute}": f"N{minute} M"})
        file.backup(now=NOW + timedelta(minutes=minute))
    assert other.exists()
    assert broken.exists()
    assert len(backups(file.path)) == 7


@pytest.mark.claim("restore")
def test_restored_backup_is_the_programme_and_what_was_there_is_kept(file):
    kept = file.backup(now=NOW).path
    add(file, c="Cem Ay")
    done = restore(file.path, kept, actor="Rosa", now=NOW + timedelta(hours=1))
    assert names(file.path) == ["Ann Lee", "Bo Ek"]
    assert names(done.set_aside) == ["Ann Lee", "Bo Ek", "Cem Ay"]
    assert file.changes()[-1].action.startswith("Restored the backup with all changes until 2026")
    assert [p.name for p in file.people()] == ["Ann Lee", "Bo Ek"]  # still open, and right


@pytest.mark.claim("restore")
@pytest.mark.parametrize("harm", ["scribbled", "cut", "empty", "gone", "foreign"])
def test_damaged_file_is_set_aside_and_replaced(file, harm):
    kept = file.backup(now=NOW).path
    whole = file.path.read_bytes()
    harmed = {
        "scribbled": whole.replace(b"Bo Ek", b"Bo Oo"),
        "cut": whole[:9000],
        "empty": b"",
        "foreign": b"name,email\n",
    }
    file.path.unlink()
    if harm in harmed:
        file.path.write_bytes(harmed[harm])
    done = restore(file.path, kept, actor="Rosa", now=NOW)
    assert names(file.path) == ["Ann Lee", "Bo Ek"]
    if harm in harmed:
        assert done.set_aside.read_bytes() == harmed[harm]
        assert (done.was_damaged, done.erasures_known) == (True, False)


def test_restore_of_an_older_schema_brings_it_forward(tmp_path):
    path = Path(shutil.copy(FIXTURE, tmp_path / "old.rmkit"))
    with ProgrammeFile.open(path, now=NOW) as file:
        add(file, z="Zoe Q")
        (backup,) = file.backups()
        before = backup.path.read_bytes()
        restore(path, backup.path, actor="Rosa", now=NOW)
        assert "Zoe Q" not in names(path)
        assert backup.path.read_bytes() == before


def test_damaged_backup_and_backup_of_another_programme_change_nothing(file, tmp_path):
    kept = file.backup(now=NOW).path
    before = file.path.read_bytes()
    kept.write_bytes(kept.read_bytes().replace(b"Ann Lee", b"Ann Fee"))
    with pytest.raises(FileRefused, match="is damaged"):
        restore(file.path, kept, actor="Rosa", now=NOW)
    ProgrammeFile.create(tmp_path / "q.rmkit", name="Q", organisation="O", now=NOW).close()
    with pytest.raises(NotAllowed, match="another programme"):
        restore(file.path, tmp_path / "q.rmkit", actor="Rosa", now=NOW)
    assert file.path.read_bytes() == before
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


@pytest.mark.claim("erase")
def test_erasing_reaches_every_backup_and_the_other_folder(file, tmp_path):
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    file.backup(now=NOW)
    file.backup(now=NOW, actor="Rosa", folder=elsewhere)
    add(file, a="Ann Smith", c="Cem Ay")
    file.backup(now=NOW + timedelta(hours=1))
    done = file.erase_person("a", actor="Rosa", now=NOW)
    assert (done.backups, done.not_reached) == (3, ())
    for path in (file.path, *(backup.path for backup in file.backups())):
        data = path.read_bytes()
        for trace in (b"Ann", b"Lee", b"Smith", b"ann@example.org"):
            assert trace not in data
        assert ProgrammeFile.examine(path) == []


@pytest.mark.claim("erase")
def test_backups_that_cannot_be_erased_from_are_named(file, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    file.backup(now=NOW, actor="Rosa", folder=stick)
    shutil.rmtree(stick)
    broken = file.backup(now=NOW).path
    broken.write_bytes(broken.read_bytes()[:3000])
    done = file.erase_person("a", actor="Rosa", now=NOW)
    assert done.backups == 0
    assert set(done.not_reached) == {broken.name, "stick"}


@pytest.mark.claim("erase")
def test_restoring_what_was_out_of_reach_erases_again(file, tmp_path):
    away = Path(shutil.copy(file.backup(now=NOW).path, tmp_path / "on a stick.rmkit"))
    file.erase_person("a", actor="Rosa", now=NOW)
    done = restore(file.path, away, actor="Rosa", now=NOW + timedelta(hours=1))
    assert (done.erased_again, done.erasures_known) == (1, True)
    assert names(file.path) == ["Bo Ek"]
    assert b"Ann Lee" not in file.path.read_bytes()
    done = restore(file.path, away, actor="Rosa", now=NOW + timedelta(hours=2))
    assert done.erased_again == 1


@pytest.mark.claim("erase")
def test_somebody_whose_import_was_undone_is_erased_from_the_history(file):
    add(file, z="Zoe Quist")
    file.undo(actor="Rosa", now=NOW)
    assert b"Zoe Quist" in file.path.read_bytes()
    file.erase_person("z", actor="Rosa", now=NOW)
    assert b"Zoe" not in file.path.read_bytes()
    assert file.check() == []
    with pytest.raises(UnknownName):
        file.erase_person("nobody", actor="Rosa", now=NOW)


@pytest.mark.claim("copy-complete")
def test_nothing_is_left_beside_the_file(file):
    restore(file.path, file.backup(now=NOW).path, actor="Rosa", now=NOW)
    assert sorted(p.name for p in file.path.parent.iterdir()) == ["p-backups", "p.rmkit"]
    with sqlite3.connect(file.path) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    raw.close()
