"""Why people were left over where they are many: shared reasons, with no search for each.

Whether the rules leave anybody at all is looked up person by person; what the places come to is
counted once. The full story of one person, with names, is told on request.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.priced import block_of
from rmkit.matching.seats import Seats

__all__ = ["shared_reasons"]

_ASK = "Ask why for this one person to see which rules hold and what would help."
_TRIED = (64, 1_024)  # how many across are looked at before all of them are
_AT_ONCE = 4_000_000


def shared_reasons(here: Seats, people: list[int]) -> dict[int, tuple[str, str]]:
    """Say why people on one side were left over, and what would help.

    Returns
    -------
    dict
        A reason and a help for each position.
    """
    n = len(here.names_across)
    if not n:
        nobody = f"Nobody takes part who could be a {here.across}."
        return dict.fromkeys(people, (nobody, f"Somebody who could be a {here.across}."))
    offering = [one for one in people if here.side == "mentee" or here.own_places[one] > 0]
    anybody = _has_anybody(here, np.array(offering, dtype=np.intp))
    crowd = _crowd(here)
    found = dict.fromkeys(people, ("They offer no place.", "A capacity of one or more."))
    for one, some in zip(offering, anybody.tolist(), strict=True):
        if some:
            found[one] = (crowd, _ASK)
        else:
            nobody = f"None of the {n} {here.across}s is possible: the rules exclude them all."
            found[one] = (nobody, _ASK)
    return found


def _crowd(here: Seats) -> str:
    seeking = int((here.own_places > 0).sum())
    places, offered = int(here.places.sum()), int(here.own_places.sum())
    taken = sum(map(len, here.partners))
    if taken < places:
        return f"Every {here.across} whom the rules leave for them is paired with somebody else."
    if here.side == "mentee":
        return f"More people want a mentor than there are places: {seeking} for {places}."
    if seeking > places:
        return f"There are more mentors than mentees: {seeking} for {places}."
    return f"There are more places than mentees: {offered} for {places} ({seeking} mentors)."


def _has_anybody(here: Seats, people: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Say for each whether the rules leave anybody, looking at a few first."""
    n = len(here.names_across)
    found = np.zeros(len(people), dtype=np.bool_)
    for most in (*(k for k in _TRIED if k < n), n):
        columns = np.unique(np.linspace(0, n - 1, most).astype(np.intp))
        for some in _in_parts(np.flatnonzero(~found), max(_AT_ONCE // len(columns), 1)):
            found[some] = block_of(here.allowed, people[some], columns).any(axis=1)
    return found


def _in_parts(places: NDArray[np.intp], size: int) -> Iterator[NDArray[np.intp]]:
    for start in range(0, len(places), size):
        yield places[start : start + size]
