"""The descriptor beside exported tables, so that a repository and a program can read them.

It follows the Frictionless Data Package standard, version 1, with a table schema for each CSV
file. It says what is in the files; of people it says nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

__all__ = ["data_package"]


def data_package(
    *,
    name: str,
    title: str,
    description: str,
    files: Mapping[str, str],
    schemas: Mapping[str, pd.DataFrame],
    licence: tuple[str, str] | None = None,
) -> str:
    """Describe CSV files as `datapackage.json`.

    Parameters
    ----------
    name, title, description
        Of the whole; `name` in small letters, digits, `-`, `_` and `.`.
    files
        The content of each CSV file by its name.
    schemas
        For each file, its columns in order: `column`, `type` ("number", "integer", "string"),
        `meaning`, `values` (the words that can stand in it, with `; ` between them; empty for
        any). A column may have several rows, one a value with its own meaning; the first says
        what the column is.
    licence
        Its short name and its title; None where nobody has chosen one yet, and then there is no
        licence in the descriptor.

    Returns
    -------
    str
        The JSON text; the same for the same files.
    """
    content: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
    }
    if licence is not None:
        content["licenses"] = [{"name": licence[0], "title": licence[1]}]
    content["resources"] = [_resource(file, text, schemas[file]) for file, text in files.items()]
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _resource(file: str, text: str, schema: pd.DataFrame) -> dict[str, Any]:
    raw = text.encode("utf-8")
    return {
        "profile": "tabular-data-resource",
        "name": file.removesuffix(".csv"),
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "header": True},
        "schema": {
            "fields": [_field(rows) for _, rows in schema.groupby("column", sort=False)],
            "missingValues": [""],
        },
    }


def _field(rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.iloc[0]
    told: dict[str, Any] = {
        "name": first["column"],
        "type": first["type"],
        "description": first["meaning"],
    }
    listed: list[object] = list(rows["values"]) if "values" in rows.columns else []
    values = [value for cell in listed for value in str(cell).split("; ") if value]
    if first["type"] == "string" and values:
        told["constraints"] = {"enum": values}
    return told
