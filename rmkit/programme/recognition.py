"""Which questionnaire a file answers: the variant and the rows that its headings ask about.

So somebody who built their own form need not say again what they asked. A row that no library has
("[SAP]") is taken as the programme's own where its question has other rows that are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from rmkit.exchange.columns import Column, match_columns
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.preview import first_table
from rmkit.instruments import definition, libraries, load
from rmkit.instruments.model import Entry, Instrument, Item

__all__ = ["everything", "recognised"]

_WHO = {"name", "email"}
_GRID = re.compile(r"(?P<question>.*\S)\s*\[(?P<row>[^\[\]]+)\]\s*")


def recognised(path: Path, mapping: TableMapping | None = None) -> Instrument | None:
    """Give the candidate questionnaire that a file answers, or None where nothing is recognised.

    Every competence, tool, language and style of the libraries is looked for among the headings;
    those that are found make the questionnaire. It is the extended variant if anything is
    answered that the short one does not ask. Of a folder or ZIP of forms, the first tells.

    Raises
    ------
    FileRefused
        The file cannot be read as a table.
    """
    full = everything("extended")
    table = first_table(
        path,
        sheet=mapping.sheet if mapping else None,
        encoding=mapping.encoding if mapping else None,
    )
    columns = match_columns(table, full, mapping)
    keys = {c.target.key for c in columns if c.target} | set(mapping.constants if mapping else ())
    keys |= _asked_once(columns, full)
    rows: dict[str, dict[str, str | Entry]] = {}
    for field in full.fields:
        if field.row and field.key in keys:
            rows.setdefault(field.item.id, {})[field.row.id] = field.row.id
    if keys & {f.key for f in full.fields} <= _WHO:
        return None
    for item, own in _own_rows(columns, full):
        rows.setdefault(item, {}).setdefault(own.id, own)
    short = {field.key for field in everything("short").fields}
    variant = "short" if keys & {f.key for f in full.fields} <= short else "extended"
    drawing = [item.id for item in _asked(variant) if item.library and item.kind == "matrix"]
    entries = {item: tuple(rows.get(item, {}).values()) for item in drawing}
    return _asking(load("candidate", variant=variant, entries=entries), keys)


def _asked_once(columns: Sequence[Column], full: Instrument) -> set[str]:
    """Give the keys of rows that one column asks about: it is the first question, the level now."""
    fits = Counter(column.fits for column in columns if column.fits)
    firsts = {f.key for f in full.fields if f.row and f.ask in f.item.asks[:1]}
    return {t.key for targets, n in fits.items() if n == 1 for t in targets} & firsts


def _asking(instrument: Instrument, keys: Collection[str]) -> Instrument:
    """Leave out what the matrices ask beside the level now, where the file does not ask it."""
    asked = {(f.item.id, f.ask.id) for f in instrument.fields if f.ask and f.key in keys}
    content = instrument.model_dump()
    for section in content["sections"]:
        for item in section["items"]:
            seen = [ask for ask in item["asks"] if (item["id"], ask["id"]) in asked]
            item["asks"] = seen or item["asks"]
    return Instrument.model_validate(content)


def _own_rows(columns: Sequence[Column], full: Instrument) -> Iterator[tuple[str, Entry]]:
    """Find rows that are not in a library, by the question that they share with rows that are."""
    items = {f.key: f.item.id for f in full.fields if f.row}
    grids = [(c, found) for c in columns if (found := _GRID.fullmatch(c.heading.text))]
    known = [(found["question"], key) for c, found in grids for key in _rows_of(c) & {*items}]
    asked = {question: items[key] for question, key in known}
    for column, found in grids:
        if found["question"] in asked and not _rows_of(column) & {*items}:
            words = found["row"].strip()
            yield asked[found["question"]], Entry.model_validate({"id": _id(words), "text": words})


def _rows_of(column: Column) -> set[str]:
    """Give the keys that a column answers or may answer."""
    return {target.key for target in (column.target, *column.fits) if target}


def _id(words: str) -> str:
    """Make an id of words: `Own CRM (2)` becomes `own_crm_2`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    letters = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    return letters if letters[:1].isalpha() else f"own_{letters or ord(words[0])}"


def _asked(variant: str) -> tuple[Item, ...]:
    items = definition("candidate").items
    return tuple(i for i in items if not i.variants or variant in i.variants)


def everything(variant: str) -> Instrument:
    """Give the variant with every entry of its libraries."""
    entries = {
        item.id: tuple(e.id for e in libraries()[item.library].entries)
        for item in _asked(variant)
        if item.library
    }
    return load("candidate", variant=variant, entries=entries)
