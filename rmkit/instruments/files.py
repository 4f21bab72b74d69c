"""An instrument or a library from a YAML or JSON file: rmkit's, or a facilitator's own."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import LARGEST_YAML, Document, read_yaml
from rmkit.definitions.strict_json import read_json
from rmkit.errors import Fault, FileRefused, shown
from rmkit.instruments.entries import Library
from rmkit.instruments.model import Instrument
from rmkit.instruments.options import doubled
from rmkit.instruments.short_form import completed

__all__ = ["read_instrument", "read_library"]

_LISTS_WITH_IDS = {
    "sections": ("section", "id"),
    "items": ("item", "id"),
    "rows": ("row", "id"),
    "asks": ("ask", "id"),
    "entries": ("entry", "id"),
    "options": ("option", "value"),
}


def read_instrument(file: Path | str | bytes, *, source: str | None = None) -> Instrument:
    r"""Read an instrument from a YAML (or JSON) file or from its text.

    A short one may leave out `sections` and list its `items` at once; one that has nothing but an
    `id` and `items` is completed at its strictest: every answer counts as sensitive.

    Parameters
    ----------
    file
        The path of a file, or YAML text: bytes, or a str of several lines.
    source
        The name that faults give the file; the file's own name where it is not given.

    Returns
    -------
    Instrument
        As it is defined, with every variant. `.chosen()` makes the questionnaire of it.

    Raises
    ------
    FileRefused
        There is no such file, or it cannot be opened.
    FaultsFound
        The definition has faults; all of them are told with their lines.

    Examples
    --------
    >>> pulse = read_instrument('''
    ... id: pulse
    ... version: 1
    ... title: Pulse
    ... purpose: Asked after every second session.
    ... source: our own
    ... items:
    ...   - {id: trust, kind: text, text: What builds trust?, privacy: free_text}
    ... ''')
    >>> [field.key for field in pulse.fields]
    ['trust']
    """
    document, name = _document(file, source)
    document = _with_a_section(completed(document))
    return read_as(Instrument, document, source=name, faults=tuple(_doubles(document, name)))


def read_library(file: Path | str | bytes, *, source: str | None = None) -> Library:
    """Read a library of entries from a YAML file or from its text, as `read_instrument` does."""
    document, name = _document(file, source)
    return read_as(Library, document, source=name, faults=tuple(_doubles(document, name)))


def _document(file: Path | str | bytes, source: str | None) -> tuple[Document, str]:
    if isinstance(file, bytes) or (isinstance(file, str) and "\n" in file):
        name = source or "the definition"
        return read_yaml(file, source=name), name
    path = Path(file)
    name = source or path.name
    try:
        there = path.stat()
        regular = stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode)  # to open one fails
        if not regular or there.st_size > LARGEST_YAML:
            message = (
                f"{shown(path.name, limit=120)} is no definition: a text file of at most "
                f"{LARGEST_YAML // 1_000_000} MB was expected."
            )
            raise FileRefused(message)
        text = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not the name of a file"
        message = (
            f"{shown(path, limit=120)} could not be opened: {why}. Check the name and the folder."
        )
        raise FileRefused(message) from error
    if path.suffix.lower() == ".json":
        return Document(read_json(text, source=name)), name
    return read_yaml(text, source=name), name


def _with_a_section(document: Document) -> Document:
    """Put items that stand without a section into one."""
    data = document.data
    if not isinstance(data, dict) or "sections" in data or "items" not in data:
        return document
    section = {"id": "questions", "title": data.get("title", "Questions"), "items": data["items"]}
    rest = {key: value for key, value in data.items() if key != "items"}
    moved = {
        (("sections", 0, *path) if path[:1] == ("items",) else path): line
        for path, line in document.lines.items()
    }
    return Document({**rest, "sections": [section]}, moved)


def _doubles(document: Document, source: str) -> Iterator[Fault]:
    """Find ids that stand twice in one list, also where the rest of the file has faults."""
    for path, key, entries in _lists(document.data, ()):
        what, name = _LISTS_WITH_IDS[key]
        ids = [entry.get(name) if isinstance(entry, dict) else None for entry in entries]
        names = [value for value in ids if isinstance(value, str | int)]
        for value, problem in doubled(what, names):
            last = len(ids) - 1 - ids[::-1].index(value)
            yield Fault(f"{problem}.", "", file=source, row=document.line((*path, last)))


def _lists(data: object, path: tuple[str | int, ...]) -> Iterator[tuple[Any, str, list[Any]]]:
    """Walk through the document to every list whose entries have ids."""
    inside: Mapping[Any, object] = {}
    if isinstance(data, dict):
        inside = data
    elif isinstance(data, list):
        inside = dict(enumerate(data))
    for key, value in inside.items():
        if key in _LISTS_WITH_IDS and isinstance(value, list):
            yield (*path, key), key, value
        yield from _lists(value, (*path, key))
