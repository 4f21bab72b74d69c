"""The harness by hand, on any adapter: `python -m tests.force MODE ADAPTER.py`.

    kill      --n 150    SIGKILL at random moments, then every acknowledged save is looked for
    power     --n 60     simulated power cuts: what was not synced is dropped or torn
    faults               full disk, missing rights, two writers, damaged, foreign and newer files
    writers   --n 40     eight processes save so often each
    copy                 a copy of the open, idle file is complete

It ends with 1 where a promise was broken. The adapter's contract stands in `target.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.force import power
from tests.force.copying import copy_while_open
from tests.force.faults import all_faults
from tests.force.kills import kill_loop
from tests.force.outcome import Outcome
from tests.force.target import Target
from tests.force.writers import many_writers

MODES = {"kill": 150, "power": 60, "faults": 0, "writers": 40, "copy": 40}


def run_mode(mode: str, target: Target, folder: Path, *, n: int, seed: int) -> Outcome:
    """Run a mode of the harness in an empty folder."""
    if mode == "kill":
        return kill_loop(target, folder, kills=n, seed=seed)
    if mode == "power":
        return power.power_cuts(target, folder, cuts=n, seed=seed)
    if mode == "faults":
        return all_faults(target, folder, seed=seed)
    if mode == "writers":
        return many_writers(target, folder, writers=8, saves=n)
    return copy_while_open(target, folder, saves=n)


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; return 1 where a promise was broken or it cannot be tried."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.force",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("mode", choices=MODES)
    asked.add_argument("adapter", type=Path)
    asked.add_argument("--n", type=int, help="how often")
    asked.add_argument("--seed", type=int, default=1, help="of the random moments")
    given = asked.parse_args(arguments)
    if given.mode == "power" and (reason := power.missing()):
        print(reason)
        return 1
    n = given.n or MODES[given.mode]
    with (
        tempfile.TemporaryDirectory(prefix="force-") as folder,
        Target(given.adapter.resolve()) as target,
    ):
        outcome = run_mode(given.mode, target, Path(folder), n=n, seed=given.seed)
    print(*outcome.problems, outcome, sep="\n")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
