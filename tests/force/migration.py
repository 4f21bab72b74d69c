"""A migration that is killed, or whose power is cut: the file is the old one or the new one.

Never half of it: version, tables and rows fit together, every row of the old file is there, the
check finds nothing, and the backup is the whole old file or not there yet. Whenever the file is
the new one, the backup is there. A new file in which somebody was erased is then written anew; what
died before that was noted is caught up on when the file is next opened.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rmkit.errors import RmkitError
from rmkit.records.store import ProgrammeFile
from tests.force import power
from tests.force.disk import Deed, read_log
from tests.force.outcome import Outcome
from tests.force.target import Ended, Target

ADAPTER = Path(__file__).with_name("opening_adapter.py")
OLD = Path(__file__).resolve().parents[1] / "fixtures" / "schema_1.rmkit"
NAME = "programme.rmkit"
ON = 0.3  # of the kills: not on a new copy, but on what the kill before left
UNWRITTEN = "new, not noted as written anew"
PAST_THE_END = (
    1.15  # of the time or the writes that a migration takes: later kills meet the new file
)

Dump = dict[str, tuple[list[str], list[Any]]]


def dump(path: Path) -> tuple[int, Dump]:
    """Read version, columns and rows of a file, as SQLite finds them."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = sorted(name for (name,) in named)
        read: Dump = {}
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
            read[table] = ([column[0] for column in rows.description], rows.fetchall())
    return version, read


@dataclass(frozen=True)
class Both:
    """The old file, and what a migration that nobody disturbs makes of it."""

    old: tuple[int, Dump]
    new: tuple[int, Dump]

    @classmethod
    def of(cls, target: Target, folder: Path) -> Both:
        path = fresh_copy(folder / "undisturbed")
        ended = target.run("open", path=str(path))
        assert ended.lines[-1] == "OPEN", ended.error
        return cls(dump(OLD), dump(path))

    def state(self, path: Path) -> str:
        """Tell whether a file is the old or the new one; anything else is said in words."""
        version, found = dump(path)
        state = "new"
        if (version, found) == self.old:
            return "old"
        if version != self.new[0]:
            return f"it says schema {version} and is neither"
        for table, (columns, rows) in self.new[1].items():
            if found.get(table, ([], []))[0] != columns:
                return f"its table {table} is not that of schema {version}"
            kept = len(self.old[1].get(table, ([], []))[1])
            there = found[table][1]
            if table == "history" and len(there) == len(rows) - 1:
                state, rows = UNWRITTEN, rows[:-1]
            if len(there) != len(rows) or there[:kept] != rows[:kept]:
                return f"its rows of {table} are not all there"
        return state

    def problems(self, folder: Path) -> tuple[str, list[str]]:
        """Judge what is left in a folder: the state of the file, and what is wrong."""
        path = folder / NAME
        torn = Path(f"{path}-journal").exists()
        state = self.state(path)  # SQLite takes back here what was half written
        found = [] if state in ("old", "new", UNWRITTEN) else [state]
        kept = sorted((folder / "programme-backups").glob("programme-*.rmkit"))
        found += [
            f"the backup {one.name} is {s}" for one in kept if (s := self.state(one)) != "old"
        ]
        if state != "old" and len(kept) != 1:
            found.append(f"the file is {state}, and there are {len(kept)} backups")
        found += _opened(path)
        if (after := self.state(path)) != "new":
            found.append(f"opened again, it is {after}")
        return f"{state}, half overwritten" if torn else state, found


def _opened(path: Path) -> list[str]:
    """Open the file as anybody would, and list what is wrong then."""
    try:
        with ProgrammeFile.open(path) as file:
            found = file.check()
            rows = len(file.people()), len(file.responses())
    except RmkitError as error:
        return [f"it does not open: {error}"]
    _, old = dump(OLD)
    expected = len(old["people"][1]), len(old["responses"][1])
    return found + ([] if rows == expected else [f"{rows} people and responses, not {expected}"])


def fresh_copy(folder: Path) -> Path:
    """Put the old file into a new folder."""
    folder.mkdir()
    return Path(shutil.copy(OLD, folder / NAME))


