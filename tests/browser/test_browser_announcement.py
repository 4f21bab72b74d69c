"""The announcement is read, changed and written by keyboard on a narrow page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with


@pytest.mark.context(viewport={"width": 360, "height": 800})
def test_words_are_changed_by_keyboard_and_the_poster_is_written(page: Page, tmp_path, shoot):
    with Programme.create(tmp_path / "own.rmkit", name="Own", organisation="Our firm") as own:
        panel, keys = stand(page, forms.announcement(own), dark=True), page.keyboard
        panel.get_by_label("Your name").focus()
        keys.type("Rosa Vidal")
        tab_to(panel.locator("summary", has_text="The poster"))
        keys.press("Enter")
        tab_to(panel.locator("details[open]").get_by_role("button", name="Change the words"))
        keys.press("Enter")
        expect(panel.get_by_label("The headline")).to_be_focused()
        keys.press("ControlOrMeta+a")
        keys.type("Come and show us")
        assert wrong_with(panel) == []
        assert violations(page) == []
        shoot("announcement-dark-narrow")
        tab_to(panel.get_by_role("button", name="Keep these words"))
        keys.press("Enter")
        expect(panel.get_by_text("Your words are kept.")).to_be_visible()
        expect(panel.locator("details[open] .rm-announced")).to_contain_text("Come and show us")
        tab_to(panel.get_by_role("button", name="Write the call and the poster"))
        keys.press("Enter")
        expect(panel.get_by_text("own-call")).to_be_visible()
    assert (tmp_path / "own-call" / "poster.pdf").exists()
