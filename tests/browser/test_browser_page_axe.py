"""Every form that comes with rmkit, as participants see it: axe-core finds no WCAG 2.2 AA fault.

In the gate each form is looked at once, in turn light and dark, wide and on a phone; the long tests
look at all four of each, and at both voices of a sheet.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

import rmkit.instruments as asked
from rmkit.exchange.inbox import Inbox
from tests.browser.axe import violations
from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import errors_of
from tests.page_samples import SOON, check_in, inbox_with
from tests.page_server import serving

LOOKS = [(scheme, width) for width in (1280, 360) for scheme in ("light", "dark")]
FORMS = [line.id for line in asked.catalogue() if asked.load(line.id).kind == "form"]
HEIGHT = "document.documentElement.scrollHeight"
TOLD = {r"the server responded with a status of 4(22|09|10|04)": "told on the page"}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Run one server for all forms."""
    if find_chromium() is None:
        pytest.skip(WANTING)
    path, _ = inbox_with(tmp_path_factory.mktemp("axe"), check_in())
    with serving(path) as server:
        yield server, path


@pytest.fixture(scope="module")
def windows(browser: Browser):
    """Keep one window for each look."""
    made: dict[tuple[str, int], tuple[Page, list[str]]] = {}

    def window(scheme: str, width: int) -> tuple[Page, list[str]]:
        if (scheme, width) not in made:
            context = browser.new_context(color_scheme=scheme, locale="en-GB")
            page = context.new_page()
            page.on("dialog", lambda told: told.accept())
            made[scheme, width] = page, errors_of(page, allowed=TOLD)
        return made[scheme, width]

    yield window
    for page, _ in made.values():
        page.context.close()


@pytest.fixture
def looked(windows):
    """Open a link with a look; see afterwards that the console was quiet."""
    used = []

    def go(link: str, scheme: str, width: int) -> Page:
        page, errors = windows(scheme, width)
        used.append(errors)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(link)
        return page

    yield go
    assert [errors.copy() for errors in used if errors] == []


def link_to(running, form: str, voice: str | None = None) -> str:
    server, path = running
    instrument = asked.load(form)
    first = next(iter(instrument.voices), None)
    with Inbox.open(path) as inbox:
        settings = {"voice": voice or first, "partner_key": "other"}
        return f"{server.url}/f/{inbox.invite(instrument, form, expires_at=SOON, **settings)}"


def look_at(page: Page, width: int) -> None:
    """Look at all of a page at once: what sticks to the edge of a screen would hide a part."""
    page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT) + 60})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def look_through(page: Page, width: int) -> None:
    """Look at a form with all of it open, once it has told what is wrong with it."""
    page.locator("form[data-ready]").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.locator("form button[type=submit]").click()
    expect(page.locator(".rm-state")).not_to_have_text("Saving …")
    look_at(page, width)


@pytest.mark.parametrize("form", FORMS)
def test_nobody_is_kept_out_of_a_form(form, running, looked):
    scheme, width = LOOKS[FORMS.index(form) % len(LOOKS)]
    look_through(looked(link_to(running, form), scheme, width), width)


@pytest.mark.proof
@pytest.mark.parametrize("form", FORMS)
def test_nobody_is_kept_out_of_a_form_in_any_look_or_voice(form, running, looked):
    for scheme, width in LOOKS:
        for voice in asked.load(form).voices or (None,):
            page = looked(link_to(running, form, voice), scheme, width)
            page.locator("form[data-ready]").wait_for()
            look_at(page, width)
            look_through(page, width)


@pytest.mark.parametrize(("scheme", "width"), LOOKS[1:3])
def test_nobody_is_kept_out_where_there_is_no_form(running, looked, scheme, width):
    page = looked(f"{running[0].url}/f/{'x' * 43}", scheme, width)
    look_at(page, width)
    link = link_to(running, "session_worksheet")
    page = looked(link, scheme, width)
    page.locator("form textarea, form input[type=text]").first.fill("Something")
    expect(page.locator(".rm-state")).to_contain_text("Draft kept")
    page.get_by_role("button", name="Make a link for your mentee").click()
    page.get_by_label("The link for your mentee").wait_for()
    look_at(page, width)
    page.get_by_label("Remember it in this browser").uncheck()
    looked("about:blank", scheme, width)
    page = looked(link, scheme, width)
    page.get_by_role("heading", name="This sheet is locked").wait_for()
    look_at(page, width)
