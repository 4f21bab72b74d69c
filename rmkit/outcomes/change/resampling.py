"""Many resamples at once, drawn in blocks that stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Progress", "left_out_one", "resampled"]

Floats = NDArray[np.float64]
Progress = Callable[[float, str], None]
Function = Callable[..., Floats]
_BLOCK = 60_000


def resampled(
    columns: tuple[Floats, ...],
    of: Function,
    *,
    resamples: int,
    seed: int,
    on_progress: Progress | None = None,
) -> Floats:
    """Give a statistic, or several, of resamples of the rows of some columns.

    Parameters
    ----------
    columns
        Each of shape (n,); row i of all belongs together and is drawn together.
    of
        Takes the columns, each of shape (many, n), and gives shape (many,) or (k, many).
    resamples, seed
        How many, and the random stream; the same however they are cut into blocks.
    on_progress
        Told the share done between blocks. Raise `rmkit.errors.Stopped` in it to stop.

    Returns
    -------
    ndarray
        Shape (resamples,) or (k, resamples).
    """
    rng = np.random.default_rng(seed)
    n = len(columns[0])
    size = max(1, _BLOCK // n)
    tell = on_progress or (lambda share, doing: None)
    tell(0.0, "drawing resamples")
    # Sixteen bits are enough for most, and quicker to draw.
    kind: type[np.unsignedinteger] = np.uint16 if n <= 2**16 else np.uint32
    done = []
    for start in range(0, resamples, size):
        many = min(size, resamples - start)
        rows = rng.integers(0, n, size=(many, n), dtype=kind)
        done.append(np.asarray(of(*(column[rows] for column in columns))))
        tell((start + many) / resamples, "drawing resamples")
    return np.concatenate(done, axis=-1)


def left_out_one(columns: tuple[Floats, ...], of: Function) -> Floats:
    """Give the statistic with each row left out in turn, shape (n,)."""
    n = len(columns[0])
    size = max(1, _BLOCK // n)
    done = []
    for start in range(0, n, size):
        out = np.arange(start, min(start + size, n))
        rows = np.arange(n - 1)[None, :] + (np.arange(n - 1)[None, :] >= out[:, None])
        done.append(np.asarray(of(*(column[rows] for column in columns))))
    return np.concatenate(done, axis=-1)
