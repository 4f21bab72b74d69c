"""A browser on JupyterLab for each test: `page`, `lab` and `shoot`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import Lab, errors_of, launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# What the console may say, and why that is no fault of ours.
ALLOWED: dict[str, str] = {}
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start `rmkit lab` once."""
    if find_chromium() is None:
        pytest.skip(WANTING)
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture
def lab(lab_server: Lab, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """Give JupyterLab with a folder, settings and kernels that no other test has seen."""
    lab_server.fresh("test_" + re.sub(r"\W+", "_", request.node.name))
    yield lab_server
    lab_server.shut_kernels()


# For a module: while Playwright is up, nothing else in this thread may use asyncio.
@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start the browser of this machine."""
    if find_chromium() is None:
        pytest.skip(WANTING)
    with launch(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open an empty page in a profile of its own; afterwards see that nothing went wrong on it.

    The size, the language and the like can be set by a mark:
    `@pytest.mark.context(viewport={"width": 390, "height": 844})`.
    """
    mark = request.node.get_closest_marker("context")
    wishes = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
    context = browser.new_context(**{**wishes, **(mark.kwargs if mark else {})})
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    excused = request.node.get_closest_marker("allowed")
    errors = errors_of(opened, allowed={**ALLOWED, **(excused.args[0] if excused else {})})
    yield opened
    if request.node.stash.get(FAILED, False):
        _shoot(opened, f"FAILED-{request.node.name}")
    context.close()
    assert errors == []


@pytest.fixture
def shoot(page: Page) -> Callable[[str], None]:
    """Give `shoot("candidates-dark")`, which takes a picture where RMKIT_SHOTS names a folder."""
    return lambda name: _shoot(page, name)


def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("RMKIT_SHOTS"):
        file = re.sub(r"[^\w.-]+", "_", name) + ".png"
        page.screenshot(path=Path(folder) / file)


def pytest_configure(config: pytest.Config) -> None:
    told = "context(**wishes): the size, language and the like of the browser's page"
    config.addinivalue_line("markers", told)
    told = "allowed(messages): what the console may say in this test, each with the reason"
    config.addinivalue_line("markers", told)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", ())
    n = sum(WANTING in str(report.longrepr) for report in skipped)
    if n:
        terminalreporter.write_line(f"Not run: {n} browser test{'s' * (n > 1)}, {WANTING}.")
