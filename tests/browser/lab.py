"""JupyterLab, opened as a person does it: `rmkit lab` in an empty folder, then a browser.

Everything that the server reads or writes lies in one temporary folder: nothing of the user's is
seen or touched. Nothing waits for a fixed time: the page is asked what it is doing.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["Lab", "errors_of", "launch"]

START_UP = 90  # seconds for the server, and for a kernel on a busy machine
RUNNING = 120  # seconds for all cells of a notebook

# "Idle" in the toolbar shows before the connection is up; Run All would then be lost unheard.
READY = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  const kernel = panel?.sessionContext?.session?.kernel;
  return !!kernel && panel.context.isReady && panel.sessionContext.isReady
    && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
# All cells are queued together, so once the first has a new number none may be waiting any more.
COUNTS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim())
  .map(cell => cell.model.executionCount)"""
DONE = """before => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = panel.content.widgets.filter(
    cell => cell.model.type === 'code' && cell.model.sharedModel.getSource().trim());
  return cells.length === 0 || (cells[0].model.executionCount !== null
    && cells[0].model.executionCount !== before
    && cells.every(cell => !cell.promptNode.textContent.includes('*'))
    && panel.sessionContext.session.kernel.status === 'idle');
}"""
FAULTS = """() => window.jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code')
  .flatMap(cell => cell.model.outputs.toJSON())
  .filter(output => output.output_type === 'error')
  .map(output => output.traceback.join('\\n') || output.ename + ': ' + output.evalue)"""


class Lab:
    """A running `rmkit lab`, for one test after the other.

    `folder` holds the test's own copy of the notebooks; it is the kernels' working folder.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.work = home / "work"
        self.work.mkdir(parents=True)
        self.port, self.token = _free_port(), secrets.token_hex(16)
        self.folder = self.work / "rmkit-notebooks"
        self.environment = _environment(home)
        options = [
            "--no-browser",
            "--expose-app-in-browser",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--allow-root")
        with (home / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rmkit", "lab", "--", *options],
                cwd=self.work,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_for_server()

    # ---- the server

    def fresh(self, name: str) -> None:
        """Give the next test its own notebooks, settings and choice of programme."""
        shipped = self.work / "rmkit-notebooks"
        self.folder = shipped / name
        others = [path.name for path in shipped.iterdir() if path.name.startswith("test_")]
        shutil.copytree(shipped, self.folder, ignore=shutil.ignore_patterns(*others, ".*"))
        for memo in self.home.rglob("chosen.json"):
            memo.unlink()
        shutil.rmtree(self.home / "lab-settings", ignore_errors=True)

    def choose(self, programme: Path) -> None:
        """Make this the programme that the notebooks open, as `Programme.choose()` does."""
        code = "import sys, pathlib; from rmkit.programme.chosen import remember_path as remember; "
        code += "remember(pathlib.Path(sys.argv[1]))"
        command = [sys.executable, "-c", code, str(programme)]
        subprocess.run(command, env=self.environment, check=True)

    def shut_kernels(self) -> None:
        """End all kernels, so that memory stays low from test to test."""
        for session in json.loads(self._ask("GET", "api/sessions")):
            self._ask("DELETE", f"api/sessions/{session['id']}")
        for kernel in json.loads(self._ask("GET", "api/kernels")):
            self._ask("DELETE", f"api/kernels/{kernel['id']}")

    def stop(self) -> None:
        """End the server and what it started."""
        with contextlib.suppress(OSError):
            self._ask("POST", "api/shutdown")
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log(self) -> str:
        """Read what the server said."""
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")

    def _ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())

    def _wait_for_server(self) -> None:
        end = time.monotonic() + START_UP
        while time.monotonic() < end:
            if self._process.poll() is not None:
                message = "`rmkit lab` ended: " + self.log()[-2000:]
                raise RuntimeError(message)
            try:
                self._ask("GET", "api/status")
            except OSError:
                time.sleep(0.05)  # a port is asked again, no page is waited for
            else:
                return
        self.stop()
        raise TimeoutError(self.log()[-2000:])

    # ---- the page

    def url(self, notebook: str) -> str:
        """Give the address of a notebook in the test's folder, with no tab of an earlier visit."""
        inner = (self.folder / notebook).relative_to(self.work / "rmkit-notebooks").as_posix()
        return f"http://127.0.0.1:{self.port}/lab/tree/{inner}?reset&token={self.token}"

    def open(self, page: Page, notebook: str) -> None:
        """Open a notebook and wait until its kernel would hear Run All."""
        page.goto(self.url(notebook))
        page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=START_UP * 1000)
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for()
        page.wait_for_function(READY, timeout=START_UP * 1000)

    def run_all(self, page: Page, *, may_fail: bool = False) -> None:
        """Choose Run, Run All Cells; wait until no cell runs or waits, and show what failed."""
        before = page.evaluate(COUNTS)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        page.wait_for_function(DONE, arg=before[0] if before else None, timeout=RUNNING * 1000)
        faults = self.faults(page)
        assert may_fail or not faults, "\n".join(faults)

    def faults(self, page: Page) -> list[str]:
        """List the tracebacks in the open notebook."""
        return [re.sub(r"\x1b\[[0-9;]*m", "", text) for text in page.evaluate(FAULTS)]

    def set_theme(self, page: Page, theme: str) -> None:
        """Choose Settings, Theme, for example "JupyterLab Dark", and wait until it is applied."""
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        for word in ("Theme", theme):
            page.locator(".lm-Menu-itemLabel").get_by_text(word, exact=True).click()
        page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")


