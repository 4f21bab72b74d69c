"""`rmkit letters`: from a list to drafts, and to letters that were sent."""

import shutil

import pytest
from typer.testing import CliRunner

from rmkit.cli.app import app
from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.programme.programme import Programme
from tests.mail_server import Got, MailServerHere

ASKED = ["--with", "when=8 December, 10:00", "--with", "where=Room 2.14"]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs", until="kickoff") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("played") / "a.rmkit")


@pytest.fixture
def path(played, tmp_path):
    return shutil.copy(played, tmp_path / "pilot.rmkit")


def run(*words, code=0):
    done = CliRunner().invoke(app, ["letters", *map(str, words)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_letters_are_listed_shown_and_written(path, tmp_path):
    listed = run("list", path, "--occasion", "training")
    assert "circle_invitation" in listed
    assert "welcome_mentor" not in listed
    with pytest.raises(UnknownName, match='Did you mean "training"'):
        run("list", path, "--occasion", "trainings")
    shown = run("show", path, "circle_invitation")
    assert "when: The day and hour." in shown
    assert "people get it." in shown
    with Programme.open(path) as programme:
        person = programme.letters.recipients("circle_invitation").readers[0]
    assert person.name in run("show", path, "circle_invitation", "--person", person.person_id)
    written = run(
        "write",
        path,
        "circle_invitation",
        "--person",
        person.person_id,
        *ASKED,
        "--to",
        tmp_path / "o",
    )
    assert "1 draft in" in written
    assert len(list((tmp_path / "o").glob("*.eml"))) == 1
    with pytest.raises(FaultsFound, match="where"):
        run("write", path, "circle_invitation", "--with", "when=8 December")
    assert "drafted" in run("log", path)


def test_letters_are_sent_after_a_test_and_what_is_unsure_is_settled(path, monkeypatch):
    with Programme.open(path) as programme:
        readers = programme.letters.recipients("circle_invitation").readers
        first = programme.file.person(readers[0].person_id).email
    with MailServerHere(Got(hang_up=first)) as running:
        to = [path, "circle_invitation", "--host", "127.0.0.1", "--port", running.port]
        to += ["--security", "none", "--by", "Dana Weber", *ASKED]
        with pytest.raises(NotAllowed, match="to yourself first"):
            run("send", *to, "--yes")
        assert "A test letter went to" in run("send", *to, "--test")
        assert "Send circle_invitation to" in run("send", *to, code=1)  # nobody says yes
        assert "not known" in run("send", *to, "--yes", code=1)
        assert len(running.got.mails) == 2
        running.got.hang_up = ""
        assert f"Not known whether it went out: circle_invitation to {readers[0].person_id}" in run(
            "log", path
        )
        run("settle", path, "circle_invitation", readers[0].person_id, "--went-out", "--by", "Dana")
        assert "letters were sent" in run("send", *to, "--yes")
        assert running.got.readers.count(first) == 1
        assert len(running.got.mails) == len(readers) + 1
