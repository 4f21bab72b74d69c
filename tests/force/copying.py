"""Copying: the file is copied while the program has it open and idle; the copy must be complete."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.force.outcome import Outcome
from tests.force.target import Target, problems


def copy_while_open(target: Target, folder: Path, *, saves: int) -> Outcome:
    """Save, stay there with the file open, and copy this one file and nothing beside it."""
    path, copy = folder / "programme.rmkit", folder / "copy" / "programme.rmkit"
    copy.parent.mkdir()
    running = target.start("save", path=str(path), start=0, count=saves, stay_seconds=60)
    running.wait_for(f"ACK k{saves - 1:07d}")
    shutil.copyfile(path, copy)
    beside = sorted(entry.name for entry in folder.iterdir() if entry not in (path, copy.parent))
    ended = running.kill()
    (seen,) = target.look(copy)
    found = problems(seen, ended.acknowledged)
    if beside:
        found.append(f"the idle file is not alone: {', '.join(beside)}")
    figures = f"a copy of the open file with {len(ended.acknowledged)} saves"
    return Outcome("copy", target.adapter, figures, tuple(found))
