"""What was worked out from a programme's file, kept until the file says something else.

Steps are made anew at each look; working pairs out again takes seconds. Each thing is remembered
under a name together with the key that it was made from, so that it cannot go stale: another key,
and it is made anew. The head of the history (`ProgrammeFile.head_digest`) is a key for everything
in the file, whoever changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

__all__ = ["Memory"]

Thing = TypeVar("Thing")


class Memory:
    """One thing for each name: the one that was made last.

    >>> memory = Memory()
    >>> memory.recall("sum", key=(1, 2), make=lambda: 3)
    3
    >>> memory.recall("sum", key=(1, 2), make=lambda: 4)
    3
    """

    def __init__(self) -> None:
        self._things: dict[str, tuple[Hashable, object]] = {}

    def recall(self, name: str, *, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """Give what is remembered under a name if it was made from this key, or make it."""
        there = self._things.get(name)
        if there is None or there[0] != key:
            there = (key, make())
            self._things[name] = there
        return cast("Thing", there[1])

    def keep(self, name: str, thing: object, *, key: Hashable) -> None:
        """Remember what was made elsewhere."""
        self._things[name] = (key, thing)
