"""A made-up twin of a table: the same columns and much of what goes together, nobody's own row.

A twin is for trying out an analysis before the real answers may be seen. It is not anonymous: it
was made from people, and what sets a few of them apart may shine through. So it is never made from
few rows, leaves out what fewer than five share, and comes with two tests of how close it lies to
those it was made from: its nearest records, and whether somebody could tell from it who was in the
table. No estimate from a twin is a finding.

Each column keeps its own distribution; columns go together as the ranks of the real ones do, drawn
to none by a twentieth (a Gaussian copula). Missing answers come at the rate of their column.

References
----------
Nelsen (2006), An Introduction to Copulas, 2nd ed. Yale et al. (2020), Neurocomputing 416:244-255
(nearest records against a holdout). Stadler, Oprisanu & Troncoso (2022), USENIX Security 31:1451.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST
from rmkit.errors import Fault, FaultsFound, NotAllowed, TooFewPeople

__all__ = ["FEWEST_ROWS", "Twin", "twin_of"]

FEWEST_ROWS = 100
"""From fewer rows no twin is made: it would be those people in other words."""

_TO_NONE = 0.05
_MOST_TOLD = 0.6
_ROUNDS = 8
_MOST_CATEGORIES = 50

Floats = NDArray[np.float64]


@discreet("n_rows", "exact", "closer", "told")
@dataclass(frozen=True, eq=False)
class Twin:
    """A made-up table and how close it lies to the real one.

    Attributes
    ----------
    table
        As many rows as asked for, in no order, with the columns of the real one.
    n_rows
        How many rows it was made from.
    exact
        The share of real rows that stand in it word for word, of those it was made from and of
        others that it was not made from: alike, where the twin does not copy.
    closer
        How often a real row lies closer to a twin made with it than a row lies that the twin was
        made without; .5 is what chance gives.
    told
        The same with its 95 % interval, over several halvings of the table: how well somebody who
        holds a person's row could tell whether that person was in the table.
    left_out
        Columns that could not be kept: all alike, or with words of too many kinds.
    """

    table: pd.DataFrame = field(repr=False)
    n_rows: int
    exact: tuple[float, float]
    closer: float
    told: tuple[float, float]
    left_out: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What must be said of it wherever it goes."""
        low, high = (round(100 * end) for end in self.told)
        copied, alike = (f"{100 * share:.1f} of 100" for share in self.exact)
        return (
            f"A made-up twin of {self.n_rows} rows. It is not anonymous, and no estimate from it "
            "is a finding. Somebody who holds a person's row would tell in "
            f"{100 * self.closer:.0f} of 100 comparisons whether that person was in the table "
            f"({low} to {high}; chance: 50). {copied} rows it was made from stand in it word for "
            f"word, and {alike} it was not made from."
        )


def twin_of(table: pd.DataFrame, *, seed: int = 0, n: int | None = None) -> Twin:
    """Make up a twin of a table, and test how close it lies to the rows it was made from.

    Parameters
    ----------
    table
        One row a person or a pair; numbers or words of a few kinds; missing cells are missing. No
        id, name, address, date or free text belongs in it: columns in which nearly every row is
        different are left out.
    seed
        Everything random follows from it.
    n
        How many rows to make up; as many as there are unless said.

    Returns
    -------
    Twin
        The made-up rows, with the tests.

    Raises
    ------
    TooFewPeople
        Fewer than 100 rows: use a made-up cohort (`rmkit.synthetic.cohort`) to try things out.
    FaultsFound
        No column can be kept.
    NotAllowed
        The twin gives away who was in the table.

    Examples
    --------
    >>> levels = pd.DataFrame({"level": [1, 2, 3, 4, 5] * 40, "wish": [2, 3, 4, 5, 5] * 40})
    >>> made = twin_of(levels, seed=1)
    >>> made.table.shape, made.n_rows
    ((200, 2), 200)
    """
    if len(table) < FEWEST_ROWS:
        message = (
            f"A twin of {len(table)} rows would be those people in other words; it needs "
            f"{FEWEST_ROWS}. To try out an analysis, make up a cohort that nobody is in: "
            "rmkit.synthetic.cohort(seed=1)."
        )
        raise TooFewPeople(message)
    kept = [name for name in table.columns if _fit_to_keep(table[name])]
    if not kept:
        problem = "has no column with a few kinds of values that five people or more share."
        raise FaultsFound([Fault(problem, "Give levels or groups.")], "No twin was made.")
    real = table[kept].reset_index(drop=True)
    rng = np.random.default_rng(seed)
    exact, closer, told = _tested(real, rng)
    if told[0] > _MOST_TOLD:
        message = (
            f"A twin of this table would give away who was in it: in {100 * closer:.0f} of 100 "
            "comparisons (chance: 50). Give fewer columns, or publish tables."
        )
        raise NotAllowed(message)
    made = _drawn(real, len(real) if n is None else n, rng)
    left_out = tuple(str(name) for name in table.columns if name not in kept)
    return Twin(made, len(real), exact, closer, told, left_out)


def _fit_to_keep(column: pd.Series) -> bool:
    counts = column.value_counts()
    shared = counts[counts >= FEWEST]
    return len(shared) > 1 and len(counts) <= _MOST_CATEGORIES


