"""The statistics that can be resampled, each written for many resamples at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet

__all__ = ["BOTH", "ONE", "Statistic"]

Floats = NDArray[np.float64]
Columns = tuple[Floats, ...]


def _as_they_are(columns: Columns) -> Columns:
    return columns


def _changes(columns: Columns) -> Columns:
    before, after = columns
    return (after - before,)


@discreet("title")
@dataclass(frozen=True)
class Statistic:
    """What is resampled.

    Attributes
    ----------
    title
        In words.
    value
        Takes columns of shape (many, n), gives shape (many,); NaN where it is not defined.
    with_error
        Gives value and standard error, shape (2, many); None where there is no formula.
    columns
        What is drawn in place of both waves: drawing changes alone is half the work.
    """

    title: str
    value: Callable[..., Floats]
    with_error: Callable[..., Floats] | None = None
    columns: Callable[[Columns], Columns] = _as_they_are


def _mean(values: Floats) -> Floats:
    found: Floats = values.sum(axis=-1) / values.shape[-1]
    return found


def _sd(values: Floats) -> Floats:
    n = values.shape[-1]
    off = values - _mean(values)[..., None]
    found: Floats = np.sqrt(np.einsum("...i,...i->...", off, off) / (n - 1))
    # Rounding leaves a trace of spread where all values are the same.
    found[np.ptp(values, axis=-1) == 0] = 0.0
    return found


def _median(values: Floats) -> Floats:
    found: Floats = np.median(values, axis=-1)
    return found


def _ratio(above: Floats, below: Floats) -> Floats:
    safe = np.where(below > 0, below, 1.0)
    found: Floats = np.where(below > 0, above / safe, np.nan)
    return found


def _mean_error(values: Floats) -> Floats:
    return np.stack([_mean(values), _sd(values) / np.sqrt(values.shape[-1])])


def _d_z(change: Floats) -> Floats:
    return _ratio(_mean(change), _sd(change))


def _d_z_error(change: Floats) -> Floats:
    d, n = _d_z(change), change.shape[-1]
    return np.stack([d, np.sqrt(1 / n + d**2 / (2 * n))])


def _d_av(before: Floats, after: Floats) -> Floats:
    return _ratio(_mean(after) - _mean(before), (_sd(before) + _sd(after)) / 2)


def _superiority(change: Floats) -> Floats:
    found: Floats = (1 + np.sign(np.where(np.abs(change) < 1e-10, 0, change)).mean(axis=-1)) / 2
    return found


def _correlation(before: Floats, after: Floats) -> Floats:
    n = before.shape[-1]
    off = (before - _mean(before)[..., None], after - _mean(after)[..., None])
    both = np.einsum("...i,...i->...", *off) / (n - 1)
    return _ratio(both, _sd(before) * _sd(after))


BOTH = {
    "mean_change": Statistic("Mean change", _mean, _mean_error, _changes),
    "d_z": Statistic("Change in deviations of the changes", _d_z, _d_z_error, _changes),
    "d_av": Statistic("Change in mean deviations of both waves", _d_av),
    "median_change": Statistic("Median change", _median, None, _changes),
    "superiority": Statistic("Chance to be higher after", _superiority, None, _changes),
    "correlation": Statistic("Correlation between the waves", _correlation),
}
ONE = {
    "mean": Statistic("Mean", _mean, _mean_error),
    "median": Statistic("Median", _median),
    "sd": Statistic("Standard deviation", _sd),
}
