"""People fill in their form behind a link: on a phone, on two devices, without a connection."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from rmkit.exchange.inbox import Inbox
from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import errors_of
from tests.hostile import TEXTS, own_instrument
from tests.page_samples import SOON, check_in, inbox_with
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
