"""How many kinds the evidence carries, and who is of which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import TooFewPeople
from rmkit.profiles.evidence import weigh
from rmkit.profiles.partition import Groups, Points, divide
from rmkit.profiles.preparing import filled
from rmkit.profiles.stability import USABLE, returning

__all__ = ["FEWEST_IN_A_KIND", "FEWEST_PEOPLE", "SIGNIFICANT", "Choice", "choose"]

FEWEST_PEOPLE = 20
"""With fewer people nothing is weighed: any answer would be chance."""

FEWEST_IN_A_KIND = 5
"""A smaller group is not a kind, and would show persons."""

MOST_KINDS = 8
SIGNIFICANT = 0.05
_WEIGHING = 0.7


@dataclass(frozen=True, eq=False)
class Choice:
    """The division that was chosen, the largest group first.

    `jaccard` is the stability of each group (NaN when there is one), `evidence` as
    `rmkit.profiles.kinds.Clustering` tells it.
    """

    groups: Groups
    jaccard: NDArray[np.float64]
    evidence: pd.DataFrame

    @property
    def k(self) -> int:
        """How many groups."""
        return int(self.groups.max()) + 1


def choose(
    scaled: Points,
    *,
    asked: int | None,
    seed: int,
    tell: Callable[[float, str], None],
) -> Choice:
    """Choose the number of kinds on evidence, or make as many as were asked for.

    Parameters
    ----------
    scaled
        Shape (n_people, n_features), between 0 and 1, NaN missing.
    asked
        The number of kinds wanted; None leaves it to the evidence.
    seed
        Of the made-up people and the samples.
    tell
        Told the share of work done and what is being done.

    Raises
    ------
    TooFewPeople
        Fewer people differ than kinds were asked for.
    """
    points = filled(scaled, np.isnan(scaled))
    n = len(points) if points.shape[1] else 1
    numbers = range(2, min(MOST_KINDS, n // FEWEST_IN_A_KIND) + 1) if n >= FEWEST_PEOPLE else ()
    wanted = {1, *numbers, asked or 1}
    divided = {k: _largest_first(groups) for k, groups in divide(points, wanted).items()}
    if asked is not None and asked not in divided:
        message = f"There are not {asked} people whose answers differ, so no {asked} kinds."
        raise TooFewPeople(message)
    evidence = _evidence(scaled, divided, weighed=n >= FEWEST_PEOPLE, seed=seed, tell=tell)
    jaccards = {1: np.array([np.nan])}
    chosen = 1 if asked is None else asked
    for k in _worth_a_look(evidence) if asked is None else {chosen} - {1}:
        jaccards[k] = returning(
            points,
            divided[k],
            rng=np.random.default_rng([seed, 2, k]),
            on_draw=lambda share: tell(_WEIGHING + (1 - _WEIGHING) * share, "Drawing people anew"),
        )
        if jaccards[k].min() >= USABLE:
            chosen = k
            break
    evidence["jaccard"] = [jaccards[k].min() if k in jaccards else np.nan for k in evidence["k"]]
    evidence["chosen"] = evidence["k"] == chosen
    return Choice(divided[chosen], jaccards[chosen], evidence)


def _evidence(
    scaled: Points,
    divided: dict[int, Groups],
    *,
    weighed: bool,
    seed: int,
    tell: Callable[[float, str], None],
) -> pd.DataFrame:
    """Set every number of groups against a single kind; one row each, in rising order."""
    weights = weigh(
        scaled,
        [k for k in divided if k > 1 and weighed],
        rng=np.random.default_rng([seed, 1]),
        on_draw=lambda share: tell(_WEIGHING * share, "Weighing kinds against a single kind"),
    )
    sizes = {k: int(np.bincount(groups).min()) for k, groups in sorted(divided.items())}
    rows = pd.DataFrame({"k": list(sizes), "smallest": list(sizes.values())})
    return rows.merge(weights, on="k", how="left")[[*weights.columns, "smallest"]]


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
