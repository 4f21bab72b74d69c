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

__all__ = ["chosen_path", "found_programmes", "remember_path"]


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


def chosen_path() -> Path:
    """Find the programme that is meant.

    Raises
    ------
    NotReady
        None was chosen, or the one that was chosen is no longer there.
    """
    named = os.environ.get("RMKIT_PROGRAMME", "").strip()
    if named:
        return _existing(Path(named), "RMKIT_PROGRAMME names")
    try:
        path = Path(json.loads(_memo().read_text(encoding="utf-8"))["programme"])
    except (OSError, ValueError, KeyError, TypeError):
        message = (
            "No programme was chosen yet. Make one with "
            "Programme.create(path, name=..., organisation=...), or name its file in open()."
        )
        raise NotReady(message) from None
    return _existing(path, "The programme chosen last is")


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


def _existing(path: Path, says: str) -> Path:
    if not path.is_file():
        message = f"{says} {path}, but there is no such file. Name the file in open()."
        raise NotReady(message)
    return path
