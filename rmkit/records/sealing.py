"""Keys of sealed answers, replaced or destroyed for good: no earlier one is left to be found.

A key that was replaced because its passphrase became known, or destroyed because a pair ended, must
not wait in the history or in a backup. So what the history says of it is erased, rmkit's own
backups are gone through as well, and each file is written anew. None of this can be undone. The
random ids of what is gone are kept, so that a backup that was out of reach is put right when it is
restored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused, NotSaved
from rmkit.records import history as chain
from rmkit.records import schema
from rmkit.records.change import Change
from rmkit.records.model import SealingKey
from rmkit.records.reading import Reading
from rmkit.records.rows import is_key
from rmkit.records.store import ProgrammeFile

__all__ = ["PresentKeys", "keep_replaced", "present_keys", "replace_keys"]

_DOCUMENT = ("sealing", "gone")


@discreet("keys", "gone")
@dataclass(frozen=True, slots=True)
class PresentKeys:
    """The keys that a file has, and the ids of those that were replaced or destroyed in it."""

    keys: tuple[SealingKey, ...]
    gone: frozenset[str]


def present_keys(file: ProgrammeFile) -> PresentKeys:
    """Read the keys of a file, and which are gone."""
    return PresentKeys(tuple(file.sealing_keys()), _gone(file))


def keep_replaced(file: ProgrammeFile, present: PresentKeys, *, actor: str, now: datetime) -> None:
    """Let no key come back by a backup that was replaced or destroyed since.

    Parameters
    ----------
    file
        What a backup holds, before it becomes the programme file.
    present
        What the programme file has until then.
    actor, now
        Who restores, and when.
    """
    missing = present.gone - _gone(file)
    if not missing:
        return
    back = [key for key in file.sealing_keys() if key.key_id in missing]
    whose = {(key.pair_id, key.person_id) for key in back}
    _replace(
        file,
        [key for key in present.keys if (key.pair_id, key.person_id) in whose],
        tuple(sorted(missing)),
        actor=actor,
        action="Kept keys of pairs as they were before restoring.",
        now=now,
    )


def _gone(file: Reading) -> frozenset[str]:
    kept = file.document(*_DOCUMENT) or {}
    return frozenset(str(key_id) for key_id in kept.get("key_ids", ()))


def replace_keys(
    file: ProgrammeFile,
    *,
    keys: Sequence[SealingKey] = (),
    gone: Iterable[str] = (),
    actor: str,
    action: str,
    now: datetime,
) -> tuple[str, ...]:
    """Put keys in the place of earlier ones, and take others away, in the file and its backups.

    Parameters
    ----------
    file
        The programme file.
    keys
        What is to be kept, under new ids; in a backup, only of pairs that have a key there.
    gone
        The ids of those to take away; they never come back.
    actor, action, now
        Who does what, and when, for the history.

    Returns
    -------
    tuple of str
        The backups that could not be reached: whoever has one can still use the earlier key.

    Raises
    ------
    NotSaved
        The disk did not allow it. The backups go first, so it can simply be repeated.
    """
    gone, missed = tuple(gone), []
    for place in file.copies():
        try:
            with ProgrammeFile.open(place, now=now, keep_backup=False) as copy:
                pairs = {key.pair_id for key in copy.sealing_keys()}
                known = [key for key in keys if key.pair_id in pairs]
                there = {key.key_id for key in copy.sealing_keys()}
                if known or there.intersection(gone):
                    _replace(copy, known, gone, actor=actor, action=action, now=now)
        except (FileRefused, NotSaved):
            missed.append(place.name)
    _replace(file, keys, gone, actor=actor, action=action, now=now)
    return tuple(missed)


def _replace(
    file: ProgrammeFile,
    keys: Sequence[SealingKey],
    gone: Sequence[str],
    *,
    actor: str,
    action: str,
    now: datetime,
) -> None:
    with file.change(actor=actor, action=action, now=now, kind="erasure") as change:
        _forget(change, {*gone, *(key.key_id for key in keys)})
        change.save_document(*_DOCUMENT, {"key_ids": sorted(_gone(change) | set(gone))})
        for key in keys:
            change.save_sealing_key(key)
    file.compact()


def _forget(change: Change, key_ids: set[str]) -> None:
    """Take rows away, and what the history says of them; that something went is noted."""
    table = schema.sealing_keys
    told = [
        entry.seq
        for entry in change.history()
        if entry.table == table.name and entry.key and entry.key["key_id"] in key_ids
    ]
    chain.erase_payloads(change.connection, told)
    for row in change.rows_with(table.c.key_id, key_ids):
        change.connection.execute(table.delete().where(is_key(table, row)))
        change.ledger.note_erased(table.name)
