"""Rules, swaps, steps back and changes on the board: by keyboard, narrow, dark and large."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from rmkit.forms import changes, pairs
from rmkit.programme.programme import Programme
from tests.browser.axe import violations
from tests.browser.standing import stand

LONG = 60_000
NARROW = {"viewport": {"width": 360, "height": 800}}
WIDER = """() => [...document.querySelectorAll('main *')].filter(n => !n.closest('datalist')
  && n.getBoundingClientRect().right > innerWidth + 1
  && getComputedStyle(n).position !== 'absolute')
  .map(n => n.outerHTML.slice(0, 80))"""
LOW = """() => [...document.querySelectorAll('main :is(button, select, summary, label:has(input))')]
  .filter(n => n.offsetParent && n.getBoundingClientRect().height < 24).map(n => n.textContent)"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("board") / "s.rmkit")


@pytest.fixture
def programme(answered, tmp_path):
    with Programme.open(shutil.copy(answered, tmp_path / "a.rmkit")) as opened:
        yield opened


def press(page: Page, name: str, key: str = "Enter", *, most: int = 220) -> None:
    """Go to a button or a heading of a part by the tab key alone, and press a key there."""
    told = """name => { const it = document.activeElement;
      return (it.getAttribute('aria-label') ?? it.textContent).startsWith(name); }"""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(told, name):
            page.keyboard.press(key)
            return
    raise AssertionError(f"no way by keyboard to {name!r}")


def to_top(page: Page) -> None:
    page.evaluate("document.querySelector('[data-key=top]').focus()")


def of(row) -> str:
    return f"{row.mentor} with {row.mentee}"


def test_lock_forbid_swap_take_back_why_and_confirm_go_by_keyboard_alone(page, programme, shoot):
    stand(page, pairs(programme))
    before = programme.pairing.pairs.sort_values("score", ascending=False)
    to_top(page)
    press(page, f"Lock: {of(before.iloc[1])}", "Space")
    press(page, f"Forbid: {of(before.iloc[2])}", "Space")
    expect(page.locator("main")).to_contain_text("1 locked, 1 forbidden: not worked in yet.")
    press(page, "Find the pairs again")
    expect(page.locator(".rm-done")).to_contain_text("stayed")
    expect(page.get_by_role("heading", name="The pairs as they are")).to_be_focused()
    after = programme.pairing.pairs.sort_values("score", ascending=False)
    assert set(after["locked"]) == {True, False}

    press(page, "Take this proposal back")
    expect(page.locator(".rm-done")).to_contain_text("Taken back.")
    assert set(programme.pairing.pairs["pair_id"]) == set(before["pair_id"])

    press(page, f"Why {of(before.iloc[0])}")
    expect(page.locator(".rm-told")).to_be_visible()
    one, other = before.iloc[0], next(
        row for row in before.iloc[1:].itertuples()
        if programme.pairing.swap(
            (before.iloc[0].mentor_id, before.iloc[0].mentee_id), (row.mentor_id, row.mentee_id)
        ).is_possible
    )  # fmt: skip
    to_top(page)
    press(page, f"Swap partners: {of(one)}")
    press(page, f"Swap with this: {of(other)}")
    expect(page.get_by_role("heading", name="If they exchange their partners")).to_be_focused()
    shoot("board-swap")
    press(page, "Swap them")
    expect(page.locator(".rm-done")).to_contain_text("2 are new, 2 are gone")
    made = set(
        zip(programme.pairing.pairs["mentor"], programme.pairing.pairs["mentee"], strict=True)
    )
    assert (one.mentor, other.mentee) in made

    for what in ("left over: why", "a warning"):
        if page.locator("summary", has_text=what).count():
            page.locator("summary", has_text=what).first.focus()
            page.keyboard.press("Enter")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Rosa Vidal")
    press(page, "Confirm these pairs")
    expect(page.get_by_role("heading", name="The pairs are confirmed")).to_be_focused()
    page.locator("summary", has_text="stays on record").click()
    expect(page.locator(".rm-record")).to_contain_text("by Rosa Vidal")
    expect(page.locator(".rm-record")).to_contain_text(programme.pairing.proposal.data_digest[:12])


