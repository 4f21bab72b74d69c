"""Whether the same groups come back when people are drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rmkit.profiles.compared import Compared, Groups
from rmkit.profiles.methods.method import Method

__all__ = ["STABLE", "USABLE", "jaccard", "returning"]

STABLE, USABLE = 0.75, 0.6
"""Hennig's marks: from .75 a group is stable, from .6 it is a pattern, below it has no name."""

_DRAWS = 50
_AT_MOST = 300


def jaccard(group: Groups, other: Groups) -> NDArray[np.float64]:
    """Find for each group how much of it comes back in the most similar other group.

    Parameters
    ----------
    group, other
        Two divisions of the same people: groups 0, 1, ..., shape (n_people,).

    Returns
    -------
    array
        For each of the first groups, the highest Jaccard coefficient (people in both, divided
        by people in either) with one of the others; NaN for a group without people.

    Examples
    --------
    >>> jaccard(np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0])).round(2).tolist()
    [0.67, 0.5]
    """
    both = np.zeros((int(group.max()) + 1, int(other.max()) + 1))
    np.add.at(both, (group, other), 1)
    size = both.sum(axis=1)
    either = size[:, None] + both.sum(axis=0) - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(size > 0, best, np.nan)


def returning(
    compared: Compared,
    method: Method,
    groups: Groups,
    *,
    rng: np.random.Generator,
    on_draw: Callable[[float], None] = lambda share: None,
) -> NDArray[np.float64]:
    """Measure how surely each group comes back in bootstrap samples.

    Parameters
    ----------
    compared
        Who is compared, by what.
    method
        How people are divided.
    groups
        The division to examine.
    rng
        The source of chance.
    on_draw
        Told the share of draws done, 0 to 1.

    Returns
    -------
    array
        Jaccard coefficients, shape (50, n_groups), 0 to 1: one row for each sample with
        replacement (of at most 300 people), compared among the people drawn. NaN where a group
        has nobody in the sample or so many groups could not be made.

    References
    ----------
    Hennig (2007), Computational Statistics & Data Analysis 52:258-271.
    """
    n, k = len(compared), int(groups.max()) + 1
    found = np.full((_DRAWS, k), np.nan)
    for i in range(_DRAWS):
        on_draw(i / _DRAWS)
        drawn = np.sort(rng.integers(0, n, size=min(n, _AT_MOST)))
        again = method.divide(compared.take(drawn), [k]).get(k)
        people, first = np.unique(drawn, return_index=True)
        if again is not None:
            here = jaccard(groups[people], again.groups[first])
            found[i, : len(here)] = here
    return found
