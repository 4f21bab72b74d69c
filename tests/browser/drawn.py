"""A form on a page of its own, as a host without a notebook shows it, and a person with a keyboard.

The page forbids every style and script that is not its own, as a careful host does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmkit.instruments.fields import Field
from rmkit.instruments.items import Voice
from rmkit.instruments.model import Instrument
from rmkit.report.drawn import form_script, form_style
from rmkit.report.form import form_view

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

__all__ = ["ADDRESS", "answer_by_keyboard", "draw"]

ADDRESS = "http://127.0.0.1:9/form"
POLICY = "default-src 'none'; img-src data:; script-src 'nonce-a'; style-src 'nonce-a'"
HOST = """
const body = document.createElement("div"), note = document.createElement("div");
note.className = "rm-said";
const root = document.querySelector("main");
root.append(body, note);
const panel = { id: "p", root, body, local: {}, top: 1, view: VIEW,
  ask: (act, given) => { window.sent = given.answers; return window.reply(given.answers); },
  say: (notice) => note.replaceChildren(...(notice ? [shown(notice)] : [])),
  redraw: () => body.replaceChildren(drawForm(panel)) };
window.reply = async () => ({ notice: { kind: "done", text: "Kept.", faults: [] } });
window.panel = panel;
panel.redraw();
"""
# What has the focus: what one does with it, and of which question it is.
FOCUS = """() => {
  const it = document.activeElement;
  const kind = it.matches('textarea') ? 'text' : it.matches('button[type=submit]') ? 'save'
    : it.matches('input') ? it.type : it.localName;
  return [kind, it.dataset.name ?? '', it.checked ?? false];
}"""
TYPED = {"email": "ana@example.org", "url": "https://example.org/ana", "date": "11112026"}
MOST_STOPS = 400


def draw(
    page: Page,
    instrument: Instrument,
    *,
    voice: Voice | None = None,
    answers: dict[str, object] | None = None,
    others: dict[str, object] | None = None,
    draft: str | None = None,
) -> Locator:
    """Show a form on a page of its own; `window.sent` is what it sends."""
    view = {
        "form": form_view(instrument, voice=voice),
        "answers": answers or {},
        "others": others or {},
        "draft": draft,
        "save": "Save answers",
        "again": "Start again",
        "edits": False,
    }
    told = json.dumps(view).replace("<", "\\u003c")
    body = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,"><style nonce="a">{form_style()}</style></head>
      <body class="rm-page"><main class="rm"></main>
      <script nonce="a">const VIEW = {told};\n{form_script()}{HOST}</script></body></html>"""
    headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
    page.unroute_all()
    page.route(ADDRESS, lambda route: route.fulfill(body=body, headers=headers))
    page.goto(ADDRESS)
    drawn = page.locator("form.rm-form[data-ready]")
    drawn.wait_for()
    return drawn


def answer_by_keyboard(page: Page, form: Locator, instrument: Instrument) -> set[str]:
    """Answer all that can be answered with keys alone, from the first control to the save button.

    Returns
    -------
    set
        The keys of the questions that were reached.
    """
    form.locator("input, textarea, select").first.focus()
    reached: set[str] = set()
    for _ in range(MOST_STOPS):
        kind, key, checked = page.evaluate(FOCUS)
        if kind == "save":
            page.keyboard.press("Enter")
            return reached
        if key:
            reached.add(key)
            _answer(page, instrument.field(key), kind, checked)
        page.keyboard.press("Tab")
    message = "the save button was never reached"
    raise AssertionError(message)


def _answer(page: Page, field: Field, kind: str, checked: bool) -> None:
    if kind in {"radio", "checkbox"}:
        if not checked:
            page.keyboard.press("Space")
    elif kind == "select":
        page.keyboard.press("ArrowDown")
    elif field.kind == "number":
        page.keyboard.type(str(int(field.item.minimum or 2)))
    else:
        page.keyboard.type(TYPED.get(kind, "Ana Ruiz"))
