"""What one rule says about pairs, as data: its kind, what it looks at, how strong it is.

A rule is of one of a few kinds, so that a file or a form can hold it and every rule is checked in
the same way. Own rules are of four of them: codes, difference, sets and listed pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from rmkit.definitions.discreet import discreet
from rmkit.matching.wording import number

__all__ = ["OWN_KINDS", "WANTS", "Rule", "RuleKind", "Strength", "Told"]

Strength = Literal["hard", "warning", "off"]
RuleKind = Literal["codes", "difference", "sets", "listed", "needs", "known"]

OWN_KINDS: Final = ("codes", "difference", "sets", "listed")
"""The kinds of rules that somebody can add."""

WANTS: Final = {"codes": ("different", "same"), "difference": ("above", "apart")}
"""What a rule of a kind can want; the first is meant where nothing is said."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a rule is told; `{n}`, `{number}` and `{s}` stand for its number and the plural."""

    sentence: str
    short: str
    warning: str


@discreet("id", "kind", "column", "want", "n", "strength", "pairs")
@dataclass(frozen=True)
class Rule:
    """One thing that can speak against a pair.

    Parameters
    ----------
    id
        Its short name.
    kind
        "codes": the two should have different codes, or the same. "difference": the mentee's
        number should be at least n above the mentor's, or the two at least n apart. "sets": they
        should share at least n values. "listed": pairs on a list are not made. "needs": the
        mentor should cover a need. "known": the set should be known of both.
    strength
        "hard" (never paired), "warning" (told) or "off".
    told, told_at_zero
        The rule in words: as a sentence for the facilitator, as a few words for counts ("20 by no
        shared language"), and as what is said of a pair that breaks it.
    column
        The column of the table of people that it looks at; for listed pairs which list.
    want
        For codes "different" or "same"; for a difference "above" or "apart".
    n
        The number in the rule; 0 where it has none.
    pairs
        For listed pairs of somebody's own: the ids.
    facts
        What must be known of both people to tell; empty where it is always known.
    counts
        What `n` counts, for a form; empty where nobody chooses it.
    fixed
        Whether it is always hard.
    """

    id: str
    kind: RuleKind
    strength: Strength
    told: Told
    told_at_zero: Told | None = None
    column: str = ""
    want: str = ""
    n: float = 0
    pairs: tuple[tuple[str, str], ...] = ()
    facts: str = ""
    counts: str = ""
    fixed: bool = False
    own: bool = False

    @property
    def sentence(self) -> str:
        """The rule as a facilitator reads it."""
        return self._with_number(self._told.sentence)

    @property
    def short(self) -> str:
        """A few words for counts: "20 by no shared language"."""
        return self._with_number(self._told.short)

    @property
    def warning(self) -> str:
        """What is said of a pair that breaks it."""
        return self._with_number(self._told.warning)

    @property
    def _told(self) -> Told:
        return self.told_at_zero if self.n == 0 and self.told_at_zero else self.told

    def _with_number(self, words: str) -> str:
        written = number(int(self.n)) if self.n == int(self.n) else f"{self.n:g}"
        plural = "" if self.n == 1 else "s"
        for mark, meant in (("{number}", written), ("{n}", f"{self.n:g}"), ("{s}", plural)):
            words = words.replace(mark, meant)
        for what in ("half-day", "shared half-day"):
            words = words.replace(f"fewer than one {what}", f"no {what}")
        return words

    def data(self) -> dict[str, object]:
        """Give the rule as plain data, from which `chosen_rules` makes it again."""
        told: dict[str, object] = {"strength": self.strength}
        if self.counts:
            told["n"] = self.n
        if self.own:
            told |= {"kind": self.kind, "sentence": self.sentence}
            told |= {"column": self.column} if self.column else {}
            told |= {"want": self.want} if self.want else {}
            told |= {"n": self.n} if self.kind in ("difference", "sets") else {}
            told |= {"pairs": [list(pair) for pair in self.pairs]} if self.pairs else {}
        return told
