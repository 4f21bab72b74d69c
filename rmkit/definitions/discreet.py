"""How a record of people looks where nobody asked for its contents: in a log, a cell, a traceback.

A dataclass prints all of its fields, and Python prints one wherever a name stands alone in a cell
or an error is told with its values. A record marked here tells ids and counts, never names,
addresses, answers or letters. Who wants to see those asks for a field or a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import TypeVar

from rmkit.definitions.inert import one_line

__all__ = ["discreet"]

_Record = TypeVar("_Record", bound=type)


def discreet(*told: str) -> Callable[[_Record], _Record]:
    """Let a class print these fields alone; stands above `@dataclass`.

    Parameters
    ----------
    told
        Fields with ids, states and numbers, which are told as they are; of one that holds several
        things, only how many.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @discreet("person_id", "answers")
    ... @dataclass(frozen=True)
    ... class Response:
    ...     person_id: str
    ...     name: str
    ...     answers: dict[str, str]
    >>> Response("P001", "Ana Ruiz", {"wish": "less", "topics": "more"})
    <Response: person_id P001, answers 2>
    """

    def marked(record: _Record) -> _Record:
        def __repr__(self: object) -> str:
            parts = [f"{name} {_told(getattr(self, name, None))}" for name in told]
            return f"<{type(self).__name__}{': ' if parts else ''}{', '.join(parts)}>"

        record.__repr__ = __repr__  # type: ignore[assignment]
        return record

    return marked


def _told(value: object) -> str:
    if isinstance(value, Sized) and not isinstance(value, str):
        return str(len(value))
    return one_line(str(value))
