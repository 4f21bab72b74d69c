"""How the name of a skill or a tick is told in a sentence, and how a list is read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rmkit.definitions.inert import one_line
from rmkit.errors import shown

__all__ = ["joined", "worded"]

_LONGEST = 90


def worded(name: str, labels: Mapping[str, str] | None) -> str:
    r"""Give the words for an id, on one line; without any the id is told, with spaces.

    >>> worded("data_dashboards", None), worded("ai", {"ai": "AI\nassistants"})
    ('data dashboards', 'AI assistants')
    """
    found = (labels or {}).get(name) or name.replace("_", " ")
    return shown(one_line(found), limit=_LONGEST) or "(no name)"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Put parts into a row as one would say it.

    >>> joined(["a", "b", "c"]), joined(["a"])
    ('a, b and c', 'a')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
