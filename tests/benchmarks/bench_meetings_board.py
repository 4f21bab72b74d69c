"""The coordinator's board over 1,000 pairs of ten sessions each: its data, what is due, the week.

Each is asked of a programme that was just changed, so that nothing is remembered; medians of five
turns, CPU and wall. Nothing is asserted; the aim is under 1 s of CPU for the board's data.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.many_pairs import TODAY, many_pairs

TURNS = 5


def main() -> None:
    """Print a line for each thing that the board is made of."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        programme = many_pairs(Path(name) / "many.rmkit")
        step = programme.meetings
        works: dict[str, Callable[[], object]] = {
            "how far each pair is (board)": lambda: step.board(TODAY),
            "what is due, and why": lambda: step.due(TODAY),
            "board, due, week and reminders": lambda: (
                step.board(TODAY), step.due(TODAY), step.week(TODAY), step.reminders(TODAY)
            ),
        }  # fmt: skip
        receipts = len(programme.file.responses("session_receipt"))
        print(
            f"{len(step.board(TODAY)):,} pairs, {receipts:,} receipts, {len(step.due(TODAY)):,} due"
        )
        print(f"{'':<36}{'CPU s':>8}{'wall s':>8}")
        for what, work in works.items():
            measured = []
            for _ in range(TURNS):
                programme.memory._things.clear()
                cpu, wall = time.process_time(), time.perf_counter()
                work()
                measured.append((time.process_time() - cpu, time.perf_counter() - wall))
            cpu, wall = (statistics.median(column) for column in zip(*measured, strict=True))
            print(f"{what:<36}{cpu:>8.2f}{wall:>8.2f}")
        programme.close()


if __name__ == "__main__":
    main()
