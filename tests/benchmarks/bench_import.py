"""CPU time of `import rmkit` beside `import pandas` and a Python that imports nothing.

User and system seconds of fresh processes, taking turns so that a busy machine is unfair to none;
the median of nine. A first turn, which only fills the caches, is left out.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

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


def main() -> None:
    """Print the median of each, and what `import rmkit` costs beside `import pandas`."""
    turns = [{name: cpu_seconds(code) for name, code in PROGRAMS.items()} for _ in range(TURNS + 1)]
    median = {name: statistics.median(turn[name] for turn in turns[1:]) for name in PROGRAMS}
    print(f"{'':<14} {'CPU s':>7} {'without Python':>15}")
    for name, seconds in median.items():
        print(f"{name:<14} {seconds:>7.3f} {seconds - median['python alone']:>15.3f}")
    print(f"import rmkit / import pandas: {median['import rmkit'] / median['import pandas']:.2f}")


if __name__ == "__main__":
    main()
