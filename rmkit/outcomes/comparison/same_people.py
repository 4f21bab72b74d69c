"""Columns of the same people: put beside each other by index where they have one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rmkit.errors import Fault, FaultsFound

__all__ = ["beside_each_other"]


def beside_each_other(given: Mapping[str, Any]) -> dict[str, Any]:
    """Bring Series and tables into the order of the first of them; leave arrays as they are.

    Raises
    ------
    FaultsFound
        Two have an index of different people, or an index has a label twice where orders differ.

    Examples
    --------
    >>> one, two = pd.Series([1, 2], index=["a", "b"]), pd.Series([4, 3], index=["b", "a"])
    >>> beside_each_other({"one": one, "two": two})["two"].tolist()
    [3, 4]
    """
    put, faults = dict(given), []
    indexed = {
        name: values
        for name, values in given.items()
        if isinstance(values, pd.Series | pd.DataFrame)
    }
    first = next(iter(indexed.values())).index if indexed else pd.Index([])
    for name, values in indexed.items():
        index = values.index
        if index.equals(first) or len(index) != len(first):
            continue  # other lengths are told where lengths are
        if not (index.is_unique and first.is_unique):
            faults.append(Fault("has an index label twice.", "Keep one a person.", column=name))
        elif not index.isin(first).all():
            problem = f"has other people in its index than {next(iter(indexed))}."
            faults.append(Fault(problem, "Give the same people, or arrays.", column=name))
        else:
            put[name] = values.reindex(first)
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    return put
