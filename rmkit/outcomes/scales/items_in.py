"""How the answers to the items of a scale come in: one row a person, one column an item."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.missing.tables_in import number_table
from rmkit.outcomes.values_in import enough

__all__ = ["Items", "Missing", "items_in"]

Floats = NDArray[np.float64]
Missing = Literal["listwise", "median"]
_NOTHING_DONE = "Nothing was computed."


@discreet("names", "dropped")
@dataclass(frozen=True, eq=False)
class Items:
    """Complete answers, reversed items turned round, shape (n_people, n_items)."""

    values: Floats
    names: tuple[str, ...]
    dropped: dict[str, int]
    n_filled: int


def items_in(
    answers: pd.DataFrame,
    *,
    reverse: Collection[str] = (),
    scale: tuple[float, float] | None = None,
    missing: Missing = "listwise",
    least: int = 2,
) -> Items:
    """Read the items of a scale.

    Raises
    ------
    FaultsFound
        A column is not made of numbers, an answer lies off the scale, an item to turn round is not
        there or there is no scale to turn it on, or there are fewer than `least` items.
    TooFewPeople
        Fewer than three people are left.
    """
    values = number_table(answers, least=least)
    names = [str(name) for name in answers.columns]
    faults = _faults(values, names, reverse, scale, missing)
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    turned = np.array([name in reverse for name in names])
    if scale is not None:
        values = np.where(turned, scale[0] + scale[1] - values, values)
    whole = ~np.isnan(values).any(axis=1)
    if missing == "median":
        some = ~np.isnan(values).all(axis=1)
        middle = np.nanmedian(values, axis=0)
        filled = int(np.isnan(values[some]).sum())
        values = np.where(np.isnan(values), middle[None, :], values)[some]
        dropped = {"no answer at all": int((~some).sum())}
    else:
        filled, dropped = 0, {"an answer is missing": int((~whole).sum())}
        values = values[whole]
    enough(len(values), 3, what="people who answered all items", why="Means can still be told.")
    return Items(values, tuple(names), dropped, filled)


def _faults(
    values: Floats,
    names: list[str],
    reverse: Collection[str],
    scale: tuple[float, float] | None,
    missing: str,
) -> list[Fault]:
    faults = [
        Fault("is to be turned round, and is none of the items.", "Name an item.", column=name)
        for name in reverse
        if name not in names
    ]
    if reverse and scale is None:
        faults.append(Fault("Items are turned round on a scale.", "Name its lowest and highest."))
    if missing not in ("listwise", "median"):
        faults.append(Fault('is neither "listwise" nor "median".', "Choose one.", column="missing"))
    if scale is not None:
        low, high = scale
        for i, name in enumerate(names):
            off = int(((values[:, i] < low) | (values[:, i] > high)).sum())
            if off:
                said = f"{off} answers do not lie on the scale from {low:g} to {high:g}."
                faults.append(Fault(said, "Correct them, or the scale.", column=name))
    return faults
