"""Records of pairs that may leave for research: nobody stands alone, not even for their partner.

One record is one pair: what the mentor answered and what the mentee answered, side by side. The
hardest reader is one of the two. They know all of their own answers, and who their partner is; from
the record they would learn what the partner answered. So a record is safe only among at least `k`
others that look the same to that reader: the same own answers, all of them, and the same facts
about the partner (k-anonymity over the joined pair). And among those, what the partner answered
must differ (l-diversity), or it is told all the same.

Answers are put into bands first. Where that is not enough, columns are dropped, the one that helps
most first. Where no answer of both sides is left, there are no records, and tables are published
instead. For some sixty people that is the usual end.

No record has an id, a key of the pair, a time or an order: rows are sorted by what is in them.

References
----------
Sweeney (2002), k-anonymity, Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10:557-570.
Machanavajjhala et al. (2007), l-diversity, ACM Trans. Knowledge Discovery from Data 1(1):3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import Released

__all__ = ["SIDES", "Records", "Standing", "anonymous_records", "band", "standing"]

SIDES = ("mentor", "mentee")

K = 5
"""Among how many records each one must be lost."""
L = 2
"""How many different answers the partner's must be among."""

_BANDS = (
    {1: "1 to 2", 2: "1 to 2", 3: "3", 4: "4 to 5", 5: "4 to 5"},
    {1: "1 to 3", 2: "1 to 3", 3: "1 to 3", 4: "4 to 5", 5: "4 to 5"},
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How anonymous records are: the smallest crowd (k), and the least different answers (l)."""

    k: int
    l: int  # noqa: E741 - as the literature calls it


@discreet("standing", "dropped", "coarse")
@dataclass(frozen=True, eq=False)
class Records:
    """Records of pairs that may leave, with how anonymous they are and what was given up.

    Attributes
    ----------
    table
        Released to the researcher: one row a pair, sorted by content, `mentor_...` and
        `mentee_...`.
    standing
        k and l, counted over the worse of the two partners as readers.
    dropped
        The columns that had to be left out.
    coarse
        Whether levels are in two bands instead of three.
    """

    table: Released[pd.DataFrame] = field(repr=False)
    standing: Standing
    dropped: tuple[str, ...]
    coarse: bool


def band(levels: pd.Series, *, coarse: bool) -> pd.Series:
    """Put levels from 1 to 5 into bands; missing stays missing.

    >>> band(pd.Series([1, 3, 5], dtype="Int64"), coarse=False).tolist()
    ['1 to 2', '3', '4 to 5']
    """
    bands = _BANDS[coarse]
    told = [None if pd.isna(v) else bands.get(int(v)) for v in levels]
    return pd.Series(told, index=levels.index, dtype="string")


def standing(
    records: pd.DataFrame, facts: Sequence[str], people: Mapping[str, Sequence[object]]
) -> Standing:
    """Count how anonymous each person stands before their own partner, and take the worst.

    Parameters
    ----------
    records
        One row a pair; columns `mentor_...` and `mentee_...`.
    facts
        The columns that a partner knows of the other without any answer: groups, years.
    people
        For "mentor" and "mentee", who it is in each row, so that one who has three partners is not
        taken for three people.

    Returns
    -------
    Standing
        `k`: the smallest number of different people, on either side, among the records that look
        alike to a reader who is one of the two. `l`: the smallest number of different answers to
        one question of the other side among these; as high as `k` where nothing is asked.
    """
    worst_k, worst_l = len(records), len(records)
    for own, other in (SIDES, SIDES[::-1]):
        known = [c for c in records.columns if c.startswith(f"{own}_") or c in facts]
        secret = [c for c in records.columns if c.startswith(f"{other}_") and c not in facts]
        told = records.astype(object).where(records.notna(), "not known")
        kinds = told.groupby(known, sort=False).ngroup() if known else told.assign(n=0)["n"]
        for side in SIDES:
            who = pd.Series(list(people[side]), index=records.index)
            worst_k = min(worst_k, int(who.groupby(kinds).nunique().min()))
        for column in secret:
            worst_l = min(worst_l, int(records[column].groupby(kinds).nunique().min()))
    return Standing(worst_k, min(worst_l, worst_k) if worst_l == len(records) else worst_l)


def anonymous_records(
    pairs: pd.DataFrame,
    *,
    facts: Sequence[str],
    people: Mapping[str, Sequence[object]],
    only: Sequence[str] | None = None,
    on_progress: Callable[[float, str], None] | None = None,
) -> Records | None:
    """Make records of pairs that may leave, giving up as little as it finds possible.

    Parameters
    ----------
    pairs
        One row a pair: `mentor_<...>` and `mentee_<...>`. Levels (1 to 5) are put into bands; what
        stands in `facts` is taken as it is, and must be coarse already.
    facts, people
        As for `standing`.
    only
        Where records left before: their columns. No other may leave a second time.
    on_progress
        Told the share of columns looked at.

    Returns
    -------
    Records or None
        None where no answer of both sides can leave: publish tables instead.
    """
    columns = [c for c in pairs.columns if only is None or c in only]
    for coarse in (False, True):
        banded = pd.DataFrame(
            {
                c: pairs[c].astype("string") if c in facts else band(pairs[c], coarse=coarse)
                for c in columns
            }
        )
        kept = _kept(banded, facts, people, on_progress)
        answers = [c for c in kept if c not in facts]
        if all(any(c.startswith(f"{side}_") for c in answers) for side in SIDES):
            table = banded[kept].sort_values(kept, ignore_index=True, na_position="last")
            found = standing(banded[kept], facts, people)
            dropped = tuple(c for c in pairs.columns if c not in kept)
            return Records(Released(table, "researcher"), found, dropped, coarse)
    return None


def _kept(
    banded: pd.DataFrame,
    facts: Sequence[str],
    people: Mapping[str, Sequence[object]],
    on_progress: Callable[[float, str], None] | None,
) -> list[str]:
    """Add columns one after the other, those first that leave the crowd largest."""
    kept: list[str] = []
    left = list(banded.columns)
    while left:
        if on_progress:
            on_progress(1 - len(left) / len(banded.columns), "Looking for what can leave safely")
        found = {}
        for column in left:
            now = standing(banded[[*kept, column]], facts, people)
            if now.k >= K and now.l >= L:
                found[column] = now
        if not found:
            return [c for c in banded.columns if c in kept]
        best = max(found, key=lambda c: (_balance(kept, c), found[c].k, found[c].l))
        kept.append(best)
        left = [c for c in left if c in found and c != best]
    return [c for c in banded.columns if c in kept]


def _balance(kept: Sequence[str], column: str) -> int:
    """Prefer the side of which less is there yet."""
    side = column.partition("_")[0]
    return -sum(c.startswith(f"{side}_") for c in kept)
