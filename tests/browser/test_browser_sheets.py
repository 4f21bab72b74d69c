"""A worksheet travels: the mentor writes, the mentee adds, and the server reads none of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from rmkit.exchange.inbox import Inbox
from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import errors_of
from tests.page_samples import SOON, inbox_with, mixed, sheet
from tests.page_server import serving

SECRETS = ("Zmentor wrote this", "Zmentee added that", "Ztopic of ours")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Run one server for these tests."""
    if find_chromium() is None:
        pytest.skip(WANTING)
    path, _ = inbox_with(tmp_path_factory.mktemp("sheets"), sheet())
    with serving(path) as server:
        yield server, path


@pytest.fixture
def link(running, request) -> str:
    """Give a mentor's link to a new sheet."""
    server, path = running
    keys = {"partner_key": f"partner {request.node.name}", "voice": "mentor"}
    with Inbox.open(path) as inbox:
        token = inbox.invite(sheet(), request.node.name, expires_at=SOON, **keys)
    return f"{server.url}/f/{token}"


@pytest.fixture
def visit(browser: Browser):
    """Open pages, each in a browser of its own; see afterwards that nothing went wrong."""
    made, errors = [], []

    def go(link: str, **wishes) -> Page:
        context = browser.new_context(**wishes)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("dialog", lambda asked: asked.accept())
        errors.append(errors_of(page, allowed={"status of 409": "told on the page"}))
        made.append(context)
        page.goto(link)
        return page

    yield go
    for context in made:
        context.close()
    assert not any(errors), errors


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".rm-state")).to_contain_text("Saved")


def begun(page: Page) -> str:
    """Let the mentor write and save; give the whole link."""
    page.get_by_label("Your topic").fill(SECRETS[2])
    page.get_by_role("textbox", name="Mentor").fill(SECRETS[0])
    save(page)
    return page.url


def link_for_the_mentee(page: Page) -> str:
    page.get_by_role("button", name="Make a link for your mentee").click()
    return page.get_by_label("The link for your mentee").input_value()


@pytest.mark.claim("page-sealed")
def test_a_worksheet_travels_and_the_servers_file_holds_none_of_it_in_clear(visit, link, running):
    mentor = visit(link)
    whole = begun(mentor)
    theirs = link_for_the_mentee(mentor)
    assert link_for_the_mentee(mentor) == theirs
    mentee = visit(theirs, viewport={"width": 360, "height": 740}, color_scheme="dark")
    expect(mentee.get_by_text(SECRETS[0])).to_be_visible()
    expect(mentee.get_by_text(SECRETS[2])).to_be_visible()
    assert mentee.get_by_label("Your topic").count() == 0
    mentee.get_by_role("textbox", name="Mentee").fill(SECRETS[1])
    expect(mentee.locator(".rm-state")).to_contain_text("Draft kept")
    save(mentee)
    mentor.get_by_role("textbox", name="Mentor").fill(SECRETS[0] + ", and more")
    mentor.get_by_role("button", name="Look what the mentee saved").click()
    expect(mentor.get_by_text(SECRETS[1])).to_be_visible()
    expect(mentor.get_by_role("textbox", name="Mentor")).to_have_value(SECRETS[0] + ", and more")
    again = visit(whole)
    expect(again.get_by_text(SECRETS[1])).to_be_visible()
    content = running[1].read_bytes()
    key = whole.partition("#")[2]
    assert len(key) == 43
    for hidden in (*SECRETS, key, theirs.rpartition("/")[2].partition("#")[0]):
        assert hidden.encode() not in content


@pytest.mark.claim("page-sealed")
def test_the_key_is_never_sent_to_the_server(visit, link):
    mentor = visit("about:blank")
    sent = []
    mentor.on("request", lambda r: sent.append(r.url + str(r.headers) + (r.post_data or "")))
    mentor.goto(link)
    whole = begun(mentor)
    link_for_the_mentee(mentor)
    key = whole.partition("#")[2]
    assert len(sent) >= 4
    # the address of a page is told with its fragment here, and goes out without it
    assert not any(key in one.replace(f"{link}#{key}", "") for one in sent)
    assert not any(secret in one for one in sent for secret in SECRETS)


def test_without_the_whole_link_the_sheet_is_locked_and_opens_with_it(visit, link):
    whole = begun(visit(link))
    other = visit(link)
    expect(other.get_by_role("heading", name="This sheet is locked")).to_be_visible()
    assert other.locator("form").count() == 0
    other.get_by_label("Your whole link").fill(link)
    other.get_by_role("button", name="Open it").click()
    expect(other.get_by_text("There is no key in that link")).to_be_visible()
    other.get_by_label("Your whole link").fill(whole)
    other.get_by_role("button", name="Open it").click()
    expect(other.get_by_label("Your topic")).to_have_value(SECRETS[2])


