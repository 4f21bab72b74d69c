"""Links for people as a table, to be mailed out: the one place in which they are kept.

Whoever has a link can answer in the person's place: the file is for the coordinator's eyes, and is
to be deleted once the links are out.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_cell
from rmkit.errors import NotSaved
from rmkit.programme.days import in_words
from rmkit.programme.invitations import Link
from rmkit.programme.places import note_links

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["HERE", "address_of", "write_links"]

HERE = "http://127.0.0.1:8765"
"""Where `rmkit serve` shows the page, unless it is told otherwise."""

_HEAD = ("name", "email", "about", "link", "works until")
_MOST_FILES = 1_000


def address_of(link: Link, base_url: str = HERE) -> str:
    """Give the whole address of a link, to be sent to the person."""
    return f"{base_url.rstrip('/')}/f/{link.token}"


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
        As `questionnaires.invite` gave them.
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
    from rmkit.programme.programme import now

    names = programme.candidates.names
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for link in links:
        about = names.get(link.about, link.about)
        until = in_words(link.expires_at.date())
        row = (link.name, link.email, about, address_of(link, base_url), until)
        writer.writerow([one_cell(text) for text in row])
    file = programme.file
    wanted = file.path.with_name(f"{file.path.stem}-links.csv") if to is None else Path(to)
    path = _written(wanted, out.getvalue().encode("utf-8-sig"))
    action = "Noted where links for people were written"
    with file.change(actor="coordinator", action=action, now=now(), kind="note") as change:
        note_links(change, file, path, (link.person_id for link in links))
    return path


def _written(wanted: Path, content: bytes) -> Path:
    """Write a new file that its owner alone can read, under a name that is free."""
    for number in range(1, _MOST_FILES):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem} {number}")
        try:
            opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            message = (
                f"{path} could not be written ({error.strerror}). The links work all the same."
            )
            raise NotSaved(message) from None
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        return path
    message = f"There are too many files named {wanted.name}. Delete those that you sent."
    raise NotSaved(message)
