"""CPU time of `import rmkit` beside `import pandas` and a Python that imports nothing.

User and system seconds of fresh processes, taking turns so that a busy machine is unfair to none;
the median of nine. The first turn only fills the caches.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator

TURNS = 9
PROGRAMS = {
    "python alone": "",
    "import pandas": "import pandas;",
    "import rmkit": "import rmkit;",
}


def cpu_seconds(program: str) -> float:
    """Run a program in a fresh Python; return the CPU seconds it took, start included."""
    ending = "import time; print(time.process_time())"
    command = [sys.executable, "-c", program + ending]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure() -> Iterator[tuple[str, float, str]]:
    """Yield the median of each and what `import rmkit` costs beside `import pandas`."""
    turns = [{name: cpu_seconds(code) for name, code in PROGRAMS.items()} for _ in range(TURNS + 1)]
    median = {name: statistics.median(turn[name] for turn in turns[1:]) for name in PROGRAMS}
    for name, seconds in median.items():
        yield name, seconds, "s"
    alone = median["python alone"]
    ours, theirs = median["import rmkit"] - alone, median["import pandas"] - alone
    yield "import rmkit / import pandas, Python itself taken off both", ours / theirs, "times"
