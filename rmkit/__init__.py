"""rmkit: an open workbench for reverse mentoring programmes.

In reverse mentoring a junior employee mentors a senior one. This package takes a coordinator
from questionnaires to confirmed pairs and their letters, and gives researchers the same parts
as plain functions over data frames.

>>> import rmkit
>>> people = rmkit.load_sample("six_pairs")["people"]
>>> matching = rmkit.match(people)

Everything heavy is loaded when it is first used, so `import rmkit` itself is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit import errors, forms, instruments, matching, outcomes, people, profiles, synthetic
    from rmkit.matching.pairing import match
    from rmkit.profiles.clustering import cluster
    from rmkit.programme.programme import Programme
    from rmkit.programme.samples import load_sample

__version__ = "0.1.0"

__all__ = [
    "Programme",
    "cluster",
    "errors",
    "forms",
    "instruments",
    "load_sample",
    "match",
    "matching",
    "outcomes",
    "people",
    "profiles",
    "synthetic",
]

_HOME = {
    "Programme": "rmkit.programme.programme",
    "cluster": "rmkit.profiles.clustering",
    "load_sample": "rmkit.programme.samples",
    "match": "rmkit.matching.pairing",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name in _HOME:
        value = getattr(importlib.import_module(_HOME[name]), name)
    elif name in __all__:
        value = importlib.import_module(f"rmkit.{name}")
    else:
        message = f"module 'rmkit' has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
