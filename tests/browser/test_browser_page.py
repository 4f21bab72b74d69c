"""People fill in their form behind a link: on a phone, on two devices, without a connection."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

import rmkit
from rmkit.exchange.inbox import Inbox
from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import errors_of
from tests.hostile import TEXTS, own_instrument
from tests.page_samples import SOON, check_in, inbox_with, mixed, sheet
from tests.page_server import PageServer, serving

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "has_touch": True}
TOLD = pytest.mark.allowed({r"the server responded with a status of 4(09|22)": "told on the page"})
OFFLINE = {r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)": "the test takes it away"}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Run one server for these tests."""
    if find_chromium() is None:
        pytest.skip(WANTING)
    path, _ = inbox_with(tmp_path_factory.mktemp("page"), check_in())
    with serving(path) as server:
        yield server, path


@pytest.fixture
def link(running, request) -> str:
    """Give the link of somebody new."""
    server, path = running
    with Inbox.open(path) as inbox:
        token = inbox.invite(check_in(), request.node.name, expires_at=SOON)
    return f"{server.url}/f/{token}"


def came(running, request) -> dict[str, object] | None:
    with Inbox.open(running[1]) as inbox:
        found = {s.person_key: s.answers for s in inbox.waiting()}
    return found.get(request.node.name)


def opened(page: Page, link: str) -> Page:
    page.goto(link)
    page.locator("form[data-ready]").wait_for()
    return page


def state(page: Page):
    return page.locator(".rm-state")


@TOLD
@pytest.mark.context(**PHONE)
def test_a_form_is_filled_in_and_handed_in_on_a_phone_in_the_dark(
    page, link, running, request, shoot
):
    opened(page, link)
    page.get_by_role("button", name="Hand in my answers").tap()
    summary = page.locator(".rm-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("One answer is to mend. Nothing was saved.")
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("Your hours").fill("a hundred")
    page.get_by_role("radiogroup", name="We met").get_by_role("radio").last.check()
    page.get_by_role("button", name="Hand in my answers").tap()
    expect(summary).to_contain_text("Your hours")
    assert came(running, request) is None
    page.get_by_label("Your hours").fill("2,5")
    page.get_by_role("button", name="Hand in my answers").tap()
    expect(page.locator(".rm-said")).to_contain_text("Your answers have arrived at Harbour")
    assert came(running, request) == {"name": "Ana Ruiz", "hours": 2.5, "how_met": 3}
    shoot("page-phone-dark")
    assert page.locator(".rm-foot").bounding_box()["height"] <= 64
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 25, 28)"


@TOLD
def test_a_draft_goes_on_on_another_device_and_is_handed_in_there(
    page, browser, link, running, request
):
    opened(page, link).get_by_label("Your name").fill("Ana from the train")
    expect(state(page)).to_contain_text("Draft kept")
    assert came(running, request) is None
    other = browser.new_context(**PHONE).new_page()
    errors = errors_of(other, allowed={})
    opened(other, link)
    expect(other.get_by_label("Your name")).to_have_value("Ana from the train")
    expect(state(other)).to_contain_text("Your draft is back")
    other.get_by_label("Your name").fill("Ana at home")
    other.get_by_role("button", name="Hand in").click()
    expect(state(other)).to_contain_text("Saved")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".rm-summary")).to_contain_text("changed elsewhere")
    expect(page.get_by_label("Your name")).to_have_value("Ana from the train")
    assert came(running, request) == {"name": "Ana at home"}
    page.get_by_role("button", name="Show the other answers").click()
    expect(page.get_by_label("Your name")).to_have_value("Ana at home")
    page.get_by_role("button", name="Show mine again").click()
    expect(page.get_by_label("Your name")).to_have_value("Ana from the train")
    page.get_by_role("button", name="Save mine in their place").click()
    expect(state(page)).to_contain_text("Saved")
    assert came(running, request) == {"name": "Ana from the train"}
    opened(other, link)
    expect(other.get_by_label("Your name")).to_have_value("Ana from the train")
    assert errors == [msg for msg in errors if "409" in msg]
    other.context.close()


def test_without_a_connection_nothing_is_lost_and_it_goes_on_by_itself(browser, link, running):
    context = browser.new_context()
    page = context.new_page()
    errors = errors_of(page, allowed=OFFLINE)
    opened(page, link)
    context.set_offline(True)
    page.get_by_label("Your name").fill("Ana under ground")
    expect(page.locator(".rm-said")).to_contain_text("your draft is not kept at the moment")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".rm-summary")).to_contain_text("could not be reached", timeout=15_000)
    expect(page.get_by_label("Your name")).to_have_value("Ana under ground")
    context.set_offline(False)
    page.get_by_label("Your name").press_sequentially("!")
    expect(state(page)).to_contain_text("Draft kept", timeout=15_000)
    page.get_by_role("button", name="Hand in").click()
    expect(state(page)).to_contain_text("Saved")
    context.close()
    assert errors == []