def _drawn(real: pd.DataFrame, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw rows: correlated normal numbers, each turned into a value of its column."""
    from scipy.special import ndtr

    codes = [_Column.of(real[name]) for name in real.columns]
    normal = np.column_stack([column.scores for column in codes])
    together = np.atleast_2d(np.corrcoef(normal, rowvar=False)) * (1 - _TO_NONE)
    np.fill_diagonal(together, 1.0)
    values, vectors = np.linalg.eigh(together)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    shares = ndtr(rng.standard_normal((n, len(codes))) @ root.T)
    made = {
        name: column.values_at(shares[:, i], rng)
        for i, (name, column) in enumerate(zip(real.columns, codes, strict=True))
    }
    return pd.DataFrame(made)


@discreet("kinds")
@dataclass(frozen=True, eq=False)
class _Column:
    """A column as shares of its values, those that fewer than five share left out."""

    kinds: NDArray[np.object_]
    ends: Floats
    scores: Floats
    missing: float

    @classmethod
    def of(cls, column: pd.Series) -> _Column:
        from scipy.special import ndtri

        counts = column.value_counts()
        kinds = sorted(counts[counts >= FEWEST].index)
        share = counts.loc[kinds].to_numpy(dtype=np.float64)
        ends = np.cumsum(share) / share.sum()
        middles = dict(zip(kinds, ends - share / share.sum() / 2, strict=True))
        scores = np.array([ndtri(middles.get(value, 0.5)) for value in column], dtype=np.float64)
        return cls(np.array(kinds, dtype=object), ends, scores, float(column.isna().mean()))

    def values_at(self, shares: Floats, rng: np.random.Generator) -> pd.Series:
        place = np.minimum(np.searchsorted(self.ends, shares), len(self.kinds) - 1)
        gone = rng.random(len(shares)) < self.missing
        values = [None if left else self.kinds[at] for at, left in zip(place, gone, strict=True)]
        return pd.Series(values, dtype="object").convert_dtypes()


def _tested(
    real: pd.DataFrame, rng: np.random.Generator
) -> tuple[tuple[float, float], float, tuple[float, float]]:
    """Halve the table again and again: make a twin of one half, and look from both."""
    places = _as_places(real)
    exact: list[tuple[float, float]] = []
    closer: list[float] = []
    for _ in range(_ROUNDS):
        order = rng.permutation(len(real))
        inside, outside = order[: len(real) // 2], order[len(real) // 2 :]
        half = real.iloc[inside].reset_index(drop=True)
        kept = [name for name in half.columns if _fit_to_keep(half[name])]
        if not kept:
            continue
        made = _drawn(half[kept], len(half), rng)
        columns = [list(real.columns).index(name) for name in kept]
        twin = _as_places(pd.concat([real[kept], made], ignore_index=True))[len(real) :]
        near_in = _nearest(places[inside][:, columns], twin)
        near_out = _nearest(places[outside][:, columns], twin)
        exact.append((float((near_in == 0).mean()), float((near_out == 0).mean())))
        closer.append(_share_closer(near_in, near_out))
    mean = float(np.mean(closer)) if closer else 0.5
    wide = 1.96 * _spread(mean, len(real))
    shares = np.mean(exact, axis=0) if exact else (0.0, 0.0)
    return (
        (float(shares[0]), float(shares[1])),
        mean,
        (max(mean - wide, 0.0), min(mean + wide, 1.0)),
    )


def _spread(share: float, n: int) -> float:
    """Give the standard error of a share of comparisons of halves (Hanley & McNeil 1982)."""
    half = n / 2
    q1, q2 = share / (2 - share), 2 * share**2 / (1 + share)
    variance = share * (1 - share) + (half - 1) * (q1 - share**2) + (half - 1) * (q2 - share**2)
    return float(np.sqrt(max(variance, 0.0) / half**2))


def _as_places(table: pd.DataFrame) -> Floats:
    """Give each value its place among those of its column, from 0 to 1; missing is NaN."""
    places = []
    for name in table.columns:
        values = table[name]
        kinds = {value: i for i, value in enumerate(sorted(values.dropna().unique()))}
        wide = max(len(kinds) - 1, 1)
        places.append([kinds[v] / wide if not pd.isna(v) else np.nan for v in values])
    return np.array(places, dtype=np.float64).T


def _nearest(rows: Floats, twin: Floats) -> Floats:
    """Give for each row how far the nearest of the twin is: the mean distance of its columns."""
    near = np.full(len(rows), np.inf)
    for start in range(0, len(rows), 256):
        block = rows[start : start + 256, None, :]
        apart = np.abs(block - twin[None, :, :])
        one, both = np.isnan(block) ^ np.isnan(twin)[None], np.isnan(block) & np.isnan(twin)[None]
        apart = np.where(both, 0.0, np.where(one, 1.0, apart))
        near[start : start + 256] = np.nan_to_num(apart).mean(axis=2).min(axis=1)
    return near


def _share_closer(inside: Floats, outside: Floats) -> float:
    """Give how often a row inside is nearer than one outside, ties counted half."""
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([inside, outside]))
    lower = ranks[len(inside) :].sum() - len(outside) * (len(outside) + 1) / 2
    return float(lower / (len(inside) * len(outside)))
