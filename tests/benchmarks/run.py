"""How fast is it? Runs the benchmarks and prints a table of each: `python start.py bench [noun]`.

A benchmark is a file `bench_<noun>.py` with a docstring that says what is compared and a function
`measure()` that yields rows: what was measured, a number, its unit. Rivals are measured side by
side in the same run, and a row with their ratio says how they compare; nothing is asserted. Each
benchmark has a process of its own, so that none pays for what another has imported.
"""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def table(rows: Iterable[tuple[str, float, str]]) -> str:
    """Lay rows out, the numbers under each other with three figures.

    >>> print(table([("import rmkit", 0.01234, "s"), ("ratio", 12.5, "times")]))
      import rmkit  0.0123 s
      ratio           12.5 times
    """
    shown = [(what, figures(number), unit) for what, number, unit in rows]
    first = max((len(what) for what, _, _ in shown), default=0)
    second = max((len(number) for _, number, _ in shown), default=0)
    return "\n".join(
        f"  {what:<{first}}  {number:>{second}} {unit}" for what, number, unit in shown
    )


def figures(number: float) -> str:
    """Show a number with three significant figures, or whole when it is large.

    >>> figures(1234.5), figures(0.000123)
    ('1,234', '0.000123')
    """
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def main(nouns: Sequence[str]) -> int:
    """Run all benchmarks, or those that are named; return 1 if one failed or is not there."""
    files = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    missing = [noun for noun in nouns if noun not in files]
    if missing:
        print(f"There is no benchmark {', '.join(missing)}. There is: {', '.join(files)}.")
        return 1
    command = [sys.executable, __file__, "--in-this-process"]
    return max([subprocess.run([*command, noun]).returncode for noun in nouns or files], default=0)


def run_here(noun: str) -> None:
    """Run one benchmark in this process and print its table."""
    benchmark = runpy.run_path(str(FOLDER / f"bench_{noun}.py"))
    print(f"\n{noun}: {(benchmark['__doc__'] or '').strip().splitlines()[0]}", flush=True)
    print(table(benchmark["measure"]()), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in-this-process"]:
        run_here(sys.argv[2])
    else:
        sys.exit(min(1, main(sys.argv[1:])))
