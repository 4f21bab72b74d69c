"""Answers of a crowd whose kinds are known, to try out and to teach what clustering sees in it.

Nothing comes in but a few sizes and a seed; a table of people and the truth about them go out.
Where there is one kind there is nothing to find, whatever is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from rmkit.errors import TooFewPeople

__all__ = ["Crowd", "crowd"]

_MIDDLE, _SPREAD = 3.0, 0.9


@dataclass(frozen=True)
class Crowd:
    """Made-up people and their truth.

    Attributes
    ----------
    people
        One row a person: `person_id` and `level_s1`, `level_s2`, ... (1 to 5).
    truth
        The kind of everybody (1, 2, ...), by `person_id`; all 1 where there are no kinds.
    """

    people: pd.DataFrame
    truth: pd.Series


def crowd(
    n: int,
    *,
    kinds: int = 1,
    apart: float = 2.0,
    common: float = 0.3,
    skills: int = 8,
    seed: int = 0,
) -> Crowd:
    """Make up a crowd of which it is known how many kinds of people there are.

    Parameters
    ----------
    n
        How many people; kinds are of equal size, as far as that goes.
    kinds
        How many kinds; 1 is a continuum. Every kind is strong in skills of its own.
    apart
        By how many levels a kind is above the others in its own skills.
    common
        The share (0 to 1) of what else people differ in that all their answers have in common:
        at 0 every answer is by itself, near 1 people differ by their general level alone.
    skills
        How many skills everybody rates.
    seed
        Everything random follows from it; the same on every machine.

    Returns
    -------
    Crowd
        Nothing is missing. Answers are rounded and cut to 1 to 5; besides kinds, people differ
        with a standard deviation of .9 levels.

    Raises
    ------
    TooFewPeople
        Fewer people than kinds, or fewer skills than kinds.

    Examples
    --------
    >>> made = crowd(6, kinds=2, skills=2, apart=3, seed=1)
    >>> made.truth.tolist(), made.people["level_s1"].tolist()
    ([1, 2, 1, 2, 1, 2], [5, 4, 4, 2, 2, 2])
    """
    if not 1 <= kinds <= min(n, skills):
        message = (
            f"{kinds} kinds cannot be made of {n} people and {skills} skills: every kind needs "
            "people and skills of its own. Ask for fewer kinds, at least 1."
        )
        raise TooFewPeople(message)
    chance = np.random.default_rng([seed, 6]).random((n, skills + 1))
    normal = np.vectorize(NormalDist().inv_cdf)(np.clip(chance, 1e-9, 1 - 1e-9))
    which = np.arange(n) % kinds
    own = np.arange(skills) % kinds == which[:, None]
    usual = apart * (own - own.mean(axis=0)) if kinds > 1 else 0.0
    besides = np.sqrt(common) * normal[:, :1] + np.sqrt(1 - common) * normal[:, 1:]
    levels = np.clip(np.rint(_MIDDLE + usual + _SPREAD * besides), 1, 5).astype(int)
    ids = pd.Index([f"P{i:04d}" for i in range(1, n + 1)], name="person_id")
    table = pd.DataFrame(levels, columns=[f"level_s{j}" for j in range(1, skills + 1)])
    table.insert(0, "person_id", ids)
    return Crowd(table, pd.Series(which + 1, index=ids, name="kind"))
