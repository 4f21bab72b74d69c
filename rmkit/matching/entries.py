"""What somebody gives to the plain assignment, read as floats and whole numbers, or refused.

Whatever could silently become another number than was meant is refused: texts, true and false,
dates, complex numbers, whole numbers that a float cannot hold. What is masked or missing is a pair
that is not allowed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound

__all__ = ["read_entries"]

_LARGEST = 1e300
_EXACT = 2**53
_KINDS = {"b": "true and false", "c": "complex numbers", "M": "dates", "m": "times", "U": "texts"}
_CONSEQUENCE = "Nobody was assigned."


def read_entries(scores: object, capacity: object) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read scores and capacities, or tell everything that is wrong with them."""
    given = _array(scores)
    given = given.reshape(0, 0) if given.shape == (0,) else given
    faults = list(_table_faults(given))
    if faults:
        raise FaultsFound(faults, _CONSEQUENCE)
    matrix = _floats(given)
    faults += _size_faults(given, matrix)
    places = _places(capacity, len(matrix))
    faults += _capacity_faults(places, len(matrix))
    if faults:
        raise FaultsFound(faults, _CONSEQUENCE)
    return matrix, np.minimum(places, matrix.shape[1]).astype(np.int64)


def _array(given: object) -> NDArray[Any]:
    """Make an array; what cannot be one has no dimensions, what is masked in it is None."""
    if isinstance(given, np.ma.MaskedArray) and np.ma.is_masked(given):
        shown = given.data.astype(object)
        shown[np.ma.getmaskarray(given)] = None
        return shown
    try:
        return np.asarray(given)
    except (TypeError, ValueError):
        return np.array(None)


def _places(capacity: object, n_mentors: int) -> NDArray[Any]:
    if capacity is None:
        return np.ones(n_mentors, dtype=np.int64)
    if isinstance(capacity, np.ndarray):
        return _array(capacity)
    return np.asarray(capacity, dtype=object)  # as it stands, however large


def _is_score(value: object) -> bool:
    if value is None or value is pd.NA:
        return True
    return isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.bool_))


def _floats(given: NDArray[Any]) -> NDArray[np.float64]:
    if given.dtype.kind != "O":
        return given.astype(np.float64)
    return np.array([_as_float(value) for value in given.flat]).reshape(given.shape).astype(float)


def _as_float(value: Any) -> float:  # noqa: ANN401 - whatever stands in an array of objects
    """Read a number; one that no float can hold becomes infinite."""
    if value is None or value is pd.NA:
        return math.nan
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.inf


def _table_faults(given: NDArray[Any]) -> Iterator[Fault]:
    fix = "Give one row for each mentor, one column for each mentee; NaN where not allowed."
    if given.ndim == 1 or given.ndim > 2:
        yield Fault(f"The scores have {given.ndim} dimensions; a table with 2 is needed.", fix)
    elif given.ndim == 0 or given.dtype.kind not in "fiuO":
        kind = _KINDS.get(given.dtype.kind, "")
        yield Fault(f"The scores are not a table of numbers{kind and f', but of {kind}'}.", fix)
    elif given.dtype.kind == "O":
        wrong = [place for place, value in np.ndenumerate(given) if not _is_score(value)]
        if wrong:
            yield Fault(
                f"The scores are not a table of numbers: {len(wrong)} are something else; the "
                f"first is that of mentor {wrong[0][0]} with mentee {wrong[0][1]}.",
                fix,
            )


def _size_faults(given: NDArray[Any], matrix: NDArray[np.float64]) -> Iterator[Fault]:
    large = np.argwhere(np.abs(matrix) > _LARGEST)
    if large.size:
        mentor, mentee = large[0].tolist()
        yield Fault(
            f"{len(large)} of the scores are infinite or above 1e300 in size; the first is that "
            f"of mentor {mentor} with mentee {mentee}.",
            "Scores must be finite. A pair that is not allowed is NaN.",
        )
    if given.dtype.kind == "f":
        return
    beyond = [
        place
        for place in np.argwhere((np.abs(matrix) >= _EXACT) & (np.abs(matrix) <= _LARGEST)).tolist()
        if isinstance(given[*place], Integral) and int(matrix[*place]) != int(given[*place])
    ]
    if beyond:
        yield Fault(
            f"{len(beyond)} of the scores are whole numbers that a float does not hold exactly; "
            f"the first is that of mentor {beyond[0][0]} with mentee {beyond[0][1]}.",
            "Give smaller ones: all whole numbers up to 2**53 are exact.",
        )


def _capacity_faults(capacity: NDArray[Any], n_mentors: int) -> Iterator[Fault]:
    fix = "Give each mentor a whole number from 0, in the order of the rows."
    if capacity.shape != (n_mentors,):
        told = f"{capacity.size} capacities" if capacity.ndim == 1 else "no list of capacities"
        yield Fault(f"There are {n_mentors} mentors and {told}.", fix)
        return
    whole = [isinstance(n, Integral) and not isinstance(n, (bool, np.bool_)) for n in capacity]
    if not all(whole):
        yield Fault(
            f"The capacities are not whole numbers; the first is that of mentor "
            f"{whole.index(False)}.",
            fix,
        )
    elif n_mentors and (capacity < 0).any():
        first = int(np.flatnonzero(capacity < 0)[0])
        yield Fault(f"The capacity of mentor {first} is {capacity[first]}.", fix)
