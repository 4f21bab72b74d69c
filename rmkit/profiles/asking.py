"""Whether what is asked for can be done at all, with everything that is wrong told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd

from rmkit.errors import Fault, FaultsFound, UnknownName, nearest
from rmkit.people.measures import BLOCKS

__all__ = ["HIGHEST_WEIGHT", "NOTHING_DONE", "refuse_faults", "weight_faults"]

HIGHEST_WEIGHT = 1_000
NOTHING_DONE = "Nothing was grouped."


def refuse_faults(
    k: object,
    *,
    method: object,
    methods: Mapping[str, object],
    weights: object,
    choices: object = (),
    **numbers: object,
) -> None:
    """Raise where something asked for is not what it should be.

    Parameters
    ----------
    k, method, weights, choices
        As for `rmkit.profiles.cluster`.
    methods
        Those that there are, by id.
    numbers
        Other whole numbers that are asked for: `most` from 1, `seed` from 0.

    Raises
    ------
    UnknownName
        There is no such method, and nothing else is wrong.
    FaultsFound
        Everything that is wrong.
    """
    faults = [] if isinstance(k, str) and k == "auto" else list(_number_fault("k", k))
    for name, number in numbers.items():
        faults += _number_fault(name, number)
    faults += weight_faults(weights)
    if not isinstance(choices, Collection):
        fix = 'Name columns, such as ["languages", "communication"].'
        faults.append(Fault("are no columns.", fix, column="choices", value=str(choices)))
    known = ["auto", *methods]
    if not isinstance(method, str) or method not in known:
        if isinstance(method, str) and not faults:
            raise UnknownName(kind="method", name=method, known=known)
        fix = f"There is: {', '.join(known)}.{nearest(str(method), known)}"
        faults.append(Fault("is no method.", fix, column="method", value=str(method)))
    if faults:
        raise FaultsFound(faults, NOTHING_DONE)


def _number_fault(name: str, number: object) -> Iterator[Fault]:
    whole = isinstance(number, int | np.integer) and not isinstance(number, bool)
    lowest = 0 if name == "seed" else 1
    if whole and int(number) >= lowest:  # type: ignore[call-overload]
        return
    what = "seed" if name == "seed" else "number of kinds"
    fix = f"Ask for a whole number from {lowest}" + (', or for "auto".' if name == "k" else ".")
    yield Fault(f"is not a {what}.", fix, column=name, value=str(number))


def weight_faults(weights: object) -> Iterator[Fault]:
    """Tell what is wrong with weights of blocks of features; None is nothing said."""
    if weights is None:
        return
    if not isinstance(weights, Mapping | pd.Series):
        fix = 'Give a number by block, such as {"levels": 1, "styles": 0.5}.'
        yield Fault("are not weights by block.", fix, column="weights", value=str(weights))
        return
    given = dict(weights)
    for block, weight in given.items():
        if block not in BLOCKS:
            fix = f"There is: {', '.join(BLOCKS)}.{nearest(str(block), BLOCKS)}"
            yield Fault("is no block of features.", fix, column="weights", value=str(block))
        elif not _is_weight(weight):
            fix = f"Write a number from 0 to {HIGHEST_WEIGHT:,}; 0 leaves the block out."
            yield Fault("is not a weight.", fix, column=str(block), value=str(weight))
    usual = {name: block.weight for name, block in BLOCKS.items()}
    if all(_is_weight(weight) and not weight for weight in (usual | given).values()):
        fix = "Let at least one block count."
        yield Fault("are all 0, so that nothing is compared.", fix, column="weights")


def _is_weight(weight: object) -> bool:
    number = isinstance(weight, int | float | np.number) and not isinstance(weight, bool)
    return number and bool(0 <= weight <= HIGHEST_WEIGHT)  # type: ignore[operator]
