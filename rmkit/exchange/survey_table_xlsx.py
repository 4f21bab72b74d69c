"""A sheet for coordinators who type answers in: one row a person, one column a question."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.exchange.form_xlsx import BOOK_OPTIONS, close_book, sheet_name
from rmkit.exchange.xlsx_rules import Lists, rule
from rmkit.instruments.model import Field, Instrument

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["write_survey_table"]

_ROWS_WITH_RULES = 1_000
_WIDTHS = {"long_text": 40, "multiple_choice": 34, "text": 26, "choice": 22}
_LONGEST_HINT = 250


def write_survey_table(instrument: Instrument, path: str | Path, *, language: str = "en") -> Path:
    """Write an empty table to type answers into; `preview` reads it back.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen; or a list such as the staff list.
    path
        Where to write it; ends in `.xlsx`.
    language
        The language of headings and choices.

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
    sheet = book.add_worksheet(sheet_name(instrument.title.say(language)))
    hidden = book.add_worksheet("lists")
    lists = Lists(hidden)
    head, formats = _head(book), _formats(book)
    headings = _headings(instrument, language)
    for column, field in enumerate(instrument.fields):
        style = formats.get(field.kind, formats["text"])
        sheet.set_column(column, column, _WIDTHS.get(field.kind, 14), style)
        sheet.write_string(0, column, headings[field.key], head)
        checks = rule(field, lists, language) or {"validate": "any"}
        if hint := _hint(field, language):
            checks |= {"input_message": hint}
        sheet.data_validation(1, column, _ROWS_WITH_RULES, column, checks)
    sheet.set_row(0, 62)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    hidden.hide()
    sheet.activate()
    return close_book(book, path)


def _headings(instrument: Instrument, language: str) -> dict[str, str]:
    """Give each question its words as heading, or its key where two have the same words."""
    words = {field.key: field.heading(language) for field in instrument.fields}
    count = Counter(words.values())
    return {key: text if count[text] == 1 else key for key, text in words.items()}


def _hint(field: Field, language: str) -> str:
    parts = [field.item.help.say(language)] if field.item.help else []
    if field.kind == "multiple_choice":
        parts.append("; ".join(option.label.say(language) for option in field.options))
    hint = "\n".join(parts)
    return hint if len(hint) <= _LONGEST_HINT else f"{hint[: _LONGEST_HINT - 1]}…"


def _head(book: Workbook) -> Format:
    return book.add_format({
        "bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#0B5563",
        "font_color": "#FFFFFF", "border": 1, "border_color": "#BCCCDC", "num_format": "@",
    })  # fmt: skip


def _formats(book: Workbook) -> dict[str, Format]:
    return {
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "long_text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "number": book.add_format({"valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
    }
