"""Undoing a change: each row it touched becomes what it was before, as a change of its own.

Nothing is taken out of the history. A change can be undone while its rows are still what it left;
where a later change went on from there, that one has to be undone first. Undoing an undo redoes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Table

from rmkit.errors import NotAllowed, UnknownName
from rmkit.records import schema
from rmkit.records.history import changes
from rmkit.records.model import HistoryChange, HistoryEntry
from rmkit.records.rows import as_plain, from_plain, key_of
from rmkit.records.writing import Writing

__all__ = ["change_to_undo", "undo"]

_ERASED = "part of what it touched was erased since, and erased data do not come back"
_REASONS = {
    "erasure": "it erased a person, which is for good",
    "note": "it notes what happened and changed nothing",
}


def change_to_undo(entries: Sequence[HistoryEntry], change_no: int | None) -> HistoryChange:
    """Find the change with a number; without one, the last that was not undone and is no undo.

    Raises
    ------
    NotAllowed
        There is nothing to undo, or this change cannot be undone; the message says why.
    UnknownName
        No change has this number.
    """
    done = {change.change_no: change for change in changes(entries)}
    if change_no is None:
        for change in sorted(done.values(), key=lambda one: one.change_no, reverse=True):
            stands = change.undoes is None and change.undone_by is None
            if change.kind == "change" and stands and change.change_no > 1:
                return _undoable(change)
        message = "There is nothing to undo."
        raise NotAllowed(message)
    if change_no not in done:
        known = [str(number) for number in sorted(done)[-5:]]
        raise UnknownName(kind="change", name=str(change_no), known=known)
    return _undoable(done[change_no])


def _undoable(change: HistoryChange) -> HistoryChange:
    if change.can_be_undone:
        return change
    reason = _REASONS.get(change.kind, _ERASED)
    if change.undone_by is not None:
        reason = f"change {change.undone_by} undid it already"
    elif change.change_no == 1:
        reason = "it made the programme"
    message = f"Change {change.change_no} cannot be undone: {reason}."
    raise NotAllowed(message)


def undo(writing: Writing, entries: Sequence[HistoryEntry], change: HistoryChange) -> int:
    """Undo a change within a transaction; give how many rows are as they were again.

    Raises
    ------
    NotAllowed
        A later change touched the same rows, or what was added later rests on them.
    """
    parts = [entry for entry in entries if entry.change_no == change.change_no]
    writing.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    _refuse_later_changes(writing, entries, parts)
    for entry in reversed(parts):
        _put_back(writing, schema.metadata.tables[entry.table], entry)
    if writing.connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        message = (
            f"Change {change.change_no} cannot be undone: what was saved later rests on what it "
            "added. Nothing was changed; undo the later changes first."
        )
        raise NotAllowed(message)
    return len({(entry.table, str(entry.key)) for entry in parts})


def _refuse_later_changes(
    writing: Writing, entries: Sequence[HistoryEntry], parts: Sequence[HistoryEntry]
) -> None:
    """Refuse where a row is no longer what the change left, and name the change that altered it."""
    left = {(entry.table, str(entry.key)): entry for entry in parts}
    later = [
        entry.change_no
        for entry in entries
        if entry.change_no > parts[0].change_no and (entry.table, str(entry.key)) in left
    ]
    for entry in left.values():
        table = schema.metadata.tables[entry.table]
        row = writing.one(table, entry.key or {})
        if (None if row is None else as_plain(table, row)) != entry.after:
            message = (
                f"Change {parts[0].change_no} cannot be undone by itself: change "
                f"{max(later, default=0)} went on from what it left. Nothing was changed; undo "
                "that one first."
            )
            raise NotAllowed(message)


def _put_back(writing: Writing, table: Table, entry: HistoryEntry) -> None:
    before: Mapping[str, object] | None = entry.before
    if before is None:
        row = writing.one(table, entry.key or {})
        if row is not None:
            writing.remove(table, [row])
        return
    row = from_plain(table, before)
    writing.put_over(table, [(writing.one(table, key_of(table, row)), row)])
