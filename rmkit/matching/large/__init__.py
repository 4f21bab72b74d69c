"""Matching for more people than a table of all pairs can hold; needs the extra `large`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from rmkit.errors import NotReady
from rmkit.matching.large.task import Bar, LargeChosen, LargeTask

__all__ = ["Bar", "LargeChosen", "LargeTask", "solve_large"]


def solve_large(
    task: LargeTask,
    on_progress: Callable[[float, str], None] | None = None,
    *,
    threads: int | None = None,
) -> LargeChosen:
    """Find the best pairs among very many, and prove it, without a table of all pairs.

    Parameters
    ----------
    task
        Everything that is known before pairs are chosen.
    on_progress
        Told the share of the work, and the gap that is left with the pairs so far. It may raise
        `Stopped`: then the best pairs so far come back, with their gap, as soon as there are some.
    threads
        How many processors to use; None for all, or as many as OMP_NUM_THREADS says. It changes
        the time alone.

    Returns
    -------
    LargeChosen
        The same for the same task, always.

    Raises
    ------
    NotReady
        numba or OR-tools is not installed.
    Stopped
        Stopped before there were pairs.
    """
    missing = [
        name for name, module in (("numba", "numba"), ("OR-tools", "ortools")) if not _has(module)
    ]
    if missing:
        message = (
            f"So many people need {' and '.join(missing)}, which are not installed here. Install "
            'them with: pip install "rmkit[large]"'
        )
        raise NotReady(message)
    from rmkit.matching.large.solving import solve

    return solve(task, on_progress, threads)


def _has(module: str) -> bool:
    return find_spec(module) is not None
