"""Looks at kinds of candidates, one after the other: with what settings, and what was found.

They are remembered beside the open programme and never written: looking keeps nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.forms.given import Given
from rmkit.people.measures import BLOCKS
from rmkit.profiles import METHODS, Clustering
from rmkit.profiles.choosing import MOST_KINDS
from rmkit.profiles.kind_told import KindTold

__all__ = [
    "MOST_LISTED", "USUAL", "Look", "Looks", "Settings", "settings_given", "weights_given",
]  # fmt: skip

MOST_LISTED = 6
"""So many looks can be gone back to."""

_HEAVIEST = 10


@discreet("k", "method", "weights")
@dataclass(frozen=True)
class Settings:
    """What a look was asked for: `k` (None: the evidence says), a method or "auto", weights."""

    k: int | None
    method: str
    weights: Mapping[str, float]

    @property
    def weighs_as_usual(self) -> bool:
        """Whether every block counts what it usually does."""
        return all(self.weights.get(b, BLOCKS[b].weight) == BLOCKS[b].weight for b in BLOCKS)

    def for_page(self) -> dict[str, object]:
        """Give it as the page takes and sends it."""
        return {"k": self.k, "method": self.method, "weights": dict(self.weights)}


USUAL = Settings(None, "auto", {name: block.weight for name, block in BLOCKS.items()})
"""The settings before anybody changes them."""


@discreet("number")
@dataclass(frozen=True, eq=False)
class Look:
    """One look: its number in this sitting, its settings, what was found, and in which answers.

    `kinds` tell each kind in words; `suits` is the method that "auto" takes for the same weights.
    """

    number: int
    settings: Settings
    found: Clustering
    kinds: tuple[KindTold, ...]
    answers: str
    suits: str

    @property
    def is_usual(self) -> bool:
        """Whether it is what the evidence says under the usual settings."""
        settings = self.settings
        return (
            settings.k is None
            and settings.weighs_as_usual
            and settings.method in ("auto", self.suits)
        )


class Looks:
    """The looks of a sitting: how many there were, the last few, and which is shown."""

    def __init__(self) -> None:
        self.count = 0
        self.shown = 0
        self.listed: list[Look] = []

    def add(self, look: Look) -> Look:
        """Put a look behind the others; the oldest is forgotten when there are too many."""
        self.count += 1
        taken = replace(look, number=self.count)
        self.listed = [*self.listed, taken][-MOST_LISTED:]
        self.shown = taken.number
        return taken

    def same(self, settings: Settings, answers: str) -> Look | None:
        """Give an earlier look with the same settings at the same answers."""
        same = (settings, answers)
        return next((o for o in self.listed if (o.settings, o.answers) == same), None)

    def of(self, number: int) -> Look:
        """Give a look by its number.

        Raises
        ------
        UnknownName
            It is not there any more.
        """
        for look in self.listed:
            if look.number == number:
                return look
        known = [str(look.number) for look in self.listed]
        raise UnknownName(kind="look", name=str(number), known=known)

    def before(self, look: Look) -> Look | None:
        """Give the look before this one, if it is still listed."""
        earlier = [one for one in self.listed if one.number < look.number]
        return earlier[-1] if earlier else None


def settings_given(given: Given) -> Settings:
    """Read the settings of a look from what a page sent.

    Raises
    ------
    FaultsFound
        A weight is no number from 0 to 10, all are 0, or there is no such number of kinds.
    UnknownName
        There is no such block or method.
    """
    weights = weights_given(given)
    k, method = given.parts.get("k"), given.text("method") or "auto"
    if method not in ("auto", *METHODS):
        raise UnknownName(kind="method", name=method, known=["auto", *METHODS])
    if k is not None and (type(k) is not int or not 2 <= k <= MOST_KINDS):
        fix = f"Choose 2 to {MOST_KINDS}, or let the evidence say."
        raise FaultsFound([Fault("How many kinds: this is no number of them.", fix)], "No look.")
    return Settings(k, method, weights)


def weights_given(given: Given) -> dict[str, float]:
    """Read what each block counts; a block that was not sent counts as usual."""
    sent = given.mapping("weights") if "weights" in given.parts else {}
    faults, weights = [], {name: block.weight for name, block in BLOCKS.items()}
    for name, value in sent.items():
        if name not in BLOCKS:
            raise UnknownName(kind="block of features", name=name, known=list(BLOCKS))
        if isinstance(value, bool) or not isinstance(value, int | float) or not _counts(value):
            fix = f"Write a number from 0 (off) to {_HEAVIEST}."
            faults.append(Fault(f"{BLOCKS[name].title}: this is no weight.", fix))
        else:
            weights[name] = float(value)
    if not faults and not any(weights.values()):
        faults.append(Fault("Everything is off.", "Let at least one part of the profile count."))
    if faults:
        raise FaultsFound(faults, "Nothing was looked at.")
    return weights


def _counts(value: float) -> bool:
    return math.isfinite(value) and 0 <= value <= _HEAVIEST
