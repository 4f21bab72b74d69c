"""A picture with the sentence that it shows, not yet drawn.

A picture knows what it says and how it is painted; it is drawn when somebody looks: in a notebook
(in JupyterLab's own theme, light or dark), in a page, or into a file. Nothing in it moves and
nothing in it runs.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rmkit.errors import NotSaved, UnknownName
from rmkit.figures.board import Board
from rmkit.figures.style import DARK, LIGHT, WIDTH, Palette, house_style
from rmkit.figures.svg import STAND_INS, page_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Picture", "nothing_to_draw", "sized"]

Theme = Literal["auto", "light", "dark"]

_THEMES = {"auto": STAND_INS, "light": LIGHT, "dark": DARK}
_FILES = (".pdf", ".png", ".svg")
_DOTS_AN_INCH = 200
_FRAME = """<style>
figure.rmf-figure { margin: 0.8rem 0 1.2rem; max-width: 700px; }
.rmf-figure figcaption { margin: 0 0 0.6rem; line-height: 1.45; }
.rmf-scroll { overflow-x: auto; }
.rmf-scroll svg { display: block; width: 100%; min-width: 36rem; }
</style>"""


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawing and the sentence that it shows.

    Attributes
    ----------
    sentence
        What one sees, in plain words with the numbers and their limit.
    alt
        What a screen reader says in place of the drawing.
    size
        Width and height in inches.
    paint
        Draws onto an empty figure with the colours of a theme.
    """

    sentence: str
    alt: str
    size: tuple[float, float]
    paint: Callable[[Figure, Palette], None]

    def svg(self, theme: Theme = "auto") -> str:
        """Draw as an `<svg>` to put into a page; the same picture gives the same text.

        Parameters
        ----------
        theme
            "light" or "dark" for fixed colours; "auto" follows JupyterLab's theme, elsewhere the
            reader's system, and is light on paper.

        Raises
        ------
        UnknownName
            There is no such theme.
        """
        drawn = self._drawn("svg", _palette(theme, *_THEMES)).decode("utf-8")
        return page_svg(drawn, alt=self.alt, follows_page=theme == "auto")

    def png(self, theme: Theme = "light") -> bytes:
        """Draw as the bytes of a PNG, 200 dots an inch, in "light" or "dark" colours."""
        return self._drawn("png", _palette(theme, "light", "dark"))

    def save(self, path: str | Path, theme: Theme = "light") -> Path:
        """Write the drawing, without its sentence, into a file; one that is there is replaced.

        Parameters
        ----------
        path
            Its ending says what is written: .svg, .png (200 dots an inch) or .pdf.
        theme
            "light" or "dark".

        Returns
        -------
        Path
            The file.

        Raises
        ------
        UnknownName
            The ending or the theme is another one.
        NotSaved
            The file cannot be written.
        """
        target = Path(path)
        kind = target.suffix.lower()
        if kind not in _FILES:
            raise UnknownName(kind="kind of picture file", name=kind, known=_FILES)
        data = self._drawn(kind.removeprefix("."), _palette(theme, "light", "dark"))
        try:
            target.write_bytes(data)
        except OSError as error:
            message = (
                f"The picture could not be written to {target} ({error.strerror}). Choose a folder "
                "that exists and in which you may write."
            )
            raise NotSaved(message) from error
        return target

    def _repr_html_(self) -> str:
        """Show the sentence and the drawing in a notebook."""
        caption = f"<figcaption>{escape(self.sentence)}</figcaption>"
        return (
            f'<figure class="rmf-figure mathjax_ignore">{_FRAME}\n{caption}\n'
            f'<div class="rmf-scroll" tabindex="0">{self.svg()}</div></figure>'
        )

    def _drawn(self, kind: str, palette: Palette) -> bytes:
        from matplotlib.figure import Figure

        # A file without dates and versions: the same picture is the same file.
        silent: dict[str, dict[str, str | None]] = {
            "svg": {"Date": None, "Creator": None},
            "png": {"Software": None},
            "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
        }
        with house_style():
            figure = Figure(figsize=self.size, facecolor=palette.paper)
            if palette is STAND_INS:
                figure.patch.set_visible(False)  # the page's own ground shows through
            self.paint(figure, palette)
            buffer = io.BytesIO()
            figure.savefig(buffer, format=kind, dpi=_DOTS_AN_INCH, metadata=silent[kind])
        return buffer.getvalue()


def sized(height: float) -> tuple[float, float]:
    """Give the size in inches of a picture as wide as all are and so many points high."""
    return WIDTH / 72, round(height) / 72


def nothing_to_draw(reason: str) -> Picture:
    """Give the picture of nothing, with the reason as its sentence."""

    def paint(figure: Figure, palette: Palette) -> None:
        board = Board.on(figure, palette)
        board.bar(0, 0, WIDTH, 60, edge=palette.hairline)
        board.text(WIDTH / 2, 34, "Nothing to draw yet", colour=palette.soft, side="center")

    return Picture(reason, f"Nothing to draw yet. {reason}", sized(60), paint)


def _palette(theme: str, *allowed: str) -> Palette:
    if theme not in allowed:
        raise UnknownName(kind="theme", name=theme, known=allowed)
    return _THEMES[theme]
