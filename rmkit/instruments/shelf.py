"""The instruments and libraries that come with rmkit: what there is, and one of them to use.

They are YAML files in the folder `shipped` beside this module. A new one is a new file there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from rmkit.errors import UnknownName
from rmkit.instruments.entries import Entry, Library
from rmkit.instruments.files import read_instrument, read_library
from rmkit.instruments.model import Instrument

__all__ = ["Listed", "catalogue", "definition", "libraries", "library", "load"]


class Listed(NamedTuple):
    """One line of the catalogue: what it is, and where in a programme it belongs."""

    id: str
    title: str
    version: int
    questions: int
    variants: tuple[str, ...]
    covers: tuple[str, ...]
    kind: str
    step: str | None
    filled_by: tuple[str, ...]
    when: str
    waves: tuple[str, ...]


def catalogue() -> tuple[Listed, ...]:
    """List the instruments that come with rmkit.

    Returns
    -------
    tuple of Listed
        Id, title, version, number of questions (of the first variant, with the rows that come with
        it), variants, the parts of the method that the instrument covers, whether it is a form or a
        list, the step of a programme it belongs to, who fills it in, when, and at which waves;
        ordered by id.

    Examples
    --------
    >>> [line.id for line in catalogue() if line.kind == "list"]
    ['pairs', 'sessions', 'staff_list']
    """
    return tuple(_listed(name) for name in sorted(_files("instruments")))


@cache
def _listed(name: str) -> Listed:
    whole = definition(name)
    covers = {*whole.covers, *(part for item in whole.items for part in item.covers)}
    return Listed(
        whole.id,
        whole.title.say(),
        whole.version,
        len(load(name).fields),
        tuple(whole.variants),
        tuple(sorted(covers)),
        whole.kind,
        whole.step,
        whole.filled_by,
        whole.when.say() if whole.when else "",
        whole.waves,
    )


def load(
    name: str,
    variant: str | None = None,
    entries: Mapping[str, Sequence[str | Entry]] | None = None,
) -> Instrument:
    """Load an instrument as a programme uses it.

    Parameters
    ----------
    name
        Its id in the `catalogue()`.
    variant
        One of its variants; None takes the first.
    entries
        For each item id, the rows or options to use instead of those that come with it: ids or
        codes of its library, or whole entries of your own. An empty list leaves the item out.

    Returns
    -------
    Instrument
        With rows and options filled in and the items of the variant only.

    Raises
    ------
    UnknownName
        An instrument, variant, item or entry is not there.

    Examples
    --------
    >>> short = load("candidate", entries={"tools": ["spreadsheets"], "competences": ["1.2"]})
    >>> [field.key for field in short.fields if field.is_rating]
    ['level_evaluating', 'level_spreadsheets']
    """
    return definition(name).chosen(variant, libraries=libraries(), entries=entries)


def definition(name: str) -> Instrument:
    """Give an instrument as it is defined: with every variant, its rows not yet chosen."""
    return _definition(name)


@cache
def _definition(name: str) -> Instrument:
    return read_instrument(_file("instruments", name).read_bytes(), source=f"{name}.yaml")


def libraries() -> dict[str, Library]:
    """Give every library that comes with rmkit, by its id."""
    return {name: library(name) for name in sorted(_files("libraries"))}


def library(name: str) -> Library:
    """Give a library by its id; raise `UnknownName` if there is none.

    >>> library("digcomp_3_0").entry("1.2").text.say()
    'Evaluating information'
    """
    return _library(name)


@cache
def _library(name: str) -> Library:
    return read_library(_file("libraries", name).read_bytes(), source=f"{name}.yaml")


def _files(kind: str) -> dict[str, Traversable]:
    folder = files("rmkit.instruments") / "shipped" / kind
    return {f.name.removesuffix(".yaml"): f for f in folder.iterdir() if f.name.endswith(".yaml")}


def _file(kind: str, name: str) -> Traversable:
    there = _files(kind)
    if name not in there:
        singular = {"instruments": "instrument", "libraries": "library"}[kind]
        raise UnknownName(kind=singular, name=name, known=there)
    return there[name]
