"""One meeting of a pair as it is planned: when, how long, where, and whether it still stands.

Whether it was held is not written here: the pair's receipts say so, and `progress` puts the two
together. Nothing here holds what a meeting is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line

__all__ = ["Meeting", "MeetingState"]

MeetingState = Literal["planned", "cancelled"]


@discreet("pair_id", "number", "state", "sequence")
@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of one pair.

    `number` counts the meetings of a pair from 1 and stays when one is moved. `starts` is in UTC,
    `zone` (IANA) is the clock by which the pair meets, so that a series stays at the same hour when
    the clocks change. `place` is a room or a town, `link` a video call; either may be empty, and
    each is on one line. `uid` and `sequence` are what calendars know it by: `sequence` counts every
    alteration. `invited` is the sequence that the invitation last written tells, None while none
    was written. `earlier` are the starts (ISO-8601, UTC) from which it was moved, the oldest first.
    """

    pair_id: str
    number: int
    starts: datetime
    minutes: int
    zone: str = "UTC"
    place: str = ""
    link: str = ""
    state: MeetingState = "planned"
    uid: str = ""
    sequence: int = 0
    invited: int | None = None
    earlier: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None:
            message = "a meeting needs its time zone: datetime(..., tzinfo=UTC)"
            raise ValueError(message)
        object.__setattr__(self, "starts", self.starts.astimezone(UTC))
        for name in ("place", "link"):
            object.__setattr__(self, name, one_line(getattr(self, name)))

    @property
    def ends(self) -> datetime:
        """When it is over, in UTC."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def local(self) -> datetime:
        """When it starts, on the clock by which the pair meets."""
        return self.starts.astimezone(ZoneInfo(self.zone))

    @property
    def is_planned(self) -> bool:
        """Whether it still stands."""
        return self.state == "planned"

    def moved(self, starts: datetime) -> Self:
        """Give the meeting at another time; calendars learn of it by the next sequence."""
        was = self.starts.isoformat(timespec="seconds")
        return replace(
            self, starts=starts, sequence=self.sequence + 1, earlier=(*self.earlier, was)
        )

    def cancelled(self) -> Self:
        """Give the meeting as called off."""
        return replace(self, state="cancelled", sequence=self.sequence + 1)
