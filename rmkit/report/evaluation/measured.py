"""How far groups moved between two times, skill by skill, with p adjusted family by family.

In come tables of answers, one row a person; out go `ChangeSeen`, of groups alone. The interval is
that of Student's t, p that of the exact signed-rank test, and what is claimed needs both. What the
charter's objective names is one family, everything else another (Holm), so that in a cohort in
which nothing changed at most 5 of 100 reports claim something of either.

Nothing is told of fewer than five, nor where all, or all but one, moved alike. Levels themselves
are not told where fewer than five answered once only: the mean of all, told elsewhere, would give
theirs away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.disclosure.hiding import FEWEST
from rmkit.report.evaluation.claims import ChangeSeen, Side

__all__ = ["Measured", "changes_seen", "taken_up"]


Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Measured:
    """One group measured twice: tables of answers, and how they came about.

    Attributes
    ----------
    before, after
        One row a person (by index), one column a skill or scale; NaN not answered.
    side, unit
        Whose answers they are, and what they are counted in.
    titles
        What columns are called, by id; a column without a title is called by its id.
    primary
        Columns that the charter's objective names.
    second
        Whether `before` was measured after the pairs were chosen.
    chosen
        Columns by whose first answers people or pairs were chosen; True for all of them.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    side: Side
    unit: str = "levels"
    titles: Mapping[str, str] | None = None
    primary: Collection[str] = ()
    second: bool = False
    chosen: bool | Collection[str] = True

    def __repr__(self) -> str:
        return f"<Measured: {self.side}s, {len(self.before.columns)} columns>"


def changes_seen(groups: Sequence[Measured]) -> tuple[ChangeSeen, ...]:
    """Measure every change of every group, the objective's first.

    Parameters
    ----------
    groups
        What was measured; mentees and mentors, levels and scales.

    Returns
    -------
    tuple of ChangeSeen
        One a column, with p adjusted among the primary and among the secondary ones.

    Examples
    --------
    >>> first = pd.DataFrame({"ai": [2, 2, 1, 3, 2, 2, 1, 2]})
    >>> later = pd.DataFrame({"ai": [3, 3, 3, 3, 3, 3, 2, 4]})
    >>> found = changes_seen([Measured(first, later, "mentee", second=True)])
    >>> found[0].n, found[0].change
    (8, 1.125)
    """
    raw = [_seen(group, name) for group in groups for name in group.before.columns]
    primary = _adjusted([one for one in raw if one.primary])
    return (*primary, *_adjusted([one for one in raw if not one.primary]))


def taken_up(
    wanted: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """Give everybody's mean level in the skills that they set out to learn, at both times.

    Parameters
    ----------
    wanted
        True where a person (by index) wanted more of a skill (column) at the start.
    before, after
        Levels; NaN not answered. A skill counts for a person only if it is known both times.
    """
    index, columns = before.index, [c for c in before.columns if c in wanted.columns]
    first = before[columns].astype("float64")
    then = after.reindex(index=index, columns=columns).astype("float64")
    counts = wanted.reindex(index=index, columns=columns).fillna(value=False).astype(bool)
    counts &= first.notna() & then.notna()
    return first.where(counts).mean(axis=1), then.where(counts).mean(axis=1)


def _seen(group: Measured, name: str) -> ChangeSeen:
    after = group.after[name] if name in group.after.columns else pd.Series(dtype="float64")
    first = group.before[name].astype("float64")
    then = after.reindex(first.index).astype("float64")
    both = first.notna() & then.notna()
    chosen = group.chosen if isinstance(group.chosen, bool) else name in group.chosen
    seen = ChangeSeen(
        name,
        (group.titles or {}).get(name, name),
        group.side,
        int(both.sum()),
        unit=group.unit,
        primary=name in group.primary,
        second=group.second,
        chosen=chosen,
        of=len(first),
    )
    start: Floats = np.asarray(first[both], dtype=np.float64)
    end: Floats = np.asarray(then[both], dtype=np.float64)
    differences = end - start
    if len(differences) < FEWEST or _alike(differences):
        return seen
    low, high, p = _tested(start, end)
    once = int(first.notna().sum()) - int(both.sum())
    levels = not 0 < once < FEWEST
    return replace(
        seen,
        change=float(differences.mean()),
        low=low,
        high=high,
        p=p,
        before=float(start.mean()) if levels else None,
        after=float(end.mean()) if levels else None,
    )


def _alike(differences: Floats) -> bool:
    """Whether all, or all but one, moved by the same: then one could tell what the others did."""
    most = np.unique(differences, return_counts=True)[1].max()
    return bool(most >= len(differences) - 1)


def _tested(first: Floats, then: Floats) -> tuple[float | None, float | None, float | None]:
    """Give the ends of the interval of the mean change, and p."""
    from rmkit.outcomes.change.paired import paired_change
    from rmkit.outcomes.change.signed_ranks import signed_rank_change

    mean = paired_change(first, then)["mean_change"]
    return mean.low, mean.high, signed_rank_change(first, then)["hodges_lehmann"].p


def _adjusted(family: Sequence[ChangeSeen]) -> tuple[ChangeSeen, ...]:
    """Adjust p for the family by Holm (1979)."""
    tested = sorted((one.p, k) for k, one in enumerate(family) if one.p is not None)
    adjusted, least = {}, 0.0
    for rank, (p, k) in enumerate(tested):
        least = max(least, min(1.0, p * (len(tested) - rank)))
        adjusted[k] = least
    return tuple(
        replace(one, p=adjusted.get(k), family=max(len(tested), 1)) for k, one in enumerate(family)
    )
