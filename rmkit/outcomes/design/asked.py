"""Which study is asked about: its kind, the effect assumed in it, and faults of both."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.design import formulas

__all__ = ["KINDS", "Effect", "Kind", "Study", "study_of"]

Effect = float | tuple[float, float]

_NOTHING_DONE = "Nothing was computed."


@discreet("id")
@dataclass(frozen=True)
class Kind:
    """A kind of study whose power has a formula.

    Attributes
    ----------
    id, title
        What it is called in code, and in words.
    counted
        What its size counts.
    arms
        1, or 2 where two groups are compared and the size is that of each.
    least
        The smallest size in which the formula means anything.
    effect
        What the effect is, in words.
    method, reference
        For the result.
    """

    id: str
    title: str
    counted: str
    arms: int
    least: int
    effect: str
    method: str
    reference: str


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            "paired", "Change of the same people between two waves", "people with both values",
            1, 2, "the mean change in standard deviations of the changes (d_z)",
            "Paired t-test, two-sided; noncentral t distribution.",
            "Cohen (1988), Statistical Power Analysis, 2nd ed., ch. 2.",
        ),
        Kind(
            "two_groups", "Difference between two groups", "people in each group",
            2, 2, "the difference of means in standard deviations (d)",
            "t-test for two independent groups, two-sided; noncentral t distribution.",
            "Cohen (1988), Statistical Power Analysis, 2nd ed., ch. 2.",
        ),
        Kind(
            "correlation", "Correlation", "people with both values",
            1, 5, "the correlation (r)",
            "Test of a correlation against zero, two-sided; Fisher's z less its bias.",
            "Cohen (1988), Statistical Power Analysis, 2nd ed., ch. 3.",
        ),
        Kind(
            "two_shares", "Difference between two shares", "people in each group",
            2, 2, "the two shares",
            "Test of two shares, two-sided; arcsine of their roots.",
            "Cohen (1988), Statistical Power Analysis, 2nd ed., ch. 6.",
        ),
        Kind(
            "staying", "Difference in how long people stay", "people in each group",
            2, 2, "the ratio of the hazards of leaving",
            "Log-rank test, two-sided, by the number who leave.",
            "Schoenfeld (1983), Biometrics 39:499-503.",
        ),
    )
}  # fmt: skip
"""The kinds of study, by their id."""


@discreet("kind", "alpha")
@dataclass(frozen=True)
class Study:
    """A study that is asked about, checked.

    Attributes
    ----------
    kind
        Its kind.
    effect
        The effect assumed, as the formula takes it.
    said
        The effect, as it was given, in words.
    alpha
        Below which p a result counts.
    ratio
        Size of the second group for one person in the first.
    exact
        Whether shares are compared by Fisher's exact test.
    event_share
        Which share of people leaves while the study looks on.
    """

    kind: Kind
    effect: Effect
    said: str
    alpha: float
    ratio: float = 1.0
    exact: bool = False
    event_share: float = 1.0

    def power(self, n: float, effect: Effect | None = None) -> float:
        """Give the power for a size (in the first group, where there are two)."""
        effect = self.effect if effect is None else effect
        n2 = n * self.ratio
        if isinstance(effect, tuple):
            if self.exact:
                whole = (max(1, round(n)), max(1, round(n2)))
                return formulas.exact_shares_power(*effect, *whole, self.alpha)
            return formulas.shares_power(*effect, n, n2, self.alpha)
        if self.kind.id == "two_groups":
            return formulas.two_groups_power(effect, n, n2, self.alpha)
        if self.kind.id == "staying":
            events, share = (n + n2) * self.event_share, n / (n + n2)
            return formulas.staying_power(effect, events, share, self.alpha)
        one: dict[str, Callable[[float, float, float], float]] = {
            "paired": formulas.paired_power,
            "correlation": formulas.correlation_power,
        }
        return one[self.kind.id](effect, n, self.alpha)

    def method(self) -> str:
        """Say how power is worked out."""
        return (
            "Fisher's exact test, two-sided; every table that can come out, weighed."
            if self.exact
            else self.kind.method
        )


def study_of(
    design: str,
    effect: Effect | Sequence[float],
    *,
    alpha: float,
    r: float | None = None,
    ratio: float = 1.0,
    exact: bool = False,
    event_share: float | None = None,
) -> Study:
    """Check what is asked about.

    Raises
    ------
    UnknownName
        There is no such design.
    FaultsFound
        The effect or a setting cannot be; all faults at once.
    """
    if design not in KINDS:
        raise UnknownName(kind="design", name=design, known=KINDS)
    kind = KINDS[design]
    taken, faults = _effect(kind, effect)
    if not 0 < alpha < 1:
        faults.append(Fault("lies outside 0 to 1.", "Give .05, say.", column="alpha"))
    if not 0 < ratio < math.inf:
        faults.append(Fault("must be above 0.", "Give 1 for equal groups.", column="ratio"))
    said = f"{taken:g}" if isinstance(taken, float) else "{:g} and {:g}".format(*taken)
    if r is not None and kind.id != "paired":
        faults.append(Fault("belongs to the design paired.", "Leave it out.", column="r"))
    elif r is not None and not -1 < r < 1:
        faults.append(Fault("lies outside -1 to 1.", "Give .5, say.", column="r"))
    elif r is not None and isinstance(taken, float):
        said = f"{taken:g} standard deviations of scores (d_av), correlated {r:g}"
        taken /= math.sqrt(2 * (1 - r))
    faults += _about_leaving(kind, event_share)
    if exact and kind.id != "two_shares":
        faults.append(Fault("belongs to the design two_shares.", "Leave it out.", column="exact"))
    if faults:
        raise FaultsFound(faults, _NOTHING_DONE)
    return Study(kind, taken, said, float(alpha), float(ratio), exact, event_share or 1.0)


def _effect(kind: Kind, effect: Effect | Sequence[float]) -> tuple[Effect, list[Fault]]:
    try:
        numbers = tuple(map(float, effect)) if isinstance(effect, Sequence) else (float(effect),)
    except (TypeError, ValueError):
        numbers = ()
    if kind.id == "two_shares":
        fine = len(numbers) == 2 and all(0 <= share <= 1 for share in numbers)
        needed = "two shares from 0 to 1 are needed, such as (0.85, 0.92)."
        taken: Effect = (numbers[0], numbers[1]) if fine else (0.5, 0.5)
    else:
        fine = len(numbers) == 1 and math.isfinite(numbers[0])
        needed = f"one number is needed: {kind.effect}."
        taken = numbers[0] if fine else 1.0
        if fine and kind.id == "correlation" and abs(numbers[0]) >= 1:
            fine, needed = False, "a correlation lies between -1 and 1."
        if fine and kind.id == "staying" and numbers[0] <= 0:
            fine, needed = False, "a ratio of hazards is above 0; .5 is half the risk of leaving."
    faults = [] if fine else [Fault(f"cannot be used: {needed}", column="effect")]
    return taken, faults


def _about_leaving(kind: Kind, event_share: float | None) -> list[Fault]:
    if kind.id != "staying":
        problem, fix = "belongs to the design staying.", "Leave it out."
        return [Fault(problem, fix, column="event_share")] if event_share is not None else []
    if event_share is None or not 0 < event_share <= 1:
        problem = "must be the share of people, above 0 and up to 1, who leave while you look on."
        return [Fault(problem, "With 12 of 100 give .12.", column="event_share")]
    return []
