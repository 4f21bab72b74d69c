"""People around medoids, however many people there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from rmkit.profiles.compared import Compared, Groups
from rmkit.profiles.methods import medoids

__all__ = ["MEDOIDS_AMONG", "gathered"]

MEDOIDS_AMONG: Final = 1_000
"""Of more people than this, medoids are sought among so many, evenly spread."""


def gathered(compared: Compared, numbers: Collection[int]) -> dict[int, Groups]:
    """Gather people around their medoids on Gower's distance, once for each number of groups.

    Parameters
    ----------
    compared
        Who is compared, by what; no two people without an answer in common.
    numbers
        How many groups, each at least 1. A number is left out where too few people differ.
    """
    step = -(-len(compared) // MEDOIDS_AMONG)
    if step == 1:
        found = medoids.around(compared.gower, numbers)
        return {k: one.groups for k, one in found.items()}
    some = compared.take(np.arange(0, len(compared), step))
    found = medoids.around(some.gower, numbers)
    return {
        k: some.take(one.medoids).gower_from(compared).argmin(axis=0) for k, one in found.items()
    }
