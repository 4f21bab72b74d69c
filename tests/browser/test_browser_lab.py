"""JupyterLab as `rmkit lab` opens it."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect


def test_the_first_notebook_runs_from_top_to_bottom_and_nothing_stands_in_the_way(lab, page, shoot):
    lab.open(page, "00_start_here.ipynb")
    lab.run_all(page)
    outputs = page.locator(".jp-OutputArea-output")
    expect(outputs.first).to_be_visible()
    assert "Traceback" not in " ".join(outputs.all_inner_texts())
    for trouble in (".jp-Dialog", ".Toastify__toast", ".jp-Notification-Toast"):
        expect(page.locator(trouble)).to_have_count(0)
    shoot("lab-start-here")


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
