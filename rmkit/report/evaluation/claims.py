"""What may be claimed of a change, and the sentence that claims it: rules, no judgement.

In comes a change as it was measured (`ChangeSeen`); `claimed` says what of it is claimed, and
`change_sentence` says it with everything that must stand beside it. Whether mentoring is why
something changed is said in one place alone, `comparison_sentence`, and only of a lottery.

The rules, in this order:

1. Fewer than six people answered both times: too few to claim anything.
2. The first answers are the "before", and people, pairs or skills were chosen by them: undecided.
   Whoever is chosen for a low answer answers higher the next time, whatever happened.
3. The interval lies above or below zero and p, adjusted for its family, is below .05: claimed.
4. Anything else: undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.outcomes.numbers_said import number_said

__all__ = [
    "LEAST_TO_CLAIM",
    "NO_COMPARISON",
    "REGRESSION",
    "SECOND",
    "ChangeSeen",
    "Claim",
    "Compared",
    "Side",
    "answered_said",
    "change_in_brief",
    "change_sentence",
    "claimed",
    "clear_alone",
    "comparison_sentence",
    "needs_regression_warning",
    "says_why",
]

Side = Literal["mentee", "mentor"]
Verdict = Literal["up", "down", "undecided", "too few"]
Because = Literal[
    "", "chosen by the first answers", "may be chance", "too few people", "too few moved"
]

LEAST_TO_CLAIM = 6
"""With fewer differences not even the clearest result can have p below .05."""

REGRESSION = (
    "Beside the change stands a warning: people, pairs or skills were chosen by the very answers "
    'that are the "before" here. Whoever is chosen for a low answer tends to answer higher the '
    "next time, and whoever is chosen for a high one lower, whatever happens in between. So this "
    "is not claimed as a change. A second measurement after pairing and before the first meeting "
    "would tell more."
)
"""Stands beside a change whenever the choice was made on its first answers."""

SECOND = (
    'The "before" is a second measurement, made after the pairs were chosen: what comes of '
    "choosing people by their answers is not in it."
)

NO_COMPARISON = (
    "Nobody was compared with, so the figures tell what changed and not why. People also learn at "
    "work, from others, and from being asked."
)
"""Stands wherever changes are told and no comparison was made."""

_WHY = (
    r"\beffects?\b", r"\beffective\w*", r"\bled to\b", r"\bleads? to\b", r"\bthanks to\b",
    r"\bbecause of\b", r"\bworked\b", r"\bworks\b", r"\bcaus\w+", r"\bimpact\w*",
    r"\bdue to\b", r"\bowing to\b", r"\bresulted in\b", r"\bresults? of the programme\b",
    r"\bbrought about\b", r"\bsucce\w+", r"\bmade (?:them|people|mentees|mentors)\b",
)  # fmt: skip
_SAYS_WHY = re.compile("|".join(_WHY), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """A change of a group between two times, as it was measured.

    Attributes
    ----------
    id, title
        The skill or scale: in code, and in words.
    side
        Whose change it is.
    n
        How many answered both times; everything below rests on them.
    change, low, high
        Mean change and the ends of its 95 % interval; None where it cannot be told.
    p
        Two-sided, adjusted for all changes of its family; None where too few allow one.
    before, after
        Means at both times; None where telling them would tell of single people.
    unit
        What it is counted in: "levels", "points", "answers".
    primary
        Whether the charter's objective names it. All others are secondary.
    family
        How many changes p is adjusted for.
    second
        Whether the "before" was measured after the pairs were chosen.
    chosen
        Whether people, pairs or skills were chosen by the first answers.
    of
        How many were asked; 0 where it is not known.
    """

    id: str
    title: str
    side: Side
    n: int
    change: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    before: float | None = None
    after: float | None = None
    unit: str = "levels"
    primary: bool = False
    family: int = 1
    second: bool = False
    chosen: bool = True
    of: int = 0

    @property
    def is_told(self) -> bool:
        """Whether enough answered for anything to be told."""
        return self.n >= FEWEST and self.change is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of a change: that it went up or down, or that this is undecided, and why."""

    verdict: Verdict
    because: Because = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Those who took part beside those who did not.

    Attributes
    ----------
    how
        "lottery": places were drawn, and everybody counts where they were drawn, whether they came
        or not. "waiting": others who wanted to, and were not chosen by lot.
    title
        What is compared, in words.
    difference, low, high
        Mean change of those with a place less that of those without, with its 95 % interval.
    n_with, n_without
        How many were measured in each.
    """

    how: Literal["lottery", "waiting"]
    title: str
    difference: float | None
    low: float | None
    high: float | None
    n_with: int
    n_without: int
    unit: str = "levels"
    p: float | None = None


def answered_said(known: int, began: int) -> str:
    """Write how many answered, so that it tells neither of under five nor of all but so few.

    >>> answered_said(6, 6), answered_said(20, 22), answered_said(20, 30)
    ('5 or more', '18 or more', '20')
    """
    if known >= FEWEST and began - known < FEWEST:
        return f"{max(FEWEST, began - FEWEST + 1):,} or more"
    return told(known, began)


def claimed(seen: ChangeSeen, *, alpha: float = 0.05) -> Claim:
    """Say what is claimed of a change.

    Parameters
    ----------
    seen
        The change. Its p is taken as adjusted already.
    alpha
        How often at most a change is to be claimed in a family in which nothing changed.

    Returns
    -------
    Claim
        "up" or "down"; "undecided" where it cannot be told apart from no change; "too few".

    Examples
    --------
    >>> claimed(ChangeSeen("ai", "AI", "mentee", 20, 0.5, 0.2, 0.8, 0.01, second=True)).verdict
    'up'
    >>> claimed(ChangeSeen("ai", "AI", "mentee", 20, 0.5, 0.2, 0.8, 0.01, second=False))
    Claim(verdict='undecided', because='chosen by the first answers')
    """
    if seen.n < LEAST_TO_CLAIM or seen.change is None:
        return Claim("too few", "too few people")
    if needs_regression_warning(seen):
        return Claim("undecided", "chosen by the first answers")
    if seen.p is None:
        return Claim("too few", "too few moved")
    if seen.low is None or seen.high is None or seen.p >= alpha:
        return Claim("undecided", "may be chance")
    if seen.low > 0:
        return Claim("up")
    return Claim("down") if seen.high < 0 else Claim("undecided", "may be chance")


def needs_regression_warning(seen: ChangeSeen) -> bool:
    """Whether the choice was made on the first answers, and these are the "before"."""
    return seen.chosen and not seen.second


def clear_alone(seen: ChangeSeen) -> bool:
    """Whether an interval does not reach zero, of a change that is not claimed all the same.

    Many changes are looked at together, so p is adjusted, and an interval of each alone is not.
    """
    if seen.low is None or seen.high is None or claimed(seen).because != "may be chance":
        return False
    return seen.low > 0 or seen.high < 0


def change_sentence(seen: ChangeSeen) -> str:
    """Say what was seen of a change and what of it is claimed, in one or two sentences.

    Why something changed is never said here.

    >>> change_sentence(ChangeSeen("ai", "AI", "mentee", 20, 0.5, 0.2, 0.8, 0.01, second=True))
    'AI: up by 0.50 levels (95 % interval 0.20 to 0.80; 20 mentees answered both times).'
    """
    who = f"{seen.side}s"
    if not seen.is_told:
        return f"{seen.title}: too few {who} answered both times for anything to be told."
    found = claimed(seen)
    count = answered_said(seen.n, seen.of) if seen.of else told(seen.n)
    rests = f"{count} {who} answered both times"
    if seen.low is not None and seen.high is not None:
        ends = f"{number_said(seen.low)} to {number_said(seen.high)}"
        rests = f"95 % interval {ends}; {rests}"
    size = number_said(abs(seen.change or 0.0))
    if found.verdict in ("up", "down"):
        return f"{seen.title}: {found.verdict} by {size} {seen.unit} ({rests})."
    level = "as before"
    if number_said(seen.change or 0.0).strip("-0."):
        level = f"{size} {seen.unit} {'higher' if (seen.change or 0.0) > 0 else 'lower'}"
    said = f"{seen.title}: {level} ({rests}). "
    if found.verdict == "too few":
        few = "They are" if found.because == "too few people" else "Of them moved"
        return f"{said}{few} too few to claim a change."
    if found.because == "chosen by the first answers":
        return said + "Not claimed as a change: they were chosen by their first answers."
    if clear_alone(seen):
        return (
            said + "Not claimed: the stricter test of all that was looked at does not bear it out."
        )
    return said + "This cannot be told apart from no change."


def change_in_brief(seen: ChangeSeen) -> str:
    """Say what is claimed of a change in a few words, for a cell of a table.

    >>> change_in_brief(ChangeSeen("ai", "AI", "mentee", 20, 0.5, 0.2, 0.8, 0.01, second=True))
    'AI: up by 0.50 levels'
    """
    if not seen.is_told:
        return f"{seen.title}: not told, of too few"
    found = claimed(seen)
    if found.verdict in ("up", "down"):
        size = number_said(abs(seen.change or 0.0))
        return f"{seen.title}: {found.verdict} by {size} {seen.unit}"
    if found.because == "chosen by the first answers":
        return f"{seen.title}: not claimed, chosen by their first answers"
    if clear_alone(seen):
        return f"{seen.title}: not claimed, by the stricter test of all that was looked at"
    return f"{seen.title}: no change that could be told from chance"


def comparison_sentence(compared: Compared | None) -> str:
    """Say what a comparison tells, or that there was none.

    Only where places were drawn by lot is a difference said to be one that the place made.
    """
    if compared is None:
        return NO_COMPARISON
    few = min(compared.n_with, compared.n_without) < FEWEST
    if few or compared.difference is None or compared.low is None or compared.high is None:
        return "There were people to compare with, and too few of them answered both times."
    ends = f"{number_said(compared.low)} to {number_said(compared.high)}"
    said = (
        f"{compared.title}: those with a place changed by {number_said(compared.difference)} "
        f"{compared.unit} more than those without (95 % interval {ends}; {compared.n_with} with "
        f"and {compared.n_without} without a place)."
    )
    if compared.how == "waiting":
        return (
            f"{said} Places were not drawn by lot, so the two groups may have differed from the "
            "start, and why they differ cannot be told."
        )
    drawn = "Places were drawn by lot, and everybody counts where they were drawn."
    if compared.low > 0 or compared.high < 0:
        return (
            f"{said} {drawn} So this is an effect of having a place, as far as the interval says."
        )
    return f"{said} {drawn} The interval reaches zero: an effect of having a place was not shown."


def says_why(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the words in our own texts that say why something changed.

    >>> says_why(["Levels rose thanks to the meetings.", "Levels rose."])
    ('thanks to',)
    """
    return tuple(found for text in texts for found in _SAYS_WHY.findall(text))
