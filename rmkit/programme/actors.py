"""Who does something, as the file keeps it."""

from __future__ import annotations

from rmkit.definitions.inert import one_line
from rmkit.errors import NotAllowed

__all__ = ["LONGEST", "named"]

LONGEST = 200
"""How many characters of a name are kept."""


def named(by: str) -> str:
    """Give a name as one line; refuse to do something for nobody.

    >>> named(" Rosa Vidal ")
    'Rosa Vidal'
    """
    name = one_line(by)[:LONGEST]
    if not name:
        message = "Say who does it: by=... (the file keeps the name). Nothing was changed."
        raise NotAllowed(message)
    return name
