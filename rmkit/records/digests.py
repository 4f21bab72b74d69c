"""One text for one content, and the digests that show when it was altered.

Canonical JSON has sorted keys, no spaces and real characters, so reading it and writing it again
gives the same bytes. Row digests notice accidents. Salted digests stand in the history: without
the salt nobody can test a guess at what was erased, and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import Table

from rmkit.errors import NotSaved
from rmkit.records.schema import digested_columns

_written = json.JSONEncoder(ensure_ascii=False, default=bytes.hex).encode
_linked = json.JSONEncoder(ensure_ascii=False, default=str).encode

__all__ = ["canonical", "chained", "digest_of", "row_digest", "salted", "sha256"]


def _plain(value: object) -> object:
    """Give dicts with text keys, lists and plain numbers, so that the text reads back equal."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {_text_key(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return float(value)
    if hasattr(value, "item"):  # a number that came out of an array or a DataFrame
        return _plain(value.item())
    message = f"{type(value).__name__} cannot be kept as JSON"
    raise TypeError(message)


def _text_key(key: object) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    message = f"a key of type {type(key).__name__} cannot be kept as JSON"
    raise TypeError(message)


def canonical(value: object) -> str:
    """Write a value as canonical JSON.

    Parameters
    ----------
    value
        Dicts, lists, tuples, texts, numbers (NumPy's too), booleans and None. Not NaN: missing
        is None.

    Returns
    -------
    str
        The one text of this content.

    Raises
    ------
    NotSaved
        A text holds half a character (an unpaired surrogate), which no file can hold.

    Examples
    --------
    >>> canonical({"b": (1, 2.0), "a": None})
    '{"a":null,"b":[1,2.0]}'
    """
    text = json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    _bytes(text)
    return text


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        message = (
            "A text holds half a character (an unpaired surrogate) and cannot be kept; nothing "
            "was changed. Type that text again and save once more."
        )
        raise NotSaved(message) from None


def sha256(text: str) -> str:
    """Give the SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(_bytes(text)).hexdigest()


def row_digest(table: Table, row: Mapping[str, object]) -> str:
    """Give the digest of a row: over the table's name and every other column, in order."""
    return digest_of(table.name, [row[name] for name in digested_columns(table)])


def digest_of(table_name: str, values: Sequence[object]) -> str:
    """Give the digest of a row from its values but for the digest, in the order of the columns."""
    return sha256(_written([table_name, *values]))


def salted(text: str, salt: str | None = None) -> tuple[str, str]:
    """Give a salt (a fresh one unless given) and the digest of salt and text."""
    salt = salt or secrets.token_hex(16)
    return salt, sha256(salt + text)


def chained(previous: str, parts: Sequence[object]) -> str:
    """Give the digest of a history entry that follows another one."""
    return sha256(_linked([previous, *parts]))
