"""Our forms, filled in: as a workbook, a Word document and a PDF, as a person does it.

Each takes the path of a blank form, the instrument and answers by key as they are kept, and writes
what a person would choose or type into the places of those questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pypdf

from rmkit.exchange.form_mark import short_code
from rmkit.instruments.model import Field, Instrument

__all__ = ["fill_docx", "fill_pdf", "fill_xlsx", "places"]

Answers = Mapping[str, object]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def label_of(field: Field, value: object, language: str) -> str:
    return next(o.label.say(language) for o in field.options if o.value == value)


def places(path: Path) -> dict[str, str]:
    """Read from the hidden sheet which cell answers what."""
    return places_in(openpyxl.load_workbook(path))


def places_in(book: openpyxl.Workbook) -> dict[str, str]:
    rows = book["rmkit"].iter_rows(min_row=2, max_col=2, values_only=True)
    return {str(code): str(place) for code, place in rows if code}


def fill_xlsx(path: Path, instrument: Instrument, given: Answers, language: str = "en") -> Path:
    """Fill the cells, choosing the words of the lists."""
    book = openpyxl.load_workbook(path)
    where = places_in(book)
    sheet = book[book.sheetnames[0]]
    for key, value in given.items():
        field = instrument.field(key)
        if isinstance(value, list):
            for option in value:
                sheet[where[f"{key}[{option}]"]] = "x"
            continue
        cell = sheet[where[key]]
        if field.kind == "choice":
            words = label_of(field, value, language)
            value = f"{value} – {words}" if field.is_rating else words
        cell.value = date.fromisoformat(str(value)) if field.kind == "date" else value
        if isinstance(cell.value, str):
            cell.data_type = "s"  # what begins with = is text, as in a cell of that format
    book.save(path)
    return path


def fill_docx(path: Path, instrument: Instrument, given: Answers, language: str = "en") -> Path:
    """Choose in the controls, and write into the cells beside or below the questions."""
    import docx

    document = docx.Document(str(path))
    rest = set(given)
    codes = {short_code(code): code for field in instrument.fields for code in codes_of(field)}
    for mark in document.element.body.iter(f"{W}bookmarkStart"):
        key, _, option = codes[mark.get(f"{W}name").removeprefix("rm_")].partition("___")
        if key not in given:
            continue
        field, value, cell = instrument.field(key), given[key], mark.getparent().getparent()
        rest.discard(key)
        if isinstance(value, list):
            if option in map(str, value):
                choose(cell, "☒")
        elif field.kind == "choice":
            choose(cell, label_of(field, value, language))
        elif field.kind == "date":
            choose(cell, str(value))
        else:
            write_into(cell, str(value))
    assert not rest, f"no place in the document for {rest}"
    document.save(str(path))
    return path


def codes_of(field: Field) -> list[str]:
    return [field.key, *(f"{field.key}___{option.value}" for option in field.options)]


def choose(cell, words: str) -> None:
    for prompt in list(cell.iter(f"{W}showingPlcHdr")):
        prompt.getparent().remove(prompt)
    next(cell.iter(f"{W}t")).text = words


def write_into(cell, words: str) -> None:
    from docx.oxml import OxmlElement

    paragraph = next(cell.iter(f"{W}p"))
    for number, line in enumerate(words.split("\n")):
        run = OxmlElement("w:r")
        if number:
            run.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        paragraph.append(run)


def fill_pdf(path: Path, instrument: Instrument, given: Answers) -> Path:
    """Fill the fields, as a reader of PDF does."""
    writer = pypdf.PdfWriter(clone_from=str(path))
    values: dict[str, str] = {}
    for key, value in given.items():
        if isinstance(value, list):
            values |= {f"{key}[{option}]": "/Yes" for option in value}
        elif instrument.field(key).kind == "choice":
            values[key] = f"/{value}"
        else:
            values[key] = str(value)
    missing = set(values) - set(writer.get_fields() or {})
    assert not missing, f"no field for {missing}"
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    writer.write(str(path))
    return path
