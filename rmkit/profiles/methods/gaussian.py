"""Groups as clouds that follow normal distributions, each with its own spread or all with one.

Every answer counts by how people spread in it, so that the weights of blocks count only for where
the search starts. A cloud is never tighter than answers are rounded: without that, a few people
with the same level would make up a cloud of endless likelihood. The start are the groups that
k-means finds, so that there is no chance in it.

References: McLachlan & Peel (2000), Finite Mixture Models; Fraley & Raftery (2002), JASA
97:611-631, for choosing the shape by Schwarz's criterion; Sheppard (1898), Proceedings of the
London Mathematical Society 29:353-380, for the variance that rounding makes.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rmkit.profiles.compared import Compared, Groups, Points
from rmkit.profiles.methods import ward_means

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture

__all__ = ["SHAPES", "Clouds", "Shape", "divide", "fitted", "scales", "shaped"]

Shape = Literal["diag", "tied", "full"]

SHAPES: tuple[Shape, ...] = ("diag", "tied", "full")
"""Answers vary by themselves; together, in all clouds alike; together, in each its own way."""

_LEAST = 1e-3
_ROUNDS = 200


def divide(compared: Compared, numbers: Collection[int]) -> dict[int, tuple[Groups, float]]:
    """Divide people into clouds, once for each number of them.

    Parameters
    ----------
    compared
        Who is compared, by what; nothing may be missing.
    numbers
        How many clouds, each at least 1.

    Returns
    -------
    dict
        By number of clouds, which is the most likely one for each person, and Schwarz's criterion
        (BIC, lower is better) of the values as they were given, of that shape among `SHAPES` which
        has the lowest. A number is left out where a cloud would be nobody's most likely one.

    Notes
    -----
    A shape is tried where there are more people than variances and covariances to find in a cloud.
    """
    scale = scales(compared.values)
    points = compared.values / scale
    in_units = 2 * len(points) * float(np.log(scale).sum())
    clouds = {
        k: shaped(points, start) for k, start in ward_means.divide(compared.points, numbers).items()
    }
    return {k: (one.groups, one.bic + in_units) for k, one in clouds.items() if one is not None}


@dataclass(frozen=True, eq=False, repr=False)
class Clouds:
    """A mixture, its shape, the most likely cloud of each person, and Schwarz's criterion."""

    model: GaussianMixture
    shape: Shape
    groups: Groups
    bic: float


def shaped(points: Points, start: Groups) -> Clouds | None:
    """Fit clouds of every shape that is worth trying, and give those with the lowest BIC.

    None where in every shape some cloud would be nobody's most likely one. `points` and `start`
    are as for `fitted`.
    """
    k, (n, n_features) = int(start.max()) + 1, points.shape
    best = None
    for shape in _worth_trying(n, n_features, k):
        model = fitted(points, start, shape)
        groups, bic = np.asarray(model.predict(points), dtype=np.intp), float(model.bic(points))
        if len(np.unique(groups)) == k and (best is None or bic < best.bic):
            best = Clouds(model, shape, groups, bic)
    return best


def scales(values: Points) -> Points:
    """Give the unit of each feature in which a cloud's least variance is 1.

    That is the variance of rounding to the smallest step between two answers, and at least a
    thousandth of the variance of all answers. Shape (n_features,).
    """
    found = np.ones(values.shape[1])
    for j, column in enumerate(values.T):
        distinct = np.unique(column)
        if len(distinct) > 1:
            rounding = float(np.diff(distinct).min()) ** 2 / 12
            found[j] = np.sqrt(max(rounding, _LEAST * float(column.var())))
    return found


def fitted(points: Points, start: Groups, shape: Shape) -> GaussianMixture:
    """Fit clouds from a start.

    Parameters
    ----------
    points
        Shape (n_people, n_features), each feature in the unit that `scales` gives.
    start
        The group of each person to begin with, none of the groups empty.
    shape
        What clouds may look like.
    """
    from sklearn import config_context
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    k = int(start.max()) + 1
    model = GaussianMixture(
        k, covariance_type=shape, reg_covar=1.0, max_iter=_ROUNDS, **_first(points, start, shape)
    )
    with config_context(assume_finite=True), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(points)


def _first(points: Points, start: Groups, shape: Shape) -> dict[str, Points]:
    """Give the shares, means and precisions of the groups to begin with."""
    member = (start == np.arange(int(start.max()) + 1)[:, None]).astype(np.float64)
    size = member.sum(axis=1)
    means = member @ points / size[:, None]
    off = points - means[start]
    if shape == "diag":
        precisions = 1 / (member @ off**2 / size[:, None] + 1)
    elif shape == "tied":
        precisions = np.linalg.inv(off.T @ off / len(points) + np.eye(points.shape[1]))
    else:
        spread = (off.T * member[:, None, :]) @ off / size[:, None, None]
        precisions = np.linalg.inv(spread + np.eye(points.shape[1]))
    return {"weights_init": size / len(points), "means_init": means, "precisions_init": precisions}


def _worth_trying(n: int, n_features: int, k: int) -> list[Shape]:
    together = n_features * (n_features + 1) // 2
    enough = {"diag": True, "tied": n > together, "full": n > k * together}
    return [shape for shape in SHAPES if enough[shape]]
