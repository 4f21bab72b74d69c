"""What the letters of the kick-off still need, told to somebody who works in notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["letters_need"]


def letters_need(programme: Programme) -> Iterator[str]:
    """Say each thing that is missing before the letters can be written, and where it is done."""
    if programme.objective.record is None:
        yield "The general objective is not stated yet: notebook 01 Objective."
    if programme.coordinator is None:
        yield "Nobody is named as the coordinator, who signs the letters: notebook 01 Objective."
    if not programme.file.pairs("confirmed"):
        proposed = len(programme.file.pairs("proposed"))
        pairs = "pair is" if proposed == 1 else "pairs are"
        yield (
            f"{proposed} {pairs} proposed and not confirmed: notebook 04 Pairs."
            if proposed
            else "No pairs are proposed and confirmed yet: notebook 04 Pairs."
        )
