"""What an objective and its plan still lack, by checks that a reader can follow.

They remind and do not judge: a line that is empty, a sentence without any words for a date or for
two levels (in English), fewer meetings than the guide for trainers counts on. Where the objective
was begun part by part, they tell the parts that are open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmkit.programme.smart import begun, ends_late, n_skills, reach_of

if TYPE_CHECKING:
    from rmkit.programme.aim import Objective

__all__ = ["gaps"]

_FEWEST_MEETINGS = 5
"""The CVETNET trainers' guide (step 1) counts on five to ten sessions of one to two hours."""

_MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DATE = re.compile(
    r"\b20\d\d\b"  # a year, alone or in a date
    rf"|\b(?:by|in|until|till|end of|before|of|\d{{1,2}}(?:st|nd|rd|th)?)\s+(?:{_MONTH})\b"
    r"|\b(?:by|until|till|before)\s+(?:the\s+)?(?:end|beginning|start|middle|spring|summer|autumn"
    r"|fall|winter|christmas|easter|next)\b"
    r"|\b(?:within|in|after)\s+(?:\w+\s+){1,2}(?:days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_LEVEL = r"(?:[1-5]|one|two|three|four|five|none|basic|medium|advanced|expert)\b"
_TWO_LEVELS = re.compile(
    rf"\b(?:from|levels?)\s+(?:levels?\s+)?{_LEVEL}[^.]{{0,60}}?"
    rf"(?:\b(?:to|up to|and)\s|[-–→])\s*(?:(?:at|least|a|levels?)\s+){{0,3}}{_LEVEL}",
    re.IGNORECASE,
)


def gaps(objective: Objective) -> tuple[str, ...]:
    """Tell what is still missing, one sentence each; empty where nothing is found.

    A first day with a number of months tells by when, so the sentence need not.
    """
    planned = objective.start is not None and objective.months is not None
    dated = planned or objective.by is not None or bool(_DATE.search(objective.sentence))
    levels = bool(objective.from_level and objective.to_level)
    parts = begun(objective)
    found = reach_of(objective)
    few = objective.sessions is not None and objective.sessions < _FEWEST_MEETINGS
    checks = (
        (not objective.focus.strip(), "No focus yet: what is it about?"),
        (not objective.reason.strip(), "No reason yet: why this, and why now?"),
        (parts and not n_skills(objective), "No skills yet: in what are they to get further?"),
        (not (levels or _TWO_LEVELS.search(objective.sentence)), _NO_LEVELS),
        (parts and not objective.measures, "No measure yet: how will you know?"),
        (parts and not objective.matters.strip(), "Nothing yet on why it matters for their work."),
        (parts and not objective.indicator.strip(), "No figure of their work yet that shows it."),
        (not dated, "No date yet: by when?"),
        (bool(ends_late(objective)), ends_late(objective)),
        (objective.start is None, "No first day yet."),
        (objective.months is None, "No length yet: how many months?"),
        (objective.sessions is None, "No number of meetings yet."),
        (objective.session_minutes is None, "No length of a meeting yet: how many minutes?"),
        (few, _few_meetings(objective.sessions)),
        (not few and found is not None and not found.enough, found.sentence if found else ""),
    )
    return tuple(sentence for lacks, sentence in checks if lacks)


_NO_LEVELS = "The sentence does not name a level to come from and a level to reach."


def _few_meetings(sessions: int | None) -> str:
    meetings = "One meeting is" if sessions == 1 else f"{sessions} meetings are"
    return f"{meetings} few: the guide counts on five to ten, of one to two hours each."
