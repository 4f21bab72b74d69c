"""What a method of clustering is to the rest of the room."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from rmkit.profiles.compared import Compared, Groups, Points

__all__ = ["Divided", "Method"]

Distance = Literal["euclid", "gower"]


@dataclass(frozen=True, eq=False, repr=False)
class Divided:
    """People in a number of groups, and Schwarz's criterion where the method has a likelihood.

    A lower `bic` is better; NaN where there is no likelihood.
    """

    groups: Groups
    bic: float = float("nan")


@dataclass(frozen=True, slots=True)
class Method:
    """A way to divide people into groups.

    Attributes
    ----------
    id, title, how
        Its name in calls, in lists and in a sentence that says how it works.
    distance
        What it looks at, and what its groups are judged by.
    needs_whole
        Whether every answer must be there and be a number.
    divide
        Takes `Compared` and numbers of groups, each at least 1; gives `Divided` by number. A
        number is left out where so many groups cannot be made. The same values in the same order
        always give the same groups: starts are fixed or seeded inside.
    reference
        Where the method comes from.
    """

    id: str
    title: str
    how: str
    distance: Distance
    needs_whole: bool
    divide: Callable[[Compared, Collection[int]], dict[int, Divided]]
    reference: str

    def apart(self, compared: Compared) -> Points:
        """Give the distances between people that its groups are judged by."""
        return compared.euclid if self.distance == "euclid" else compared.gower
