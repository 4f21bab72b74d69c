"""How clearly groups stand apart, person by person and together."""

from __future__ import annotations

import numpy as np

from rmkit.profiles.compared import Compared, Groups, Points
from rmkit.profiles.methods.method import Method

__all__ = ["belonging", "dispersion", "silhouette", "silhouettes"]

_AT_ONCE = 500


def silhouettes(apart: Points, groups: Groups, rows: Groups | None = None) -> Points:
    """Measure for each person how much nearer the own group is than the next one.

    Parameters
    ----------
    apart
        Distances between people, shape (n_people, n_people), or some rows of it.
    groups
        The group of each person; at least two groups.
    rows
        Which people the rows are of; everybody in order if None.

    Returns
    -------
    array
        Silhouette widths, one a row, -1 to 1; who is alone in a group has 0.

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20:53-65.
    """
    size = np.bincount(groups)
    total = _sums(apart, groups, len(size))
    mine = groups if rows is None else groups[rows]
    row, own_size = np.arange(len(mine)), size[mine]
    own = total[row, mine] / np.maximum(own_size - 1, 1)
    others = total / size
    others[row, mine] = np.inf
    other = others.min(axis=1)
    widest = np.maximum(own, other)
    width = np.divide(other - own, widest, out=np.zeros_like(own), where=widest > 0)
    return np.where(own_size > 1, width, 0.0)


def belonging(compared: Compared, method: Method, groups: Groups) -> Points:
    """Measure silhouette widths by the answers, a block of people after the other.

    Parameters
    ----------
    compared
        Who is compared, by what.
    method
        Whose distances count.
    groups
        As for `silhouettes`.

    Returns
    -------
    array
        As `silhouettes` gives them, in the memory of 500 people's distances.
    """
    from scipy.spatial.distance import cdist

    found = np.empty(len(compared))
    for start in range(0, len(compared), _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, len(compared)))
        block = compared.take(rows)
        by_points = method.distance == "euclid"
        apart = cdist(block.points, compared.points) if by_points else block.gower_from(compared)
        found[rows] = silhouettes(apart, groups, rows)
    return found


def silhouette(apart: Points, groups: Groups) -> float:
    """Average the silhouette widths of all people, -1 to 1."""
    return float(silhouettes(apart, groups).mean())


def dispersion(apart: Points, groups: Groups) -> float:
    """Sum up how far people of a group are apart: half the mean distances, over all groups.

    References
    ----------
    Tibshirani, Walther & Hastie (2001), Journal of the Royal Statistical Society B 63:411-423,
    the W of the gap statistic, with distances that are not squared.
    """
    size = np.bincount(groups)
    total = _sums(apart, groups, len(size))
    own = total[np.arange(len(groups)), groups]
    return float((own / size[groups]).sum() / 2)


def _sums(apart: Points, groups: Groups, k: int) -> Points:
    """Add up every person's distances to each group."""
    sums: Points = apart @ (groups[:, None] == np.arange(k)).astype(np.float64)
    return sums
