"""Text that people wrote, made safe to keep: one line or many, e-mail and web addresses.

Nothing that can be seen is taken away. Characters that turn the direction of text, or that no
eye sees, are removed with a note, since they can make a name show as another.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from rmkit.instruments.reading import Reading

__all__ = ["read_email", "read_text", "read_url"]

_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
_REMOVED = dict.fromkeys(map(ord, _DIRECTION + _UNSEEN))
_CONTROLS = dict.fromkeys(c for c in range(0xA0) if unicodedata.category(chr(c)) == "Cc")
_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+{_LABEL})")
_NAMED_ADDRESS = re.compile(r"[^<>]*<([^<>]+)>")
_WRITE_ADDRESS = "Write one address, like ann@example.org."


def read_text(raw: str, *, longest: int, one_line: bool) -> Reading:
    r"""Make text safe to keep.

    Parameters
    ----------
    raw
        What was written.
    longest
        How many characters are allowed, after tidying.
    one_line
        Whether line breaks become spaces.

    Returns
    -------
    Reading
        The text in NFC, without control and direction characters and without blanks at its ends;
        None where nothing is left.

    Examples
    --------
    >>> read_text("Ann\nLee", longest=200, one_line=True).note
    'line break replaced by a space'
    """
    if raw.isascii() and raw.isprintable():  # most answers: there is nothing to look for
        return _measured(" ".join(raw.split()) if one_line else raw.strip(), [], longest)
    if any("\ud800" <= c <= "\udfff" for c in raw):
        return Reading(problem="holds half a character.", fix="Type it again.")
    text = _BREAKS.sub("\n", raw).strip()
    notes = []
    if one_line and "\n" in text:
        notes.append("line break replaced by a space")
    if any(c in _DIRECTION for c in text):
        notes.append("text-direction control character removed")
    kept = {ord("\n"): "\n", ord("\t"): " "}
    clean = text.translate(_REMOVED | _CONTROLS | kept)
    if any(c in _UNSEEN or (ord(c) in _CONTROLS and c not in "\n\t") for c in text):
        notes.append("invisible character removed")
    clean = unicodedata.normalize("NFC", clean)
    lines = [" ".join(line.split()) if one_line else line.rstrip() for line in clean.split("\n")]
    tidy = (" " if one_line else "\n").join(lines).strip()
    return _measured(" ".join(tidy.split()) if one_line else tidy, notes, longest)


def _measured(tidy: str, notes: list[str], longest: int) -> Reading:
    if len(tidy) > longest:
        return Reading(
            problem=f"has {len(tidy):,} characters; the limit is {longest:,}.", fix="Shorten it."
        )
    return Reading(tidy or None, note="; ".join(notes) or None)


def read_email(raw: str) -> Reading:
    """Read one e-mail address; `Ann Lee <ann@example.org>` is taken with a note.

    >>> read_email("ann@@x").problem
    'is not an e-mail address.'
    """
    stripped = raw.strip()
    if any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in stripped):
        return Reading(problem="has a line break inside an address.", fix=_WRITE_ADDRESS)
    read = read_text(stripped, longest=2_000, one_line=True)
    text = str(read.value or "")
    note = read.note
    if named := _NAMED_ADDRESS.fullmatch(text):
        text = named[1].strip()
        note = f"read as {text}"
    text = re.sub("(?i)^mailto:", "", text)
    parts = _ADDRESS.fullmatch(text)
    if read.problem or parts is None or len(parts[1]) > 64 or len(text) > 254:
        return Reading(problem="is not an e-mail address.", fix=_WRITE_ADDRESS)
    return Reading(text, note=note)


def read_url(raw: str, *, longest: int) -> Reading:
    """Read a web address; one without `https://` is given it.

    >>> read_url("www.example.org/in/ann", longest=200).value
    'https://www.example.org/in/ann'
    """
    bad = Reading(
        problem="is not a web address.",
        fix="Copy it from the browser; it begins with https://.",
    )
    read = read_text(raw, longest=longest, one_line=True)
    if not isinstance(read.value, str):
        return read
    text = read.value
    if "://" not in text and not text.lower().startswith(("javascript:", "data:", "mailto:")):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return bad
    plain = re.fullmatch(rf"(?:{_LABEL}\.)+{_LABEL}", host)
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not plain or port == 0:
        return bad
    if re.search(r"[\s<>\"\\^`{|}]", text) or len(text) > longest:
        return bad
    return Reading(text, note=read.note)
