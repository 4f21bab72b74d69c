"""A folder of filled forms, one person a file."""

from __future__ import annotations

from pathlib import Path

from rmkit.errors import Fault, FileRefused
from rmkit.exchange.tables import RawTable, read_table

__all__ = ["read_forms"]


def read_forms(folder: Path) -> tuple[list[RawTable], list[Fault]]:
    """Read every form in a folder.

    Parameters
    ----------
    folder
        Where the filled forms are; other files than .xlsx in it are passed over.

    Returns
    -------
    tuple
        A table for each form, in the order of the file names, and a fault for each workbook that
        is none.

    Raises
    ------
    FileRefused
        There is no workbook in the folder.
    """
    tables, refused = [], []
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() != ".xlsx" or file.name.startswith(("~$", ".")):
            continue
        try:
            table = read_table(file)
        except FileRefused as error:
            refused.append(Fault(str(error), file=file.name))
            continue
        if table.layout == "rmkit_form":
            tables.append(table)
        else:
            problem = "This is not a form of ours; a folder is read for filled forms only."
            refused.append(Fault(problem, "Move it elsewhere.", file=file.name))
    if not tables and not refused:
        message = f"The folder {folder.name} holds no filled form (.xlsx)."
        raise FileRefused(message)
    return tables, refused
