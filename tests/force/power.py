"""Power cuts: saves once under a logger, then looks at what many cuts would have left.

A kill leaves to the system what was written but not synced, so it cannot show a missing sync; a
power cut can. The logger is a small C library that is compiled when it is needed (Linux, gcc).
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.force.disk import Deed, Disk, Event, read_log
from tests.force.outcome import Outcome
from tests.force.target import Target, problems

SOURCE = Path(__file__).with_name("powerlog.c")
KEEP = (0, 0, 0.5, 0.9)  # of the sectors that were not synced


def missing() -> str:
    """Say why power cuts cannot be tried here; empty when they can."""
    if sys.platform != "linux":
        return "power cuts are tried on Linux only"
    return "" if shutil.which("gcc") else "power cuts need gcc, to compile tests/force/powerlog.c"


def logger(folder: Path) -> Path:
    """Compile the logger into a folder."""
    library = folder / "powerlog.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return library


class Logged(Target):
    """A target whose deeds in one folder are written to a log."""

    def __init__(self, adapter: Path, library: Path, folder: Path, log: Path) -> None:
        variables = {"LD_PRELOAD": library, "POWERLOG": log, "POWERLOG_DIR": folder}
        super().__init__(adapter, {name: str(value) for name, value in variables.items()})


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def write_out(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def after_cut(
    events: list[Event], start: dict[str, bytes], draw: random.Random
) -> dict[str, bytes]:
    """Give the files that are left when the power fails after these events."""
    disk = Disk(start, forgiving=draw.random() < 0.5)
    for event in events:
        disk.follow(event)
    return disk.after_cut(draw, draw.choice(KEEP))


def acknowledged(events: list[Event]) -> list[str]:
    """Give the keys whose saves had returned by then."""
    said = "".join(event.text for event in events if event.deed is Deed.SAY)
    return [line[4:] for line in said.splitlines() if line.startswith("ACK ")]


def power_cuts(
    target: Target, folder: Path, *, cuts: int, saves: int = 60, seed: int = 1
) -> Outcome:
    """Cut the power so often over one run of saves, which begins without a file."""
    draw = random.Random(seed)
    begin = time.monotonic()
    base = folder / "base"
    base.mkdir()
    with Logged(target.adapter, logger(folder), base, folder / "log") as logged:
        ended = logged.save(base / "programme.rmkit", 0, saves)
    if ended.code:
        return Outcome("power", target.adapter, "it does not save", (ended.error,))
    events = read_log(folder / "log")
    moments = [draw.randrange(1, len(events) + 1) for _ in range(cuts)]
    paths = [folder / f"cut{i}" / "programme.rmkit" for i in range(cuts)]
    for path, moment in zip(paths, moments, strict=True):
        write_out(after_cut(events[:moment], {}, draw), path.parent)
    found: list[str] = []
    kept, there = 0, [path.exists() for path in paths]
    for i, seen in enumerate(target.look(*paths)):
        keys = acknowledged(events[: moments[i]])
        kept += len(keys)
        if there[i] or keys:  # no file is right before the first save has returned
            wrong = problems(seen, keys)
            found += [f"cut after deed {moments[i]} of {len(events)}: {w}" for w in wrong]
    return Outcome("power", target.adapter, _figures(cuts, events, kept, begin), tuple(found))


def _figures(cuts: int, events: list[Event], kept: int, begin: float) -> str:
    count = Counter(event.deed for event in events)
    syncs = count[Deed.SYNC] + count[Deed.SYNC_FOLDER]
    seconds = time.monotonic() - begin
    return (
        f"{cuts} power cuts over {count[Deed.WRITE]} writes and {syncs} syncs, "
        f"{kept} acknowledged saves looked for, {seconds:.0f} s"
    )