def killed_migrations(folder: Path, *, kills: int, seed: int = 1) -> Outcome:
    """Kill so many migrations: at random moments, and (Linux) after random writes and syncs."""
    draw = random.Random(seed)
    begin = time.monotonic()
    states: Counter[str] = Counter()
    found: list[str] = []
    base = folder / "base"
    base.mkdir()
    with _target(folder, base) as target:
        both = Both.of(target, folder)
        moments = _Moments(target, base, draw)
        parts = [(kill + draw.random()) / kills for kill in range(kills)]
        draw.shuffle(parts)
        for kill, part in enumerate(parts):
            path = base / NAME
            if not path.exists() or draw.random() > ON:
                _emptied(base)
                shutil.copy(OLD, path)
            told = moments.kill(path, part * PAST_THE_END)
            left = Path(shutil.copytree(base, folder / f"left{kill}"))
            state, wrong = both.problems(left)
            states[state] += 1
            found += [f"kill {kill}, {told}: {problem}" for problem in wrong]
    seconds = time.monotonic() - begin
    figures = f"{kills} kills, {_counted(states)}, {seconds:.0f} s"
    return Outcome("migration killed", ADAPTER, figures, tuple(found))


def _target(folder: Path, base: Path) -> Target:
    if power.missing():
        return Target(ADAPTER)
    return power.Logged(ADAPTER, power.logger(folder), base, folder / "log")


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _counted(states: Counter[str]) -> str:
    return ", ".join(f"{count} left the file {state}" for state, count in sorted(states.items()))


class _Moments:
    """When to kill: measured on a migration that nobody disturbs."""

    def __init__(self, target: Target, base: Path, draw: random.Random) -> None:
        self._target = target
        self._draw = draw
        path = Path(shutil.copy(OLD, base / NAME))
        begin = time.monotonic()
        self._run(path)
        self._seconds = time.monotonic() - begin
        log = base.parent / "log"
        silent = {Deed.SAY, Deed.OPEN, Deed.OPEN_FOLDER}
        self._deeds = sum(e.deed not in silent for e in read_log(log)) if log.exists() else 0
        _emptied(base)

    def _run(self, path: Path, **order: Any) -> Ended:
        return self._target.run("open", path=str(path), **order)

    def kill(self, path: Path, part: float) -> str:
        """Open the file and kill that when this part of its way is behind it; tell when."""
        if self._deeds and self._draw.random() < 0.5:
            deed = 1 + int(part * self._deeds)
            self._run(path, kill_at=deed)
            return f"after deed {deed} of {self._deeds}"
        running = self._target.start("open", path=str(path))
        time.sleep(part * self._seconds)
        running.kill()
        return f"after {part * self._seconds:.3f} of {self._seconds:.3f} s"


def migrations_without_power(folder: Path, *, cuts: int, seed: int = 1) -> Outcome:
    """Cut the power so often over one migration."""
    draw = random.Random(seed)
    begin = time.monotonic()
    states: Counter[str] = Counter()
    found: list[str] = []
    path = fresh_copy(folder / "base")
    with power.Logged(ADAPTER, power.logger(folder), path.parent, folder / "log") as target:
        both = Both.of(target, folder)
        before = len(read_log(folder / "log"))
        ended = target.run("open", path=str(path))
    assert ended.lines[-1] == "OPEN", ended.error
    events = read_log(folder / "log")[before:]
    for cut in range(cuts):
        moment = draw.randrange(1, len(events) + 1)
        left = folder / f"cut{cut}"
        power.write_out(power.after_cut(events[:moment], {NAME: OLD.read_bytes()}, draw), left)
        state, wrong = both.problems(left)
        states[state] += 1
        if state != "new" and any("OPEN" in e.text for e in events[:moment] if e.deed is Deed.SAY):
            wrong.append("it had been opened as the new one")
        found += [f"cut after deed {moment} of {len(events)}: {problem}" for problem in wrong]
    seconds = time.monotonic() - begin
    figures = f"{cuts} power cuts, {_counted(states)}, {seconds:.0f} s"
    return Outcome("migration without power", ADAPTER, figures, tuple(found))
