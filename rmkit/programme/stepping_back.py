"""What undoing a change or restoring a backup would do, told before it is done.

Nothing here changes anything. What is told are counts and the history's own sentences; no name or
answer of a participant stands in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rmkit.errors import FileRefused, NotSaved, UnknownName
from rmkit.records.backup import connected
from rmkit.records.history import changes
from rmkit.records.model import HistoryChange, HistoryEntry
from rmkit.records.sqlite_errors import plainly
from rmkit.records.store import ProgrammeFile

__all__ = ["Lost", "lost_by_restoring", "touched_in_words", "what_undoing_does"]

_WORDS = {
    "programme": ("name of the programme", "names of the programme"),
    "people": ("person", "people"),
    "responses": ("answered questionnaire", "answered questionnaires"),
    "instruments": ("questionnaire", "questionnaires"),
    "documents": ("text or setting", "texts and settings"),
    "clusterings": ("reading of the kinds", "readings of the kinds"),
    "matchings": ("search for pairs", "searches for pairs"),
    "pairs": ("pair", "pairs"),
    "retention": ("end date", "end dates"),
    "objections": ("objection", "objections"),
    "accesses": ("note of who looked", "notes of who looked"),
    "sealing_keys": ("key of sealed answers", "keys of sealed answers"),
    "erasures": ("mark of an erasure", "marks of erasures"),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """The changes that a restored backup would take out of the file, oldest first.

    `changes` is None where the file is too damaged, or gone, to be asked.
    """

    changes: tuple[HistoryChange, ...] | None


def touched_in_words(touched: Mapping[str, int]) -> str:
    """Say how many rows of what.

    >>> touched_in_words({"people": 2, "pairs": 1})
    '2 people, 1 pair'
    """
    return ", ".join(
        f"{n:,} {_WORDS.get(table, (table, table))[n != 1]}" for table, n in touched.items()
    )


def what_undoing_does(file: ProgrammeFile, change_no: int) -> tuple[HistoryChange, tuple[str, ...]]:
    """Find a change, and tell in sentences what undoing it would do to what it touched.

    Parameters
    ----------
    file
        The programme's file.
    change_no
        The number of the change in the history.

    Raises
    ------
    UnknownName
        No change has this number.
    """
    entries = file.history()
    found = next((it for it in changes(entries) if it.change_no == change_no), None)
    if found is None:
        raise UnknownName(kind="change", name=str(change_no), known=())
    parts = [entry for entry in entries if entry.change_no == change_no]
    return found, tuple(_effects(parts))


def _effects(parts: list[HistoryEntry]) -> Iterator[str]:
    gone = Counter(part.table for part in parts if part.before is None and not part.erased)
    back = Counter(part.table for part in parts if part.after is None and not part.erased)
    again = Counter(part.table for part in parts if part.before and part.after)
    for found, words in (
        (gone, "Taken out, because this change added it"),
        (back, "Brought back, because this change took it out"),
        (again, "Put back as before"),
    ):
        if found:
            yield f"{words}: {touched_in_words(found)}."


def lost_by_restoring(path: Path, backup: Path) -> Lost:
    """Find the changes that are in a programme file and not in a backup of it.

    Parameters
    ----------
    path
        The programme file; it may be damaged or gone.
    backup
        The backup.

    Raises
    ------
    FileRefused
        The backup is damaged, or no programme file.
    """
    if problems := ProgrammeFile.examine(backup):
        message = f'"{backup.name}" is damaged itself ({problems[0]}). Take another backup.'
        raise FileRefused(message)
    with plainly(backup, reading=True), connected(backup) as copy:
        kept = {digest for (digest,) in copy.execute("SELECT digest FROM history")}
    try:
        with ProgrammeFile.open(path) as file:
            entries = file.history()
    except (FileRefused, NotSaved):
        return Lost(None)
    missing = {entry.change_no for entry in entries if entry.digest not in kept}
    return Lost(tuple(it for it in changes(entries) if it.change_no in missing))
