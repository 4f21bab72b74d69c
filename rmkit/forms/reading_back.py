"""Filled forms and exports that come back: read for one form, looked at, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.errors import NotReady
from rmkit.exchange.preview import Preview
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Reply, long_act
from rmkit.forms.preview_view import sentence
from rmkit.forms.receiving import Receiving
from rmkit.programme.incoming import keep_file, not_kept, preview_file

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ReadingBack"]


class ReadingBack(Receiving):
    """The part of a panel that reads files of answers for the form that was chosen."""

    _programme: Programme
    _back: Preview | None = None

    @long_act
    def read_back(self, given: Given) -> Reply:
        """Read what was sent, and say what it would bring; nothing is kept."""
        self._back = None
        self.on_progress(0.0, "reading")
        with self.received().opened() as (path, mapping):
            seen = preview_file(
                self._programme,
                path,
                given.text("form"),
                wave=given.text("wave"),
                person=given.text("person"),
                mapping=mapping,
                on_progress=self.on_progress,
            )
        told = [*seen.notes, *map(str, seen.warnings)]
        if not seen.ok:
            return Reply(Notice("wrong", sentence(seen), seen.faults), {"told": told})
        if why := not_kept(seen.instrument):
            return Reply(Notice("note", why), {"told": told})
        self._back = seen
        return Reply(Notice("note", sentence(seen)), {"told": told, "ready": True})

    def keep_read(self) -> str:
        """Keep what was shown, all of it or nothing; say in a sentence what that was."""
        seen, self._back = self._back, None
        if seen is None:
            message = "There is nothing to keep. Choose the file again."
            raise NotReady(message)
        return str(keep_file(self._programme, seen))
