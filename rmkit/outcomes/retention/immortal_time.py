"""Whether those mentored leave less, without counting in their favour the time before they were.

Whoever is mentored from the sixth month on had to stay six months to be so. To count these months
as months of the mentored, in which nobody could leave, makes mentoring look good whatever it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from rmkit.errors import Fault, FaultsFound, NotAllowed, NotReady, TooFewPeople
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.numbers_said import number_said
from rmkit.outcomes.result import Result
from rmkit.outcomes.retention.curve_steps import steps
from rmkit.outcomes.retention.followed_in import Followed, followed
from rmkit.outcomes.retention.hazard_ratios import cox_model
from rmkit.outcomes.retention.kaplan_meier import EARLY_END, Arm, curve_axes, curve_table, staying
from rmkit.outcomes.retention.people_needed import needed_said
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import one_column

__all__ = ["follow_up_from"]

Floats = NDArray[np.float64]
Split = Literal["from_the_day", "landmark", "ever_mentored"]
_SPLITS = ("from_the_day", "landmark", "ever_mentored")


class _Days(NamedTuple):
    """Time and leavers by whether it was before or within mentoring, or of those never mentored."""

    never: float
    before: float
    within: float
    left_outside: int
    left_within: int

    @property
    def bias(self) -> float:
        """How many times too small the naive split makes the ratio of rates."""
        if not (self.within > 0 and self.never > 0):
            return float("nan")
        mentored = self.within / (self.within + self.before)
        return mentored * self.never / (self.never + self.before)


def follow_up_from(
    time: ArrayLike,
    left: ArrayLike,
    *,
    mentored_from: ArrayLike,
    split: Split = "from_the_day",
    landmark: float | None = None,
    unit: str = "",
    level: float = 0.95,
) -> Result:
    """Compare staying with and without mentoring, counting as mentored only from the first day.

    Parameters
    ----------
    time, left
        As for `staying`, counted from a beginning that all share (the start of the programme, or
        of each one's employment).
    mentored_from
        When each one's pair began, on the same clock; missing for those who were never in one. Who
        had one from the beginning has 0. A beginning after `time` counts as never.
    split
        "from_the_day": each person's time is without mentoring until the pair begins, and with it
        from then on. "landmark": those who were still there at `landmark`, followed from then on,
        parted by whether their pair had begun. "ever_mentored" is refused, with how large the
        error would be.
    landmark
        The time at which people are parted.
    unit
        What time is counted in.
    level
        How wide intervals are meant to be.

    Returns
    -------
    Result
        "from_the_day": `hazard_ratio` (Cox, with its z and p on the log scale), `rate:without` and
        `rate:with` (leavers per 100 units of time, exact intervals), `time_before` (what the naive
        split would count wrongly) and `bias` (by which factor it would multiply the ratio of
        rates, even if mentoring did nothing). Tables `intervals` (`person`, the row of the input
        from 0 on, `start`, `stop`, `left`, `mentored`) for `cox_model(stop, left, entry=start,
        ...)`, and `curve` (people pass from one curve to the other when their pair begins).
        "landmark": the rows of `staying` from the landmark on, and the tables `people` (`person`,
        `time`, `left`, `mentored`) and `curve`.

    Raises
    ------
    NotAllowed
        "ever_mentored" was asked for.
    NotReady
        Nobody was mentored, everybody was all along, or nobody left.
    FaultsFound, TooFewPeople
        As for `followed`; the landmark lies where too few were there.

    References
    ----------
    Suissa (2008), American Journal of Epidemiology 167:492; Anderson, Cain & Gelber (1983),
    Journal of Clinical Oncology 1:710; Simon & Makuch (1984), Statistics in Medicine 3:35 (the
    curves).

    Examples
    --------
    >>> months = [3, 8, 12, 12, 2, 5, 6, 12, 9, 12]
    >>> gone = [1, 1, 0, 0, 1, 1, 1, 0, 1, 0]
    >>> began = [None, 4, 2, 6, None, None, None, None, 1, 3]
    >>> result = follow_up_from(months, gone, mentored_from=began, unit="months")
    >>> result["time_before"].value, round(result["bias"].value, 2)
    (16.0, 0.44)
    """
    _known_split(split, landmark)
    people, began, dropped = _read(time, left, mentored_from)
    days = _days(people, began)
    if split == "ever_mentored":
        raise NotAllowed(_refused(days, unit))
    if split == "landmark":
        return _from_landmark(people, began, float(landmark or 0), dropped, unit, level)
    _comparable(days)
    return _from_the_day(people, began, days, dropped, unit, level)


def _known_split(split: str, landmark: float | None) -> None:
    faults = []
    if split not in _SPLITS:
        problem = f"is none of {', '.join(_SPLITS[:2])}."
        faults.append(Fault(problem, "Name one of them.", column="split"))
    if (split == "landmark") != (landmark is not None):
        problem = "and the split at a landmark go together."
        faults.append(Fault(problem, "Give both or neither.", column="landmark"))
    elif landmark is not None and not landmark > 0:
        faults.append(Fault("is not after 0.", "Give a later time.", column="landmark"))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")


def _read(
    time: ArrayLike, left: ArrayLike, mentored_from: ArrayLike
) -> tuple[Followed, Floats, dict[str, int]]:
    """Read who was followed and when pairs began; infinity where none did."""
    if isinstance(time, pd.Series) and isinstance(mentored_from, pd.Series):
        mentored_from = mentored_from.reindex(time.index)
    began = one_column("mentored_from", mentored_from)
    if (began < 0).any():
        problem = f"{int((began < 0).sum())} values are before the beginning."
        fault = Fault(problem, "Give 0 to who had a pair from the beginning.",
                      column="mentored_from")  # fmt: skip
        raise FaultsFound([fault], "Nothing was computed.")
    known = np.where(np.isnan(began), np.inf, began)
    beside = {
        "mentored_from": known if not isinstance(time, pd.Series) else pd.Series(known, time.index),
        "person": np.arange(len(known)) if not isinstance(time, pd.Series)
        else pd.Series(np.arange(len(known)), time.index),
    }  # fmt: skip
    people = followed(time, left, beside=beside)
    start = people.beside["mentored_from"].to_numpy(dtype=np.float64)
    return people, np.where(start < people.time, start, np.inf), people.dropped


def _days(people: Followed, began: Floats) -> _Days:
    ever = np.isfinite(began)
    return _Days(
        never=float(people.time[~ever].sum()),
        before=float(began[ever].sum()),
        within=float((people.time[ever] - began[ever]).sum()),
        left_outside=int(people.left[~ever].sum()),
        left_within=int(people.left[ever].sum()),
    )


def _comparable(days: _Days) -> None:
    what = ""
    if not days.within:
        what = "Nobody was mentored while they were followed"
    elif not days.never + days.before:
        what = "Everybody was mentored from the beginning"
    elif not days.left_within + days.left_outside:
        what = "Nobody left while they were followed"
    if what:
        message = (
            f"{what}, so that there is nothing to compare. `staying` tells how many of them stay."
        )
        raise NotReady(message)


def _refused(days: _Days, unit: str) -> str:
    of = f" {unit}" if unit else ""
    large = (
        ""
        if np.isnan(days.bias)
        else f" Here it would count {number_said(days.before)}{of} in which nobody mentored could "
        "leave, and multiply the ratio of rates by "
        f"{number_said(days.bias)} even if mentoring did nothing."
    )
    return (
        "People are not parted by whether they were ever mentored: whoever left early never got so "
        f"far, and the time before a pair began would count in favour of mentoring.{large} Take "
        '"from_the_day", or "landmark" with a time.'
    )


def _intervals(people: Followed, began: Floats) -> pd.DataFrame:
    """Part each person's time at the beginning of the pair."""
    person = people.beside["person"].to_numpy()
    parted = np.isfinite(began) & (began > 0)
    first_end = np.where(parted, began, people.time)
    first = pd.DataFrame(
        {
            "person": person, "start": 0.0, "stop": first_end,
            "left": people.left & ~parted, "mentored": began == 0,
        }
    )  # fmt: skip
    second = pd.DataFrame(
        {
            "person": person, "start": began, "stop": people.time,
            "left": people.left, "mentored": True,
        }
    )[parted]  # fmt: skip
    both = pd.concat([first, second])
    both = both[both["stop"] > both["start"]]
    return both.sort_values(["person", "start"]).reset_index(drop=True)


def _from_the_day(
    people: Followed, began: Floats, days: _Days, dropped: dict[str, int], unit: str, level: float
) -> Result:
    made = _intervals(people, began)
    rows: list[Estimate] = [_ratio(made, level)]
    rows += _rates(days, unit, level)
    rows += _error(days, unit)
    with_, without = int(np.isfinite(began).sum()), int((~np.isfinite(began)).sum())
    events = int(people.left.sum())
    fewest = min(with_, without)
    kept, few = weighed(rows, leavers=events, smallest_group=fewest)
    used = int(made["person"].nunique())
    dropped = {**dropped, "followed for no time": len(people.time) - used}
    _, led = weighed((), events=events) if events >= 6 else ((), ())
    told = []
    if not rows[0].known:
        told.append("All who left did so with mentoring, or all without: the ratio has no end.")
    curve = curve_table(_curves(made), level)
    return Result(
        title="Staying with and without mentoring, mentored from the day the pair began",
        method="Cox's model with mentoring as it stood at each time (Efron); rates with exact "
        "Poisson intervals; curves after Simon and Makuch.",
        rows=kept,
        n_used=used,
        dropped=dropped,
        assumptions=(EARLY_END, "the ratio of rates stays the same over time"),
        warnings=(*few, *led, *told),
        limits=(
            "Whoever is likely to stay may be the one who is given a mentor, or asks for one: "
            "without a lottery the ratio is not an effect of mentoring.",
            f"{with_} people with a pair and {without} without. {needed_said()}",
        ),
        reference="Suissa (2008), American Journal of Epidemiology 167:492.",
        level=level,
        tables={"intervals": made} | ({"curve": curve} if len(curve) else {}),
        axes=curve_axes(unit),
    )


def _ratio(made: pd.DataFrame, level: float) -> Estimate:
    words = "Hazard ratio, with mentoring against without"
    try:
        found = cox_model(
            made["stop"], made["left"], entry=made["start"], covariates=made[["mentored"]],
            level=level,
        )  # fmt: skip
    except (NotReady, TooFewPeople):
        return Estimate("hazard_ratio", words, float("nan"), unit="times the rate")
    ratio, coef = found["hazard_ratio:mentored"], found["coef:mentored"]
    test = coef.statistic
    p = None
    if test is not None:
        from scipy import stats

        p = float(2 * stats.norm.sf(abs(test)))
    return Estimate(
        "hazard_ratio", words, ratio.value, ratio.low, ratio.high, statistic=test,
        statistic_name="z" if test is not None else "", p=p, unit="times the rate",
    )  # fmt: skip


def _rates(days: _Days, unit: str, level: float) -> list[Estimate]:
    from scipy import stats

    rows = []
    per = f"leavers per 100 {unit}" if unit else "leavers per 100 units of time"
    for name, words, left, over in (
        ("without", "Leaving without mentoring", days.left_outside, days.never + days.before),
        ("with", "Leaving with mentoring", days.left_within, days.within),
    ):
        tail = (1 - level) / 2
        low = stats.chi2.ppf(tail, 2 * left) / 2 if left else 0.0
        high = stats.chi2.ppf(1 - tail, 2 * left + 2) / 2
        each = 100 / over
        rows.append(Estimate(f"rate:{name}", words, left * each, low * each, high * each, unit=per))
    return rows


def _error(days: _Days, unit: str) -> list[Estimate]:
    return [
        Estimate("time_before", "Time before the pair began, which is not time of the mentored",
                 days.before, unit=unit),
        Estimate("bias", "What splitting by ever mentored would multiply the ratio of rates by",
                 days.bias, unit="times"),
    ]  # fmt: skip


def _curves(made: pd.DataFrame) -> list[Arm]:
    arms: list[Arm] = []
    for name, mentored in (("without", False), ("mentored", True)):
        mine = made[made["mentored"] == mentored]
        if len(mine):
            start, stop = (mine[c].to_numpy(dtype=np.float64) for c in ("start", "stop"))
            curve = steps(start, stop, mine["left"].to_numpy(dtype=bool))
            arms.append((name, curve, mine["person"].nunique()))
    return arms


def _from_landmark(
    people: Followed,
    began: Floats,
    landmark: float,
    dropped: dict[str, int],
    unit: str,
    level: float,
) -> Result:
    there = people.time > landmark
    mentored = began <= landmark
    sizes: Sequence[int] = (int((there & mentored).sum()), int((there & ~mentored).sum()))
    if min(sizes) < 1:
        message = (
            f"Of {int(there.sum())} people still there at {landmark:g} {sizes[0]} were mentored by "
            "then, so that there is nothing to compare. Take another landmark; `staying` tells how "
            "many stay."
        )
        raise TooFewPeople(message)
    table = pd.DataFrame(
        {
            "person": people.beside["person"].to_numpy(), "time": people.time - landmark,
            "left": people.left, "mentored": mentored,
        }
    )[there].reset_index(drop=True)  # fmt: skip
    group = table["mentored"].map({True: "mentored by then", False: "not by then"})
    found = staying(table["time"], table["left"], group=group, unit=unit, level=level)
    later = int((there & np.isfinite(began) & ~mentored).sum())
    dropped = {**dropped, f"no longer followed at {landmark:g}": int((~there).sum())}
    return Result(
        title=f"Staying from {landmark:g}{' ' + unit if unit else ''} on, by whether mentored then",
        method=f"Landmark at {landmark:g}; {found.method}",
        rows=found.rows,
        n_used=len(table),
        dropped=dropped,
        assumptions=found.assumptions,
        warnings=found.warnings,
        limits=(
            *found.limits,
            f"{later} people whose pair began later are counted as not mentored by then, which "
            "makes the groups more alike than mentoring would."
            if later
            else "Whoever left before is in neither group.",
            needed_said(),
        ),
        reference="Anderson, Cain & Gelber (1983), Journal of Clinical Oncology 1:710.",
        level=level,
        tables={**found.tables, "people": table},
        axes=found.axes,
    )
