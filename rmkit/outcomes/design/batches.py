"""Many made-up cohorts, spread over processors or machines: with progress, a stop, and one seed.

Each cohort has a random stream of its own, made from the seed and its number alone. What comes out
is therefore the same however the work is spread. joblib spreads it, so that a backend of Dask or
Ray can take it: `with joblib.parallel_config(backend="dask"): ...`, `n_jobs` being left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

__all__ = ["Progress", "in_batches", "stream"]

Progress = Callable[[float, str], None]
_Done = TypeVar("_Done")
_SIZE = 50


def in_batches(
    work: Callable[[int, range], _Done],
    n: int,
    *,
    seed: int,
    doing: str,
    n_jobs: int | None = None,
    on_progress: Progress | None = None,
    size: int = _SIZE,
) -> list[_Done]:
    """Do something for cohorts 0 to `n` - 1, some at a time.

    Parameters
    ----------
    work
        What is done for some of them, given the seed and their numbers; it can be pickled.
    n
        How many cohorts.
    seed
        Passed on to `work`.
    doing
        What is said to be done.
    n_jobs
        How many at once: 1, 2, ..., -1 for all processors; None for what the surrounding
        `joblib.parallel_config` says, and one otherwise.
    on_progress
        Told the share of work done (0 to 1) and what is being done, between batches. Raise
        `rmkit.errors.Stopped` in it to stop.
    size
        How many cohorts a batch has.

    Returns
    -------
    list
        What `work` gave for each batch, in the order of the cohorts.
    """
    from joblib import Parallel, delayed, effective_n_jobs

    tell = on_progress or (lambda share, doing: None)
    batches = [range(start, min(start + size, n)) for start in range(0, n, size)]
    at_once = max(1, int(effective_n_jobs(n_jobs)))
    at_once = at_once if at_once == 1 else 2 * at_once
    done: list[_Done] = []
    tell(0.0, doing)
    with Parallel(n_jobs=n_jobs) as spread:
        for start in range(0, len(batches), at_once):
            done += spread(delayed(work)(seed, some) for some in batches[start : start + at_once])
            tell(len(done) / len(batches), doing)
    return done


def stream(seed: int, cohort: int) -> np.random.Generator:
    """Give the random stream of one cohort; it depends on nothing else."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(cohort,)))
