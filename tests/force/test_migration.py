"""An older file is being brought to the present schema when the process, or the power, dies."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from tests.force.migration import (
    ADAPTER,
    NAME,
    UNWRITTEN,
    Both,
    fresh_copy,
    killed_migrations,
    migrations_without_power,
)
from tests.force.target import Target


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Give a folder with a migrated file, and what old and new files hold."""
    folder = tmp_path_factory.mktemp("migrated")
    with Target(ADAPTER) as target:
        return folder, Both.of(target, folder)


@pytest.mark.claim("migration")
@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.proof)])
def test_a_killed_migration_leaves_the_old_file_or_the_new_one(tmp_path, unbroken, kills):
    unbroken(killed_migrations(tmp_path, kills=kills))


@pytest.mark.claim("migration")
@pytest.mark.usefixtures("needs_power")
@pytest.mark.parametrize("cuts", [6, pytest.param(60, marks=pytest.mark.proof)])
def test_a_migration_without_power_leaves_the_old_file_or_the_new_one(tmp_path, unbroken, cuts):
    unbroken(migrations_without_power(tmp_path, cuts=cuts))


@pytest.mark.parametrize(
    ("half", "told"),
    [
        ("PRAGMA user_version = 2", "its table accesses is not that of schema 2"),
        ("CREATE TABLE objections (person_id)", "it says schema 1 and is neither"),
        ("DELETE FROM responses WHERE number = 1", "it says schema 1 and is neither"),
    ],
)
def test_half_a_migration_would_be_seen(undisturbed, tmp_path, half, told):
    folder, both = undisturbed
    path = fresh_copy(tmp_path / "half")
    assert both.state(path) == "old"
    assert both.state(folder / "undisturbed" / NAME) == "new"
    with sqlite3.connect(path) as connection:
        connection.execute(half)
    connection.close()
    assert both.state(path) == told
    backup = path.parent / "programme-backups" / "programme-1.rmkit"
    backup.parent.mkdir()
    shutil.copy(path, backup)
    assert f"the backup {backup.name} is {told}" in both.problems(path.parent)[1]


def test_a_migrated_file_is_written_anew_at_the_latest_when_next_opened(undisturbed, tmp_path):
    folder, both = undisturbed
    left = shutil.copytree(folder / "undisturbed", tmp_path / "left")
    _forget_the_last_entry(left / NAME)
    assert both.problems(left) == (UNWRITTEN, [])
    assert both.state(left / NAME) == "new"
    _forget_the_last_entry(left / NAME)
    _forget_the_last_entry(left / NAME)
    assert both.state(left / NAME) == "its rows of history are not all there"


def _forget_the_last_entry(path):
    with sqlite3.connect(path) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)")
        for _, guard in guards:
            connection.execute(guard)
    connection.close()
