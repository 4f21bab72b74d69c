"""The programme file is made, opened, read and written as one piece."""

import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from rmkit.errors import FileRefused, NotAllowed, NotReady, NotSaved, UnknownName
from rmkit.records.model import Person
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 2, 10, 42, tzinfo=timezone(timedelta(hours=1)))
STAMP = "2026-11-02T09:42:00+00:00"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "harbour.rmkit"
    with ProgrammeFile.create(path, name="Harbour", organisation="Port", now=NOW) as made:
        yield made


def changing(file, action="Tried."):
    return file.change(actor="coordinator", action=action, now=NOW)


def fill(file):
    with changing(file) as change:
        change.save_people([Person("a", "Ann Lee", "Ann@Example.org", "answered"), Person("b")])


def test_new_file_says_what_it_is_and_is_sound(file):
    info = file.info
    assert (info.name, info.organisation, info.language) == ("Harbour", "Port", "en")
    assert info.created_at == STAMP
    assert file.check() == []
    assert [entry.action for entry in file.history()] == ["Made the programme."]
    with ProgrammeFile.open(file.path) as again:
        assert again.info == info
        assert again.head_digest() == file.head_digest()


def test_file_has_the_settings_that_make_a_save_durable(file):
    with file.change(actor="c", action="Looked.", now=NOW) as change:
        settings = {
            name: change.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert settings == {
        "journal_mode": "delete",
        "synchronous": 3,
        "secure_delete": 1,
        "foreign_keys": 1,
    }
    raw = sqlite3.connect(file.path)
    assert raw.execute("PRAGMA user_version").fetchone() == (2,)
    assert raw.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"rmkt", "big"),)
    raw.close()


def test_only_the_owner_may_read_a_new_file_and_nothing_is_left_beside_it(file):
    assert [p.name for p in file.path.parent.iterdir()] == ["harbour.rmkit"]
    if os.name == "posix":
        assert file.path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_overwritten(file):
    before = file.path.read_bytes()
    with pytest.raises(FileRefused, match="nothing was overwritten"):
        ProgrammeFile.create(file.path, name="Other", organisation="", now=NOW)
    assert file.path.read_bytes() == before


def test_left_over_journal_keeps_a_new_file_from_being_made(tmp_path):
    (tmp_path / "x.rmkit-journal").write_bytes(b"old pages")
    with pytest.raises(FileRefused, match="left over"):
        ProgrammeFile.create(tmp_path / "x.rmkit", name="", organisation="", now=NOW)
    assert [p.name for p in tmp_path.iterdir()] == ["x.rmkit-journal"]


def test_new_file_needs_its_folder(tmp_path):
    with pytest.raises(FileRefused, match="no folder"):
        ProgrammeFile.create(tmp_path / "no" / "x.rmkit", name="", organisation="", now=NOW)


