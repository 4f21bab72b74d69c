"""Which programme is meant when nobody names one.

`RMKIT_PROGRAMME` goes first, then the programme chosen last on this machine. Only the path is
remembered, in the user's own settings folder; nothing of the programme's content.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from platformdirs import user_config_path

from rmkit.errors import FileRefused, NotReady, NotSaved

__all__ = [
    "chosen_path",
    "found_programmes",
    "is_named_outside",
    "meant_path",
    "remember_path",
]


def _memo() -> Path:
    return user_config_path("rmkit", appauthor=False) / "chosen.json"


def remember_path(path: Path) -> None:
    """Remember the programme that later `Programme.open()` calls open."""
    memo = _memo()
    try:
        memo.parent.mkdir(parents=True, exist_ok=True)
        memo.write_text(json.dumps({"programme": str(path.resolve())}), encoding="utf-8")
    except OSError as error:
        message = (
            f"The choice could not be kept in {memo} ({error.strerror or error}). Name the "
            "programme's file in open(), or in RMKIT_PROGRAMME."
        )
        raise NotSaved(message) from error


def meant_path() -> Path | None:
    """Give the file that is meant, whether it is there or not; None where none was chosen."""
    if is_named_outside():
        return Path(os.environ["RMKIT_PROGRAMME"].strip())
    try:
        return Path(json.loads(_memo().read_text(encoding="utf-8"))["programme"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_named_outside() -> bool:
    """Say whether `RMKIT_PROGRAMME` decides, so that a choice would change nothing."""
    return bool(os.environ.get("RMKIT_PROGRAMME", "").strip())


def chosen_path() -> Path:
    """Find the programme that is meant.

    Raises
    ------
    NotReady
        None was chosen, or the one that was chosen is no longer there.
    """
    path = meant_path()
    if path is None:
        message = (
            "No programme was chosen yet. Make one with "
            "Programme.create(path, name=..., organisation=...), or name its file in open()."
        )
        raise NotReady(message)
    if not path.is_file():
        says = "RMKIT_PROGRAMME names" if is_named_outside() else "The programme chosen last is"
        message = f"{says} {path}, but there is no such file. Name the file in open()."
        raise NotReady(message)
    return path


def found_programmes(folder: Path) -> list[Path]:
    """List the programme files (`*.rmkit`) in a folder, the one that was changed last first.

    Raises
    ------
    FileRefused
        There is no such folder, or it cannot be read.
    """
    try:
        found = [p for p in folder.iterdir() if p.suffix == ".rmkit" and p.is_file()]
        changed = {path: path.stat().st_mtime_ns for path in found if path.name[0] != "."}
    except OSError as error:
        message = (
            f"The folder {folder} cannot be read ({error.strerror or error}). Name the folder that "
            "holds your programme's file."
        )
        raise FileRefused(message) from error
    return sorted(changed, key=lambda path: (-changed[path], path.name))
