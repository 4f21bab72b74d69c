"""Faults: full disk, missing rights, two writers, damaged files. Nothing is lost or made up.

Every fault gives what is broken, and what was seen in one line. A disk that refuses must be
reported in words; a file that is not ours, or no longer sound, must be refused and left as it is.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.force.damages import BEYOND_USE, PERHAPS_HARMLESS, Damage
from tests.force.outcome import Outcome
from tests.force.power import contents
from tests.force.target import Ended, Target, is_friendly, problems
from tests.force.writers import written_together

RECORDS = 40
ENDLESS = 1000
ROOM = 150_000  # bytes that a file may still grow


@dataclass
class Bench:
    """Where faults are tried: a target, a folder, and a sound file that each fault copies."""

    target: Target
    folder: Path
    seed: int = 1
    _sound: Path | None = field(default=None, repr=False)

    def copy(self, name: str) -> tuple[Path, list[str]]:
        """Give a copy of the sound file in a folder of its own, and what was saved in it."""
        if self._sound is None:
            self._sound = self.folder / "sound" / "programme.rmkit"
            self._sound.parent.mkdir()
            ended = self.target.save(self._sound, 0, RECORDS)
            assert not ended.code, ended.error
        path = self.folder / name.replace(" ", "_") / "programme.rmkit"
        shutil.copytree(self._sound.parent, path.parent)
        return path, [f"k{i:07d}" for i in range(RECORDS)]

    def after(self, path: Path, keys: list[str]) -> list[str]:
        """List what is wrong with the file afterwards."""
        (seen,) = self.target.look(path)
        return problems(seen, keys)


@dataclass(frozen=True)
class Seen:
    """What a fault showed: in words, and the promises that it broke."""

    told: str
    broken: list[str]


def _reported(ended: Ended) -> list[str]:
    return [] if ended.refused else [f"no error in words of its own: {ended.error or 'none'}"]


def _in_the_way(bench: Bench, path: Path, keys: list[str], ended: Ended) -> Seen:
    """Judge saves that had to fail at some moment, once the hindrance is gone."""
    keys = keys + ended.acknowledged
    broken = _reported(ended) + bench.after(path, keys)
    more = bench.target.save(path, 900_000, 3)
    broken += bench.after(path, keys + more.acknowledged)
    if len(more.acknowledged) != 3:
        broken.append(f"it does not save again: {more.error}")
    return Seen(f"{len(ended.acknowledged)} saves, then {ended.error}", broken)


@contextlib.contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[Callable[[str], object]]:
    """Mount a disk of a size; what comes out gives it another size."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield lambda size: subprocess.run(
            ["mount", "-o", f"remount,size={size}", folder], check=True
        )
    finally:
        subprocess.run(["umount", folder], check=True)


def disk_full(bench: Bench) -> Seen:
    folder = bench.folder / "small"
    folder.mkdir()
    with _small_disk(folder, "700k") as resize:
        path = folder / "programme.rmkit"
        ended = bench.target.save(path, 0, ENDLESS)
        full = bench.after(path, ended.acknowledged)
        resize("64m")
        seen = _in_the_way(bench, path, [], ended)
    return Seen(seen.told, [f"while full: {problem}" for problem in full] + seen.broken)


def file_too_large(bench: Bench) -> Seen:
    path, keys = bench.copy("file too large")
    most = path.stat().st_size + ROOM
    ended = bench.target.save(path, 100, ENDLESS, file_bytes=most)
    return _in_the_way(bench, path, keys, ended)


def _without_rights(of_file: int, of_folder: int) -> Callable[[Bench], Seen]:
    def fault(bench: Bench) -> Seen:
        path, keys = bench.copy(f"rights {of_file:o} {of_folder:o}")
        path.chmod(of_file)
        path.parent.chmod(of_folder)
        ended = bench.target.save(path, 100, 3, powerless=True)
        path.parent.chmod(0o700)
        path.chmod(0o600)
        # an adapter that puts a new file in the place of the old one needs no right to the old one
        saved_all = len(ended.acknowledged) == 3 and not ended.code
        broken = [] if saved_all else _reported(ended)
        told = "saved all the same" if saved_all else ended.error
        return Seen(told, broken + bench.after(path, keys + ended.acknowledged))

    return fault


