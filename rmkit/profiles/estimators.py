"""The methods of this room as scikit-learn's estimators, for pipelines, searches and comparisons.

They take a table of numbers, shape (n_samples, n_features), in which names without an order are
codes, and divide its rows into as many clusters as asked for. Whether there are any is not asked
here: `rmkit.profiles.cluster` does. This module loads scikit-learn, so no other one imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from rmkit.people.measures import Kind
from rmkit.profiles.arrays import compared_by, known, nearest, whole
from rmkit.profiles.compared import Compared, Groups, Points
from rmkit.profiles.methods import gaussian, hierarchy, latent, medoids, ward_means
from rmkit.profiles.methods.categories import Categories

__all__ = ["GaussianProfiles", "GowerHierarchy", "GowerKMedoids", "LatentClasses", "WardKMeans"]


class _Profiles(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """What the estimators share: how features are compared, and what is said of wrong input."""

    _gaps: ClassVar[bool] = True

    def __init__(
        self,
        n_clusters: int = 3,
        *,
        kinds: Kind | Sequence[Kind] | None = None,
        spans: ArrayLike | None = None,
        weights: ArrayLike | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.kinds = kinds
        self.spans = spans
        self.weights = weights

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self._gaps
        return tags

    def _read(self, X: ArrayLike) -> Compared:
        """Read a table to fit to, and remember how its features are compared."""
        values = self._values(X, reset=True)
        k, n = self.n_clusters, len(values)
        if isinstance(k, bool) or not isinstance(k, int | np.integer) or k < 1:
            message = f"n_clusters={k!r} is no number of clusters; give a whole number from 1."
            raise ValueError(message)
        if n < k:
            message = f"n_samples={n} is fewer than n_clusters={k}; ask for fewer clusters."
            raise ValueError(message)
        self._compared, self._counts = compared_by(
            values, kinds=self.kinds, spans=self.spans, weights=self.weights
        )
        return self._compared

    def _values(self, X: ArrayLike, *, reset: bool) -> Points:
        finite = "allow-nan" if self._gaps else True
        values = validate_data(self, X, reset=reset, dtype=np.float64, ensure_all_finite=finite)
        return np.asarray(values, dtype=np.float64)

    def _new(self, X: ArrayLike) -> Compared:
        """Read another table, whose features are compared as those that were fitted."""
        check_is_fitted(self)
        values = self._values(X, reset=False)[:, self._counts]
        fitted = self._compared
        return Compared(values, fitted.kinds, fitted.spans, fitted.weights)

    def _made(self, found: dict[int, Groups]) -> Groups:
        if self.n_clusters not in found:
            message = (
                f"n_clusters={self.n_clusters} clusters cannot be made of these rows, of which too "
                "few differ; ask for fewer."
            )
            raise ValueError(message)
        return found[self.n_clusters]


class GowerKMedoids(_Profiles):
    """Clusters around their most typical row, by whatever two rows have both: PAM on Gower.

    Parameters
    ----------
    n_clusters
        How many clusters.
    kinds
        Of each feature "numeric", "ordinal", "nominal" or "option", as in
        `rmkit.profiles.gower`, or one of these for all; all numeric if None.
    spans
        Of each feature, the difference that counts as wholly apart; its range if None.
    weights
        Of each feature, what it counts; all alike if None, 0 leaves it out.

    Attributes
    ----------
    labels_
        The cluster of each row, 0 to n_clusters - 1.
    medoid_indices_
        The rows that the clusters gather around.
    cluster_centers_
        What stands in these rows, shape (n_clusters, n_features), NaN missing.
    inertia_
        The sum of the distances of all rows to their medoids.

    Notes
    -----
    NaN is a missing answer and is never filled. All distances are held at once: 8 bytes for each
    pair of rows.

    References
    ----------
    Gower (1971), Biometrics 27:857-871. Kaufman & Rousseeuw (1990), Finding Groups in Data,
    chapter 2. Schubert & Rousseeuw (2021), Information Systems 101:101804.

    Examples
    --------
    >>> rows = [[1, 5.0], [1, float("nan")], [5, 1.0], [4, 1.0]]
    >>> GowerKMedoids(2).fit(rows).labels_.tolist()
    [0, 0, 1, 1]
    """

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Find the medoids of a table; `y` is not looked at."""
        compared = self._read(X)
        apart = known(compared.gower)
        found = medoids.around(apart, [self.n_clusters])
        self.labels_ = self._made({k: one.groups for k, one in found.items()})
        self.medoid_indices_ = found[self.n_clusters].medoids
        self.cluster_centers_ = self._values(X, reset=False)[self.medoid_indices_]
        self.inertia_ = found[self.n_clusters].mean_distance * len(compared)
        return self

    def predict(self, X: ArrayLike) -> Groups:
        """Give the cluster of the nearest medoid for each row of another table."""
        new = self._new(X)
        around = self._compared.take(self.medoid_indices_)
        return nearest(new.gower_from(around))


