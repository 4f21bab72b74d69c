"""Our own form as a workbook: one person fills it in, and `preview` reads it back.

From an instrument comes one printable sheet: questions on the left, cells to fill in on the right,
drop-down lists for choices, a matrix with one column for each thing that is asked, cards side by
side, quadrants, two voices beside each other. All else is locked, so that it stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.exchange.form_sheet_xlsx import FormSheet, Span
from rmkit.exchange.writing_out import written
from rmkit.exchange.xlsx_rules import choices
from rmkit.exchange.xlsx_table import FORM_SHEET
from rmkit.instruments.fields import VOICES
from rmkit.instruments.model import Field, Instrument, Item, Section
from rmkit.report.sheet import what_to_do
from rmkit.report.sheet_words import FILL, TICK

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["BOOK_OPTIONS", "close_book", "sheet_name", "write_form"]

BOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""One date for all, so that the same form is the same file."""
_QUESTION_UNITS, _PART_UNITS = 12, 9
_LONG, _IN_A_CARD, _IN_A_PART, _SIGNED, _ONE_LINE = 80.0, 120.0, 50.0, 34.0, 22.0


def write_form(
    instrument: Instrument,
    path: str | Path,
    *,
    organisation: str = "",
    language: str = "en",
) -> Path:
    """Write a form for one person.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.xlsx`.
    organisation
        Stands below the title.
    language
        The language of the form; English where a text lacks it.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), BOOK_OPTIONS)
    book.set_properties({"title": instrument.title.say(language), "created": _MADE})
    form = _Form(book, instrument, language)
    form.opening(organisation)
    for section in instrument.sections:
        form.section(section)
    form.sheet.close()
    return close_book(book, path)


def close_book(book: Workbook, path: str | Path) -> Path:
    """Write the workbook to disk, or say why it cannot be."""
    from xlsxwriter.exceptions import FileCreateError

    with written(path, FileCreateError) as place:
        book.close()
    return place


def sheet_name(title: str) -> str:
    """Make a title fit to name a sheet."""
    name = " ".join(re.sub(r"[\[\]:*?/\\']", " ", title).split())[:31].strip()
    return name if name and name.lower() not in {FORM_SHEET, "history"} else "Form"


class _Form:
    """Writes what is asked, section by section."""

    def __init__(self, book: Workbook, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.language = language
        name = sheet_name(instrument.title.say(language))
        self.sheet = FormSheet(book, name, instrument, language)
        self.style = self.sheet.style
        self.fields: dict[str, list[Field]] = {}
        for field in instrument.fields:
            self.fields.setdefault(field.item.id, []).append(field)
        self.explained: set[str | None] = set()

    def opening(self, organisation: str) -> None:
        """Write the title, what the questions are for, and what to do."""
        sheet, say = self.sheet, self.language
        sheet.across(self.instrument.title.say(say), self.style.title, tall=34)
        if organisation:
            sheet.across(organisation, self.style.subtitle, tall=20)
        sheet.across(self.instrument.purpose.say(say), self.style.text)
        sheet.at += 1
        how, whose = what_to_do(self.instrument, FILL["xlsx"])
        told = [text.say(say) for text in (self.instrument.when, how, whose) if text]
        sheet.across("\n".join(told), self.style.how)

    def section(self, section: Section) -> None:
        """Write a section by its layout; what cannot stand on a card is asked in a list."""
        sheet, title = self.sheet, section.title.say(self.language)
        sheet.at += 1
        drawn = section.layout if _fits_cards(section) else "list"
        if drawn != "quadrants":
            sheet.across(title, self.style.band, tall=24)
        if section.text:
            sheet.across(section.text.say(self.language), self.style.text)
        items = section.items
        if drawn == "phases":
            self._item(items[0])
            sheet.at += 1
            self._cards(items[1:], 3)
        elif drawn == "quadrants":
            self._cards(items[:2], 2)
            sheet.across(title, self.style.crossing, tall=24)
            self._cards(items[2:4], 2)
            self._cards(items[4:], 2)
        else:
            for item in items:
                self._item(item, part=drawn == "parts")

    def _item(self, item: Item, *, part: bool = False) -> None:
        """Write one question with its cells."""
        fields = self.fields[item.id]
        if item.kind == "matrix":
            self._matrix(item, fields)
        elif item.kind == "multiple_choice":
            self._ticks(item, fields)
        elif part or (len(fields) == 1 and item.kind != "long_text"):
            self._beside(item, fields, part=part)
        else:
            self._below(item, fields)

    def _beside(self, item: Item, fields: Sequence[Field], *, part: bool) -> None:
        """Write the question on the left and its cells on the right."""
        edge = _PART_UNITS if part else _QUESTION_UNITS
        if len(fields) > 1:
            self._heads(fields, self.sheet.shared(len(fields), first=edge))
        label, place = self._question(item, fields, (0, edge - 1))
        self.sheet.tall(_tall(item, _IN_A_PART))
        for field, span in zip(fields, self.sheet.shared(len(fields), first=edge), strict=True):
            self.sheet.answer(field, span, label, place)
        self.sheet.at += 1

    def _below(self, item: Item, fields: Sequence[Field]) -> None:
        """Write the question over the whole width and its cells below, one for each voice."""
        label, place = self._question(item, fields, self.sheet.whole)
        self.sheet.at += 1
        spans = self.sheet.shared(len(fields))
        if len(fields) > 1:
            self._heads(fields, spans)
        self.sheet.tall(_tall(item, _LONG))
        for field, span in zip(fields, spans, strict=True):
            self.sheet.answer(field, span, label, place)
        self.sheet.at += 1

    def _heads(self, fields: Sequence[Field], spans: Sequence[Span]) -> None:
        """Write whose cells these are."""
        for field, span in zip(fields, spans, strict=True):
            words = VOICES[field.voice].say(self.language) if field.voice else ""
            self.sheet.put(span, words, self.style.head)
        self.sheet.at += 1

    def _cards(self, items: Sequence[Item], most: int) -> None:
        """Write cards side by side: questions in a row, the cells below, a row for each voice."""
        for start in range(0, len(items), most):
            row = items[start : start + most]
            spans = self.sheet.shared(most)[: len(row)]
            asked = [
                self._question(item, self.fields[item.id], span, self.style.card)
                for item, span in zip(row, spans, strict=True)
            ]
            self.sheet.at += 1
            for voice in range(max(len(self.fields[item.id]) for item in row)):
                self._card_row(row, spans, asked, voice)
            self.sheet.at += 1

    def _card_row(
        self,
        row: Sequence[Item],
        spans: Sequence[Span],
        asked: Sequence[tuple[str, str]],
        number: int,
    ) -> None:
        """Write the cells of one voice on all cards, with the voice above them."""
        cells = [
            (self.fields[item.id][number], span, told)
            for item, span, told in zip(row, spans, asked, strict=True)
            if number < len(self.fields[item.id])
        ]
        if any(field.voice for field, _, _ in cells):
            self._heads([field for field, _, _ in cells], [span for _, span, _ in cells])
        for field, span, told in cells:
            self.sheet.tall(_tall(field.item, _IN_A_CARD))
            self.sheet.answer(field, span, *told)
        self.sheet.at += 1

    def _ticks(self, item: Item, fields: Sequence[Field]) -> None:
        """Write a row for each choice, with a cell to tick for each voice."""
        self._question(item, fields, self.sheet.whole, also=TICK.say(self.language))
        self.sheet.at += 1
        spans = self.sheet.shared(len(fields), first=_QUESTION_UNITS)
        if len(fields) > 1:
            self._heads(fields, spans)
        label_span = (0, _QUESTION_UNITS - 1)
        words = choices(fields[0], self.language)
        for option, label in zip(fields[0].options, words, strict=True):
            hint = option.help.say(self.language) if option.help else ""
            told = self.sheet.words(label_span, label, hint, self.style.row)
            place = self.sheet.place(label_span)
            for field, span in zip(fields, spans, strict=True):
                heading = f"{field.heading(self.language)} [{option.label.say(self.language)}]"
                self.sheet.tick(f"{field.key}[{option.value}]", span, told, place, heading)
            self.sheet.at += 1

    def _matrix(self, item: Item, fields: Sequence[Field]) -> None:
        asks = [ask.text.say(self.language) for ask in item.asks] or [""]
        self._legend(item)
        spans = self.sheet.shared(len(asks), first=_QUESTION_UNITS)
        across = len(asks) == 1 and not asks[0]
        span = self.sheet.whole if across else (0, _QUESTION_UNITS - 1)
        self._question(item, fields, span)
        for ask, head in zip(asks, spans, strict=True):
            if not across:
                self.sheet.put(head, ask, self.style.head)
        self.sheet.at += 1
        for row in item.rows:
            label_span = (0, _QUESTION_UNITS - 1)
            hint = row.help.say(self.language) if row.help else ""
            told = self.sheet.words(label_span, row.text.say(self.language), hint, self.style.row)
            place = self.sheet.place(label_span)
            cells = (field for field in fields if field.row == row)
            for field, span in zip(cells, spans, strict=True):
                self.sheet.answer(field, span, told, place)
            self.sheet.at += 1

    def _legend(self, item: Item) -> None:
        """Explain the levels of a scale, the first time that it is used."""
        scale = self.instrument.scales.get(item.scale or "")
        if scale is None or item.scale in self.explained:
            return
        self.explained.add(item.scale)
        lines = [
            f"{option.value} – {option.label.say(self.language)}: {option.help.say(self.language)}"
            for option in scale.options
            if option.help
        ]
        if lines:
            self.sheet.across("\n".join(lines), self.style.quiet)

    def _question(
        self,
        item: Item,
        fields: Sequence[Field],
        span: Span,
        style: Format | None = None,
        *,
        also: str = "",
    ) -> tuple[str, str]:
        """Write the words of a question with its help; give what stands in the cell, and where."""
        star = " *" if any(field.required for field in fields) else ""
        mark = f"{item.mark}  " if item.mark and style else ""
        if not style:
            self.sheet.badge(item.mark)
        hints = [item.help.say(self.language) if item.help else "", also]
        words = f"{mark}{item.text.say(self.language)}{star}"
        hint = " ".join(filter(None, hints))
        told = self.sheet.words(span, words, hint, style or self.style.question)
        return told, self.sheet.place(span)


def _tall(item: Item, text: float) -> float:
    """Say how tall a cell is: `text` where a whole text is asked for."""
    if item.format == "signature":
        return _SIGNED
    return text if item.kind == "long_text" else _ONE_LINE


def _fits_cards(section: Section) -> bool:
    return not any(item.kind in {"matrix", "multiple_choice"} for item in section.items)
