"""What is due, and reminders for it, as a coordinator types it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from rmkit.cli.app import app
from tests.begun_pairs import BY, begin, day, on, pairs, sign


@pytest.fixture
def path(tmp_path):
    with begin(tmp_path / "a.rmkit") as programme:
        for pair in pairs(programme):
            sign(programme, pair)
        return programme.file.path


def run(*words, code=0):
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == code, (found.output, found.exception)
    return found.output


def test_what_is_due_is_told_with_why_and_reminders_are_written_once_a_week(path, tmp_path):
    assert "2 November 2026: nothing due." in run("remind", path, "--today", day(0))
    told = run("remind", path, "--today", day(20))
    assert "6 due." in told
    assert "First contact" in told
    assert "6 reminders fit" in told
    assert "--by" in run("remind", path, "--write", code=2)
    more = ("--today", day(20), "--write", "--by", BY, "--to", tmp_path / "out")
    with on(20):
        assert "Drafts for 6 people are in" in run("remind", path, *more)
    assert len(list((tmp_path / "out").rglob("*.eml"))) == 6
    with on(20):
        assert "No reminder was written" in run("remind", path, *more)
