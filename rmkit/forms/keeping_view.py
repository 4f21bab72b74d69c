"""What the panel of the file shows: backups, changes and the outcome of a check as plain data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from rmkit.forms.moments import moment
from rmkit.programme.keeping import Checkup
from rmkit.programme.status import local
from rmkit.programme.stepping_back import touched_in_words
from rmkit.records.backup import Backup
from rmkit.records.model import HistoryChange

__all__ = ["backup_rows", "change_rows", "told_changes", "told_checkup"]

_ERASED = "(erased)"
_MOST = 8  # changes that are named one by one before a backup is restored
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+00:00|Z)")


def backup_rows(found: Iterable[Backup], *, now: datetime) -> list[dict[str, object]]:
    """Describe backups: where each is, when it was made, and how large it is."""
    there = list(found)
    minutes = Counter(one.made_at.replace(second=0) for one in there)
    return [
        {
            "path": str(one.path),
            "name": one.path.name,
            "when": moment(
                one.made_at,
                now=local(now),
                seconds=minutes[one.made_at.replace(second=0)] > 1,
            ),
            "size": _size(one.path),
        }
        for one in there
    ]


def _size(path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError:  # on a stick that was pulled out just now
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 1):.0f} kB"


def change_rows(done: Sequence[HistoryChange], *, now: datetime) -> list[dict[str, object]]:
    """Describe changes, the newest first."""
    return [
        {
            "no": one.change_no,
            "when": moment(datetime.fromisoformat(one.at), now=local(now)),
            "who": one.actor or _ERASED,
            "what": _in_local_time(one.action, now=now),
            "touched": "" if one.kind == "note" else touched_in_words(one.touched),
            "undone_by": one.undone_by,
            "undoes": one.undoes,
            "can": one.can_be_undone,
        }
        for one in reversed(done)
    ]


def _in_local_time(action: str, *, now: datetime) -> str:
    """Put moments in a sentence of the history on the clock of this machine."""
    return _STAMP.sub(
        lambda stamp: moment(datetime.fromisoformat(stamp[0]), now=local(now)), action
    )


def told_changes(lost: Sequence[HistoryChange] | None, *, now: datetime) -> dict[str, object]:
    """Tell which changes a restored backup would take out, the newest first."""
    if lost is None:
        return {"known": False, "n": 0, "rows": [], "more": 0}
    newest = list(reversed(lost))
    rows = [
        f"{_in_local_time(one.action, now=now).removesuffix('.')} ({one.actor or _ERASED}, "
        f"{moment(datetime.fromisoformat(one.at), now=local(now))})"
        for one in newest[:_MOST]
    ]
    return {"known": True, "n": len(lost), "rows": rows, "more": len(newest) - len(rows)}


def told_checkup(found: Checkup, *, noted: bool, now: datetime) -> dict[str, object]:
    """Tell what a check found."""
    newest = found.newest_backup
    return {
        "whole": found.is_whole,
        "at": moment(now, now=local(now)),
        "problems": list(found.problems),
        "advice": list(found.advice),
        "head": found.head,
        "noted": noted,
        "newest": str(newest.path) if newest is not None else "",
    }
