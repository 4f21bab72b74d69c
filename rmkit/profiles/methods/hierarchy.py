"""A tree of people on Gower's distance: the nearest two groups become one, again and again.

One tree is cut for all numbers of groups, so that more groups are always parts of fewer. People
who answered alike join before anybody else and are never cut apart.

References: Sokal & Michener (1958), University of Kansas Science Bulletin 38:1409-1438, for joining
by the average distance; Gower (1971), Biometrics 27:857-871.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import numpy as np

from rmkit.profiles.compared import Compared, Groups, Points

__all__ = ["TREE_OF", "Linkage", "divide", "joined"]

TREE_OF = 1_000
"""Of more people than this, so many, evenly spread, make up the tree."""

_HARDLY = 1e-9

Linkage = Literal["average", "complete", "single"]


def divide(
    compared: Compared, numbers: Collection[int], *, linkage: Linkage = "average"
) -> dict[int, Groups]:
    """Divide people into groups by cutting one tree, once for each number of groups.

    Parameters
    ----------
    compared
        Who is compared, by what; no two people without an answer in common.
    numbers
        How many groups, each at least 1.
    linkage
        How far two groups are apart: as all their people on average ("average"), as the two
        farthest ("complete") or as the two nearest ("single").

    Returns
    -------
    dict
        By number of groups, the group of each person. A number is left out where too few people
        differ.

    Notes
    -----
    Of more than 1,000 people, 1,000 evenly spread make up the tree, and everybody goes to the
    group of whoever among them is nearest.

    Ward's way is not offered: it needs squared Euclidean distances, which Gower's are not.
    """
    step = -(-len(compared) // TREE_OF)
    if step == 1:
        return joined(compared.gower, numbers, linkage=linkage)
    some = compared.take(np.arange(0, len(compared), step))
    nearest = some.gower_from(compared).argmin(axis=0)
    found = {k: groups[nearest] for k, groups in joined(some.gower, numbers, linkage).items()}
    return {k: groups for k, groups in found.items() if len(np.unique(groups)) == k}


def joined(
    apart: Points, numbers: Collection[int], linkage: Linkage = "average"
) -> dict[int, Groups]:
    """Build a tree from distances and undo its last joins: k groups stand before the last k - 1.

    Parameters
    ----------
    apart
        Distances between people, shape (n_people, n_people), symmetric, none missing.
    numbers, linkage
        As for `divide`.

    Returns
    -------
    dict
        By number of groups, the group of each person; groups are numbered in the order of their
        first people. People who are as far from everybody else are never cut apart.
    """
    from scipy.cluster.hierarchy import linkage as grown
    from scipy.spatial.distance import squareform

    n = len(apart)
    if n == 1:
        return {1: np.zeros(1, dtype=np.intp)} if 1 in numbers else {}
    tree = grown(squareform(_equals_first(apart), checks=False), method=linkage)
    possible = 1 + int((tree[:, 2] > 0).sum())
    groups = np.arange(n)
    member = {i: [i] for i in range(n)}
    found = {}
    for join, (left, right) in enumerate(tree[:, :2].astype(np.intp).tolist()):
        if n - join in numbers and n - join <= possible:
            found[n - join] = _numbered(groups)
        member[n + join] = member.pop(left) + member.pop(right)
        groups[member[n + join]] = n + join
    if 1 in numbers:
        found[1] = np.zeros(n, dtype=np.intp)
    return dict(sorted(found.items()))


def _equals_first(apart: Points) -> Points:
    """Set equal people a little nearer than people who only share too little to be apart."""
    if np.count_nonzero(apart <= _HARDLY) == len(apart):
        return apart
    equal = np.unique(apart.round(12), axis=0, return_inverse=True)[1].reshape(-1)
    return np.where(equal[:, None] == equal, 0.0, np.maximum(apart, _HARDLY))


def _numbered(groups: Groups) -> Groups:
    """Give groups numbers in the order of their first people."""
    _, first, which = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[which]
