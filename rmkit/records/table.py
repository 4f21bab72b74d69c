"""Responses as one DataFrame: a row a person, a column a field, missing as NA."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rmkit.instruments.model import Field, Instrument
from rmkit.records.rows import Row, counting

__all__ = ["laid_out"]

_EXACT = 2.0**53
"""Below it a float holds every whole number."""


def laid_out(rows: Sequence[Row], instruments: Sequence[Instrument]) -> pd.DataFrame:
    """Lay out the rows of responses in the columns of the instruments that were answered.

    Parameters
    ----------
    rows
        Rows of `responses`, in the order in which they were first saved.
    instruments
        Every definition that was answered, oldest first; fields keep their first place.

    Returns
    -------
    DataFrame
        As `Reading.answers_table` says.
    """
    fields: dict[str, Field] = {}
    for instrument in instruments:
        for field in instrument.fields:
            if field.visibility == "coordinator":
                fields[field.key] = field
    kept = counting(rows)
    answers = json.loads("[" + ",".join(row["answers"] for row in kept) + "]")
    columns = {
        key: _column([given.get(key) for given in answers], field) for key, field in fields.items()
    }
    people = pd.Series([row["person_id"] for row in kept], dtype="string")
    table = pd.DataFrame({"person_id": people, **columns})
    return table.sort_values("person_id", kind="stable", ignore_index=True)


def _column(values: list[Any], field: Field) -> pd.Series[Any]:
    if field.kind == "multiple_choice":
        column = pd.Series(values, dtype="object")
        return column.where(column.notna(), pd.NA)
    if field.kind == "number":
        dtype = "Int64" if field.item.whole else "Float64"
    elif field.kind == "choice":
        whole = all(isinstance(option.value, int) for option in field.options)
        dtype = "Int64" if whole else "string"
    else:
        dtype = "string"
    return pd.Series(values if dtype == "string" else _numbers(values, dtype), dtype=dtype)


def _numbers(
    values: list[Any], dtype: str
) -> list[Any] | pd.arrays.FloatingArray | pd.arrays.IntegerArray:
    """Give numbers with their gaps as pandas keeps them, without a look at each one."""
    try:
        numbers = np.array(values, dtype=np.float64)  # None becomes NaN
    except (TypeError, ValueError, OverflowError):
        return values
    gaps = np.isnan(numbers)
    if dtype == "Float64":
        return pd.arrays.FloatingArray(numbers, gaps)
    whole = np.where(gaps, 0, numbers)
    if not (np.abs(whole) < _EXACT).all() or (whole % 1).any():
        return values
    return pd.arrays.IntegerArray(whole.astype(np.int64), gaps)
