"""How a value that somebody typed becomes one line that can do no harm.

What comes in is any text; what goes out is the same words on one line, without characters that
cannot be seen but act: line breaks that forge a header, marks that turn the reading direction,
halves of a broken character. Markup is not touched here: whoever writes HTML or Markdown
escapes it there.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["one_line"]

_BREAKING = frozenset({"Cc", "Zl", "Zp"})
_ACTING = frozenset({"Cf", "Co", "Cs"})
_JOINERS = "\u200c\u200d"  # they shape emoji and several scripts, and are harmless


def one_line(text: str) -> str:
    r"""Put a text on one line and take out the characters that cannot be seen but act.

    >>> one_line("Ann\r\nBcc: all@example.org\u202e ")
    'Ann Bcc: all@example.org'
    """
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in _BREAKING:
            kept.append(" ")
        elif category not in _ACTING or character in _JOINERS:
            kept.append(character)
    return re.sub(r" +", " ", "".join(kept)).strip()
