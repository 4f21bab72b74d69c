"""What a cell of a notebook shows where nothing is to be touched: sentences, pictures, links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from rmkit.figures import Picture

__all__ = ["PLAIN", "Link", "Shown"]

PLAIN = "mathjax_ignore"
"""The class of an element in which JupyterLab takes no `$` for the beginning of a formula."""


@dataclass(frozen=True)
class Link:
    """A sentence that ends on a link to another notebook."""

    before: str
    notebook: str
    words: str

    def _repr_html_(self) -> str:
        link = f'<a href="{escape(self.notebook)}">{escape(self.words)}</a>'
        return f'<p class="{PLAIN}">{escape(self.before)} {link}.</p>'


@dataclass(frozen=True, repr=False)
class Shown:
    """Parts, one below the other: a sentence, several as a list, a picture, a link."""

    parts: tuple[str | tuple[str, ...] | Picture | Link, ...]

    def __repr__(self) -> str:
        """Say what it is and nothing of what it shows: a notebook keeps this text."""
        return "<what rmkit.forms shows>"

    def _repr_html_(self) -> str:
        return f'<div class="{PLAIN}">' + "\n".join(self._html()) + "</div>"

    def _html(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield f"<p>{escape(part)}</p>"
            elif isinstance(part, tuple):
                yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part) + "</ul>"
            else:
                yield part._repr_html_()
