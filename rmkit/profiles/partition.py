"""How people are divided into a given number of groups, and how clearly the groups stand apart.

Ward's hierarchy gives the first division and k-means mends it (Milligan 1980 found k-means from
such a start to recover best). There is no random start, so the same numbers in the same order
always give the same groups. Whether there are groups at all is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Groups", "Points", "distances", "divide", "silhouette"]

Points = NDArray[np.float64]
"""One row a person, one column a feature, nothing missing."""

Groups = NDArray[np.intp]
"""The group of each person: 0 to k - 1, none of them empty."""

_WARD_AT_MOST = 1_000


def divide(points: Points, numbers: Iterable[int]) -> dict[int, Groups]:
    """Divide people into groups, once for each number of groups.

    Parameters
    ----------
    points
        Shape (n_people, n_features); at least one person.
    numbers
        How many groups, each at least 1.

    Returns
    -------
    dict
        By number of groups, the group of each person. A number is left out when so many groups
        cannot be made, because too few people differ.

    Notes
    -----
    Beyond 1,000 people the hierarchy is built on evenly spread rows; k-means takes in everybody.

    References
    ----------
    Ward (1963), JASA 58:236-244. Milligan (1980), Psychometrika 45:325-342.
    """
    some = points[:: -(-len(points) // _WARD_AT_MOST)]
    different = len(np.unique(some, axis=0))
    possible = sorted({k for k in numbers if 1 <= k <= different})
    starts = _cut(some, possible) if different > 1 else {}
    found = {k: _mended(points, _centres(some, start)) for k, start in starts.items()}
    return {1: np.zeros(len(points), dtype=np.intp)} | found if 1 in possible else found


def _cut(points: Points, numbers: Iterable[int]) -> dict[int, Groups]:
    """Build Ward's tree and undo its last merges: k groups stand before the last k - 1 of them."""
    from scipy.cluster.hierarchy import leaves_list, linkage

    tree = linkage(points, method="ward")
    leaves = leaves_list(tree)
    n = len(points)
    branches = [(2 * n - 2, 0, n)]
    found = {}
    for k in numbers:
        while len(branches) < k:
            node, start, size = branches.pop(branches.index(max(branches)))
            left, right = int(tree[node - n, 0]), int(tree[node - n, 1])
            split = 1 if left < n else int(tree[left - n, 3])
            branches += [(left, start, split), (right, start + split, size - split)]
        groups = np.empty(n, dtype=np.intp)
        for group, (_, start, size) in enumerate(sorted(branches, key=lambda b: b[1])):
            groups[leaves[start : start + size]] = group
        if k > 1:
            found[k] = groups
    return found


def _centres(points: Points, groups: Groups) -> Points:
    order = np.argsort(groups, kind="stable")
    size = np.bincount(groups)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    return np.add.reduceat(points[order], starts, axis=0) / size[:, None]


def _mended(points: Points, centres: Points) -> Groups:
    from sklearn import config_context
    from sklearn.cluster import KMeans

    with config_context(assume_finite=True, skip_parameter_validation=True):
        fitted = KMeans(len(centres), init=centres, n_init=1, algorithm="lloyd").fit(points)
    return np.asarray(fitted.labels_, dtype=np.intp)


def distances(points: Points) -> Points:
    """Give the Euclidean distances between people, shape (n_people, n_people)."""
    from scipy.spatial.distance import pdist, squareform

    return np.asarray(squareform(pdist(points)), dtype=np.float64)


def silhouette(apart: Points, groups: Groups) -> float:
    """Measure how clearly groups stand apart: the average silhouette width.

    Parameters
    ----------
    apart
        Distances between people, shape (n_people, n_people).
    groups
        The group of each person; at least two groups.

    Returns
    -------
    float
        From -1 to 1; a person alone in a group counts 0.

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20:53-65.
    """
    order = np.argsort(groups, kind="stable")
    size = np.bincount(groups)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    total = np.add.reduceat(apart[:, order], starts, axis=1)
    row, own_size = np.arange(len(groups)), size[groups]
    own = total[row, groups] / np.maximum(own_size - 1, 1)
    others = total / size
    others[row, groups] = np.inf
    other = others.min(axis=1)
    widest = np.maximum(own, other)
    width = np.divide(other - own, widest, out=np.zeros_like(own), where=widest > 0)
    return float(np.where(own_size > 1, width, 0.0).mean())
