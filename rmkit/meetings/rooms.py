"""Where a pair meets: rooms with their own times, none of them given twice; else a video call.

A room serves the pairs whose two both sit at its site; one without a site serves everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.meetings.availability import Availability, free_hours
from rmkit.meetings.grid import Grid, Span, quarters_of

__all__ = ["Room", "Rooms"]


@discreet("name", "slots", "busy")
@dataclass(frozen=True)
class Room:
    """A room: the half-days on which it can be had (None: all), and when it is taken."""

    name: str
    site: str = ""
    slots: frozenset[str] | None = None
    zone: str = "UTC"
    busy: tuple[Span, ...] = field(default=())

    def serves(self, mentor: Availability, mentee: Availability) -> bool:
        """Whether both sit where the room is."""
        here = self.site.strip().casefold()
        return not here or {p.site.strip().casefold() for p in (mentor, mentee)} == {here}


class Rooms:
    """The rooms of a programme in the weeks of a grid, and what of them is still to be had.

    Parameters
    ----------
    grid
        The weeks.
    rooms
        Each name once; their order does not matter.
    """

    def __init__(self, grid: Grid, rooms: Iterable[Room]) -> None:
        self._grid = grid
        self._rooms = {room.name: room for room in sorted(rooms, key=lambda room: room.name)}
        self._free = {
            name: free_hours(grid, Availability(name, room.slots, room.zone, busy=tuple(room.busy)))
            for name, room in self._rooms.items()
        }

    def for_pair(self, mentor: Availability, mentee: Availability) -> list[str]:
        """Give the rooms in which the two could meet."""
        return [name for name, room in self._rooms.items() if room.serves(mentor, mentee)]

    def starts(self, names: Sequence[str], minutes: int) -> NDArray[np.bool_]:
        """Give from when on at least one of some rooms is free for so long."""
        found = np.zeros(self._grid.size, dtype=bool)
        for name in names:
            found |= self._grid.starts(self._free[name], minutes)
        return found

    def take(self, names: Sequence[str], places: Sequence[int], minutes: int) -> list[str]:
        """Take a room for each meeting: one room for as many of them as can be.

        Parameters
        ----------
        names
            The rooms that may be taken.
        places
            The quarter hours at which the meetings start; at each, one of the rooms is free.
        minutes
            How long they take.

        Returns
        -------
        list of str
            A room for each meeting; empty where none is free.
        """
        length = quarters_of(minutes)
        free = {name: self._grid.starts(self._free[name], minutes) for name in names}
        fits = Counter({name: sum(bool(free[name][p]) for p in places) for name in names})
        liked = sorted(names, key=lambda name: (-fits[name], name))
        taken = []
        for place in places:
            room = next((name for name in liked if free[name][place]), "")
            if room:
                self._free[room][place : place + length] = False
            taken.append(room)
        return taken
