"""Does this checkout hold together? The stages behind `python start.py test` and `proof`.

Every stage runs even if one before it failed. At the end stand the minutes of each and, as pytest
counted them, the tests. It runs the tools of the Python that runs it and installs nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAGES = {
    "format": ["-m", "ruff", "format", "--check"],
    "lint": ["-m", "ruff", "check"],
    "types": ["-m", "mypy"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "tests": ["-m", "pytest"],
}
# A file stays whole: what its tests share is made once.
AT_ONCE = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]


@dataclass(frozen=True)
class Outcome:
    """How a stage ended."""

    stage: str
    code: int
    seconds: float
    counts: str = ""

    def __str__(self) -> str:
        word = "passed" if self.code == 0 else "FAILED"
        return f"{self.stage:<8} {word}  {self.seconds / 60:5.1f} min"


def run_stage(stage: str, arguments: Sequence[str] = ()) -> Outcome:
    """Run one stage, its output on the screen."""
    print(f"\n== {stage}", flush=True)
    begin = time.monotonic()
    command = [sys.executable, *STAGES[stage], *arguments]
    if stage != "tests":
        code = subprocess.run(command, cwd=ROOT).returncode
        return Outcome(stage, code, time.monotonic() - begin)
    code, last = run_and_keep_end(command)
    return Outcome(stage, code, time.monotonic() - begin, counts_of(last))


def run_and_keep_end(command: Sequence[str]) -> tuple[int, str]:
    """Run a program, pass its output on as it comes, and return its exit code and last words."""
    colour = ["--color=yes"] if sys.stdout.isatty() and "NO_COLOR" not in os.environ else []
    variables = {**os.environ, "PYTHONUNBUFFERED": "1"}
    end = b""
    with subprocess.Popen(
        [*command, *colour], cwd=ROOT, env=variables, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        while process.stdout and (chunk := process.stdout.read(4096)):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            end = (end + chunk)[-2000:]
    return process.returncode, end.decode("utf-8", "replace")


def counts_of(text: str) -> str:
    """Read the numbers off pytest's closing line; empty when it wrote none.

    >>> counts_of("1 failed, 20 passed, 2 skipped, 3 deselected, 1 error in 2.50s")
    '20 passed, 2 failed, 2 skipped'
    >>> counts_of("no tests ran in 0.01s")
    ''
    """
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    closing = re.findall(r"^=*\s*((?:\d+ [a-z]+,? )+)in [\d.]+s", plain, re.MULTILINE)
    if not closing:
        return ""
    found = {word.rstrip("s"): int(n) for n, word in re.findall(r"(\d+) ([a-z]+)", closing[-1])}
    failed = found.get("failed", 0) + found.get("error", 0)
    skipped = f", {found['skipped']} skipped" if "skipped" in found else ""
    return f"{found.get('passed', 0)} passed, {failed} failed{skipped}"


def main(arguments: Sequence[str]) -> int:
    """Run the gate (`test`) or the long tests (`proof`); further arguments go to pytest."""
    kind, *rest = arguments
    before = [stage for stage in STAGES if stage != "tests"] if kind == "test" else []
    outcomes = [run_stage(stage) for stage in before]
    how = ["-m", "proof"] if kind == "proof" else AT_ONCE
    outcomes.append(run_stage("tests", [*how, *rest]))
    print("\n== minutes", *outcomes, sep="\n")
    failed = [outcome.stage for outcome in outcomes if outcome.code]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll passed.")
    print(outcomes[-1].counts or "pytest ended before it could count the tests.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
