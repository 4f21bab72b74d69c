"""Damaged, foreign and newer files: what is done to a file before it is opened.

`BEYOND_USE` must be refused, by saving and by loading. After `PERHAPS_HARMLESS` the file may be
used, if everything that is read from it is right.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

Damage = Callable[[Path, random.Random], None]
PAGE = 4096


def _written(content: bytes) -> Damage:
    return lambda path, draw: path.write_bytes(content) and None


def _cut_to(part: float) -> Damage:
    def cut(path: Path, draw: random.Random) -> None:
        with path.open("r+b") as file:
            file.truncate(int(path.stat().st_size * part))

    return cut


def _of_another_program(path: Path, draw: random.Random) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cookies (name)")
        connection.commit()


def _a_folder(path: Path, draw: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _scribble(path: Path, start: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def _header_scribbled(path: Path, draw: random.Random) -> None:
    _scribble(path, draw.randrange(20), draw.randbytes(64))


def _body_scribbled(path: Path, draw: random.Random) -> None:
    size = path.stat().st_size
    for _ in range(6):
        _scribble(path, draw.randrange(min(PAGE, size // 4), size - 64), draw.randbytes(64))


def _one_bit_turned(path: Path, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[draw.randrange(len(content) // 4, len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


def _page_zeroed(path: Path, draw: random.Random) -> None:
    pages = max(1, path.stat().st_size // PAGE)
    _scribble(path, draw.randrange(pages // 2, pages) * PAGE, bytes(PAGE))


BEYOND_USE: dict[str, Damage] = {
    "text under our name": _written(b"name,email\nAnn,ann@example.org\n"),
    "SQLite file of another program": _of_another_program,
    "a folder": _a_folder,
    "emptied": _written(b""),
    "cut to 3 %": _cut_to(0.03),
    "cut to 50 %": _cut_to(0.5),
    "cut to 97 %": _cut_to(0.97),
    "header scribbled": _header_scribbled,
}

PERHAPS_HARMLESS: dict[str, Damage] = {
    **{f"body scribbled, {i}": _body_scribbled for i in range(6)},
    **{f"one bit turned, {i}": _one_bit_turned for i in range(6)},
    **{f"page zeroed, {i}": _page_zeroed for i in range(3)},
}
