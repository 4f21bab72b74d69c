"""A durable save, opening with all checks, and the table of answers, beside bare SQLite and pandas.

Rivals take turns in one run, on a file in the folder for temporary files (`TMPDIR` names another
disk); medians, and in brackets the quarter of the turns that was quickest and slowest. A bare save
writes the very rows that rmkit wrote, with the same settings, and computes nothing.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from rmkit.instruments.model import Instrument
from rmkit.records.model import Person, Response
from rmkit.records.store import ProgrammeFile

RESPONSES, QUESTIONS = 10_000, 30
SAVES, TURNS = 60, 3
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SETTINGS = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "foreign_keys=ON")

Seconds = tuple[float, float]  # CPU and wall


def timed(work: Callable[[], object]) -> Seconds:
    """Measure the CPU and wall seconds of one call."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def in_turns(works: Mapping[str, Callable[[], object]], turns: int) -> dict[str, list[Seconds]]:
    """Run all works so often, one after the other; a first turn fills the caches."""
    measured: dict[str, list[Seconds]] = {name: [] for name in works}
    for turn in range(turns + 1):
        for name, work in works.items():
            seconds = timed(work)
            if turn:
                measured[name].append(seconds)
    return measured


def show(title: str, measured: Mapping[str, list[Seconds]], against: str) -> None:
    """Print CPU and wall milliseconds of each, and what they are beside one of them."""
    print(f"\n{title:<44} {'CPU ms':>24} {'wall ms':>24} {'CPU':>6} {'wall':>6}")
    base = [statistics.median(column) for column in zip(*measured[against], strict=True)]
    for name, turns in measured.items():
        cells, ratios = "", ""
        for column, beside in zip(zip(*turns, strict=True), base, strict=True):
            low, middle, high = statistics.quantiles(column, n=4)
            cells += f"{middle * 1e3:>10.2f} ({low * 1e3:.1f} to {high * 1e3:.1f})".rjust(25)
            ratios += f"{middle / beside:>6.2f}x"
        print(f"  {name:<42}{cells}{ratios}")


def instrument() -> Instrument:
    items = [
        {"id": f"q{i}", "kind": "number", "text": f"Question {i}", "privacy": "none"}
        for i in range(QUESTIONS)
    ]
    whole: dict[str, Any] = {"id": "bench", "version": 1, "title": "Bench"}
    whole |= {"purpose": "Measure", "source": "made for a benchmark"}
    return Instrument.model_validate(
        {**whole, "sections": [{"id": "all", "title": "All", "items": items}]}
    )


def filled(path: Path) -> Path:
    """Make a file with the responses of so many people."""
    draw = random.Random(1)
    with (
        ProgrammeFile.create(path, name="Bench", organisation="", now=NOW) as file,
        file.change(actor="b", action="Filled.", now=NOW) as change,
    ):
        change.save_instrument(instrument())
        change.save_people([Person(f"p{i:05d}", f"Person {i}") for i in range(RESPONSES)])
        change.save_responses(
            Response(f"p{i:05d}", "bench", 1, answers(draw), external_id=f"r{i}")
            for i in range(RESPONSES)
        )
    return path


def answers(draw: random.Random) -> dict[str, Any]:
    return {f"q{i}": draw.choice([1, 2, 3, 4, 5, None]) for i in range(QUESTIONS)}


def bare(path: Path, *, keep_open: bool) -> Callable[[dict[str, list[Any]]], None]:
    """Give what writes rows of tables in one transaction, over sqlite3 alone."""

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(path, isolation_level=None)
        for setting in SETTINGS:
            made.execute(f"PRAGMA {setting}")
        return made

    def write(connection: sqlite3.Connection, rows: dict[str, list[Any]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
        connection.execute("COMMIT")

    kept = connect() if keep_open else None

    def save(rows: dict[str, list[Any]]) -> None:
        if kept is not None:
            write(kept, rows)
            return
        with closing(connect()) as connection:
            write(connection, rows)

    return save


def saves(folder: Path, full: Path) -> None:
    """Compare saving one response with writing its two rows by hand."""
    ours, plain, again = (
        Path(shutil.copy(full, folder / f"{name}.rmkit")) for name in ("ours", "plain", "again")
    )
    draw = random.Random(2)
    numbers = iter(range(10**6))
    with ProgrammeFile.open(ours) as file, closing(sqlite3.connect(ours)) as reader:
        written: dict[str, list[Any]] = {}

        def save() -> None:
            response = Response(
                "p00001", "bench", 1, answers(draw), external_id=f"s{next(numbers)}"
            )
            with file.change(actor="b", action="Saved one response.", now=NOW) as change:
                change.save_response(response)

        def by_hand(write: Callable[[dict[str, list[Any]]], None]) -> Callable[[], None]:
            return lambda: write(written)

        works = {
            "sqlite3, connection kept open": by_hand(bare(plain, keep_open=True)),
            "sqlite3, a connection each": by_hand(bare(again, keep_open=False)),
        }
        measured: dict[str, list[Seconds]] = {"rmkit": [], **{name: [] for name in works}}
        for turn in range(SAVES + 5):
            seconds = {"rmkit": timed(save)}
            for table, key in (("responses", "number"), ("history", "seq")):
                last = reader.execute(f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1")
                written[table] = list(last.fetchone())
            seconds |= {name: timed(work) for name, work in works.items()}
            for name, one in seconds.items() if turn >= 5 else ():
                measured[name].append(one)
    title = f"one durable save into {RESPONSES:,} responses"
    show(title, measured, "sqlite3, connection kept open")


def opening(full: Path) -> None:
    """Compare opening, which looks at every row, with SQLite's own look at its pages."""

    def quick_check() -> None:
        with closing(sqlite3.connect(full)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    def read_all() -> None:
        with closing(sqlite3.connect(full)) as connection:
            for table in ("people", "responses"):
                connection.execute(f"SELECT * FROM {table}").fetchall()

    def check() -> None:
        with ProgrammeFile.open(full) as file:
            assert file.check() == []

    works = {
        "rmkit: opened, every row checked": lambda: ProgrammeFile.open(full).close(),
        "rmkit: the same, then check()": check,
        "sqlite3: quick_check": quick_check,
        "sqlite3: every row read": read_all,
    }
    title = f"opening {RESPONSES:,} responses ({full.stat().st_size / 1e6:.0f} MB)"
    show(title, in_turns(works, TURNS), "sqlite3: quick_check")


def table(full: Path) -> None:
    """Compare the table of answers with what pandas makes of the same JSON."""
    with closing(sqlite3.connect(full)) as connection:
        texts = [text for (text,) in connection.execute("SELECT answers FROM responses")]
    lines = "\n".join(texts)
    with ProgrammeFile.open(full) as file:
        works = {
            "rmkit: answers_table": lambda: file.answers_table("bench"),
            "json.loads, then a DataFrame": lambda: pd.DataFrame([json.loads(t) for t in texts]),
            "pandas.read_json": lambda: pd.read_json(io.StringIO(lines), lines=True),
        }
        shape = file.answers_table("bench").shape
        title = f"a table of {shape[0]:,} x {shape[1] - 1} answers"
        show(title, in_turns(works, TURNS), "json.loads, then a DataFrame")


def main() -> None:
    """Print three tables; the ratios stand at the end of each line."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        full = filled(folder / "full.rmkit")
        saves(folder, full)
        opening(full)
        table(full)


if __name__ == "__main__":
    main()
