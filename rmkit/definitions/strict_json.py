"""JSON from strangers, read as plain data.

In go the bytes of a file; out come dicts, lists, texts, numbers, true, false and null. Refused is
what programs read in two ways or choke on: keys that stand twice, NaN and Infinity, numbers of
many digits, nesting without end, names that mean something to programs (`__proto__`) or hold half
a character.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rmkit.definitions.safe_yaml import Data, Path
from rmkit.errors import Fault, FaultsFound, shown

__all__ = ["DEEPEST_JSON", "read_json"]

DEEPEST_JSON = 64
_MOST_PARTS = 1_000_000
_MOST_DIGITS = 40
_MOST_FAULTS = 1_000
_MOST_NAMES = 20
_NOT_READ = "The file was not read."
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_HALF = re.compile(r"[\ud800-\udfff]")
_MEANT_FOR_PROGRAMS = re.compile(r"__\w+__|constructor|prototype")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class _Refused(ValueError):
    """What no reading on is possible from."""


class _Number(str):
    """A number that is none: too long, too large, or NaN."""

    __slots__ = ()


def read_json(data: bytes, *, source: str) -> Data:
    r"""Read JSON as plain data.

    Parameters
    ----------
    data
        What stands in the file, in UTF-8, with or without its mark.
    source
        The name of the file, for faults.

    Raises
    ------
    FaultsFound
        It is not JSON, cut off, nested deeper than 64 levels, or holds what is not allowed.

    Examples
    --------
    >>> read_json(b'{"q1": [1, 2.5, null]}', source="a.json")
    {'q1': [1, 2.5, None]}
    """
    faults: list[Fault] = []
    try:
        text = _text(data)
        _measure(text)
        read = _parsed(text, faults, source)
    except _Refused as error:
        raise FaultsFound([Fault(str(error), file=source)], _NOT_READ) from error
    amiss = islice(_amiss(read, ()), _MOST_FAULTS)
    faults += [Fault(problem, file=source, column=place) for place, problem in amiss]
    if faults:
        raise FaultsFound(faults, _NOT_READ)
    return read


def _text(data: bytes) -> str:
    if data.startswith(_UTF_16) or (b"\0" in data[:4]):
        message = "The file is in UTF-16 or UTF-32; JSON is in UTF-8. Save it with that encoding."
        raise _Refused(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"Line {line} is not in UTF-8. Save the file with the encoding UTF-8."
        raise _Refused(message) from error


def _measure(text: str) -> None:
    """Count levels and parts before anything is built, so that nothing runs out of room."""
    level = deepest = parts = 0
    for found in _TOKEN.finditer(text):
        if (mark := found[0]) in "[{":
            level += 1
            parts += 1
            deepest = max(deepest, level)
        elif mark in "]}":
            level -= 1
    if deepest > DEEPEST_JSON:
        message = f"It is nested {deepest:,} levels deep; the limit is {DEEPEST_JSON}."
        raise _Refused(message)
    if parts > _MOST_PARTS:
        message = f"It has {parts:,} lists and objects; the limit is {_MOST_PARTS:,}."
        raise _Refused(message)


def _parsed(text: str, faults: list[Fault], source: str) -> Data:
    def pairs(found: list[tuple[str, Data]]) -> dict[str, Data]:
        made = dict(found)
        if len(made) < len(found):
            counts = Counter(name for name, _ in found)
            twice = ((name, count) for name, count in counts.items() if count > 1)
            for name, count in islice(twice, _MOST_FAULTS - len(faults)):
                problem = f"The key {shown(name)} appears {_times(count)}."
                faults.append(Fault(problem, "Keep one of them.", file=source))
        return made

    try:
        read: Data = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_Number,
        )
    except json.JSONDecodeError as error:
        raise _Refused(_broken(text, error)) from error
    return read


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _whole(digits: str) -> int | _Number:
    return int(digits) if len(digits) <= _MOST_DIGITS else _Number(digits)


def _decimal(digits: str) -> float | _Number:
    value = float(digits) if len(digits) <= 400 else math.inf
    return value if math.isfinite(value) else _Number(digits)


def _broken(text: str, error: json.JSONDecodeError) -> str:
    """Tell where JSON breaks off, or what stands in the wrong place."""
    end = len(text.rstrip())
    if end == 0:
        return "The file is empty."
    if error.pos >= end or error.msg.startswith("Unterminated"):
        line = text.count("\n", 0, end) + 1
        column = end - text.rfind("\n", 0, end)
        return f"The file is cut off at line {line}, column {column}. Export it again."
    what = error.msg[:1].lower() + error.msg[1:]
    return f"It is not JSON at line {error.lineno}, column {error.colno} ({what}). Export it again."


def _amiss(value: Data, path: Path) -> Iterator[tuple[str, str]]:
    """Walk through what was read to what is not allowed in it; levels are few by now."""
    if isinstance(value, _Number):
        yield _place(path), _no_number(value)
    elif isinstance(value, dict):
        if refused := [key for key in value if _MEANT_FOR_PROGRAMS.fullmatch(key)]:
            names = ", ".join(shown(key) for key in refused[:_MOST_NAMES])
            if len(refused) > _MOST_NAMES:
                names += f" and {len(refused) - _MOST_NAMES:,} more"
            yield _place(path) or "the file", f"Unknown keys {names} are refused."
        for key, inner in value.items():
            if _HALF.search(key):
                problem = f"The key {shown(key)} holds half a character (a lone surrogate)."
                yield _place(path) or "the file", problem
            else:
                yield from _amiss(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, dict | list | _Number):
                yield from _amiss(inner, (*path, number))


def _place(path: Path) -> str:
    """Name a place; only where a fault is, for keys can be long and their insides many."""
    return ".".join(str(part + 1) if isinstance(part, int) else shown(part) for part in path)


def _no_number(value: _Number) -> str:
    digits = sum(character.isdigit() for character in value)
    if not digits:
        return f"{value} is not an answer; null means no answer."
    if digits > _MOST_DIGITS:
        return f"This is a number of {digits:,} digits."
    return "This number is larger than any answer can be."
