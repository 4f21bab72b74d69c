"""How many stay, and for how long, while some are still there when one stops looking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from rmkit.figures.scale_ticks import ticks
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.curve_steps import Steps, interval, median, steps
from rmkit.outcomes.retention.followed_in import Followed, followed, named_groups
from rmkit.outcomes.small_numbers import weighed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EARLY_END", "Arm", "arms", "curve_axes", "curve_table", "staying"]

EARLY_END = (
    "people whose follow-up ended early would have left as often as those who were followed on"
)
_STEPS_TELL = (
    "Each step of a curve is somebody who left: where people know each other, show the shares at "
    "a few times and not the curve."
)
_NO_EFFECT = (
    "Curves that differ do not say why: whoever chose to be mentored may have stayed anyhow."
)

Arm = tuple[str, Steps, int]
"""A group's name, its curve and how many people it has."""


def staying(
    time: ArrayLike,
    left: ArrayLike,
    *,
    group: ArrayLike | None = None,
    entry: ArrayLike | None = None,
    at: Sequence[float] | None = None,
    unit: str = "",
    level: float = 0.95,
) -> Result:
    """Tell how many stay, with the curve of Kaplan and Meier.

    Parameters
    ----------
    time
        How long each was followed, shape (n_people,); missing values leave the person out.
        Series are joined by index, arrays by position.
    left
        Whether they had left then: 1 or True; 0 or False for those still there.
    group
        A curve for each value; None for a single one.
    entry
        From when on each was followed, where not from the beginning (delayed entry): before it
        nobody could be seen to leave, so nobody is counted as at risk.
    at
        Times at which the share is told; round times up to the end of follow-up where None.
    unit
        What time is counted in: "days", "months".
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        `stayed_at_12` (the share, with its log-log interval and Greenwood's standard error) for
        each time, and `median` (infinity where the interval has no end); with groups
        `stayed_at_12:name`, `median:name`. Tables: `curve` (one row a time at which follow-up of
        somebody ended: `group`, `at`, `value`, `low`, `high`, `se`, `at_risk`, `left`, `ended`),
        `groups` (people and leavers) and `at_risk` (how many were there at each of the times).
        A group of fewer than five gets no interval and no curve.

    Raises
    ------
    FaultsFound, TooFewPeople
        As for `followed`.

    References
    ----------
    Kaplan & Meier (1958), JASA 53:457; Kalbfleisch & Prentice (1980); Brookmeyer & Crowley
    (1982), Biometrics 38:29.

    Examples
    --------
    >>> months = [2, 3, 3, 5, 8, 8, 9, 12, 12, 12]
    >>> result = staying(months, [1, 0, 1, 1, 0, 1, 1, 0, 0, 0], at=[6], unit="months")
    >>> result["stayed_at_6"].said()
    'stayed to 6 months 0.69 (95 % interval 0.30 to 0.89)'
    >>> result["median"].value
    9.0
    """
    people = followed(time, left, entry=entry, beside=None if group is None else {"group": group})
    made = arms(people)
    told_at = _times(people, at)
    rows: list[Estimate] = []
    warnings: list[str] = []
    for name, curve, n in made:
        of_group, told = _rows(name, curve, told_at, n=n, unit=unit, level=level)
        kept, few = weighed(of_group, followed_people=n)
        rows += kept
        warnings += [*told, *few]
    _, few = weighed((), events=int(people.left.sum()))
    limits = [_STEPS_TELL] + ([_NO_EFFECT] if len(made) > 1 else [])
    return Result(
        title="How many stay",
        method="Kaplan-Meier, Greenwood's variance, intervals on the log-log scale"
        + (", people at risk from their entry on." if entry is not None else "."),
        rows=tuple(rows),
        n_used=len(people.time),
        dropped=people.dropped,
        assumptions=(EARLY_END,),
        warnings=tuple(dict.fromkeys([*warnings, *few])),
        limits=tuple(limits),
        reference="Kaplan & Meier (1958), JASA 53:457.",
        level=level,
        tables=_tables(made, told_at, people, level),
        axes=curve_axes(unit),
    )


def curve_axes(unit: str) -> tuple[str, str]:
    """Name the axes of a curve of staying."""
    return (f"Time ({unit})" if unit else "Time", "Share still there")


