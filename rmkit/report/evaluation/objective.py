"""Whether the charter's objective was reached: partly, not, or cannot be told, by a stated rule.

In come levels by person and skill; out goes a verdict with the counts that it rests on. The
objective asks for a share of the mentees (all of them, where it names none) who reach a level in
so many skills. Mentees of whom it is not known could have reached it or not, and the verdict is
given only where it is the same either way:

- reached: even if none of those who are not known reached it, the share is there;
- partly: the share cannot be there any more, and at least half of it is, among those known;
- not reached: the share cannot be there any more, and less than half of it is;
- cannot be told: those who are not known would decide it, or fewer than ten are known.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.report.evaluation.claims import answered_said

__all__ = ["MARKS", "Reached", "reached", "reached_by"]

Verdict = Literal["reached", "partly", "not reached", "cannot be told"]
Basis = Literal["levels", "ratings", ""]

MARKS = {"reached": "✓", "partly": "½", "not reached": "✗", "cannot be told": "?"}
"""The sign of each verdict: a tick, a half, a cross, a question mark; words stand beside it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many mentees reached what the objective names, and what follows by the rule.

    Attributes
    ----------
    verdict
        See the module.
    basis
        "levels" where they rated their levels twice, "ratings" where the objective names no level
        and the mentees said how far it was reached; empty where neither is there.
    began
        Mentees who began; those who left count, those who were there already do not.
    known, reached
        Of how many it is known, and how many of these reached it.
    already
        Mentees who were at the level at the start in all that is asked.
    share
        The share that the objective names, from 0 to 1.
    low, high
        Wilson's 95 % interval of the share that reached it, of those known; NaN for none.
    """

    verdict: Verdict
    basis: Basis
    began: int
    known: int
    reached: int
    already: int = 0
    share: float = 1.0
    low: float = float("nan")
    high: float = float("nan")

    @property
    def mark(self) -> str:
        """The sign of the verdict."""
        return MARKS[self.verdict]

    @property
    def rule(self) -> str:
        """Say the rule by which it was decided."""
        asked = "every mentee" if self.share >= 1 else f"{100 * self.share:.0f} of 100 mentees"
        return (
            f"The objective asks it of {asked}. It counts as reached only if that holds even when "
            "nobody of those who did not answer reached it; as partly reached from half of that "
            "share on, among those who answered."
        )

    @property
    def sentence(self) -> str:
        """Say the verdict with what it rests on; no number is of fewer than five people."""
        if self.basis == "":
            return "Nobody has answered yet that it could be told from."
        if self.known < FEWEST:
            return (
                f"Cannot be told: fewer than {FEWEST} of {self.began} mentees answered what it is "
                "told from."
            )
        how = "rated their levels again" if self.basis == "levels" else "said how far they got"
        unknown = self.began - self.known
        said = f"{self.verdict[:1].upper()}{self.verdict[1:]}"
        answered = answered_said(self.known, self.began)
        if self.known < 2 * FEWEST:
            said += f": {answered} mentees {how}, too few to tell how many of them reached it."
        else:
            said += f": {told(self.reached, self.known)} of {answered} mentees who {how} reached it"
            if FEWEST <= self.reached <= self.known - FEWEST:
                ends = f"{100 * self.low:.0f} to {100 * self.high:.0f} of 100"
                said += f" (95 % interval {ends})"
            said += "."
        if unknown:
            few = f"fewer than {FEWEST}" if unknown < FEWEST else f"{unknown:,}"
            said += f" For {few} it is not known."
        if self.already:
            said += f" {told(self.already)} were there at the start and do not count."
        return said


def reached_by(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    to_level: int,
    wanted: Mapping[str, int] | None = None,
    groups: Mapping[str, str] | None = None,
    named: Collection[str] = (),
) -> pd.DataFrame:
    """Say of each mentee whether they reached what the objective names.

    Parameters
    ----------
    before, after
        Levels from 1 to 5, one row a person (by index), one column a skill; NaN not answered.
        Every person of `before` counts; whoever is not in `after` is not known.
    to_level
        The level to reach.
    wanted, groups
        How many skills each takes up by group ("competence", "tool"), and the group of each skill,
        where mentees choose their own: those that were below the level at the start. Whoever had
        fewer below it is asked for all of those.
    named
        Skills that all take up; then `wanted` does not count.

    Returns
    -------
    DataFrame
        By person: `reached` (1, 0, NaN where it is not known) and `already` (nothing of what is
        asked was below the level at the start).

    Examples
    --------
    >>> before = pd.DataFrame({"ai": [2, 2, 4]}, index=["a", "b", "c"])
    >>> after = pd.DataFrame({"ai": [4, 3, 4]}, index=["a", "b", "c"])
    >>> reached_by(before, after, to_level=4, named=["ai"])["reached"].tolist()
    [1.0, 0.0, nan]
    """
    groups = groups or {}
    skills = [s for s in before.columns if not named or s in named]
    then = after.reindex(index=before.index, columns=skills).astype("float64")
    first = before[skills].astype("float64")
    below = first < to_level
    there = below & (then >= to_level)
    open_ = below & then.isna()
    asks = {"": len(skills)} if named else dict(wanted or {"": 1})
    verdict = pd.Series(1.0, index=before.index)
    asked_of = pd.Series(0, index=before.index)
    for group, count in asks.items():
        mine = [s for s in skills if named or not group or groups.get(s) == group]
        need = np.minimum(count, below[mine].sum(axis=1))
        asked_of += need
        done, could = there[mine].sum(axis=1), open_[mine].sum(axis=1)
        part = pd.Series(np.where(done >= need, 1.0, np.where(done + could >= need, np.nan, 0.0)),
                         index=before.index)  # fmt: skip
        verdict = verdict.where(verdict == 0, part.where(part != 1, verdict))
    already = (asked_of == 0) & first.notna().any(axis=1)
    unknown = (asked_of == 0) | then.isna().all(axis=1)
    return pd.DataFrame({"reached": verdict.mask(unknown), "already": already})


def reached(found: pd.Series, *, basis: Basis, share: float = 1.0, already: int = 0) -> Reached:
    """Decide by the rule whether the objective was reached.

    Parameters
    ----------
    found
        Of each mentee who began: 1 reached, 0 not, NaN not known. Those who were there at the
        start are left out, and counted in `already`.
    basis
        What it is told from.
    share
        The share of mentees that the objective names.

    Examples
    --------
    >>> reached(pd.Series([1.0] * 8 + [0.0] * 2), basis="levels", share=0.7).verdict
    'reached'
    >>> reached(pd.Series([1.0] * 8 + [float("nan")] * 4), basis="levels", share=0.7).verdict
    'cannot be told'
    """
    began, known = len(found), int(found.notna().sum())
    hits = int((found == 1).sum())
    return Reached(
        _verdict(began, known, hits, share), basis if known else "", began, known, hits,
        already, share, *_wilson(hits, known),
    )  # fmt: skip


def _verdict(began: int, known: int, hits: int, share: float) -> Verdict:
    if known < 2 * FEWEST:  # a verdict over so few would tell what single people answered
        return "cannot be told"
    tiny = 1e-9
    if hits / began >= share - tiny:
        return "reached"
    if (hits + began - known) / began >= share - tiny:
        return "cannot be told"
    return "partly" if hits / known >= share / 2 - tiny else "not reached"


def _wilson(hits: int, known: int) -> tuple[float, float]:
    """Give Wilson's interval of a share (Wilson 1927), 95 %."""
    if not known:
        return float("nan"), float("nan")
    z = 1.959963984540054
    p = hits / known
    middle = (p + z * z / (2 * known)) / (1 + z * z / known)
    half = z * math.sqrt(p * (1 - p) / known + z * z / (4 * known * known)) / (1 + z * z / known)
    return max(0.0, middle - half), min(1.0, middle + half)
