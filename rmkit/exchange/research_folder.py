"""The folder that leaves for research: one table, its codebook, and a statement.

It takes what was released to researchers and nothing else. Cells are text that no spreadsheet
program runs; the table says nothing of order, time or who wrote it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import pandas as pd

from rmkit.definitions.inert import one_cell, one_line
from rmkit.disclosure.audiences import Released, opened
from rmkit.exchange.owned_folder import write_folder

__all__ = ["write_research"]


def write_research(
    folder: Path | str,
    *,
    name: str,
    table: Released[pd.DataFrame],
    codebook: Released[pd.DataFrame],
    statement: Sequence[str],
) -> list[Path]:
    """Write the table as CSV (UTF-8, commas), its codebook and the statement.

    Parameters
    ----------
    folder
        Where; absent, empty, or written here before and untouched since.
    name
        What the table is called, without an ending.
    table, codebook
        Released to the researcher.
    statement
        Paragraphs.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    NotAllowed
        The tables were not released to researchers, or the folder holds something else.
    NotSaved
        The folder could not be written.
    """
    files: Mapping[str, str] = {
        "STATEMENT.txt": "\n\n".join(statement) + "\n",
        f"{name}.csv": _as_csv(opened(table, "researcher", where="The export for research")),
        "codebook.csv": _as_csv(opened(codebook, "researcher", where="The export for research")),
    }

    def fill(made: Path) -> list[str]:
        for file, text in files.items():
            (made / file).write_text(text, encoding="utf-8", newline="")
        return list(files)

    return write_folder(folder, fill)


def _as_csv(table: pd.DataFrame) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_inert(name) for name in table.columns])
    for row in table.astype(object).itertuples(index=False):
        writer.writerow(["" if pd.isna(cell) else _inert(cell) for cell in row])
    return out.getvalue()


def _inert(cell: object) -> str:
    """Write a cell that no spreadsheet takes for a formula."""
    return one_cell(cell) if isinstance(cell, str) else one_line(str(cell))
