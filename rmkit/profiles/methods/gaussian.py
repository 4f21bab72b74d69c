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

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rmkit.profiles.compared import Compared, Groups, Points
from rmkit.profiles.methods import ward_means

__all__ = ["SHAPES", "Clouds", "Shape", "divide", "fitted", "scales", "shaped"]

Shape = Literal["diag", "tied", "full"]

SHAPES: tuple[Shape, ...] = ("diag", "tied", "full")
"""Answers vary by themselves; together, in all clouds alike; together, in each its own way."""

_LEAST = 1e-3
_ROUNDS = 200
_STILL = 1e-3  # as scikit-learn's GaussianMixture
_HARDLY = 1e-12


@dataclass(frozen=True, eq=False, repr=False)
class Clouds:
    """A mixture of normal distributions, as it was fitted.

    Attributes
    ----------
    shape
        What the clouds may look like.
    shares
        How large each cloud is, shape (n_clouds,), summing to 1.
    means
        Shape (n_clouds, n_features).
    covariances
        Shape (n_clouds, n_features, n_features); of all clouds alike, the first axis is 1; of
        features that vary by themselves, variances in shape (n_clouds, n_features).
    """

    shape: Shape
    shares: Points
    means: Points
    covariances: Points

    @property
    def n_parameters(self) -> int:
        """How many numbers were free."""
        k, n_features = self.means.shape
        together = n_features * (n_features + 1) // 2
        spread = {"diag": k * n_features, "tied": together, "full": k * together}
        return int(k - 1 + k * n_features + spread[self.shape])

    def scored(self, points: Points) -> tuple[Points, Points]:
        """Tell how likely people are in each cloud.

        Parameters
        ----------
        points
            Shape (n_people, n_features), none missing.

        Returns
        -------
        tuple of two arrays
            The probability of each cloud given the answers, shape (n_people, n_clouds), and the
            natural logarithm of each person's likelihood, shape (n_people,).
        """
        off = points - self.means[:, None, :]
        if self.shape == "diag":
            off /= np.sqrt(self.covariances)[:, None, :]
            log_size = np.log(self.covariances).sum(axis=1) / 2
        else:
            root = np.linalg.cholesky(self.covariances)
            off = off @ np.linalg.inv(root).transpose(0, 2, 1)
            log_size = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
        joint: Points = np.einsum("kij,kij->ik", off, off) / -2
        joint += np.log(self.shares) - log_size - points.shape[1] * np.log(2 * np.pi) / 2
        highest = joint.max(axis=1, keepdims=True)
        np.exp(joint - highest, out=joint)
        total = joint.sum(axis=1, keepdims=True)
        joint /= total
        return joint, (np.log(total) + highest)[:, 0]

    def groups(self, points: Points) -> Groups:
        """Give the most likely cloud of each person; of equally likely ones the first."""
        return np.asarray(self.scored(points)[0].argmax(axis=1), dtype=np.intp)

    def bic(self, points: Points) -> float:
        """Give Schwarz's criterion for people; lower is better."""
        free = float(np.log(len(points))) * self.n_parameters
        return free - 2 * float(self.scored(points)[1].sum())


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
    found = {}
    for k, start in ward_means.divide(compared.points, numbers).items():
        best = shaped(points, start)
        if best is not None:
            found[k] = (best.groups(points), best.bic(points) + in_units)
    return found


def shaped(points: Points, start: Groups) -> Clouds | None:
    """Fit clouds of every shape that is worth trying, and give those with the lowest BIC.

    None where in every shape some cloud would be nobody's most likely one. `points` and `start`
    are as for `fitted`.
    """
    k, (n, n_features) = int(start.max()) + 1, points.shape
    together = n_features * (n_features + 1) // 2
    enough = {"diag": True, "tied": n > together, "full": n > k * together}
    tried = [fitted(points, start, shape) for shape in SHAPES if enough[shape]]
    peopled = [one for one in tried if len(np.unique(one.groups(points))) == k]
    return min(peopled, key=lambda one: one.bic(points), default=None)


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


def fitted(points: Points, start: Groups, shape: Shape, *, still: float = _STILL) -> Clouds:
    """Fit clouds from a start, by expecting and maximising in turn.

    Parameters
    ----------
    points
        Shape (n_people, n_features), each feature in the unit that `scales` gives.
    start
        The group of each person to begin with, none of the groups empty.
    shape
        What clouds may look like.
    still
        Ends when a round changes a person's mean log-likelihood by less than this.

    References
    ----------
    Dempster, Laird & Rubin (1977), JRSS B 39:1-38.
    """
    member = (start[:, None] == np.arange(int(start.max()) + 1)).astype(np.float64)
    reached = -np.inf
    for _ in range(_ROUNDS):
        clouds = _maximised(points, member, shape)
        member, log_likely = clouds.scored(points)
        before, reached = reached, float(log_likely.mean())
        if abs(reached - before) < still:  # the least variance may make it fall a little
            break
    return clouds


def _maximised(points: Points, member: Points, shape: Shape) -> Clouds:
    """Give the clouds that fit best to how much of each person is in each of them."""
    n, one = len(points), np.eye(points.shape[1])
    size = member.sum(axis=0) + _HARDLY
    means = member.T @ points / size[:, None]
    off = points - means[:, None, :]
    if shape == "diag":
        spread = np.einsum("ik,kij->kj", member, off**2) / size[:, None] + 1
    else:
        within = (off * member.T[:, :, None]).transpose(0, 2, 1) @ off
        alike = within.sum(axis=0, keepdims=True) / n
        spread = (alike if shape == "tied" else within / size[:, None, None]) + one
    return Clouds(shape, size / n, means, spread)
