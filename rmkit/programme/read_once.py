"""What several parts of the meetings look at, read once until the file changes.

Each look at a table checks every row of it; a board of many pairs would do so a dozen times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.programme.meetings_kept import all_meetings

if TYPE_CHECKING:
    from rmkit.meetings.meeting import Meeting
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Pair, Person, Response

__all__ = ["meetings_once", "once_confirmed", "people_once", "responses_once"]


def once_confirmed(programme: Programme) -> tuple[Pair, ...]:
    """Give the pairs that were ever confirmed, those that ended included."""
    return programme.memory.recall(
        "ever confirmed",
        key=programme.file.head_digest(),
        make=lambda: tuple(pair for pair in programme.file.pairs() if pair.confirmed_at),
    )


def people_once(programme: Programme) -> dict[str, Person]:
    """Give everybody in the file, by id."""
    return programme.memory.recall(
        "people by id",
        key=programme.file.head_digest(),
        make=lambda: {person.person_id: person for person in programme.file.people()},
    )


def meetings_once(programme: Programme) -> dict[str, tuple[Meeting, ...]]:
    """Give the planned meetings of every pair that has some, by pair id."""
    return programme.memory.recall(
        "all meetings",
        key=programme.file.head_digest(),
        make=lambda: all_meetings(programme.file),
    )


def responses_once(programme: Programme, instrument_id: str) -> tuple[Response, ...]:
    """Give all responses to an instrument, in the order in which they were saved."""
    return programme.memory.recall(
        f"responses to {instrument_id}",
        key=programme.file.head_digest(),
        make=lambda: tuple(programme.file.responses(instrument_id)),
    )
