"""Links for people as a table, to be mailed out: the one place in which they are kept.

Whoever has a link can answer in the person's place: the file is for the coordinator's eyes, and is
to be deleted once the links are out.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import RawIOBase, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_cell
from rmkit.errors import NotSaved, RmkitError
from rmkit.programme.clock import now
from rmkit.programme.days import in_words
from rmkit.programme.invitations import Link, opened_inbox
from rmkit.programme.places import note_links

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["HERE", "LinksFile", "address_of", "new_links_file", "write_links"]

HERE = "http://127.0.0.1:8765"
"""Where `rmkit serve` shows the page, unless it is told otherwise."""

_HEAD = ("name", "email", "about", "link", "works until")
_MOST_FILES = 1_000
_BINARY = getattr(os, "O_BINARY", 0)  # Windows: no line end is made two of


def address_of(link: Link, base_url: str = HERE) -> str:
    """Give the whole address of a link, to be sent to the person."""
    return f"{base_url.rstrip('/')}/f/{link.token}"


@contextmanager
def new_links_file(programme: Programme, to: str | Path | None = None) -> Iterator[LinksFile]:
    """Make the file for links before anybody is asked; where nobody was, it goes again.

    Parameters
    ----------
    programme
        Whose people they are.
    to
        Where; None is beside the programme's file. A file that is there is never replaced: the
        new one gets a number.

    Raises
    ------
    NotSaved
        The file cannot be made there.
    """
    file = programme.file
    wanted = file.path.with_name(f"{file.path.stem}-links.csv") if to is None else Path(to)
    path, opened = _made(wanted)
    try:
        with os.fdopen(opened, "wb", buffering=0) as empty:
            yield LinksFile(programme, path, empty)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class LinksFile:
    """A file that is there, that only its owner can read, and in which no link is yet."""

    def __init__(self, programme: Programme, path: Path, file: RawIOBase) -> None:
        self.path = path
        self._programme = programme
        self._file = file

    def write(self, links: Sequence[Link], *, base_url: str = HERE) -> Path:
        """Write links; if that fails, nobody has them, and they are ended.

        Raises
        ------
        NotSaved
            The file cannot be written.
        """
        file = self._programme.file
        action = "Noted where links for people were written"
        try:
            rest = memoryview(_table(self._programme, links, base_url))
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
            os.fsync(self._file.fileno())
            with file.change(actor="coordinator", action=action, now=now(), kind="note") as change:
                note_links(change, file, self.path, (link.person_id for link in links))
        except (OSError, RmkitError) as error:
            message = f"{_why(self.path, error)} {_ended(file, links)}"
            raise NotSaved(message) from None
        return self.path


def write_links(
    programme: Programme,
    links: Sequence[Link],
    to: str | Path | None = None,
    *,
    base_url: str = HERE,
) -> Path:
    """Write links as a CSV file that only its owner can read.

    Parameters
    ----------
    programme
        Whose people they are.
    links
        As `questionnaires.invite` gave them. If they cannot be written, those that nobody answered
        through are ended.
    to
        Where; None is beside the programme's file. A file that is there is never replaced: the
        new one gets a number.
    base_url
        The address under which people reach the page.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    made: LinksFile | None = None
    try:
        with new_links_file(programme, to) as made:
            return made.write(links, base_url=base_url)
    except NotSaved as error:
        if made is not None:
            raise
        message = f"{error} {_ended(programme.file, links)}"
        raise NotSaved(message) from None


def _table(programme: Programme, links: Sequence[Link], base_url: str) -> bytes:
    names = programme.candidates.names
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for link in links:
        about = names.get(link.about, link.about)
        until = in_words(link.expires_at.date())
        row = (link.name, link.email, about, address_of(link, base_url), until)
        writer.writerow([one_cell(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


def _ended(file: ProgrammeFile, links: Sequence[Link]) -> str:
    """End links that reached nobody, and say so."""
    try:
        with opened_inbox(file) as inbox:
            inbox.end(link.token for link in links)
    except RmkitError as error:
        return f"Nobody has the new links, and they could not be ended: {error}"
    return (
        "Nobody has the new links, so they were ended, and so did earlier ones for the same. Ask "
        "again with another place for the file."
    )


def _why(path: Path, error: OSError | RmkitError) -> str:
    told = error.strerror if isinstance(error, OSError) else error
    return f"{path} could not be written ({told})."


def _made(wanted: Path) -> tuple[Path, int]:
    """Make a new file that its owner alone can read, under a name that is free."""
    for number in range(1, _MOST_FILES):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem} {number}")
        try:
            opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise NotSaved(_why(path, error)) from None
        return path, opened
    message = f"There are too many files named {wanted.name}. Delete those that you sent."
    raise NotSaved(message)
