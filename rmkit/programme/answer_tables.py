"""Responses and scores as tables, each response laid out by the very definition it answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.instruments.fields import Field
from rmkit.instruments.occasions import occasion
from rmkit.instruments.scoring import score
from rmkit.records.model import TALK, Response

if TYPE_CHECKING:
    from rmkit.instruments.model import Instrument
    from rmkit.records.store import ProgrammeFile

__all__ = ["counting_ids", "responses_table", "scores_table"]

How = Callable[["ProgrammeFile", Iterable[Response]], Mapping[str, str]]
_FIRST = ("response_id", "person_id", "wave", "partner_id", "pair_id", "submitted_at", "version",
          "how", "counts")  # fmt: skip


def responses_table(
    file: ProgrammeFile, instrument_id: str, wave: str | None, *, how: How
) -> pd.DataFrame:
    """Lay out responses, one row each; see `QuestionnairesStep.responses`."""
    kept = file.responses(instrument_id, wave)
    words, counts = how(file, kept), counting_ids(file, kept)
    keys = list(_fields(file, instrument_id))
    rows = [
        [
            r.response_id,
            r.person_id,
            r.wave,
            r.partner_id,
            r.pair_id,
            r.submitted_at or r.received_at,
            r.instrument_version,
            words[r.response_id],
            r.response_id in counts,
            *(r.answers.get(key) for key in keys),
        ]
        for r in kept
    ]
    return pd.DataFrame(rows, columns=[*_FIRST, *keys], dtype=object).astype({"counts": bool})


def _fields(file: ProgrammeFile, instrument_id: str) -> dict[str, Field]:
    """Give what was asked and is for the coordinator, of every definition that was answered."""
    asked = file.answered(instrument_id)
    return {f.key: f for one in asked for f in one.fields if f.visibility == "coordinator"}


def counting_ids(file: ProgrammeFile, responses: Sequence[Response]) -> frozenset[str]:
    """Name the responses that go into results.

    Of several about the same it is the last, and what somebody answered themselves before what was
    entered for them. Anonymous ones all count.
    """
    definitions: dict[int | None, Instrument] = {}
    found: dict[tuple[object, ...], Response] = {}
    for r in sorted(responses, key=lambda r: (r.source != TALK, r.received_at)):
        if r.definition_id not in definitions:
            definitions[r.definition_id] = file.asked_in(r)
        asked = definitions[r.definition_id]
        about = occasion(asked, r.answers, wave=r.wave, submitted_at=r.submitted_at)
        who = (r.person_id, r.wave, r.partner_id, r.pair_id, *about)
        found[who if r.person_id else (r.response_id,)] = r
    return frozenset(r.response_id for r in found.values())


def scores_table(file: ProgrammeFile, instrument_id: str, wave: str | None) -> pd.DataFrame:
    """Make scores; see `QuestionnairesStep.scores`."""
    kept = file.responses(instrument_id, wave)
    counts = counting_ids(file, kept)
    groups: dict[int | None, list[Response]] = {}
    for response in kept:
        if response.response_id in counts:
            groups.setdefault(response.definition_id, []).append(response)
    columns = ["response_id", "person_id", "wave", "pair_id"]
    made = [_scored(file.asked_in(group[0]), group, columns) for group in groups.values()]
    if not made:
        latest = file.instrument(instrument_id)
        return pd.DataFrame(columns=[*columns, *(latest.scores if latest else ())])
    return pd.concat(made, ignore_index=True)


def _scored(asked: Instrument, group: Sequence[Response], columns: list[str]) -> pd.DataFrame:
    answers = pd.DataFrame([dict(r.answers) for r in group], dtype=object)
    who = pd.DataFrame([[getattr(r, name) for name in columns] for r in group], columns=columns)
    return pd.concat([who, score(asked, answers)], axis="columns")
