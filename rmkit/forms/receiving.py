"""Files that the person drops into a panel: announced, sent in parts, put together again."""

from __future__ import annotations

from rmkit.errors import FileRefused
from rmkit.forms.arriving import Arriving, Source
from rmkit.forms.given import Given
from rmkit.forms.panel import Panel, act

__all__ = ["Receiving"]


class Receiving(Panel):
    """A panel that takes files. A subclass calls `received` once all parts were sent."""

    _arriving: Arriving | None = None

    @act
    def begin(self, given: Given) -> None:
        """Announce files, each with its name and size."""
        self._arriving = Arriving(given.pairs("files"))

    @act
    def part(self, given: Given) -> None:
        """Send the next part of a file."""
        if self._arriving is None:
            message = "This file was not announced. Choose it again."
            raise FileRefused(message)
        self._arriving.add(given.number("file"), [bytes(part) for part in given.buffers])

    def received(self) -> Source:
        """Give what arrived since it was announced; it can be taken once.

        Raises
        ------
        FileRefused
            Nothing was announced, or not all of it arrived.
        """
        arriving, self._arriving = self._arriving, None
        if arriving is None:
            message = "No file came with it. Choose a file, or drop one."
            raise FileRefused(message)
        return arriving.complete()
