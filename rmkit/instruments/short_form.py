"""A questionnaire jotted down: an id and items, and nothing else.

What is not said is taken at its strictest and simplest: every answer counts as sensitive, a scale
becomes a number within bounds, options become a choice. Whoever says more (a version, a title, a
kind) has to say it all.
"""

from __future__ import annotations

import re
from typing import Any

from rmkit.definitions.safe_yaml import Data, Document

__all__ = ["completed"]

_HEAD = {"version", "title", "purpose", "source", "sections"}
_BOUNDS = re.compile(r"(\d{1,4})\s*[-–]\s*(\d{1,4})")


def completed(document: Document) -> Document:
    """Complete a definition that has an id and items only; give any other as it is."""
    data = document.data
    if not isinstance(data, dict) or "items" not in data or _HEAD & set(data):
        return document
    name = data.get("id")
    head: dict[str, Data] = {
        "version": 1,
        "title": name if isinstance(name, str) and name else "Questions",
        "purpose": "Not said.",
        "source": "our own",
    }
    items = data["items"]
    made = [_item(item) for item in items] if isinstance(items, list) else items
    return Document({**head, **data, "items": made}, document.lines)


def _item(item: Data) -> Data:
    if not isinstance(item, dict) or {"kind", "privacy"} & set(item):
        return item
    known: dict[str, Any] = {"kind": "text", "privacy": "sensitive"}
    rest = dict(item)
    bounds = _bounds(item.get("scale"))
    options = item.get("options")
    if bounds:
        del rest["scale"]
        known |= {"kind": "number", "whole": True, "minimum": bounds[0], "maximum": bounds[1]}
    elif isinstance(options, list) and options and all(isinstance(o, str) for o in options):
        known["kind"] = "choice"
        rest["options"] = [
            {"value": number, "label": words} for number, words in enumerate(options, start=1)
        ]
    return {**known, **rest}


def _bounds(scale: Data) -> tuple[int, int] | None:
    """Read `1-5` or `{min: 1, max: 5}`."""
    if isinstance(scale, str) and (found := _BOUNDS.fullmatch(scale)):
        return int(found[1]), int(found[2])
    if isinstance(scale, dict) and set(scale) == {"min", "max"}:
        low, high = scale["min"], scale["max"]
        if type(low) is int and type(high) is int:
            return low, high
    return None
