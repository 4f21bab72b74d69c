"""Made-up populations of a million people at two waves, from which small cohorts are drawn.

The truth that an interval should cover is the same figure, worked out in the whole population.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault

__all__ = ["Crowd", "crowd_faults", "crowd_of"]

Floats = NDArray[np.float64]
_LOWEST = -1.5  # below it, in standard deviations, everybody gives level 1


@discreet("skew", "ceiling", "reliability", "levels")
@dataclass(frozen=True)
class Crowd:
    """What a population is like.

    Attributes
    ----------
    skew
        Skewness of what is true of people, and of what they gain; from 0.
    ceiling
        Share of people at the top of the scale at the first wave, 0 to below 1.
    reliability
        Share of the variance of scores, at the first wave and before any ceiling, that is no
        error; above 0.
    effect
        Mean gain in standard deviations of scores.
    stability
        How what is true of a person correlates between the waves; above 0.
    levels
        In how many whole levels people answer; None for a score that can be anything.
    """

    skew: float
    ceiling: float
    reliability: float
    effect: float = 0.3
    stability: float = 0.7
    levels: int | None = None


def crowd_of(crowd: Crowd, size: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw a population; before and after, each of shape (size,)."""
    spread = math.sqrt(crowd.reliability)
    true: Floats = spread * _skewed(crowd.skew, size, rng)
    gain: Floats = spread * math.sqrt(1 / crowd.stability**2 - 1) * _skewed(crowd.skew, size, rng)
    error = math.sqrt(1 - crowd.reliability)
    before: Floats = true + error * rng.standard_normal(size)
    after: Floats = true + crowd.effect + gain + error * rng.standard_normal(size)
    top = float(np.quantile(before, 1 - crowd.ceiling)) if crowd.ceiling else math.inf
    if crowd.levels is None:
        return _float(np.minimum(before, top)), _float(np.minimum(after, top))
    highest = top if crowd.ceiling else -_LOWEST
    cuts = np.linspace(min(_LOWEST, highest - 1), highest, crowd.levels - 1)
    return _float(1 + np.searchsorted(cuts, before)), _float(1 + np.searchsorted(cuts, after))


def _float(values: NDArray[Any]) -> Floats:
    return values.astype(np.float64)


def crowd_faults(crowd: Crowd) -> list[Fault]:
    """Find everything that cannot be in a population."""
    checks = {
        "skew": (0 <= crowd.skew < 20, "lies outside 0 to 20.", "Give 1, say."),
        "ceiling": (0 <= crowd.ceiling < 1, "lies outside 0 to below 1.", "Give .2, say."),
        "reliability": (0 < crowd.reliability <= 1, "lies outside 0 to 1.", "Give .8, say."),
        "stability": (0 < crowd.stability <= 1, "lies outside 0 to 1.", "Give .7, say."),
        "effect": (math.isfinite(crowd.effect), "is no number.", "Give .3, say."),
        "levels": (crowd.levels is None or crowd.levels >= 3, "are too few.", "Give 5, say."),
    }
    return [Fault(said, fix, column=name) for name, (fine, said, fix) in checks.items() if not fine]


def _skewed(skew: float, size: int, rng: np.random.Generator) -> Floats:
    """Draw numbers of mean 0, variance 1 and this skewness: normal, or a shifted gamma."""
    if not skew:
        return rng.standard_normal(size)
    shape = 4 / skew**2
    return (rng.standard_gamma(shape, size) - shape) / math.sqrt(shape)
