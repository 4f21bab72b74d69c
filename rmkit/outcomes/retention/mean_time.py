"""How long people stay on average up to a horizon, and the difference between groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from rmkit.errors import NotReady
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.curve_steps import Steps
from rmkit.outcomes.retention.followed_in import followed
from rmkit.outcomes.retention.kaplan_meier import EARLY_END, Arm, arms, curve_axes, curve_table
from rmkit.outcomes.retention.people_needed import needed_said
from rmkit.outcomes.small_numbers import weighed

__all__ = ["area_to", "restricted_mean"]


def restricted_mean(
    time: ArrayLike,
    left: ArrayLike,
    *,
    group: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    horizon: float | None = None,
    unit: str = "",
    level: float = 0.95,
) -> Result:
    """Tell how long people stayed on average until a horizon.

    Parameters
    ----------
    time, left, entry
        As for `staying`.
    group
        What to compare; the others are compared with the first (the first category, otherwise
        the first in the alphabet).
    horizon
        Up to when; the shortest follow-up of the groups' longest where None.
    unit
        What time is counted in.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `mean_time` (the area under the curve up to the horizon, with its standard error) and, with
        groups, `mean_time:name` and `difference:name` to the first group, with z and p. Table
        `curve`.

    Raises
    ------
    NotReady
        The horizon is not above 0, or a group was not followed so long.
    FaultsFound, TooFewPeople
        As for `staying`.

    Notes
    -----
    The variance is that of the area, the sum of (area still to come)² · d / (n (n - d)) over the
    times at which somebody left. What lifelines returns in its place is the variance of the times
    themselves, which does not become smaller with more people.

    References
    ----------
    Irwin (1949); Klein & Moeschberger (2003), Survival Analysis, eq. 4.5.2; Royston & Parmar
    (2013), BMC Medical Research Methodology 13:152.

    Examples
    --------
    >>> months = [2, 3, 3, 5, 8, 8, 9, 12, 12, 12]
    >>> left = [1, 0, 1, 1, 0, 1, 1, 0, 0, 0]
    >>> restricted_mean(months, left, horizon=12, unit="months")["mean_time"].said()
    'mean time stayed within 12 months 8.41 months (95 % interval 6.02 to 10.81)'
    """
    people = followed(time, left, entry=entry, beside=None if group is None else {"group": group})
    made = arms(people)
    until = min(curve.times[-1] for _, curve, _ in made) if horizon is None else float(horizon)
    _reachable(made, until)
    rows, warnings = _rows(made, until, unit=unit, level=level)
    events = int(people.left.sum())
    if len(made) > 1:
        rows, few = weighed(rows, smallest_group=min(n for *_, n in made), leavers=events)
        warnings += few
    _, led = weighed((), events=events) if events >= 6 or len(made) == 1 else ((), ())
    curve = curve_table(made, level)
    compared = ("Without a lottery a difference is not an effect of mentoring.", needed_said())
    return Result(
        title=f"Mean time stayed within {until:g}{' ' + unit if unit else ''}",
        method="Area under the Kaplan-Meier curve up to the horizon, with the variance of the area"
        + (", people at risk from their entry on." if entry is not None else "."),
        rows=tuple(rows),
        n_used=len(people.time),
        dropped=people.dropped,
        assumptions=(EARLY_END,),
        warnings=(*warnings, *led),
        limits=("It says nothing about the time after the horizon.",)
        + (compared if len(made) > 1 else ()),
        reference="Klein & Moeschberger (2003), eq. 4.5.2.",
        level=level,
        tables={"curve": curve} if len(curve) else {},
        axes=curve_axes(unit),
    )


def area_to(curve: Steps, until: float) -> tuple[float, float]:
    """Give the area under a curve up to a time, and its standard error."""
    falls = (curve.left > 0) & (curve.times <= until)
    at = curve.times[falls]
    ends = np.concatenate([[0.0], at, [until]])
    heights = np.concatenate([[1.0], curve.stay[falls]])
    pieces = np.diff(ends) * heights
    to_come = pieces.sum() - np.cumsum(pieces)[:-1]
    n, d = curve.at_risk[falls], curve.left[falls]
    rest = n - d
    each = np.where(rest > 0, d / (n * np.where(rest > 0, rest, 1)), 0.0)
    return float(pieces.sum()), float(np.sqrt((to_come**2 * each).sum()))


def _reachable(made: list[Arm], until: float) -> None:
    if not until > 0:
        message = f"The horizon is {until:g}; it must lie above 0, where following begins."
        raise NotReady(message)
    short = [
        f"{name or 'everybody'} until {curve.times[-1]:g}"
        for name, curve, _ in made
        if until > curve.times[-1] and curve.stay[-1] > 0
    ]
    if short:
        last = min(curve.times[-1] for _, curve, _ in made)
        message = (
            f"The horizon is {until:g}, and people were not followed so long: {'; '.join(short)}. "
            f"Up to {last:g} it can be told."
        )
        raise NotReady(message)


def _rows(
    made: list[Arm], until: float, *, unit: str, level: float
) -> tuple[tuple[Estimate, ...], tuple[str, ...]]:
    from scipy import stats

    z = float(stats.norm.ppf((1 + level) / 2))
    of = f"within {until:g}{' ' + unit if unit else ''}"
    rows: list[Estimate] = []
    warnings: list[str] = []
    areas: list[tuple[float, float]] = []
    for name, curve, n in made:
        mean, se = area_to(curve, until)
        areas.append((mean, se))
        end, said = (f":{name}", f", {name}") if name else ("", "")
        row = Estimate(f"mean_time{end}", f"Mean time stayed {of}{said}", mean, n=n, unit=unit)
        if se > 0:
            row = Estimate(row.id, row.title, mean, mean - z * se, mean + z * se, se=se, n=n,
                           unit=unit)  # fmt: skip
        else:
            who = f" in {name}" if name else ""
            warnings.append(f"Nobody{who} left before {until:g}: there is no interval.")
        kept, few = weighed((row,), followed_people=n)
        rows += kept
        warnings += few
    first, first_se = areas[0]
    for (name, *_), (mean, se) in zip(made[1:], areas[1:], strict=True):
        off, off_se = mean - first, float(np.hypot(se, first_se))
        words = f"Longer than {made[0][0]}, {name}"
        row = Estimate(f"difference:{name}", words, off, unit=unit)
        if off_se > 0:
            test = off / off_se
            row = Estimate(
                row.id, words, off, off - z * off_se, off + z * off_se, se=off_se, statistic=test,
                statistic_name="z", p=float(2 * stats.norm.sf(abs(test))), unit=unit,
            )  # fmt: skip
        rows.append(row)
    return tuple(rows), tuple(warnings)
