"""The panel of admissions by keyboard, and how it stands on a narrow page."""

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.standing import stand


def test_everybody_found_is_ticked_and_admitted_by_keyboard(page, shoot):
    page.set_viewport_size({"width": 360, "height": 800})
    with Programme.sample("six_pairs", until="pairing") as programme:
        stand(page, forms.admissions(programme))
        page.get_by_role("button", name="Tick all 22 found").press("Enter")
        page.get_by_role("button", name="Admit", exact=True).press("Enter")
        page.get_by_label("Your name").fill("Rosa Vidal")
        shoot("admissions")
        page.get_by_label("Your name").press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("admitted.", exact=False).first.wait_for()
        assert programme.candidates.counts["admitted"] > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
