"""Our own form as a workbook: one person fills it in, and `preview` reads it back.

From an instrument comes one printable sheet: questions on the left, cells to fill in on the right,
drop-down lists for choices, a matrix with one column for each thing that is asked. All else is
locked, so that it stays where it is. A hidden sheet says which cell answers what.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.texts import Text
from rmkit.errors import NotSaved
from rmkit.exchange.form_cells import FORM_MARK, FORM_VERSION
from rmkit.exchange.form_style import Style, height
from rmkit.exchange.headings import letter
from rmkit.exchange.xlsx_rules import Lists, choices, rule
from rmkit.exchange.xlsx_table import FORM_SHEET
from rmkit.instruments.model import Field, Instrument, Item

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["BOOK_OPTIONS", "close_book", "sheet_name", "write_form"]

BOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""One date for all, so that the same form is the same file."""
_QUESTION, _ANSWER = 1, 2
_WIDTH_QUESTION, _WIDTH_ANSWERS = 50, 44
_WRAP_QUESTION, _WRAP_ALL = 50, 96
_LONG_ANSWER = 80
_HOW = Text({
    "en": "Please fill in the yellow cells, save the file and send it back. * needs an answer.",
    "es": "Rellene las celdas amarillas, guarde el archivo y devuélvalo. * necesita respuesta.",
    "de": "Bitte füllen Sie die gelben Felder aus, speichern Sie die Datei und senden Sie sie "
    "zurück. * braucht eine Antwort.",
    "bg": "Моля, попълнете жълтите полета, запишете файла и го изпратете обратно. "
    "* изисква отговор.",
    "cs": "Vyplňte prosím žlutá pole, uložte soubor a pošlete jej zpět. * vyžaduje odpověď.",
})  # fmt: skip
_TICK = Text({
    "en": "Write x where it applies.",
    "es": "Escriba x donde corresponda.",
    "de": "Bitte x schreiben, wo es zutrifft.",
    "bg": "Напишете x, където е вярно.",
    "cs": "Napište x tam, kde to platí.",
})  # fmt: skip


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
        form.section(section.title.say(language), section.text)
        for item in section.items:
            form.item(item)
    form.finish()
    return close_book(book, path)


