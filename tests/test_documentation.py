import re
import shlex
from pathlib import Path

import nbformat
import pytest
from typer.main import get_command

import rmkit
from rmkit.cli.app import app
from rmkit.instruments import catalogue

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "notebooks").rglob("*.ipynb"))
COMMANDS = get_command(app)


def test_every_command_of_the_shell_stands_in_the_readme():
    assert [c for c in COMMANDS.commands if f"rmkit {c}" not in README] == []


@pytest.mark.parametrize("line", re.findall(r"^rmkit .*$", README, flags=re.MULTILINE))
def test_every_command_in_the_readme_is_one_that_the_shell_takes(line):
    words = shlex.split(line, comments=True)[1:]
    command = COMMANDS
    while words and hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    with command.make_context("rmkit", words) as context:
        assert context.params


def test_every_instrument_and_every_public_name_is_told_of():
    told = README + NOTEBOOKS
    assert [i.id for i in catalogue() if i.id not in told] == []
    assert [name for name in rmkit.__all__ if f"rmkit.{name}" not in told] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_every_notebook_stands_in_the_readme_and_is_led_to_from_the_first(path):
    title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].lstrip("# ")
    row = f"0{title}" if title[0].isdigit() else title
    assert f"| {row} |" in README.replace("| 00 Start here |", "| Start here |")
    first = (ROOT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8")
    assert f"({path.name})" in first or path.name == "00_start_here.ipynb"


def test_public_names_are_loaded_when_asked_for_and_others_are_refused():
    for name in rmkit.__all__:
        assert getattr(rmkit, name) is not None
    assert callable(rmkit.instruments.catalogue)
    with pytest.raises(AttributeError, match="no attribute"):
        _ = rmkit.nothing
