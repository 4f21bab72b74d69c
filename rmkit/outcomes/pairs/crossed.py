"""Mentors and mentees who changed partners: how much comes from each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from rmkit.errors import NotReady, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.pairs.mixed import mixed_model
from rmkit.outcomes.result import Result

__all__ = ["cross_classified"]


def cross_classified(
    table: pd.DataFrame,
    outcome: str,
    *,
    mentor: str = "mentor",
    mentee: str = "mentee",
    predictors: Sequence[str] = (),
    reference: Mapping[str, object] | None = None,
    method: Literal["reml", "ml"] = "reml",
    level: float = 0.95,
) -> Result:
    """Split what differs into mentors, mentees and the rest, where partners changed.

    Parameters
    ----------
    table
        One row a meeting or a pair; rows with a missing value are left out and counted. Where the
        same pair stands several times, the pair has a part of its own.
    outcome
        A number.
    mentor, mentee
        Columns that say who.
    predictors, reference, method, level
        As for `mixed_model`.

    Returns
    -------
    Result
        The rows of `mixed_model`, and `share:mentor`, `share:mentee`, `share:pair` (where pairs
        repeat) and `share:rest` of the variance left after the predictors.

    Raises
    ------
    NotReady
        Mentors and mentees did not change partners enough to tell the two apart; other errors as
        for `mixed_model`.

    References
    ----------
    Raudenbush (1993), J Educational Statistics 18:321; Kenny, Kashy & Cook (2006), chapter 10.

    Examples
    --------
    >>> import pandas as pd
    >>> met = pd.DataFrame({"mentor": list("aaabbbccc"), "mentee": list("xyzxyzxyz"),
    ...     "went": [1, 2, 4, 3, 4, 5, 2, 4, 5]})
    >>> round(cross_classified(met, "went")["share:rest"].value, 2)
    0.06
    """
    for name in (outcome, mentor, mentee, *predictors):
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    kept = table[[outcome, mentor, mentee, *predictors]].dropna()
    _identified(kept, mentor, mentee)
    groups = [mentor, mentee]
    joined = table
    met = kept[[mentor, mentee]].drop_duplicates()
    repeats = len(met) < len(kept)
    if repeats:
        both = table[[mentor, mentee]].apply(tuple, axis=1)
        joined = table.assign(pair=both.where(table[[mentor, mentee]].notna().all(axis=1)))
        groups.append("pair")
    found = mixed_model(
        joined,
        outcome,
        groups=groups,
        predictors=predictors,
        reference=reference,
        method=method,
        level=level,
    )
    names = dict(zip(groups, ("mentor", "mentee", "pair"), strict=False))
    parts = {said: found[f"sd:{name}"].value ** 2 for name, said in names.items()}
    parts["rest"] = found["sigma"].value ** 2
    total = sum(parts.values())
    shares = [
        Estimate(f"share:{name}", f"Share of the variance: {name}", part / total)
        for name, part in parts.items()
    ]
    return replace(
        found,
        title=f"Mentors, mentees and {outcome}",
        rows=(*found.rows, *shares),
        limits=(
            "A share says how much differs between people here, not how good any of them is.",
            "Where few changed partners the shares are unsteady, and no interval is given.",
        ),
        reference="Raudenbush (1993), J Educational Statistics 18:321.",
    )


def _identified(kept: pd.DataFrame, mentor: str, mentee: str) -> None:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    met = kept[[mentor, mentee]].drop_duplicates()
    left, right = pd.factorize(met[mentor])[0], pd.factorize(met[mentee])[0]
    per_mentor, per_mentee = np.bincount(left), np.bincount(right)
    size = len(per_mentor) + len(per_mentee)
    graph = coo_array((np.ones(len(met)), (left, right + len(per_mentor))), shape=(size, size))
    parts = int(connected_components(graph, directed=False)[0]) if size else 0
    several = int((per_mentor > 1).sum()), int((per_mentee > 1).sum())
    spare = len(met) - size + parts
    if min(several) >= 2 and spare >= 2:
        return
    message = (
        f"{several[0]} mentors had several mentees and {several[1]} mentees several mentors, and "
        f"{spare} pairs close a circle between them; at least 2 of each are needed to tell the "
        "two sides apart. Use actor_partner for one-to-one pairs, one_with_many where only "
        "mentors have several; the values can still be described."
    )
    raise NotReady(message)
