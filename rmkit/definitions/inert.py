r"""How a value that somebody typed becomes words that can do no harm.

What comes in is any text; what goes out is the same words, without characters that cannot be seen
but act: line breaks that forge a header, marks that turn the reading direction, commands to a
terminal, halves of a broken character. Markup is not touched here: whoever writes HTML or Markdown
escapes it there.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["one_cell", "one_line", "plain_lines"]

_BREAKING = frozenset({"Cc", "Zl", "Zp"})
_ACTING = frozenset({"Cf", "Co", "Cs"})
_JOINERS = "\u200c\u200d"  # they shape emoji and several scripts, and are harmless
_FORMULA_SIGNS = "=+-@"
_LINE_ENDS = re.compile("\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")


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


def one_cell(text: str) -> str:
    """Write a text as a cell of a CSV file that no spreadsheet takes for a formula.

    >>> one_cell("=1+1"), one_cell("\uff1d1+1"), one_cell("a = b")
    ("'=1+1", "'\uff1d1+1", 'a = b')
    """
    line = one_line(text)
    first = unicodedata.normalize("NFKC", line[:1])  # some take full-width signs for their own
    return f"'{line}" if first in _FORMULA_SIGNS and first else line


def plain_lines(text: str) -> str:
    r"""Take the characters that cannot be seen but act out of a text of several lines.

    How the lines begin stays, and so do blank lines.

    >>> plain_lines("Found:\r\n  - \x1b[31mred\u202e")
    'Found:\n  - [31mred'
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    lines = _LINE_ENDS.split(unicodedata.normalize("NFC", text))
    return "\n".join("".join(map(_plain, line)) for line in lines)


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\t":
        return " "
    acts = category in _BREAKING | _ACTING and character not in _JOINERS
    return "" if acts else character
