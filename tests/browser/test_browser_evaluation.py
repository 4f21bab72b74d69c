"""Step 5 by keyboard: read in short, release a sentence, sort an answer, decide; small and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with
from tests.played import copy_of

NARROW = {"width": 360, "height": 800}
TABS = ("Who has not answered", "Quotations", "More of, less of", "Decide", "The report")


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    with copy_of("six_pairs", tmp_path, until="evaluated") as played:
        yield played


@pytest.fixture
def panel(page: Page, programme: Programme) -> Locator:
    return stand(page, forms.evaluation(programme))


def test_a_sentence_is_released_an_answer_sorted_and_the_pilot_decided_by_keyboard_alone(
    panel, page, programme, shoot
):
    keys = page.keyboard
    expect(panel.get_by_text("In three sentences")).to_be_visible()
    expect(panel.locator(".rm-verdict strong")).not_to_be_empty()
    tab_to(panel.get_by_role("button", name="Quotations"))
    keys.press("Enter")
    release = panel.get_by_role("button", name="Release it").first
    tab_to(release)
    keys.press("Enter")
    expect(panel.get_by_label("Your name")).to_be_focused()
    keys.type("Rosa Vidal")
    tab_to(release)
    keys.press("Enter")
    expect(panel.get_by_role("button", name="Take it back")).to_be_focused()
    panel.get_by_role("button", name="More of, less of").press("Enter")
    expect(panel.get_by_label("Your name")).to_have_value("Rosa Vidal")
    tab_to(panel.get_by_label("Managers and support"))
    keys.press("Space")
    tab_to(panel.get_by_role("button", name="Keep it so"))
    keys.press("Enter")
    expect(panel.get_by_text("Sorted by hand.")).to_be_visible()
    panel.get_by_role("button", name="Decide").press("Enter")
    panel.get_by_label("Change it, and run it once more").check()
    panel.get_by_label("Why?").fill("Fewer forms.")
    tab_to(panel.get_by_role("button", name="Keep the decision"))
    keys.press("Enter")
    expect(panel.get_by_text("Fewer forms. (Rosa Vidal)")).to_be_visible()
    shoot("decided")
    assert programme.evaluation.decision.choice == "change"
    assert sum(one.released for one in programme.evaluation.quotable()) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_every_part_is_readable_on_a_small_screen_by_day_and_by_night(page, programme, dark, shoot):
    page.set_viewport_size(NARROW)
    panel = stand(page, forms.evaluation(programme), dark=dark)
    assert wrong_with(panel) == []
    assert violations(page) == []
    for name in TABS:
        tab = panel.locator('[data-key^="tab "]', has_text=name)
        tab.click()
        expect(tab).to_have_attribute("aria-pressed", "true")
        assert wrong_with(panel) == []
        assert violations(page) == []
        shoot(f"small {name}{' dark' if dark else ''}")


def test_reminders_and_pages_are_written_and_said_where(panel, page, shoot):
    panel.get_by_role("button", name="Who has not answered").click()
    panel.get_by_label("Your name").fill("Rosa Vidal")
    panel.get_by_role("button", name="Write the 1 reminder").click()
    expect(panel.get_by_text("The drafts are here:")).to_be_visible()
    panel.get_by_role("button", name="The report", exact=True).click()
    panel.get_by_role("button", name="Write the report").click()
    expect(panel.get_by_text("Written: report.html")).to_be_visible()
    shoot("written")


def test_without_pairs_a_sentence_leads_to_where_they_are_made(page, tmp_path):
    with Programme.create(tmp_path / "new.rmkit", name="New", organisation="Firm") as programme:
        panel = stand(page, forms.evaluation(programme))
        expect(panel.get_by_role("link", name="04 Match the pairs")).to_be_visible()
        assert violations(page) == []
