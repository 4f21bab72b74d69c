"""From a shell: check with what to do, backup, restore, undo, history."""

import sqlite3
import sys
from datetime import UTC, datetime

import pytest

from rmkit.cli import run
from rmkit.programme.programme import Programme
from rmkit.records.model import Person
from rmkit.records.sqlite import _TRIGGERS


@pytest.fixture
def rmkit(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr(sys, "argv", ["rmkit", *map(str, words)])
        try:
            run()
            code = 0
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def path(tmp_path):
    with Programme.create(tmp_path / "pilot.rmkit", name="Pilot", organisation="Port") as made:
        now = datetime.now(UTC)
        with made.file.change(actor="Rosa", action="Read the staff list", now=now) as change:
            change.save_people([Person("h1", "Ann Lee", "ann@example.org")])
    return tmp_path / "pilot.rmkit"


def people(path):
    with Programme.open(path) as programme:
        return [person.name for person in programme.file.people()]


def test_whole_file_is_said_to_be_whole_with_its_head(rmkit, path):
    code, out, err = rmkit("check", path)
    assert (code, err) == (0, "")
    assert "whole" in out
    assert "Head of the history: " in out
    assert "There is no backup yet" in out


@pytest.mark.claim("backup")
def test_backup_undo_and_restore_go_round(rmkit, path):
    code, out, _ = rmkit("backup", path)
    assert code == 0
    backup = next(path.with_name("pilot-backups").iterdir())
    assert str(backup) in out
    code, out, _ = rmkit("undo", path, "--by", "Rosa")
    assert (code, people(path)) == (0, [])
    assert "Undone: change 3, Read the staff list" in out
    code, out, _ = rmkit("history", path)
    assert out.index("Undid change 3") < out.rindex("Read the staff list")
    assert "1 in people; undone by 4" in out
    code, out, _ = rmkit("restore", path, backup, "--by", "Rosa")
    assert (code, people(path)) == (0, ["Ann Lee"])
    assert "is kept as" in out


@pytest.mark.claim("refuse-damaged")
def test_damaged_file_gets_every_problem_and_the_command_that_mends_it(rmkit, path):
    rmkit("backup", path)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Ann Lee", b"Ann Bee"))
    code, out, err = rmkit("check", path)
    assert (code, out) == (1, "")
    assert 'people: the row with person_id "h1" was damaged' in err
    assert "Do not go on working with this file" in err
    assert f'restore "{path}" "' in err
    assert "Traceback" not in err
    backup = next(path.with_name("pilot-backups").iterdir())
    code, out, _ = rmkit("restore", path, backup)
    assert (code, people(path)) == (0, ["Ann Lee"])
    assert "Whether anybody was erased, or objected, since the backup is not known" in out


def test_damage_without_a_backup_says_so(rmkit, path):
    path.write_bytes(path.read_bytes().replace(b"Ann Lee", b"Ann Bee"))
    code, _, err = rmkit("check", path)
    assert code == 1
    assert "rmkit has no whole backup of it" in err


def test_what_cannot_be_undone_is_a_sentence(rmkit, path):
    code, _, err = rmkit("undo", path, "--change", "1")
    assert (code, err.strip()) == (1, "Change 1 cannot be undone: it made the programme.")
    code, _, err = rmkit("undo", path, "--change", "77")
    assert code == 1
    assert '"77"' in err


@pytest.mark.claim("lock-warning")
def test_commands_warn_about_the_folder(rmkit, path, monkeypatch):
    monkeypatch.setenv("OneDrive", str(path.parent))
    code, _, err = rmkit("status", path)
    assert code == 0
    assert "OneDrive synchronises" in err


@pytest.mark.claim("tamper")
def test_head_noted_elsewhere_shows_a_history_that_was_cut_off(rmkit, path):
    _, out, _ = rmkit("check", path)
    head = out.partition("Head of the history: ")[2][:64]
    with Programme.open(path) as programme:
        programme.keeping.undo(by="Rosa")
    code, out, _ = rmkit("check", path, "--head", head)
    assert (code, "the one you noted is in it" in out) == (0, True)
    raw = sqlite3.connect(path)
    raw.executescript(
        "DROP TRIGGER history_is_not_deleted; DELETE FROM history WHERE change_no > 2;"
        "DELETE FROM people;"
    )
    raw.executescript(_TRIGGERS["history_is_not_deleted"])
    raw.close()
    assert rmkit("check", path)[0] == 0  # nothing shows without it
    code, _, err = rmkit("check", path, "--head", head)
    assert code == 1
    assert "the digest that you noted is not in it" in err
    assert "cut off" in err


def test_nobody_undoes_nothing_and_an_empty_head_is_no_head(rmkit, path):
    for name in ("", "   "):
        code, _, err = rmkit("undo", path, "--by", name)
        assert code == 1
        assert "Say who does it" in err
    assert people(path) == ["Ann Lee"]
    code, _, err = rmkit("check", path, "--head", "")
    assert code == 2
    assert "--head is empty" in err


def test_restoring_a_lost_file_says_that_there_was_none(rmkit, path):
    rmkit("backup", path)
    backup = next(path.with_name("pilot-backups").iterdir())
    path.unlink()
    code, out, _ = rmkit("restore", path, backup)
    assert (code, people(path)) == (0, ["Ann Lee"])
    assert out.startswith('"pilot.rmkit" is what pilot-')
    assert "There was no file before." in out
