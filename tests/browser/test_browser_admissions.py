"""The panel of admissions by keyboard, and how it stands on a narrow page."""

from playwright.sync_api import expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.standing import stand, wrong_with


def test_everybody_found_is_ticked_and_admitted_by_keyboard(page, shoot):
    page.set_viewport_size({"width": 360, "height": 800})
    with Programme.sample("six_pairs", until="pairing") as programme:
        panel = stand(page, forms.admissions(programme))
        page.get_by_role("button", name="Tick all 22 found").press("Enter")
        page.get_by_role("button", name="Admit", exact=True).press("Enter")
        page.get_by_label("Your name").fill("Rosa Vidal")
        shoot("admissions")
        page.get_by_label("Your name").press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("admitted.", exact=False).first.wait_for()
        assert programme.candidates.counts["admitted"] > 0
        panel.locator("summary", has_text="What advises on admission").press("Enter")
        page.get_by_label("Who notes it").fill("Rosa Vidal")
        page.locator("tbody summary").first.press("Enter")
        choice = page.locator("tbody details[open] select").first
        choice.select_option("met")
        expect(choice).to_be_focused()
        expect(choice).to_have_value("met")
        page.get_by_role("button", name="Tick all 22 found").press("Enter")
        page.get_by_role("button", name="Write the drafts").press("Enter")
        expect(page.get_by_text("Nothing was sent.")).to_be_visible(timeout=60_000)
        shoot("admissions-advice")
        assert wrong_with(panel) == []