@pytest.mark.claim("page-durable")
def test_what_the_page_called_saved_is_there_after_the_server_was_killed(browser, tmp_path):
    path, (token,) = inbox_with(tmp_path, check_in())
    server = PageServer(path)
    page = browser.new_page()
    opened(page, f"{server.url}/f/{token}").get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_role("button", name="Hand in").click()
    expect(state(page)).to_contain_text("Saved")
    server.kill()
    page.context.close()
    with Inbox.open(path) as inbox:
        assert [s.answers["name"] for s in inbox.waiting()] == ["Ana Ruiz"]


@pytest.mark.claim("page-links")
def test_links_that_take_nothing_say_so_in_the_browser(browser, tmp_path):
    path, (closed, used) = inbox_with(tmp_path, check_in(), "k1", "k2")
    with Inbox.open(path) as inbox:
        inbox.revoke(person_key="k1")
        past = datetime.now(UTC) - timedelta(days=1)
        over = inbox.invite(check_in(), "k3", expires_at=past)
    page = browser.new_page()
    with serving(path) as server:
        opened(page, f"{server.url}/f/{used}").get_by_label("Your name").fill("Ana")
        page.get_by_role("button", name="Hand in").click()
        expect(state(page)).to_contain_text("Saved")
        with Inbox.open(path) as inbox:
            inbox.taken([s.id for s in inbox.waiting()])
        page.get_by_label("Your name").fill("Ana again")
        page.get_by_role("button", name="Hand in").click()
        expect(page.locator(".rm-summary")).to_contain_text("your answers have arrived")
        for token, words in ((closed, "This link was closed"), (over, "This link is over"),
                             ("x" * 43, "There is no form here"),
                             (used, "Thank you: your answers have arrived")):  # fmt: skip
            page.goto(f"{server.url}/f/{token}")
            expect(page.get_by_role("heading", level=2)).to_have_text(words)
    page.context.close()


@pytest.mark.claim("text-inert")
def test_script_in_questions_names_and_answers_is_shown_as_text(page, tmp_path):
    path, (token,) = inbox_with(tmp_path, own_instrument(tmp_path).chosen(libraries={}))
    with Inbox.open(path) as inbox:
        inbox.describe(organisation=TEXTS["Zclose"], contact=TEXTS["Zimage"])
    with serving(path) as server:
        url = f"{server.url}/f/{token}"
        opened(page, url)
        text = page.locator("textarea").first
        for mark in ("Zscript", "Zclose", "Zjson", "Zimage"):
            text.fill(TEXTS[mark])
            page.get_by_role("button", name="Hand in").click()
            expect(state(page)).to_contain_text("Saved")
            opened(page, url)
            expect(text).to_have_value(re.compile(mark + "|<|u003c"))
        assert page.evaluate("window.PWNED") is None
        assert page.locator("main img, main svg, main script:not([type])").count() <= 1
        assert page.get_by_text("Zscript").count() > 0


@TOLD
def test_too_much_text_is_told_and_stays_on_the_page(page, link, running, request):
    opened(page, link)
    page.get_by_label("Your name").fill("Ana")
    story = page.get_by_label("Your story")
    story.evaluate("node => { node.value = 'x'.repeat(100001);"
                   " node.dispatchEvent(new Event('input', {bubbles: true})) }")  # fmt: skip
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".rm-summary")).to_contain_text("100,001 characters")
    assert story.evaluate("node => node.value.length") == 100_001
    assert came(running, request) is None


def test_the_link_is_told_to_no_other_page_and_nothing_else_is_loaded(page, link):
    asked = []
    page.on("request", lambda sent: asked.append((sent.url, sent.headers.get("referer"))))
    opened(page, link).get_by_label("Your name").fill("Ana")
    expect(state(page)).to_contain_text("Draft kept")
    assert {url for url, _ in asked} == {link, f"{link}/draft"}
    assert not any(referer for _, referer in asked)


