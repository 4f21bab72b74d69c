"""The panel of meetings by keyboard: propose, keep, open, move, call off, write invitations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rmkit import forms
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schedule") / "six.rmkit"
    with Programme.sample("six_pairs", until="kickoff") as programme:
        objective = programme.objective.record
        plan = {"start": now().date(), "months": 6}
        programme.objective.set(objective.model_copy(update=plan))
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(tmp_path: Path, played: Path) -> Iterator[Programme]:
    path = Path(shutil.copy(played, tmp_path / "six.rmkit"))
    with Programme.open(path) as opened:
        yield opened


def press(panel: Locator, name: str) -> None:
    button = panel.get_by_role("button", name=name, exact=True).first
    tab_to(button)
    panel.page.keyboard.press("Enter")


def test_meetings_are_proposed_kept_moved_and_invited_to_by_keyboard(
    page: Page, programme: Programme, shoot: Callable[[str], None]
):
    panel = stand(page, forms.schedule(programme))
    tab_to(panel.get_by_label("Your name"))
    page.keyboard.type("Rosa dd")
    press(panel, "Propose meetings")
    expect(panel.get_by_role("heading", name="The proposal")).to_be_focused()
    expect(panel.get_by_text("s at 9:00").first).to_be_visible()
    assert wrong_with(panel) == []
    shoot("proposal")
    press(panel, "Keep these meetings")
    expect(panel.get_by_role("button", name="Write invitations")).to_be_focused()
    pair = programme.file.pairs("confirmed")[0].pair_id
    tab_to(panel.locator(f"[data-key='open {pair}']"), most=120)
    page.keyboard.press("Enter")
    expect(panel.locator("[data-key=opened]")).to_be_focused()
    before = programme.schedule.meetings(pair)
    press(panel, "Move meeting 2")
    offer = panel.locator("[data-key^='to ']").nth(1)
    expect(offer).to_be_visible()
    shoot("moving")
    assert violations(page) == []
    assert wrong_with(panel) == []
    tab_to(offer)
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Kept. Write invitations")).to_be_visible()
    after = programme.schedule.meetings(pair)
    assert after[1].starts != before[1].starts
    assert programme.schedule.history(pair).iloc[-1]["by"] == "Rosa dd"
    press(panel, "Call off meeting 3")
    expect(panel.get_by_text("called off", exact=True)).to_be_visible()
    press(panel, "Write invitations")
    expect(panel.get_by_text("Nothing was sent.")).to_be_visible()
    assert not programme.schedule.unwritten()


@pytest.mark.parametrize("dark", [False, True])
def test_those_without_a_common_hour_stand_on_top_on_a_phone(
    page: Page, programme: Programme, shoot: Callable[[str], None], dark: bool
):
    page.set_viewport_size({"width": 360, "height": 800})
    people = [p for p in programme.file.people() if p.person_id in
              {programme.file.pairs("confirmed")[0].mentor_id}]  # fmt: skip
    off = ["mon", "tue", "wed", "thu", "fri"]
    with programme.file.change(actor="Rosa", action="Off", now=now()) as change:
        change.save_people([replace(p, staff={**p.staff, "days_off": off}) for p in people])
    panel = stand(page, forms.schedule(programme), dark=dark)
    panel.get_by_role("button", name="Propose meetings").click()
    expect(panel.get_by_text("6 of 6 without a time")).to_be_visible()
    expect(panel.get_by_text("What would help:")).to_be_visible()
    assert wrong_with(panel) == []
    assert violations(page) == []
    shoot(f"phone-{'dark' if dark else 'light'}")
