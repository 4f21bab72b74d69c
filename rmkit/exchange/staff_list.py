"""Whether a staff list holds together: ids that stand once, managers who are there, no circles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from rmkit.errors import Fault, UnknownName, nearest
from rmkit.exchange.persons import near_address
from rmkit.exchange.responses import Response
from rmkit.instruments.model import Instrument
from rmkit.meetings.availability import holiday_region, time_zone

__all__ = ["STAFF_LIST", "staff_faults"]

STAFF_LIST = "staff_list"
"""The id of the instrument that is a staff list."""

_MOST_SUGGESTIONS = 30


def staff_faults(responses: Sequence[Response], instrument: Instrument) -> Iterator[Fault]:
    """Tell what is wrong between the rows of a staff list.

    Parameters
    ----------
    responses
        One for each person, in the order of the file.
    instrument
        The instrument `staff_list`, for the names of its columns.

    Yields
    ------
    Fault
        An id or address that stands twice, a manager who is on the list by neither id nor
        address, somebody who is their own manager, managers who lead in a circle; a time zone or
        a region with holidays that nobody knows.
    """
    yield from _twice(responses, instrument)
    yield from _time(responses, instrument)
    by_id = _first_rows(responses, "person_id")
    by_email = _first_rows(responses, "email")
    person = [_first_row(responses, i, by_email) for i in range(len(responses))]
    above: dict[int, int] = {}
    suggestions = _MOST_SUGGESTIONS
    for i, response in enumerate(responses):
        if not _has(response, "manager"):
            continue
        named = str(response.answers["manager"])
        manager = by_id.get(named, by_email.get(named.casefold()))
        own = {str(response.answers.get("person_id")), str(response.answers.get("email"))}
        if manager is None:
            near = near_address(named, by_email) or nearest(named, by_id) if suggestions else ""
            suggestions -= bool(suggestions)
            fix = f"{near} Add the manager's row, or correct the id or address.".strip()
            yield _fault("is not on this staff list.", fix, response, instrument, "manager")
        elif person[manager] == person[i] or named in own:
            fix = "Write the manager's id or address; leave it blank at the top."
            yield _fault("is the person's own row.", fix, response, instrument, "manager")
        else:
            above.setdefault(person[i], person[manager])
    yield from _circles(above, responses, instrument)


def _has(response: Response, key: str) -> bool:
    return response.answers.get(key) is not None


def _first_rows(responses: Sequence[Response], key: str) -> dict[str, int]:
    """Give the first row of each id or address."""
    rows: dict[str, int] = {}
    for i, response in enumerate(responses):
        if _has(response, key):
            said = str(response.answers[key])
            rows.setdefault(said.casefold() if key == "email" else said, i)
    return rows


def _first_row(responses: Sequence[Response], row: int, by_email: Mapping[str, int]) -> int:
    """Give the row where the person of a row stands first.

    Two rows are one person where the address is the same and no two ids speak against it; one of
    the two alone may be a slip, and would make circles that are none.
    """
    first = by_email.get(str(responses[row].answers.get("email")).casefold(), row)
    ids = {
        str(responses[i].answers["person_id"])
        for i in (first, row)
        if _has(responses[i], "person_id")
    }
    return first if len(ids) < 2 else row


def _twice(responses: Sequence[Response], instrument: Instrument) -> Iterator[Fault]:
    for key in ("person_id", "email"):
        rows: dict[str, list[Response]] = defaultdict(list)
        for response in responses:
            if _has(response, key):
                rows[str(response.answers[key]).casefold()].append(response)
        for first, *others in rows.values():
            for other in others:
                problem = f"stands in row {first.row} already."
                yield _fault(problem, "Keep one row for each person.", other, instrument, key)


def _time(responses: Sequence[Response], instrument: Instrument) -> Iterator[Fault]:
    """Tell of time zones and regions that nobody knows, each value looked up once."""
    found: dict[tuple[str, str], str] = {}
    for response in responses:
        for key, (look_up, problem, fix) in _OF_TIME.items():
            if not _has(response, key):
                continue
            value = str(response.answers[key])
            if (key, value) not in found:
                found[key, value] = _unknown(look_up, value)
            if found[key, value]:
                near = found[key, value].removesuffix("-")
                yield _fault(problem, f"{near} {fix}".strip(), response, instrument, key)


def _unknown(look_up: Callable[[str], str], value: str) -> str:
    """Give what to say of a value that nobody knows: a near one, or a dash."""
    try:
        look_up(value)
    except UnknownName as error:
        near = re.search(r'Did you mean "[^"]*"\?', str(error))
        return near[0] if near else "-"
    return ""


_OF_TIME: Mapping[str, tuple[Callable[[str], str], str, str]] = {
    "time_zone": (
        time_zone,
        "is not a time zone.",
        'Write it as "Europe/Berlin", or leave it blank for that of the organisation.',
    ),
    "holidays": (
        holiday_region,
        "is not a country or region with public holidays.",
        'Write a country as "DE" or a part as "DE-BY", or leave it blank.',
    ),
}
"""What of a row must be known: how it is looked up, what is wrong otherwise, and what to write."""


def _circles(
    above: Mapping[int, int], responses: Sequence[Response], instrument: Instrument
) -> Iterator[Fault]:
    """Follow each line upwards once; a line that meets itself is a circle."""
    done: set[int] = set()
    for start in above:
        line: list[int] = []
        at: int | None = start
        while at is not None and at not in done:
            done.add(at)
            line.append(at)
            at = above.get(at)
        if at is not None and at in line:
            circle = sorted(line[line.index(at) :])
            numbers = [str(responses[i].row) for i in circle]
            rows = f"{', '.join(numbers[:-1])} and {numbers[-1]}"
            problem = f"leads in a circle: the people in rows {rows} manage each other."
            fix = "Correct one of these managers."
            yield _fault(problem, fix, responses[circle[0]], instrument, "manager")


def _fault(problem: str, fix: str, response: Response, instrument: Instrument, key: str) -> Fault:
    return Fault(
        problem,
        fix,
        file=response.file,
        row=response.row,
        column=instrument.field(key).heading(),
        value=str(response.answers[key]),
    )
