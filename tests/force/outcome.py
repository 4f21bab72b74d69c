"""How a mode of the harness ended: one line of figures, and every broken promise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FIGURES = "figures"
"""The property of a test report that holds its line of figures."""


@dataclass(frozen=True)
class Outcome:
    """What was tried, in figures, and what was found."""

    mode: str
    adapter: Path
    figures: str
    problems: tuple[str, ...]

    def __str__(self) -> str:
        word = "no promise broken" if not self.problems else f"{len(self.problems)} BROKEN"
        return f"{self.mode} {self.adapter.stem}: {self.figures}; {word}"
