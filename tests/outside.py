"""Reference numbers from R and from publications, their data, and how close is close.

`tests/golden/oracles/` holds the numbers, and the data that may be shared. Data that may not is
read from the folder `shared` beside the checkout; where that is not there, such a test is skipped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

GOLDEN = Path(__file__).parent / "golden"
_ORACLES = GOLDEN / "oracles"
_ELSEWHERE = Path(__file__).parents[2] / "shared" / "oracles" / "data"


@cache
def oracles() -> dict[str, dict[str, Any]]:
    """Give all reference entries by name."""
    entries = json.loads((_ORACLES / "oracles.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in entries}


def oracle_data(file: str) -> pd.DataFrame:
    """Read the data of an entry, or skip the test where they are not there."""
    for folder in (_ORACLES, GOLDEN, _ELSEWHERE):
        if (folder / file).is_file():
            return pd.read_csv(folder / file)
    pytest.skip(f"{file} may not be shared and is not beside this checkout")


def agrees(name: str, got: Mapping[str, Any], *, tolerance: float | None = None) -> None:
    """Hold everything that was computed against an entry: every number of it, and no other."""
    entry = oracles()[name]
    same(got, entry["expected"], tolerance or entry["tolerance"], what=name)


def same(got: Any, expected: Any, tolerance: float, *, what: str = "") -> None:
    """Compare numbers, or mappings and lists of them; `tolerance` is relative above 1."""
    if isinstance(expected, Mapping):
        assert set(got) == set(expected), what
        for key, value in expected.items():
            same(got[key], value, tolerance, what=f"{what}: {key}")
        return
    if isinstance(expected, list | tuple | np.ndarray):
        assert len(got) == len(expected), what
        for i, value in enumerate(expected):
            same(got[i], value, tolerance, what=f"{what}[{i}]")
        return
    if expected is None or (isinstance(expected, float) and math.isnan(expected)):
        assert got is None or math.isnan(got), f"{what}: {got} is known"
        return
    off = abs(float(got) - float(expected))
    assert off <= tolerance * max(1.0, abs(expected)), f"{what}: {got} is not {expected}"
