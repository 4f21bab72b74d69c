"""From Run All to a usable form in JupyterLab: ours beside one ipywidgets control a row.

Both show n statements to be rated from 1 to 5, by `rmkit lab` in this machine's browser. Measured
are the seconds until every control is visible and enabled, and the WebSocket frames both ways with
their kilobytes. An earlier cell did the imports, since a notebook pays for them once; their
CPU seconds stand below the table. Medians of three runs that take turns; before them each runs once
uncounted.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import nbformat

from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import DONE, Lab, launch

ROWS = (10, 40, 200)
TURNS = 3

IMPORTS = {
    "ipywidgets": "import ipywidgets as W",
    "rmkit.forms": "from rmkit.forms import form; from rmkit.instruments.model import Instrument",
}
PLAIN = """
rows = [W.ToggleButtons(options=[1, 2, 3, 4, 5], value=None) for _ in range({n})]
for row in rows: row.add_class("rated")
W.GridBox([x for i, row in enumerate(rows) for x in (W.Label(f"Statement {{i + 1}}"), row)],
          layout=W.Layout(grid_template_columns="160px auto"))
"""
OURS = """
levels = [{{"value": value, "label": {{"en": str(value)}}}} for value in range(1, 6)]
entries = [{{"id": f"s{{i}}", "text": {{"en": f"Statement {{i + 1}}"}}}} for i in range({n})]
item = {{"id": "rated", "kind": "matrix", "text": {{"en": "Do you agree?"}}, "scale": "agree",
         "privacy": "none", "rows": entries,
         "asks": [{{"id": "now", "text": {{"en": "Now"}}}}]}}
form(Instrument.model_validate({{
    "id": "rows", "version": 1, "title": {{"en": "Statements"}}, "purpose": {{"en": "To be timed"}},
    "source": "made up for a benchmark", "scales": {{"agree": {{"options": levels}}}},
    "sections": [{{"id": "all", "title": {{"en": "All"}}, "items": [item]}}]}}))
"""


class Cost(NamedTuple):
    """What a form cost from Run All to usable."""

    seconds: float
    frames: float
    kilobytes: float


def plain_form(page, n: int) -> None:
    """Wait until every button of every row of the rival can be pressed."""
    wait_for(page, ".rated button", n * 5)


def our_form(page, n: int) -> None:
    """Wait until our form says that it is ready and every level can be chosen."""
    page.locator("form.rm-form[data-ready]").wait_for(timeout=60_000)
    wait_for(page, "form.rm-form input[type=radio]", n * 5)


FORMS: dict[str, tuple[str, Callable[[object, int], None]]] = {
    "ipywidgets": (PLAIN, plain_form),
    "rmkit.forms": (OURS, our_form),
}


def wait_for(page, selector: str, count: int) -> None:
    """Wait until at least so many controls are laid out and enabled."""
    usable = """([selector, count]) => {
      const all = [...document.querySelectorAll(selector)];
      return all.length >= count && all.every(one => !one.disabled && one.getClientRects().length);
    }"""
    page.wait_for_function(usable, arg=[selector, count], timeout=60_000)


def measure_rows(lab: Lab, browser, form: str, n: int) -> Cost:
    """Time one form of n statements."""
    source, until_usable = FORMS[form]
    cells = (IMPORTS[form], source.format(n=n).strip())
    name = f"{form.replace('.', '_')}_{n}.ipynb"
    return measure(lab, browser, name, cells, lambda page: until_usable(page, n))


def measure(
    lab: Lab, browser, name: str, sources: tuple[str, str], until_usable: Callable[[object], None]
) -> Cost:
    """Open a notebook with two cells, the imports and a form, and time it."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [nbformat.v4.new_code_cell(text) for text in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab.folder / name)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes: list[int] = []

    def count(socket) -> None:
        socket.on("framesent", lambda sent: sizes.append(len(sent)))
        socket.on("framereceived", lambda received: sizes.append(len(received)))

    page.on("websocket", count)
    lab.open(page, name)
    page.locator(".jp-CodeCell").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(f"({DONE})(null)", timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    button = page.locator(".lm-Menu-item[data-command='runmenu:run-all']")
    button.wait_for()
    sizes.clear()
    begin = time.monotonic()
    button.click()
    until_usable(page)
    cost = Cost(time.monotonic() - begin, len(sizes), sum(sizes) / 1000)
    context.close()
    lab.shut_kernels()
    return cost


def main() -> None:
    """Print the medians for each number of rows, and ours as a share of the rival's."""
    if find_chromium() is None:
        print(f"Not run, {WANTING}.")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        lab = Lab(Path(made) / "lab")
        try:
            lab.fresh("test_forms")
            with launch(Path(made) / "browser") as browser:
                compare(lab, browser)
            for form, code in IMPORTS.items():
                print(f"imports of {form}: {import_seconds(code):.2f} CPU s")
        finally:
            lab.stop()


def import_seconds(code: str) -> float:
    """Import in fresh processes; return the median CPU seconds, Python's own start included."""
    command = [sys.executable, "-c", code + "\nimport time; print(time.process_time())"]
    runs = [subprocess.run(command, check=True, capture_output=True) for _ in range(TURNS)]
    return statistics.median(float(run.stdout) for run in runs)


def compare(lab: Lab, browser) -> None:
    print(f"{'rows':>5}  {'':<12} {'seconds':>8} {'frames':>7} {'kB':>8}")
    for n in ROWS:
        turns = [{f: measure_rows(lab, browser, f, n) for f in FORMS} for _ in range(TURNS + 1)]
        median = {
            f: Cost(*map(statistics.median, zip(*(turn[f] for turn in turns[1:]), strict=True)))
            for f in FORMS
        }
        rival, ours = median.values()
        ratio = Cost(*(a / b for a, b in zip(ours, rival, strict=True)))
        for form, cost in median.items():
            print(f"{n:>5}  {form:<12} {cost[0]:>8.2f} {cost[1]:>7.0f} {cost[2]:>8.0f}")
        print(f"{n:>5}  {'ours/theirs':<12} {ratio[0]:>8.2f} {ratio[1]:>7.2f} {ratio[2]:>8.2f}")


if __name__ == "__main__":
    main()
