"""Which questionnaire a file answers: the variant and the rows that its headings ask about.

So somebody who built their own form need not say again what they asked.
"""

from __future__ import annotations

from pathlib import Path

from rmkit.exchange.columns import match_columns
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.tables import read_table
from rmkit.instruments import definition, libraries, load
from rmkit.instruments.model import Instrument, Item

__all__ = ["recognised"]


def recognised(path: Path, mapping: TableMapping | None = None) -> Instrument | None:
    """Give the candidate questionnaire that a file answers, or None where no row is recognised.

    Every competence, tool, language and style of the libraries is looked for among the headings;
    those that are found make the questionnaire. It is the extended variant if anything is
    answered that the short one does not ask.
    """
    full = _everything()
    table = read_table(
        path,
        sheet=mapping.sheet if mapping else None,
        encoding=mapping.encoding if mapping else None,
    )
    columns = match_columns(table, full, mapping)
    keys = {c.target.key for c in columns if c.target} | set(mapping.constants if mapping else ())
    found = {f.key: f for f in full.fields if f.key in keys}
    rows: dict[str, dict[str, None]] = {}
    for field in found.values():
        if field.row:
            rows.setdefault(field.item.id, {})[field.row.id] = None
    if not rows:
        return None
    short = {field.key for field in _everything("short").fields}
    variant = "short" if set(found) <= short else "extended"
    entries = {i.id: tuple(rows.get(i.id, ())) for i in full.items if i.kind == "matrix"}
    drawing = {i.id for i in _asked(variant) if i.library}
    return load(
        "candidate", variant=variant, entries={k: v for k, v in entries.items() if k in drawing}
    )


def _asked(variant: str) -> tuple[Item, ...]:
    items = definition("candidate").items
    return tuple(i for i in items if not i.variants or variant in i.variants)


def _everything(variant: str = "extended") -> Instrument:
    """Give the variant with every entry of its libraries."""
    entries = {
        item.id: tuple(e.id for e in libraries()[item.library].entries)
        for item in _asked(variant)
        if item.library
    }
    return load("candidate", variant=variant, entries=entries)
