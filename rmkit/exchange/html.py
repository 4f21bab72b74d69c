"""How a page looks on a screen: one self-contained HTML file.

In comes a `rmkit.report.page.Page`, out goes a whole document: no script, no picture and no
font from elsewhere, light or dark as the reader's machine asks, readable at 360 pixels and on
paper. All text is escaped, so what a participant typed is shown and never run.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from rmkit.definitions.inert import one_line
from rmkit.report.asked import Room
from rmkit.report.page import Block, Cell, Page, Point, cell_text

__all__ = ["render_html"]


_LONGEST_KEPT_WHOLE = 18


def render_html(page: Page) -> str:
    """Write a page as one HTML document.

    Parameters
    ----------
    page
        What stands on it. Texts are words, never markup: `<b>` is shown as `<b>`.

    Returns
    -------
    str
        The document, complete in itself; the same page gives the same text. Save it as UTF-8.
    """
    return _template().render(page=page)


@cache
def _template() -> Template:
    source = files("rmkit.exchange").joinpath("page.html.jinja").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    environment.filters["cell"] = cell_text
    environment.tests["number"] = _is_number
    environment.tests["long"] = _has_long_word
    environment.tests["point"] = lambda item: isinstance(item, Point)
    environment.filters["kind"] = _kind
    return environment.from_string(source)


def _finished(value: object) -> object:
    """Put words on one line; what a macro made is markup already."""
    return one_line(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _has_long_word(cell: Cell) -> bool:
    """Whether a word is so long that it may have to be broken to keep a table on the screen."""
    return isinstance(cell, str) and any(len(word) > _LONGEST_KEPT_WHOLE for word in cell.split())


def _kind(block: Block | Room) -> str:
    return type(block).__name__
