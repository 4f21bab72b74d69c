"""The same person twice, and two people who may be one.

In faults people are named by row and address; their names do not stand there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from rmkit.errors import Fault, shown
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.persons import Sifted, email_key, identity, same_name
from rmkit.exchange.responses import Response
from rmkit.instruments.model import Field, Instrument
from rmkit.instruments.occasions import occasion

__all__ = ["same_names", "sift_repeats"]


def sift_repeats(
    responses: Sequence[Response], instrument: Instrument, mapping: TableMapping
) -> Sifted:
    """Find the people who answered more than once, and keep the answer that counts.

    Responses that say the same are one: the last is kept, with a note. Where they differ, the
    mapping decides (`repeated`), or it is a fault. What is about another day or wave is no repeat.
    """
    groups: dict[Hashable, list[Response]] = defaultdict(list)
    for response in responses:
        person = identity(response, instrument)
        wave = str(response.wave or response.answers.get("wave", ""))
        about = occasion(
            instrument, response.answers, wave=wave, submitted_at=response.submitted_at
        )
        groups[(person, wave, about) if person is not None else id(response)].append(response)
    dropped: set[int] = set()
    faults, notes = [], []
    for group in groups.values():
        if len(group) == 1:
            continue
        ordered = sorted(group, key=lambda r: r.submitted_at or "")
        kept = ordered[0] if mapping.repeated == "first" else ordered[-1]
        differing = _differing(group, instrument)
        if differing and mapping.repeated == "ask":
            faults.append(_which_counts(group, differing, instrument))
            continue
        dropped |= {id(response) for response in group if response is not kept}
        same = "answered differently" if differing else "gave the same answers again"
        notes.append(f"One person {same}, in {_rows(group)}; {_named(kept, group)} counts.")
    left = tuple(response for response in responses if id(response) not in dropped)
    return Sifted(left, tuple(faults), tuple(notes))


def _differing(group: Sequence[Response], instrument: Instrument) -> list[str]:
    """Name the questions on which responses of one person differ."""
    email = email_key(instrument)
    forms: dict[str, Callable[[object], object]] = {"name": same_name}
    if email:
        forms[email] = lambda value: str(value).casefold()
    differing = []
    for key in (field.key for field in instrument.fields):
        form = forms.get(key, repr)
        if len({form(response.answers.get(key)) for response in group}) > 1:
            differing.append(key)
    return differing


def _which_counts(group: Sequence[Response], differing: list[str], instrument: Instrument) -> Fault:
    email = email_key(instrument)
    asked = {field.key: field for field in instrument.fields}
    words = list(dict.fromkeys(shown(_short(asked[key]), limit=60) for key in differing))
    listed = ", ".join(words[:5]) + (" ..." if len(words) > 5 else "")
    both = " If the person can be both, write either as the role." if "role" in differing else ""
    last = group[-1]
    address = str(last.answers[email]) if email and email in last.answers else None
    wave = shown(last.wave or last.answers.get("wave", ""))
    when = f" for wave {wave}" if wave else ""
    return Fault(
        f"{'' if address else 'The same person '}answered in {_rows(group)}{when}, and the answers "
        f"differ ({listed}). Which counts?",
        fix=f"Take one row out, or write `repeated: last` in the mapping file.{both}",
        file=last.file,
        row=last.row,
        column=instrument.field(email).heading() if email else None,
        value=address,
        kind="repeated",
    )


def _short(field: Field) -> str:
    return field.row.text.say() if field.row else field.heading()


def _named(kept: Response, group: Sequence[Response]) -> str:
    several = len({response.file for response in group}) > 1
    return kept.file if several else f"row {kept.row}"


def _rows(group: Sequence[Response]) -> str:
    if len({response.file for response in group}) > 1:
        places = [response.file for response in group]
        return f"{', '.join(places[:-1])} and {places[-1]}"
    numbers = [str(response.row) for response in group]
    return f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"


def same_names(
    responses: Sequence[Response], written: Sequence[str], instrument: Instrument
) -> Iterator[Fault]:
    """Ask about different people whose names are the same, perhaps written in two ways.

    Parameters
    ----------
    responses
        The responses that were read.
    written
        The name in each, as it stands in the file.
    instrument
        The questionnaire.
    """
    groups: dict[str, list[tuple[Response, str]]] = defaultdict(list)
    for response, name in zip(responses, written, strict=True):
        if name.strip():
            groups[same_name(name)].append((response, name))
    for group in groups.values():
        people = {identity(response, instrument) for response, _ in group}
        if len(people) < 2:
            continue
        several = len({name for _, name in group}) > 1
        how = "the same name, written in two ways" if several else "the same name"
        places = [response for response, _ in group]
        yield Fault(
            f"The people in {_rows(places)} have {how}. The same person?",
            fix="If so, take one row out; if not, leave it as it is.",
            file=places[-1].file,
            row=places[-1].row,
            column="name",
            level="warning",
        )
