"""A series of meetings for each of 1,000 pairs from busy times, and reading a calendar.

CPU seconds, medians. The aims are under 5 s for the series and about 45 ms for a calendar of 200
events, each of which is read once; nothing is asserted.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rmkit.exchange.calendar_file import read_calendar
from rmkit.meetings.availability import Availability, free_hours
from rmkit.meetings.grid import Grid
from rmkit.meetings.series import Frame, PairAsked, propose_series

PAIRS = 1_000
EVENTS = 200
FRAME = Frame(6, 60, 4, date(2027, 1, 4), date(2027, 7, 3))
ZONES = ("Europe/Berlin", "Europe/Madrid", "Europe/Sofia")


def people(n: int) -> dict[str, Availability]:
    """Make people with some 200 busy hours each in the half-year, part of them part-time."""
    dice, found = random.Random(8), {}
    begin = datetime(2027, 1, 4, 7, tzinfo=UTC)
    for i in range(n):
        starts = [
            begin + timedelta(days=dice.randrange(180), minutes=15 * dice.randrange(40))
            for _ in range(EVENTS)
        ]
        busy = tuple((at, at + timedelta(minutes=60)) for at in starts)
        off = frozenset({"fri"}) if i % 7 == 0 else frozenset()
        found[f"P{i}"] = Availability(f"P{i}", None, zone=ZONES[i % 3], busy=busy, days_off=off)
    return found


def calendar(path: Path) -> None:
    """Write a calendar of 200 events, a tenth of them repeated weekly."""
    dice, lines = random.Random(9), ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
    for i in range(EVENTS):
        day = date(2027, 1, 4) + timedelta(days=dice.randrange(180))
        hour = dice.randrange(7, 17)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{i}@example.org",
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T{hour:02d}0000",
            f"DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T{hour + 1:02d}0000",
            *(["RRULE:FREQ=WEEKLY;COUNT=20"] if i % 10 == 0 else []),
            "SUMMARY:never read",
            "END:VEVENT",
        ]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8", newline="")


def spent(work: Callable[[], object], turns: int = 3) -> float:
    """Give the median of the CPU seconds of some turns."""
    measured = []
    for _ in range(turns):
        begin = time.process_time()
        work()
        measured.append(time.process_time() - begin)
    return statistics.median(measured)


def main() -> None:
    """Print the CPU seconds."""
    there = people(2 * PAIRS)
    asked = [PairAsked(f"1-{i:04d}", f"P{i}", f"P{i + PAIRS}") for i in range(PAIRS)]
    proposal = propose_series(asked, there, FRAME)
    series = spent(lambda: propose_series(asked, there, FRAME))
    grid = Grid(FRAME.first, FRAME.last)
    alone = spent(lambda: [free_hours(grid, one) for one in list(there.values())[:200]])
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "one.ics"
        calendar(path)
        reading = spent(
            lambda: read_calendar(path, first=FRAME.first, last=FRAME.last, zone="Europe/Berlin"), 9
        )
    print(f"{PAIRS:,} pairs, {EVENTS} busy times a person, {FRAME.meetings} meetings each")
    print(f"{len(proposal.series):,} series, {len(proposal.obstacles):,} without one")
    print(f"{'propose_series':<44}{series:>8.2f} CPU s")
    print(f"{'  of it: the free hours of 200 people':<44}{alone:>8.2f} CPU s")
    print(f"{'reading a calendar of 200 events':<44}{1000 * reading:>8.1f} CPU ms")


if __name__ == "__main__":
    main()
