"""How one-to-one pairs come in: a row a person, or a row a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, NotReady, UnknownName
from rmkit.outcomes.values_in import one_column

__all__ = ["Dyads", "dyads"]


@discreet("dropped")
@dataclass(frozen=True, eq=False)
class Dyads:
    """Complete pairs: outcome of shape (n, 2), predictors (n, 2, q), and which role is first."""

    outcome: NDArray[np.float64]
    predictors: NDArray[np.float64]
    roles: tuple[str, str] | None
    dropped: dict[str, int]


def dyads(
    table: pd.DataFrame,
    outcome: str,
    *,
    pair: str,
    role: str | None,
    person: str | None = None,
    predictors: Sequence[str] = (),
) -> Dyads:
    """Read one-to-one pairs, a row a person; half pairs and missing values are counted in pairs.

    Raises
    ------
    NotReady
        Somebody has several partners, or a pair has more than two people.
    FaultsFound, UnknownName
        A column is not there or cannot be read; a pair has a role twice.
    """
    needed = [pair, outcome, *predictors, *(c for c in (role, person) if c is not None)]
    for name in needed:
        if name not in table.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in table.columns])
    numbers = {name: one_column(name, table[name]) for name in (outcome, *predictors)}
    held = table[needed].assign(**numbers).dropna(subset=[c for c in (pair, role) if c])
    _one_to_one(held, pair, person)
    roles = _roles(held, pair, role)
    if role is not None:
        second = (held[role].astype(str) == (roles or ("", ""))[1]).astype(int)
        held = held.assign(_second=second).sort_values([pair, "_second"], kind="stable")
    else:
        held = held.sort_values(pair, kind="stable")
    counts = held.groupby(pair)[outcome].transform("size")
    whole = held[counts == 2]
    values = whole[[outcome, *predictors]].to_numpy(dtype=np.float64)
    paired = values.reshape(-1, 2, 1 + len(predictors))
    complete = ~np.isnan(paired).any(axis=(1, 2))
    dropped = {
        "no pair or role": len(table) - len(held),
        "half pair": int((counts == 1).sum()),
        "a value of the pair is missing": int((~complete).sum()),
    }
    whole_ones = paired[complete]
    return Dyads(whole_ones[:, :, 0], whole_ones[:, :, 1:], roles, dropped)


def _one_to_one(held: pd.DataFrame, pair: str, person: str | None) -> None:
    large = int((held.groupby(pair).size() > 2).sum())
    several = 0
    if person is not None:
        several = int(held[[person, pair]].drop_duplicates()[person].duplicated(keep="first").sum())
    if large or several:
        message = (
            f"{large} pairs have more than two people, and {several} people have several partners. "
            "This needs one-to-one pairs. For mentors with several mentees use one_with_many; "
            "where mentors and mentees changed partners use cross_classified."
        )
        raise NotReady(message)


def _roles(held: pd.DataFrame, pair: str, role: str | None) -> tuple[str, str] | None:
    if role is None:
        return None
    found = sorted(dict.fromkeys(held[role].astype(str)), key=lambda r: (r != "mentor", r))
    if len(found) != 2:
        problem = f"has {len(found)} different roles."
        fault = Fault(problem, "Give two, such as mentor and mentee.", column=role)
        raise FaultsFound([fault], "Nothing was computed.")
    twice = int(held.duplicated([pair, role]).sum())
    if twice:
        problem = f"{twice} pairs have one role twice."
        fault = Fault(problem, "Give one mentor and one mentee a pair.", column=role)
        raise FaultsFound([fault], "Nothing was computed.")
    return found[0], found[1]
