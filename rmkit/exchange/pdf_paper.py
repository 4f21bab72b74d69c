"""The paper under a PDF: its size and margins, its fonts, its colours, the foot of each page.

Importing this loads reportlab; `rmkit.exchange.pdf` does so only when a PDF is made.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from rmkit.errors import FileRefused

__all__ = [
    "ACCENT",
    "BOLD",
    "INK",
    "PLAIN",
    "QUIET",
    "RULE",
    "WARN",
    "WIDTH",
    "NumberedCanvas",
    "embed_fonts",
    "sheets",
]

SIZE = A4
SIDE, TOP, BOTTOM = 19 * mm, 17 * mm, 20 * mm
WIDTH = SIZE[0] - 2 * SIDE
INK, QUIET, RULE = HexColor("#1f2328"), HexColor("#5b626b"), HexColor("#c9c5bd")
ACCENT, WARN = HexColor("#0f5f6b"), HexColor("#8a4b00")
PLAIN, BOLD = "rmkit-plain", "rmkit-bold"


@cache
def embed_fonts() -> None:
    """Make the two fonts known to reportlab: DejaVu Sans, which comes with matplotlib.

    Raises
    ------
    FileRefused
        matplotlib was installed without its fonts.
    """
    for name, file in ((PLAIN, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf")):
        path = _font_folder() / file
        if not path.is_file():
            message = (
                f"The font {file} that comes with matplotlib is not at {path}, so no PDF can be "
                "made. Install matplotlib again: python -m pip install --force-reinstall matplotlib"
            )
            raise FileRefused(message)
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def _font_folder() -> Path:
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def sheets(out: BytesIO, *, title: str, language: str, subject: str = "") -> BaseDocTemplate:
    """Lay out empty A4 sheets that will be written to `out`."""
    frame = Frame(
        SIDE,
        BOTTOM,
        WIDTH,
        SIZE[1] - TOP - BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return BaseDocTemplate(
        out,
        pagesize=SIZE,
        pageTemplates=[PageTemplate(frames=[frame])],
        title=title,
        author="rmkit",
        subject=subject,
        lang=language,
        initialFontName=PLAIN,
        displayDocTitle=1,
        invariant=1,
    )


class NumberedCanvas(Canvas):
    """A canvas that writes the title and "page 2 of 3" at the foot of each page.

    How many pages there are is known only at the end, so the pages are kept until then. With
    `fields`, what is to be filled in becomes fields of a form; without them it is ink.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 (reportlab's own)
        footer: str,
        numbering: str,
        fields: bool = False,
        **kwargs: Any,  # noqa: ANN401 (reportlab's own)
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields = fields
        self._footer, self._numbering = footer, numbering
        self._pages: list[dict[str, object]] = []

    def showPage(self) -> None:
        """Keep the page that was drawn, and begin the next."""
        self._pages.append(dict(self.__dict__))
        self._doc.pageCounter += 1  # type: ignore[attr-defined]  # a field names its page
        self._startPage()  # type: ignore[attr-defined]  # the stubs lack it

    def save(self) -> None:
        """Write every page with its foot."""
        self._doc.pageCounter -= len(self._pages)  # type: ignore[attr-defined]
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._foot(number, len(self._pages))
            super().showPage()
        super().save()

    def _foot(self, number: int, total: int) -> None:
        words = self._numbering.format(page=number, pages=total)
        self.saveState()
        self.setFillColor(QUIET)
        self.setFont(PLAIN, 8)
        right = SIZE[0] - SIDE
        room = right - SIDE - stringWidth(words, PLAIN, 8) - 12
        self.drawString(SIDE, 12 * mm, _shortened(self._footer, room))
        self.drawRightString(right, 12 * mm, words)
        self.restoreState()


def _shortened(text: str, room: float) -> str:
    if stringWidth(text, PLAIN, 8) <= room:
        return text
    while text and stringWidth(f"{text}…", PLAIN, 8) > room:
        text = text[: -max(1, len(text) // 20)]
    return f"{text}…"
