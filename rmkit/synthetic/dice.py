"""Chance that comes out the same on every machine.

Each part of a cohort throws its own dice, so that one more name changes no level. Only the raw
uniform numbers of NumPy's generator are used: these are fixed for good, while its higher methods
may change between versions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

__all__ = ["Dice"]

T = TypeVar("T")


class Dice:
    """Random choices from a seed and a numbered stream.

    >>> Dice(0, 1).pick("abc") == Dice(0, 1).pick("abc")
    True
    """

    def __init__(self, seed: int, stream: int) -> None:
        self._generator = np.random.default_rng([seed, stream])

    def chance(self, share: float) -> bool:
        """Say yes with a probability of `share`."""
        return float(self._generator.random()) < share

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number from `low` to `high`, both included."""
        return low + int(self._generator.random() * (high - low + 1))

    def near(self, mean: float, sd: float) -> float:
        """Give a number near `mean`, as good as normal: the sum of twelve uniform ones."""
        return mean + sd * (math.fsum(self._generator.random(12).tolist()) - 6.0)

    def pick(self, things: Sequence[T]) -> T:
        """Choose one of several things."""
        return things[self.whole(0, len(things) - 1)]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Choose a key, each as likely as its weight says; the weights need not add up to 1."""
        left = float(self._generator.random()) * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return thing

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Put things into a random order."""
        order = np.argsort(self._generator.random(len(things)), kind="stable")
        return [things[int(i)] for i in order]

    def some(self, things: Sequence[T], n: int) -> list[T]:
        """Choose `n` different things (all of them where there are fewer), in their order."""
        chosen = sorted(self.shuffled(range(len(things)))[:n])
        return [things[i] for i in chosen]
