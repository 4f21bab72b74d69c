"""How rows of a DataFrame become a table on a page, and how a long one is cut short honestly.

What is cut is counted in a note, so that nobody vanishes without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rmkit.report.page import Block, Cell, Note, Table

__all__ = ["rows_of", "table_of"]


def rows_of(frame: pd.DataFrame, columns: Mapping[str, str]) -> tuple[tuple[Cell, ...], ...]:
    """Read the rows of a frame as cells, in the order of `columns`.

    Parameters
    ----------
    frame
        Any number of rows; a column that it lacks is left empty. Missing values (NA, NaN, None)
        become None.
    columns
        Column of the frame -> heading on the page.
    """
    lists = [
        [_cell(value) for value in frame[name]] if name in frame.columns else [None] * len(frame)
        for name in columns
    ]
    return tuple(zip(*lists, strict=True)) if len(frame) else ()


def table_of(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    most: int | None = None,
    rest: str = "They stand in the full list.",
    caption: str = "",
    widths: Mapping[str, float] | None = None,
) -> tuple[Block, ...]:
    """Lay a frame out as a table, leaving out columns in which nothing stands.

    Parameters
    ----------
    frame, columns
        As in `rows_of`.
    most
        How many rows are shown; None shows all. Those left off are counted in a note.
    rest
        Where the rows left off can be found, as a sentence.
    caption
        Words above the table.
    widths
        Column of the frame -> room it wants, relative to the others (1 where not named).

    Returns
    -------
    tuple of blocks
        The table, and a note when rows were left off.
    """
    shown = frame if most is None else frame.head(most)
    used = {c: h for c, h in columns.items() if c in shown.columns and _holds_something(shown[c])}
    wanted = widths or {}
    table = Table(
        columns=tuple(used.values()),
        rows=rows_of(shown, used),
        caption=caption,
        widths=tuple(wanted.get(name, 1.0) for name in used),
    )
    left = len(frame) - len(shown)
    if not left:
        return (table,)
    return table, Note(f"{left} more {'row is' if left == 1 else 'rows are'} not shown. {rest}")


def _holds_something(column: pd.Series[Any]) -> bool:
    return bool((column.notna() & (column.astype(str).str.strip() != "")).any())


def _cell(value: object) -> Cell:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "item"):
        return _cell(value.item())
    return str(value)
