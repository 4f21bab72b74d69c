"""Look at the list of an archive's parts before any of them is unpacked.

Workbooks, Word documents and archives of forms are all ZIP files. Refused are: what is cut off,
what unpacks to far more than it should, parts that are locked, doubled, hidden one inside the
other, or named so that they would leave their folder. Parts are read in memory; nothing is written
to disk.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from rmkit.errors import FileRefused, shown
from rmkit.exchange.limits import MOST_MEGABYTES, MOST_PARTS, MOST_RATIO

__all__ = ["BROKEN_ARCHIVE", "damaged", "opened_archive", "part_names"]

MOST_UNPACKED = MOST_MEGABYTES * 1_000_000
_SMALL = 1_000_000
"""Below this size a high ratio is harmless, and common in sheets that repeat themselves."""
_LISTED = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LEAVES = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")

BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError,
    RuntimeError, KeyError, OSError,
)  # fmt: skip
"""What the standard library raises on a broken archive."""


def damaged(file: str) -> FileRefused:
    """Give the refusal of a file that is cut off or damaged."""
    return FileRefused(f"{file} is cut off or damaged. Download or copy it again.")


@contextmanager
def opened_archive(data: bytes, *, file: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose list of parts is sound.

    Raises
    ------
    FileRefused
        It is not, or what is read inside the `with` turns out to be damaged.
    """
    if data.count(_LISTED) > MOST_PARTS:
        message = f"{file} holds more than {MOST_PARTS:,} parts. Is this the right file?"
        raise FileRefused(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive.infolist(), file, len(data))
            yield archive
    except BROKEN_ARCHIVE as error:
        raise damaged(file) from error


def part_names(data: bytes) -> tuple[str, ...] | None:
    """List the parts of an archive by name; None where the list cannot be read."""
    if data.count(_LISTED) > MOST_PARTS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(archive.namelist())
    except BROKEN_ARCHIVE:
        return None


def _check(parts: Sequence[zipfile.ZipInfo], file: str, packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > _SMALL and unpacked > packed * MOST_RATIO):
        message = (
            f"{file} unpacks to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB; the limit is "
            f"{MOST_MEGABYTES} MB and {MOST_RATIO} times its size. It was not opened."
        )
        raise FileRefused(message)
    if any(part.flag_bits & 1 for part in parts):
        message = f"{file} is locked with a password. Save it without one."
        raise FileRefused(message)
    if leaving := [part.orig_filename for part in parts if _LEAVES.search(part.orig_filename)]:
        message = (
            f'{file} holds paths that leave its folder ("{shown(leaving[0])}"). Nothing was '
            "unpacked."
        )
        raise FileRefused(message)
    if any(stat.S_ISLNK(part.external_attr >> 16) for part in parts):
        message = f"{file} holds links to other places. Nothing was unpacked."
        raise FileRefused(message)
    names = [part.filename for part in parts]
    ordered = sorted(parts, key=lambda part: part.header_offset)
    overlapping = any(
        a.header_offset + a.compress_size > b.header_offset for a, b in pairwise(ordered)
    )
    if len(set(names)) < len(names) or overlapping:
        message = f"{file} holds a part twice, or one inside another. Nothing was unpacked."
        raise FileRefused(message)
    if any(part.compress_type not in _METHODS for part in parts):
        message = f"{file} is packed in a way that office programs do not use. Save it again."
        raise FileRefused(message)
