"""A person works on the board of pairs, and confirms them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rmkit.forms import pairs
from rmkit.programme.programme import Programme
from tests.browser.standing import stand, tab_to, wrong_with

LONG = 60_000


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory):
    """Everything that pairing needs, done once."""
    with Programme.sample("harbour", until="pairing") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("board") / "h.rmkit")


@pytest.fixture
def pilot(tmp_path: Path, answered):
    return shutil.copy(answered, tmp_path / "pilot.rmkit")


@pytest.fixture
def board(page: Page, pilot):
    with Programme.open(pilot) as programme:
        yield stand(page, pairs(programme))


def standing(path):
    with Programme.open(path) as programme:
        return programme.pairing.pairs


def test_pairs_are_looked_at_changed_and_confirmed_and_so_they_stand_in_the_file(
    board, page, pilot, shoot
):
    before = standing(pilot).sort_values(["score", "mentor"], ascending=[False, True])
    assert set(before["state"]) == {"proposed"}
    confirm = board.get_by_role("button", name="Confirm these pairs")
    board.get_by_label("Your name").fill("Rosa Vidal")
    expect(confirm).to_be_disabled()
    expect(board).to_contain_text("Before you can: open those left over; open the pairs with a")
    shoot("board")
    kept, parted = before.iloc[1], before.iloc[3]
    board.get_by_role("button", name=f"Lock: {kept.mentor} with {kept.mentee}").click()
    board.get_by_role("button", name=f"Forbid: {parted.mentor} with {parted.mentee}").click()
    expect(board).to_contain_text("1 locked, 1 forbidden: not worked in yet.")
    shoot("board-changes")
    board.locator("[data-key=bar-solve]").click()
    expect(board.locator(".rm-done")).to_contain_text("Look at them again", timeout=LONG)
    expect(board.get_by_role("heading", name="The pairs as they are proposed")).to_be_focused()
    after = standing(pilot)
    assert after.loc[after["locked"], "mentor_id"].tolist() == [kept.mentor_id]
    made = set(zip(after["mentor_id"], after["mentee_id"], strict=True))
    assert (parted.mentor_id, parted.mentee_id) not in made

    for words in ("left over: why, and what would help", "have a warning"):
        board.locator("summary", has_text=words).first.click()
    expect(board.get_by_text("to be opened")).to_have_count(0)
    shoot("board-looked-at")
    expect(board.get_by_label("Your name")).to_have_value("Rosa Vidal")
    confirm.click()
    expect(board.get_by_role("heading", name="The pairs are confirmed")).to_be_focused()
    expect(board.get_by_role("button", name=re.compile("^(Lock|Forbid|Take)"))).to_have_count(0)
    assert set(standing(pilot)["state"]) == {"confirmed"}
    board.get_by_role("button", name="Write the list with its audit page").click()
    expect(board.locator(".rm-done")).to_contain_text("pairs.html", timeout=LONG)
    assert "Rosa Vidal" in pilot.with_name("pairs.html").read_text(encoding="utf-8")
    with Programme.open(pilot) as programme:
        stand(page, pairs(programme), dark=True)
        shoot("board-confirmed-dark")


@pytest.mark.proof
def test_a_drawing_anew_opens_nothing_in_somebodys_name(board, page, pilot):
    board.locator("summary", has_text="left over").click()
    expect(board.get_by_text("to be opened")).to_have_count(1)
    board.get_by_role("button", name=re.compile("^Forbid: ")).first.click()
    board.locator("[data-key=bar-solve]").click()
    expect(board.locator(".rm-done")).to_be_visible(timeout=LONG)
    expect(board.get_by_text("to be opened")).to_have_count(2)
    with Programme.open(pilot) as programme:
        assert not programme.pairing.is_looked_at
        assert programme.file.document("opened", "2") is None


def test_the_board_is_worked_by_keyboard_alone_and_no_key_reaches_the_notebook(
    board, page, pilot, shoot
):
    first = standing(pilot).sort_values(["score", "mentor"], ascending=[False, True]).iloc[0]
    both = f"{first.mentor} with {first.mentee}"
    summary = board.locator("summary", has_text="left over")
    summary.focus()
    page.keyboard.press("Enter")
    expect(board.get_by_text("to be opened")).to_have_count(1)
    expect(summary).to_be_focused()
    tab_to(board.locator("summary", has_text="have a warning"))
    page.keyboard.press("Space")
    expect(board.get_by_text("to be opened")).to_have_count(0)
    tab_to(board.get_by_role("button", name=f"Why {both}"))
    page.keyboard.press("Enter")
    expect(board.locator(".rm-told")).to_be_visible(timeout=LONG)
    expect(board.get_by_role("button", name=f"Why {both}")).to_be_focused()
    tab_to(board.get_by_role("button", name=f"Lock: {both}"))
    for key in ("a", "b", "x", "d", "d", "z", "Escape"):
        page.keyboard.press(key)
    assert wrong_with(board) == []
    page.keyboard.press("Space")
    expect(board.get_by_role("button", name=f"Lock: {both}")).to_have_attribute(
        "aria-pressed", "true"
    )
    tab_to(board.get_by_role("button", name="Take this instead").first)
    page.keyboard.press("Enter")
    expect(board).to_contain_text("will be found anew")
    shoot("board-instead")
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    tab_to(board.locator("[data-key=bar-solve]"), most=140)
    page.keyboard.press("Enter")
    expect(board.locator(".rm-done")).to_be_visible(timeout=LONG)
    expect(board.get_by_role("heading", name="The pairs as they are proposed")).to_be_focused()
    for words in ("left over", "a warning"):
        tab_to(board.locator("summary", has_text=words).first)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.rm[aria-busy]') === null")
    expect(board.get_by_text("to be opened")).to_have_count(0)
    tab_to(board.get_by_label("Your name"), most=140)
    page.keyboard.type("Rosa Vidal")
    tab_to(board.get_by_role("button", name="Confirm these pairs"))
    page.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="The pairs are confirmed")).to_be_focused()
    made = standing(pilot)
    assert set(made["state"]) == {"confirmed"}
    assert made["locked"].sum() == 1


def test_a_rule_is_weighed_and_names_are_found(board, pilot):
    board.locator("summary", has_text="Rules and what counts").click()
    board.get_by_label("The two should come from different departments.").select_option("off")
    expect(board).to_contain_text("1 rule changed: not worked in yet.")
    board.get_by_role("button", name="See what this would change").click()
    expect(board.locator(".rm-note")).to_contain_text("Nothing was changed.", timeout=LONG)
    board.get_by_role("button", name="Forget these changes").click()
    expect(board.get_by_text("not worked in yet")).to_have_count(0)
    name = standing(pilot).iloc[4].mentee
    board.get_by_label("Find a name").fill(name.upper())
    rows = board.locator(".rm-pairs tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(name)
    board.get_by_label("Find a name").fill("")
    board.get_by_role("button", name="Score").click()
    expect(board.locator("th[aria-sort=ascending]")).to_have_text(re.compile("Score"))
    lowest = standing(pilot).sort_values("score").iloc[0].mentor
    expect(board.locator(".rm-pairs tbody tr").first).to_contain_text(lowest)


@pytest.mark.proof
@pytest.mark.context(viewport={"width": 400, "height": 900})
def test_the_board_fits_a_narrow_screen(board, page, shoot):
    for words in (
        "left over: why",
        "have a warning",
        "Rules and what",
        "own choice",
        "was checked",
    ):
        board.locator("summary", has_text=words).first.click()
    board.get_by_role("button", name=re.compile("^Why ")).first.click()
    expect(board.locator(".rm-told")).to_be_visible(timeout=LONG)
    board.get_by_role("button", name="Take this instead").first.click()
    shoot("board-narrow")
    assert wrong_with(board) == []


@pytest.mark.proof
def test_what_is_changed_while_pairs_are_found_stays_a_change(board, pilot):
    forbid = board.get_by_role("button", name=re.compile("^Forbid: "))
    lock = board.get_by_role("button", name=re.compile("^Lock: "))
    forbid.nth(2).click()
    board.evaluate(
        """board => {
          const named = (start) => board.querySelector(`button[aria-label^="${start}"]`);
          board.querySelector('[data-key=bar-solve]').click();
          named('Lock: ').click();
        }"""
    )
    expect(board.locator(".rm-done")).to_be_visible(timeout=LONG)
    expect(board).to_contain_text("1 locked: not worked in yet.")
    expect(lock.first).to_have_attribute("aria-pressed", "true")
    assert standing(pilot)["locked"].sum() == 0