def arms(people: Followed) -> list[Arm]:
    """Give the curve of each group, or the single one under an empty name."""
    if "group" not in people.beside:
        return [("", steps(people.entry, people.time, people.left), len(people.time))]
    names, codes = named_groups(people.beside["group"])
    found = []
    for i, name in enumerate(names):
        mine = people.only(codes == i)
        found.append((name, steps(mine.entry, mine.time, mine.left), len(mine.time)))
    return found


def curve_table(made: Sequence[Arm], level: float) -> pd.DataFrame:
    """Lay curves out for `Result.plot`; groups of fewer than five are left out."""
    import pandas as pd

    parts = []
    for name, curve, n in made:
        if n < 5:
            continue
        low, high = interval(curve.stay, curve.spread, level)
        nobody_left = curve.stay <= 0
        se = np.where(
            nobody_left, np.nan, curve.stay * np.sqrt(np.where(nobody_left, 0, curve.spread))
        )
        rows = pd.DataFrame(
            {
                "group": name, "at": curve.times, "value": curve.stay, "low": low, "high": high,
                "se": se, "at_risk": curve.at_risk, "left": curve.left, "ended": curve.ended,
            }
        )  # fmt: skip
        if curve.times[0] > 0:
            start = pd.DataFrame([{"group": name, "at": 0.0, "value": 1.0, "low": np.nan,
                                   "high": np.nan, "se": 0.0, "at_risk": curve.at_risk[0],
                                   "left": 0.0, "ended": 0.0}])  # fmt: skip
            rows = pd.concat([start, rows], ignore_index=True)
        parts.append(rows)
    if not parts:
        return pd.DataFrame()
    return pd.concat(parts, ignore_index=True)


def _times(people: Followed, at: Sequence[float] | None) -> list[float]:
    if at is not None:
        return [float(time) for time in at]
    last = float(people.time.max())
    return [time for time in ticks(0.0, last, about=4) if 0 < time <= last]


def _rows(
    name: str, curve: Steps, at: Sequence[float], *, n: int, unit: str, level: float
) -> tuple[list[Estimate], list[str]]:
    """Tell the shares and the median of one group."""
    end, of = (f":{name}", f", {name}") if name else ("", "")
    in_group = f" in {name}" if name else ""
    rows, warnings = [], []
    for time in at:
        stay, spread = curve.share(time)
        words = f"Stayed to {time:g}{' ' + unit if unit else ''}{of}"
        row = Estimate(f"stayed_at_{time:g}{end}", words, float("nan"), n=n)
        if time > curve.times[-1] and curve.stay[-1] > 0:
            warnings.append(
                f"Nobody{in_group} was followed beyond {curve.times[-1]:g}, so that the share at "
                f"{time:g} cannot be told."
            )
        else:
            low, high = interval(np.array([stay]), np.array([spread]), level)
            known = not np.isnan(low[0])
            se = stay * np.sqrt(spread) if stay > 0 else None
            ends = {"low": low[0], "high": high[0]} if known else {}
            row = replace(row, value=stay, se=se, **ends)
            if not known:
                who = "Nobody" if stay == 1 else "Everybody"
                warnings.append(f"{who}{in_group} had left by {time:g}: there is no interval.")
        rows.append(row)
    middle, low_end, high_end = median(curve, level)
    words = f"Half have left after{of}"
    if np.isnan(middle):
        warnings.append(f"Fewer than half{in_group} left while people were followed: no median.")
    row = Estimate(f"median{end}", words, middle, unit=unit, n=n)
    rows.append(row if np.isnan(low_end) else replace(row, low=low_end, high=high_end))
    return rows, warnings


def _tables(
    made: Sequence[Arm], at: Sequence[float], people: Followed, level: float
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    groups = pd.DataFrame(
        [{"group": name, "people": n, "left": int(curve.left.sum())} for name, curve, n in made]
    )
    names, codes = (
        named_groups(people.beside["group"])
        if "group" in people.beside
        else ([""], np.zeros(len(people.time), dtype=np.int64))
    )
    there = {
        name: [int(((people.entry < t) & (people.time >= t) & (codes == i)).sum()) for t in at]
        for i, name in enumerate(names)
    }
    tables = {"groups": groups, "at_risk": pd.DataFrame(there, index=pd.Index(at, name="at"))}
    curve = curve_table(made, level)
    return tables | ({"curve": curve} if len(curve) else {})
