"""Which forms a programme can hand out: those that come with rmkit, and its own.

A form is asked with the rows that the programme chose for its candidates: whoever was asked about
spreadsheets before is asked about spreadsheets afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import rmkit.instruments as asked
from rmkit.definitions.discreet import discreet
from rmkit.disclosure.unseen import keys_for
from rmkit.errors import UnknownName
from rmkit.instruments.entries import Entry
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["STEPS", "Offered", "asked_here", "for_the_coordinator", "offered"]

STEPS: Mapping[str, str] = {
    "objective": "The objective",
    "candidates": "Collecting the candidates",
    "matching": "Pairs",
    "kick_off": "Kick-off",
    "preparation": "Preparation",
    "meetings": "Meetings",
    "evaluation": "Evaluation",
    "": "Your own",
}
"""What each step of the method is called, in its order."""


@discreet("id", "step", "questions", "answers", "people")
@dataclass(frozen=True, slots=True)
class Offered:
    """A form to hand out.

    `step` is a key of `STEPS`. `answers` counts the responses that are here, of `people` people.
    `seen` is whether the coordinator may see any of the answers: where not, the form stays with
    the pair or the person.
    """

    id: str
    title: str
    version: int
    step: str
    filled_by: tuple[str, ...]
    when: str
    waves: tuple[str, ...]
    variants: tuple[str, ...]
    questions: int
    answers: int
    people: int
    seen: bool


def offered(programme: Programme) -> tuple[Offered, ...]:
    """List the forms, step by step; lists (the staff list) are none."""
    kept = programme.file.responses()
    answers = Counter(response.instrument_id for response in kept)
    people = Counter(name for name, _ in {(r.instrument_id, r.person_id) for r in kept})
    found = [
        Offered(
            one.id,
            one.title.say(),
            one.version,
            one.step or "",
            one.filled_by,
            one.when.say() if one.when else "",
            one.waves,
            tuple(one.variants),
            len(one.fields),
            answers[one.id],
            people[one.id],
            bool(_telling(one)),
        )
        for one in _forms(programme)
    ]
    order = list(STEPS)
    return tuple(sorted(found, key=lambda one: order.index(one.step)))


def _forms(programme: Programme) -> Iterator[Instrument]:
    shipped = [name for name, kind in _shipped().items() if kind == "form"]
    for name in [*shipped, *_own(programme)]:
        yield asked_here(programme, name)


@cache
def _shipped() -> dict[str, str]:
    """Give the instruments that come with rmkit, by id: form or list."""
    return {line.id: line.kind for line in asked.catalogue()}


def _own(programme: Programme) -> list[str]:
    return [name for name in programme.file.instrument_ids() if name not in _shipped()]


def _telling(instrument: Instrument) -> list[str]:
    """Name what the coordinator may read, beside who answered."""
    seen = keys_for(instrument, "coordinator")
    return [f.key for f in instrument.fields if f.key in seen and f.privacy != "direct"]


def asked_here(programme: Programme, instrument_id: str, variant: str | None = None) -> Instrument:
    """Give an instrument as the programme asks it: with the rows that its candidates were asked.

    Raises
    ------
    UnknownName
        There is no such instrument or variant.
    """
    questionnaire = programme.candidates.questionnaire
    if instrument_id == questionnaire.id and variant in (None, questionnaire.variant):
        return questionnaire
    own = _own(programme)
    if instrument_id in own:
        saved = programme.file.instrument(instrument_id)
        if saved is not None:
            return saved
    if instrument_id not in _shipped():
        known = [*_shipped(), *own]
        raise UnknownName(kind="instrument", name=instrument_id, known=known)
    key = (instrument_id, variant, questionnaire.model_dump_json())
    return programme.memory.recall(
        f"form {instrument_id} {variant}",
        key=key,
        make=lambda: _with_rows(questionnaire, instrument_id, variant),
    )


def _with_rows(questionnaire: Instrument, name: str, variant: str | None) -> Instrument:
    """Load an instrument with the rows that a questionnaire has chosen of the same libraries."""
    rows = _chosen_rows(questionnaire)
    whole = asked.load(name, variant)
    there = {item.id for item in whole.items}
    drawing = [i for i in asked.definition(name).items if i.library and i.id in there]
    entries = {i.id: rows[i.library] for i in drawing if rows.get(i.library or "")}
    return asked.load(name, variant, entries=entries) if entries else whole


def _chosen_rows(questionnaire: Instrument) -> dict[str | None, list[str | Entry]]:
    """Give the rows that candidates are asked about, by the library that they are from."""
    libraries = {i.id: i.library for i in asked.definition("candidate").items if i.library}
    return {
        libraries[item.id]: list(item.rows)
        for item in questionnaire.items
        if item.id in libraries and item.rows
    }


def for_the_coordinator(instrument: Instrument) -> Instrument | None:
    """Give the part of a form that a coordinator may fill in for somebody, in a talk.

    What is for the pair or the person alone is left out; None where nothing telling is left.
    """
    if not _telling(instrument):
        return None
    closed = {item.id for item in instrument.items if item.visibility != "coordinator"}
    if not closed:
        return instrument
    sections = []
    for section in instrument.sections:
        kept = tuple(i for i in section.items if i.id not in closed and not closed & {*i.shares})
        if kept:
            sections.append(section.model_copy(update={"items": kept, "layout": "list"}))
    scores = {
        name: score
        for name, score in instrument.scores.items()
        if score.named <= {i.id for s in sections for i in s.items}
    }
    return instrument.model_copy(update={"sections": tuple(sections), "scores": scores})
