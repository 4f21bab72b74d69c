"""People as they are compared: values in their own units, what counts as apart, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rmkit.people.measures import Kind
from rmkit.profiles.distance import gower

__all__ = ["Compared", "Groups", "Points"]

Points = NDArray[np.float64]
"""One row a person, one column a feature."""

Groups = NDArray[np.intp]
"""The group of each person: 0 to k - 1, none of them empty."""


@dataclass(frozen=True, eq=False, repr=False)
class Compared:
    """What methods and measures of clustering work on.

    Attributes
    ----------
    values
        Shape (n_people, n_features), in the features' own units, NaN missing; names are codes.
    kinds
        Of each feature: "ordinal", "numeric", "option" or "nominal".
    spans
        Shape (n_features,), the difference that counts as wholly apart.
    weights
        Shape (n_features,), positive, summing to 1.
    """

    values: Points
    kinds: tuple[Kind, ...]
    spans: Points
    weights: Points

    @classmethod
    def of(
        cls,
        values: Points,
        *,
        kinds: Sequence[Kind] | None = None,
        spans: Points | None = None,
        weights: Points | None = None,
    ) -> Compared:
        """Take features as numbers, by their own ranges and with one weight, or as said."""
        n_features = values.shape[1]
        if spans is None:
            spans = np.nanmax(values, axis=0) - np.nanmin(values, axis=0)
        weights = np.ones(n_features) if weights is None else np.asarray(weights, dtype=np.float64)
        return cls(
            np.asarray(values, dtype=np.float64),
            tuple(kinds) if kinds is not None else ("numeric",) * n_features,
            np.where(spans > 0, spans, 1.0),
            weights / weights.sum(),
        )

    def __len__(self) -> int:
        return len(self.values)

    @property
    def gaps(self) -> NDArray[np.bool_]:
        """Which answers are missing."""
        return np.isnan(self.values)

    @property
    def whole(self) -> bool:
        """Whether nothing is missing and everything is a number."""
        return "nominal" not in self.kinds and not bool(self.gaps.any())

    @property
    def points(self) -> Points:
        """Give points whose squared Euclidean distance weighs every feature as it should count."""
        scaled: Points = self.values / self.spans * np.sqrt(self.weights)
        return scaled

    @cached_property
    def gower(self) -> Points:
        """Gower's dissimilarity between all people, shape (n_people, n_people), 0 to 1."""
        return self.gower_from(self)

    def gower_from(self, others: Compared) -> Points:
        """Gower's dissimilarity of these people, in rows, from others, in columns."""
        return gower(
            self.values, others.values, kinds=self.kinds, spans=self.spans, weights=self.weights
        )

    @cached_property
    def euclid(self) -> Points:
        """Euclidean distances between all people; nothing may be missing."""
        from scipy.spatial.distance import pdist, squareform

        return np.asarray(squareform(pdist(self.points)), dtype=np.float64)

    def take(self, rows: NDArray[np.intp]) -> Compared:
        """Give some of the people, in this order."""
        return replace(self, values=self.values[rows])

    def answering(self, values: Points) -> Compared:
        """Give other people compared in the same way; what is missing here is missing there."""
        return replace(self, values=np.where(self.gaps, np.nan, values))
