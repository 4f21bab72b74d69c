"""What the same people's answers would look like if there were one kind of person only.

The reference for every claim that there are kinds: made-up people whose answers vary together as
much as the real ones do and whose every single answer has the same spread, but with one peak and
without groups. It is a Gaussian copula under margins smoothed to a single peak. Clustering always
finds groups in such a continuum; real kinds must stand out more clearly than those.

References: Hennig & Lin (2015), Statistics and Computing 25:821-833, and Liu et al. (2008), JASA
103:1281-1293, for the reference; Cario & Nelson (1997), Northwestern University, for drawing with
given margins and correlations; Schäfer & Strimmer (2005), Statistical Applications in Genetics and
Molecular Biology 4:32, and Ledoit & Wolf (2004), Journal of Portfolio Management 30:110-119, for
correlations estimated from few people and drawn towards their mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rmkit.definitions.discreet import discreet
from rmkit.profiles.compared import Compared, Points

__all__ = ["OneKind", "one_peak"]

_TERMS = 60
_HIGHEST = 0.99
_STEPS = 12


@discreet("values")
@dataclass(frozen=True)
class OneKind:
    """A single kind of person, from which made-up people are drawn.

    `values[j]` are the values that feature j takes, `edges[j]` the upper ends of their intervals
    on a standard normal variable, `root` a square root of the correlation between those.
    """

    values: tuple[Points, ...]
    edges: tuple[Points, ...]
    root: Points

    @classmethod
    def fitted(cls, compared: Compared) -> OneKind:
        """Fit to people and what they answered; names without an order keep their own shares."""
        from scipy.special import ndtri

        points = compared.values
        values, edges = [], []
        for column, kind in zip(points.T, compared.kinds, strict=True):
            known = column[~np.isnan(column)]
            longest = 1.0 if kind == "ordinal" else np.inf
            value, share = _shares(known) if kind == "nominal" else _margin(known, longest)
            values.append(value)
            edges.append(np.asarray(ndtri(np.clip(np.cumsum(share)[:-1], 1e-6, 1 - 1e-6))))
        wanted = _correlation(points)
        latent = _latent(wanted, values, edges)
        size, direction = np.linalg.eigh(latent)
        root = direction * np.sqrt(np.clip(size, 0, None))
        root /= np.sqrt((root**2).sum(axis=1, keepdims=True))
        return cls(tuple(values), tuple(edges), root)

    def draw(self, n: int, rng: np.random.Generator) -> Points:
        """Draw made-up people, shape (n, n_features)."""
        normal = rng.standard_normal((n, self.root.shape[1])) @ self.root.T
        drawn = np.empty((n, len(self.values)))
        for j, (value, edge) in enumerate(zip(self.values, self.edges, strict=True)):
            drawn[:, j] = value[np.searchsorted(edge, normal[:, j])]
        return drawn


def one_peak(height: Points, width: Points | None = None) -> Points:
    """Smooth a histogram to the nearest with one peak, by least squares.

    Parameters
    ----------
    height
        How high each bar is.
    width
        How wide each bar is; all alike unless said. The area stays the same.

    Examples
    --------
    >>> one_peak(np.array([0.1, 0.5, 0.0, 0.3, 0.1])).tolist()
    [0.1, 0.5, 0.15, 0.15, 0.1]
    """
    from scipy.optimize import isotonic_regression

    width = np.ones_like(height) if width is None else width
    best, least = height, np.inf
    for peak in range(len(height) + 1):
        parts = []
        if peak:
            parts.append(isotonic_regression(height[:peak], weights=width[:peak]).x)
        if peak < len(height):
            falling = isotonic_regression(height[peak:], weights=width[peak:], increasing=False)
            parts.append(falling.x)
        smooth = np.concatenate(parts)
        misfit = float((width * (smooth - height) ** 2).sum())
        if misfit < least - 1e-12:
            best, least = smooth, misfit
    return best


def _shares(known: Points) -> tuple[Points, Points]:
    values, count = np.unique(known, return_counts=True)
    return values, count / len(known)


def _margin(known: Points, longest: float) -> tuple[Points, Points]:
    """Give the values of a feature, lowest first, and their shares under one peak.

    The step between values is at most `longest`: a level that nobody has lies between the others
    all the same.
    """
    distinct = np.unique(known)
    step = min(np.diff(distinct).min(), longest) if len(distinct) > 1 else 1.0
    n_steps = round((distinct[-1] - distinct[0]) / step)
    if n_steps < _STEPS:
        values = distinct[0] + step * np.arange(n_steps + 1)
        count = np.bincount(np.rint((known - distinct[0]) / step).astype(int))
        return values, one_peak(count / len(known))
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _STEPS + 1)))
    bar = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, len(edges) - 2)
    count, width = np.bincount(bar, minlength=len(edges) - 1), np.diff(edges)
    total = np.bincount(bar, weights=known, minlength=len(edges) - 1)
    middle = (edges[:-1] + edges[1:]) / 2
    values = np.divide(total, count, out=middle, where=count > 0)
    share: Points = one_peak(count / len(known) / width, width) * width
    return values, share


def _correlation(points: Points) -> Points:
    """Estimate correlations, each drawn towards their mean as far as chance alone set them apart.

    Without that a small crowd's reference would vary together in more ways than the crowd itself,
    and real kinds would be missed. The mean stays: how far all answers rise and fall together is
    what a continuum is made of.
    """
    centred = points - np.nanmean(points, axis=0)
    spread = np.sqrt(np.nanmean(centred**2, axis=0))
    known = ~np.isnan(points)
    z = np.divide(centred, spread, out=np.zeros_like(points), where=known & (spread > 0))
    n = np.maximum(known.T.astype(np.float64) @ known, 2)
    r = np.clip(z.T @ z / n, -1, 1)
    variance = ((z**2).T @ z**2 - n * r**2) / (n * (n - 1))
    off = ~np.eye(len(r), dtype=np.bool_)
    mean = float(r[off].mean()) if off.any() else 0.0
    apart = float(((r - mean)[off] ** 2).sum())
    chance = min(1.0, float(variance[off].sum()) / max(apart, 1e-12))
    return np.where(off, mean + (1 - chance) * (r - mean), 1.0)


def _latent(wanted: Points, values: list[Points], edges: list[Points]) -> Points:
    """Find the normal correlations that give the wanted ones after cutting into values."""
    weights = np.array([_hermite(v, e) for v, e in zip(values, edges, strict=True)])
    low, high = np.full(wanted.shape, -_HIGHEST), np.full(wanted.shape, _HIGHEST)
    for _ in range(20):
        middle = (low + high) / 2
        given = np.zeros_like(wanted)
        for weight in weights.T[::-1]:
            given = middle * (given + np.outer(weight, weight))
        low, high = np.where(given < wanted, middle, low), np.where(given < wanted, high, middle)
    latent = np.where(wanted == 0, 0.0, (low + high) / 2)
    np.fill_diagonal(latent, 1.0)
    return latent


def _hermite(values: Points, edges: Points) -> Points:
    """Expand a normal variable cut into values, in Hermite polynomials; unit variance."""
    from scipy.special import ndtr

    density = np.exp(-(edges**2) / 2) / np.sqrt(2 * np.pi)
    jumps = np.diff(values)
    before, current = np.zeros_like(edges), np.ones_like(edges)
    found = []
    for order in range(1, _TERMS + 1):
        found.append(float((jumps * density * current).sum()) / np.sqrt(order))
        before, current = current, (edges * current - np.sqrt(order - 1) * before) / np.sqrt(order)
    above = np.asarray(ndtr(-edges))
    both = np.minimum.outer(above, above) - np.outer(above, above)
    spread = np.sqrt(float(jumps @ both @ jumps))
    return np.array(found) / spread if spread > 0 else np.zeros(_TERMS)