def test_of_two_who_make_the_same_file_at_once_one_is_refused(tmp_path):
    outcomes = []

    def make(name):
        try:
            file = ProgrammeFile.create(tmp_path / "x.rmkit", name=name, organisation="", now=NOW)
            outcomes.append(file.info.name)
        except FileRefused:
            outcomes.append("refused")

    threads = [threading.Thread(target=make, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 1
    kept = ProgrammeFile.open(tmp_path / "x.rmkit").info.name
    assert kept in outcomes


@pytest.mark.parametrize("name", ["a b.rmkit", "50%?#&.rmkit", "Ünïcode – ✓.rmkit", "file:x"])
def test_odd_file_names_are_taken_as_they_are(tmp_path, name):
    if os.name == "nt" and set(name) & set("?:"):
        pytest.skip("not a name on Windows")
    path = tmp_path / name
    ProgrammeFile.create(path, name="Odd", organisation="", now=NOW).close()
    with ProgrammeFile.open(path) as file, changing(file) as change:
        change.save_person(Person("a"))
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_closed_file_says_so(file):
    file.close()
    with pytest.raises(NotReady, match="open the programme again"):
        file.people()
    with pytest.raises(NotReady), changing(file):
        pass


def test_moment_without_time_zone_is_refused(tmp_path):
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        ProgrammeFile.create(tmp_path / "x.rmkit", name="", organisation="", now=naive)
    assert not list(tmp_path.iterdir())


def test_error_inside_a_change_takes_everything_back(file):
    fill(file)
    before = file.path.read_bytes()

    def fail_half_way():
        with changing(file) as change:
            change.save_person(Person("c"))
            change.save_document("plan", "", {"months": 6})
            assert len(change.people()) == 3
            change.set_state("nobody", "admitted")

    with pytest.raises(UnknownName, match="nobody"):
        fail_half_way()
    assert file.path.read_bytes() == before
    assert len(file.people()) == 2
    with changing(file) as change:
        change.save_person(Person("c"))
    assert len(file.people()) == 3


def test_reading_during_a_change_sees_it_and_a_second_change_is_refused(file):
    with changing(file) as change:
        change.save_person(Person("c"))
        assert file.person("c").person_id == "c"
        with pytest.raises(NotAllowed, match="under way"), changing(file):
            pass
    assert file.check() == []


def test_other_threads_wait_for_a_change(file):
    seen = []
    with changing(file) as change:
        thread = threading.Thread(target=lambda: seen.append(len(file.people())))
        thread.start()
        change.save_person(Person("c"))
    thread.join()
    assert seen == [1]


def test_copy_of_the_idle_file_is_complete(file, tmp_path):
    fill(file)
    copy = tmp_path / "copy.rmkit"
    copy.write_bytes(file.path.read_bytes())
    with ProgrammeFile.open(copy) as other:
        assert other.people() == file.people()
        assert other.check() == []


def test_what_was_put_in_the_place_of_the_file_is_not_written_to(file, tmp_path):
    other = ProgrammeFile.create(tmp_path / "o.rmkit", name="O", organisation="", now=NOW)
    other.path.replace(file.path)
    before = file.path.read_bytes()
    with pytest.raises(FileRefused, match="another programme"), changing(file) as change:
        change.save_person(Person("a"))
    assert file.path.read_bytes() == before
    file.path.write_bytes(b"")
    with pytest.raises(FileRefused), changing(file):
        pass
    assert file.path.read_bytes() == b""
    file.path.unlink()
    with pytest.raises(NotSaved, match="no longer in"), changing(file):
        pass
    assert not file.path.exists()


def test_busy_file_says_so_and_nothing_is_changed(file, monkeypatch):
    monkeypatch.setattr("rmkit.records.sqlite.BUSY_SECONDS", 0.05)
    raw = sqlite3.connect(file.path, isolation_level=None)
    raw.execute("BEGIN EXCLUSIVE")
    with pytest.raises(NotSaved, match="Another program has been using"), changing(file):
        pass
    with pytest.raises(FileRefused, match="Another program has been using"):
        file.people()
    raw.execute("ROLLBACK")
    raw.close()
    with changing(file) as change:
        change.save_person(Person("a"))


def test_utc_now_is_kept_with_seconds(file):
    with file.change(actor="c", action="Tried.", now=datetime.now(UTC)) as change:
        change.save_person(Person("a"))
    assert len(file.history()[-1].at) == len(STAMP)


def test_new_file_comes_into_place_where_there_are_no_links_too(tmp_path, monkeypatch):
    def refuse(path, target):
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with ProgrammeFile.create(tmp_path / "x.rmkit", name="X", organisation="", now=NOW) as file:
        assert file.check() == []
    assert [p.name for p in tmp_path.iterdir()] == ["x.rmkit"]


def test_new_file_that_cannot_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(path, fill):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("rmkit.records.creation.lay_out", refuse)
    with pytest.raises(NotSaved, match="choose another folder"):
        ProgrammeFile.create(tmp_path / "x.rmkit", name="X", organisation="", now=NOW)
    assert not list(tmp_path.iterdir())
