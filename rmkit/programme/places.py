"""Where rmkit wrote files about people, so that erasing somebody can reach those too.

Places are kept from the folder of the programme file where they lie in or below it, so that both
can be moved together. What was written before this was noted, and what somebody copied or moved,
cannot be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmkit.errors import NotAllowed, NotSaved
from rmkit.exchange.inbox_file import inbox_path
from rmkit.exchange.owned_folder import remove_folder

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "DRAFTS",
    "INVITATIONS",
    "KITS",
    "LINKS",
    "PAGES",
    "PARTNERS_FILE",
    "PERSON_FILE",
    "Written",
    "files_of_partners",
    "left_behind",
    "note_invitations",
    "note_kits",
    "note_links",
    "note_outbox",
    "note_written",
    "outbox_place",
    "places_of",
    "portable",
    "remove",
]

PERSON_FILE = "person file"
PAGES = "pages with names"
DRAFTS = "drafts of letters"
LINKS = "links for people"
KITS = "kits for pairs"
INVITATIONS = "invitations to meetings"
PARTNERS_FILE = "person file of a partner, whom it names"
_BY_HAND = (PAGES, PARTNERS_FILE, LINKS)


@dataclass(frozen=True, slots=True)
class Written:
    """A folder or file that rmkit wrote: what it is, where it was put, and when."""

    what: str
    path: Path
    at: str


def note_written(change: Change, what: str, path: Path, *, file: Path, person_id: str = "") -> None:
    """Note in a change where something was written; about one person, or about many."""
    _note(change, what, portable(path, file), person_id or None, change.ledger.at)


def note_outbox(change: Change, file: ProgrammeFile, folder: Path, people: Iterable[str]) -> None:
    """Note in a change where drafts are and who is in them; the folders before it stay noted."""
    kept = file.document("outbox") or {}
    if kept.get("folder") and not _is_noted(file, kept["folder"]):  # before folders were noted
        _note(change, DRAFTS, kept["folder"], None, kept["at"], _in_drafts(file, kept))
    _note(change, DRAFTS, portable(folder, file.path), None, change.ledger.at, people)


def note_links(change: Change, file: ProgrammeFile, path: Path, people: Iterable[str]) -> None:
    """Note in a change where links were written and for whom."""
    _note(change, LINKS, portable(path, file.path), None, change.ledger.at, people)


def note_kits(change: Change, file: ProgrammeFile, folder: Path, people: Iterable[str]) -> None:
    """Note in a change where kits for pairs were written, and of whom."""
    _note(change, KITS, portable(folder, file.path), None, change.ledger.at, people)


def note_invitations(
    change: Change, file: ProgrammeFile, folder: Path, people: Iterable[str]
) -> None:
    """Note in a change where invitations to meetings were written, and for whom."""
    _note(change, INVITATIONS, portable(folder, file.path), None, change.ledger.at, people)


def _note(
    change: Change,
    what: str,
    path: str,
    person_id: str | None,
    at: str,
    people: Iterable[str] | None = None,
) -> None:
    kept = change.document("written") or {"places": []}
    place: dict[str, object] = {"what": what, "path": path, "person_id": person_id}
    rest = [p for p in kept["places"] if {**p, **place} != p]
    if people is not None:
        place["in_it"] = [{"person_id": one} for one in sorted(set(people))]
    change.save_document("written", "", {"places": [*rest, {**place, "at": at}]})


def _is_noted(file: ProgrammeFile, folder: str) -> bool:
    places = (file.document("written") or {"places": []})["places"]
    return any((p["what"], p["path"]) == (DRAFTS, folder) for p in places)


def portable(path: Path, file: Path) -> str:
    """Write a path as seen from the folder of the programme file, where it lies in or below it."""
    whole, folder = path.expanduser().resolve(), file.resolve().parent
    return str(whole.relative_to(folder) if whole.is_relative_to(folder) else whole)


def places_of(file: ProgrammeFile, person_id: str) -> Iterator[Written]:
    """Give where files about a person were written: their own, pages with names, all drafts."""
    outbox = outbox_place(file, person_id)
    for place in (file.document("written") or {"places": []})["places"]:
        written = _written(file, place)
        if "in_it" in place and outbox and outbox.path == written.path:
            outbox = None  # who is in it was noted as it was written
        in_it = place.get("in_it", [{"person_id": person_id}])
        if place["person_id"] in (None, person_id) and {"person_id": person_id} in in_it:
            yield written
    if outbox:
        yield outbox


def files_of_partners(file: ProgrammeFile, person_id: str) -> Iterator[Written]:
    """Give where the person files of those are whose partner the person is or was."""
    pairs = [{p.mentor_id, p.mentee_id} for p in file.pairs() if p.state != "proposed"]
    partners = {one for both in pairs if person_id in both for one in both} - {None, person_id}
    for place in (file.document("written") or {"places": []})["places"]:
        if place["what"] == PERSON_FILE and place["person_id"] in partners:
            yield _written(file, {**place, "what": PARTNERS_FILE})


def left_behind(file: ProgrammeFile) -> Iterator[str]:
    """Say of every file about people that rmkit wrote and that is still there where it is."""
    places = [_written(file, p) for p in (file.document("written") or {"places": []})["places"]]
    last = outbox_place(file)
    found = {place.path: place for place in (*places, *([last] if last else []))}
    for place in found.values():
        if place.path.exists():
            yield f"{place.path} ({place.what}): delete it, or write it anew."
    inbox = inbox_path(file.path)
    if inbox.exists():
        yield f"{inbox} (answers through links): take in what waits there, then delete it."


def _written(file: ProgrammeFile, place: Mapping[str, Any]) -> Written:
    return Written(place["what"], file.path.resolve().parent / place["path"], place["at"])


def outbox_place(file: ProgrammeFile, person_id: str | None = None) -> Written | None:
    """Give where the last drafts of the kick-off are, if known and the person is in them.

    A draft tells its reader of their partners: with the draft of somebody in a pair, the partner
    is in the folder too.
    """
    kept = file.document("outbox") or {}
    if not kept.get("folder"):
        return None
    if person_id is not None and person_id not in _in_drafts(file, kept):
        return None
    return Written(DRAFTS, file.path.resolve().parent / kept["folder"], kept["at"])


def _in_drafts(file: ProgrammeFile, outbox: Mapping[str, Any]) -> set[str]:
    pairs = [p for p in file.pairs() if p.state != "proposed"]
    both = {i for p in pairs for i in (p.mentor_id, p.mentee_id) if i}
    return both | {person for person, _ in outbox["drafts"]}


def remove(place: Written) -> tuple[Path | None, str]:
    """Delete what was written, if it is there as it was written; else say what a person must do."""
    if not place.path.exists():
        return (
            None,
            f"{place.path} ({place.what}) is not there any more; if it was moved, delete it.",
        )
    if place.what in _BY_HAND:
        return None, f"{place.path} ({place.what}): delete it, or write it anew."
    try:
        remove_folder(place.path)
    except (NotAllowed, NotSaved):
        return (
            None,
            f"{place.path} ({place.what}) was changed since: look through it and delete it.",
        )
    return place.path, ""
