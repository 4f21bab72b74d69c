"""What was changed about one person, read from the history: when, by whom, from what to what.

Of their own rows (staff data, answers, what they said about purposes) the values before and after
are told; of a pair only what became of it, since the rest tells about two people. Notes of who
looked are in the access log and not here; what was erased or ended is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rmkit.records.model import HistoryEntry
    from rmkit.records.store import ProgrammeFile

__all__ = ["history_of"]

_WORDS = {
    "people": "staff data and candidacy",
    "responses": "answers",
    "objections": "what you said about a purpose",
    "pairs": "a pair of yours",
}
_OF_PAIRS = ("state", "confirmed_by", "confirmed_at", "ended_by", "ended_at")
_LEFT_OUT = {"number", "response_id", "definition_id", "external_id", "sealed", "partner_id"}


def history_of(file: ProgrammeFile, person_id: str) -> Iterator[dict[str, Any]]:
    """Give the changes to what is kept about a person, oldest first."""
    for entry in file.history():
        rows = [row for row in (entry.before, entry.after) if row]
        if entry.table in _WORDS and any(_is_theirs(entry.table, row, person_id) for row in rows):
            yield {
                "at": entry.at,
                "by": entry.actor,
                "what": entry.action,
                "in": _WORDS[entry.table],
                "changed": list(_changed(entry)),
            }


def _is_theirs(table: str, row: Mapping[str, Any], person_id: str) -> bool:
    names = ("mentor_id", "mentee_id") if table == "pairs" else ("person_id",)
    return person_id in [row.get(name) for name in names]


def _changed(entry: HistoryEntry) -> Iterator[dict[str, Any]]:
    before, after = _flat(entry.table, entry.before), _flat(entry.table, entry.after)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield {"field": name, "before": before.get(name), "after": after.get(name)}


def _flat(table: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the values of a row that are told, those of staff data and answers among them."""
    if row is None:
        return {}
    if table == "pairs":
        return {name: row.get(name) for name in _OF_PAIRS}
    inner: dict[str, Any] = {**(row.get("staff") or {}), **(row.get("answers") or {})}
    own = {k: v for k, v in row.items() if k not in {*_LEFT_OUT, "staff", "answers"}}
    return {**own, **inner}
