"""A preview told in lines for a terminal: the columns, what to look at, what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rmkit.errors import Fault

if TYPE_CHECKING:
    from rmkit.exchange.preview import Preview

__all__ = ["lines", "together"]

_WIDTH = 56


def lines(seen: Preview) -> Iterator[str]:
    """Tell a preview line by line."""
    count = len(seen.responses)
    written_by = "" if seen.layout == "plain" else f" ({seen.layout})"
    yield f"{seen.file}{written_by}: {count} {'response' if count == 1 else 'responses'}"
    yield from (f"  {note}" for note in seen.notes)
    yield "Columns"
    width = max((len(c.heading.name[:_WIDTH]) for c in seen.matched), default=0)
    for column in seen.matched:
        name = column.heading.name
        name = name if len(name) <= _WIDTH else f"{name[:26]}…{name[27 - _WIDTH :]}"
        why = f"  ({column.remark})" if column.remark else ""
        place = column.heading.place or column.heading.letter
        yield f"  {place:>3}  {name:<{width}}  {column.answers}{why}"
    for title, faults in (("Look at", seen.warnings), ("Mend", seen.faults)):
        if faults:
            yield f"{title} ({len(faults)})"
            yield from (f"  - {_told(group)}" for group in together(faults))
    yield (
        f"{count} {'response' if count == 1 else 'responses'} can be imported."
        if seen.ok
        else "Nothing can be imported before this is mended."
    )


def together(faults: Sequence[Fault]) -> list[tuple[Fault, ...]]:
    """Put together those that say the same of many rows of a column."""
    groups: dict[tuple[str, str | None, str, str], list[Fault]] = {}
    for fault in faults:
        same = (fault.file, fault.column, fault.problem, fault.fix if fault.row is None else "")
        groups.setdefault(same, []).append(fault)
    return [tuple(group) for group in groups.values()]


def _told(group: tuple[Fault, ...]) -> str:
    """Tell a fault that many rows have once, with the rows."""
    first, *others = group
    rows = ", ".join(str(f.row) for f in others[:8]) + (" ..." if len(others) > 8 else "")
    return str(first) + (f" {len(others) + 1} rows have this (also {rows})." if others else "")
