"""Whether groups stand out more clearly than in made-up people of one single kind.

For every number of groups the average silhouette is set against what the same method finds in
draws from `OneKind`, which keep the spread of every answer, how answers vary together and who left
out what. A first set of draws says what is usual for each number; a second set is tested against.
The p-value answers for having tried several numbers: it is the share of draws whose best number
does at least as well as this one. Drawing stops early once the best number has been matched ten
times, for then nothing is significant.

References: Hennig & Lin (2015), Statistics and Computing 25:821-833, for the test; Westfall & Young
(1993), Resampling-Based Multiple Testing, for the maximum; Besag & Clifford (1991), Biometrika
78:301-304, for stopping early.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from rmkit.profiles.compared import Compared
from rmkit.profiles.gap import first_within_one_error, gaps
from rmkit.profiles.methods.method import Method
from rmkit.profiles.one_kind import OneKind
from rmkit.profiles.widths import dispersion, silhouette

__all__ = ["AT_MOST", "DRAWS", "weigh"]

DRAWS = 99
"""How many samples of a single kind are tested against: the smallest p-value is 1 in 100."""

AT_MOST = 300
"""Of more people so many are weighed."""

_USUAL = 25
_MATCHED = 10
_COLUMNS = [
    "k",
    "silhouette",
    "reference",
    "margin",
    "standardised",
    "p",
    "gap",
    "gap_error",
    "bic",
]


def weigh(
    compared: Compared,
    method: Method,
    numbers: Collection[int],
    *,
    rng: np.random.Generator,
    on_draw: Callable[[float], None] = lambda share: None,
) -> pd.DataFrame:
    """Weigh each number of groups against a single kind.

    Parameters
    ----------
    compared
        Who is compared, by what. Of more than 300 people, 300 are drawn to be weighed.
    method
        How people are divided.
    numbers
        How many groups to try, each at least 2.
    rng
        The source of chance.
    on_draw
        Told the share of draws done, 0 to 1.

    Returns
    -------
    DataFrame
        One row for 1 (gap alone) and for each number that could be made: `k`, `silhouette`,
        `reference` (its mean in a single kind), `margin` (silhouette minus reference),
        `standardised` (margin in standard deviations of the reference), `p`, `gap` and `gap_error`
        (against the same single kind), `bic` (lower is better; missing without a likelihood) and
        `gap_rule` (the number that the gap statistic's rule takes).
    """
    if not numbers:
        columns = pd.DataFrame(columns=[*_COLUMNS, "gap_rule"], dtype="float64")
        return columns.astype({"k": "int64", "gap_rule": "bool"})
    if len(compared) > AT_MOST:
        compared = compared.take(np.sort(rng.choice(len(compared), AT_MOST, replace=False)))
    found = _clearness(compared, method, numbers)
    single = OneKind.fitted(compared)

    def draw() -> _Clearness:
        return _clearness(compared.answering(single.draw(len(compared), rng)), method, numbers)

    usual = []
    for i in range(_USUAL):
        on_draw(i / (_USUAL + DRAWS))
        usual.append(draw())
    possible = sorted(k for k in found if k > 1 and all(k in one for one in usual))
    test = _Test.against(usual, found, possible)
    for i in range(DRAWS if possible else 0):
        on_draw((_USUAL + i) / (_USUAL + DRAWS))
        test.count(draw())
        if test.matched.min() >= _MATCHED:
            break
    return _told(found, usual, test, possible)


class _Test:
    """Counts how often the best number of a draw does as well as each number that was found."""

    def __init__(
        self, mean: np.ndarray, spread: np.ndarray, seen: np.ndarray, ks: list[int]
    ) -> None:
        self.mean, self.spread, self.ks = mean, spread, ks
        self.standardised = (seen - mean) / spread
        self.matched = np.zeros(len(ks), dtype=int)
        self.draws = 0

    @classmethod
    def against(cls, usual: list[_Clearness], found: _Clearness, ks: list[int]) -> _Test:
        drawn = np.array([[one[k][0] for k in ks] for one in usual]).reshape(len(usual), len(ks))
        mean, spread = drawn.mean(axis=0), np.maximum(drawn.std(axis=0, ddof=1), 1e-9)
        return cls(mean, spread, np.array([found[k][0] for k in ks]), ks)

    def count(self, drawn: _Clearness) -> None:
        values = np.array([drawn[k][0] if k in drawn else -np.inf for k in self.ks])
        best = ((values - self.mean) / self.spread).max(initial=-np.inf)
        self.matched += best >= self.standardised
        self.draws += 1

    @property
    def p(self) -> np.ndarray:
        return (1 + self.matched) / (1 + self.draws)


_Clearness = dict[int, tuple[float, float, float]]
"""By number of groups: the silhouette (NaN for one), the dispersion and the BIC."""


def _clearness(compared: Compared, method: Method, numbers: Collection[int]) -> _Clearness:
    apart = method.apart(compared)
    divided = method.divide(compared, {1, *numbers})
    return {
        k: (
            silhouette(apart, one.groups) if k > 1 else np.nan,
            dispersion(apart, one.groups),
            one.bic,
        )
        for k, one in divided.items()
    }


def _told(
    found: _Clearness, usual: list[_Clearness], test: _Test, possible: list[int]
) -> pd.DataFrame:
    ks = [1, *possible]
    gap, error = gaps([found[k][1] for k in ks], [[one[k][1] for k in ks] for one in usual])
    nothing = [np.nan]
    seen = np.array([found[k][0] for k in possible])
    columns = [
        ks,
        [*nothing, *seen],
        [*nothing, *test.mean],
        [*nothing, *(seen - test.mean)],
        [*nothing, *test.standardised],
        [*nothing, *test.p],
        gap,
        error,
        [found[k][2] for k in ks],
    ]
    rows = pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)))
    rows["gap_rule"] = rows.index == first_within_one_error(gap, error)
    return rows
