"""Kills: saves until SIGKILL comes at a random moment, opens again, and counts what is there."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.force.outcome import Outcome
from tests.force.target import Ended, Target, problems

ENDLESS = 1_000_000
DURING_OPEN = 0.15  # of the kills
FRESH_EVERY = 10  # one kill in so many meets a process that still imports, where forks are used
LOOK_EVERY = 10


def kill_loop(target: Target, folder: Path, *, kills: int, seed: int = 1) -> Outcome:
    """Kill so often, over one file that goes on growing."""
    draw = random.Random(seed)
    path = folder / "programme.rmkit"
    first = target.save(path, 0, 3)
    if first.code:
        return Outcome("kill", target.adapter, "it does not start", (first.error,))
    acknowledged = first.acknowledged
    allowed = set(acknowledged)
    found: list[str] = []
    begin = time.monotonic()
    for kill in range(1, kills + 1):
        start = 10 + len(allowed)
        ended = _killed(target, path, start, draw, fresh=kill % FRESH_EVERY == 0)
        if ended.error and ended.code > 0:
            found.append(f"kill {kill}: {ended.error}")
        acknowledged += ended.acknowledged
        # the save under way when the kill came may be there, or not
        allowed |= {f"k{start + i:07d}" for i in range(len(ended.acknowledged) + 1)}
        if kill % LOOK_EVERY == 0 or kill == kills:
            (seen,) = target.look(path)
            wrong = problems(seen, acknowledged)
            if invented := set(seen["keys"]) - allowed:
                wrong.append(f"{len(invented)} records were never saved")
            found += [f"kill {kill}: {problem}" for problem in wrong]
    seconds = time.monotonic() - begin
    figures = f"{kills} kills, {len(acknowledged)} acknowledged saves, {seconds:.0f} s"
    return Outcome("kill", target.adapter, figures, tuple(found))


def _killed(target: Target, path: Path, start: int, draw: random.Random, *, fresh: bool) -> Ended:
    running = target.start("save", path=str(path), start=start, count=ENDLESS, fresh=fresh)
    if fresh or draw.random() < DURING_OPEN:
        time.sleep(draw.uniform(0, 1.5 if fresh else 0.1))
    else:
        saves = draw.choice([0, 1, 1, 2, 4, 8])
        running.wait_for(f"ACK k{start + saves - 1:07d}" if saves else "OPEN")
        time.sleep(draw.uniform(0, draw.choice([0, 0.002, 0.01, 0.05])))
    return running.kill()
