"""A new file: made whole beside its place, then put there, never over another file."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from rmkit.errors import FileRefused, NotSaved
from rmkit.records.sqlite import lay_out
from rmkit.records.sqlite_errors import plainly

__all__ = ["keep_durable", "new_file", "refuse_target", "whole_beside"]


def new_file(path: Path, fill: Callable[[Connection], None]) -> None:
    """Make a programme file beside its target and put it in place when it is whole.

    Parameters
    ----------
    path
        Where the file shall be. Nothing may be there; its folder must exist.
    fill
        Writes the first rows, in the same transaction as the tables.

    Raises
    ------
    FileRefused
        Something is there already, or the folder is not.
    NotSaved
        The disk or the rights to the folder did not allow it. Nothing is left behind.
    """
    with whole_beside(path) as temporary, plainly(path):
        lay_out(temporary, fill)


@contextlib.contextmanager
def whole_beside(path: Path) -> Iterator[Path]:
    """Give a place beside a target; what was made there takes the target's name at the end.

    Yields
    ------
    Path
        An empty file that only this account may read.

    Raises
    ------
    FileRefused, NotSaved
        As for `new_file`. Whatever fails, nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.new")
    try:
        refuse_target(path)
        # private from the first byte: the journal takes over the rights of the file
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield temporary
        _into_place(temporary, path)
    except OSError as error:
        message = (
            f'"{path.name}" could not be made in "{path.parent}" '
            f"({error.strerror or type(error).__name__}); choose another folder."
        )
        raise NotSaved(message) from None
    finally:
        for left in (temporary, Path(f"{temporary}-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def refuse_target(path: Path) -> None:
    """Refuse a place where something is, or to which a leftover journal would be applied."""
    if not path.parent.is_dir():
        message = f'There is no folder "{path.parent}"; make it first, or choose another one.'
        raise FileRefused(message)
    if path.exists() or path.is_symlink():
        message = f'There is something called "{path.name}" already; nothing was overwritten.'
        raise FileRefused(message)
    for suffix in ("-journal", "-wal", "-shm"):
        rest = Path(f"{path}{suffix}")
        if rest.exists():  # SQLite would play it into the new file
            message = (
                f'"{rest.name}" is left over from a file of the same name; move it away first, '
                "or choose another name."
            )
            raise FileRefused(message)


def _into_place(temporary: Path, path: Path) -> None:
    """Give the whole file its name; never over another one."""
    try:
        if os.name == "nt":
            temporary.rename(path)  # Windows refuses an existing target by itself
            return
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, such as a memory stick's
            refuse_target(path)
            temporary.rename(path)
    except FileExistsError:
        message = f'Somebody made "{path.name}" at the same moment; nothing was overwritten.'
        raise FileRefused(message) from None
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    keep_durable(path.parent)


def keep_durable(path: Path) -> None:
    """Wait until a file, or what stands in a folder, is on the disk and no longer on its way."""
    if os.name == "nt" and path.is_dir():  # Windows has no such handle, and does it by itself
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
