"""Samples that were played to their last meeting, once a process; tests take a copy of the file."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from rmkit.programme.programme import Programme


@cache
def _played(name: str) -> Path:
    with Programme.sample(name, until="evaluation") as programme:
        return programme.file.path


def copy_of(name: str, folder: Path) -> Programme:
    """Open a copy of a sample that was played to its last meeting."""
    return Programme.open(shutil.copy(_played(name), folder / f"{name}.rmkit"))
