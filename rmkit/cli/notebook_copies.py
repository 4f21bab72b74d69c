"""A person's copies of the notebooks: which may be renewed, and which are theirs now.

What was copied is written down as a digest. A copy that still has its digest was not changed and
follows the newer one that ships; any other stays. For a notebook the text of its cells counts, not
the outputs: running it is no change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from rmkit.errors import NotSaved
from rmkit.programme.shipped import sample_names, shipped_folder

__all__ = ["update_copies"]

_FOLDER = "rmkit-notebooks"
_RECORD = ".rmkit-copies.json"


def update_copies(here: Path) -> tuple[Path, list[str]]:
    """Bring the copies under `here` up to date.

    Parameters
    ----------
    here
        The folder in which `rmkit-notebooks` is or will be, or that folder itself.

    Returns
    -------
    tuple
        The folder of the copies, and what a person should know, a sentence each.

    Raises
    ------
    NotSaved
        Something cannot be read or written there.
    """
    folder = here if (here / _RECORD).is_file() else here / _FOLDER
    try:
        folder.mkdir(exist_ok=True)
        record = _recorded(folder)
        told = [
            said for name, source in _shipped() if (said := _update(folder, name, source, record))
        ]
        _replace(folder / _RECORD, json.dumps(record, indent=1, sort_keys=True).encode())
    except OSError as error:
        message = (
            f"The notebooks could not be copied to {folder}: {error.strerror or error}. "
            "Go to a folder of your own that can be written, and start again."
        )
        raise NotSaved(message) from error
    return folder, told


def _shipped() -> Iterator[tuple[str, Path]]:
    """List what is copied: its name among the copies, and where it is."""
    places = {"": shipped_folder("notebooks")}
    samples = shipped_folder("data_samples")
    places |= {f"samples/{name}/": samples / name / "raw" for name in sample_names()}
    for prefix, place in places.items():
        for path in sorted(place.rglob("*")):
            inner = path.relative_to(place)
            if path.is_file() and not any(part.startswith(".") for part in inner.parts):
                yield prefix + inner.as_posix(), path


def _update(folder: Path, name: str, source: Path, record: dict[str, str]) -> str:
    """Copy one file unless it is the person's own by now; say what they should know."""
    target = folder / name
    new, before = _digest(source), record.get(name)
    there = _digest(target) if target.exists() else None
    if there not in (None, new, before):
        stays = f"{name} stays as you changed it, though a newer one has come with rmkit. To get "
        return "" if before == new else stays + "that one too, rename yours and start again."
    record[name] = new
    if there == new:
        return ""
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, source.read_bytes())
    return f"{name} was renewed; you had not changed it." if there else ""


def _digest(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(content)["cells"]
            texts = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
            content = json.dumps(texts).encode()
        except (ValueError, KeyError, TypeError):
            pass  # no notebook any more: every byte counts
    return hashlib.sha256(content).hexdigest()


def _recorded(folder: Path) -> dict[str, str]:
    """Read what was copied; nothing where that is not known, and then every copy is theirs."""
    try:
        read = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _replace(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = target.with_name(target.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(target)
