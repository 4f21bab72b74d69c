"""The command that reads the profiles: looking, keeping with a reason, the page, and bad input."""

import shutil
import sys

import pytest

from rmkit.cli import run
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with Programme.sample("six_pairs", until="profiles") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("made") / "a.rmkit")


@pytest.fixture
def profiles(made, tmp_path, monkeypatch, capsys):
    """Run the command on a copy; give its exit code and what it printed, in one line."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(made, "a.rmkit")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["rmkit", "profiles", "a.rmkit", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return ended.value.code or 0, " ".join((said.out + said.err).split())

    return call


def test_kinds_are_looked_at_kept_with_a_reason_and_not_replaced_by_another_look(profiles):
    code, said = profiles("--kinds", "2", "--weight", "levels=2", "--seed", "3")
    assert code == 0, said
    assert "14 people in 2 kinds" in said
    assert "What will be missing" in said
    assert "stands" not in said
    code, said = profiles("--kinds", "2", "--keep-reason", "Two workshops.")
    assert "Chosen because: Two workshops." in said
    code, said = profiles("--kinds", "3")
    assert code == 0
    assert "14 people in 3 kinds" in said
    assert "only looked at; your choice stands" in said
    code, said = profiles()
    assert "14 people in 2 kinds" in said
    assert "only looked at" not in said


def test_the_page_is_written_where_it_was_asked_for_with_what_to_mind(profiles, tmp_path):
    code, said = profiles("--kinds", "2", "--to", "out")
    assert code == 0, said
    assert "14 people in 2 kinds" in (tmp_path / "out" / "profiles.html").read_text("utf-8")
    assert "Hand out one version of it" in said
    (tmp_path / "file").write_text("x")
    code, said = profiles("--to", "file")
    assert code == 1
    assert "could not be written to file" in said


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--weight", "levels"), 2, "--weight needs BLOCK=NUMBER"),
        (("--weight", "levels=much"), 2, "for example --weight levels=2"),
        (("--weight", "hair=2"), 1, "hair"),
        (("--weight", "levels=-1"), 1, "0 leaves the block out"),
        (("--method", "guess"), 1, "guess"),
        (("--kinds", "0"), 1, "whole number from 1"),
        (("--kinds", "40"), 1, "there are 14"),
        (("--seed", "-1"), 2, "--seed"),
    ],
)
def test_what_cannot_be_looked_for_is_a_sentence_and_nothing_is_kept(profiles, words, code, told):
    ended, said = profiles(*words)
    assert ended == code, said
    assert told in said
    assert "Traceback" not in said
    with Programme.open("a.rmkit") as programme:
        assert programme.profiles.kept is None
