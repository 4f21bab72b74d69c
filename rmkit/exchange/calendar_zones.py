"""Which time zone a calendar means by a name: a usual one, Windows' name for it, or its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from zoneinfo import ZoneInfo

from rmkit.exchange.recurrence import Rule

__all__ = ["Zones"]

_USUAL = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,2}")
_MOST_LINES = 400


class Zones:
    """The zones of one calendar.

    Parameters
    ----------
    own
        The lines of each VTIMEZONE of the file, by its name.
    """

    def __init__(self, own: Mapping[str, list[str]]) -> None:
        self._own = own
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """Give the zone of a name; None where nobody knows it."""
        if name not in self._found:
            self._found[name] = _usual(name) or self._defined(name)
        return self._found[name]

    def _defined(self, name: str) -> tzinfo | None:
        """Make a zone of what the file itself says about it."""
        lines = self._own.get(name)
        if not lines or len(lines) > _MOST_LINES or not all(map(_is_bounded, lines)):
            return None
        from icalendar import Timezone

        try:
            read = Timezone.from_ical("\r\n".join(lines) + "\r\n")
            made: tzinfo | None = (
                read.to_tz(lookup_tzid=False) if isinstance(read, Timezone) else None
            )
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
            return None
        return made


def _is_bounded(line: str) -> bool:
    """Tell whether a line of a zone repeats yearly at most, so that it can be unrolled."""
    name, _, text = line.partition(":")
    if name.partition(";")[0].upper() != "RRULE":
        return True
    rule = Rule.parse(text.strip())
    return isinstance(rule, Rule) and rule.frequency == "YEARLY"


def _usual(name: str) -> tzinfo | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = WINDOWS_TO_OLSON.get(name, name)
    if name.startswith("/"):  # a provider's name stands before it
        parts = name.split("/")[1:]
        return next((z for n in (2, 3, 1) if (z := _known("/".join(parts[-n:])))), None)
    return _known(name)


def _known(name: str) -> ZoneInfo | None:
    if not _USUAL.fullmatch(name) or len(name) > 60:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError):
        return None
    except KeyError:  # ZoneInfoNotFoundError
        return None
