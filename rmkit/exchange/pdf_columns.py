"""How wide the columns of a printed table are: no heading broken, most room to those with much.

Each column wants its share of the width, in the ratio that the table names or else by how much
stands in it. None gets less than its longest ordinary word needs; what that costs is taken from
the columns that have room to spare.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth

from rmkit.exchange.pdf_paper import BOLD, PLAIN
from rmkit.report.page import Table, cell_text

__all__ = ["column_widths"]

_SIZE = 8.2
_ROWS_LOOKED_AT = 200
_LONGEST_KEPT_WHOLE = 88.0
_CHARACTERS_THAT_COUNT = (5.0, 60.0)


def column_widths(table: Table, width: float, *, padding: float) -> list[float]:
    """Share the room among the columns of a table.

    Parameters
    ----------
    table
        At least one column.
    width
        The room in points.
    padding
        Points beside the text of a cell, left and right together.

    Returns
    -------
    list of float
        One width a column, in points; they add up to `width`.
    """
    texts = [
        [cell_text(row[i]) for row in table.rows[:_ROWS_LOOKED_AT]]
        for i in range(len(table.columns))
    ]
    limit = min(_LONGEST_KEPT_WHOLE, width / len(table.columns))
    least = [
        min(limit, _longest_word(heading, cells) + padding + 1)
        for heading, cells in zip(table.columns, texts, strict=True)
    ]
    wants = table.widths or tuple(_mean_length(cells) for cells in texts)
    shares = [width * want / sum(wants) for want in wants]
    spare = [max(0.0, share - low) for share, low in zip(shares, least, strict=True)]
    short = sum(max(0.0, low - share) for share, low in zip(shares, least, strict=True))
    kept = 1 - short / sum(spare) if sum(spare) else 0.0
    return [low + more * kept if more else low for low, more in zip(least, spare, strict=True)]


def _longest_word(heading: str, cells: Sequence[str]) -> float:
    words = [stringWidth(word, BOLD, _SIZE) for word in heading.split()]
    words += [stringWidth(word, PLAIN, _SIZE) for cell in cells for word in cell.split()]
    return max(words, default=0.0)


def _mean_length(cells: Sequence[str]) -> float:
    low, high = _CHARACTERS_THAT_COUNT
    mean = sum(map(len, cells)) / len(cells) if cells else low
    return min(high, max(low, mean))
