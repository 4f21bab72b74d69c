"""The printable sheet of a form as a workbook: a fine grid, cells across it, and a hidden list.

Everything stands in cells merged from narrow columns, so that a question may take half of the
width, a card a third and a level a sixth. The hidden sheet says which cell answers what. What is
asked is decided in `rmkit.exchange.form_xlsx`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rmkit.exchange.form_cells import FORM_MARK, FORM_VERSION
from rmkit.exchange.form_style import Style, height
from rmkit.exchange.headings import letter
from rmkit.exchange.xlsx_rules import Lists, rule
from rmkit.exchange.xlsx_table import FORM_SHEET
from rmkit.instruments.model import Field, Instrument

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["UNITS", "FormSheet", "Span"]

Span = tuple[int, int]
"""The first and the last unit of the width that a cell takes, from 0."""
UNITS = 24
_FIRST = 1
_UNIT_WIDTH, _MARGIN_WIDTH = 3.3, 4.4
_CHARACTERS_A_UNIT = 4.2


class FormSheet:
    """A sheet that is written from top to bottom; `at` is the row that comes next.

    Parameters
    ----------
    book
        The workbook.
    name
        The name of the sheet.
    instrument
        What is asked.
    language
        Of everything that is written.
    """

    def __init__(self, book: Workbook, name: str, instrument: Instrument, language: str) -> None:
        self.style = Style(book)
        self.language = language
        self.sheet = book.add_worksheet(name)
        self.hidden = book.add_worksheet(FORM_SHEET)
        self.lists = Lists(self.hidden, first_column=8)
        self.units = max([UNITS, *(12 + len(item.asks) for item in instrument.items)])
        self.at = 0
        self._noted = 0
        self._tall: dict[int, float] = {}
        self.note(FORM_MARK, FORM_VERSION, instrument.id, instrument.version)
        self._page()

    def _page(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _MARGIN_WIDTH)
        sheet.set_column(_FIRST, _FIRST + self.units - 1, _UNIT_WIDTH * UNITS / self.units)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&R&P / &N")
        sheet.protect("", {"format_rows": True, "format_columns": True})

    @property
    def whole(self) -> Span:
        """The whole width."""
        return 0, self.units - 1

    def shared(self, count: int, *, first: int = 0) -> list[Span]:
        """Share the width from a unit on among so many cells, as evenly as it goes."""
        room = self.units - first
        edges = [first + room * n // count for n in range(count + 1)]
        return [(start, end - 1) for start, end in pairwise(edges)]

    def tall(self, points: float) -> None:
        """Make the row at least so tall."""
        self._tall[self.at] = max(points, self._tall.get(self.at, 0.0))
        self.sheet.set_row(self.at, self._tall[self.at])

    def put(self, span: Span, text: str, style: Format) -> None:
        """Write a text into a cell, and make the row tall enough for it."""
        self._merged(span, style)
        if text:
            self.sheet.write_string(self.at, _FIRST + span[0], text, style)
            self.tall(height(text, characters=_characters(span)))

    def across(self, text: str, style: Format, *, tall: float = 0.0) -> None:
        """Write a text over the whole width, and go on below it."""
        self.put(self.whole, text, style)
        if tall:
            self.tall(tall)
        self.at += 1

    def words(self, span: Span, words: str, hint: str, style: Format) -> str:
        """Write words with a quiet hint below them in one cell; give what stands in it."""
        if not hint:
            self.put(span, words, style)
            return words
        self._merged(span, style)
        strong = self.style.text if style is self.style.row else self.style.strong
        parts = [strong, words, self.style.quiet, f"\n{hint}", style]
        self.sheet.write_rich_string(self.at, _FIRST + span[0], *parts)
        told = f"{words}\n{hint}"
        self.tall(height(told, characters=_characters(span)))
        return told

    def badge(self, mark: str) -> None:
        """Write a mark into the margin of the row."""
        if mark:
            self.sheet.write_string(self.at, 0, mark, self.style.badge)

    def answer(self, field: Field, span: Span, label: str, label_place: str) -> None:
        """Make a cell to fill in, with its rule, and note what it answers."""
        self._merged(span, self.style.of(field))
        if checks := rule(field, self.lists, self.language):
            at = _FIRST + span[0]
            self.sheet.data_validation(self.at, at, self.at, at, checks)
        self.note(field.key, self.place(span), label_place, label, field.heading(self.language))

    def tick(self, code: str, span: Span, label: str, label_place: str, heading: str) -> None:
        """Make a cell that takes an x."""
        self._merged(span, self.style.tick)
        at = _FIRST + span[0]
        source = self.lists.reference(["x"])
        checks = {"validate": "list", "source": source, "show_error": False}
        self.sheet.data_validation(self.at, at, self.at, at, checks)
        self.note(code, self.place(span), label_place, label, heading)

    def place(self, span: Span) -> str:
        """Name the cell that begins here, as spreadsheets do."""
        return f"{letter(_FIRST + span[0])}{self.at + 1}"

    def note(self, *cells: str | int) -> None:
        """Write a line of the hidden sheet."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self.hidden.write_string(self._noted, column, cell)
            else:
                self.hidden.write_number(self._noted, column, cell)
        self._noted += 1

    def close(self) -> None:
        """Say where it prints, and hide what nobody needs to see."""
        self.sheet.print_area(0, 0, self.at, _FIRST + self.units - 1)
        self.hidden.very_hidden()
        self.sheet.activate()

    def _merged(self, span: Span, style: Format) -> None:
        first, last = _FIRST + span[0], _FIRST + span[1]
        if first == last:
            self.sheet.write_blank(self.at, first, None, style)
        else:
            self.sheet.merge_range(self.at, first, self.at, last, "", style)


def _characters(span: Sequence[int]) -> int:
    return max(1, int((span[1] - span[0] + 1) * _CHARACTERS_A_UNIT))