@contextlib.contextmanager
def launch(home: Path) -> Iterator[Browser]:
    """Start the browser of this machine without a window, in a profile of its own."""
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet.append("--no-sandbox")  # Chromium refuses to start as root with it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=quiet, env=dict(_environment(home))
        )
        yield browser
        browser.close()


def errors_of(page: Page, *, allowed: Mapping[str, str]) -> list[str]:
    """Collect what goes wrong on a page from now on, and what it asks of other machines.

    `allowed` maps a pattern of a message that is no fault to the reason why.
    """
    errors: list[str] = []

    def add(text: str) -> None:
        if not any(re.search(pattern, text) for pattern in allowed):
            errors.append(text)

    def foreign(url: str) -> None:
        if re.match(r"(http|ws)s?://(?!127\.0\.0\.1[:/])", url):
            add(f"asked another machine: {url}")

    def console(message) -> None:
        if message.type == "error":
            add(f"{message.text} ({message.location.get('url', '')})")

    page.on("pageerror", lambda error: add(str(error)))
    page.on("console", console)
    page.on("request", lambda request: foreign(request.url))
    page.on("websocket", lambda socket: foreign(socket.url))
    return errors


def _free_port() -> int:
    """Give a port below those that the system hands out: no test beside this one can take it."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port


def _environment(home: Path) -> dict[str, str]:
    """Return variables under which programs keep to one folder."""
    folders = {
        "HOME": "home", "USERPROFILE": "home", "APPDATA": "home", "LOCALAPPDATA": "home",
        "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache",
        "JUPYTER_CONFIG_DIR": "jupyter", "JUPYTER_DATA_DIR": "jupyter-data",
        "JUPYTER_RUNTIME_DIR": "jupyter-run", "JUPYTERLAB_SETTINGS_DIR": "lab-settings",
        "JUPYTERLAB_WORKSPACES_DIR": "lab-workspaces", "IPYTHONDIR": "ipython",
        "TMPDIR": "tmp", "TEMP": "tmp", "TMP": "tmp",
    }  # fmt: skip
    for folder in folders.values():
        (home / folder).mkdir(parents=True, exist_ok=True)
    theirs = {"JUPYTER_CONFIG_PATH", "JUPYTER_PATH", "JUPYTER_TOKEN", "RMKIT_PROGRAMME"}
    kept = {name: value for name, value in os.environ.items() if name not in theirs}
    return {**kept, **{name: str(home / folder) for name, folder in folders.items()}}
