"""The least that everybody else loses when one pair is made, and who moves for it.

Making a pair sends whoever is displaced on: to another place, whose holder moves on in turn, or
out. The cheapest such chain is a shortest path over what is missing on each pair; so found it is
exactly what solving everything again with the pair in it would lose. One search gives it for all
possible partners of somebody at once.

References
----------
Dijkstra (1959), Numerische Mathematik 1:269; Ahuja, Magnanti and Orlin (1993), Network Flows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.matching.priced import NEVER, Priced

__all__ = ["OUT", "Paths", "View", "moved", "paths", "views"]

OUT = -1
"""Where somebody goes who has no partner."""

Whole = NDArray[np.int64]


@discreet()
@dataclass(frozen=True, eq=False)
class View:
    """Priced pairs seen from one side: those who seek, and what they can have across.

    `own` is what each seeker has and `holder` who has each thing, -1 for nothing and nobody.
    `alone` is what is lost when a seeker has nothing, `empty` when nobody has a thing.
    """

    loose: Whole
    own: NDArray[np.intp]
    holder: NDArray[np.intp]
    alone: Whole
    empty: Whole


@discreet()
@dataclass(frozen=True, eq=False)
class Paths:
    """What it costs, for every displaced seeker, until all is settled again, and the way there.

    `cost` has one entry for each seeker, `cost_out` is for starting with something that is free;
    `to` is where each seeker goes (`OUT`: stays alone), `from_out` who or what is next after
    somebody stayed alone: ("seeker", k) is let in, ("thing", k) is left empty. `target` is where
    the chains end, -1 for nothing.
    """

    cost: Whole
    cost_out: int
    to: NDArray[np.intp]
    from_out: tuple[str, int] | None
    target: int


def views(known: Priced) -> tuple[View, View]:
    """See priced pairs from the places (mentors) and from the mentees."""
    holder = np.full(len(known.mentees), -1, dtype=np.intp)
    rows = np.flatnonzero(known.taken >= 0)
    holder[known.taken[rows]] = rows
    loose = np.asfortranarray(known.loose)
    places = View(loose, known.taken, holder, known.row_prices, known.column_prices)
    mentees = View(
        np.ascontiguousarray(known.loose).T,
        holder,
        known.taken,
        known.column_prices,
        known.row_prices,
    )
    return places, mentees


def paths(
    view: View,
    *,
    seeker: int | None = None,
    goal: int | None = None,
    refused: Sequence[int] = (),
    closed: Sequence[int] = (),
    alone: Whole | None = None,
) -> Paths:
    """Find the cheapest chain from everybody to what a seeker leaves behind.

    Parameters
    ----------
    view
        Who seeks what.
    seeker
        Who moves away. The chains end where somebody takes what they leave, or leaves it empty;
        for somebody without anything, and for None, where somebody takes a free thing or stays
        alone.
    goal
        In place of what a seeker leaves: something free that somebody has to take.
    refused
        Seekers who may not take what is left behind.
    closed
        Free things that nobody may take on the way.
    alone
        What it costs when each seeker stays alone, in place of `view.alone`.
    """
    left = -1 if seeker is None else int(view.own[seeker])
    target = left if goal is None else goal
    leave, goes = _exits(view, closed, view.alone if alone is None else alone)
    cost, to = np.full(len(view.own), NEVER), np.full(len(view.own), OUT, dtype=np.intp)
    cost_out: int = 0
    from_out: tuple[str, int] | None = None
    if target >= 0:
        cost, to = view.loose[:, target].copy(), np.full_like(to, target)
        cost[list(refused)] = NEVER
        cost_out = int(view.empty[target]) if goal is None else NEVER
        from_out = ("thing", target)
    waiting = np.ones(len(view.own), dtype=np.bool_)
    if seeker is not None:
        waiting[seeker] = False
        cost[seeker] = NEVER
    out_waits = True
    open_cost = np.where(waiting, cost, NEVER)
    offered: Whole
    by: NDArray[np.intp] | int
    while True:
        k = int(open_cost.argmin()) if open_cost.size else -1
        least = int(open_cost[k]) if k >= 0 else NEVER
        if out_waits and cost_out <= least and cost_out < NEVER:
            out_waits = False
            offered, by = leave + cost_out, goes
        elif least < NEVER:
            waiting[k] = False
            open_cost[k] = NEVER
            thing = int(view.own[k])
            through = least + (int(view.empty[thing]) if thing >= 0 else 0)
            if out_waits and through < cost_out:
                cost_out = through
                from_out = ("thing", thing) if thing >= 0 else ("seeker", k)
            if thing < 0:
                continue
            offered, by = view.loose[:, thing] + least, thing
        else:
            return Paths(cost, cost_out, to, from_out, target)
        better = np.flatnonzero((offered < cost) & waiting)
        cost[better] = open_cost[better] = offered[better]
        to[better] = by if isinstance(by, int) else by[better]


def _exits(view: View, closed: Sequence[int], alone: Whole) -> tuple[Whole, NDArray[np.intp]]:
    """Find the cheapest way out for each seeker: a free thing, or staying alone."""
    free = np.setdiff1d(np.flatnonzero(view.holder < 0), np.asarray(closed, dtype=np.intp))
    leave, goes = alone.copy(), np.full(len(view.own), OUT, dtype=np.intp)
    if free.size and len(leave):
        block = view.loose[:, free]
        best = block.argmin(axis=1)
        value = block[np.arange(len(leave)), best]
        nearer = value < leave
        leave[nearer], goes[nearer] = value[nearer], free[best[nearer]]
    return leave, goes


def moved(view: View, found: Paths, seeker: int, thing: int) -> dict[int, int]:
    """Follow the chain that making one pair sets off: the new thing of each seeker, or `OUT`."""
    target, moves = found.target, {seeker: thing}
    if thing == target:
        return moves
    next_ = int(view.holder[thing])
    at_out = next_ < 0
    while True:
        if at_out:
            if target < 0 or found.from_out is None:
                return moves
            kind, k = found.from_out
            if kind == "thing" and k == target:
                return moves
            next_ = int(view.holder[k]) if kind == "thing" else k
            at_out = False
        goes = int(found.to[next_])
        moves[next_] = goes
        if goes >= 0 and goes == target:
            return moves
        at_out = goes < 0 or view.holder[goes] < 0
        if not at_out:
            next_ = int(view.holder[goes])