@pytest.mark.claim("text-inert")
@pytest.mark.allowed({r"violates the following Content Security Policy": "it is what refuses"})
def test_even_what_got_into_the_page_would_not_run(page, link):
    opened(page, link)
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.PWNED = 1";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend",
        "<img src=x onerror='window.PWNED=1'><p style='color:red' onclick='window.PWNED=1'>x</p>");
      document.body.lastElementChild.click();
    }""")
    assert page.evaluate("window.PWNED") is None


def pair_link(running, instrument, name: str) -> str:
    """Invite somebody to a sheet of two."""
    server, path = running
    more = {"partner_key": f"partner {name}", "voice": "mentor"} if instrument.voices else {}
    with Inbox.open(path) as inbox:
        return f"{server.url}/f/{inbox.invite(instrument, name, expires_at=SOON, **more)}"


def test_the_link_from_the_message_opens_a_sheet_again_in_the_same_browser(page, running):
    link = pair_link(running, sheet(), "remembered")
    box = opened(page, link).get_by_label(
        "Remember it in this browser (untick on a shared machine)"
    )
    expect(box).to_be_checked()
    expect(page.get_by_text("In this browser, the link from your message").first).to_be_visible()
    page.get_by_label("Your topic").fill("Words on the train")
    expect(state(page)).to_contain_text("Draft kept")
    again = page.context.new_page()
    page.close()
    expect(opened(again, link).get_by_label("Your topic")).to_have_value("Words on the train")


def test_a_browser_that_is_told_not_to_remembers_no_key(page, running):
    link = pair_link(running, sheet(), "shared machine")
    opened(page, link).get_by_label("Remember it in this browser").uncheck()
    expect(
        page.get_by_text("The link from your message does not open it again").first
    ).to_be_visible()
    page.get_by_label("Your topic").fill("Words on the train")
    expect(state(page)).to_contain_text("Draft kept")
    whole = page.url
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(link)
    expect(again.get_by_role("heading", name="This sheet is locked")).to_be_visible()
    again.get_by_label("Your whole link").fill(whole)
    again.get_by_role("button", name="Open it").click()
    expect(again.get_by_label("Your topic")).to_have_value("Words on the train")
    expect(again.get_by_label("Remember it in this browser")).not_to_be_checked()
    assert whole.partition("#")[2] not in again.evaluate("JSON.stringify(localStorage)")


# What nobody's form would send, and somebody's browser may.
SEND = """async ([clear, pair, own]) => {
  const made = { pair, own };
  const sealed = { pair: null, own: null }, keys = {};
  for (const [kind, key] of Object.entries(panel.keys)) {
    keys[kind] = key.mark;
    sealed[kind] = await seal(key, made[kind], about(kind, asked.voice, "saved"));
  }
  const reply = await send("PUT", "answers", { answers: clear, ...sealed, keys,
    base: panel.revision, device: panel.device, save: randomHex() });
  return reply.status;
}"""


def link_to_pass_on(page: Page) -> str:
    page.get_by_role("button", name="Make a link for your mentee").click()
    return page.get_by_label("The link for your mentee").input_value()


@pytest.mark.claim("page-sealed")
def test_whatever_the_other_sent_the_sheet_opens_and_my_part_is_mine(page, browser, running):
    instrument = rmkit.instruments.load("session_worksheet")
    opened(page, pair_link(running, instrument, "shapes"))
    wild = {f.key: "x" if f.kind == "multiple_choice" else {"a": [1]} for f in instrument.fields}
    wild |= {"highlights_mentor": "Zgood", "highlights_mentee": "Zforged", "nothing": None}
    assert page.evaluate(SEND, [{}, wild, None]) == 200
    other = browser.new_page()
    errors = errors_of(other, allowed={})
    opened(other, link_to_pass_on(page))
    expect(other.get_by_text("Zgood")).to_be_visible()
    assert other.get_by_text("Zforged").count() == 0
    mine = other.locator('[data-name="highlights_mentee"]')
    expect(mine).to_have_value("")
    other.context.close()
    assert errors == []


BREAK = """const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (value === "BROKEN") throw new Error("broken");
    return set.call(this, name, value);
  };"""


def test_what_cannot_be_shown_is_told_and_the_rest_can_be_filled_in(page, browser, running):
    opened(page, pair_link(running, sheet(), "unreadable")).get_by_label("Your topic").fill("Chats")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state(page)).to_contain_text("Saved")
    theirs = link_to_pass_on(page)
    for broken, words in (("rm-words", "What the mentor wrote cannot be shown here"),
                          ("rm-foot", "This form cannot be shown here")):  # fmt: skip
        other = browser.new_page()
        other.add_init_script(BREAK.replace("BROKEN", broken))
        other.goto(theirs)
        expect(other.get_by_text(words)).to_be_visible()
        assert other.locator("form").count() == (broken == "rm-words")
        other.context.close()


@pytest.mark.claim("page-sealed")
def test_what_comes_encrypted_takes_no_place_of_what_came_in_clear(page, running):
    opened(page, pair_link(running, mixed(), "clear"))
    parts = [{"minutes": 50}, {"wish": "Zwish", "minutes": 7}, {"minutes": 8, "doubt": "Zdoubt"}]
    assert page.evaluate(SEND, parts) == 200
    page.reload()
    expect(page.get_by_label("Your doubt")).to_have_value("Zdoubt")
    expect(page.get_by_label("Your wish")).to_have_value("Zwish")
    expect(page.get_by_label("Your minutes")).to_have_value("50")