def close_book(book: Workbook, path: str | Path) -> Path:
    """Write the workbook to disk, or say why it cannot be."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except (FileCreateError, OSError) as error:
        message = f"{Path(path).name} cannot be written. Is it open in another program?"
        raise NotSaved(message) from error
    return Path(path)


def sheet_name(title: str) -> str:
    """Make a title fit to name a sheet."""
    name = " ".join(re.sub(r"[\[\]:*?/\\']", " ", title).split())[:31].strip()
    return name if name and name.lower() not in {FORM_SHEET, "history"} else "Form"


class _Form:
    """Writes a form from top to bottom, and notes which cell answers what."""

    def __init__(self, book: Workbook, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.language = language
        self.style = Style(book)
        self.sheet: Worksheet = book.add_worksheet(sheet_name(instrument.title.say(language)))
        self.hidden: Worksheet = book.add_worksheet(FORM_SHEET)
        self.lists = Lists(self.hidden, first_column=8)
        self.fields: dict[str, list[Field]] = {}
        for field in instrument.fields:
            self.fields.setdefault(field.item.id, []).append(field)
        self.answers = max(2, *(len(item.asks) for item in instrument.items), 0)
        self.last = _QUESTION + self.answers
        self.at = 0
        self.noted = 0
        self.explained: set[str | None] = set()
        self._note(FORM_MARK, FORM_VERSION, instrument.id, instrument.version)
        self._page()

    def _page(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2)
        sheet.set_column(_QUESTION, _QUESTION, _WIDTH_QUESTION)
        sheet.set_column(_ANSWER, self.last, max(14, _WIDTH_ANSWERS / self.answers))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&R&P / &N")
        sheet.protect("", {"format_rows": True, "format_columns": True})

    def opening(self, organisation: str) -> None:
        """Write the title, what the questions are for, and what to do."""
        say = self.language
        self._across(self.instrument.title.say(say), self.style.title, tall=34)
        if organisation:
            self._across(organisation, self.style.subtitle, tall=20)
        self._across(self.instrument.purpose.say(say), self.style.text)
        self.at += 1
        self._across(_HOW.say(say), self.style.how)

    def section(self, title: str, text: Text | None) -> None:
        """Begin a section."""
        self.at += 1
        self._across(title, self.style.band, tall=24)
        if text:
            self._across(text.say(self.language), self.style.text)

    def item(self, item: Item) -> None:
        """Write one question with its cells."""
        if item.kind == "matrix":
            self._matrix(item)
        elif item.kind == "multiple_choice":
            self._ticks(self.fields[item.id][0])
        elif item.kind == "long_text":
            self._long(self.fields[item.id][0])
        else:
            self._short(self.fields[item.id][0])

    def _short(self, field: Field) -> None:
        label = self._question(field.item, required=field.required, across=False)
        cell = self.style.number if field.kind == "number" else self.style.answer
        cell = self.style.date if field.kind == "date" else cell
        self._answer(field, label, (_ANSWER, self.last), cell)
        self.at += 1

    def _long(self, field: Field) -> None:
        label = self._question(field.item, required=field.required, across=True)
        label_at = self.at
        self.at += 1
        self.sheet.set_row(self.at, _LONG_ANSWER)
        self._answer(field, label, (_QUESTION, self.last), self.style.long_answer, label_at)
        self.at += 1

    def _ticks(self, field: Field) -> None:
        self._question(field.item, required=field.required, across=True, also=_TICK)
        self.at += 1
        for option, words in zip(field.options, choices(field, self.language), strict=True):
            self.sheet.write_string(self.at, _QUESTION, words, self.style.row)
            self.sheet.set_row(self.at, height(words, characters=_WRAP_QUESTION))
            self.sheet.write_blank(self.at, _ANSWER, None, self.style.tick)
            heading = f"{field.heading(self.language)} [{option.label.say(self.language)}]"
            self._note(
                f"{field.key}[{option.value}]",
                self._address(_ANSWER),
                self._address(_QUESTION),
                words,
                heading,
            )
            self.at += 1

    def _matrix(self, item: Item) -> None:
        fields = self.fields[item.id]
        asks = [ask.text.say(self.language) for ask in item.asks] or [""]
        self._legend(item)
        self._question(item, required=item.required, across=len(asks) == 1 and not asks[0])
        spans = self._spans(len(asks))
        for ask, span in zip(asks, spans, strict=True):
            if ask:
                self._put(span, ask, self.style.head)
        self.at += 1
        for row in item.rows:
            words = row.text.say(self.language)
            hint = row.help.say(self.language) if row.help else ""
            label = self._rich(words, hint, self.style.row)
            cells = (field for field in fields if field.row == row)
            for field, span in zip(cells, spans, strict=True):
                self._answer(field, label, span, self.style.answer)
            self.at += 1

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
            self._across("\n".join(lines), self.style.quiet)

    def _spans(self, count: int) -> list[tuple[int, int]]:
        """Share the answer columns among the things that are asked."""
        if count == 1:
            return [(_ANSWER, self.last)]
        return [(_ANSWER + i, _ANSWER + i) for i in range(count)]

    def _question(
        self, item: Item, *, required: bool, across: bool, also: Text | None = None
    ) -> str:
        """Write the words of a question with its help; give what stands in the cell."""
        words = item.text.say(self.language) + (" *" if required else "")
        hints = [t.say(self.language) for t in (item.help, also) if t]
        return self._rich(words, " ".join(hints), self.style.question, across=across)

    def _rich(self, words: str, hint: str, style: Format, *, across: bool = False) -> str:
        """Write words with a quiet hint below them in one cell, and make the row fit."""
        if across:
            self.sheet.merge_range(self.at, _QUESTION, self.at, self.last, "", style)
        if hint:
            strong = self.style.strong if style is self.style.question else self.style.text
            parts = [strong, words, self.style.quiet, f"\n{hint}", style]
            self.sheet.write_rich_string(self.at, _QUESTION, *parts)
        else:
            self.sheet.write_string(self.at, _QUESTION, words, style)
        told = f"{words}\n{hint}" if hint else words
        wrap = _WRAP_ALL if across else _WRAP_QUESTION
        self.sheet.set_row(self.at, max(22, height(told, characters=wrap)))
        return told

    def _across(self, text: str, style: Format, *, tall: float | None = None) -> None:
        self.sheet.merge_range(self.at, _QUESTION, self.at, self.last, "", style)
        self.sheet.write_string(self.at, _QUESTION, text, style)
        self.sheet.set_row(self.at, tall or height(text, characters=_WRAP_ALL))
        self.at += 1

    def _answer(
        self,
        field: Field,
        label: str,
        span: tuple[int, int],
        style: Format,
        label_at: int | None = None,
    ) -> None:
        """Make a cell to fill in, with its rule, and note what it answers."""
        self._put(span, "", style)
        if checks := rule(field, self.lists, self.language):
            self.sheet.data_validation(self.at, span[0], self.at, span[0], checks)
        label_row = self.at if label_at is None else label_at
        self._note(
            field.key,
            self._address(span[0]),
            f"{letter(_QUESTION)}{label_row + 1}",
            label,
            field.heading(self.language),
        )

    def _put(self, span: tuple[int, int], text: str, style: Format) -> None:
        if span[0] == span[1]:
            self.sheet.write(self.at, span[0], text, style)
        else:
            self.sheet.merge_range(self.at, span[0], self.at, span[1], text, style)

    def _address(self, column: int) -> str:
        return f"{letter(column)}{self.at + 1}"

    def _note(self, *cells: str | int) -> None:
        """Write a line of the hidden sheet."""
        for column, cell in enumerate(cells):
            self.hidden.write(self.noted, column, cell)
        self.noted += 1

    def finish(self) -> None:
        """Close the form: where it prints, what is hidden, which cell is ready to type in."""
        self.sheet.print_area(0, 0, self.at, self.last)
        self.hidden.very_hidden()
        self.sheet.activate()
