"""Responses as one DataFrame: a row a person, a column a field, missing as NA."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rmkit.instruments.model import Field, Instrument

__all__ = ["laid_out"]


def laid_out(rows: Sequence[Mapping[str, Any]], instruments: Sequence[Instrument]) -> pd.DataFrame:
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
    kept = _last_of_each(rows)
    answers = [json.loads(row["answers"]) for row in kept]
    columns = {
        key: _column([given.get(key) for given in answers], field) for key, field in fields.items()
    }
    people = pd.Series([row["person_id"] for row in kept], dtype="string")
    table = pd.DataFrame({"person_id": people, **columns})
    return table.sort_values("person_id", kind="stable", ignore_index=True)


def _last_of_each(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Keep the last response of a person (about each pair); of anonymous ones keep all."""
    kept: dict[object, Mapping[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["received_at"], row["number"])):
        anonymous = row["person_id"] is None
        kept[row["number"] if anonymous else (row["person_id"], row["pair_id"])] = row
    return list(kept.values())


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
    return pd.Series(values, dtype=dtype)
