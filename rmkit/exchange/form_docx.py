"""Our own form as a Word document: one person fills in the tables, and `preview` reads it back.

Each table has questions on the left, or above, and room for answers on the right, or below; its
first row says which. The cells bear the keys of their questions, and where a program loses those
the words of the questions still say which answer is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_line
from rmkit.definitions.texts import Text
from rmkit.exchange.form_mark import mark_of
from rmkit.exchange.form_table_docx import (
    Box,
    asked,
    band_box,
    head_box,
    table_xml,
    to_fill,
    words_xml,
)
from rmkit.exchange.writing_out import written
from rmkit.instruments.fields import VOICES
from rmkit.instruments.model import Field, Instrument, Item, Section
from rmkit.report.sheet import what_to_do
from rmkit.report.sheet_words import ANSWER, CHOOSE, FILL, OF_PAGES, TICK, WRITE_BELOW

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["write_docx_form"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_LONG, _IN_A_CARD, _SIGNED = 1_500, 2_600, 720
Row = tuple[Sequence[Box], int]


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
    from docx.oxml import parse_xml

    form = _Form(instrument, language)
    document = _empty(instrument, language)
    for words in form.opening(organisation):
        document.add_paragraph(one_line(words))
    for section in instrument.sections:
        document.add_heading(one_line(section.title.say(language)), level=1)
        if section.text:
            document.add_paragraph(one_line(section.text.say(language)))
        for table in form.tables(section):
            document.element.body.add_p().addprevious(parse_xml(table))
    with written(path) as place:
        document.save(str(place))
    return place


def _empty(instrument: Instrument, language: str) -> Document:
    """Make a document with nothing but its title, its marks and its foot."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    title = one_line(instrument.title.say(language))
    properties = document.core_properties
    properties.title, properties.subject = title, mark_of(instrument)
    properties.author, properties.created, properties.modified = "rmkit", _MADE, _MADE
    properties.language = language
    for page in document.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
        _number(page.footer.paragraphs[0], OF_PAGES.say(language))
    for name, size in (("Title", 22), ("Heading 1", 14), ("Normal", 10)):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), "Calibri"
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x0B, 0x55, 0x63)
            style.element.rPr.rFonts.attrib.clear()
            style.font.name = "Calibri"
    document.add_heading(title, level=0)
    return document


def _number(paragraph: Paragraph, words: str) -> None:
    """Write "Page 1 of 2" at the foot, which the program counts itself."""
    from docx.oxml import parse_xml

    of = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for part in re.split(r"(\{pages?\})", words):
        code = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(part)
        if code is None:
            paragraph.add_run(part)
        else:
            field = f'<w:fldSimple {of} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))


