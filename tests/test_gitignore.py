"""What rmkit writes about people stays out of a repository: looked at with git itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from rmkit.programme.overview import write_overview
from rmkit.programme.play import play, sample_recipe
from rmkit.programme.sending import write_questionnaire

ROOT = Path(__file__).resolve().parents[1]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def checkout(tmp_path) -> Path:
    """Make an empty repository that leaves out what ours leaves out."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    git(tmp_path, "init", "--quiet")
    shutil.copy(ROOT / ".gitignore", tmp_path)
    git(tmp_path, "add", ".gitignore")
    return tmp_path


def would_be_taken(checkout: Path) -> list[str]:
    listed = git(checkout, "ls-files", "-z", "--others", "--exclude-standard")
    return [name for name in listed.split("\0") if name]


def test_git_takes_nothing_of_a_programme_that_was_played_in_a_checkout(checkout):
    place = checkout / "work"
    place.mkdir()
    with play(sample_recipe("six_pairs"), place / "pilot.rmkit") as programme:
        programme.kickoff.write()
        programme.objective.write_charter()
        write_questionnaire(programme, kind="form")
        write_questionnaire(programme, kind="table")
        write_overview(programme, place)
    written = [path for path in place.rglob("*") if path.is_file()]
    assert len(written) > 40
    assert would_be_taken(checkout) == []


@pytest.mark.parametrize(
    "name",
    [
        "pilot.rmkit", "pilot.rmkit-journal", ".pilot.rmkit.0a1b2c.new", ".pilot.rmkit.restoring",
        "pilot-backups/pilot-20261103T093000Z.rmkit", "pilot-backups/notes.txt",
        "pilot-outbox/P001-mentor-welcome_mentor.eml", ".pilot-outbox-x1y2/letters.txt",
        "rmkit-demo/harbour/summary.html", "rmkit-notebooks/04_pairs.ipynb",
        "notebooks/.ipynb_checkpoints/04_pairs-checkpoint.ipynb",
        "questionnaire form 2.xlsx", "charter.pdf", "pilot-person-files/person-P1/P1.html",
        "pilot-papers/impact_assessment.docx",
    ],
)  # fmt: skip
def test_git_takes_no_file_with_people_in_it_wherever_it_lies(checkout, name):
    for path in (checkout / name, checkout / "deep" / "down" / name):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Ana")
    assert would_be_taken(checkout) == []


def test_what_belongs_into_the_repository_is_not_left_out(tracked):
    names = "\0".join(path.relative_to(ROOT).as_posix() for path in tracked)
    command = ["git", "check-ignore", "--no-index", "-z", "--stdin"]
    done = subprocess.run(command, cwd=ROOT, input=names, capture_output=True, text=True)
    assert [name for name in done.stdout.split("\0") if name] == []
