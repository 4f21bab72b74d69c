"""Activities, starters, lexicon and kits: found, drawn, looked up and written with the keyboard."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from rmkit.content.starters import discussion_starters
from rmkit.forms import activities, lexicon, pair_kit, starters
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand, tab_to, wrong_with
from tests.test_content_activities import OWN


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs", until="kickoff") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(six, tmp_path):
    with Programme.open(shutil.copy(six, tmp_path / "six.rmkit")) as opened:
        yield opened


def test_an_activity_is_found_by_words_and_topic_and_printed_with_the_keyboard(page, shoot):
    panel = stand(page, activities())
    tab_to(panel.get_by_label("In your own words"))
    page.keyboard.type("passw")
    tab_to(panel.get_by_label("Privacy, passwords and safety"))
    page.keyboard.press("Space")
    tab_to(panel.get_by_role("button", name="Find activities"))
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", name="activities fit, the best first")).to_be_focused()
    first = panel.locator("details.rm-activity").first
    expect(first.locator("summary")).to_contain_text("One password for all the others")
    tab_to(first.locator("summary"))
    page.keyboard.press("Enter")
    expect(first).to_contain_text("Your topic: Privacy, passwords and safety")
    expect(first).to_contain_text("Until next time:")
    tab_to(first.get_by_label("Put it on paper"))
    page.keyboard.press("Space")
    shoot("activities")
    assert wrong_with(panel) == []
    panel.get_by_role("button", name="Print those ticked").click()
    with page.expect_download() as coming:
        panel.get_by_role("link", name="Download activities.pdf").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")


def test_what_is_typed_into_the_search_stands_in_no_state_of_the_widget(page):
    shown = activities()
    panel = stand(page, shown)
    panel.get_by_label("In your own words").fill("Zwords")
    panel.get_by_role("button", name="Find activities").click()
    expect(panel).to_contain_text("None fits")
    assert "Zwords" not in str(shown.view)


def test_own_activities_are_taken_over_from_a_file_and_found_for_a_mentee(
    page, programme, tmp_path
):
    own = tmp_path / "own.yaml"
    own.write_text(OWN, encoding="utf-8")
    panel = stand(page, activities(programme))
    panel.get_by_text("Activities of your own (0)").click()
    panel.get_by_label("A file with activities").set_input_files(own)
    panel.get_by_role("button", name="Take them over").click()
    expect(panel).to_contain_text("1 activity of your own taken over")
    panel.get_by_label("For whom?").select_option(index=1)
    panel.get_by_role("button", name="Find activities").click()
    expect(panel).to_contain_text("the best first")
    own.write_text(OWN.replace("minutes: 20", "minutes: soon"), encoding="utf-8")
    panel.get_by_label("A file with activities").set_input_files(own)
    panel.get_by_role("button", name="Take them over").click()
    expect(panel.get_by_text("row 8")).to_be_visible()


def test_the_browser_remembers_what_was_drawn_and_nothing_else(page, shoot):
    panel = stand(page, starters(seed=5))
    tab_to(panel.get_by_role("button", name="Draw three"))
    page.keyboard.press("Enter")
    cards = panel.locator(".rm-ask")
    expect(cards).to_have_count(3)
    first = cards.all_inner_texts()
    panel = stand(page, starters(seed=5))
    expect(panel).to_contain_text("remembers 3 questions of 91")
    panel.get_by_role("button", name="Draw three").click()
    expect(panel.locator(".rm-ask")).to_have_count(3)
    assert not set(first) & set(panel.locator(".rm-ask").all_inner_texts())
    kept = page.evaluate("JSON.stringify({...localStorage})")
    assert len(page.evaluate("JSON.parse(localStorage['rmkit-starters'])")) == 6
    assert not [one.id for one in discussion_starters().starters if one.ask.say() in kept]
    shoot("starters")
    panel.get_by_role("button", name="Begin a silent minute").click()
    expect(panel.get_by_role("timer")).to_contain_text(" s")
    assert wrong_with(panel) == []


def test_for_a_pair_the_file_remembers_what_was_drawn(page, programme):
    panel = stand(page, starters(programme))
    panel.get_by_label("For whom?").select_option(index=1)
    panel.get_by_role("button", name="Draw one").click()
    expect(panel.locator(".rm-ask")).to_have_count(1)
    pair = programme.file.pairs("confirmed")[0].pair_id
    assert len(programme.library.given(pair)["starters"]) == 1
    assert page.evaluate("localStorage.length") == 0


def test_a_word_is_looked_up_and_those_beside_it_followed(page, shoot):
    panel = stand(page, lexicon())
    tab_to(panel.get_by_label("Which word?"))
    page.keyboard.type("receipt")
    expect(panel.locator("dt").first).to_have_text("Receipt")
    panel.get_by_role("button", name="Worksheet").first.click()
    expect(panel.locator("dt").first).to_have_text("Worksheet")
    expect(panel.locator("dt").first).to_be_focused()
    panel.get_by_label("Which word?").fill("xyzzy")
    expect(panel).to_contain_text("No such word here")
    shoot("lexicon")


def test_a_kit_is_looked_at_and_written_for_one_pair(page, programme, tmp_path, shoot):
    panel = stand(page, pair_kit(programme))
    panel.get_by_role("button", name="See what would fit").click()
    expect(panel).to_contain_text("Choose one pair")
    tab_to(panel.get_by_label("For whom?"))
    page.keyboard.press("ArrowDown")
    panel.get_by_role("button", name="See what would fit").click()
    expect(panel).to_contain_text("No dates are planned for them yet")
    shoot("kit")
    panel.get_by_label("Format of the goal sheet").select_option("real")
    panel.get_by_label("Folder").fill(str(tmp_path / "kits"))
    panel.get_by_role("button", name="Write", exact=True).click()
    expect(panel).to_contain_text("1 kit is in")
    assert list((tmp_path / "kits").glob("pair-*/Kit.pdf"))
    assert wrong_with(panel) == []


@pytest.mark.context(viewport={"width": 360, "height": 800})
@pytest.mark.parametrize("dark", [False, True])
def test_all_four_are_whole_on_a_narrow_screen_and_free_of_barriers(page, programme, dark, shoot):
    panels = stand(
        page, activities(programme), starters(programme), lexicon(), pair_kit(programme), dark=dark
    )
    panels.nth(0).get_by_role("button", name="Find activities").click()
    panels.nth(0).locator("details.rm-activity summary").first.click()
    panels.nth(1).get_by_role("button", name="Draw one").click()
    expect(panels.nth(1).locator(".rm-ask")).to_have_count(1)
    shoot(f"library-360-{dark}")
    assert [wrong_with(panels.nth(i)) for i in range(4)] == [[], [], [], []]
    assert violations(page, "main") == []
