"""Writing a file that somebody asked for: it is there, or a sentence says why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rmkit.errors import NotSaved

__all__ = ["written"]


@contextmanager
def written(path: str | Path, *more: type[Exception]) -> Iterator[Path]:
    """Give the path to write to; what the disk refuses becomes a sentence.

    Parameters
    ----------
    path
        Where to write.
    more
        What a library raises besides `OSError`.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    place = Path(path)
    refusals: tuple[type[Exception], ...] = (OSError, *more)
    try:
        yield place
    except refusals as error:
        message = f"{place.name} cannot be written. Is it open in another program?"
        raise NotSaved(message) from error
