"""When a response was sent, and whether 01/02/2026 is the first of February.

One date can be unclear; a whole column seldom is. The order of day and month is decided by all
its values, for the times of a tool also by the fact that responses come one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from rmkit.exchange.grid import Cell

__all__ = ["day_first_of", "day_first_of_times", "is_mixed", "is_unclear", "read_time"]

_NUMERIC = re.compile(r"\s*(\d{1,2})([/-])(\d{1,2})[/-](\d{4})(?!\d)", re.ASCII)
_TIME = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[-/.])(?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?"
    r"(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?(?:\s*(?P<zone>[A-Za-z+-][\w:+-]*))?)?",
    re.ASCII,
)
_ZONE = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?", re.ASCII)
_NO_TIME, _LAST_TIME = 1990, 2200
"""Anonymised exports of LimeSurvey say 1980-01-01; nothing before 1990 was sent."""


def is_mixed(cells: Iterable[Cell]) -> bool:
    """Tell whether a column shows both orders: 25/02/2026 beside 02/25/2026."""
    return set(_shown(cells)) == {True, False}


def _shown(cells: Iterable[Cell]) -> Iterator[bool]:
    """Give for each date that can be read in one way only whether its day stands first."""
    for found in (_NUMERIC.match(str(cell)) for cell in cells):
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            yield int(found[1]) > 12


def day_first_of(cells: Iterable[Cell]) -> bool | None:
    """Decide for a column whether the day stands before the month.

    Returns
    -------
    bool or None
        None where no value shows it, or where values contradict each other.

    Examples
    --------
    >>> day_first_of(["01/02/2026", "25/02/2026"]), day_first_of(["01/02/2026"])
    (True, None)
    """
    shown = set(_shown(cells))
    return shown.pop() if len(shown) == 1 else None


def is_unclear(cell: Cell) -> bool:
    """Tell whether a date can be read in two ways."""
    found = _NUMERIC.match(cell) if isinstance(cell, str) else None
    return (
        found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]
    )


def day_first_of_times(cells: Sequence[Cell]) -> bool | None:
    """Decide as `day_first_of`, else by the one order in which the times never go back."""
    shown = day_first_of(cells)
    if shown is not None or not any(is_unclear(cell) for cell in cells):
        return shown
    rising = [order for order in (True, False) if _never_back(cells, day_first=order)]
    return rising[0] if len(rising) == 1 else None


def _never_back(cells: Sequence[Cell], *, day_first: bool) -> bool:
    times = [read for cell in cells if (read := read_time(cell, day_first=day_first))]
    return all(earlier <= later for earlier, later in pairwise(times))


def read_time(cell: Cell, *, day_first: bool | None = None) -> str | None:
    """Read when something was sent.

    Parameters
    ----------
    cell
        A true date and time, or text as survey tools write it.
    day_first
        How 01/02/2026 is meant.

    Returns
    -------
    str or None
        UTC, ISO-8601 with seconds. A time without a zone, or with one that is named by letters
        only, is taken as UTC. None where there is no time, or it is unclear.

    Examples
    --------
    >>> read_time("2020/06/05 11:34:01 PM GMT+2")
    '2020-06-05T21:34:01+00:00'
    """
    if isinstance(cell, datetime):
        return _told(cell.replace(microsecond=0))
    found = _TIME.fullmatch(cell.strip()) if isinstance(cell, str) else None
    date = _date(found, day_first) if found else None
    if found is None or date is None:
        return None
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        moment = datetime(  # noqa: DTZ001 - the zone is told below
            *date, hour, int(found["minute"] or 0), int(found["second"] or 0)
        )
    except ValueError:
        return None
    return _told(moment.replace(tzinfo=_zone(found["zone"] or "")))


def _date(found: re.Match[str], day_first: bool | None) -> tuple[int, int, int] | None:
    first, second, third = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) == 4:
        return first, second, third
    if len(found["c"]) != 4:
        return None
    if found["mark"] == "." or first > 12:
        day_first = True
    elif second > 12 or first == second:
        day_first = False
    if day_first is None:
        return None
    return (third, second, first) if day_first else (third, first, second)


def _zone(name: str) -> timezone:
    found = _ZONE.fullmatch(name.upper())
    if not found:
        return UTC
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-ahead if found["sign"] == "-" else ahead) if ahead < timedelta(1) else UTC


def _told(moment: datetime) -> str | None:
    if not _NO_TIME <= moment.year <= _LAST_TIME:
        return None
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="seconds")
