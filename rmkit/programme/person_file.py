"""One folder with all about one person: a page to read and print, and the same as JSON.

The folder is ours: it is replaced when it is written again, deleted when the person is erased, and
left alone once somebody changed something in it. Names of files and folders hold an id, no name.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.exchange.html import render_html
from rmkit.exchange.owned_folder import write_folder
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.person_record import person_record
from rmkit.programme.places import PERSON_FILE, note_written
from rmkit.records.digests import sha256
from rmkit.report.person import person_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["write_person_file"]

_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def write_person_file(
    programme: Programme, person_id: str, folder: str | Path, *, by: str
) -> list[Path]:
    """Write the folder of one person, into a folder that may hold those of others too.

    That somebody opened it is logged first, so that it stands in the file itself.

    Raises
    ------
    UnknownName
        Nobody has this id.
    NotAllowed
        `by` is blank, or the folder holds something else.
    NotSaved
        The folder cannot be written.
    """
    file, moment = programme.file, now()
    file.person(person_id)
    name = person_id if _USABLE.fullmatch(person_id) else f"person-{sha256(person_id)[:12]}"
    target = Path(folder).expanduser() / f"person-{name}"
    action = "Opened what is about people"
    with file.change(actor=named(by), action=action, now=moment, kind="note") as change:
        change.note_access("All that is kept about a person", [person_id])
        note_written(change, PERSON_FILE, target, file=file.path, person_id=person_id)
    record = person_record(programme, person_id, now=moment)
    page = render_html(person_page(record))
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=False)

    def fill(made: Path) -> list[str]:
        (made / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
        (made / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        return [f"{name}.html", f"{name}.json"]

    return write_folder(target, fill)
