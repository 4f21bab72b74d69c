"""Where rmkit wrote files about people, so that erasing somebody can reach those too.

Places are kept from the folder of the programme file where they lie in or below it, so that both
can be moved together. What was written before this was noted, and what somebody copied or moved,
cannot be known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed, NotSaved
from rmkit.exchange.owned_folder import remove_folder

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "PAGES",
    "PERSON_FILE",
    "Written",
    "note_written",
    "outbox_place",
    "places_of",
    "portable",
    "remove",
]

PERSON_FILE = "person file"
PAGES = "pages with names"


@dataclass(frozen=True, slots=True)
class Written:
    """A folder or file that rmkit wrote: what it is, where it was put, and when."""

    what: str
    path: Path
    at: str


def note_written(change: Change, what: str, path: Path, *, file: Path, person_id: str = "") -> None:
    """Note in a change where something was written; about one person, or about many."""
    kept = change.document("written") or {"places": []}
    place = {"what": what, "path": portable(path, file), "person_id": person_id or None}
    rest = [p for p in kept["places"] if {**p, "at": ""} != {**place, "at": ""}]
    change.save_document("written", "", {"places": [*rest, {**place, "at": change.ledger.at}]})


def portable(path: Path, file: Path) -> str:
    """Write a path as seen from the folder of the programme file, where it lies in or below it."""
    whole, folder = path.expanduser().resolve(), file.resolve().parent
    return str(whole.relative_to(folder) if whole.is_relative_to(folder) else whole)


def places_of(file: ProgrammeFile, person_id: str) -> Iterator[Written]:
    """Give where files about a person were written: their own, pages with names, drafts."""
    folder = file.path.resolve().parent
    for place in (file.document("written") or {"places": []})["places"]:
        if place["person_id"] in (None, person_id):
            yield Written(place["what"], folder / place["path"], place["at"])
    outbox = outbox_place(file, person_id)
    if outbox:
        yield outbox


def outbox_place(file: ProgrammeFile, person_id: str | None = None) -> Written | None:
    """Give where the drafts of the kick-off are, if that is known and the person is in them.

    A draft tells its reader of their partners: with the draft of somebody in a pair, the partner
    is in the folder too.
    """
    kept = file.document("outbox") or {}
    if not kept.get("folder"):
        return None
    in_drafts = {person for person, _ in kept["drafts"]}
    in_drafts |= {
        i for p in file.pairs() if p.state != "proposed" for i in (p.mentor_id, p.mentee_id) if i
    }
    if person_id is not None and person_id not in in_drafts:
        return None
    return Written("drafts of letters", file.path.resolve().parent / kept["folder"], kept["at"])


def remove(place: Written) -> tuple[Path | None, str]:
    """Delete what was written, if it is there as it was written; else say what a person must do."""
    if not place.path.exists():
        return (
            None,
            f"{place.path} ({place.what}) is not there any more; if it was moved, delete it.",
        )
    if place.what == PAGES:
        return None, f"{place.path} ({place.what}): delete it, or write it anew."
    try:
        remove_folder(place.path)
    except (NotAllowed, NotSaved):
        return (
            None,
            f"{place.path} ({place.what}) was changed since: look through it and delete it.",
        )
    return place.path, ""
