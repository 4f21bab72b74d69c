"""How numbers and lists become words in reasons and explanations."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["counted", "listed", "number", "sentence"]

_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def number(n: int) -> str:
    """Write a count, in words up to twelve.

    >>> number(3), number(40)
    ('three', '40')
    """
    return _SMALL[n] if 0 <= n < len(_SMALL) else str(n)


def counted(n: int, one: str, many: str = "") -> str:
    """Write a count with its noun.

    >>> counted(1, "mentor"), counted(0, "mentor"), counted(2, "person", "people")
    ('one mentor', 'no mentors', 'two people')
    """
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def listed(words: Sequence[str], *, limit: int = 6) -> str:
    """Join words as in a sentence; what is over the limit is counted.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], limit=2)
    ('a, b and c', 'a, b and two more')
    """
    shown = list(words[:limit])
    if len(words) > limit:
        shown.append(f"{number(len(words) - limit)} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def sentence(phrases: Sequence[str]) -> str:
    """Make one sentence of phrases; nothing of no phrases.

    >>> sentence(["three shared half-days", "", "different departments"])
    'Three shared half-days; different departments.'
    """
    text = "; ".join(phrase for phrase in phrases if phrase)
    return f"{text[0].upper()}{text[1:]}." if text else ""
