"""What made-up people can do before and after, and what they say of it.

Behind each level is a number that nobody sees. What somebody says is this number with an error,
rounded to a level from 1 to 5: so whoever rated themselves low once is likely to say a little more
the next time, although nothing changed, and nobody says more than 5. Who learned sees at the end
that they had known less than they thought, and rates both ends lower.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rmkit.synthetic.dice import Dice

__all__ = ["Gains", "Mind", "said", "true_minds"]

_RELIABLE: Final = 0.6
"""How much of what sets somebody apart in their first answer is lasting."""
_OWN: Final = 0.25
_ERROR: Final = 0.35
_VARIES: Final = 0.3


@dataclass(frozen=True)
class Gains:
    """What is true of everybody, in levels.

    `mentees` says what a mentee learns on average by skill, if all meetings are held; a skill that
    is not named does not change. `others` is what everybody learns anyway, those who wait included.
    `shift` is by how much mentees rate themselves lower once they know what there is to know.
    """

    mentees: Mapping[str, float]
    others: Mapping[str, float]
    shift: float = 0.2


@dataclass(frozen=True)
class Mind:
    """What somebody can do by skill, before and after; `shift` as in `Gains`, where learned."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    shift: Mapping[str, float]

    def change(self, skill: str) -> float:
        """Give the true change in a skill."""
        return self.after[skill] - self.before[skill]


def true_minds(
    levels: pd.DataFrame,
    skills: Sequence[str],
    dose: Mapping[str, float],
    gains: Gains,
    dice: Dice,
) -> dict[str, Mind]:
    """Make up what people can do, from what they said at first.

    Parameters
    ----------
    levels
        By `person_id`, `level_` and the skill; missing where somebody left it out.
    skills
        Their ids.
    dose
        The share of planned meetings that were held, 0 to 1, for mentees alone.
    gains
        What is true.
    dice
        Where chance comes from.
    """
    usual = {skill: float(levels[f"level_{skill}"].mean()) for skill in skills}
    return {
        str(person): _mind(row, usual, dose.get(str(person)), gains, dice)
        for person, row in levels.iterrows()
    }


def _mind(
    row: pd.Series, usual: Mapping[str, float], dose: float | None, gains: Gains, dice: Dice
) -> Mind:
    before, after, shift = {}, {}, {}
    for skill, mean in usual.items():
        first = row[f"level_{skill}"]
        far = 0.0 if pd.isna(first) else float(first) - mean
        now = mean + _RELIABLE * far + dice.near(0.0, _OWN)
        keen = dice.near(1.0, _VARIES)
        learned = gains.mentees.get(skill, 0.0) * dose * keen if dose is not None else 0.0
        before[skill] = min(max(now, 0.6), 5.4)
        after[skill] = min(before[skill] + learned + gains.others.get(skill, 0.0), 5.4)
        shift[skill] = gains.shift if learned > 0 else 0.0
    return Mind(before, after, shift)


def said(true: float, dice: Dice, error: float = _ERROR) -> int:
    """Give the level from 1 to 5 that somebody says."""
    return min(max(math.floor(true + dice.near(0.0, error) + 0.5), 1), 5)
