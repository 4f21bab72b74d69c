"""Which columns may never decide about pairs: protected traits serve the audit alone."""

from __future__ import annotations

import re
from typing import Final

from rmkit.errors import NotAllowed

__all__ = ["is_protected", "refuse_protected"]

_WHOLE: Final = frozenset({"age", "sex", "born", "race", "faith", "caste", "alter"})
_STARTS: Final = (
    "gender", "sexual", "birth", "ethnic", "racial", "religio", "belief", "disab", "orientation",
    "pregnan", "national", "citizen", "marital", "maternity", "paternity", "union", "politic",
    "health", "geschlecht", "geburt", "behinder", "herkunft", "genero", "edad",
)  # fmt: skip
_SKILLS: Final = ("level_", "target_")


def is_protected(column: str) -> bool:
    """Say whether the name of a column tells a trait that law protects.

    >>> is_protected("Gender"), is_protected("age_group"), is_protected("language")
    (True, True, False)
    """
    if column.startswith(_SKILLS):
        return False
    words = re.findall(r"[^\W\d_]+", column.casefold())
    return any(word in _WHOLE or word.startswith(_STARTS) for word in words)


def refuse_protected(what: str, column: str) -> None:
    """Raise `NotAllowed` where somebody would choose pairs by a protected trait."""
    if is_protected(column):
        message = (
            f'{what} looks at "{column}", a protected trait: sex, age, origin and the like never '
            "decide who is paired. Take it out. The audit can show whether pairs are even across "
            "it."
        )
        raise NotAllowed(message)