class GowerHierarchy(_Profiles):
    """Clusters cut from a tree on Gower's distance.

    Parameters
    ----------
    n_clusters, kinds, spans, weights
        As for `GowerKMedoids`.
    linkage
        How far two clusters are apart: by the "average" distance of their rows, by the two
        farthest ("complete") or by the two nearest ("single").

    Attributes
    ----------
    labels_
        The cluster of each row, 0 to n_clusters - 1, in the order of their first rows.

    Notes
    -----
    NaN is a missing answer and is never filled. There is no `predict`: a tree says nothing of rows
    that are not in it.

    References
    ----------
    Sokal & Michener (1958), University of Kansas Science Bulletin 38:1409-1438. Gower (1971),
    Biometrics 27:857-871.
    """

    def __init__(
        self,
        n_clusters: int = 3,
        *,
        kinds: Kind | Sequence[Kind] | None = None,
        spans: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        linkage: hierarchy.Linkage = "average",
    ) -> None:
        super().__init__(n_clusters, kinds=kinds, spans=spans, weights=weights)
        self.linkage = linkage

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Grow the tree of a table and cut it; `y` is not looked at."""
        if self.linkage not in ("average", "complete", "single"):
            message = f'linkage={self.linkage!r} is none of "average", "complete" and "single".'
            raise ValueError(message)
        apart = known(self._read(X).gower)
        self.labels_ = self._made(hierarchy.joined(apart, [self.n_clusters], self.linkage))
        return self


class WardKMeans(_Profiles):
    """Round clusters around their means, from the start that Ward's tree gives.

    Parameters
    ----------
    n_clusters, spans, weights
        As for `GowerKMedoids`. Every feature is a number and nothing may be missing.
    kinds
        "numeric", "ordinal" and "option" are all taken as numbers; "nominal" is refused.

    Attributes
    ----------
    labels_
        The cluster of each row, 0 to n_clusters - 1.
    cluster_centers_
        The mean of each cluster, shape (n_clusters, n_features).

    Notes
    -----
    There is no chance in it, so there is no `random_state`. By default features are set to one
    range, which scikit-learn's `KMeans` does not do; `spans=1` for each compares them as they are.

    References
    ----------
    Ward (1963), JASA 58:236-244. Milligan (1980), Psychometrika 45:325-342.
    """

    _gaps: ClassVar[bool] = False

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Find the means of a table; `y` is not looked at."""
        compared = whole(self._read(X))
        self.labels_ = self._made(ward_means.divide(compared.points, [self.n_clusters]))
        values, of = self._values(X, reset=False), range(self.n_clusters)
        self.cluster_centers_ = np.array([values[self.labels_ == k].mean(axis=0) for k in of])
        return self

    def predict(self, X: ArrayLike) -> Groups:
        """Give the cluster of the nearest mean for each row of another table."""
        new = self._new(X)
        centres = self._new(self.cluster_centers_).points
        apart = ((new.points[:, None, :] - centres) ** 2).sum(axis=2)
        return np.asarray(apart.argmin(axis=1), dtype=np.intp)


