"""What is kept of a candidate's admission beside their state: waiting for a later round, and ticks.

One document a person. What was answered is not in it: a tick says only that a sentence of the
coordinator's is met or not, and by whom that was found.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet

if TYPE_CHECKING:
    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["ADMISSION", "Kept", "admissions_kept", "later_round", "save_admissions"]

ADMISSION = "admission"


@discreet("person_id", "since")
@dataclass(frozen=True, slots=True)
class Kept:
    """Of one person: since when and by whom they were put on the waiting list, and what is ticked.

    `since` and `by` are empty for somebody who is not on the list. `ticks` has the id of a
    criterion, and whether it is met.
    """

    person_id: str
    since: str = ""
    by: str = ""
    ticks: Mapping[str, bool] = field(default_factory=dict)
    key: str = ""


def admissions_kept(file: ProgrammeFile) -> dict[str, Kept]:
    """Give what is kept, by person id."""
    found = {}
    for key, content in file.documents(ADMISSION).items():
        person = content.get("person_id")
        if isinstance(person, str):
            ticks = {str(name): bool(met) for name, met in (content.get("ticks") or {}).items()}
            since, by = str(content.get("since") or ""), str(content.get("by") or "")
            found[person] = Kept(person, since, by, ticks, key)
    return found


def later_round(file: ProgrammeFile) -> frozenset[str]:
    """Give the ids of those who wait for a later round: they are not matched in this one."""
    return frozenset(one.person_id for one in admissions_kept(file).values() if one.since)


def save_admissions(change: Change, rows: Iterable[Kept]) -> None:
    """Save what is kept of some people; those without a key are new."""
    new = {}
    for one in rows:
        keyed = replace(one, key=one.key or secrets.token_hex(8))
        content = {
            "person_id": keyed.person_id,
            "since": keyed.since,
            "by": keyed.by,
            "ticks": dict(keyed.ticks),
        }
        if one.key:
            change.save_document(ADMISSION, one.key, content)
        else:
            new[keyed.key] = content
    change.add_documents(ADMISSION, new)