def two_writers(bench: Bench) -> Seen:
    path, keys = bench.copy("two writers")
    ended = written_together(bench.target, path, writers=2, saves=60)
    broken = [problem for one in ended if one.code for problem in _reported(one)]
    new = [key for one in ended for key in one.acknowledged]
    return Seen(f"{len(new)} of 120 saved", broken + bench.after(path, keys + new))


def missing_folder(bench: Bench) -> Seen:
    ended = bench.target.save(bench.folder / "no" / "folder" / "programme.rmkit", 0, 1)
    return Seen(ended.error, _reported(ended))


def newer(bench: Bench) -> Seen:
    path, keys = bench.copy("newer")
    assert not bench.target.run("newer", path=str(path)).code
    return _refused(bench, path, keys, beyond_use=True)


def _damaged(name: str, damage: Damage, *, beyond_use: bool) -> Callable[[Bench], Seen]:
    def fault(bench: Bench) -> Seen:
        path, keys = bench.copy(name)
        damage(path, random.Random(f"{bench.seed} {name}"))
        return _refused(bench, path, keys, beyond_use=beyond_use)

    return fault


def _refused(bench: Bench, path: Path, keys: list[str], *, beyond_use: bool) -> Seen:
    """Judge how a file is treated that should be refused, or be right in all that is read."""
    was = contents(path.parent)
    ended = bench.target.save(path, 500, 1)
    (seen,) = bench.target.look(path)
    broken = []
    if ended.code:
        broken += _reported(ended)
        broken += [] if contents(path.parent) == was else ["it was refused, and changed"]
    elif beyond_use:
        broken.append("a save was accepted")
    if not seen["error"]:
        right = {**seen, "check": "ok"}  # what the check says of the damage is no broken promise
        broken += ["it was read"] if beyond_use else problems(right, keys + ended.acknowledged)
    elif not is_friendly(seen["error"]):
        broken.append(f"loading: no error in words of its own: {seen['error']}")
    return Seen(
        f"save: {ended.error or 'accepted'}; load: {seen['error'] or 'all is right'}", broken
    )


POSIX: dict[str, Callable[[Bench], Seen]] = {
    "file too large": file_too_large,
    "read-only file": _without_rights(0o400, 0o700),
    "read-only folder": _without_rights(0o600, 0o500),
    "file without rights": _without_rights(0o000, 0o700),
    "folder without rights": _without_rights(0o600, 0o000),
}

EVERYWHERE: dict[str, Callable[[Bench], Seen]] = {
    "two writers": two_writers,
    "missing folder": missing_folder,
    "newer": newer,
    **{n: _damaged(n, damage, beyond_use=True) for n, damage in BEYOND_USE.items()},
    **{n: _damaged(n, damage, beyond_use=False) for n, damage in PERHAPS_HARMLESS.items()},
}

FAULTS = {"disk full": disk_full, **POSIX, **EVERYWHERE}


def missing(fault: str, folder: Path) -> str:
    """Say why a fault cannot be tried here; empty when it can."""
    if fault == "disk full":
        return _no_small_disk(folder)
    return f"{fault} is tried on POSIX only" if os.name == "nt" and fault in POSIX else ""


def _no_small_disk(folder: Path) -> str:
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a small disk is made on Linux by root only"
    tried = folder / "mountable"
    tried.mkdir()
    try:
        with _small_disk(tried, "64k"):
            return ""
    except (OSError, subprocess.CalledProcessError):
        return "this account may not mount a small disk"


def all_faults(target: Target, folder: Path, *, seed: int = 1) -> Outcome:
    """Try every fault that can be tried here."""
    begin = time.monotonic()
    bench = Bench(target, folder, seed)
    left_out = [name for name in FAULTS if missing(name, folder)]
    tried = [name for name in FAULTS if name not in left_out]
    found = [f"{n}: {problem}" for n in tried for problem in FAULTS[n](bench).broken]
    figures = f"{len(tried)} faults, {time.monotonic() - begin:.0f} s"
    if left_out:
        figures += f" (not tried here: {', '.join(left_out)})"
    return Outcome("faults", target.adapter, figures, tuple(found))
