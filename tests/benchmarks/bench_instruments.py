"""From Run All to a usable form for every instrument: ours beside one ipywidgets control a field.

As in `bench_forms.py`, with the questions that are really asked: the rival has a text area, a text
or toggle buttons for each field, and a label. One counted run each, after one of the largest that
is not counted.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import rmkit
from rmkit.instruments.model import Instrument
from tests.benchmarks.bench_forms import Cost, measure, wait_for
from tests.browser.chromium import WANTING, find_chromium
from tests.browser.lab import Lab, launch

PLAIN = """
rows = []
for field in rmkit.instruments.load("{name}").fields:
    values = [option.label.say() for option in field.options]
    it = (W.SelectMultiple(options=values) if field.kind == "multiple_choice"
          else W.ToggleButtons(options=values, value=None) if values
          else W.Textarea() if field.kind == "long_text" else W.Text())
    it.add_class("asked")
    rows += [W.Label(field.heading()), it]
W.GridBox(rows, layout=W.Layout(grid_template_columns="320px auto"))
"""
SOURCES = {
    "ipywidgets": ("import ipywidgets as W, rmkit", PLAIN),
    "rmkit.forms": (
        "import rmkit; from rmkit.forms import form",
        'form(rmkit.instruments.load("{name}"))',
    ),
}


def usable(page, *, way: str, fields: int) -> None:
    """Wait until every field of the form can be used."""
    if way == "ipywidgets":
        wait_for(page, ".asked", fields)
    else:
        page.locator("form.rm-form[data-ready]").wait_for(timeout=60_000)


def cost_of(lab: Lab, browser, instrument: Instrument, way: str) -> Cost:
    """Time one instrument."""
    imports, source = SOURCES[way]
    name = f"{way.replace('.', '_')}_{instrument.id}.ipynb"
    until = partial(usable, way=way, fields=len(instrument.fields))
    return measure(lab, browser, name, (imports, source.format(name=instrument.id).strip()), until)


def compare(lab: Lab, browser) -> None:
    """Print a line for each instrument, the smallest first."""
    loaded = [rmkit.instruments.load(it.id) for it in rmkit.instruments.catalogue()]
    forms = sorted((it for it in loaded if it.kind == "form"), key=lambda it: len(it.fields))
    for way in SOURCES:
        cost_of(lab, browser, forms[-1], way)
    print(f"{'':<22} {'fields':>6} {'seconds':>8} {'frames':>7} {'kB':>7}   ours/theirs")
    for instrument in forms:
        theirs, ours = (cost_of(lab, browser, instrument, way) for way in SOURCES)
        ratios = " ".join(f"{a / b:>6.2f}" for a, b in zip(ours, theirs, strict=True))
        told = f"{ours.seconds:>8.2f} {ours.frames:>7.0f} {ours.kilobytes:>7.0f}"
        print(f"{instrument.id:<22} {len(instrument.fields):>6} {told}   {ratios}", flush=True)


def main() -> None:
    """Print the cost of every instrument, and ours as a share of the rival's."""
    if find_chromium() is None:
        print(f"Not run, {WANTING}.")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        lab = Lab(Path(made) / "lab")
        try:
            lab.fresh("test_instruments")
            with launch(Path(made) / "browser") as browser:
                compare(lab, browser)
        finally:
            lab.stop()


if __name__ == "__main__":
    main()
