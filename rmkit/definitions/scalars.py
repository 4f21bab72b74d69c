"""What a plain word of YAML is: true, false, null, a number, text, or unclear.

YAML 1.1 and 1.2 make different things of the same word (NO, 0o17, 12:30:45), and 1.10 becomes 1.1.
Only what every program reads alike, and what is written as it is read, gets a type here.
"""

from __future__ import annotations

import re

import yaml

__all__ = ["typed"]

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_LIKE_A_NUMBER = re.compile(
    r"[-+.]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|0[xXoObB][0-9a-fA-F_]+"
)
_WORDS = dict.fromkeys(("y", "yes", "on", "true"), "true")
_WORDS |= dict.fromkeys(("n", "no", "off", "false"), "false") | {"null": "null", "~": "null"}
_PLAIN: dict[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
_STR = "tag:yaml.org,2002:str"
_RESOLVER = yaml.resolver.Resolver()


def typed(text: str) -> tuple[str | int | float | bool | None, str]:
    """Give a plain word its type.

    Returns
    -------
    tuple
        The value, and an empty text; or the word itself, and a sentence on why it is unclear.

    Examples
    --------
    >>> typed("0.5"), typed("NO")
    ((0.5, ''), ('NO', 'can be read as false.'))
    """
    if text in _PLAIN:
        return _PLAIN[text], ""
    if _WHOLE.fullmatch(text):
        return int(text), ""
    if _DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return float(text), ""
    if text == "<<":
        return text, "is not allowed (it merges another part into this one)."
    guessed = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) != _STR  # type: ignore[no-untyped-call]
    if guessed or text.lower() in _WORDS or _LIKE_A_NUMBER.fullmatch(text):
        return text, f"can be read as {_guess(text)}."
    return text, ""


def _guess(text: str) -> str:
    """Tell what YAML 1.1 or 1.2 makes of a plain word, for the message."""
    word = text.lower()
    if word in _WORDS:
        return _WORDS[word]
    if len(text) > 40:
        return f"a number of {sum(c.isdigit() for c in text):,} digits"
    for read in (yaml.safe_load, float, lambda number: int(number, 0)):
        try:
            if (value := read(text)) != text:
                return str(value)
        except (ValueError, yaml.YAMLError):
            continue
    return "a number or a date"
