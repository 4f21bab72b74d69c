"""How words look on paper: the styles of print, and text on its way into a paragraph.

Importing this loads reportlab; `rmkit.exchange.pdf` does so only when a PDF is made. Text is
escaped here, once.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import TableStyle as GridStyle

from rmkit.definitions.inert import one_line
from rmkit.exchange.pdf_paper import ACCENT, BOLD, INK, PLAIN, QUIET

__all__ = ["BODY", "CELL", "FONT", "HINT", "LABEL", "bare", "paragraph", "print_style", "safe"]

_LONGEST_TO_HYPHENATE = 80
FONT = ("FONTNAME", (0, 0), (-1, -1), PLAIN)


def print_style(size: float, leading: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401
    """Make a style; what else reportlab knows may be named. Words may break at their hyphens."""
    look: dict[str, Any] = {"fontName": PLAIN, "textColor": INK, "embeddedHyphenation": 2, **more}
    return ParagraphStyle("", fontSize=size, leading=leading, **look)


BODY = print_style(9.4, 13.2, spaceAfter=4)
CELL = print_style(8.2, 10.8)
LABEL = print_style(9.2, 12.4, fontName=BOLD, spaceBefore=6)
HINT = print_style(8.2, 10.8, textColor=QUIET)
HEAD = print_style(8.2, 10.8, fontName=BOLD, textColor=ACCENT)


def paragraph(markup: str, style: ParagraphStyle, bullet: str | None = None) -> Words:
    """Make a paragraph; in one with a monstrous word, hyphens are not looked at: it takes ages."""
    if any(len(word) > _LONGEST_TO_HYPHENATE for word in markup.split()):
        style = style.clone("", embeddedHyphenation=0)
    return Words(markup, style, bulletText=bullet)


def safe(text: str) -> str:
    """Escape a text for a paragraph."""
    return escape(one_line(text))


def bare(align: str, *more: tuple[Any, ...], right: float = 12) -> GridStyle:
    """Give a grid that only sets things beside each other."""
    return GridStyle(
        [
            FONT,
            ("VALIGN", (0, 0), (-1, -1), align),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), right),
            *more,
        ]
    )
