"""What was done, in order: entries that can be added and erased, never altered.

Each touched row is one entry. Its digest runs over the entry before it, so taking out, changing or
moving an entry breaks the chain. What an entry says about a row (`payload`: key, before, after)
and who did it stand there as salted digests; payload and salt can be erased and the chain holds.

What the chain cannot show: that the last entries were cut off, or that all of it was computed
anew. Note the head digest elsewhere (a printed page, a mail) to be sure of that.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from rmkit.errors import FileRefused
from rmkit.records.digests import chained, salted, sha256
from rmkit.records.model import HistoryChange, HistoryEntry, Kind
from rmkit.records.schema import history

__all__ = [
    "Ledger",
    "chain_problems",
    "changes",
    "erase_actors",
    "erase_payloads",
    "erased_since",
    "head",
    "last_at",
    "read",
]

_CHAINED = (
    "seq",
    "change_no",
    "kind",
    "at",
    "action",
    "table_name",
    "actor_digest",
    "payload_digest",
)


class Ledger:
    """Collects what one change touches and writes it as entries when the change is done.

    Parameters
    ----------
    connection
        That of the change, in its transaction.
    actor
        Who makes the change.
    action
        What the change is, as a sentence without personal data: it cannot be erased.
    at
        When, as a time stamp.
    kind
        An "erasure" and a "note" (who looked at what, a migration) are never undone.
    undoes
        The number of the change that this one undoes.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        actor: str,
        action: str,
        at: str,
        kind: Kind = "change",
        undoes: int | None = None,
    ) -> None:
        self.actor = actor
        self.at = at
        self._connection = connection
        self._action = action
        self._kind = kind
        self._undoes = undoes
        self._noted: list[tuple[str, str]] = []

    def note(self, table: str, key: str, before: str | None, after: str | None) -> None:
        """Remember one touched row: key and plain row as canonical JSON, None where no row is."""
        payload = f'{{"after":{after or "null"},"before":{before or "null"},"key":{key}}}'
        self._noted.append((table, payload))

    def note_erased(self, table: str) -> None:
        """Remember that a row was erased, and nothing about which."""
        self._noted.append((table, ""))

    def write(self) -> None:
        """Write what was noted, as one change; nothing where nothing was noted."""
        if not self._noted:
            return
        last = head(self._connection)
        seq, change_no, previous = last or (0, 0, "")
        rows = []
        for table, payload in self._noted:
            seq += 1
            row = self._entry(seq, change_no + 1, table, payload)
            row["digest"] = previous = chained(previous, _chain_parts(row))
            rows.append(row)
        self._connection.execute(history.insert(), rows)
        self._noted = []

    def _entry(self, seq: int, change_no: int, table: str, payload: str) -> dict[str, Any]:
        actor_salt, actor_digest = salted(self.actor)
        payload_salt, payload_digest = salted(payload)
        return {
            "seq": seq,
            "change_no": change_no,
            "kind": self._kind,
            "at": self.at,
            "action": self._action,
            "table_name": table,
            "actor": self.actor,
            "actor_salt": actor_salt,
            "actor_digest": actor_digest,
            "payload": payload or None,
            "payload_salt": payload_salt if payload else None,
            "payload_digest": payload_digest,
            "undoes": self._undoes,
        }


def _chain_parts(row: Mapping[str, Any] | RowMapping) -> list[object]:
    parts = [row[name] for name in _CHAINED]
    # left out where nothing is undone, as in every entry of schema 1
    return parts if row["undoes"] is None else [*parts, row["undoes"]]


