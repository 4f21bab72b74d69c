"""Which machine works on a programme file: a note beside it that another machine can read.

SQLite keeps two programs of one machine apart. Two machines that share a folder, or have it
synchronised, it cannot: there the note warns. It warns and does not lock, for a machine that was
switched off leaves its note behind.
"""

from __future__ import annotations

import contextlib
import json
import platform
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from platformdirs import user_state_path

from rmkit.records.model import stamp

__all__ = ["Lease"]

_STALE = timedelta(hours=12)
_RENEWED_AFTER = timedelta(minutes=1)


class Lease:
    """The note of this machine for one file. Made by `take`, given back by `release`."""

    def __init__(self, path: Path, *, warning: str) -> None:
        self.warning = warning
        self._note = _note_of(path)
        self._renewed: datetime | None = None

    @classmethod
    def take(cls, path: Path, *, now: datetime) -> Lease:
        """Write the note of this machine, after looking whether another one has left its own.

        Parameters
        ----------
        path
            The programme file.
        now
            The moment, with its time zone. A note older than twelve hours is passed over.

        Returns
        -------
        Lease
            Its `warning` is a sentence where another machine seems to be at work, else empty. A
            folder that cannot be written to gets no note.
        """
        lease = cls(path, warning=_warning(path, now))
        lease.renew(now)
        return lease

    def renew(self, now: datetime) -> None:
        """Say again that this machine is at work; at most once a minute."""
        if self._renewed is not None and now - self._renewed < _RENEWED_AFTER:
            return
        content = {"machine": _machine(), "name": platform.node(), "at": stamp(now)}
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(content), encoding="utf-8")
            self._renewed = now

    def release(self) -> None:
        """Take the note away, if it is still that of this machine."""
        found = _read(self._note)
        if found is not None and found["machine"] == _machine():
            with contextlib.suppress(OSError):
                self._note.unlink()


def _note_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.in-use")


def _warning(path: Path, now: datetime) -> str:
    found = _read(_note_of(path))
    if found is None or found["machine"] == _machine():
        return ""
    try:
        at = datetime.fromisoformat(found["at"])
        if not timedelta(0) <= now - at + _RENEWED_AFTER < _STALE:
            return ""
    except (ValueError, TypeError):
        return ""
    return (
        f'"{path.name}" is in use on another machine ({found["name"][:60]}, last at '
        f"{at.astimezone():%H:%M}). Close it there before you change anything here, or the changes "
        "of one of the two are lost."
    )


def _read(note: Path) -> dict[str, str] | None:
    try:
        found = json.loads(note.read_bytes()[:2000])
        return {key: str(found[key]) for key in ("machine", "name", "at")}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _machine() -> str:
    """Give the random name of this account on this machine; made when first asked for."""
    kept = user_state_path("rmkit", appauthor=False) / "machine"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if len(name := kept.read_text(encoding="ascii")) == 32:
            return name
    name = secrets.token_hex(16)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(name, encoding="ascii")
    except OSError:  # no place of one's own: the network name has to do
        return platform.node()
    return name
