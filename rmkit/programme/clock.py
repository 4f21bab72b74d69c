"""What time it is for the programme: this machine's clock, or that of a sample being played."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

__all__ = ["at", "now"]

_MOMENT: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Tell the time, in UTC and whole seconds."""
    return _MOMENT.get() or datetime.now(UTC).replace(microsecond=0)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do what is within as if it were another moment: a sample is played at its own dates.

    Parameters
    ----------
    moment
        With its time zone.
    """
    token = _MOMENT.set(moment.astimezone(UTC).replace(microsecond=0))
    try:
        yield
    finally:
        _MOMENT.reset(token)
