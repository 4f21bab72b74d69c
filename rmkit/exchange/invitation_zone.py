"""What a calendar says of a time zone (VTIMEZONE), so that every program reads the same hours.

One part for each change of the clocks, each with its one date: rules and lists of dates are read
differently by different programs, a single date is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["zone_lines"]

_BEFORE = timedelta(days=370)  # so that the first hours of a calendar stand behind a change


def zone_lines(zone: str, first: datetime, last: datetime) -> list[str]:
    """Describe a zone from before one moment until after another.

    Parameters
    ----------
    zone
        Its IANA name.
    first, last
        The first and the last moment that is told in it, with their zone.

    Returns
    -------
    list of str
        The lines of a VTIMEZONE, unfolded.
    """
    clock = ZoneInfo(zone)
    begin = first.astimezone(UTC) - _BEFORE
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    lines += _observance(clock, begin, begin.astimezone(clock).utcoffset() or timedelta(0))
    for moment, before in _changes(clock, begin, last.astimezone(UTC) + timedelta(days=2)):
        lines += _observance(clock, moment, before)
    return [*lines, "END:VTIMEZONE"]


def _changes(
    clock: ZoneInfo, begin: datetime, end: datetime
) -> Iterator[tuple[datetime, timedelta]]:
    """Find each change of the clocks to the minute, with the offset before it."""
    day, step = begin, timedelta(days=1)
    while day < end:
        before, after = (m.astimezone(clock).utcoffset() for m in (day, day + step))
        if before != after and before is not None:
            low, high = day, day + step
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(clock).utcoffset() == before
                low, high = (middle, high) if same else (low, middle)
            yield high.replace(second=0, microsecond=0), before
        day += step


def _observance(clock: ZoneInfo, moment: datetime, before: timedelta) -> list[str]:
    local = moment.astimezone(clock)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    at = (moment + before).replace(tzinfo=None)  # as the clock showed just before the change
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{at:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(local.utcoffset() or timedelta(0))}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