def head(connection: Connection) -> tuple[int, int, str] | None:
    """Give number, change and digest of the last entry; None where there is none yet."""
    row = connection.exec_driver_sql(
        "SELECT seq, change_no, digest FROM history ORDER BY seq DESC LIMIT 1"
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def _told(row: RowMapping) -> HistoryEntry:
    """Make the record of an entry from its row."""
    payload = json.loads(row["payload"]) if row["payload"] else {}
    return HistoryEntry(
        seq=row["seq"],
        change_no=row["change_no"],
        kind=row["kind"],
        at=row["at"],
        actor=row["actor"],
        action=row["action"],
        table=row["table_name"],
        key=payload.get("key"),
        before=payload.get("before"),
        after=payload.get("after"),
        erased=row["payload"] is None,
        digest=row["digest"],
        undoes=row["undoes"],
    )


def erased_since(connection: Connection, action: str) -> bool:
    """Whether something was erased after the last change with this action."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM history WHERE kind = 'erasure' AND change_no >"
        " (SELECT coalesce(max(change_no), 0) FROM history WHERE action = ?))"
    )
    return bool(connection.exec_driver_sql(query, (action,)).scalar())


def last_at(connection: Connection) -> str | None:
    """Give the time of the last entry; None where there is none yet."""
    query = select(history.c.at).order_by(history.c.seq.desc()).limit(1)
    return connection.execute(query).scalar()


def _is_true(row: Mapping[str, Any] | RowMapping, part: str) -> bool:
    """Whether a part that can be erased was erased, or is what was written."""
    text, salt = row[part], row[f"{part}_salt"]
    return text is None or bool(sha256(f"{salt}{text}") == row[f"{part}_digest"])


def read(connection: Connection, *, file_name: str) -> list[HistoryEntry]:
    """Read all entries, oldest first; refuse where the content of one was altered.

    Raises
    ------
    FileRefused
        What an entry says was damaged, or altered outside rmkit.
    """
    rows = connection.execute(select(history).order_by(history.c.seq)).mappings().all()
    wrong = sum(not (_is_true(row, "payload") and _is_true(row, "actor")) for row in rows)
    if wrong:
        message = (
            f'"{file_name}" holds {wrong} of {len(rows)} entries of its history that were damaged '
            "or altered outside rmkit, so it is not used; check the file and restore a backup."
        )
        raise FileRefused(message)
    return [_told(row) for row in rows]


def changes(entries: Sequence[HistoryEntry]) -> list[HistoryChange]:
    """Put the entries of each change together, oldest first."""
    together: dict[int, list[HistoryEntry]] = {}
    for entry in entries:
        together.setdefault(entry.change_no, []).append(entry)
    undone = _undone(together)
    return [_change(number, parts, undone.get(number)) for number, parts in together.items()]


def _undone(together: Mapping[int, Sequence[HistoryEntry]]) -> dict[int, int]:
    """Give for each change that is undone the one that undid it; undoing an undo redoes."""
    undone: dict[int, int] = {}
    for number in sorted(together, reverse=True):
        undoes = together[number][0].undoes
        if undoes is not None and number not in undone:
            undone.setdefault(undoes, number)
    return undone


def _change(number: int, parts: Sequence[HistoryEntry], undone_by: int | None) -> HistoryChange:
    first = parts[0]
    whole = not any(entry.erased for entry in parts)
    return HistoryChange(
        change_no=number,
        kind=first.kind,
        at=first.at,
        actor=first.actor,
        action=first.action,
        touched=dict(Counter(entry.table for entry in parts)),
        undoes=first.undoes,
        undone_by=undone_by,
        can_be_undone=first.kind == "change" and undone_by is None and whole and number > 1,
    )


def chain_problems(rows: Sequence[RowMapping]) -> Iterator[str]:
    """Tell every place where the history does not follow from itself.

    Parameters
    ----------
    rows
        All rows of the history, in order.
    """
    previous, expected = "", 1
    for row in map(dict, rows):  # much quicker to look into than what the database gives
        seq = row["seq"]
        if seq != expected:
            yield f"history: entry {expected} is missing"
        if row["digest"] != chained(previous, _chain_parts(row)):
            yield f"history: entry {seq} does not follow from the one before it, or was altered"
        for part in ("actor", "payload"):
            text, salt = row[part], row[f"{part}_salt"]
            if (text is None) != (salt is None):
                yield f"history: the {part} of entry {seq} was erased by half"
            elif not _is_true(row, part):
                yield f"history: the {part} of entry {seq} was altered"
        previous, expected = row["digest"], seq + 1


def erase_payloads(connection: Connection, seqs: Sequence[int]) -> None:
    """Take away what the entries say about their rows; that they are there stays."""
    _erase(connection, seqs, "payload", "payload_salt")


def erase_actors(connection: Connection, seqs: Sequence[int]) -> None:
    """Take away who made the entries."""
    _erase(connection, seqs, "actor", "actor_salt")


def _erase(connection: Connection, seqs: Sequence[int], *columns: str) -> None:
    gone = dict.fromkeys(columns)
    for seq in seqs:
        connection.execute(update(history).where(history.c.seq == seq).values(gone))