def test_a_rule_of_ones_own_is_added_by_keyboard_and_tells_what_it_costs(page, programme, shoot):
    stand(page, pairs(programme, propose=False))
    expect(page.locator(".rm-cost-line")).to_contain_text("possible pairs")
    page.locator("[data-key='rule same_department']").select_option("hard")
    expect(page.locator("[data-cost=same_department]")).to_contain_text("Removes ")
    page.locator("[data-key='number no_shared_slot']").fill("3")
    expect(page.locator("[data-sentence=no_shared_slot]")).to_contain_text("three half-days")
    press(page, "Add a rule of your own")
    page.get_by_label("What it looks at").select_option("department")
    press(page, "Add this rule")
    row = page.locator(".rm-rule", has_text="The two should differ in department.")
    expect(row).to_contain_text("Removes ")
    shoot("board-own-rule")
    press(page, "Find the pairs")
    expect(page.locator(".rm-done")).to_be_visible()
    rules = programme.pairing.choices.rules
    assert any(rule.own and rule.strength == "hard" for rule in rules)
    assert next(rule.n for rule in rules if rule.id == "no_shared_slot") == 3


@pytest.mark.context(**NARROW)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_board_and_its_changes_fit_a_phone_and_have_no_barrier(page, programme, dark, shoot):
    stand(page, pairs(programme), dark=dark)
    for summary in page.locator("main summary").all():
        summary.click()
    expect(page.locator(".rm-cost-line")).to_contain_text("possible pairs")
    page.get_by_role("button", name=re.compile("^Why ")).first.click()
    expect(page.locator(".rm-told")).to_be_visible(timeout=LONG)
    page.get_by_role("button", name=re.compile("^Swap partners")).first.click()
    page.get_by_role("button", name=re.compile("^Swap with this")).first.click()
    expect(page.locator("[data-key=swap-told]")).to_be_visible(timeout=LONG)
    shoot(f"board-360-{'dark' if dark else 'light'}")
    assert page.evaluate(WIDER) == []
    assert page.evaluate(LOW) == []
    assert violations(page, "main") == []


@pytest.mark.context(**NARROW)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_pair_parts_and_others_are_found_on_a_phone(page, programme, dark, shoot):
    pairing = programme.pairing
    pairing.solve()
    pairing.open_unmatched()
    pairing.open_flagged()
    pairing.confirm(by="Rosa")
    stand(page, changes(programme), dark=dark)
    for summary in page.locator("main summary").all():
        summary.click()
    page.get_by_role("button", name=re.compile("^Part ")).first.click()
    expect(page.get_by_role("heading", name=re.compile("part[?]$"))).to_be_focused()
    shoot(f"changes-360-{'dark' if dark else 'light'}")
    assert page.evaluate(WIDER) == []
    assert page.evaluate(LOW) == []
    assert violations(page, "main") == []
    page.get_by_label("Your name").fill("Rosa")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".rm-done")).to_be_visible()
    assert len(pairing.ended) == 1
    page.get_by_role("button", name="Find partners for them").click()
    expect(page.locator(".rm-done")).to_contain_text("on the board", timeout=LONG)


@pytest.mark.proof
def test_a_board_of_a_thousand_pairs_is_quick(page, tmp_path, capsys):
    from tests.browser.thousand import thousand_pairs

    with Programme.open(thousand_pairs(tmp_path)) as programme:
        board = pairs(programme)
        assert len(board.view["pairs"]) > 900
        stand(page, board)
        took = {"first drawing": page.drawn_in}
        for name, code in (
            ("sort", "document.querySelector('[data-key=\"sort mentor\"]').click()"),
            ("filter", "(i => { i.value = '1'; i.dispatchEvent(new Event('input')); })"
                       "(document.querySelector('[data-key=find]'))"),
            ("lock", "document.querySelector('[aria-label^=\"Lock: \"]').click()"),
        ):  # fmt: skip
            took[name] = page.evaluate(
                f"(() => {{ const t = performance.now(); {code}; document.body.offsetHeight;"
                " return performance.now() - t; })()"
            )
        began = page.evaluate("performance.now()")
        page.get_by_role("button", name=re.compile("^Why ")).first.click()
        expect(page.locator(".rm-told h4").first).to_be_visible(timeout=LONG)
        took["why"] = page.evaluate("performance.now()") - began
        assert page.locator(".rm-pairs tbody tr").count() <= 101
    with capsys.disabled():
        print({name: f"{ms:.0f} ms" for name, ms in took.items()})
    assert max(took[name] for name in took if name != "why") < 2_000
