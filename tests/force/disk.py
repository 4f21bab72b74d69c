"""What a disk holds after a power cut, computed from a log of `powerlog.c`.

The model. Bytes are safe once their file was synced; of those that were not, each sector of 512
bytes survives or not. Names (files made, renamed, linked, removed) are safe once the folder was
synced; of those that were not, the first few in order survive, as a journalling file system keeps
them. Such a file system also makes the name of a synced file safe (`forgiving`); a strict one does
not. Folders have names too. Not modelled: disks that lie about having synced, mapped memory.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path, PurePosixPath

SECTOR = 512
HEAD = struct.Struct("<qqqq")


class Deed(IntEnum):
    """What was done; the numbers are those of powerlog.c."""

    WRITE = 1
    RESIZE = 2
    SYNC = 3
    OPEN = 4
    UNLINK = 5
    RENAME = 6
    LINK = 7
    SAY = 8
    OPEN_FOLDER = 9
    SYNC_FOLDER = 10
    MAKE_FOLDER = 11


@dataclass(frozen=True)
class Event:
    """One record of the log."""

    deed: Deed
    inode: int
    offset: int
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")

    @property
    def names(self) -> list[str]:
        return self.text.split("\0")


def read_log(path: Path) -> list[Event]:
    """Read what powerlog.c wrote, in order."""
    return list(_events(path.read_bytes()))


def _events(log: bytes) -> Iterator[Event]:
    at = 0
    while at + HEAD.size <= len(log):
        deed, inode, offset, length = HEAD.unpack_from(log, at)
        at += HEAD.size
        yield Event(Deed(deed), inode, offset, log[at : at + length])
        at += length


@dataclass(eq=False)
class File:
    """A file: bytes that are safe, and what was done since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        for event in self.since:
            _do(self.safe, event)
        self.since = []

    def after_cut(self, draw: random.Random, keep: float) -> bytes:
        """Give what is left; each sector since the last sync survives with probability `keep`."""
        left = bytearray(self.safe)
        for event in self.since:
            for part in _sectors(event):
                if draw.random() < keep:
                    _do(left, part)
        return bytes(left)


def _sectors(event: Event) -> Iterator[Event]:
    if event.deed is Deed.RESIZE:
        yield event
    for start in range(0, len(event.data), SECTOR):
        data = event.data[start : start + SECTOR]
        yield Event(event.deed, event.inode, event.offset + start, data)


def _do(content: bytearray, event: Event) -> None:
    content.extend(bytes(max(0, event.offset - len(content))))
    if event.deed is Deed.RESIZE:
        del content[event.offset :]
    else:
        content[event.offset : event.offset + len(event.data)] = event.data


@dataclass(frozen=True, eq=False)
class Naming:
    """One change to the names: a file gets `name`, `gone` is taken away, or both (a renaming).

    The name of a folder is a file's that ends with a stroke.
    """

    file: File
    name: str = ""
    gone: str = ""

    def carry_out(self, names: dict[str, File]) -> None:
        if self.gone:
            names.pop(self.gone, None)
        if self.name:
            names[self.name] = self.file

    @property
    def folders(self) -> set[str]:
        """The folders in which it happens."""
        return {str(PurePosixPath(name).parent) for name in (self.name, self.gone) if name}


class Disk:
    """The files of one folder as the log goes on; at first those of `start`, all of them safe."""

    def __init__(self, start: dict[str, bytes], *, forgiving: bool) -> None:
        self.names = {name: File(bytearray(content)) for name, content in start.items()}
        for folder in {folder for name in start for folder in _above(name)}:
            self.names[folder] = File()
        self.safe_names = dict(self.names)
        self.namings: list[Naming] = []
        self.forgiving = forgiving
        self._by_inode: dict[int, File] = {}
        self._folders: dict[int, str] = {}

    def follow(self, event: Event) -> None:
        """Do what the log says."""
        file = self._by_inode.get(event.inode)
        match event.deed:
            case Deed.OPEN:
                self._by_inode[event.inode] = self.names.get(event.text) or self._made(event.text)
            case Deed.WRITE | Deed.RESIZE if file:
                file.since.append(event)
            case Deed.SYNC if file:
                file.sync()
                if self.forgiving:
                    own = [i for i, naming in enumerate(self.namings) if naming.file is file]
                    self._settle(self.namings[: own[-1] + 1 if own else 0])
            case Deed.OPEN_FOLDER:
                self._folders[event.inode] = event.text
            case Deed.SYNC_FOLDER:
                folder = self._folders[event.inode]
                self._settle([n for n in self.namings if self.forgiving or folder in n.folders])
            case Deed.MAKE_FOLDER:
                self._made(event.text + "/")
            case Deed.UNLINK | Deed.RENAME | Deed.LINK if event.names[0] in self.names:
                self._rename(event)

    def _made(self, name: str) -> File:
        file = File()
        self._name(Naming(file, name))
        return file

    def _rename(self, event: Event) -> None:
        first, *second = event.names
        gone = "" if event.deed is Deed.LINK else first
        self._name(Naming(self.names[first], second[0] if second else "", gone))

    def _name(self, naming: Naming) -> None:
        naming.carry_out(self.names)
        self.namings.append(naming)

    def _settle(self, safe: list[Naming]) -> None:
        for naming in safe:
            naming.carry_out(self.safe_names)
        self.namings = [naming for naming in self.namings if naming not in safe]

    def after_cut(self, draw: random.Random, keep: float) -> dict[str, bytes]:
        """Give the files that are left when the power fails now."""
        names = dict(self.safe_names)
        for naming in self.namings[: draw.randrange(len(self.namings) + 1)]:
            naming.carry_out(names)
        there = sorted(name for name in names if all(above in names for above in _above(name)))
        files = {name: names[name] for name in there if not name.endswith("/")}
        left = {file: file.after_cut(draw, keep) for file in dict.fromkeys(files.values())}
        return {name: left[file] for name, file in files.items()}


def _above(name: str) -> list[str]:
    """Name the folders in which a file or folder lies."""
    return [f"{folder}/" for folder in PurePosixPath(name).parents if str(folder) != "."]
