"""Files on their way from a page: put together from parts, and laid out while they are read.

What a page sends is bytes and names, and neither is trusted: of a name only the last part counts,
and of that only letters, digits and a few marks. The bytes stay in memory; on the disk they lie
in a private temporary folder, and only as long as they are read.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused
from rmkit.exchange.grid import MOST_MEGABYTES

__all__ = ["MOST_BYTES", "PART_BYTES", "Arriving", "Source", "clean_name", "on_this_computer"]

MOST_BYTES = MOST_MEGABYTES * 1_000_000
PART_BYTES = 512_000  # messages of a notebook have a limit of some megabytes
_MOST_FILES = 2_000
_LONGEST_NAME = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MAPPING = {".yaml", ".yml"}
_FORMS = {".xlsx", ".docx", ".pdf", ".json", ".html", ".htm"}


@discreet("files")
@dataclass(frozen=True)
class Source:
    """What is to be read: a file on this computer, or files that a page sent.

    Parameters
    ----------
    path
        A file or a folder of forms on this computer; None if the page sent files.
    files
        The name and the bytes of a table, or of several forms.
    mapping
        The bytes of a mapping file that came with it.
    """

    path: Path | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    mapping: tuple[str, bytes] | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        if self.path is not None:
            return self.path.name
        return self.files[0][0] if len(self.files) == 1 else f"{len(self.files)} forms"

    @contextmanager
    def opened(self) -> Iterator[tuple[Path, Path | None]]:
        """Give the path of the table, or of the folder of forms, and that of the mapping file."""
        if self.path is not None:
            yield self.path, None
            return
        with tempfile.TemporaryDirectory(prefix="rmkit-") as kept:
            folder = Path(kept) / self.name if len(self.files) > 1 else Path(kept)
            folder.mkdir(exist_ok=True)
            for name, data in self.files:
                (folder / name).write_bytes(data)
            mapping = None
            if self.mapping is not None:
                place = Path(kept) / "said"
                place.mkdir()
                mapping = place / self.mapping[0]
                mapping.write_bytes(self.mapping[1])
            yield (folder if len(self.files) > 1 else folder / self.files[0][0]), mapping


class Arriving:
    """Files that a page has announced and sends in parts.

    Parameters
    ----------
    announced
        The name and the size in bytes of each.

    Raises
    ------
    FileRefused
        It is nothing, too much, or too many.
    """

    def __init__(self, announced: Sequence[tuple[str, str]]) -> None:
        if not announced or not all(size.isascii() and size.isdecimal() for _, size in announced):
            message = "No file came with it. Choose a file, or drop one."
            raise FileRefused(message)
        self._sizes = [int(size[:15]) for _, size in announced]
        if len(announced) > _MOST_FILES:
            message = (
                f"These are {len(announced):,} files; at most {_MOST_FILES:,} can come at once."
            )
            raise FileRefused(message)
        if sum(self._sizes) > MOST_BYTES:
            what = clean_name(announced[0][0]) if len(announced) == 1 else "All of it together"
            message = (
                f"{what} has {sum(self._sizes) / 1e6:,.0f} MB; the limit is {MOST_MEGABYTES} MB."
            )
            raise FileRefused(message)
        self._names = _different([clean_name(name) for name, _ in announced])
        self._data = [bytearray() for _ in announced]

    def add(self, number: int, buffers: Sequence[bytes]) -> None:
        """Take the next part of the file with this number, counted from 0."""
        for part in buffers:
            here = number < len(self._data)
            if not here or len(self._data[number]) + len(part) > self._sizes[number]:
                message = "More arrived than was announced. Choose the file again."
                raise FileRefused(message)
            self._data[number] += part

    def complete(self) -> Source:
        """Give what arrived, if all of it did.

        Raises
        ------
        FileRefused
            A part is missing, or files came together that cannot be read together.
        """
        if [len(data) for data in self._data] != self._sizes:
            message = "Not all of it arrived. Choose the file again."
            raise FileRefused(message)
        arrived = [(n, bytes(data)) for n, data in zip(self._names, self._data, strict=True)]
        said = [pair for pair in arrived if Path(pair[0]).suffix.lower() in _MAPPING]
        tables = [pair for pair in arrived if pair not in said]
        if not tables:
            tables, said = said, []
        forms = all(Path(name).suffix.lower() in _FORMS for name, _ in tables)
        if len(said) > 1 or (len(tables) > 1 and not forms):
            message = (
                f"{len(arrived)} files came at once, and they are not all filled forms. Drop one "
                "table at a time."
            )
            raise FileRefused(message)
        return Source(files=tuple(tables), mapping=said[0] if said else None)


def clean_name(name: str) -> str:
    """Make a harmless file name of one that a page sent.

    >>> clean_name("../../etc/answers (2).csv"), clean_name("CON.csv"), clean_name("..")
    ('answers (2).csv', '_CON.csv', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = re.sub(r"[^\w. ()-]", "", last).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    kept = f"{(stem or ending)[:_LONGEST_NAME].rstrip()}{dot}{ending[:10]}" if stem else kept
    kept = kept[: _LONGEST_NAME + 11] or "file"
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept


def _different(names: Sequence[str]) -> list[str]:
    """Put a number before names that are the same on a disk that knows no capitals."""
    taken: set[str] = set()
    result = []
    for name in names:
        number, other = 1, name
        while other.casefold() in taken:
            number += 1
            other = f"{number} {name}"
        taken.add(other.casefold())
        result.append(other)
    return result


def on_this_computer(written: str) -> Source:
    """Find a file or folder that somebody named, from the notebook's folder on.

    Raises
    ------
    FileRefused
        There is nothing of that name.
    """
    try:
        path = Path(written.strip("\"'")).expanduser()
        there = bool(written) and path.exists()
    except (OSError, ValueError, RuntimeError):
        there = False
    if not there:
        message = (
            f"There is no file {clean_name(written)} there. Write its whole path, or drop it in."
        )
        raise FileRefused(message)
    return Source(path=path)
