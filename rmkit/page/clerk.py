"""One thread that works at the inbox, so that the server never waits for the disk.

Whatever has come in when it looks up is made durable together, with one commit: two hundred people
who save at once cost a handful of syncs. Nobody is told "saved" before that commit.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from rmkit.exchange.inbox import Inbox
from rmkit.exchange.inbox_desk import Desk

__all__ = ["Clerk"]

_Result = TypeVar("_Result")
_Job = tuple[Callable[[Desk], Any], "asyncio.Future[Any]"]
_MOST_TOGETHER = 64


class Clerk:
    """Works through what it is given, in order, at one inbox.

    Parameters
    ----------
    path
        Of the inbox.

    Raises
    ------
    FileRefused
        The inbox cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._inbox = Inbox.open(path)
        self._path, self._file = path, _which(path)
        self.about = dict(self._inbox.about)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="inbox", daemon=True)
        self._thread.start()

    def do(self, job: Callable[[Desk], _Result]) -> asyncio.Future[_Result]:
        """Have something done; the future holds its result once that is durable."""
        future: asyncio.Future[_Result] = asyncio.get_running_loop().create_future()
        self._jobs.put((job, future))
        return future

    def end_expired(self) -> asyncio.Future[int]:
        """Delete what has come to its last day."""
        return self.do(lambda desk: self._inbox.end_expired())

    def is_replaced(self) -> bool:
        """Tell whether another file, or none, is where the inbox was opened."""
        return _which(self._path) != self._file

    def close(self) -> None:
        """Finish what was given, and let go of the file."""
        self._jobs.put(None)
        self._thread.join()
        self._inbox.close()

    def _work(self) -> None:
        desk = Desk(self._inbox)
        goes_on = True
        while goes_on:
            batch = [self._jobs.get()]
            while len(batch) < _MOST_TOGETHER and not self._jobs.empty():
                batch.append(self._jobs.get())
            goes_on = None not in batch
            for future, result, error in _done(desk, [job for job in batch if job is not None]):
                with contextlib.suppress(RuntimeError):  # the server has ended: nobody listens
                    future.get_loop().call_soon_threadsafe(_tell, future, result, error)


def _which(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _done(
    desk: Desk, jobs: list[_Job]
) -> list[tuple[asyncio.Future[Any], object, Exception | None]]:
    """Do the jobs in one transaction; if it cannot be kept, none of them was done."""
    ended: list[tuple[asyncio.Future[Any], object, Exception | None]] = []
    try:
        with desk.together():
            for job, future in jobs:
                try:
                    ended.append((future, job(desk), None))
                except Exception as error:  # noqa: BLE001 - told to whoever asked for this job
                    ended.append((future, None, error))
    except Exception as error:  # noqa: BLE001 - the commit failed: told to everybody
        return [(future, None, error) for _, future in jobs]
    return ended


def _tell(future: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
