"""How a form of ours looks: formats, widths, and how tall a row must be for its text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rmkit.instruments.model import Field

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["Style", "height"]

_INK = "#1F2933"
_QUIET = "#616E7C"
_BAND = "#0B5563"
_PALE = "#E6F0F2"
_TO_FILL = "#FFF9E5"
_LINE = "#BCCCDC"
_FONT = "Calibri"
LINE_POINTS = 15.0


class Style:
    """The formats of a form, made once for a workbook."""

    def __init__(self, book: Workbook) -> None:
        def made(**properties: object) -> Format:
            base = {"font_name": _FONT, "font_color": _INK, "valign": "vcenter", "text_wrap": True}
            return book.add_format({**base, **properties})

        cell = {
            "bg_color": _TO_FILL,
            "border": 1,
            "border_color": _LINE,
            "locked": False,
            "align": "left",
            "indent": 1,
        }
        self.title = made(font_size=20, bold=True, font_color=_BAND)
        self.subtitle = made(font_size=12, font_color=_QUIET)
        self.text = made(valign="top")
        self.how = made(valign="top", bg_color=_PALE, indent=1)
        self.band = made(font_size=13, bold=True, font_color="#FFFFFF", bg_color=_BAND, indent=1)
        self.question = made(bold=True)
        self.strong = made(bold=True)
        self.quiet = made(font_size=10, font_color=_QUIET)
        self.row = made(indent=1, bottom=1, bottom_color=_LINE)
        self.head = made(bold=True, align="center", bg_color=_PALE, font_size=10)
        self.answer = made(**cell, num_format="@")
        self.long_answer = made(**{**cell, "valign": "top"}, num_format="@")
        self.number = made(**cell)
        self.date = made(**cell, num_format="yyyy-mm-dd")
        self.tick = made(**{**cell, "align": "center", "indent": 0}, num_format="@")
        self.badge = made(bold=True, font_color="#FFFFFF", bg_color=_BAND, align="center")
        self.card = made(bold=True, valign="top", bg_color=_PALE, indent=1, top=5, top_color=_BAND)
        self.crossing = made(bold=True, font_color="#FFFFFF", bg_color=_BAND, align="center")

    def of(self, field: Field) -> Format:
        """Give the look of the cell that answers a question."""
        if field.kind == "long_text":
            return self.long_answer
        return {"number": self.number, "date": self.date}.get(field.kind, self.answer)


def height(text: str, *, characters: int, points: float = LINE_POINTS) -> float:
    """Estimate how tall a row must be, in points.

    Parameters
    ----------
    text
        What stands in it; line breaks count.
    characters
        How many characters fit on a line.
    points
        The height of a line.
    """
    lines = sum(max(1, math.ceil(len(line) / characters)) for line in text.split("\n"))
    return lines * points + 6
