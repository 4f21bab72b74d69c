"""Notebook 00: a programme is chosen, and from then on it says where that one stands."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

from rmkit.forms import start
from rmkit.forms.sample import new_sample
from rmkit.programme import chosen
from tests.browser.standing import stand, wrong_with

NARROW = {"width": 400, "height": 900}


@pytest.fixture
def panel(lab, page):
    """Open notebook 00 where no programme is chosen, and run it."""
    lab.open(page, "00_start_here.ipynb")
    lab.run_all(page)
    found = page.locator("section.rm")
    found.scroll_into_view_if_needed()
    return found


def try_lantern(panel):
    panel.get_by_label("Sample organisation").select_option("six_pairs")
    panel.get_by_role("button", name="Try it with Lantern").click()
    expect(panel.get_by_role("heading", name="Lantern six, 14 candidates")).to_be_visible(
        timeout=60_000
    )


def test_somebody_tries_a_sample_and_every_notebook_opens_it(panel, lab, page, shoot):
    shoot("start-cards")
    try_lantern(panel)
    assert (lab.folder / "six_pairs.rmkit").is_file()
    expect(panel.get_by_role("listitem").filter(has_text="Done")).to_have_count(1)
    expect(panel.get_by_role("heading", name="Two things to do today")).to_be_visible()
    expect(panel.get_by_role("heading", name="Lantern six")).to_be_focused()
    shoot("start-status")
    expect(panel.get_by_role("link", name="Propose the pairs.")).to_be_visible()
    lab.set_theme(page, "JupyterLab Dark")
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    shoot("start-status-dark")
    panel.get_by_role("button", name="Another programme").click()
    expect(panel.get_by_role("button", name="Open six_pairs.rmkit")).to_be_visible()
    shoot("start-cards-dark")
    panel.get_by_role("button", name="Back to Lantern six").click()
    expect(panel.get_by_role("button", name="Look again")).to_be_visible()


def test_a_programme_of_ones_own_is_started_by_keyboard_alone(panel, lab, page, shoot):
    panel.get_by_role("button", name="Try it with Harbour").focus()
    keys = page.keyboard
    keys.press("Tab")
    keys.type("Ddääd pilot")  # in a cell, `d d` deletes it and `a` inserts one
    keys.press("Tab")
    keys.press("Tab")
    expect(panel.get_by_label("File", exact=True)).to_be_focused()
    expect(panel.get_by_text(f"In full: {lab.folder}/ddaad-pilot.rmkit")).to_be_visible()
    keys.press("Enter")
    expect(panel.get_by_text("The organisation has no name.")).to_have_count(2)
    expect(panel.get_by_label("Organisation", exact=True)).to_be_focused()
    shoot("start-fault")
    keys.type("Our firm")
    keys.press("Enter")
    head = panel.get_by_role("heading", name="Ddääd pilot, 0 candidates")
    expect(head).to_be_focused()
    assert (lab.folder / "ddaad-pilot.rmkit").is_file()
    expect(panel.get_by_role("heading", name="Three things to do today")).to_be_visible()


@pytest.mark.proof
def test_a_step_opens_its_notebook(panel, lab, page):
    note = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Profiles are here")])
    nbformat.write(note, lab.folder / "03_profiles.ipynb")
    try_lantern(panel)
    panel.get_by_role("link", name="Read the profiles", exact=True).click()
    expect(page.get_by_role("heading", name="Profiles are here")).to_be_visible()


@pytest.mark.proof
@pytest.mark.context(viewport=NARROW)
def test_on_a_narrow_screen_nothing_is_cut_off(panel, page, shoot):
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    page.evaluate("window.jupyterapp.shell.collapseRight()")
    panel.scroll_into_view_if_needed()
    shoot("start-narrow-cards")
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    try_lantern(panel)
    panel.get_by_role("heading", name="Lantern six").scroll_into_view_if_needed()
    shoot("start-narrow-status")
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    lefts = panel.get_by_role("link").evaluate_all(
        "nodes => nodes.slice(0, 5).map(n => n.getBoundingClientRect().left)"
    )
    assert len({round(left) for left in lefts}) == 1


def test_a_damaged_choice_and_an_error_are_told_in_a_sentence(lab, page, shoot):
    damaged = lab.folder / "damaged.rmkit"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(80))
    lab.choose(damaged)
    cells = ["from rmkit import forms\nforms.start()", "forms.open_programme('pairing')"]
    note = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(note, lab.folder / "errors.ipynb")
    lab.open(page, "errors.ipynb")
    lab.run_all(page, may_fail=True)
    expect(page.locator("section.rm").get_by_text("damaged.rmkit").first).to_be_visible()
    (fault,) = lab.faults(page)
    assert "Traceback" not in fault
    assert fault.endswith("Or choose another programme in the notebook 00 Start here.")
    shoot("start-damaged")


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.proof)])
def test_a_sample_is_looked_at_in_the_middle_with_three_things_to_do(
    page, tmp_path, monkeypatch, dark, shoot
):
    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")
    folder = tmp_path / "work"
    folder.mkdir()
    with new_sample("six_pairs", folder, place="middle", tell=lambda *_: None) as made:
        made.choose()
    panel = stand(page, start(folder), dark=dark)
    expect(panel.get_by_role("heading", name="played to 23 November 2026")).to_be_visible()
    steps = panel.get_by_role("list", name="The five steps")
    expect(steps.get_by_role("link")).to_have_count(8)
    expect(panel.get_by_role("heading", name="Three things to do today")).to_be_visible()
    asked = panel.get_by_role("link", name="2 people ask for a call")
    expect(asked).to_have_attribute("href", "07_meetings.ipynb")
    assert wrong_with(panel) == []
    shoot(f"start-middle{'-dark' if dark else ''}")
    panel.get_by_role("button", name="Another programme").click()
    place = panel.get_by_label("Where in the programme do you want to look?")
    place.select_option("kickoff")
    expect(panel.get_by_role("button", name="Open six_pairs.rmkit")).to_be_visible()
    expect(place).to_have_value("kickoff")
