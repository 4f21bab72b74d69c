"""Notebook 01: the objective built part by part, a plan taken by keyboard, its papers written."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rmkit import forms
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with

NEXT = now().year + 1
PARTS = {
    "competences": 2, "tools": 2, "from_level": 2, "to_level": 4, "measures": ["own_rating"],
    "matters": "They decide on figures themselves.", "indicator": "Days to the report",
    "by": f"{NEXT}-12-31", "start": f"{NEXT}-01-11", "focus": "Tools", "reason": "The port moves.",
}  # fmt: skip


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as made:
        yield made


def test_a_plan_is_taken_by_keyboard_and_the_sentence_follows(page, shoot, programme):
    programme.objective.keep(PARTS)
    drawn = stand(page, forms.plan(programme))
    expect(drawn.get_by_text("still open")).to_have_count(0)
    expect(drawn.get_by_text("look at this one first")).to_be_visible()
    take = drawn.get_by_role("button", name="Take this plan: Six-month pilot")
    tab_to(take)
    page.keyboard.press("Enter")
    expect(drawn.get_by_text("The plan is too small.")).to_be_visible()
    expect(drawn.get_by_role("status").filter(has_text="in eight meetings")).to_be_visible()
    assert programme.objective.record.plan == "pilot"
    assert wrong_with(drawn) == []
    assert violations(page) == []
    shoot("plan")


def test_plan_and_charter_stand_narrow_and_dark(page, shoot, programme):
    programme.objective.keep({**PARTS, "sessions": 4, "session_minutes": 60})
    page.set_viewport_size({"width": 360, "height": 800})
    both = stand(page, forms.plan(programme), forms.charter(programme), dark=True)
    assert wrong_with(both.first) == []
    assert wrong_with(both.last) == []
    assert violations(page) == []
    shoot("plan_narrow_dark")
    for name in ("sponsor's brief", "evaluation plan"):
        both.last.get_by_role("button", name=f"Write the {name}").click()
        expect(both.last.get_by_role("status").filter(has_text=".pdf").first).to_be_visible()
    assert len(list(programme.file.path.parent.glob("*.pdf"))) == 3


def test_nothing_kept_yet_shows_plans_and_what_comes_first(page, programme):
    drawn = stand(page, forms.plan(programme))
    expect(drawn.get_by_text("There is no objective yet.")).to_be_visible()
    expect(drawn.get_by_role("button", name="Take this plan")).to_have_count(0)
    expect(drawn.locator("article")).to_have_count(4)
