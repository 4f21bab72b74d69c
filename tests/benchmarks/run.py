"""How fast is it? Runs the benchmarks one after the other: `python start.py bench [noun ...]`.

A benchmark is a script `bench_<noun>.py`: a docstring whose first line says what is compared, and a
`main()` that prints a table. Rivals are measured side by side in the same run and shown as a ratio;
nothing is asserted. Each has a process of its own, so that none pays for what another imported, and
one thread, so that CPU seconds can be compared.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def run_one(noun: str) -> int:
    """Run a benchmark under its title; return its exit code."""
    script = FOLDER / f"bench_{noun}.py"
    told = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or noun
    print(f"\n== {noun}: {told.splitlines()[0]}", flush=True)
    begin = time.monotonic()
    code = subprocess.run(
        [sys.executable, str(script)], env={**os.environ, **ONE_THREAD}
    ).returncode
    print(f"({time.monotonic() - begin:.0f} s)", flush=True)
    return code


def main(nouns: Sequence[str]) -> int:
    """Run all benchmarks, or those that are named; return 1 if one failed or is not there."""
    known = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    missing = [noun for noun in nouns if noun not in known]
    if missing:
        print(f"There is no benchmark {', '.join(missing)}. There is: {', '.join(known)}.")
        return 1
    codes = [run_one(noun) for noun in nouns or known]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
