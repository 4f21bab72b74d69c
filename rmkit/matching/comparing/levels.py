"""Through how many of the wanted levels one person can lead another.

A need is a wanted level above the level now; bigger needs count more, level by level. Where the
giver's own level is unknown each of its levels counts one half, so amounts are in half levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.comparing.comparison import Amounts, Positions
from rmkit.people.demand import skills

__all__ = ["Levels"]

Small = NDArray[np.int8]


@discreet()
@dataclass(frozen=True, eq=False)
class Levels:
    """Levels of those who give and needs of those who take, shape (n_skills, n_people).

    `own` is 0 where it is unknown; `now` and `target` are both 0 where there is no need.
    `mentors_give` says whether mentors give and mentees take, or the other way round.
    """

    own: Small
    now: Small
    target: Small
    mentors_give: bool = True

    @classmethod
    def of(
        cls,
        mentors: pd.DataFrame,
        mentees: pd.DataFrame,
        *,
        assumed_target: int,
        mentors_give: bool = True,
    ) -> Levels:
        """Read levels and needs; a wanted level that nobody gave is assumed."""
        names = skills(pd.concat([mentors.head(0), mentees.head(0)]))
        givers, takers = (mentors, mentees) if mentors_give else (mentees, mentors)
        now = _levels(takers, "level_", names)
        target = _levels(takers, "target_", names)
        target = np.where(target == 0, np.int8(assumed_target), target)
        need = (now > 0) & (target > now)
        return cls(
            own=_levels(givers, "level_", names),
            now=np.where(need, now, np.int8(0)),
            target=np.where(need, target, np.int8(0)),
            mentors_give=mentors_give,
        )

    def wanted(self) -> NDArray[np.int64]:
        """Count the levels that each taker wants, shape (n_takers,)."""
        levels: NDArray[np.int64] = (self.target - self.now).sum(axis=0, dtype=np.int64)
        return levels

    def amounts(self, rows: Positions, columns: Positions) -> tuple[Amounts, Amounts]:
        """Count half levels that the one can lead the other through, of those wanted."""
        givers, takers = (rows, columns) if self.mentors_give else (columns, rows)
        led = np.zeros((len(givers), len(takers)), dtype=np.int64)
        now, target = self.now[:, takers], self.target[:, takers]
        for k in np.flatnonzero((target > now).any(axis=1)):
            own = self.own[k, givers][:, None]
            reached = 2 * np.maximum(np.minimum(own, target[k]) - now[k], 0)
            led += np.where(own == 0, target[k] - now[k], reached)
        of = np.broadcast_to(2 * self.wanted()[takers], led.shape)
        return (led, of) if self.mentors_give else (led.T, of.T)


def _levels(people: pd.DataFrame, start: str, names: Sequence[str]) -> Small:
    found = np.zeros((len(names), len(people)), dtype=np.int8)
    for k, name in enumerate(names):
        if start + name in people.columns:
            found[k] = people[start + name].to_numpy(dtype=np.float64, na_value=0.0)
    return found
