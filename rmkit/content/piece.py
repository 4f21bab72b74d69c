"""A piece of content that comes with rmkit: one YAML file in `pieces/`, read as its model."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import read_yaml
from rmkit.definitions.texts import Definition

__all__ = ["read_piece"]

_Piece = TypeVar("_Piece", bound=Definition)


def read_piece(kind: type[_Piece], *path: str) -> _Piece:
    """Read a piece.

    Parameters
    ----------
    kind
        Its model.
    path
        Where it is in `pieces/`: folders, if there are some, and the file.

    Raises
    ------
    FaultsFound
        The file has faults; all are told, with their lines.
    """
    file = (files("rmkit.content") / "pieces").joinpath(*path)
    return read_as(kind, read_yaml(file.read_bytes(), source=file.name), source=file.name)
