"""Keys of sealed answers, replaced or destroyed for good: no earlier one is left to be found.

A key that was replaced because its passphrase became known, or destroyed because a pair ended, must
not wait in the history or in a backup. So what the history says of it is erased, rmkit's own
backups are gone through as well, and each file is written anew. None of this can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rmkit.errors import FileRefused, NotSaved
from rmkit.records import history as chain
from rmkit.records import schema
from rmkit.records.change import Change
from rmkit.records.model import SealingKey
from rmkit.records.rows import is_key
from rmkit.records.store import ProgrammeFile

__all__ = ["replace_keys"]


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
        What is to be kept; in a backup, only of pairs that have a key there.
    gone
        The ids of those to take away.
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
