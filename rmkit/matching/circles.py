"""Who competes for the same partners: found by following who could make room for whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.seats import Seats

__all__ = ["circle", "reach"]

Flags = NDArray[np.bool_]


def circle(here: Seats, me: int, known: Flags | None) -> tuple[set[int], set[int]] | None:
    """Follow who could make room; None if somebody else across still has a place.

    Parameters
    ----------
    here, me
        One side, and somebody on it without a partner.
    known
        What `reach` gives for this side, so that many can be asked; None follows each step.

    Returns
    -------
    rivals, across
        The people here who compete, and all across whom they compete for.
    """
    if known is None or me in here.myself:
        return _followed(here, me)
    first = np.asarray(here.open[me])
    across = known[first].any(axis=0) if first.any() else first
    found = np.flatnonzero(across).tolist()
    if any(len(here.partners[k]) < here.places[k] for k in found):
        return None
    return {me, *(one for k in found for one in here.partners[k])}, set(found)


def _followed(here: Seats, me: int) -> tuple[set[int], set[int]] | None:
    rivals, across = {me}, set[int]()
    edge = [me]
    reached = ~here.others(me)
    while edge:
        fresh = np.asarray(here.open[edge]).any(axis=0) & ~reached
        reached |= fresh
        edge = []
        for k in np.flatnonzero(fresh).tolist():
            if len(here.partners[k]) < here.places[k]:
                return None
            across.add(k)
            edge += [one for one in here.partners[k] if one not in rivals]
        rivals.update(edge)
    return rivals, across


def reach(here: Seats) -> Flags:
    """Say for everybody across who else across can be reached from them.

    Returns
    -------
    ndarray of bool
        Shape (n_across, n_across): whether the partners of the one could, directly or through
        others, take a place of the other. Everybody reaches themselves.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    n = len(here.names_across)
    step = np.eye(n, dtype=np.bool_)
    table = np.asarray(here.open[:])
    for k, partners in enumerate(here.partners):
        for one in partners:
            step[k] |= table[one]
    parts, label = connected_components(
        csr_matrix(step.astype(np.int8)), directed=True, connection="strong"
    )
    between = np.zeros((parts, parts), dtype=np.float32)
    froms, tos = np.nonzero(step)
    between[label[froms], label[tos]] = 1
    while True:
        further = (between @ between > 0).astype(np.float32)
        if (further == between).all():
            return (between > 0)[np.ix_(label, label)]
        between = further
