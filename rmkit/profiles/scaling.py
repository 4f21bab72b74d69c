"""People on a plane, near each other where they are alike, and how far the map is off.

Distances between people have as many directions as there are answers; two of them hold only a
part. So every map comes with its distortion: by how much distances are off, and how many of the
nearest are still near. The directions of a map mean nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.profiles.compared import Compared, Points
from rmkit.profiles.methods.method import Method

__all__ = ["NEIGHBOURS", "Plane", "classical", "neighbours_kept", "plane", "refined", "stress"]

NEIGHBOURS = 5
"""How many of the nearest to each person are looked for again on the map."""

_AT_MOST = 600
_ROUNDS = 300
_ENOUGH = 1e-5


@discreet("n", "stress", "kept")
@dataclass(frozen=True, eq=False)
class Plane:
    """A map of people with its distortion.

    Attributes
    ----------
    points
        `x` and `y` by `person_id`, in the unit of the distances (1: apart in every answer).
    n
        How many people there are; where more than 600, `points` has 600 of them, evenly spread
        over their answers.
    stress
        Kruskal's stress-1: the share by which distances on the map are off, 0 (none) to 1.
    kept
        The share of everybody's five nearest on the map that are among their nearest in truth, 0
        to 1; NaN with six people or fewer, of whom everybody is near.
    """

    points: pd.DataFrame
    n: int
    stress: float
    kept: float


def plane(compared: Compared, method: Method, people: Sequence[str]) -> Plane:
    """Put people on a plane by the distances that a method looks at.

    Parameters
    ----------
    compared
        Who is compared, by what. The order settles which side is left, nothing else.
    method
        Whose distances count.
    people
        Their ids, in the same order.

    Returns
    -------
    Plane
        The same people give the same map.

    References
    ----------
    Gower (1966), Biometrika 53:325-338, for the start; de Leeuw & Heiser (1980), Multivariate
    Analysis V:501-522, and Borg & Groenen (2005), Modern Multidimensional Scaling, chapter 8, for
    the refinement; Kruskal (1964), Psychometrika 29:1-27, for the stress; Venna & Kaski (2001),
    ICANN 2001:485-491, for asking whether the near were near.
    """
    n = len(compared)
    rows = np.unique(np.linspace(0, n - 1, min(n, _AT_MOST)).round().astype(np.intp))
    apart = method.apart(compared.take(rows) if len(rows) < n else compared)
    points = _upright(refined(apart, classical(apart)))
    ids = pd.Index([people[row] for row in rows], name="person_id")
    return Plane(
        pd.DataFrame(points, index=ids, columns=["x", "y"]),
        n,
        stress(apart, points),
        neighbours_kept(apart, points),
    )


def classical(apart: Points) -> Points:
    """Place people by classical scaling: the two widest directions of their distances.

    Parameters
    ----------
    apart
        Distances, shape (n_people, n_people).

    Returns
    -------
    array
        Shape (n_people, 2), centred; a direction in which nobody differs is 0.

    References
    ----------
    Torgerson (1952), Psychometrika 17:401-419; Gower (1966), Biometrika 53:325-338.

    Examples
    --------
    >>> sides = np.array([[0.0, 3.0, 5.0], [3.0, 0.0, 4.0], [5.0, 4.0, 0.0]])
    >>> places = classical(sides)
    >>> float(np.linalg.norm(places[0] - places[2]).round(9))
    5.0
    """
    from scipy.linalg import eigh

    n = len(apart)
    if n < 2:
        return np.zeros((n, 2))
    squared = apart**2
    mean = squared.mean(axis=0)
    inner = (mean[:, None] + mean[None, :] - squared - mean.mean()) / 2
    size, way = eigh(inner, subset_by_index=(n - 2, n - 1))
    places: Points = way[:, ::-1] * np.sqrt(np.maximum(size[::-1], 0.0))
    return places


def refined(apart: Points, start: Points) -> Points:
    """Move people until the distances on the map fit theirs as well as they do near the start.

    Parameters
    ----------
    apart
        Distances, shape (n_people, n_people).
    start
        Where they stand at first, shape (n_people, 2).

    Returns
    -------
    array
        Shape (n_people, 2). The sum of squared differences of distances never grows on the way;
        another start could end elsewhere.

    References
    ----------
    de Leeuw & Heiser (1980), Multivariate Analysis V:501-522 (SMACOF).
    """
    places, n = start, len(apart)
    total = float((apart**2).sum())
    if n < 3 or total == 0:
        return places
    off = np.inf
    for _ in range(_ROUNDS):
        here = _distances(places)
        now = float(((apart - here) ** 2).sum()) / total
        if off - now < _ENOUGH * now:
            break
        off = now
        pull = np.divide(apart, here, out=np.zeros_like(apart), where=here > 0)
        places = (pull.sum(axis=1)[:, None] * places - pull @ places) / n
    return places


def stress(apart: Points, points: Points) -> float:
    """Measure by what share distances on a map are off: Kruskal's stress-1.

    Parameters
    ----------
    apart
        Distances, shape (n_people, n_people).
    points
        Where they stand on the map, shape (n_people, 2).

    Returns
    -------
    float
        The root of the sum of squared differences over that of squared distances on the map; 0
        where everybody stands on one spot and belongs there.

    References
    ----------
    Kruskal (1964), Psychometrika 29:1-27, with the distances themselves as what is to be met.
    """
    here = _distances(points)
    off, whole = float(((apart - here) ** 2).sum()), float((here**2).sum())
    return float(np.sqrt(off / whole)) if whole > 0 else float(off > 0)


def neighbours_kept(apart: Points, points: Points, nearest: int = NEIGHBOURS) -> float:
    """Measure how many of the nearest on a map are among the nearest in truth.

    Parameters
    ----------
    apart, points
        As for `stress`.
    nearest
        How many are looked at. Whoever is no further off than the last of them counts as near.

    Returns
    -------
    float
        0 to 1; NaN where there are no more than `nearest` others.
    """
    n = len(apart)
    if n <= nearest + 1:
        return float("nan")
    true, here = apart.copy(), _distances(points)
    np.fill_diagonal(true, np.inf)
    np.fill_diagonal(here, np.inf)
    last = np.partition(true, nearest - 1, axis=1)[:, nearest - 1]
    near = np.argsort(here.round(9), axis=1, kind="stable")[:, :nearest]
    return float((np.take_along_axis(true, near, axis=1) <= last[:, None] + 1e-9).mean())


def _upright(points: Points) -> Points:
    """Turn a map so that it is widest from left to right, with a side that does not change."""
    centred = points - points.mean(axis=0)
    turned: Points = centred @ np.linalg.svd(centred)[2].T
    lean = (turned**3).sum(axis=0)
    level = 1e-6 * (np.abs(turned) ** 3).sum(axis=0)
    first = turned[np.argmax(np.abs(turned) > 1e-6, axis=0), (0, 1)]
    side = np.where(np.abs(lean) > level, lean, first)
    return turned * np.where(side < 0, -1.0, 1.0)


def _distances(points: Points) -> Points:
    x, y = points.T
    here: Points = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    return here
