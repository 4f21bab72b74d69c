"""Cards on paper: 4 or 8 to a sheet, with lines to cut along.

Every card of a sheet is set in the largest letters, up to a bound, in which all cards of its block
fit. A card that does not fit in the smallest is refused by name: words that run over the cutting
line are lost to whoever holds the card. Importing this loads reportlab.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from rmkit.errors import FileRefused
from rmkit.exchange.pdf_paper import ACCENT, BOLD, QUIET
from rmkit.exchange.pdf_words import paragraph, print_style, safe
from rmkit.report.page import Card, Cards, Point

__all__ = ["card_sheets", "size_that_fits"]

_HEIGHT = 258 * mm
_PADDING = 6 * mm
_LARGEST = {4: 14.0, 8: 13.0}
_SMALLEST, _STEP = 6.8, 0.2
_COLUMNS = 2
_BELOW_HEAD, _BETWEEN, _ABOVE_FOOT = 6.0, 3.5, 8.0


def card_sheets(block: Cards, width: float) -> Iterator[Flowable]:
    """Give one flowable for each sheet of cards."""
    size = size_that_fits(block, width)
    for start in range(0, len(block.cards), block.per_sheet):
        yield _Sheet(block.cards[start : start + block.per_sheet], block.per_sheet, width, size)


def size_that_fits(block: Cards, width: float) -> float:
    """Find the size of letters, in points, in which every card fits its place.

    Raises
    ------
    FileRefused
        A card has more words than its place holds in the smallest letters.
    """
    room = _HEIGHT / (block.per_sheet / _COLUMNS) - 2 * _PADDING
    inner = width / _COLUMNS - 2 * _PADDING
    size = _LARGEST[block.per_sheet]
    for card in block.cards:
        while size >= _SMALLEST and _tall(card, size, inner) > room:
            size -= _STEP
        if size < _SMALLEST:
            message = (
                f'The card "{card.head[:60]}" has more words than fit on a card of '
                f"{block.per_sheet} to a sheet. Shorten it, or take 4 to a sheet."
            )
            raise FileRefused(message)
    return size


def _words(card: Card, size: float) -> tuple[Paragraph, list[Paragraph], Paragraph | None]:
    head = paragraph(safe(card.head), print_style(size + 1.2, (size + 1.2) * 1.25, fontName=BOLD))
    line = print_style(size, size * 1.32)
    foot = print_style(max(size - 1.6, 6.4), size * 1.2, textColor=QUIET)
    return (
        head,
        [paragraph(_marked(text), line) for text in card.lines],
        paragraph(safe(card.foot), foot) if card.foot else None,
    )


def _marked(text: str | Point) -> str:
    return f"<b>{safe(text.lead)}</b> {safe(text.text)}" if isinstance(text, Point) else safe(text)


def _tall(card: Card, size: float, width: float) -> float:
    head, lines, foot = _words(card, size)
    high = _high(head, width) + _BELOW_HEAD + sum(_high(line, width) + _BETWEEN for line in lines)
    return high + (_high(foot, width) + _ABOVE_FOOT if foot else 0)


def _high(words: Paragraph, width: float) -> float:
    return float(words.wrap(width, _HEIGHT)[1])


class _Sheet(Flowable):
    """A sheet of cards, as large as the page has room."""

    def __init__(self, cards: tuple[Card, ...], per_sheet: int, width: float, size: float) -> None:
        super().__init__()
        self._cards, self._size, self._wide = cards, size, width
        self._rows = per_sheet // _COLUMNS

    def wrap(self, *_: float) -> tuple[float, float]:
        """Say how much room it takes: all there is."""
        return self._wide, _HEIGHT

    def draw(self) -> None:
        """Draw the lines to cut along, and the cards between them."""
        self._cutting_lines()
        wide, high = self._wide / _COLUMNS, _HEIGHT / self._rows
        for number, card in enumerate(self._cards):
            row, column = divmod(number, _COLUMNS)
            self._card(card, column * wide + _PADDING, _HEIGHT - row * high - _PADDING)

    def _cutting_lines(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 3)
        filled = -(-len(self._cards) // _COLUMNS)
        bottom = _HEIGHT - filled * _HEIGHT / self._rows
        for column in range(_COLUMNS + 1):
            at = column * self._wide / _COLUMNS
            canvas.line(at, bottom, at, _HEIGHT)
        for row in range(filled + 1):
            at = _HEIGHT - row * _HEIGHT / self._rows
            canvas.line(0, at, self._wide, at)
        canvas.restoreState()

    def _card(self, card: Card, left: float, top: float) -> None:
        canvas, inner = self.canv, self._wide / _COLUMNS - 2 * _PADDING
        bottom = top - _HEIGHT / self._rows + 2 * _PADDING
        head, lines, foot = _words(card, self._size)
        at = top - _high(head, inner)
        head.drawOn(canvas, left, at)
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1.2)
        canvas.line(left, at - 2.5, left + inner, at - 2.5)
        at -= _BELOW_HEAD
        for line in lines:
            at -= _high(line, inner)
            line.drawOn(canvas, left, at)
            at -= _BETWEEN
        if foot:
            _high(foot, inner)
            foot.drawOn(canvas, left, bottom)
