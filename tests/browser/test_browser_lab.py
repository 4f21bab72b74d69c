"""JupyterLab as `rmkit lab` opens it."""

from __future__ import annotations

import json

import nbformat
import pytest
from playwright.sync_api import expect

SAVE = "window.jupyterapp.commands.execute('docmanager:save')"
TYPE = """text => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  cells.find(cell => cell.model.type === 'code').model.sharedModel.setSource(text);
}"""
TROUBLE = (".jp-Dialog", ".Toastify__toast", ".jp-Notification-Toast")


@pytest.mark.proof
def test_the_first_notebook_runs_from_top_to_bottom_and_nothing_stands_in_the_way(lab, page, shoot):
    lab.open(page, "00_start_here.ipynb")
    lab.run_all(page)
    outputs = page.locator(".jp-OutputArea-output")
    expect(outputs.first).to_be_visible()
    assert "Traceback" not in " ".join(outputs.all_inner_texts())
    for trouble in TROUBLE:
        expect(page.locator(trouble)).to_have_count(0)
    shoot("lab-start-here")


def outputs_on_disk(folder) -> list[object]:
    """Collect what stands of outputs in all notebooks of a folder, checkpoints included."""
    found = []
    for path in folder.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found += [notebook["metadata"].get("widgets")]
        for cell in notebook["cells"]:
            found += [cell.get("outputs"), cell.get("execution_count")]
    return [it for it in found if it]


@pytest.mark.claim("no-leak-in-notebooks")
def test_a_notebook_is_saved_again_and_again_without_what_it_shows_and_opens_clean(lab, page):
    name = "04_pairs.ipynb"
    lab.open(page, name)
    lab.run_all(page)
    expect(page.locator(".rm").first).to_be_visible()
    for text in ("# my first remark", "# my second remark", "# my third remark"):
        page.evaluate(TYPE, text)
        page.evaluate(SAVE)
        page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")
        assert text in (lab.folder / name).read_text(encoding="utf-8")
        for trouble in TROUBLE:
            expect(page.locator(trouble)).to_have_count(0)
    expect(page.locator(".rm").first).to_be_visible()
    assert outputs_on_disk(lab.folder) == []
    checkpoints = list(lab.folder.rglob(".ipynb_checkpoints/*.ipynb"))
    assert checkpoints, "JupyterLab keeps one, and it was looked at"
    lab.open(page, name)
    expect(page.get_by_text("# my third remark")).to_be_visible()
    expect(page.locator(".jp-OutputArea-output")).to_have_count(0)
    expect(page.get_by_text("Loading widget")).to_have_count(0)


@pytest.mark.proof
def test_the_theme_is_chosen_in_the_menu_and_is_light_again_for_the_next_test(lab, page, shoot):
    lab.open(page, "00_start_here.ipynb")
    expect(page.locator("body[data-jp-theme-light=true]")).to_have_count(1)
    lab.set_theme(page, "JupyterLab Dark")
    expect(page.locator("body[data-jp-theme-light=false]")).to_have_count(1)
    shoot("lab-dark")


def test_a_cell_that_fails_is_told_with_its_message(lab, page):
    cells = [nbformat.v4.new_code_cell(code) for code in ("1", "raise ValueError('seen')", "2")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, lab.folder / "fails.ipynb")
    lab.open(page, "fails.ipynb")
    with pytest.raises(AssertionError, match="ValueError: seen"):
        lab.run_all(page)
