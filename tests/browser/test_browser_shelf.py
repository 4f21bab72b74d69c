"""The shelf of forms: an answer in a talk by keyboard, a file, links, and taking in what came."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rmkit import forms
from rmkit.exchange.inbox import Inbox, inbox_path
from rmkit.exchange.inbox_desk import Desk
from rmkit.exchange.inbox_records import Content
from rmkit.programme.programme import Programme
from tests.browser.standing import stand, tab_to, wrong_with

NARROW = {"width": 400, "height": 900}
LONG = 60_000
PARTS = ("See it", "Enter an answer", "Hand it out as a file", "Ask through links")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shelf") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def six(tmp_path: Path, played: Path) -> Path:
    """Give a programme in which somebody answered through a link."""
    path = Path(shutil.copy(played, tmp_path / "six.rmkit"))
    with Programme.open(path) as programme:
        (link,) = programme.questionnaires.invite("pulse", ["P022"], by="Rosa Vidal")
        form = programme.questionnaires.instrument("pulse")
        rated = [f.key for f in form.fields if f.is_rating or (f.required and f.kind == "choice")]
        with Inbox.open(inbox_path(path)) as inbox:
            values = {key: form.field(key).options[0].value for key in rated}
            Desk(inbox).save(link.token, Content(values), save="1", device="d", base=0, keys={})
    return path


@pytest.fixture
def shelf(page: Page, six: Path) -> Iterator[Locator]:
    with Programme.open(six) as programme:
        yield stand(page, forms.shelf(programme))


def test_an_answer_in_a_talk_is_entered_by_keyboard_alone(shelf, page, six, shoot):
    keys = page.keyboard
    shelf.get_by_label("Your name").focus()
    keys.type("Dda Rosa")
    choose = shelf.get_by_role("button", name="Choose: Mid-way check")
    choose.focus()
    keys.press("Enter")
    expect(shelf.get_by_role("heading", name="Mid-way check", exact=True)).to_be_focused()
    tab_to(shelf.get_by_role("button", name="Enter an answer"))
    keys.press("Enter")
    tab_to(shelf.get_by_label("With whom do you talk?"))
    keys.type("P022")
    tab_to(shelf.get_by_role("button", name="Begin"))
    keys.press("Enter")
    expect(shelf.get_by_role("heading", name="In a talk with Gerd Krähenkamp")).to_be_focused()
    keep = shelf.get_by_role("button", name="Keep this answer")
    for group in shelf.locator(".rm-sheet [role=radiogroup]").all():
        tab_to(group.locator("input").first)
        keys.press("Space")
    shoot("shelf-talk")
    tab_to(keep)
    keys.press("Enter")
    expect(shelf.get_by_text("in a talk, entered by Dda Rosa")).to_be_visible(timeout=LONG)
    expect(shelf.get_by_text("1 answer of 1 person, 1 of them in a talk")).to_be_visible()
    assert wrong_with(shelf) == []
    with Programme.open(six) as programme:
        (kept,) = programme.file.responses("midway")
        assert (kept.person_id, kept.source) == ("P022", "talk")
        assert programme.questionnaires.responses("midway")["how"].tolist() == [
            "in a talk, entered by Dda Rosa"
        ]


def test_a_file_is_written_links_are_made_and_what_came_is_taken_in(shelf, page, six, shoot):
    expect(shelf.get_by_text("Gerd Krähenkamp")).to_be_visible()
    shelf.get_by_role("button", name="Take in it").click()
    expect(shelf.get_by_text("Write your name first")).to_be_visible()
    expect(shelf.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Rosa Vidal")
    shelf.get_by_role("button", name="Take in it").click()
    expect(shelf.get_by_text("Taken in: 1 answered form.")).to_be_visible(timeout=LONG)
    expect(shelf.get_by_text("Nothing waits in the inbox.")).to_be_visible()
    shelf.get_by_role("button", name="Choose: Mid-way check").click()
    shelf.get_by_role("button", name="Hand it out as a file").click()
    shelf.get_by_role("button", name="Write an Excel form for one person").click()
    with page.expect_download() as given:
        shelf.get_by_role("link", name="Download midway xlsx.xlsx").click(timeout=LONG)
    assert given.value.path().read_bytes() == (six.parent / "midway xlsx.xlsx").read_bytes()
    shelf.get_by_role("button", name="Ask through links").click()
    shelf.get_by_role("button", name="Make the links").click()
    expect(shelf.get_by_text("links are in six-links.csv")).to_be_visible(timeout=LONG)
    shoot("shelf-links")
    assert (six.parent / "six-links.csv").exists()
    with Programme.open(six) as programme:
        (kept,) = programme.file.responses("pulse")
        assert kept.source == "link"
        form = programme.questionnaires.instrument("midway")
    rated = {f.key: 3 for f in form.fields if f.is_rating or (f.required and f.kind == "choice")}
    saved = {"format": "rmkit answers", "instrument": "midway", "version": form.version}
    came = six.parent / "came.json"
    came.write_text(json.dumps({**saved, "answers": rated}), encoding="utf-8")
    shelf.get_by_role("button", name="Read back what came").click()
    shelf.get_by_label("The files").set_input_files(came)
    shelf.get_by_label("Whose answers are they?").fill("P022")
    shelf.get_by_role("button", name="Read them").click()
    keep = shelf.get_by_role("button", name="Keep these answers")
    expect(keep).to_be_focused(timeout=LONG)
    shoot("shelf-back")
    keep.click()
    expect(shelf.get_by_text("1 answer of 1 person")).to_be_visible(timeout=LONG)


@pytest.mark.proof
@pytest.mark.context(viewport=NARROW)
def test_on_a_narrow_screen_nothing_is_cut_off_in_either_theme(six, page, shoot):
    for dark in (False, True):
        with Programme.open(six) as programme:
            look_at_all(stand(page, forms.shelf(programme), dark=dark), shoot, dark)


def look_at_all(shelf: Locator, shoot: Callable[[str], None], dark: bool) -> None:
    shoot(f"shelf-narrow-{dark}")
    assert wrong_with(shelf) == []
    shelf.get_by_role("button", name="Choose: Mid-way check").click()
    for part in (*PARTS, "Read back what came"):
        shelf.get_by_role("button", name=part, exact=True).click()
        shoot(f"shelf-narrow-{dark}-{part}")
        assert wrong_with(shelf) == []
