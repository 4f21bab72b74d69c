"""What stands in a file that somebody filled, before it is matched to a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault
from rmkit.exchange.grid import Cell
from rmkit.exchange.layout import Heading
from rmkit.exchange.tool_columns import Layout

__all__ = ["RawTable"]


@discreet("file", "layout", "rows", "faults")
@dataclass(frozen=True)
class RawTable:
    """The cells of a file with the headings made readable.

    `rows` are as wide as `header`; a blank row is a row of None, so that the row with index *i* is
    row `first_row + i` of the user's program. `instrument` names the questionnaire and version
    that a form of ours was made from. `faults` are those of the file itself.
    """

    file: str
    sheet: str
    layout: Layout
    header: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    instrument: tuple[str, int] | None = None

    @property
    def filled(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """The rows that hold anything, each with its number."""
        numbered = enumerate(self.rows, start=self.first_row)
        return tuple((number, row) for number, row in numbered if any(map(_is_filled, row)))


def _is_filled(cell: Cell) -> bool:
    if isinstance(cell, tuple):
        return bool(cell)
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
