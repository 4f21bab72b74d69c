"""What a page sends with an act, read with care: any page of the notebook can send anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from rmkit.definitions.discreet import discreet
from rmkit.errors import RmkitError

__all__ = ["Given"]

_LONGEST = 60_000  # characters of one text


@discreet("parts", "buffers")
@dataclass(frozen=True)
class Given:
    """The parts of an act by name, and the bytes that came with it."""

    parts: Mapping[str, object]
    buffers: tuple[bytes, ...] = ()

    def text(self, name: str) -> str:
        """Give a text without blanks at its ends; empty where none was sent."""
        value = self.parts.get(name, "")
        if not isinstance(value, str) or len(value) > _LONGEST:
            _refuse(name)
        return value.strip()

    def number(self, name: str) -> int:
        """Give a whole number, not below 0."""
        value = self.parts.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            _refuse(name)
        return value

    def mapping(self, name: str) -> dict[str, object]:
        """Give a mapping from texts."""
        value = self.parts.get(name)
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            _refuse(name)
        return dict(value)

    def texts(self, name: str) -> dict[str, str]:
        """Give a mapping from texts to texts."""
        found = self.mapping(name)
        return {
            key: value if isinstance(value, str) else _refuse(name) for key, value in found.items()
        }

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Give a list of pairs of ids."""
        value = self.parts.get(name)
        if not isinstance(value, list):
            _refuse(name)
        pairs = []
        for pair in value:
            if not isinstance(pair, list) or [type(part) for part in pair] != [str, str]:
                _refuse(name)
            pairs.append((pair[0], pair[1]))
        return pairs

    def list_of_texts(self, name: str) -> list[str]:
        """Give a list of texts; empty where none was sent."""
        value = self.parts.get(name, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            _refuse(name)
        return list(value)


def _refuse(name: str) -> NoReturn:
    message = f'The page sent a "{name}" that cannot be read. Run the cell again.'
    raise RmkitError(message)
