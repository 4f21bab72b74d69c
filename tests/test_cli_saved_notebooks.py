"""What `rmkit lab` leaves of a notebook on the disk: what was written, nothing that was seen."""

from __future__ import annotations

import asyncio
import copy
import json
from pathlib import Path

import nbformat
import pytest
from tornado.web import HTTPError

from rmkit.cli.saved_notebooks import NotebooksWithoutOutputs, without_outputs

NAME = "Ana Pérez"
ATTACHED = {"plan.png": {"image/png": "aGVsbG8="}}


def shown() -> nbformat.NotebookNode:
    """Make a notebook that was run: it shows a name in every place in which it can."""
    html = {"text/html": f"<td>{NAME}</td>", "text/plain": NAME}
    outputs = [
        nbformat.v4.new_output("stream", text=NAME),
        nbformat.v4.new_output("execute_result", html, execution_count=7, metadata={"who": NAME}),
        nbformat.v4.new_output("error", ename="E", evalue=NAME, traceback=[NAME]),
    ]
    times = {"execution": {"iopub.execute_input": NAME}, "ExecuteTime": NAME, "tags": ["check"]}
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("my = 1", outputs=outputs, execution_count=7, metadata=times),
            nbformat.v4.new_markdown_cell("My notes", attachments=ATTACHED),
            nbformat.v4.new_raw_cell("As it is"),
        ],
        metadata={
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": NAME}},
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
        },
    )


@pytest.fixture
def manager(tmp_path) -> NotebooksWithoutOutputs:
    return NotebooksWithoutOutputs(root_dir=str(tmp_path), allow_hidden=True)


def saved(manager: NotebooksWithoutOutputs, notebook: dict, path: str = "mine.ipynb") -> dict:
    model = {"type": "notebook", "format": "json", "content": notebook}
    return asyncio.run(manager.save(model, path))


def on_disk(folder: Path) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file())


@pytest.mark.claim("no-leak-in-notebooks")
def test_what_a_person_saw_is_in_no_file_and_what_they_wrote_is_there(manager, tmp_path):
    saved(manager, shown())
    saved(manager, shown())
    asyncio.run(manager.create_checkpoint("mine.ipynb"))
    asyncio.run(manager.copy("mine.ipynb", "copy.ipynb"))
    assert len(list(tmp_path.rglob("*.ipynb"))) >= 3, "with the checkpoint"
    text = on_disk(tmp_path)
    assert NAME not in text
    assert r"P\u00e9rez" not in text
    kept = nbformat.read(tmp_path / "mine.ipynb", as_version=4)
    nbformat.validate(kept)
    assert [cell.source for cell in kept.cells] == ["my = 1", "My notes", "As it is"]
    assert kept.cells[0].metadata == {"tags": ["check"]}
    assert kept.cells[0].execution_count is None
    assert kept.cells[1].attachments == ATTACHED
    assert set(kept.metadata) == {"kernelspec"}


def test_what_jupyterlab_is_told_is_what_lies_there(manager, tmp_path):
    told = saved(manager, shown())
    again = asyncio.run(manager.get("mine.ipynb", content=False))
    assert told["last_modified"] == again["last_modified"]
    assert told["size"] == again["size"] == (tmp_path / "mine.ipynb").stat().st_size
    assert told["content"] is None


def test_the_page_keeps_what_it_shows(manager):
    notebook = shown()
    before = copy.deepcopy(notebook)
    saved(manager, notebook)
    assert notebook == before


def test_files_that_are_no_notebooks_are_saved_to_the_letter(manager, tmp_path):
    text = json.dumps(shown())
    model = {"type": "file", "format": "text", "content": text}
    asyncio.run(manager.save(model, "notes.txt"))
    asyncio.run(manager.save({"type": "directory"}, "folder"))
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == text
    assert (tmp_path / "folder").is_dir()


def test_a_new_notebook_is_made_and_can_be_opened(manager, tmp_path):
    made = asyncio.run(manager.new_untitled(type="notebook"))
    assert nbformat.read(tmp_path / made["path"], as_version=4).cells == []


def test_a_notebook_of_an_old_format_is_refused_rather_than_saved_as_it_is(manager, tmp_path):
    with pytest.raises(HTTPError):
        saved(manager, {"nbformat": 3, "nbformat_minor": 0, "worksheets": [NAME], "metadata": {}})
    assert on_disk(tmp_path) == ""


def test_nothing_is_made_up_for_a_notebook_that_lacks_parts():
    assert without_outputs({}) == {"metadata": {}, "cells": []}
