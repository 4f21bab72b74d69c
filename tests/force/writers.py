"""Writers: several processes save into one file at once, and every save must be there."""

from __future__ import annotations

import time
from pathlib import Path

from tests.force.outcome import Outcome
from tests.force.target import FORKS, Ended, Target, problems


def many_writers(
    target: Target, folder: Path, *, writers: int, saves: int, fresh: bool = not FORKS
) -> Outcome:
    """Let so many processes save so often each; none may fail.

    `fresh` ones begin to import at the same moment; forks are there at once.
    """
    path = folder / "programme.rmkit"
    begin = time.monotonic()
    ended = written_together(target, path, writers=writers, saves=saves, fresh=fresh)
    seconds = time.monotonic() - begin
    found = [f"a writer: {one.error}" for one in ended if one.code]
    keys = [key for one in ended for key in one.acknowledged]
    (seen,) = target.look(path)
    found += problems(seen, keys)
    if len(keys) != writers * saves:
        found.append(f"{writers * saves - len(keys)} saves were not acknowledged")
    figures = f"{writers} writers, {len(keys)} acknowledged saves, {seconds:.0f} s"
    return Outcome("writers", target.adapter, figures, tuple(found))


def written_together(
    target: Target, path: Path, *, writers: int, saves: int, fresh: bool = not FORKS
) -> list[Ended]:
    """Have several processes save at once; the keys of the first begin with `w0-`."""
    if not fresh:
        return [target.save(path, 0, saves, writers=writers)]
    order = {"path": str(path), "start": 0, "count": saves, "fresh": True}
    running = [target.start("save", tag=f"w{i}-", **order) for i in range(writers)]
    return [one.ended() for one in running]
