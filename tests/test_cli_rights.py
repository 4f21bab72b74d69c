"""People's rights from a shell: each command does what it says, and says what follows."""

import json
import shutil
import sys

import pytest

from rmkit.cli import run
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.records.model import Retention


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs") as programme:
        folder = tmp_path_factory.mktemp("played") / "six"
        return shutil.copytree(programme.file.path.parent, folder) / programme.file.path.name


@pytest.fixture
def shell(played, tmp_path, monkeypatch, capsys):
    """Run a command on a copy of the sample as a shell would; give its exit code and words."""
    folder = shutil.copytree(played.parent, tmp_path / "six")
    monkeypatch.chdir(tmp_path)

    def call(command, *words):
        argv = ["rmkit", command, str(folder / played.name), *map(str, words)]
        monkeypatch.setattr(sys, "argv", argv)
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out + said.err

    return call


def test_an_objection_is_noted_shown_and_lifted(shell):
    code, said = shell("object", "P001", "matching", "--by", "Rosa Vidal")
    assert code == 0, said
    assert "confirmed pair to look at" in said
    code, said = shell("objections")
    assert "P001" in said
    assert "Confirmed pairs to look at: 1" in said
    assert "Drafts of letters that are still there" in said
    code, said = shell("object", "P001", "matching", "--by", "Rosa Vidal", "--lift")
    assert "lifts" in said
    assert shell("object", "P001", "matching", "--by", "R", "--lift", "--withdraw")[0] == 2
    assert shell("object", "P001", "gossip", "--by", "R")[0] == 2
    assert shell("object", "P999", "matching", "--by", "R")[0] == 1


@pytest.mark.claim("one-person-file")
def test_one_command_writes_all_about_one_person_and_is_logged(shell, tmp_path):
    code, said = shell("person", "P001", "--to", tmp_path / "files")
    assert code == 0, said
    folder = tmp_path / "files" / "person-P001"
    assert json.loads((folder / "P001.json").read_text("utf-8"))["person"]["person_id"] == "P001"
    assert "<title>What we keep about you" in (folder / "P001.html").read_text("utf-8")
    code, said = shell("accesses", "--person", "P001")
    assert "All that is kept about a" in said
    assert "Nora Fernlight" in said  # the coordinator, where nobody is named


@pytest.mark.claim("correction")
def test_a_value_is_corrected_or_refused_with_what_is_wrong(shell):
    why = ("--by", "Rosa Vidal", "--why", "They moved.")
    assert "stays in the history" in shell("correct", "P001", "department", "Quay", *why)[1]
    code, said = shell("correct", "P001", "candidate.level_spreadsheets", "9", *why)
    assert code == 1
    assert "Nothing was corrected" in said
    assert shell("correct", "P001", "department", "Quay", "--by", "Rosa")[0] == 2


@pytest.mark.claim("retention")
def test_end_dates_are_shown_changed_and_what_is_due_is_deleted(shell, played, tmp_path):
    assert "sealed answers" in shell("retention")[1]
    code, said = shell("retention", "--end", "answers", "--by", "Rosa Vidal")
    assert code == 1
    assert "are kept until" in said
    change = ("--keep", "answers", "--until", "2020-01-01", "--why", "Agreed.", "--by", "Rosa")
    code, said = shell("retention", *change)
    assert code == 1
    assert "is over" in said
    with (
        Programme.open(tmp_path / "six" / played.name) as programme,
        programme.file.change(actor="c", action="Time went by.", now=now()) as kept,
    ):
        kept.save_retention(Retention("answers", "For tests", "2020-01-01"))
    assert "Due" in shell("retention")[1]
    assert "The time for keeping answers has ended" in shell("status")[1]
    code, said = shell("retention", "--end", "answers", "--by", "Rosa Vidal")
    assert code == 0, said
    assert "Deleted for good: answers" in said
    assert "Files that were written still tell of it" in said
    assert shell("retention", "--keep", "answers")[0] == 2


@pytest.mark.claim("papers")
def test_one_command_writes_the_papers_and_lists_what_is_to_be_completed(shell, tmp_path):
    code, said = shell("papers", "--to", tmp_path / "papers")
    assert code == 0, said
    assert "supervisory authority" in said
    assert (tmp_path / "papers" / "works_agreement.docx").exists()


@pytest.mark.claim("erase")
def test_erasing_says_what_was_deleted_and_what_is_left(shell):
    code, said = shell("erase", "P001", "--by", "Rosa Vidal")
    assert code == 0, said
    assert "Deleted:" in said
    assert "mails that were sent" in said
