"""K-means from a start that Ward's hierarchy gives: round groups around their means.

Milligan (1980) found k-means from such a start to recover best. There is no random start, so the
same numbers in the same order always give the same groups.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rmkit.profiles.compared import Groups, Points

__all__ = ["divide", "looseness", "mended"]

_WARD_AT_MOST = 1_000
_ROUNDS, _STILL = 300, 1e-4  # as scikit-learn's KMeans


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
    found = {k: mended(points, _centres(some, start)) for k, start in starts.items()}
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
    of_group = (groups == np.arange(groups.max() + 1)[:, None]).astype(np.float64)
    means: Points = of_group @ points / np.bincount(groups)[:, None]
    return means


def mended(points: Points, centres: Points) -> Groups:
    """Let everybody go to the nearest centre and the centres to their people, until all stay.

    Parameters
    ----------
    points
        Shape (n_people, n_features).
    centres
        To start from, shape (n_groups, n_features); at least as many people differ.

    Returns
    -------
    array
        The group of each person; no group is empty.

    References
    ----------
    Lloyd (1982), IEEE Transactions on Information Theory 28:129-137.
    """
    still = _STILL * float(points.var(axis=0).mean())
    groups = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        before, groups = groups, _nearest(points, centres)
        if np.array_equal(groups, before):
            return _filled(points, centres, groups)
        moved = _centres(points, _filled(points, centres, groups))
        way, centres = float(((moved - centres) ** 2).sum()), moved
        if way <= still:
            break
    return _filled(points, centres, _nearest(points, centres))


def looseness(points: Points, groups: Groups) -> float:
    """Add up the squared distances of people from the middle of their group."""
    return float(((points - _centres(points, groups)[groups]) ** 2).sum())


def _nearest(points: Points, centres: Points) -> Groups:
    half = (centres**2).sum(axis=1)[:, None] / 2
    return np.asarray((half - centres @ points.T).argmin(axis=0), dtype=np.intp)


def _filled(points: Points, centres: Points, groups: Groups) -> Groups:
    """Give a group that nobody is in whoever is farthest from the own centre.

    People who are alike go together, and a group of such people alone is left as it is.
    """
    if np.bincount(groups, minlength=len(centres)).all():
        return groups
    groups = groups.copy()
    far = ((points - centres[groups]) ** 2).sum(axis=1)
    for empty in np.setdiff1d(np.arange(len(centres)), groups):
        for person in np.argsort(-far, kind="stable"):
            alike = (points == points[person]).all(axis=1)
            if (alike != (groups == groups[person])).any():
                groups[alike], far[alike] = empty, 0.0
                break
    return groups
