"""Columns that hold one choice each: whether a cell says that the choice was made.

LimeSurvey writes Y, Kobo and REDCap 1 and 0, others the label of the choice, yes or a cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rmkit.exchange.grid import Cell
from rmkit.exchange.headings import plain

__all__ = ["is_tick_column", "ticked"]

_YES = frozenset({
    "1", "1.0", "y", "yes", "x", "✓", "✔", "☑", "☒", "true", "checked", "selected", "ja", "sí",
    "si", "ano", "да", "oui", "sim",
})  # fmt: skip
_NO = frozenset({
    "0", "0.0", "n", "no", "-", "false", "unchecked", "not selected", "nein", "ne", "не", "non",
    "não", "n/a", "n/d", "☐",
})  # fmt: skip


def ticked(cell: Cell, labels: Sequence[str]) -> bool | None:
    """Tell whether a choice was made.

    Parameters
    ----------
    cell
        What stands in the column of that choice.
    labels
        The words of the choice, one of which may stand there for yes.

    Returns
    -------
    bool or None
        False also where the cell is blank; None where it says something else.
    """
    if cell is None or isinstance(cell, bool):
        return bool(cell)
    return _ticked(str(cell), tuple(labels))


@lru_cache(maxsize=4_096)
def _ticked(cell: str, labels: tuple[str, ...]) -> bool | None:
    written = plain(cell)
    if written in _YES or written in {plain(label) for label in labels}:
        return True
    return False if written in _NO or not written else None


def is_tick_column(cells: Sequence[Cell], label: str) -> bool:
    """Tell whether every cell of a column is a tick, and at least one is filled."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(ticked(cell, [label]) is not None for cell in filled)
