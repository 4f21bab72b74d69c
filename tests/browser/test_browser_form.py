"""A person opens notebook 02 in JupyterLab, fills in the questionnaire and saves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.lab import Lab
from tests.browser.standing import stand, wrong_with

NOTEBOOK = "02_candidates.ipynb"


@pytest.fixture
def pilot(lab: Lab):
    path = lab.folder / "pilot.rmkit"
    Programme.create(path, name="Pilot", organisation="Firm").close()
    lab.choose(path)
    return path


def answers_in(path):
    with Programme.open(path) as programme:
        return [response.answers for response in programme.file.responses("candidate")]


def open_form(page: Page, lab: Lab):
    lab.open(page, NOTEBOOK)
    lab.run_all(page)
    form = page.locator("form.rm-form[data-ready]", has_text="Your e-mail address at work")
    form.scroll_into_view_if_needed()
    return form


@pytest.fixture
def standing(page: Page, tmp_path: Path):
    """Give what shows the form on a page of its own, again and again in the same browser."""
    path = tmp_path / "pilot.rmkit"
    with Programme.create(path, name="Pilot", organisation="Firm") as programme:

        def form():
            stand(page, forms.questionnaire(programme))
            return page.locator("form.rm-form[data-ready]")

        form.path = path
        yield form


def fill(form):
    form.get_by_label("Your name").fill("Ana Pérez")
    form.get_by_label("Your e-mail address at work").fill("ana@example.org")
    form.get_by_role("radio", name="Mentor", exact=False).first.check()
    row = form.get_by_role("radiogroup", name="Spreadsheets")
    row.get_by_role("radio", name="4 advanced").check()


@pytest.mark.proof
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_form_that_is_filled_in_and_saved_stands_in_the_file(page, lab, pilot, shoot, theme):
    form = open_form(page, lab)
    lab.set_theme(page, theme)
    form.get_by_role("button", name="Save answers").click()
    summary = form.locator(".rm-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("3 answers are to mend. Nothing was saved.")
    assert answers_in(pilot) == []
    shoot(f"form-faults-{theme}")
    summary.get_by_role("link", name="Your name").press("Enter")
    expect(form.get_by_label("Your name")).to_be_focused()
    fill(form)
    expect(form.locator(".rm-state")).to_have_text("Draft kept in this browser, not saved yet.")
    assert answers_in(pilot) == []
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    (answers,) = answers_in(pilot)
    assert answers["name"] == "Ana Pérez"
    assert answers["level_spreadsheets"] == 4
    shoot(f"form-saved-{theme}")
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    text = (lab.folder / NOTEBOOK).read_text(encoding="utf-8")
    assert "FormPanel" not in text
    assert not re.search(r"P(é|\\u00e9)rez|ana@example", text)


def test_a_form_is_filled_in_by_keyboard_alone_and_no_key_reaches_the_notebook(page, standing):
    form = standing()
    form.get_by_label("Your name").focus()
    page.keyboard.type("Ben Abel")
    page.keyboard.press("Tab")
    page.keyboard.type("ben@example.org")
    role = form.get_by_role("radiogroup", name="Which role would you like?")
    role.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(role.get_by_role("radio", name="Mentee", exact=False).first).to_be_checked()
    row = form.get_by_role("radiogroup", name="Spreadsheets").get_by_role("radio")
    row.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(row.nth(1)).to_be_checked()
    for key in ("a", "b", "x", "d", "d", "z", "1", "Escape"):
        page.keyboard.press(key)
    assert wrong_with(page.locator("section.rm")) == []
    page.keyboard.press("Delete")
    expect(row.nth(1)).not_to_be_checked()
    form.get_by_role("button", name="Save answers").focus()
    page.keyboard.press("Enter")
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    (answers,) = answers_in(standing.path)
    assert answers["role"] == "mentee"
    assert "level_spreadsheets" not in answers


def test_a_draft_outlives_a_reload_and_goes_when_it_is_saved(page, standing):
    form = standing()
    form.get_by_label("Your name").fill("Ana Pérez")
    expect(form.locator(".rm-state")).to_contain_text("Draft kept")
    form = standing()
    expect(form.get_by_label("Your name")).to_have_value("Ana Pérez")
    expect(form.locator(".rm-state")).to_have_text("Your draft is back; it is not saved yet.")
    fill(form)
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    assert (
        page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('rmkit ')).length") == 0
    )


@pytest.mark.proof
def test_a_kernel_that_was_restarted_is_told_and_the_answers_stay(page, lab, pilot):
    form = open_form(page, lab)
    fill(form)
    session = "window.jupyterapp.shell.currentWidget.sessionContext"
    page.evaluate(f"{session}.restartKernel()")
    page.wait_for_function(f"{session}.session.kernel.status === 'idle'")
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_have_text("Not saved.", timeout=15_000)
    expect(page.get_by_text("No answer from the notebook yet")).to_be_visible()
    expect(form.get_by_label("Your name")).to_have_value("Ana Pérez")
    assert answers_in(pilot) == []


@pytest.mark.proof
@pytest.mark.context(viewport={"width": 390, "height": 844})
def test_a_form_fits_a_narrow_screen(page, standing, shoot):
    form = standing()
    fill(form)
    shoot("form-narrow")
    assert wrong_with(page.locator("section.rm")) == []
