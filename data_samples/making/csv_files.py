"""CSV files with exactly the bytes that are wanted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

__all__ = ["write_csv", "write_table"]


def write_csv(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    line_end: str = "\n",
    byte_order_mark: bool = False,
    quote_all: bool = False,
) -> None:
    """Write rows of cells; None becomes an empty cell."""
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    encoding = "utf-8-sig" if byte_order_mark else "utf-8"
    path.write_bytes(text.getvalue().encode(encoding))


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a clean table: UTF-8, commas, an empty cell where a value is missing."""
    rows = [
        [None if pd.isna(cell) else cell for cell in row] for row in table.itertuples(index=False)
    ]
    write_csv(path, [list(table.columns), *rows])
