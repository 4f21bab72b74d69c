"""The Monday board by keyboard: a receipt, a call in confidence, a risk, and a thousand pairs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.begun_pairs import BY, begin, day, on, pairs, plan, sign, told
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with

NARROW = {"width": 360, "height": 800}
SECRET = "It is the tone."


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    """Six pairs after four weeks: one that met, one of which somebody asks for a call."""
    with begin(tmp_path / "a.rmkit") as begun:
        first, second, *_ = pairs(begun)
        with on(0):
            sign(begun, first)
            plan(begun, first, 10, 24, 38)
        with on(12):
            told(begun, first, 10)
            answers = {"wish": "talk", "what": SECRET}
            begun.questionnaires.answer("concern", answers, person=second.mentor_id, by=BY)
        begun.save_document("played", {"today": day(28).isoformat()}, action="Played")
        yield begun


@pytest.fixture
def board(page: Page, programme: Programme) -> Locator:
    return stand(page, forms.meetings(programme))


def test_a_coordinator_goes_through_a_monday_by_keyboard_alone(board, page, programme, shoot):
    keys = page.keyboard
    expect(board.get_by_text("Monday 30 November.")).to_be_visible()
    board.get_by_label("Your name").focus()
    keys.type("Rosa Vidal")
    pair = board.get_by_role("button", name="Ned Number1 with Ana Number1", exact=True)
    tab_to(pair)
    keys.press("Enter")
    expect(board.get_by_role("heading", name="Ned Number1 with Ana Number1")).to_be_focused()
    expect(board.get_by_text("nobody told whether it was held: Thursday 26")).to_be_visible()
    tab_to(board.get_by_role("button", name="Note a receipt"))
    keys.press("Enter")
    board.get_by_label("Day of the meeting").fill(day(24).isoformat())
    board.get_by_label("Yes, it was held").check()
    board.get_by_label("how many minutes").fill("45")
    shoot("a receipt")
    tab_to(board.get_by_role("button", name="Note it"))
    keys.press("Enter")
    expect(board.get_by_text("2 meetings held, 105 minutes")).to_be_visible()
    expect(board.locator(".rm-said")).to_contain_text("in a talk, entered by Rosa Vidal")
    assert programme.meetings.board(day(28)).loc[0, "held"] == 2
    assert wrong_with(board) == []
    assert violations(page) == []


def test_what_somebody_wrote_is_opened_in_a_name_and_goes_away_with_its_tab(board, page, programme):
    tab_to(board.get_by_role("button", name="Asks for a call (1)").first)
    page.keyboard.press("Enter")
    expect(board.get_by_text("Answer overdue")).to_be_visible()
    assert SECRET not in board.inner_text()
    opens = board.get_by_role("button", name="Open what Ned Number2 asks for")
    opens.click()
    expect(board.get_by_label("Your name")).to_be_focused()
    assert programme.rights.accesses().empty
    page.keyboard.type("Rosa Vidal")
    opens.click()
    expect(board.get_by_text(SECRET)).to_be_visible()
    board.get_by_label("When do you come back to it?").fill(day(35).isoformat())
    board.get_by_role("button", name="Keep this note").click()
    expect(board.get_by_text("In talk since 30 November, Rosa Vidal.")).to_be_visible()
    expect(opens).to_be_focused()
    assert SECRET not in board.inner_text()
    assert list(programme.rights.accesses()["who"]) == ["Rosa Vidal"]
    opens.click()
    board.get_by_role("button", name="Pulse").click()
    expect(board.get_by_text("Nobody answered the pulse yet.")).to_be_visible()
    assert SECRET not in page.content()


@pytest.mark.context(viewport=NARROW)
def test_every_tab_fits_a_telephone_in_the_dark_and_has_no_barrier(page, programme, shoot):
    board = stand(page, forms.meetings(programme), dark=True)
    board.get_by_label("Your name").fill("Rosa Vidal")
    for tab in ("Today and all pairs", "Asks for a call", "Partners", "Risks", "Reviews", "Pulse"):
        board.get_by_role("button", name=tab).first.click()
        expect(board.get_by_role("button", name=tab).first).to_have_attribute(
            "aria-pressed", "true"
        )
        if tab == "Risks":
            board.locator("summary", has_text="Rank comes into the room").click()
            risk = board.locator("details[open]")
            risk.get_by_label("How likely is it here?").select_option("2")
            risk.get_by_label("How much would it harm?").select_option("3")
            risk.get_by_role("button", name="Keep this rating").click()
            expect(board.locator("summary").first).to_contain_text("2 × 3")
        if tab == "Reviews":
            board.get_by_role("button", name="Note a review").click()
            board.get_by_label("What do you change from now on?").fill("Half an hour.")
            board.get_by_role("button", name="Keep this review").click()
            expect(board.locator("dd", has_text="Half an hour.")).to_be_visible()
        shoot(tab)
        assert wrong_with(board) == []
        assert violations(page) == []


def test_a_thousand_pairs_are_shown_by_forty_found_and_filtered(page, programme):
    panel = forms.meetings(programme)
    row = panel.view["pairs"][0]
    many = [[f"1-{i:04d}", f"Ned {i} with Ana {i}", *row[2:9], ["behind"] * (i % 2)]
            for i in range(1, 1001)]  # fmt: skip
    panel.view = {**panel.view, "pairs": many}
    board = stand(page, panel)
    assert page.drawn_in < 2000
    rows = board.locator("table.rm-pairs tbody tr")
    expect(rows).to_have_count(40)
    board.get_by_role("button", name="Further").click()
    expect(board.get_by_text("Pairs 41 to 80 of 1,000")).to_be_visible()
    expect(board.get_by_role("button", name="Further")).to_be_focused()
    board.get_by_label("Find a pair").fill("ana 777")
    expect(rows).to_have_count(1)
    board.get_by_label("Find a pair").fill("")
    board.get_by_role("button", name="Behind the plan (500)").click()
    expect(board.get_by_text("Pairs 1 to 40 of 500")).to_be_visible()
