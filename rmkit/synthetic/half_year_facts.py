"""What is planted about pairs in a made-up half-year, and which pair gets which fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rmkit.synthetic.dice import Dice

__all__ = ["PAIR_FACTS", "Story", "stories"]


@dataclass(frozen=True)
class Story:
    """How a pair differs from the others; numbers are those of planned meetings.

    `contact_after` counts days after the letters, `signs_after` after the first meeting;
    `ends_after` and `concern_on` mean the week of that meeting. Of `silent` meetings nobody tells.
    """

    fact: str | None = None
    contact_after: int = 0
    signs_after: int = 0
    ends_after: int = 0
    concern_on: int = 0
    called_off: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    minutes: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()
    both_send: bool = False
    receipt_waits: int = 0
    falls: bool = False


PAIR_FACTS: Final[Mapping[str, str]] = {
    "before_agreement": "held their first meeting a week before the second of them signed",
    "falls_behind": "in touch late and silent at first; of the first six meetings they held one; "
    "in the week of the fourth the mentee asked for help in confidence",
    "tools_only": "every meeting is about how a tool works, or questions and answers",
    "ends": "in the week of the fourth meeting one of them asked for another partner; it ends",
    "falling_pulse": "the pulse of the mentee falls and rises again; with the second they "
    "ask for a call",
    "unsigned": "meets for two months before the second of them signs",
    "short_talks": "no meeting reaches 30 minutes",
    "waits_to_tell": "sends its receipts weeks late, several at once",
    "both_send": "both send a receipt for every meeting",
}
"""Everything that can be planted about a pair, in the order in which there is room for it."""

_STORIES: Final = {
    "before_agreement": Story(signs_after=7),
    "falls_behind": Story(contact_after=17, silent=(1, 3, 4, 6), called_off=(5,), concern_on=4),
    "tools_only": Story(kinds=("tools", "tools", "questions")),
    "ends": Story(ends_after=4, called_off=(3,), silent=(4,)),
    "falling_pulse": Story(falls=True),
    "unsigned": Story(signs_after=59),
    "short_talks": Story(minutes=(15, 25)),
    "waits_to_tell": Story(receipt_waits=12),
    "both_send": Story(both_send=True),
}


def stories(names: Sequence[str], dice: Dice) -> dict[str, Story]:
    """Share the facts out among pairs; at least one pair stays without, most of them where many."""
    facts = list(PAIR_FACTS)[: len(names) - 1]
    chosen = dice.shuffled(list(names))[: len(facts)]
    return {
        name: replace(_STORIES[fact], fact=fact) for name, fact in zip(chosen, facts, strict=True)
    }
