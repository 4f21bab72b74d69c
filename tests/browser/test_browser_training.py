"""The training in a room: a deck by keyboard, a clock that is told, the screen filled, cards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with

NARROW = {"width": 360, "height": 800}
READ_FROM_THE_BACK = 28  # pixels


@pytest.fixture
def deck(page):
    return stand(page, forms.training())


def begin(deck, page, name="For mentees"):
    button = deck.get_by_role("button", name=re.compile(f"Begin: {name}"))
    button.focus()
    page.keyboard.press("Enter")


def test_a_module_is_run_by_keyboard_alone(deck, page, shoot):
    tab_to(deck.get_by_role("button", name=re.compile("Begin: For mentees")))
    page.keyboard.press("Enter")
    expect(deck.get_by_role("heading", name="Why you sit here")).to_be_focused()
    expect(deck.locator(".rm-where")).to_contain_text("part 1 of 6 · minute 0 to 5 of 45")
    shoot("training_first")
    page.keyboard.press("ArrowRight")
    expect(deck.get_by_role("heading", name="What is yours to do")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(deck.get_by_role("heading", name="Why you sit here")).to_be_focused()
    expect(deck.get_by_role("button", name="Back", exact=True)).to_be_disabled()
    page.keyboard.press("End")
    expect(deck.locator(".rm-where")).to_contain_text("minute 39 to 45 of 45")
    expect(deck.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    notes = deck.get_by_role("region", name="Speaker's notes")
    expect(notes).to_be_visible()
    page.keyboard.press("n")
    expect(notes).to_have_count(0)
    tab_to(deck.get_by_role("button", name="Another module"))
    page.keyboard.press("Enter")
    expect(deck.get_by_role("button", name=re.compile("Begin: For mentees"))).to_be_focused()


def test_the_clock_tells_its_minutes_and_its_end_and_takes_one_more(page):
    page.clock.install()
    deck = stand(page, forms.timer(2, "In twos"))
    said, keys = deck.get_by_role("timer"), page.keyboard
    deck.get_by_role("button", name="Start").focus()
    keys.press("Enter")
    page.clock.run_for(30_000)
    expect(said).to_have_text("")
    expect(deck.locator(".rm-digits")).to_have_text("1:30")
    page.clock.run_for(30_000)
    expect(said).to_have_text("1 minute left.")
    keys.press("+")
    expect(said).to_have_text("One minute more: 2 minutes left.")
    page.clock.run_for(30_000)
    keys.press("Enter")
    expect(said).to_have_text("Paused.")
    page.clock.run_for(60_000)
    expect(deck.locator(".rm-digits")).to_have_text("1:30")
    keys.press("Enter")
    page.clock.run_for(91_000)
    expect(said).to_have_text("Time is up: In twos.")
    expect(deck.get_by_text("Time is up", exact=True)).to_be_visible()
    page.clock.run_for(5_000)
    expect(deck.locator(".rm-digits")).to_have_text(re.compile(r"\+0:0[56]"))
    deck.get_by_role("button", name="From the beginning").click()
    expect(deck.locator(".rm-digits")).to_have_text("2:00")


def test_a_clock_that_runs_goes_on_while_another_part_is_shown(page):
    page.clock.install()
    deck = stand(page, forms.training())
    begin(deck, page)
    page.keyboard.press("Space")
    page.clock.run_for(60_000)
    page.keyboard.press("ArrowRight")
    page.clock.run_for(60_000)
    page.keyboard.press("ArrowLeft")
    expect(deck.locator(".rm-digits")).to_have_text("3:00")


def test_the_end_is_seen_as_a_flash_only_by_whoever_wants_it(page):
    page.clock.install()
    deck = stand(page, forms.timer(1, "In twos"))
    stage = deck.locator(".rm-stage")
    deck.get_by_role("button", name="Start").click()
    page.clock.run_for(61_000)
    expect(stage).not_to_have_class(re.compile("rm-flash"))
    deck.get_by_role("button", name="From the beginning").click()
    deck.get_by_label("Flash at the end").check()
    deck.get_by_role("button", name="Start").click()
    page.clock.run_for(61_000)
    expect(stage).to_have_class(re.compile("rm-flash"))
    page.emulate_media(reduced_motion="reduce")
    assert stage.evaluate("node => getComputedStyle(node).animationName") == "none"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_filled_screen_every_line_is_read_from_the_back_and_notes_are_hidden(
    page, shoot, dark
):
    deck = stand(page, forms.training(), dark=dark)
    begin(deck, page, "Introduction")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("f")
    stage = deck.locator(".rm-stage")
    expect(stage).to_have_class(re.compile("rm-projected"))
    expect(deck.get_by_role("region", name="Speaker's notes")).to_have_count(0)
    sizes = deck.locator(".rm-slide :is(h3, li)").evaluate_all(
        "all => all.map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    shoot(f"training_projected_{'dark' if dark else 'light'}")
    assert min(sizes) >= READ_FROM_THE_BACK
    found = [it for it in violations(page) if "page-has" not in it and "landmark" not in it]
    assert found == []
    page.keyboard.press("n")
    expect(deck.get_by_role("region", name="Speaker's notes")).to_be_visible()
    page.keyboard.press("f")
    expect(stage).not_to_have_class(re.compile("rm-projected"))


@pytest.mark.context(viewport={"width": 1280, "height": 720})
def test_every_slide_fits_on_a_small_projector_in_letters_read_from_the_back(page):
    measured = """() => {
      const stage = document.querySelector('.rm-stage');
      const size = parseFloat(getComputedStyle(stage.querySelector('.rm-slide li')).fontSize);
      return [size, stage.scrollHeight <= stage.clientHeight];
    }"""
    deck = stand(page, forms.training())
    for name in ("Introduction", "Trust", "Practice", "For mentees", "The mentor circle"):
        begin(deck, page, name)
        page.keyboard.press("f")
        expect(deck.locator(".rm-stage")).to_have_class(re.compile("rm-projected"))
        while True:
            size, fits = page.evaluate(measured)
            title = deck.locator(".rm-slide h3").inner_text()
            assert size >= READ_FROM_THE_BACK
            assert fits, title
            if deck.get_by_role("button", name="Next", exact=True).is_disabled():
                break
            page.keyboard.press("ArrowRight")
        deck.get_by_role("button", name="Another module").click()


def test_where_the_browser_refuses_the_screen_the_window_is_filled(page):
    deck = stand(page, forms.training())
    page.evaluate(
        "() => { Element.prototype.requestFullscreen = () => Promise.reject(new Error('no')) }"
    )
    begin(deck, page)
    page.keyboard.press("f")
    expect(deck.locator(".rm-stage")).to_have_class(re.compile("rm-window"))
    box = deck.locator(".rm-stage").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1280)


def test_the_empathy_map_is_shown_large_and_what_is_written_in_it_stays_until_the_next_look(
    deck, page, shoot
):
    begin(deck, page, "Trust")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    says = deck.get_by_label("Says", exact=True)
    says.fill("n and s are letters here")
    expect(deck.locator(".rm-large-field textarea")).to_have_count(8)
    shoot("training_map")
    page.keyboard.press("ArrowRight")  # in a field, the arrow moves the cursor
    expect(says).to_be_visible()
    deck.get_by_role("button", name="Back to the slide").click()
    expect(
        deck.get_by_role("heading", name="Know your mentee with the empathy map")
    ).to_be_visible()
    page.keyboard.press("s")
    expect(says).to_have_value("n and s are letters here")


@pytest.mark.context(viewport=NARROW)
def test_on_a_telephone_nothing_is_cut_off_and_no_key_reaches_the_notebook(page, shoot):
    for panel in (forms.training(), forms.timer(3), forms.cards()):
        drawn = stand(page, panel)
        assert wrong_with(drawn) == []
        shoot(f"training_narrow_{type(panel).__name__}")
    deck = stand(page, forms.training())
    begin(deck, page, "Introduction")
    assert wrong_with(deck) == []
    shoot("training_narrow_deck")


def test_cards_are_looked_at_and_downloaded(page, shoot):
    panel = stand(page, forms.cards())
    assert [it for it in violations(page) if "page-has" not in it and "landmark" not in it] == []
    for box in panel.get_by_role("checkbox").all()[1:]:
        box.uncheck()
    panel.get_by_label("Look at: Principles and rules").click()
    expect(panel.get_by_text("Set goals.", exact=True)).to_be_visible()
    shoot("training_cards")
    panel.get_by_role("button", name="Write a PDF to print").click()
    with page.expect_download() as one:
        panel.get_by_role("link", name="Download cards-pocket.pdf").click()
    assert Path(one.value.path()).read_bytes().startswith(b"%PDF")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    path = tmp_path_factory.mktemp("prepared") / "six.rmkit"
    with Programme.sample("six_pairs", until="training") as programme:
        shutil.copy(programme.file.path, path)
    return path


def test_who_was_there_is_noted_by_keyboard_for_many_at_once(page, played, tmp_path, shoot):
    with Programme.open(shutil.copy(played, tmp_path / "six.rmkit")) as programme:
        panel = stand(page, forms.attendance(programme))
        keys = page.keyboard
        expect(panel.get_by_text("12 people of 12 have not been prepared.")).to_be_visible()
        everybody = panel.get_by_role("checkbox", name="Everybody")
        tab_to(everybody)
        keys.press("Space")
        expect(everybody).to_be_focused()
        tab_to(panel.get_by_role("button", name="Note that those ticked were there"))
        keys.press("Enter")
        expect(panel.get_by_text("Write your name first")).to_be_visible()
        expect(panel.get_by_label("Your name")).to_be_focused()
        keys.type("Rosa Vidal")
        tab_to(panel.get_by_role("button", name="Note that those ticked were there"))
        keys.press("Enter")
        expect(panel.get_by_text("12 people at Introduction")).to_be_visible()
        expect(panel.get_by_text("6 people of 12 have not been prepared.")).to_be_visible()
        assert wrong_with(panel) == []
        shoot("training_attendance")
        page.set_viewport_size(NARROW)
        assert wrong_with(panel) == []
        shoot("training_attendance_narrow")
        stand(page, forms.attendance(programme), dark=True)
        found = [it for it in violations(page) if "page-has" not in it and "landmark" not in it]
        assert found == []
