"""Ids in sentences made readable: `P033` becomes `Ana Ruiz`.

The file keeps ids only, so that erasing a person erases their name; sentences get names when they
are shown to the coordinator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

__all__ = ["with_names"]

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def with_names(texts: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Put names in place of the ids in sentences.

    An id of digits alone stays as it is: it could be a number. Where two people have one name,
    the id stands behind it.

    >>> with_names(["One more place at P033 helps."], {"P033": "Ana Ruiz"})
    ['One more place at Ana Ruiz helps.']
    """
    shared = {name for name, n in Counter(names.values()).items() if n > 1}

    def named(found: re.Match[str]) -> str:
        name = names.get(found[0])
        if not name or found[0].isdigit():
            return found[0]
        return f"{name} ({found[0]})" if name in shared else name

    return [_WORD.sub(named, text) for text in texts]