def test_a_link_with_another_key_is_locked_too_and_changes_nothing(visit, link):
    whole = begun(visit(link))
    forged = link + "#" + "A" * 43
    expect(visit(forged).get_by_role("heading", name="This sheet is locked")).to_be_visible()
    expect(visit(whole).get_by_label("Your topic")).to_have_value(SECRETS[2])


def test_a_browser_that_remembers_opens_it_with_the_link_from_the_message(visit, link):
    mentor = visit(link)
    whole = begun(mentor)
    mentor.get_by_label("Remember it in this browser").check()
    mentor.goto("about:blank")
    mentor.goto(link)
    expect(mentor.get_by_label("Your topic")).to_have_value(SECRETS[2])
    assert mentor.url == whole


def test_a_lost_key_means_an_empty_sheet_and_only_after_a_second_yes(visit, link):
    begun(visit(link))
    other = visit(link)
    other.get_by_role("button", name="Begin an empty sheet").click()
    other.get_by_role("button", name="Yes, delete what nobody can read any more").click()
    expect(other.get_by_label("Your topic")).to_have_value("")
    begun(other)


def test_two_who_begin_at_once_do_not_lose_a_word(visit, link):
    first, second = visit(link), visit(link)
    begun(first)
    second.get_by_label("Your topic").fill("of the other")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator(".rm-summary")).to_contain_text("begun with another link")
    expect(second.get_by_label("Your topic")).to_have_value("of the other")


def test_the_next_sheet_is_empty_and_has_a_key_of_its_own(visit, link):
    mentor = visit(link)
    whole = begun(mentor)
    mentor.get_by_role("button", name="Begin the next sheet").click()
    following = mentor.get_by_role("link", name="Open the next sheet").get_attribute("href")
    later = visit(link.rpartition("/f/")[0] + following)
    expect(later.get_by_label("Your topic")).to_have_value("")
    assert later.url.partition("#")[2] not in ("", whole.partition("#")[2])


@pytest.mark.claim("page-sealed")
def test_what_the_coordinator_may_see_waits_alone_and_the_rest_comes_back_to_its_writer(
    visit, running
):
    server, path = running
    with Inbox.open(path) as inbox:
        token = inbox.invite(mixed(), "mixed", expires_at=SOON)
    page = visit(f"{server.url}/f/{token}")
    page.get_by_label("Your minutes").fill("50")
    page.get_by_label("Your doubt").fill("Zdoubt of mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".rm-summary")).to_contain_text("Your wish")
    page.get_by_label("Your wish").fill("Zwish of ours")
    save(page)
    with Inbox.open(path) as inbox:
        (came,) = [s for s in inbox.waiting() if s.person_key == "mixed"]
        assert came.answers == {"minutes": 50}
        inbox.taken([came.id])
    again = visit(page.url)
    expect(again.get_by_label("Your doubt")).to_have_value("Zdoubt of mine")
    expect(again.get_by_label("Your wish")).to_have_value("Zwish of ours")
    assert page.url.count(".") == again.url.count(".")
    assert not any(word in path.read_bytes() for word in (b"Zdoubt", b"Zwish"))


@pytest.mark.claim("page-sealed")
def test_without_a_safe_connection_nothing_is_asked_and_nothing_is_sent(browser, link):
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(link)
    expect(page.get_by_text("one with https")).to_be_visible()
    assert page.locator("form").count() == 0
    assert sent == ["GET"]
    page.context.close()


@pytest.mark.claim("page-sealed")
def test_a_text_that_was_put_in_anothers_place_is_noticed(visit, link, running):
    mentor = visit(link)
    whole = begun(mentor)
    theirs = link_for_the_mentee(mentor)
    mentee = visit(theirs)
    mentee.get_by_role("textbox", name="Mentee").fill(SECRETS[1])
    save(mentee)
    with Inbox.open(running[1]) as inbox, inbox.file.change() as change:
        (sealed,) = change.execute(
            "SELECT pair FROM submissions s JOIN invitations i ON i.id = s.invitation "
            "WHERE i.person_key LIKE 'partner %anothers_place%'"
        ).fetchone()
        change.execute(
            "UPDATE submissions SET pair = ? WHERE invitation IN (SELECT id FROM invitations "
            "WHERE person_key LIKE 'test_a_text%anothers_place%')", (sealed,)
        )  # fmt: skip
    expect(visit(whole).get_by_text("was altered or put there with another key")).to_be_visible()
