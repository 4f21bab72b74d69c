"""How far a cell is, in one line that goes away when the work is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import IPython
from IPython.display import display

__all__ = ["progress_line"]

_EVERY = 0.1  # seconds


@contextmanager
def progress_line() -> Iterator[Callable[[float, str], None]]:
    """Give a callback that shows the share done and what is being done.

    Nothing appears before the first news. To stop, a person interrupts the kernel.
    """
    line = _Line()
    try:
        yield line.tell
    finally:
        line.clear()


class _Line:
    def __init__(self) -> None:
        self._handle: Any = None
        self._last = 0.0

    def tell(self, done: float, what: str) -> None:
        """Show the news, unless the last came just before, or there is no notebook."""
        now = time.monotonic()
        if now - self._last < _EVERY or IPython.get_ipython() is None:
            return
        self._last = now
        bar = f'<progress max="1" value="{done:.2f}" aria-label="Progress"></progress>'
        self._show(f"<p>{bar} {escape(what)}</p>")

    def clear(self) -> None:
        """Take the line away."""
        if self._handle is not None:
            self._show("")

    def _show(self, html: str) -> None:
        content = {"text/html": html, "text/plain": ""}
        if self._handle is None:
            publish: Callable[..., Any] = display
            self._handle = publish(content, raw=True, display_id=True)
        else:
            self._handle.update(content, raw=True)
