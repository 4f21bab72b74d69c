"""Who does something, as the file keeps it."""

from __future__ import annotations

from rmkit.definitions.inert import one_line
from rmkit.errors import NotAllowed

__all__ = ["named"]


def named(by: str) -> str:
    """Give a name as one line; refuse to do something for nobody.

    >>> named(" Rosa Vidal ")
    'Rosa Vidal'
    """
    name = one_line(by)
    if not name:
        message = "Say who does it: by=... (the file keeps the name). Nothing was changed."
        raise NotAllowed(message)
    return name
