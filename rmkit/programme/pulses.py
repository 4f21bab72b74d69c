"""How the relationship pulse goes, without anybody's answers; and which pairs are worth a word.

Told are means over at least five people, to one decimal, and ids of pairs of which a pulse is low
or fell. Neither who of the two it was nor a level leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST
from rmkit.programme.pair_progress import said_on, whose_pair
from rmkit.programme.read_once import once_confirmed, responses_once

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Response

__all__ = ["LOW", "LowPulse", "low_pulses", "pulse_trend"]

LOW = 2.5
"""A pulse (1 to 5) up to here is low: more was denied than affirmed."""

FELL = 1.0
"""A pulse that fell by so much since the one before, to below 4, is worth a word, too."""

_WELL = 4.0

_STATEMENTS = ("respect", "trust", "authenticity", "listening", "candour")
_FEWEST_ANSWERED = 4


@discreet("pair_id", "on")
@dataclass(frozen=True, slots=True)
class LowPulse:
    """A pair of which the last pulse of one of the two is low or fell; `on` is that of the pair."""

    pair_id: str
    on: date


@discreet("person_id", "on")
@dataclass(frozen=True, slots=True)
class _Beat:
    """One pulse of one person."""

    person_id: str
    pair_id: str
    on: date
    level: float


def pulse_trend(programme: Programme) -> pd.DataFrame:
    """Lay out how the pulse goes, month by month.

    Returns
    -------
    DataFrame
        `month` (ISO, "2026-11"), `side` (mentors, mentees, or both together), `people` and `pulse`
        (mean of each one's last pulse of the month, 1 to 5, one decimal). Sides stand apart only
        where each has five people or more; a month in which fewer than five answered, or in which
        all gave the same, is there with NA.
    """
    mentors = {pair.mentor_id for pair in once_confirmed(programme)}
    months: dict[str, dict[str, float]] = {}
    for beat in _beats(programme):
        months.setdefault(f"{beat.on:%Y-%m}", {})[beat.person_id] = beat.level
    rows = [row for month in sorted(months) for row in _month(month, months[month], mentors)]
    frame = pd.DataFrame(rows, columns=["month", "side", "people", "pulse"])
    return frame.astype({"people": "Int64", "pulse": "Float64"})


def _month(
    month: str, levels: Mapping[str, float], mentors: set[str | None]
) -> Iterator[tuple[object, ...]]:
    sides = {
        "mentors": [level for person, level in levels.items() if person in mentors],
        "mentees": [level for person, level in levels.items() if person not in mentors],
    }
    if all(_can_be_told(side) for side in sides.values()):
        for name, side in sides.items():
            yield month, name, len(side), round(sum(side) / len(side), 1)
        return
    everybody = list(levels.values())
    if _can_be_told(everybody):
        yield month, "both", len(everybody), round(sum(everybody) / len(everybody), 1)
    else:
        yield month, "both", pd.NA, pd.NA


def _can_be_told(levels: Sequence[float]) -> bool:
    return len(levels) >= FEWEST and len(set(levels)) > 1


def low_pulses(programme: Programme) -> tuple[LowPulse, ...]:
    """Name the running pairs in which somebody's last pulse is low or fell, by id of the pair."""
    running = {p.pair_id for p in once_confirmed(programme) if p.state == "confirmed"}
    last: dict[tuple[str, str], list[_Beat]] = {}
    for beat in _beats(programme):
        last.setdefault((beat.pair_id, beat.person_id), []).append(beat)
    found: dict[str, date] = {}
    for (pair_id, _), mine in last.items():
        fell = len(mine) > 1 and mine[-2].level - mine[-1].level >= FELL
        if pair_id in running and (mine[-1].level <= LOW or (fell and mine[-1].level < _WELL)):
            found[pair_id] = max(mine[-1].on, found.get(pair_id, mine[-1].on))
    return tuple(LowPulse(pair_id, on) for pair_id, on in sorted(found.items()))


def _beats(programme: Programme) -> list[_Beat]:
    """Read the pulses of those who take part, the oldest first; too few statements are no pulse."""
    at = whose_pair(once_confirmed(programme))
    closed = programme.file.objected("participation")
    found = []
    for response in responses_once(programme, "pulse"):
        level = _level(response)
        if level is not None and response.person_id and response.person_id not in closed:
            pair_id = response.pair_id or at.get(response.person_id, "")
            found.append(_Beat(response.person_id, pair_id, said_on(response), level))
    return sorted(found, key=lambda beat: beat.on)


def _level(response: Response) -> float | None:
    said = [response.answers.get(f"pulse_{name}") for name in _STATEMENTS]
    levels = [float(level) for level in said if isinstance(level, int | float)]
    return sum(levels) / len(levels) if len(levels) >= _FEWEST_ANSWERED else None
