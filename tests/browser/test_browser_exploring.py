"""Kinds explored: by keyboard, dark, narrow, and one choice kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import set_theme, stand, wrong_with

LONG = 60_000
NARROW = {"width": 360, "height": 800}


@pytest.fixture
def harbour():
    """A programme of 64 people."""
    with Programme.sample("harbour", until="profiles") as programme:
        yield programme


def weigh(found, keys):
    """Change what counts, by the keyboard alone."""
    found.get_by_label("Seniority", exact=True).focus()
    keys.press("Home")  # off
    expect(found.locator("[data-share=seniority]")).to_have_text("does not count")
    expect(found.locator("[data-share=levels]")).to_have_text("50 % of the whole")
    expect(found.get_by_label("K-means. ")).to_be_disabled()
    found.get_by_label("Levels", exact=True).focus()
    keys.press("End")  # a number of one's own
    own = found.get_by_label("Levels: what it counts")
    expect(own).to_be_focused()
    keys.press("ControlOrMeta+a")
    keys.type("3dd")
    expect(found.locator("[data-share=levels]")).to_have_text("75 % of the whole")


def look_twice(found):
    """Look under the usual settings, then ask for another number of kinds."""
    go = found.get_by_role("button", name="Look", exact=True)
    found.get_by_role("button", name="Back to the usual settings").press("Enter")
    go.press("Enter")
    expect(found.get_by_role("heading", name="Look 1", exact=True)).to_be_focused(timeout=LONG)
    expect(found.get_by_role("row", name="what the evidence says")).to_contain_text("3")
    drawn = found.locator(".rm-picture img:visible")
    expect(drawn).to_have_class("rm-by-day", timeout=LONG)
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    found.get_by_label("Why, in your own words").fill("Four rooms")
    found.get_by_label("How many kinds", exact=True).select_option("4 kinds")
    go.press("Enter")
    expect(found.get_by_role("heading", name="Look 2", exact=True)).to_be_focused(timeout=LONG)
    expect(found).to_contain_text("You have looked twice")
    expect(found.get_by_text("Beside look 1")).to_be_visible()
    expect(found.get_by_role("row", name="as you asked")).to_contain_text("4")


def keep_one(page, found, shoot):
    """Keep the last look, on a narrow screen and not without a reason."""
    page.set_viewport_size(NARROW)
    assert wrong_with(found) == []
    keep = found.get_by_role("button", name="Keep this choice")
    reason = found.get_by_label("Why, in your own words")
    expect(reason).to_have_value("Four rooms")
    reason.fill("")
    keep.press("Enter")
    expect(found).to_contain_text("Write why you choose this")
    expect(reason).to_be_focused()
    page.keyboard.type("Four rooms")
    shoot("explore-narrow")
    keep.press("Enter")
    expect(found.locator(".rm-is-kept")).to_contain_text("4 kinds of 64 people")
    expect(found.locator(".rm-is-kept")).to_contain_text("Four rooms")


def test_settings_are_tried_by_keyboard_looked_at_and_one_is_kept(harbour, page, shoot):
    found, keys = stand(page, forms.explore(harbour)), page.keyboard
    expect(found).to_contain_text("Nothing is kept yet.")
    expect(found).to_contain_text("Nobody was asked, so it cannot count.")
    weigh(found, keys)
    look_twice(found)
    shoot("explore-light")
    assert violations(page, "section.rm") == []
    set_theme(page, dark=True)
    expect(found.locator(".rm-picture img:visible")).to_have_class("rm-by-night")
    shoot("explore-dark")
    assert violations(page, "section.rm") == []

    keep_one(page, found, shoot)
    assert (harbour.profiles.kept.k, harbour.profiles.kept.reason) == (4, "Four rooms")
