"""What each rule costs before anything is solved: how many possible pairs it removes.

In comes a posed problem, out go counts for each rule: all pairs that break it, and those that only
it removes. Of many people a part of the mentors is looked at and the counts are scaled up; that is
said. Nothing here solves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.problem import Problem
from rmkit.matching.rule import Strength

__all__ = ["MOST_LOOKED_AT", "RuleCost", "RuleCosts", "rule_costs"]

MOST_LOOKED_AT: Final = 1_000_000
"""How many pairs are looked at; of more, those of some of the mentors."""


@discreet("pairs", "alone", "strength")
@dataclass(frozen=True, slots=True)
class RuleCost:
    """How many possible pairs one rule removes.

    Parameters
    ----------
    pairs
        Possible pairs that break it, whatever else they break.
    alone
        Those of them that no hard rule but this one removes.
    strength
        How strong it is. What is not hard removes nothing: the counts say what it would.
    """

    pairs: int
    alone: int
    strength: Strength


@discreet("possible", "left", "is_estimate", "floor", "unasked")
@dataclass(frozen=True)
class RuleCosts:
    """What rules cost.

    Parameters
    ----------
    possible
        Pairs of a mentor and a mentee who are two people.
    left
        Those that no hard rule and no floor removes.
    is_estimate
        Whether only some of the mentors were looked at.
    rules
        By id.
    floor
        Pairs that no hard rule removes and that score under the floor.
    unasked
        Criteria, by id, about which nothing is on record for anybody: they count nothing.
    """

    possible: int
    left: int
    is_estimate: bool
    rules: Mapping[str, RuleCost]
    floor: int = 0
    unasked: tuple[str, ...] = ()

    def sentence(self, rule_id: str) -> str:
        """Say in words what one rule costs."""
        cost = self.rules[rule_id]
        n, alone, possible = self._said(cost.pairs), self._said(cost.alone), f"{self.possible:,}"
        if cost.strength == "hard":
            if not cost.pairs:
                return f"Removes none of {possible} possible pairs."
            return f"Removes {n} of {possible} possible pairs, {alone} of them by itself."
        if cost.strength == "warning":
            if not cost.pairs:
                return f"Warns of none of {possible} possible pairs."
            return f"Warns of {n} of {possible} possible pairs; if it must hold, {alone} more go."
        return f"If it must hold, {alone} more of {possible} possible pairs go."

    @property
    def summary(self) -> str:
        """Say in words what the rules leave."""
        under = f", {self._said(self.floor)} more the floor" if self.floor else ""
        gone = self._said(self.possible - self.left - self.floor)
        return (
            f"Of {self.possible:,} possible pairs the rules that must hold remove {gone}{under}; "
            f"{self._said(self.left)} are left."
        )

    def _said(self, n: int) -> str:
        return f"about {n:,}" if self.is_estimate and n else f"{n:,}" if n else "none"


def rule_costs(
    problem: Problem, *, off: Collection[str] = (), most: int = MOST_LOOKED_AT
) -> RuleCosts:
    """Count for each rule how many possible pairs it removes, and how many it alone removes.

    Parameters
    ----------
    problem
        Everything but the pairs.
    off
        Rules that are off, by id: to learn what they would cost they are posed as warnings.
    most
        How many pairs are looked at.
    """
    n, m = len(problem.mentors), len(problem.mentees)
    looked = min(n, max(most // max(m, 1), 1))
    rows = np.unique(np.linspace(0, n - 1, looked).round().astype(np.intp)) if n else np.arange(0)
    tables = {rule.id: _part(problem.broken[rule.id], rows) for rule in problem.rules}
    real = ~tables["same_person"] if "same_person" in tables else np.ones((len(rows), m), np.bool_)
    hard = np.zeros((len(rows), m), dtype=np.int16)
    for rule in problem.hard:
        hard += tables[rule.id]
    low = _part(problem.points, rows) < problem.floor
    share = n / len(rows) if len(rows) else 1.0
    possible = n * m - len(problem.twins)

    def count(pairs: NDArray[np.bool_]) -> int:
        return min(round(int((pairs & real).sum()) * share), possible)

    costs: dict[str, RuleCost] = {}
    for rule in problem.rules:
        alone = tables[rule.id] & (hard == (1 if rule.strength == "hard" else 0))
        strength: Strength = "off" if rule.id in off else rule.strength
        costs[rule.id] = RuleCost(count(tables[rule.id]), count(alone), strength)
    return RuleCosts(
        possible=possible,
        left=count((hard == 0) & ~low),
        is_estimate=len(rows) < n,
        rules=costs,
        floor=count((hard == 0) & low),
        unasked=tuple(c.id for c in problem.unasked),
    )


def _part(table: object, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = table[rows]  # type: ignore[index]
    return found
