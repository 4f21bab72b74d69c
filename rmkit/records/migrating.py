"""An older programme file becomes one of the present schema: wholly, or not at all.

First a backup, then every step, the look whether the result is sound, and the new version number
in one transaction. Killed at any moment, the file is the old one or the new one.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from rmkit.errors import FileRefused, NotSaved
from rmkit.records import schema, sqlite
from rmkit.records.backup import make_backup
from rmkit.records.checking import damaged_rows
from rmkit.records.history import Ledger
from rmkit.records.migrations import STEPS
from rmkit.records.model import stamp
from rmkit.records.rights import Rights
from rmkit.records.sqlite_errors import plainly

__all__ = ["migrate"]


def migrate(path: Path, *, now: datetime, keep_backup: bool = True) -> None:
    """Bring a file of an earlier schema to the present one.

    Parameters
    ----------
    path
        A file that `refuse_foreign` let through.
    now
        The moment, for the backup's name and the history.
    keep_backup
        Whether the file as it is goes to the backups first; not where it is a copy of one.

    Raises
    ------
    FileRefused
        The file is damaged. It was not changed.
    NotSaved
        There is no right or room to write the backup or the file. It was not changed.
    """
    made = sqlite.engine(path, any_version=True)
    try:
        with plainly(path, reading=True), made.begin() as connection:
            _refuse_damaged(path, connection, present_layout=False)
        if keep_backup:
            make_backup(path, now=now)
        with plainly(path), sqlite.writing(made).begin() as connection:
            _take_steps(path, connection, now)
    except NotSaved as error:
        message = (
            f'"{path.name}" was written by an earlier rmkit and has to be brought to schema '
            f"{schema.VERSION} before it can be used. {error}"
        )
        raise NotSaved(message) from None
    finally:
        made.dispose()


def _take_steps(path: Path, connection: Connection, now: datetime) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version == schema.VERSION:  # another program did it while this one waited
        return
    for number in range(version + 1, schema.VERSION + 1):
        for statement in STEPS[number]:
            connection.exec_driver_sql(statement)
    sqlite.make_triggers(connection)
    connection.exec_driver_sql(f"PRAGMA user_version={schema.VERSION}")
    _refuse_damaged(path, connection, present_layout=True)
    _note(path, connection, version, now)


def _note(path: Path, connection: Connection, version: int, now: datetime) -> None:
    action = f"Brought the file from schema {version} to {schema.VERSION}."
    ledger = Ledger(connection, actor="rmkit", action=action, at=stamp(now), kind="note")
    Rights(connection, ledger, file_name=path.name).note_same(schema.programme)
    ledger.write()


def _refuse_damaged(path: Path, connection: Connection, *, present_layout: bool) -> None:
    found = sqlite.damages(connection, present_layout=present_layout)
    found = found or damaged_rows(connection)
    if found:
        message = (
            f'"{path.name}" is damaged ({found[0]}) and was not changed; restore it from a backup.'
        )
        raise FileRefused(message)
