"""What axe-core finds wrong with a page against WCAG 2.2, levels A and AA.

The script comes with the package axe-playwright-python; no other machine is asked.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["violations"]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async ([within, levels]) => {
  const found = await axe.run(within ? { include: [within] } : document,
    { runOnly: { type: 'tag', values: levels }, resultTypes: ['violations'] });
  const why = (node) => [...node.any, ...node.all, ...node.none].map(c => c.message).join(' ');
  return found.violations.map(({ id, help, nodes }) =>
    [id, help, nodes.map(n => n.target.join(' ') + ' | ' + why(n))]);
}"""


def violations(page: Page, within: str | None = None) -> list[str]:
    """List what is wrong: the rule, and each place with the reason.

    Parameters
    ----------
    page
        As a person sees it now; what is hidden is not looked at.
    within
        A CSS selector of the part to look at; None looks at the whole page.
    """
    if not page.evaluate("typeof axe !== 'undefined'"):
        source = files("axe_playwright_python") / "axe.min.js"
        # Alone it would find the module loader of JupyterLab and hand itself over to that.
        text = source.read_text(encoding="utf-8")
        page.evaluate("(() => { const define = undefined, module = undefined;" + text + "\n})()")
    if within is not None:
        page.locator(within).first.wait_for()
    told = page.evaluate(RUN, [within, LEVELS])
    return [f"{rule}: {help_} {place}" for rule, help_, places in told for place in places]
