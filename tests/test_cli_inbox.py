"""`rmkit inbox`: what waits, what is taken in, and how it ends."""

import shutil
import sys

import pytest

from rmkit.cli import run
from rmkit.exchange.inbox import Inbox, inbox_path
from rmkit.exchange.inbox_desk import Desk
from rmkit.exchange.inbox_records import Content
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def path(six, tmp_path):
    return shutil.copy(six, tmp_path / "six.rmkit")


@pytest.fixture
def rmkit(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr(sys, "argv", ["rmkit", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out + said.err

    return call


def ask(path, *levels):
    """Ask as many people as there are levels, and answer for them."""
    with Programme.open(path) as programme:
        step = programme.questionnaires
        people = step.asked_people("midway")[: len(levels)]
        form = step.instrument("midway")
        rated = [f.key for f in form.fields if f.is_rating or (f.required and f.kind == "choice")]
        for link, level in zip(step.invite("midway", people, by="Rosa"), levels, strict=True):
            given = Content(dict.fromkeys(rated, level))
            with Inbox.open(inbox_path(path)) as inbox:
                Desk(inbox).save(link.token, given, save="1", device="d", base=0, keys={})
        return [programme.file.person(person).name for person in people]


def test_what_waits_is_shown_by_name_and_form_without_an_answer(path, rmkit):
    assert rmkit("inbox", path) == (0, "Nothing waits in the inbox.\n")
    (name,) = ask(path, 4)
    code, said = rmkit("inbox", path)
    assert code == 0
    assert name in said
    assert "Mid-way check" in said
    assert "--take" in said


def test_what_is_sound_is_taken_in_and_the_rest_ends_with_one(path, rmkit):
    ask(path, 4, 99)
    code, said = rmkit("inbox", path, "--take", "--by", "Rosa Vidal")
    assert code == 1
    assert "Taken in: 1 answered form." in said
    assert "Not taken in" in said
    with Programme.open(path) as programme:
        assert len(programme.file.responses("midway")) == 1
        assert programme.file.changes()[-1].actor == "Rosa Vidal"


def test_taking_in_needs_a_name_and_an_inbox(path, rmkit):
    code, said = rmkit("inbox", path, "--take")
    assert code == 2
    assert "--by" in said
    code, said = rmkit("inbox", path, "--take", "--by", "Rosa Vidal")
    assert code == 1
    assert "There is no inbox six.inbox" in said