class GaussianProfiles(_Profiles):
    """Clusters as clouds that follow normal distributions, their shape chosen by BIC.

    Parameters
    ----------
    n_clusters, kinds, spans
        As for `WardKMeans`.
    weights
        As for `GowerKMedoids`; above 0 they decide only where the search starts.

    Attributes
    ----------
    labels_
        The most likely cloud of each row, 0 to n_clusters - 1.
    clouds_
        `rmkit.profiles.methods.gaussian.Clouds`, for features divided by `scale_`. Its shape is
        "diag" (features vary by themselves in each cloud), "tied" (together, in all clouds alike)
        or "full" (together, in each cloud its own way).

    Notes
    -----
    No cloud is tighter than answers are rounded, which differs from scikit-learn's
    `GaussianMixture`. There is no chance in it, so there is no `random_state`.

    References
    ----------
    McLachlan & Peel (2000), Finite Mixture Models. Fraley & Raftery (2002), JASA 97:611-631.
    """

    _gaps: ClassVar[bool] = False

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Find the clouds of a table; `y` is not looked at."""
        compared = whole(self._read(X))
        start = self._made(ward_means.divide(compared.points, [self.n_clusters]))
        self.scale_ = gaussian.scales(compared.values)
        points = compared.values / self.scale_
        found = gaussian.shaped(points, start)
        if found is None:
            self._made({})
        else:
            self.clouds_, self.labels_ = found, found.groups(points)
        return self

    def predict(self, X: ArrayLike) -> Groups:
        """Give the most likely cloud for each row of another table."""
        new = self._new(X).values
        return self.clouds_.groups(new / self.scale_)

    def predict_proba(self, X: ArrayLike) -> Points:
        """Give the probability of each cloud for each row, shape (n_samples, n_clusters)."""
        new = self._new(X).values
        return self.clouds_.scored(new / self.scale_)[0]

    def bic(self, X: ArrayLike) -> float:
        """Give Schwarz's criterion of the clouds for a table, in its own units; lower is better."""
        new = self._new(X).values
        return self.clouds_.bic(new / self.scale_) + 2 * len(new) * float(np.log(self.scale_).sum())


class LatentClasses(_Profiles):
    """Latent class analysis: clusters in which answers are independent of each other.

    Parameters
    ----------
    n_clusters
        How many classes.
    kinds
        As for `GowerKMedoids`. Every answer is a category of its own, but "numeric" features with
        more than four values are cut at their quartiles; levels are "ordinal".
    weights
        0 leaves a feature out; above 0 all count alike.
    n_init
        How many beginnings are drawn from `random_state`, at least 1; all are followed to the end.
    tol
        Ends when a round adds less than this to the logarithm of the likelihood.
    random_state
        A whole number from 0: the same one gives the same classes.

    Attributes
    ----------
    labels_
        The most likely class of each row.
    shares_
        How large each class is, shape (n_clusters,).
    log_likelihood_, n_parameters_, g_squared_
        Of the table it was fitted to; `g_squared_` among rows without a missing answer.
    classes_found_
        All of it, as `rmkit.profiles.methods.latent.Classes`.

    Notes
    -----
    NaN is left out of the likelihood (missing at random). So is, in `predict`, an answer that
    nobody gave in the table it was fitted to. A class may be nobody's most likely one.

    References
    ----------
    Goodman (1974), Biometrika 61:215-231. Linzer & Lewis (2011), Journal of Statistical Software
    42(10).
    """

    def __init__(
        self,
        n_clusters: int = 3,
        *,
        kinds: Kind | Sequence[Kind] | None = None,
        weights: ArrayLike | None = None,
        n_init: int = 10,
        tol: float = 1e-6,
        random_state: int = 0,
    ) -> None:
        super().__init__(n_clusters, kinds=kinds, weights=weights)
        self.n_init = n_init
        self.tol = tol
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Find the classes of a table; `y` is not looked at."""
        compared = self._read(X)
        categories = Categories.of(compared.values, compared.kinds)
        found = latent.fitted(
            latent.People.of(categories.given(compared.values)),
            categories,
            self.n_clusters,
            guesses=self.n_init,
            least_gain=self.tol,
            seed=self.random_state,
        )
        best = max(found, key=lambda model: model.log_likelihood)
        self.classes_found_, self.shares_ = best, best.shares
        self.log_likelihood_, self.n_parameters_ = best.log_likelihood, best.n_parameters
        self.g_squared_ = best.g_squared(compared.values)
        self.labels_ = best.groups(compared.values)
        return self

    def predict(self, X: ArrayLike) -> Groups:
        """Give the most likely class for each row of another table."""
        new = self._new(X).values
        return self.classes_found_.groups(new)

    def predict_proba(self, X: ArrayLike) -> Points:
        """Give the probability of each class for each row, shape (n_samples, n_clusters)."""
        new = self._new(X).values
        return self.classes_found_.scored(new)[0]

    def bic(self, X: ArrayLike) -> float:
        """Give Schwarz's criterion of the classes for a table; lower is better."""
        new = self._new(X).values
        free = float(np.log(len(new))) * self.n_parameters_
        return free - 2 * float(self.classes_found_.scored(new)[1].sum())

    def aic(self, X: ArrayLike) -> float:
        """Give Akaike's criterion of the classes for a table; lower is better."""
        new = self._new(X).values
        return 2.0 * self.n_parameters_ - 2 * float(self.classes_found_.scored(new)[1].sum())
