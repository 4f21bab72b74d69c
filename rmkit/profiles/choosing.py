"""How many kinds the evidence carries, and who is of which."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import TooFewPeople
from rmkit.profiles.compared import Compared, Groups
from rmkit.profiles.evidence import weigh
from rmkit.profiles.methods.method import Method
from rmkit.profiles.stability import USABLE, returning

__all__ = [
    "EXPLORING_BELOW", "FEWEST_IN_A_KIND", "FEWEST_PEOPLE", "FIRM_KIND", "MOST_KINDS",
    "SIGNIFICANT", "Choice", "choose",
]  # fmt: skip

FEWEST_PEOPLE = 20
"""With fewer people nothing is weighed: any answer would be chance."""

FEWEST_IN_A_KIND = 5
"""A smaller group is not a kind, and would show persons."""

EXPLORING_BELOW, FIRM_KIND = 50, 10
"""With fewer people, or a kind smaller than this, what is found is a first look."""

MOST_KINDS = 8
SIGNIFICANT = 0.05
_WEIGHING = 0.7


@dataclass(frozen=True, eq=False, repr=False)
class Choice:
    """The division that was chosen, the largest group first.

    `returned` holds how much of each group came back in each sample of people (NaN when there is
    one group), `evidence` is as `rmkit.profiles.kinds.Clustering` tells it.
    """

    groups: Groups
    returned: NDArray[np.float64]
    evidence: pd.DataFrame

    @property
    def k(self) -> int:
        """How many groups."""
        return int(self.groups.max()) + 1

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """How much of each group comes back on average, 0 to 1."""
        return _mean(self.returned)


def choose(
    compared: Compared,
    method: Method,
    *,
    asked: int | None,
    most: int,
    seed: int,
    tell: Callable[[float, str], None],
) -> Choice:
    """Choose the number of kinds on evidence, or make as many as were asked for.

    Parameters
    ----------
    compared
        Who is compared, by what.
    method
        How people are divided.
    asked
        The number of kinds wanted; None leaves it to the evidence.
    most
        The highest number of kinds that is tried.
    seed
        Of the made-up people and the samples.
    tell
        Told the share of work done and what is being done.

    Raises
    ------
    TooFewPeople
        Fewer people differ than kinds were asked for.
    """
    n = len(compared)
    weighed = n >= FEWEST_PEOPLE and compared.values.shape[1] > 0
    numbers = range(2, min(most, n // FEWEST_IN_A_KIND) + 1) if weighed else ()
    divided = _divided(compared, method, {1, *numbers, asked or 1})
    if asked is not None and asked not in divided:
        raise TooFewPeople(_too_many(compared, method, asked))
    evidence = _evidence(compared, method, divided, weighed=weighed, seed=seed, tell=tell)
    returned = {1: np.array([[np.nan]])}
    chosen = 1 if asked is None else asked
    for k in _worth_a_look(evidence) if asked is None else {chosen} - {1}:
        returned[k] = returning(
            compared,
            method,
            divided[k],
            rng=np.random.default_rng([seed, 2, k]),
            on_draw=lambda share: tell(_WEIGHING + (1 - _WEIGHING) * share, "Drawing people anew"),
        )
        if _mean(returned[k]).min() >= USABLE:
            chosen = k
            break
    evidence["jaccard"] = [
        _mean(returned[k]).min() if k in returned else np.nan for k in evidence["k"]
    ]
    evidence["chosen"] = evidence["k"] == chosen
    return Choice(divided[chosen], returned[chosen], evidence)


def _divided(compared: Compared, method: Method, numbers: Collection[int]) -> dict[int, Groups]:
    if not compared.values.shape[1]:
        return {1: np.zeros(len(compared), dtype=np.intp)}
    found = method.divide(compared, numbers)
    return {k: _largest_first(one.groups) for k, one in found.items()}


def _too_many(compared: Compared, method: Method, asked: int) -> str:
    """Say why there are not so many groups, and what to do."""
    answers = np.where(compared.gaps, -np.inf, compared.values)
    different = len(np.unique(answers, axis=0))
    few = "everybody answered alike" if different == 1 else f"there are {different:,}"
    why = f"need at least as many people whose answers differ, and {few}"
    if different >= asked:
        why = f"cannot be made of these {len(compared):,} people by {method.title}"
    return f'{asked:,} kinds {why}. Ask for fewer, or for "auto".'


def _mean(returned: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average over samples; what came back in none, of several groups, has 0."""
    known = ~np.isnan(returned)
    total = np.where(known, returned, 0.0).sum(axis=0)
    never = np.full(returned.shape[1], 0.0 if returned.shape[1] > 1 else np.nan)
    found: NDArray[np.float64] = np.divide(
        total, known.sum(axis=0), out=never, where=known.any(axis=0)
    )
    return found


def _evidence(
    compared: Compared,
    method: Method,
    divided: dict[int, Groups],
    *,
    weighed: bool,
    seed: int,
    tell: Callable[[float, str], None],
) -> pd.DataFrame:
    """Set every number of groups against a single kind; one row each, in rising order."""
    weights = weigh(
        compared,
        method,
        [k for k in divided if k > 1 and weighed],
        rng=np.random.default_rng([seed, 1]),
        on_draw=lambda share: tell(_WEIGHING * share, "Weighing kinds against a single kind"),
    )
    sizes = {k: int(np.bincount(groups).min()) for k, groups in sorted(divided.items())}
    rows = pd.DataFrame({"k": list(sizes), "smallest": list(sizes.values())})
    evidence = rows.merge(weights, on="k", how="left")[[*weights.columns, "smallest"]]
    evidence["gap_rule"] = evidence["gap_rule"].fillna(value=False).astype(bool)
    return evidence


def _worth_a_look(evidence: pd.DataFrame) -> list[int]:
    """List the numbers that stand out, the widest margin first."""
    stands_out = (evidence["p"] <= SIGNIFICANT) & (evidence["smallest"] >= FEWEST_IN_A_KIND)
    return evidence[stands_out].sort_values("margin", ascending=False)["k"].tolist()


def _largest_first(groups: Groups) -> Groups:
    """Give the largest group number 0; of equal ones, that with the first person comes first."""
    _, first, size = np.unique(groups, return_index=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.intp)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[groups]
