"""In which encoding a text table is written, or that this cannot be told.

UTF-8 and UTF-16 are recognised for certain. Older files are read only where every encoding that
makes sense gives the very same text; else the choices are shown, and the user decides.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from rmkit.errors import FileRefused, shown

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OLDER = {
    "cp1252": "Western European",
    "cp1250": "Central European",
    "iso8859_2": "Central European (ISO)",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
}
_RARE = {"mac_roman": "old Mac", "cp850": "DOS"}
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes, *, file: str, encoding: str | None = None) -> tuple[str, str]:
    """Turn the bytes of a text table into text.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for messages.
    encoding
        What the user says it is; None to find out.

    Returns
    -------
    tuple of str
        The text, and the name of the encoding for a note.

    Raises
    ------
    FileRefused
        The encoding is unknown, does not fit, or cannot be told for sure.
    """
    if encoding is not None:
        return _as_told(data, file, encoding), encoding
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, name, file), name
    if half := _unmarked_utf16(data):
        return _strictly(data, half, "UTF-16", file), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _older(data, file)


def _as_told(data: bytes, file: str, encoding: str) -> str:
    try:
        known = codecs.lookup(encoding)
        text = data.decode(known.name)
    except LookupError as error:
        message = (
            f'"{shown(encoding)}" is not an encoding that is known here. Usual ones are utf-8, '
            f"{', '.join(_OLDER)}."
        )
        raise FileRefused(message) from error
    except UnicodeError as error:
        message = (
            f"{file} is not written in {shown(encoding)}: some of its bytes have no meaning there."
        )
        raise FileRefused(message) from error
    return text.removeprefix("\ufeff")


def _strictly(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        message = (
            f"{file} begins as {name} but holds bytes that are not {name}; it is damaged or was "
            "put together from two files. Export it again."
        )
        raise FileRefused(message) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without its mark: every other byte of plain text is zero."""
    start = data[:4096]
    if len(start) < 4 or len(data) % 2:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) * 0.2 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) * 0.2 and not odd else None


def _older(data: bytes, file: str) -> tuple[str, str]:
    read = {codec: _attempt(data, codec) for codec in _OLDER}
    sensible = {codec: text for codec, text in read.items() if text and _makes_sense(text)}
    if len(set(sensible.values())) == 1:
        taken = next(iter(sensible))
        return sensible[taken], f"{_OLDER[taken]} ({taken})"
    every = {codec: text for codec in (*_OLDER, *_RARE) if (text := _attempt(data, codec))}
    first = {text: codec for codec, text in reversed((sensible or every).items())}
    choices = sorted(first.values(), key=[*every].index)
    message = (
        f"{file} is not UTF-8, and its encoding cannot be told for sure. Choose one, or save the "
        f'file again as "CSV UTF-8". {_choices(data, choices)}'
    )
    raise FileRefused(message, setting="encoding", choices=choices)


def _attempt(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _makes_sense(text: str) -> bool:
    """Tell whether text looks as people write: one script a word, no stray signs in words."""
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in set(text)):
        return False
    if re.search(r"[^\W\d_][£¤¥¦§©«¬®°±¶»¿¨¯´¸]+[^\W\d_]|(?:^|\s)[£¤¥¦§©±¶¨¯´¸][^\W\d_]", text):
        return False
    return all(_is_word(w) for w in set(_WORD.findall(text)) if not w.isascii())


def _is_word(word: str) -> bool:
    scripts = {unicodedata.name(c, "?").split()[0] for c in word if c not in "ªº"}
    small_then_capital = any(
        a.islower() and b.isupper() and not (a.isascii() and b.isascii()) for a, b in pairwise(word)
    )
    return len(scripts) == 1 and not small_then_capital


def _choices(data: bytes, choices: Iterable[str]) -> str:
    """Show the same few words in each encoding: single words, of headings and short cells only."""
    places = _telling_words(data)
    sentences = []
    for codec in choices:
        words = ", ".join(shown(w.decode(codec, "replace"), limit=20) for w in places)
        name = {**_OLDER, **_RARE}[codec]
        sentences.append(f"{codec} ({name})" + (f" gives: {words}" if words else ""))
    return "; ".join(sentences) + "."


def _telling_words(data: bytes, most: int = 3) -> Iterable[bytes]:
    heading, *_ = re.split(rb"[\r\n]", data, maxsplit=1)
    cells = re.split(rb"[,;\t|\r\n]", data)
    short = (cell for cell in (heading, *cells) if len(cell) <= 40 or cell is heading)
    words = (word.strip(b'",;|') for cell in short if not cell.isascii() for word in cell.split())
    words = (word for word in words if not word.isascii() and len(word) <= 40)
    return list(dict.fromkeys(words))[:most]
