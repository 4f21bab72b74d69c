"""`rmkit lab`: what it copies, what it leaves alone, and how JupyterLab is started."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import nbformat
import pytest

from rmkit.cli import lab, notebook_copies
from rmkit.cli.lab import open_lab
from rmkit.cli.notebook_copies import update_copies
from rmkit.errors import NotReady, NotSaved
from rmkit.programme.shipped import shipped_folder


@pytest.fixture
def shipped(tmp_path, monkeypatch) -> Path:
    """Stand in for what ships: one notebook and one picture; the samples are the real ones."""
    folder = tmp_path / "shipped"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "roles.svg").write_text("<svg/>")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "00.ipynb").write_text("{}")
    write(folder / "00.ipynb", "1 + 1")
    places = {"notebooks": folder, "data_samples": shipped_folder("data_samples")}
    monkeypatch.setattr(notebook_copies, "shipped_folder", places.__getitem__)
    return folder


def write(path: Path, source: str, output: str = "") -> None:
    cell = nbformat.v4.new_code_cell(source)
    if output:
        cell.outputs = [nbformat.v4.new_output("stream", text=output)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)


def source_of(path: Path) -> str:
    return nbformat.read(path, as_version=4).cells[0].source


def test_notebooks_pictures_and_raw_samples_are_copied_and_hidden_files_are_not(shipped, tmp_path):
    folder, told = update_copies(tmp_path)
    assert told == []
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"00.ipynb", "images/roles.svg"} <= names
    assert {"samples/harbour/google_forms.csv", "samples/six_pairs/forms/form_01.xlsx"} <= names
    assert [n for n in names if "checkpoints" in n or n.endswith(".new") or "truth" in n] == []


def test_a_copy_that_was_only_run_follows_the_newer_one(shipped, tmp_path):
    folder, _ = update_copies(tmp_path)
    write(folder / "00.ipynb", "1 + 1", output="2")
    assert update_copies(tmp_path)[1] == []
    assert "2" in (folder / "00.ipynb").read_text()
    write(shipped / "00.ipynb", "2 + 2")
    _, told = update_copies(tmp_path)
    assert told == ["00.ipynb was renewed; you had not changed it."]
    assert source_of(folder / "00.ipynb") == "2 + 2"


def test_a_copy_that_a_person_changed_stays_and_a_newer_one_is_told(shipped, tmp_path):
    folder, _ = update_copies(tmp_path)
    write(folder / "00.ipynb", "my own")
    assert update_copies(tmp_path)[1] == []
    write(shipped / "00.ipynb", "2 + 2")
    for _ in range(2):
        (told,) = update_copies(tmp_path)[1]
        assert told.startswith("00.ipynb stays as you changed it")
    assert source_of(folder / "00.ipynb") == "my own"
    (folder / "00.ipynb").rename(folder / "mine.ipynb")
    assert update_copies(tmp_path)[1] == []
    assert source_of(folder / "00.ipynb") == "2 + 2"


@pytest.mark.parametrize("record", [None, "[]", "half a rec"])
def test_without_a_record_nothing_that_differs_is_overwritten(shipped, tmp_path, record):
    folder, _ = update_copies(tmp_path)
    (folder / "00.ipynb").write_text("no notebook any more")
    (folder / ".rmkit-copies.json").unlink()
    if record:
        (folder / ".rmkit-copies.json").write_text(record)
    (told,) = update_copies(tmp_path)[1]
    assert told.startswith("00.ipynb stays")
    assert (folder / "00.ipynb").read_text() == "no notebook any more"


def test_started_within_the_copies_no_second_folder_is_made(shipped, tmp_path):
    folder, _ = update_copies(tmp_path)
    assert update_copies(folder)[0] == folder


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(shipped, tmp_path):
    (tmp_path / "rmkit-notebooks").write_text("a file in the way")
    with pytest.raises(NotSaved, match=r"could not be copied to .*\. Go to a folder of your own"):
        update_copies(tmp_path)


def test_a_missing_jupyterlab_is_told_and_nothing_is_copied(shipped, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NotReady, match="JupyterLab is not installed"):
        open_lab()
    assert not (tmp_path / "rmkit-notebooks").exists()


@pytest.fixture
def started(monkeypatch, tmp_path) -> list[tuple[list[str], dict[str, str]]]:
    calls = []

    class Process:
        def __init__(self, command, env):
            calls.append((command, env))
            self.interrupted = False

        def wait(self):
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt
            return 3

    monkeypatch.setattr(lab.subprocess, "Popen", Process)
    monkeypatch.chdir(tmp_path)
    return calls


def test_the_exit_code_comes_through_and_ctrl_c_is_left_to_jupyterlab(shipped, started):
    assert open_lab(["--no-browser"]) == 3
    (command, _) = started[0]
    assert command[2:4] == ["-m", "jupyterlab"]
    assert command[-1] == "--no-browser"


@pytest.mark.parametrize("theirs", ["", "/etc/theirs"])
def test_our_defaults_stand_behind_those_of_the_user_and_are_whole(
    shipped, started, monkeypatch, theirs
):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", theirs)
    open_lab()
    *before, ours = started[0][1]["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert before == ([theirs] if theirs else [])
    config = Path(ours) / "labconfig"
    page = json.loads((config / "page_config.json").read_text())
    assert page["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    assert json.loads((config / "default_setting_overrides.json").read_text())
