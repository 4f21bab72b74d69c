"""How many people two groups need before a difference in staying can be seen."""

from __future__ import annotations

import math

__all__ = ["needed_said", "people_an_arm"]


def people_an_arm(
    without: float = 0.85, mentored: float = 0.92, *, power: float = 0.8, level: float = 0.95
) -> int:
    """Tell how many people each of two groups needs for a log-rank test to see a difference.

    Parameters
    ----------
    without, mentored
        The share that stays to the end in either group.
    power
        How often the difference is to be seen, if it is there.
    level
        1 less how often a difference is seen that is not there.

    References
    ----------
    Schoenfeld (1981), Biometrika 68:316, with half of the people in each group and leaving at
    proportional rates.

    Examples
    --------
    >>> people_an_arm(0.85, 0.92)
    307
    """
    from scipy import stats

    z = float(stats.norm.ppf((1 + level) / 2) + stats.norm.ppf(power))
    log_ratio = math.log(math.log(mentored) / math.log(without))
    leavers = 4 * z**2 / log_ratio**2
    return math.ceil(leavers / ((1 - without) + (1 - mentored)))


def needed_said(without: float = 0.85, mentored: float = 0.92) -> str:
    """Say how many people it takes.

    >>> needed_said()[:64]
    'To see 92 % stay in place of 85 % four times in five takes 307 p'
    """
    n = people_an_arm(without, mentored)
    return (
        f"To see {mentored:.0%} stay in place of {without:.0%} four times in five takes {n} people "
        "in each group (Schoenfeld's formula; 319 where only the shares at the end are compared). "
        "Twenty pairs cannot show it, and a difference that is not seen is not thereby absent."
    ).replace("%", " %")
