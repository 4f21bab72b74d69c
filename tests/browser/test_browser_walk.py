"""The whole way in one go: a form filled in in notebook 02, pairs confirmed in notebook 04."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from rmkit.programme.programme import Programme
from tests.browser.lab import Lab

PATIENT = 60_000


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("walk") / "six.rmkit")


def newcomer(path):
    """Give somebody on the staff list who has not answered yet."""
    with Programme.open(path) as programme:
        staff, table = programme.candidates.staff, programme.candidates.table
    return staff[~staff["person_id"].isin(table["person_id"])].iloc[0]


def walk(page: Page, lab: Lab, path) -> None:
    person = newcomer(path)
    lab.open(page, "02_candidates.ipynb")
    lab.run_all(page)
    form = page.locator("form.rm-form[data-ready]", has_text="Your e-mail address at work")
    form.get_by_label("Your name").fill(person["name"])
    form.get_by_label("Your e-mail address at work").fill(person["email"])
    form.get_by_role("radio", name="Mentee", exact=False).first.check()
    rows = form.locator("[data-row]")
    for n in range(rows.count()):
        rows.nth(n).get_by_role("radio").nth(n % 3).check()
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    with Programme.open(path) as programme:
        kept = {r.person_id: r.answers for r in programme.file.responses("candidate")}
    assert kept[person["person_id"]]["role"] == "mentee"

    lab.open(page, "04_pairs.ipynb")
    lab.run_all(page)
    board = page.locator("section.rm").filter(has=page.locator(".rm-board:not(.rm-changes)"))
    lock = board.get_by_role("button", name=re.compile("^Lock: ")).first
    both = (lock.get_attribute("aria-label") or "").removeprefix("Lock: ")
    lock.click()
    board.locator("[data-key=bar-solve]").click()
    expect(board.locator(".rm-done")).to_contain_text("Look at them again", timeout=PATIENT)
    closed = board.locator("summary", has=page.get_by_text("to be opened"))
    for left in range(closed.count() - 1, -1, -1):
        closed.first.click()
        expect(closed).to_have_count(left)
    board.get_by_label("Your name").fill("Rosa Vidal")
    board.get_by_role("button", name="Confirm these pairs").click()
    expect(board.get_by_role("heading", name="The pairs are confirmed")).to_be_visible()
    with Programme.open(path) as programme:
        pairs = programme.pairing.pairs
        confirmed = {p.confirmed_by for p in programme.file.pairs("confirmed")}
    assert confirmed == {"Rosa Vidal"}
    locked = pairs[pairs["locked"]].iloc[0]
    assert both == f"{locked['mentor']} with {locked['mentee']}"


def test_a_person_goes_from_a_form_to_confirmed_pairs(page, lab, answered):
    path = shutil.copy(answered, lab.folder / "pilot.rmkit")
    lab.choose(path)
    walk(page, lab, path)


@pytest.mark.proof
@pytest.mark.parametrize("turn", range(20))
def test_the_walk_succeeds_twenty_times_in_a_row(page, lab, answered, turn):
    test_a_person_goes_from_a_form_to_confirmed_pairs(page, lab, answered)
