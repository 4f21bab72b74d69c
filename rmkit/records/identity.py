"""Is this a programme file of ours, by its first 100 bytes? Nothing is touched to find out."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from rmkit.errors import FileRefused
from rmkit.records.schema import APPLICATION_ID, VERSION

__all__ = ["is_newer", "refuse_foreign", "refuse_identity"]

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100


def refuse_foreign(path: Path) -> int:
    """Refuse a file that is not ours, by its first 100 bytes, without touching it.

    Returns
    -------
    int
        The schema of the file: that of this rmkit, or an earlier one.

    Raises
    ------
    FileRefused
        It is missing, a folder, unreadable, empty, cut off, of another program, or of a newer
        rmkit.
    """
    name = f'"{path.name}"'
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise FileRefused(_unreadable(path, error)) from None
    if not header:
        message = f"{name} is empty, so it is not a programme file; restore it from a backup."
        raise FileRefused(message)
    if not header.startswith(_MAGIC) or len(header) < _HEADER_BYTES:
        message = f"{name} is not a programme file of rmkit, or its beginning was overwritten."
        raise FileRefused(message)
    version = int.from_bytes(header[60:64], "big")
    refuse_identity(path, application_id=int.from_bytes(header[68:72], "big"), version=version)
    page_bytes, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    unfinished = Path(f"{path}-journal").exists()  # then SQLite mends the file when it opens it
    if not unfinished and size < page_bytes * pages:  # SQLite would read a cut page as zeros
        message = f"{name} is damaged, for its end is cut off; restore it from a backup."
        raise FileRefused(message)
    return version


def _unreadable(path: Path, error: OSError) -> str:
    name = f'"{path.name}"'
    with contextlib.suppress(OSError):  # Windows calls a folder a matter of permission
        if path.is_dir():
            return f"{name} is a folder, not a programme file."
    if isinstance(error, FileNotFoundError):
        return f'There is no file {name} in the folder "{path.parent}".'
    if isinstance(error, PermissionError):
        return f"{name} may not be read by this account; ask its owner for access."
    return f"{name} cannot be read ({error.strerror or type(error).__name__})."


def refuse_identity(path: Path, *, application_id: int, version: int) -> None:
    """Refuse the file of another program, of a newer rmkit, or with a schema there never was."""
    name = f'"{path.name}"'
    if application_id != APPLICATION_ID:
        message = f"{name} belongs to another program; it is not a programme file of rmkit."
        raise FileRefused(message)
    if version > VERSION:
        message = (
            f"{name} was written by a newer rmkit (schema {version}, this one knows {VERSION}); "
            "install the newer rmkit to open it."
        )
        raise FileRefused(message)
    if version < 1:
        message = f"{name} has no schema that rmkit ever wrote; restore it from a backup."
        raise FileRefused(message)


def is_newer(path: Path) -> bool:
    """Whether a file is a programme file of a newer rmkit."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
        return ours and int.from_bytes(header[60:64], "big") > VERSION
    return False
