"""Read a sheet of ours that came back as HTML: its answers stand in one element, as data.

Nothing in the file is executed, and nothing but that element is looked at.
"""

from __future__ import annotations

import json
import re

from rmkit.definitions.safe_yaml import Data
from rmkit.definitions.strict_json import read_json
from rmkit.errors import FileRefused

__all__ = ["answers_in_sheet", "is_sheet"]

_DATA = re.compile(
    rb'<script type="application/json" id="rm-data">([^<]*)</script>',
)
_START = re.compile(rb"\s*<!doctype html>", re.IGNORECASE)
_KEPT = ("instrument", "version", "answers")


def is_sheet(data: bytes) -> bool:
    """Tell whether a file is a sheet that rmkit wrote, or that such a sheet saved."""
    plain = data.removeprefix(b"\xef\xbb\xbf")
    return bool(_START.match(plain)) and _DATA.search(plain) is not None


def answers_in_sheet(data: bytes, *, file: str) -> bytes:
    """Take the answers out of a sheet, as the JSON of a saved form.

    Raises
    ------
    FileRefused
        It has no answers where a sheet of ours has them.
    FaultsFound
        What stands there is no sound JSON.
    """
    found = _DATA.search(data)
    inside: Data = read_json(found[1], source=file) if found else None
    if not isinstance(inside, dict) or not isinstance(inside.get("answers"), dict):
        message = f"{file} is no rmkit form. Send a fresh form."
        raise FileRefused(message)
    form = {"format": "rmkit answers", **{name: inside.get(name) for name in _KEPT}}
    return json.dumps(form).encode()
