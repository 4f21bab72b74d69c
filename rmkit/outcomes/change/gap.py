"""How mentors and mentees moved, each side first, and what became of the gap between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound
from rmkit.outcomes.change.caveats import (
    CHANGE_IS_NOT_EFFECT,
    chosen_said,
    expected_regression,
    level_checked,
)
from rmkit.outcomes.change.domain import outside_domain
from rmkit.outcomes.change.paired import mean_with_t
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result
from rmkit.outcomes.small_numbers import weighed
from rmkit.outcomes.values_in import enough, one_column

__all__ = ["gap_change"]

Floats = NDArray[np.float64]
_NEVER_ALONE = (
    "A narrower gap is no success by itself: it narrows as well when the one who knew more falls "
    "back. Read the change of each side first."
)


def gap_change(
    mentors: pd.DataFrame,
    mentees: pd.DataFrame,
    *,
    waves: tuple[str, str] = ("before", "after"),
    chosen_on_baseline: bool = False,
    reliability: float | None = None,
    mean_of_all: float | None = None,
    scale: tuple[float, float] | None = None,
    unit: str = "scale points",
    level: float = 0.95,
) -> Result:
    """Measure how both sides of pairs moved, and the gap between them.

    Parameters
    ----------
    mentors, mentees
        One row a pair, with the same index (the pair's id) in both, and a column for each wave.
        NaN is missing; a pair without all four values is left out of every number and counted.
    waves
        The columns of the earlier and the later wave.
    chosen_on_baseline
        Whether pairs, or the skill that is asked about, were chosen by the earlier wave: a wide gap
        then narrows by itself.
    reliability, mean_of_all
        Reliability of a gap, and the mean gap (mentor - mentee) of all pairs among whom these were
        chosen, as for `paired_change`.
    scale, unit, level
        As for `paired_change`.

    Returns
    -------
    Result
        First `mentor_change` and `mentee_change`, with t interval and test; then `gap_change` (of
        mentor - mentee) and `distance_change` (of its size, whoever is ahead); the means
        `mentor_before`, `mentor_after`, `mentee_before`, `mentee_after`, `gap_before`, `gap_after`;
        `expected_regression` of the gap.

    Raises
    ------
    FaultsFound
        A wave is missing, a pair stands twice, or a value cannot be read.
    TooFewPeople
        Fewer than two pairs have all four values.

    References
    ----------
    Cronbach & Furby (1970), Psychological Bulletin 74:68-80, on differences as outcomes.

    Examples
    --------
    >>> mentors = pd.DataFrame({"before": [4, 5, 4, 4, 5, 4], "after": [4, 5, 5, 4, 5, 4]})
    >>> mentees = pd.DataFrame({"before": [2, 1, 2, 3, 2, 1], "after": [3, 2, 2, 4, 4, 2]})
    >>> result = gap_change(mentors, mentees, unit="levels")
    >>> [(row.id, round(row.value, 2)) for row in result][:3]
    [('mentor_change', 0.17), ('mentee_change', 1.0), ('gap_change', -0.83)]
    """
    level_checked(level)
    (m1, m2, e1, e2), dropped = _four(mentors, mentees, waves, scale)
    n = len(m1)
    enough(n, 2, what="pairs with all four values", why="Each side can be told by itself.")
    gaps = (m1 - e1, m2 - e2)
    asked = {
        "mentor_change": ("Change of mentors", m2 - m1),
        "mentee_change": ("Change of mentees", e2 - e1),
        "gap_change": ("Change of the gap (mentor - mentee)", gaps[1] - gaps[0]),
        "distance_change": ("Change of the distance", np.abs(gaps[1]) - np.abs(gaps[0])),
    }
    made = [mean_with_t(id, said, off, level, unit=unit) for id, (said, off) in asked.items()]
    means = {"mentor_before": m1, "mentor_after": m2, "mentee_before": e1, "mentee_after": e2,
             "gap_before": gaps[0], "gap_after": gaps[1]}  # fmt: skip
    rows = [row for row, _ in made]
    rows += [Estimate(id, f"Mean, {id.replace('_', ' ')}", values.mean(), unit=unit)
             for id, values in means.items()]  # fmt: skip
    expected = expected_regression(
        float(gaps[0].mean()), reliability=reliability, mean_of_all=mean_of_all
    )
    if expected is not None:
        said = "Change of the gap expected from choosing alone"
        rows.append(Estimate("expected_regression", said, expected, unit=unit))
    kept, few = weighed(rows, pairs_of_values=n)
    warnings = (chosen_said(expected, unit=unit), *few) if chosen_on_baseline else few
    warnings += _narrowed(*(row.value for row, _ in made), gap=float(gaps[0].mean()))
    flat = [row.title.lower() for row, alike in made if alike]
    warnings += (f"All alike, so without interval: {'; '.join(flat)}.",) if flat else ()
    for first, second in ((m1, m2), (e1, e2)):
        warnings += outside_domain(first, second, scale=scale)
    return Result(
        title="Change of mentors and of mentees, and the gap between them",
        method="Paired t-tests of each side's change and of the gap's, over pairs with all four "
        "values, two-sided; not corrected for being several.",
        rows=kept,
        n_used=n,
        counted="pairs",
        dropped=dropped,
        assumptions=("pairs do not depend on each other, and nobody is in two of them",),
        warnings=tuple(dict.fromkeys(warnings)),
        limits=(CHANGE_IS_NOT_EFFECT, _NEVER_ALONE),
        reference="Cronbach & Furby (1970).",
        level=level,
    )


def _narrowed(
    mentors: float, mentees: float, change: float, distance: float, *, gap: float
) -> tuple[str, ...]:
    ahead, moved = ("mentors", mentors) if gap >= 0 else ("mentees", mentees)
    if moved < 0 and (distance < 0 or change * gap < 0):
        return (f"The gap narrowed in part because {ahead}, who were ahead, fell back.",)
    return ()


def _four(
    mentors: pd.DataFrame,
    mentees: pd.DataFrame,
    waves: tuple[str, str],
    scale: tuple[float, float] | None,
) -> tuple[list[Floats], dict[str, int]]:
    sides = {"mentors": mentors, "mentees": mentees}
    faults = []
    for name, table in sides.items():
        faults += [
            Fault(f"of {name} is missing.", "Name the two columns in `waves`.", column=wave)
            for wave in waves
            if wave not in table.columns
        ]
        if not table.index.is_unique:
            faults.append(Fault(f"A pair stands twice among {name}.", "Keep one row a pair."))
    if faults:
        raise FaultsFound(faults, "Nothing was computed.")
    index = mentors.index.union(mentees.index, sort=False)
    read = {
        (name, wave): one_column(f"{name}, {wave}", table[wave].reindex(index), scale=scale)
        for name, table in sides.items()
        for wave in waves
    }
    in_both = index.isin(mentors.index) & index.isin(mentees.index)
    missing = {key: np.isnan(values) for key, values in read.items()}
    by_side = {name: missing[name, waves[0]] | missing[name, waves[1]] for name in sides}
    keep = in_both & ~by_side["mentors"] & ~by_side["mentees"]
    only = {name: in_both & by_side[name] for name in sides}
    dropped = {
        "only one side is there": int((~in_both).sum()),
        "a mentor's value missing": int((only["mentors"] & ~only["mentees"]).sum()),
        "a mentee's value missing": int((only["mentees"] & ~only["mentors"]).sum()),
        "values of both missing": int((only["mentors"] & only["mentees"]).sum()),
    }
    return [read[name, wave][keep] for name in sides for wave in waves], dropped
