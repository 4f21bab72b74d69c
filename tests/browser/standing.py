"""A panel of a notebook on a page by itself: its own script and style, its acts done by Python.

Much quicker than JupyterLab, and the same in all that a panel draws and asks. What belongs to the
notebook (its menus, its kernel) is tried in JupyterLab itself; that no key of a panel reaches it
rests on an attribute of whatever can have the focus, which is looked at here.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from rmkit.forms.given import Given

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from rmkit.forms.panel import Panel

__all__ = ["set_theme", "stand", "tab_to", "wrong_with"]

ADDRESS = "http://127.0.0.1:9/panel"
THEME = """dark => {
  document.body.dataset.jpThemeLight = dark ? 'false' : 'true';
  const colours = dark
    ? { 'ui-font-color0': '#fff', 'ui-font-color1': 'rgba(255,255,255,.87)',
        'border-color2': '#616161', 'layout-color0': '#111', 'layout-color1': '#212121' }
    : { 'ui-font-color0': 'rgba(0,0,0,.87)', 'ui-font-color1': 'rgba(0,0,0,.87)',
        'border-color2': '#e0e0e0', 'layout-color0': '#fff', 'layout-color1': '#fff' };
  for (const [name, colour] of Object.entries(colours))
    document.documentElement.style.setProperty(`--jp-${name}`, colour);
  document.body.style.background = 'var(--jp-layout-color0)';
}"""
HOST = """async (panels) => {
  const coded = (buffer) => {
    const bytes = new Uint8Array(buffer.buffer ?? buffer);
    let text = '';
    for (let i = 0; i < bytes.length; i += 4096)
      text += String.fromCharCode(...bytes.subarray(i, i + 4096));
    return btoa(text);
  };
  let took = 0;
  for (const [number, { source, style, view }] of panels.entries()) {
    const own = document.createElement('style');
    document.head.append(Object.assign(own,
      { textContent: style, id: `rmkit.forms.own${number}` }));
    const heard = { 'msg:custom': new Set(), 'change:view': new Set() };
    let now = view;
    const model = {
      get: () => now,
      on: (kind, go) => heard[kind].add(go),
      off: (kind, go) => heard[kind].delete(go),
      async send(message, _, buffers = []) {
        if (message.act === 'stop') return;
        const told = [number, JSON.stringify(message), buffers.map(coded)];
        const answer = JSON.parse(await window.rmkitAct(...told));
        if (answer.view) { now = answer.view; for (const go of heard['change:view']) go(); }
        const { notice, data } = answer;
        for (const go of heard['msg:custom']) go({ re: message.id, notice, data });
      },
    };
    const script = new Blob([source], { type: 'text/javascript' });
    const module = await import(URL.createObjectURL(script));
    const main = document.querySelector('main');
    const began = performance.now();
    module.default.render({ model, el: main });
    main.getBoundingClientRect();
    took = performance.now() - began;
  }
  return took;
}"""
EMPTY = (
    '<!doctype html><html lang="en"><head><title>A panel</title><link rel="icon" href="data:,">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    "<body><main></main></body></html>"
)
# What can have the focus and would let a key through to the notebook, stands outside of the panel,
# or is lower than a finger needs.
WRONG = """panel => {
  const told = (what, nodes) => nodes.map(node => `${what}: ${node.outerHTML.slice(0, 90)}`);
  const all = [...panel.querySelectorAll('*')], edge = panel.getBoundingClientRect().right + 1;
  const seen = (node) => node.offsetParent && getComputedStyle(node).visibility !== 'hidden';
  const inScroller = (node) => {
    for (let up = node.parentElement; up && up !== panel; up = up.parentElement) {
      if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  return [
    ...told('a key would reach the notebook', all.filter(node => node.matches(
      'button, input, select, textarea, summary, a[href], [tabindex]')
      && !node.hasAttribute('data-lm-suppress-shortcuts'))),
    ...told('wider than its place', all.filter(node => seen(node) && !inScroller(node)
      && node.getBoundingClientRect().right > edge
      && getComputedStyle(node).position !== 'absolute')),
    ...told('too low to be pressed', all.filter(node => seen(node)
      && node.matches('button, select, summary, label:has(input)')
      && node.getBoundingClientRect().height < 24)),
  ];
}"""


def stand(page: Page, *panels: Panel, dark: bool = False) -> Locator:
    """Draw a panel on an empty page, or several below each other; give what is drawn.

    Called again it begins a new page in the same browser, as a reload does. `page.drawn_in` are the
    milliseconds of the last panel's first drawing.
    """
    seen = [json.dumps(panel.view) for panel in panels]

    def act(number: int, text: str, buffers: list[str]) -> str:
        panel, message = panels[number], json.loads(text)
        given = Given(message["given"], tuple(memoryview(base64.b64decode(b)) for b in buffers))
        reply = panel._done(message["act"], given)
        view = json.dumps(panel.view)
        changed, seen[number] = view != seen[number], view
        notice = reply.notice.for_page() if reply.notice else None
        told = {"notice": notice, "data": dict(reply.data)}
        return json.dumps(told | ({"view": panel.view} if changed else {}))

    if not hasattr(page, "rmkit_act"):
        page.expose_function("rmkitAct", lambda *told: page.rmkit_act(*told))
        html = {"Content-Type": "text/html; charset=utf-8"}
        page.route(ADDRESS, lambda route: route.fulfill(body=EMPTY, headers=html))
    page.rmkit_act = act
    page.goto(ADDRESS)
    told = [
        {"source": str(panel._esm), "style": str(getattr(panel, "_css", "")), "view": panel.view}
        for panel in panels
    ]
    set_theme(page, dark=dark)
    page.drawn_in = page.evaluate(HOST, told)
    return page.locator("section.rm")


def set_theme(page: Page, *, dark: bool) -> None:
    """Give the page the colours of JupyterLab, by day or by night."""
    page.evaluate(THEME, dark)


def wrong_with(panel: Locator) -> list[str]:
    """Tell what of a panel lets keys through, is cut off, or is too low for a finger."""
    return panel.evaluate(WRONG)


def tab_to(target: Locator, *, most: int = 80) -> None:
    """Go to an element as a person with a keyboard does."""
    for _ in range(most):
        target.page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(target.page.evaluate("document.activeElement.outerHTML"))
