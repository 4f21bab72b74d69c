"""A program under test: starts orders on its adapter, kills them, and reads what they told.

An adapter is a Python file with `open(path)`, `save(handle, key, answers)` that returns only when
the record is durable, and `load(path)` that gives back all of them by key. It may have
`check(path)` (`"ok"`, or what is wrong), `make_newer(path)`, and `FRIENDLY`, the names of the
errors whose words are the program's own; without it every error counts as worded. `warm()`, if it
is there, is called once before processes are forked, and may leave nothing open.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
FORKS = hasattr(os, "fork")


@dataclass(frozen=True)
class Ended:
    """What an order told until it ended or was killed."""

    code: int
    lines: Sequence[str]

    @property
    def acknowledged(self) -> list[str]:
        return [line[4:] for line in self.lines if line.startswith("ACK ")]

    @property
    def looks(self) -> list[dict[str, Any]]:
        return [json.loads(line[5:]) for line in self.lines if line.startswith("LOOK ")]

    @property
    def error(self) -> str:
        """The error in one line; empty where there was none."""
        errors = [line[4:] for line in self.lines if line.startswith("ERR ")]
        return errors[-1] if errors else f"it ended with {self.code}" if self.code else ""

    @property
    def refused(self) -> bool:
        """Whether it said in words of its own that it did not do what was ordered."""
        return self.code == 3 and is_friendly(self.error)


def is_friendly(error: str) -> bool:
    """Whether a line made by `child.told` is worded by the program itself."""
    return error.split("|")[1:2] == ["1"]


@dataclass
class Running:
    """An order that is being carried out."""

    process: subprocess.Popen[str]
    pid: int
    is_fork: bool
    lines: list[str] = field(default_factory=list)
    code: int | None = None

    def wait_for(self, *beginnings: str) -> str:
        """Read on until a line begins so, or the order ended; give that line, or an empty one."""
        assert self.process.stdout
        for line in self.lines:  # a fork may speak before its parent has told its number
            if line.startswith(beginnings):
                return line
        while self.code is None:
            line = self.process.stdout.readline().rstrip("\n")
            if line.startswith("ENDED "):
                self.code = int(line[6:])
            elif not line:
                self.code = self.process.wait()
            else:
                self.lines.append(line)
                if line.startswith(beginnings):
                    return line
        return ""

    def kill(self) -> Ended:
        """Kill it without a chance to clean up; tell what it had told by then."""
        if self.is_fork:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        else:
            self.process.kill()
        return self.ended()

    def ended(self) -> Ended:
        """Wait for its end."""
        self.wait_for("\n")
        if not self.is_fork:
            _close(self.process)
        return Ended(self.code or 0, self.lines)


class Target:
    """An adapter, and the process that imported it; `with` ends that process."""

    def __init__(self, adapter: Path, environment: Mapping[str, str] | None = None) -> None:
        self.adapter = adapter
        self._environment = {**os.environ, **(environment or {})}
        self._parent: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._parent:
            _close(self._parent)

    def start(self, do: str, *, fresh: bool = False, **order: Any) -> Running:
        """Begin to carry out an order, in a fork or (`fresh`) in a process of its own."""
        is_fork = FORKS and not fresh
        process = self._process() if is_fork else self._new_process()
        assert process.stdin
        process.stdin.write(json.dumps({"do": do, "fresh": not is_fork, **order}) + "\n")
        process.stdin.flush()
        running = Running(process, process.pid, is_fork)
        if is_fork:
            running.pid = int(self._first_line(running)[4:])
        return running

    def _first_line(self, running: Running) -> str:
        line = running.wait_for("PID ")
        if not line:
            message = f"{self.adapter.name} cannot be imported"
            raise RuntimeError(message)
        return line

    def _process(self) -> subprocess.Popen[str]:
        if self._parent is None:
            self._parent = self._new_process()
        return self._parent

    def _new_process(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.force.child", str(self.adapter)],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, do: str, **order: Any) -> Ended:
        """Carry out an order to its end."""
        return self.start(do, **order).ended()

    def save(self, path: Path, start: int, count: int, **order: Any) -> Ended:
        """Save records with the numbers from `start` on."""
        return self.run("save", path=str(path), start=start, count=count, **order)

    def look(self, *paths: Path) -> list[dict[str, Any]]:
        """Read all records of each file, and have it checked."""
        return self.run("look", paths=[str(path) for path in paths]).looks


def _close(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait()


def problems(seen: Mapping[str, Any], acknowledged: Iterable[str]) -> list[str]:
    """List which promises about saved records a look at the file shows to be broken."""
    if seen["error"]:
        return [f"it does not open: {seen['error']}"]
    lost = sorted(set(acknowledged) - set(seen["keys"]))
    found = [f"{len(lost)} acknowledged saves are lost, {lost[0]} among them"] if lost else []
    if seen["altered"]:
        found.append(f"{len(seen['altered'])} records are half written or altered")
    if seen["check"] != "ok":
        found.append(f"the check says: {seen['check']}")
    return found
