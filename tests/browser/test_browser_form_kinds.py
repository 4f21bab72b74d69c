"""One form of each kind in a notebook: filled in by keyboard alone, and without barriers.

All of them stand in one notebook, and what a form saves lies in a file before it says so.
"""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

import rmkit
from tests.browser.axe import violations
from tests.browser.drawn import answer_by_keyboard
from tests.browser.lab import READY, START_UP, Lab

NOTEBOOK_7 = {
    r"\(reading 'schema'\)": "Jupyter Notebook 7.6 says so of an empty page, too",
    r"'filebrowser:open-path' not registered": "on a busy machine it asks before it is ready",
}
CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.length"
KINDS = {
    "empathy_map": "quadrants",
    "goal_setting": "parts, phases and a choice of two voices",
    "session_worksheet": "two voices",
    "working_style": "a list with a matrix",
    "candidate": "a list with roles and answers to share",
    "learning_needs": "a matrix that asks two things",
}
CODE = """
import json, pathlib, rmkit
def show(name):
    def keep(answers):
        pathlib.Path(name + ".json").write_text(json.dumps(dict(answers)), encoding="utf-8")
        return "Kept."
    return rmkit.forms.form(rmkit.instruments.load(name), on_save=keep)
"""


@pytest.fixture
def notebook(lab: Lab) -> Path:
    cells = [nbformat.v4.new_code_cell(CODE.strip())]
    cells += [nbformat.v4.new_code_cell(f'show("{name}")') for name in KINDS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = lab.folder / "kinds.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def form_of(page: Page, name: str) -> Locator:
    title = rmkit.instruments.load(name).title.say()
    heading = page.locator(".rm-title").get_by_text(title, exact=True)
    form = page.locator("form.rm-form[data-ready]").filter(has=heading)
    form.scroll_into_view_if_needed()
    return form


def fill_in(page: Page, lab: Lab, name: str) -> None:
    instrument = rmkit.instruments.load(name)
    form = form_of(page, name)
    reached = answer_by_keyboard(page, form, instrument)
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    saved = json.loads((lab.folder / f"{name}.json").read_text(encoding="utf-8"))
    assert set(saved) <= reached
    left = {field.key for field in instrument.fields} - set(saved)
    assert all(instrument.field(key).item.roles for key in left), left


@pytest.mark.proof
def test_forms_of_every_kind_are_filled_in_by_keyboard_and_have_no_barriers(
    page, lab, notebook, shoot
):
    lab.open(page, notebook.name)
    lab.run_all(page)
    cells = page.evaluate(CELLS)
    for name in KINDS:
        fill_in(page, lab, name)
    assert page.evaluate(CELLS) == cells
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        lab.set_theme(page, theme)
        for name in KINDS:
            form_of(page, name).evaluate("(form, name) => { form.dataset.kind = name; }", name)
            assert violations(page, f"form[data-kind={name}]") == [], (theme, name)
            shoot(f"kind-{name}-{theme}")


@pytest.mark.allowed(NOTEBOOK_7)
@pytest.mark.proof
def test_a_sheet_is_filled_in_in_jupyter_notebook_too(page, lab, notebook, shoot):
    page.goto(lab.url(notebook.name).replace("/lab/tree/", "/notebooks/").replace("reset&", ""))
    page.locator(".jp-NotebookPanel .jp-Notebook").wait_for(timeout=START_UP * 1000)
    page.wait_for_function(READY, timeout=START_UP * 1000)
    assert page.evaluate("window.jupyterapp.name") == "Jupyter Notebook"
    lab.run_all(page)
    fill_in(page, lab, "empathy_map")
    shoot("kind-in-notebook-7")
