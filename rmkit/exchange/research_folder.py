"""The folder that leaves for research: one table in two formats, its codebook, and a statement.

CSV is for every program, an SPSS file has the labels inside, `datapackage.json` describes the CSV
files by the Frictionless standard, and the codebook says the same for people.

It takes what was released to researchers and nothing else. Cells are text that no spreadsheet
program runs; the table says nothing of order, time or who wrote it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pandas as pd

from rmkit.definitions.inert import one_cell, one_line
from rmkit.disclosure.audiences import Released, opened
from rmkit.exchange.data_package import data_package
from rmkit.exchange.owned_folder import write_folder
from rmkit.exchange.sav_table import can_write_sav, write_sav

__all__ = ["write_research"]


def write_research(
    folder: Path | str,
    *,
    name: str,
    table: Released[pd.DataFrame],
    codebook: Released[pd.DataFrame],
    statement: Sequence[str],
) -> list[Path]:
    """Write the table as CSV (UTF-8, commas) and for SPSS, its codebook and the statement.

    Parameters
    ----------
    folder
        Where; absent, empty, or written here before and untouched since.
    name
        What the table is called, without an ending.
    table
        Released to the researcher.
    codebook
        Released to the researcher; one row a column of the table, or one a value of it: `column`,
        `type` ("string", "number" or "integer"), `meaning`, `values`.
    statement
        Paragraphs.

    Returns
    -------
    list of Path
        What was written; without an SPSS file where pyreadstat is not installed.

    Raises
    ------
    NotAllowed
        The tables were not released to researchers, or the folder holds something else.
    NotSaved
        The folder could not be written.
    """
    rows, codes = (
        opened(it, "researcher", where="The export for research") for it in (table, codebook)
    )
    tables = {f"{name}.csv": _as_csv(rows), "codebook.csv": _as_csv(codes)}
    described = data_package(
        name=f"reverse-mentoring-{name}",
        title="Answers from a reverse mentoring programme",
        description=" ".join(statement),
        files=tables,
        schemas={f"{name}.csv": codes.map(_inert), "codebook.csv": _of_the_codebook(codes)},
    )
    texts = {
        "STATEMENT.txt": "\n\n".join(statement) + "\n",
        **tables,
        "datapackage.json": described,
    }

    def fill(made: Path) -> list[str]:
        for file, text in texts.items():
            (made / file).write_text(text, encoding="utf-8", newline="")
        if not can_write_sav():
            return list(texts)
        firsts = codes.drop_duplicates("column")
        labels = dict(zip(firsts["column"], firsts["meaning"], strict=True))
        return [*texts, write_sav(rows, made / f"{name}.sav", labels=labels).name]

    return write_folder(folder, fill)


def _of_the_codebook(codes: pd.DataFrame) -> pd.DataFrame:
    """Say what the columns of the codebook are."""
    told = {
        "column": "a column of the other table",
        "meaning": "what it is",
        "values": "what can stand in it",
        "type": "the kind of value",
    }
    return pd.DataFrame(
        [
            {"column": name, "meaning": told.get(str(name), str(name)), "type": "string"}
            for name in codes.columns
        ]
    )


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
