"""Samples that were played to their end, once a process; tests take a copy of the file."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from rmkit.programme.play import play_on, sample_recipe
from rmkit.programme.programme import Programme


@cache
def _played(name: str) -> Path:
    with Programme.sample(name, until="evaluation") as programme:
        return programme.file.path


@cache
def _evaluated(name: str) -> Path:
    recipe = sample_recipe(name)
    with copy_of(name, Path(tempfile.mkdtemp(prefix="rmkit-"))) as programme:
        play_on(programme, recipe, today=recipe.days.evaluated)
        return programme.file.path


def copy_of(name: str, folder: Path, *, until: str = "evaluation") -> Programme:
    """Open a copy of a sample that was played to its last meeting, or until it was evaluated."""
    played = _evaluated(name) if until == "evaluated" else _played(name)
    return Programme.open(shutil.copy(played, folder / f"{name}.rmkit"))
