"""Our own form as a Word document: one person fills in the tables, and `preview` reads it back.

Each table has questions on the left and room for answers on the right; its first row says what is
asked. The words of the questions say which answer is which, so the form survives LibreOffice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_line
from rmkit.definitions.texts import Text
from rmkit.errors import NotSaved
from rmkit.exchange.form_mark import mark_of
from rmkit.instruments.model import Field, Instrument, Item

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["write_docx_form"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_HOW = Text({
    "en": "Please write into the right-hand cells, save the file and send it back. * needs an "
    "answer.",
    "es": "Escriba en las celdas de la derecha, guarde el archivo y devuélvalo. * necesita "
    "respuesta.",
    "de": "Bitte in die rechten Felder schreiben, die Datei speichern und zurücksenden. * braucht "
    "eine Antwort.",
})  # fmt: skip
_ANSWER = Text({"en": "Your answer", "es": "Su respuesta", "de": "Ihre Antwort"})
_TICK = Text({"en": "x where it applies", "es": "x donde corresponda", "de": "x, wo es zutrifft"})
Row = tuple[str, str, int]
"""The words of a row, a hint below them, and how many cells it has to answer in."""


def write_docx_form(
    instrument: Instrument, path: str | Path, *, organisation: str = "", language: str = "en"
) -> Path:
    """Write a form for one person as a Word document.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.docx`.
    organisation
        Stands below the title.
    language
        The language of the form; English where a text lacks it.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title = one_line(instrument.title.say(language))
    properties.subject = mark_of(instrument)
    properties.author, properties.created, properties.modified = "rmkit", _MADE, _MADE
    document.add_heading(one_line(instrument.title.say(language)), level=0)
    for text in (organisation, instrument.purpose.say(language), _HOW.say(language)):
        if text:
            document.add_paragraph(one_line(text))
    fields: dict[str, list[Field]] = {}
    for field in instrument.fields:
        fields.setdefault(field.item.id, []).append(field)
    for section in instrument.sections:
        document.add_heading(one_line(section.title.say(language)), level=1)
        if section.text:
            document.add_paragraph(one_line(section.text.say(language)))
        for head, rows in _tables(section.items, fields, language):
            _add_table(document, head, rows)
    try:
        document.save(str(path))
    except OSError as error:
        message = f"{Path(path).name} cannot be written. Is it open in another program?"
        raise NotSaved(message) from error
    return Path(path)


def _tables(
    items: tuple[Item, ...], fields: dict[str, list[Field]], language: str
) -> Iterator[tuple[list[str], list[Row]]]:
    """Give the tables of a section: plain questions together, the others one each."""
    plain: list[Row] = []
    for item in items:
        if item.kind not in {"matrix", "multiple_choice"}:
            plain.append(_question(fields[item.id][0], language))
            continue
        if plain:
            yield ["", _ANSWER.say(language)], plain
            plain = []
        if item.kind == "matrix":
            yield _matrix(item, language)
        else:
            head = [item.text.say(language), _TICK.say(language)]
            yield (
                head,
                [(option.label.say(language), "", 1) for option in fields[item.id][0].options],
            )
    if plain:
        yield ["", _ANSWER.say(language)], plain


def _question(field: Field, language: str) -> Row:
    words = field.heading(language) + (" *" if field.required else "")
    hints = [field.item.help.say(language)] if field.item.help else []
    hints += [" / ".join(option.label.say(language) for option in field.options)]
    return words, " ".join(filter(None, hints)), 1


def _matrix(item: Item, language: str) -> tuple[list[str], list[Row]]:
    asks = [ask.text.say(language) for ask in item.asks] or [_ANSWER.say(language)]
    rows = [
        (row.text.say(language), row.help.say(language) if row.help else "", len(asks))
        for row in item.rows
    ]
    return [item.text.say(language), *asks], rows


def _add_table(document: Document, head: list[str], rows: list[Row]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(one_line(words)).bold = True
    for words, hint, _ in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(one_line(words))
        if hint:
            cells[0].add_paragraph().add_run(one_line(hint)).italic = True
    document.add_paragraph()
