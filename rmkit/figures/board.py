"""A sheet to draw on: words, bars, lines and marks, placed in points from the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rmkit.figures.style import SMALL, TEXT, Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["LINE", "Board"]

LINE = 12.0
"""From one line of text to the next, in points."""

_LAYER = 2  # of everything but text: what is drawn later lies above

Side = Literal["left", "center", "right"]
Mark = Literal["dot", "diamond"]


@dataclass(frozen=True, eq=False)
class Board:
    """A figure with its colours, measured in points; y runs downwards."""

    axes: Axes
    palette: Palette

    @classmethod
    def on(cls, figure: Figure, palette: Palette) -> Board:
        """Cover the whole of a figure."""
        width, height = figure.get_size_inches() * 72
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        return cls(axes, palette)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        colour: str = "",
        size: float = TEXT,
        side: Side = "left",
        bold: bool = False,
    ) -> None:
        """Write one line; `y` is where the letters stand, `side` which of their ends is at `x`."""
        weight = "bold" if bold else "normal"
        colour = colour or self.palette.ink
        self.axes.text(
            x, y, words, color=colour, fontsize=size, ha=side, va="baseline", fontweight=weight
        )

    def lines(self, x: float, middle: float, words: Sequence[str]) -> None:
        """Write a label of a few lines around a height."""
        first = middle - (len(words) - 1) * LINE / 2 + TEXT * 0.36
        for i, line in enumerate(words):
            self.text(x, first + i * LINE, line)

    def bar(
        self, x: float, y: float, width: float, height: float, *, fill: str = "", edge: str = ""
    ) -> None:
        """Draw a rectangle from its upper left corner, filled, outlined or both."""
        from matplotlib.patches import Rectangle

        inset = 0.6 if edge else 0.0  # so that an outlined bar is as long as a filled one
        size = max(width - 2 * inset, 0.0), max(height - 2 * inset, 0.0)
        self.axes.add_patch(
            Rectangle(
                (x + inset, y + inset),
                *size,
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=2 * inset,
                clip_on=False,
                zorder=_LAYER,
            )
        )

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = "",
        width: float = 0.8,
        dashed: bool = False,
    ) -> None:
        """Draw a straight line."""
        self.axes.plot(
            [start[0], end[0]],
            [start[1], end[1]],
            color=colour or self.palette.hairline,
            linewidth=width,
            linestyle=(0, (4, 3)) if dashed else "solid",
            clip_on=False,
            zorder=_LAYER,
        )

    def mark(self, x: float, y: float, kind: Mark, *, radius: float = 4.0) -> None:
        """Draw a dot (the first colour, filled) or a diamond (the second, with an open heart)."""
        from matplotlib.patches import Circle, Polygon

        first, second = self.palette.categories[:2]
        if kind == "dot":
            self.axes.add_patch(
                Circle((x, y), radius, facecolor=first, clip_on=False, zorder=_LAYER)
            )
            return
        reach = radius * 1.05
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
        self.axes.add_patch(
            Polygon(
                corners, facecolor=self.palette.paper, edgecolor=second, linewidth=1.6,
                clip_on=False, zorder=_LAYER,
            )
        )  # fmt: skip

    def key(self, x: float, y: float, kind: Mark | Literal["filled", "open"], words: str) -> float:
        """Write an entry of the key and return where the next one can begin."""
        first, second = self.palette.categories[:2]
        if kind == "filled":
            self.bar(x, y - 8, 14, 9, fill=first)
        elif kind == "open":
            self.bar(x, y - 8, 14, 9, edge=second)
        else:
            self.mark(x + 7, y - 3.5, kind)
        self.text(x + 20, y, words, size=SMALL, colour=self.palette.soft)
        return x + 20 + len(words) * SMALL * 0.56 + 18
