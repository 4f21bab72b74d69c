"""A second machine, a synchronised folder and a conflicting copy are said, not met by accident."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from rmkit.programme.programme import Programme
from rmkit.records.lease import Lease
from rmkit.records.surroundings import dangers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pilot.rmkit"


def left_by_another(path, *, at=NOW - timedelta(minutes=10), name="LAPTOP-7"):
    content = {"machine": "another", "name": name, "at": at.isoformat()}
    path.with_name(".pilot.rmkit.in-use").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.claim("lock-warning")
@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - Harbour Works", "OneDrive"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_synchronised_folder_is_named(tmp_path, folder, service):
    inside = tmp_path / folder / "HR"
    inside.mkdir(parents=True)
    (danger,) = dangers(inside / "pilot.rmkit")
    assert f'"pilot.rmkit" lies in a folder that {service} synchronises' in danger
    assert "move it" in danger


def test_folder_of_a_synchronising_program_is_known_by_its_marker(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    (danger,) = dangers(tmp_path / "pilot.rmkit")
    assert "Syncthing" in danger


def test_onedrive_is_known_by_what_windows_says(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Work"))
    (tmp_path / "Work").mkdir()
    (danger,) = dangers(tmp_path / "Work" / "pilot.rmkit")
    assert "OneDrive" in danger


@pytest.mark.parametrize("folder", ["boxes", "Mega events", "my drives"])
def test_ordinary_folder_is_no_danger(tmp_path, folder):
    (tmp_path / folder).mkdir()
    assert dangers(tmp_path / folder / "pilot.rmkit") == []


@pytest.mark.claim("lock-warning")
def test_conflicting_copy_is_named(path):
    copy = "pilot (Rosa's conflicted copy 2026-11-20).rmkit"
    for name in (copy, "pilot 2.rmkit", "other conflict.rmkit"):
        path.with_name(name).touch()
    (danger,) = dangers(path)
    assert copy in danger


@pytest.mark.claim("lock-warning")
def test_second_machine_is_warned_with_name_and_time(path):
    left_by_another(path)
    lease = Lease.take(path, now=NOW)
    assert '"pilot.rmkit" is in use on another machine (LAPTOP-7, last at' in lease.warning


def test_note_of_a_machine_that_was_switched_off_is_passed_over(path):
    left_by_another(path, at=NOW - timedelta(hours=13))
    assert Lease.take(path, now=NOW).warning == ""


@pytest.mark.parametrize("content", [b"", b"[]", b'{"machine": 1}', b"\xff" * 5000])
def test_note_that_cannot_be_read_is_passed_over(path, content):
    path.with_name(".pilot.rmkit.in-use").write_bytes(content)
    assert Lease.take(path, now=NOW).warning == ""


def test_same_machine_is_never_warned_and_takes_its_note_away(path):
    first, second = Lease.take(path, now=NOW), Lease.take(path, now=NOW)
    assert (first.warning, second.warning) == ("", "")
    assert [p.name for p in path.parent.iterdir()] == [".pilot.rmkit.in-use"]
    second.release()
    assert list(path.parent.iterdir()) == []


def test_note_of_another_machine_is_not_taken_away(path):
    lease = Lease.take(path, now=NOW)
    left_by_another(path)
    lease.release()
    assert "another" in path.with_name(".pilot.rmkit.in-use").read_text(encoding="utf-8")


@pytest.mark.claim("lock-warning")
def test_programme_warns_and_leaves_no_note_behind(path):
    with Programme.create(path, name="P", organisation="O") as programme:
        assert programme.warnings == ()
        assert path.with_name(".pilot.rmkit.in-use").exists()
    assert [p.name for p in path.parent.iterdir()] == ["pilot.rmkit"]
    left_by_another(path, at=datetime.now(UTC))
    with Programme.open(path) as programme:
        (warning,) = programme.warnings
        assert "another machine" in warning
