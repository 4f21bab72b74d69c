"""A poster: a few words in large letters on one sheet, to be read from two metres."""

from __future__ import annotations

from dataclasses import dataclass

from rmkit.definitions.discreet import discreet

__all__ = ["Poster"]


@discreet("lines")
@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, from top to bottom; nothing in it is markup."""

    head: str
    lead: str
    lines: tuple[str, ...]
    plan: str
    answer: str
    where: str
    ask: str
    language: str = "en"
