"""A table as SPSS reads it: numbers with labels for what they stand for, and what each column is.

A column of words becomes whole numbers with value labels; empty cells become system-missing. The
file holds the names, labels and values alone: no note, no date of an answer, no order but the
table's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from rmkit.definitions.inert import one_line
from rmkit.errors import NotReady

__all__ = ["can_write_sav", "sav_names", "write_sav"]

_LONGEST_NAME = 64
_LONGEST_LABEL = 255
_RESERVED = {
    "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH",
}  # fmt: skip


def can_write_sav() -> bool:
    """Tell whether what writes SPSS files is installed."""
    return find_spec("pyreadstat") is not None


def write_sav(table: pd.DataFrame, path: Path | str, *, labels: Mapping[str, str]) -> Path:
    """Write a table as an SPSS file.

    Parameters
    ----------
    table
        Numbers, or words of a few kinds; missing cells are system-missing.
    path
        Where; a file that is there is replaced.
    labels
        What each column is, in words.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    NotReady
        pyreadstat is not installed.
    """
    if not can_write_sav():
        message = (
            "An SPSS file needs pyreadstat, which is not installed here. Install it with: "
            'pip install "rmkit[research]"'
        )
        raise NotReady(message)
    import pyreadstat

    names = sav_names(list(map(str, table.columns)))
    columns: dict[str, pd.Series] = {}
    values: dict[str, dict[int | float, str]] = {}
    for name, column in zip(names, table.columns, strict=True):
        columns[name], told = _as_numbers(table[column])
        if told:
            values[name] = told
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        str(path),
        column_labels={
            name: one_line(labels.get(str(column), str(column)))[:_LONGEST_LABEL]
            for name, column in zip(names, table.columns, strict=True)
        },
        variable_value_labels=values,
        variable_measure={name: "ordinal" if name in values else "scale" for name in names},
    )
    return Path(path)


def sav_names(columns: list[str]) -> list[str]:
    """Give names that SPSS allows, each once and as close to the columns' own as can be.

    >>> sav_names(["mentor_level ai", "2nd", "by", "BY_"])
    ['mentor_level_ai', 'v_2nd', 'by_', 'BY__2']
    """
    made: list[str] = []
    for column in columns:
        name = re.sub(r"[^0-9A-Za-z_]", "_", column)[:_LONGEST_NAME] or "v"
        name = name if name[0].isalpha() else f"v_{name}"[:_LONGEST_NAME]
        name = f"{name}_" if name.upper() in _RESERVED else name
        taken, plain, turn = {other.upper() for other in made}, name, 2
        while name.upper() in taken:
            ending = f"_{turn}"
            name, turn = plain[: _LONGEST_NAME - len(ending)] + ending, turn + 1
        made.append(name)
    return made


def _as_numbers(column: pd.Series) -> tuple[pd.Series, dict[int | float, str]]:
    """Give a column as numbers, and what they stand for where it held words."""
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64").reset_index(drop=True), {}
    kinds = sorted({str(value) for value in column.dropna()})
    code = {kind: float(i) for i, kind in enumerate(kinds, start=1)}
    numbers = [float("nan") if pd.isna(value) else code[str(value)] for value in column]
    told = {i: one_line(kind)[:120] for kind, i in code.items()}
    return pd.Series(numbers, dtype="float64"), dict(told)
