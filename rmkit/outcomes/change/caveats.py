"""What must stand beside a change: that it is no effect, and what choosing people does to it."""

from __future__ import annotations

from rmkit.errors import Fault, FaultsFound

__all__ = ["CHANGE_IS_NOT_EFFECT", "chosen_said", "expected_regression", "level_checked"]

CHANGE_IS_NOT_EFFECT = (
    "A change is not an effect: nobody without mentoring was measured beside these people, so what "
    "else happened in that time is in the number, too."
)
_CHOSEN = (
    "These people, pairs or skills were chosen by the answers that are the before. Extreme answers "
    "come back towards the middle by themselves (regression to the mean), so part of this change, "
    "or all of it, would have been seen without any mentoring. A measurement taken after the "
    "choice is the better before."
)


def chosen_said(expected: float | None, *, unit: str = "") -> str:
    """Warn of regression to the mean, with its expected size where it is known.

    >>> chosen_said(0.42, unit="levels").split(". ")[-1]
    'With the reliability given, a change of 0.42 levels is expected from that alone.'
    """
    if expected is None:
        return _CHOSEN
    from rmkit.outcomes.numbers_said import number_said

    size = f"{number_said(expected)}{' ' + unit if unit else ''}"
    told = f"With the reliability given, a change of {size} is expected from that alone."
    return f"{_CHOSEN} {told}"


def expected_regression(
    mean_before: float, *, reliability: float | None, mean_of_all: float | None
) -> float | None:
    """Give the change that choosing alone brings about on average.

    Parameters
    ----------
    mean_before
        Mean before of those who were chosen.
    reliability
        Of the score, 0 to 1 (best: the correlation of two measurements without anything between).
    mean_of_all
        Mean before of all among whom they were chosen.

    Returns
    -------
    float or None
        (1 - reliability) · (mean of all - mean of the chosen); None where one of them is unknown.

    Raises
    ------
    FaultsFound
        The reliability does not lie between 0 and 1.

    References
    ----------
    Barnett, van der Pols & Dobson (2005), International Journal of Epidemiology 34:215-220.

    Examples
    --------
    >>> round(expected_regression(1.5, reliability=0.7, mean_of_all=3.0), 2)
    0.45
    """
    if reliability is not None and not 0 <= reliability <= 1:
        problem = f"is {reliability:g}; a reliability lies between 0 and 1."
        raise FaultsFound(
            [Fault(problem, "Give such a number, or leave it out.", column="reliability")],
            "Nothing was computed.",
        )
    if reliability is None or mean_of_all is None:
        return None
    return (1 - reliability) * (mean_of_all - mean_before)


def level_checked(level: float) -> float:
    """Give the level back; `FaultsFound` where it is no share between 0.5 and 1."""
    if not 0.5 <= level < 1:
        problem = f"is {level:g}; an interval is meant to hold from .5 to below 1 of the time."
        raise FaultsFound(
            [Fault(problem, "Give 0.95 for 95 %.", column="level")], "Nothing was computed."
        )
    return level
