"""What so few people allow to be said: rules, each with its reason, applied to every analysis.

A rule takes away a p-value or an interval that looks like evidence and is none, or adds a warning.
It never takes away an estimate: what was seen may be told, with how little it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from rmkit.outcomes.estimate import Estimate

__all__ = ["RULES", "SmallNumberRule", "weighed"]

Takes = Literal["p", "interval", "nothing"]


@dataclass(frozen=True, slots=True)
class SmallNumberRule:
    """What is withheld, or warned of, below how many of what.

    Attributes
    ----------
    of
        What is counted: a name that analyses give their counts under.
    least
        From how many on the rule no longer speaks.
    takes
        What it takes from the rows: their p-values, their intervals, or nothing but a warning.
    sentence
        What is said; `{n}` is how many there were, `{least}` how many were needed.
    """

    of: str
    least: int
    takes: Takes
    sentence: str


RULES = (
    SmallNumberRule(
        "differences_not_zero", 6, "p",
        "Only {n} differences are not zero. With fewer than {least} not even the clearest result "
        "can have p below .05, so no p-value is given.",
    ),
    SmallNumberRule(
        "pairs_of_values", 6, "p",
        "Only {n} people answered both times. No p-value is given for fewer than {least}.",
    ),
    SmallNumberRule(
        "pairs_of_values", 10, "nothing",
        "{n} people are few: the interval is wide, and one person more or less can turn it.",
    ),
    SmallNumberRule(
        "smallest_group", 5, "p",
        "The smallest group has {n}. No p-value is given below {least} in each.",
    ),
    SmallNumberRule(
        "respondents", 30, "nothing",
        "A reliability from {n} people is itself unreliable: read the interval, not the number.",
    ),
    SmallNumberRule(
        "rated", 6, "p",
        "Only {n} things were rated. No p-value is given for fewer than {least}.",
    ),
    SmallNumberRule(
        "rated", 20, "nothing",
        "Agreement over {n} things is itself uncertain: read the interval, not the number.",
    ),
    SmallNumberRule(
        "clusters", 10, "nothing",
        "{n} groups (pairs, sites) are few for standard errors that rest on groups.",
    ),
    SmallNumberRule(
        "leavers", 6, "p",
        "Only {n} left. With fewer than {least} not even the clearest difference between two equal "
        "groups can have p below .05, so no p-value is given.",
    ),
    SmallNumberRule(
        "followed_people", 5, "interval",
        "A group of {n} is too small for an interval or a curve: each step would be one person.",
    ),
    SmallNumberRule(
        "leavers_a_number", 10, "nothing",
        "For each number that the model estimates {n} left. With fewer than {least} estimates and "
        "intervals are unsteady.",
    ),
    SmallNumberRule(
        "people_with_gaps", 5, "p",
        "Only {n} people have a gap. With fewer than {least} no p-value is given.",
    ),
    SmallNumberRule(
        "events", 10, "nothing",
        "Only {n} left. With fewer than {least} the estimates are led by single cases.",
    ),
    SmallNumberRule(
        "people_with_goals", 6, "p",
        "Only {n} people set goals. No p-value is given for fewer than {least}.",
    ),
    SmallNumberRule(
        "people_with_goals", 10, "nothing",
        "{n} people are few: the interval is wide, and one person more or less can turn it.",
    ),
)  # fmt: skip
"""All rules, those that take something away first."""


def weighed(
    rows: Iterable[Estimate], **counts: int
) -> tuple[tuple[Estimate, ...], tuple[str, ...]]:
    """Apply the rules to the rows of an analysis.

    Parameters
    ----------
    rows
        Its estimates.
    counts
        How many there were, by what is counted: `pairs_of_values=8`.

    Returns
    -------
    rows, warnings
        The rows without what may not be said, and why; of several rules that speak of the same
        count only the strictest.

    Examples
    --------
    >>> rows, warnings = weighed([Estimate("m", "Mean", 0.5, p=0.04)], pairs_of_values=4)
    >>> rows[0].p is None, len(warnings)
    (True, 1)
    """
    unknown = counts.keys() - {rule.of for rule in RULES}
    if unknown:
        message = f"no rule counts {sorted(unknown)}"
        raise ValueError(message)
    held: dict[str, SmallNumberRule] = {}
    for rule in sorted(RULES, key=lambda rule: rule.least):
        if rule.of in counts and counts[rule.of] < rule.least:
            held.setdefault(rule.of, rule)
    kept = tuple(rows)
    for rule in held.values():
        if rule.takes == "p":
            kept = tuple(replace(row, p=None) for row in kept)
        elif rule.takes == "interval":
            kept = tuple(replace(row, p=None, low=None, high=None) for row in kept)
    told = (rule.sentence.format(n=counts[of], least=rule.least) for of, rule in held.items())
    return kept, tuple(told)
