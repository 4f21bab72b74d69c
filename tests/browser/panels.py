"""A panel of a notebook on a page by itself: its own script and style, its acts done by Python.

Much quicker than JupyterLab, and the same in all that a panel draws and asks. What belongs to the
notebook (its keys, its theme) is tried in JupyterLab itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rmkit.forms.panel import Panel

__all__ = ["show_panel"]

HOST = """async ([source, style, view, dark]) => {
  if (dark) document.body.dataset.jpThemeLight = 'false';
  const own = document.createElement('style');
  document.head.append(Object.assign(own, { textContent: style, id: 'rmkit.forms.own' }));
  const heard = { 'msg:custom': new Set(), 'change:view': new Set() };
  let now = view;
  const model = {
    get: () => now,
    on: (kind, go) => heard[kind].add(go),
    off: (kind, go) => heard[kind].delete(go),
    async send(message) {
      if (message.act === 'stop') return;
      const answer = JSON.parse(await window.rmkitAct(JSON.stringify(message)));
      if (answer.view) { now = answer.view; for (const go of heard['change:view']) go(); }
      const { notice, data } = answer;
      for (const go of heard['msg:custom']) go({ re: message.id, notice, data });
    },
  };
  const module = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const main = document.querySelector('main');
  const began = performance.now();
  module.default.render({ model, el: main });
  main.getBoundingClientRect();
  return performance.now() - began;
}"""


def show_panel(page: Page, panel: Panel, *, dark: bool = False) -> float:
    """Draw a panel on an empty page; give the milliseconds of its first drawing."""
    seen = {"view": json.dumps(panel.view)}

    def act(text: str) -> str:
        message = json.loads(text)
        reply = panel.do(message["act"], message["given"])
        view = json.dumps(panel.view)
        changed, seen["view"] = view != seen["view"], view
        notice = reply.notice.for_page() if reply.notice else None
        told = {"notice": notice, "data": dict(reply.data)}
        return json.dumps(told | ({"view": panel.view} if changed else {}))

    page.set_content('<!doctype html><html lang="en"><title>A panel</title><body><main></main>')
    page.expose_function("rmkitAct", act)
    source, style = str(panel._esm), str(panel._css)
    return float(page.evaluate(HOST, [source, style, panel.view, dark]))