class _Form:
    """Gives the words and tables of a form, from top to bottom."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.instrument = instrument
        self.language = language
        self.explained: set[str | None] = set()
        self.fields: dict[str, list[Field]] = {}
        for field in instrument.fields:
            self.fields.setdefault(field.item.id, []).append(field)

    def say(self, text: Text | None) -> str:
        return text.say(self.language) if text else ""

    def opening(self, organisation: str) -> Iterator[str]:
        """Give the paragraphs below the title."""
        how, whose = what_to_do(self.instrument, FILL["docx"])
        texts = (self.instrument.purpose, self.instrument.when, how, whose)
        yield from filter(None, (organisation, *map(self.say, texts)))

    def tables(self, section: Section) -> Iterator[str]:
        """Give the tables of a section by its layout; what takes a table of its own gets one."""
        items = section.items
        if any(item.kind in {"matrix", "multiple_choice"} for item in items):
            yield from self._listed(items)
        elif section.layout == "phases":
            yield from self._listed(items[:1])
            yield from self._cards(items[1:], 3, self.say(WRITE_BELOW))
        elif section.layout == "quadrants":
            yield from self._cards(items, 2, self.say(section.title))
        else:
            yield from self._listed(items)

    def _listed(self, items: Sequence[Item]) -> Iterator[str]:
        """Give the tables of questions one after the other: those alike share one."""
        for (alone, marked, _), alike in groupby(items, self._shape):
            if not alone:
                yield self._plain(list(alike), marked=marked)
                continue
            for item in alike:
                yield self._matrix(item) if item.kind == "matrix" else self._ticks(item)

    def _shape(self, item: Item) -> tuple[bool, bool, tuple[str, ...]]:
        return item.kind in {"matrix", "multiple_choice"}, bool(item.mark), item.voices

    def _plain(self, items: Sequence[Item], *, marked: bool) -> str:
        """Questions on the left, a cell for each voice on the right."""
        voices = items[0].voices
        heads = [self.say(VOICES[voice]) for voice in voices] or [self.say(ANSWER)]
        head = [head_box(""), *[head_box(words) for words in heads]]
        rows: list[Row] = [([head_box(""), *head] if marked else head, 0)]
        for item in items:
            fields = self.fields[item.id]
            mark = [head_box(item.mark)] if marked else []
            cells = [*mark, self._question(item), *map(self._answer, fields)]
            rows.append((cells, _tall(item, _LONG)))
        label = 4.6 if len(heads) == 1 else 3.2
        widths = [*([0.6] if marked else []), label, *[(10 - label) / len(heads)] * len(heads)]
        return table_xml(rows, widths)

    def _question(self, item: Item) -> Box:
        fields = self.fields[item.id]
        star = " *" if any(field.required for field in fields) else ""
        return asked(f"{self.say(item.text)}{star}", hint=self._hint(fields[0]))

    def _hint(self, field: Field) -> str:
        """Give the help, and what can be chosen: not every program unfolds a list."""
        labels = " / ".join(self.say(option.label) for option in field.options)
        return "\n".join(filter(None, (self.say(field.item.help), labels)))

    def _answer(self, field: Field) -> Box:
        return to_fill(
            field.key,
            title=field.heading(self.language),
            choices=[option.label.say(self.language) for option in field.options],
            kind=field.kind,
            prompt=self.say(CHOOSE),
        )

    def _ticks(self, item: Item) -> str:
        """One row for each choice, with a box for each voice."""
        fields = self.fields[item.id]
        heads = [self.say(VOICES[field.voice]) for field in fields if field.voice]
        star = " *" if any(field.required for field in fields) else ""
        first = head_box(f"{self.say(item.text)}{star}", first=True, hint=self.say(item.help))
        rows: list[Row] = [([first, *map(head_box, heads or [self.say(TICK)])], 0)]
        for option in fields[0].options:
            label = self.say(option.label)
            boxes = [
                to_fill(f"{field.key}___{option.value}", title=label, kind="tick")
                for field in fields
            ]
            rows.append(([asked(label, hint=self.say(option.help), bold=False), *boxes], 0))
        return table_xml(rows, [7.0, *[3.0 / len(fields)] * len(fields)])

    def _matrix(self, item: Item) -> str:
        asks = [self.say(ask.text) for ask in item.asks] or [self.say(ANSWER)]
        star = " *" if item.required else ""
        hint = "\n".join(filter(None, (self.say(item.help), *self._legend(item))))
        first = head_box(f"{self.say(item.text)}{star}", first=True, hint=hint)
        rows: list[Row] = [([first, *map(head_box, asks)], 0)]
        cells: dict[str, list[Field]] = {}
        for field in self.fields[item.id]:
            cells.setdefault(field.row.id if field.row else "", []).append(field)
        for fields in cells.values():
            row = fields[0].row
            words = (
                asked(self.say(row.text), hint=self.say(row.help), bold=False) if row else Box("")
            )
            rows.append(([words, *map(self._answer, fields)], 0))
        return table_xml(rows, [5.0, *[5.0 / len(asks)] * len(asks)])

    def _legend(self, item: Item) -> Iterator[str]:
        """Explain the levels of a scale, the first time that it is used."""
        if item.scale in self.explained:
            return
        self.explained.add(item.scale)
        levels = self.fields[item.id][0].options
        if not any(option.help for option in levels):
            yield " / ".join(self.say(option.label) for option in levels)
        for option in levels:
            if option.help:
                yield f"{self.say(option.label)}: {self.say(option.help)}"

    def _cards(self, items: Sequence[Item], most: int, title: str) -> Iterator[str]:
        """Cards side by side: rows of questions, each with the row of their cells below."""
        columns = min(most, len(items))
        rows: list[Row] = [([band_box(title, columns)], 0)] if items else []
        for start in range(0, len(items), columns):
            row = items[start : start + columns]
            for number in range(max(len(self.fields[item.id]) for item in row)):
                told = [self._card(item, number) for item in row]
                blank = [(Box(words_xml("")), Box(words_xml("")))] * (columns - len(row))
                labels, cells = zip(*told, *blank, strict=True)
                tall = max(_tall(item, _IN_A_CARD) for item in row)
                rows += [(labels, 0), (cells, tall // max(1, len(row[0].voices)))]
        if rows:
            yield table_xml(rows, [1.0] * columns, headed=False)

    def _card(self, item: Item, number: int) -> tuple[Box, Box]:
        """Give a question and its cell, of the first or the second voice."""
        fields = self.fields[item.id]
        if number >= len(fields):
            return Box(words_xml("")), Box(words_xml(""))
        field = fields[number]
        star = " *" if field.required else ""
        hint = self._hint(field) if number == 0 else ""
        label = asked(f"{field.question(self.language)}{star}", hint=hint)
        return label, self._answer(field)


def _tall(item: Item, text: int) -> int:
    """Say how tall a row is, in twentieths of a point: `text` where a whole text is asked for."""
    if item.format == "signature":
        return _SIGNED
    return text if item.kind == "long_text" else 0
