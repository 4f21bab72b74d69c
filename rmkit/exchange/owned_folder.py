"""A folder that rmkit writes whole: it appears complete or not at all, and is ours or left alone.

A hidden list in the folder names what was written there. A folder that holds anything else, or a
file that was changed since, is never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rmkit.errors import NotAllowed, NotSaved

__all__ = ["remove_folder", "write_folder"]

_LIST = ".written-by-rmkit.json"
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini", _LIST}


def write_folder(folder: Path | str, fill: Callable[[Path], Sequence[str]]) -> list[Path]:
    """Write a folder in one go.

    Parameters
    ----------
    folder
        Where it is to be. It may be absent, empty, or written here before and not touched since;
        that one is replaced.
    fill
        Writes the files into the empty folder it is given, and returns their names (with `/`) in
        the order in which they are to be told.

    Returns
    -------
    list of Path
        The files, where they now lie.

    Raises
    ------
    NotAllowed
        The folder holds other files, or files that somebody changed.
    NotSaved
        The folder could not be written; what was there is still there.
    """
    target = Path(folder).resolve()
    made: Path | None = None
    try:
        _refuse_what_is_not_ours(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        names = fill(made)
        listing = {"files": {name: _digest(made / name) for name in names}}
        (made / _LIST).write_text(json.dumps(listing, indent=1), encoding="utf-8")
        _put_in_place(made, target)
    except OSError as error:
        message = (
            f"The folder {target} could not be written ({error.strerror or error}). Close what is "
            "open in it and look whether the disk is full or read-only; then try again."
        )
        raise NotSaved(message) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return [target / name for name in names]


def remove_folder(folder: Path | str) -> None:
    """Delete a folder that was written here and not touched since.

    Raises
    ------
    NotAllowed
        It is not ours, or holds other files or files that somebody changed. Nothing was deleted.
    NotSaved
        It could not be deleted whole.
    """
    target = Path(folder).resolve()
    if not _listed(target):
        message = f"The folder {target} was not written by rmkit. Nothing was deleted."
        raise NotAllowed(message)
    _refuse_what_is_not_ours(target)
    try:
        shutil.rmtree(target)
    except OSError as error:
        message = f"The folder {target} could not be deleted ({error.strerror or error})."
        raise NotSaved(message) from error


def _put_in_place(made: Path, target: Path) -> None:
    """Let the new folder take the place of the old one; on failure the old one is put back."""
    if not target.exists():
        made.replace(target)
        return
    old = made.with_name(f"{made.name}-old")
    target.replace(old)
    try:
        made.replace(target)
    except OSError:
        with suppress(OSError):
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _refuse_what_is_not_ours(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        message = f"{target} is a file, not a folder. Choose another place."
        raise NotAllowed(message)
    ours = _listed(target)
    foreign, changed = [], []
    for path in sorted(target.rglob("*")):
        name = unicodedata.normalize("NFC", path.relative_to(target).as_posix())
        if path.is_dir() or path.name in _LITTER:
            continue
        if name not in ours:
            foreign.append(name)
        elif _digest(path) != ours[name]:
            changed.append(name)
    for names, what in ((foreign, "other files"), (changed, "files that were changed since")):
        if names:
            some = ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")
            message = (
                f"The folder {target} holds {what} ({some}). Nothing was written. Choose another "
                "folder, or move these away."
            )
            raise NotAllowed(message)


def _listed(target: Path) -> dict[str, str]:
    """Give the files that rmkit wrote there, with their digests; none where no list can be read."""
    try:
        files = json.loads((target / _LIST).read_text(encoding="utf-8"))["files"]
        return {unicodedata.normalize("NFC", name): str(files[name]) for name in files}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
