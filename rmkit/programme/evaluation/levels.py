"""Levels and scales of both sides at each time, a row a person: what changes are measured from.

The first levels are those of the diagnosis before the programme, or else of the candidate
questionnaire, by which people were chosen and paired. The second are those of the diagnosis asked
once more after the pairs stood (`kick_off`), and are the preferred "before".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.matching.criteria import CRITERIA
from rmkit.programme.running import confirmed_searches

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Response

__all__ = [
    "Levels",
    "chosen_by_levels",
    "levels_at",
    "scores_at",
    "skill_groups",
    "start_of",
    "targets_at_start",
]

_DIAGNOSIS = "learning_needs"
_BY_LEVELS = frozenset(c.id for c in CRITERIA if c.kind == "levels" or c.column == "cluster")
_SECOND_SHARE = 0.5
"""The second measurement is the "before" where at least so many of them have it."""


class Levels(NamedTuple):
    """Levels at one time before the programme, and whether it was after the pairs were chosen."""

    table: pd.DataFrame
    second: bool


def levels_at(programme: Programme, when: str, people: Iterable[str] | None = None) -> pd.DataFrame:
    """Lay out levels at a time, a row a person (by index), a column a skill.

    Parameters
    ----------
    programme
        Whose file is read.
    when
        `first` (before anybody was chosen), `kick_off`, `after`, or `then` (at the end, looking
        back to the start).
    people
        Whose; None for everybody who answered. Whoever did not answer is a row of NaN.

    Returns
    -------
    DataFrame
        Levels from 1 to 5; NaN not answered.
    """
    key = programme.file.head_digest()
    name = f"levels {when}"
    table = programme.memory.recall(name, key=key, make=lambda: _read(programme, when))
    return table if people is None else table.reindex(sorted(people))


def targets_at_start(programme: Programme) -> pd.DataFrame:
    """Lay out the levels that people wanted at the start; where none was said, as pairs assume."""
    key = programme.file.head_digest()

    def make() -> pd.DataFrame:
        table = _first(programme, "target_")
        assumed = programme.candidates.assumed_target
        if assumed is None:
            return table
        levels = levels_at(programme, "first")
        table = table.reindex(index=levels.index, columns=levels.columns)
        return table.where(table.notna() | levels.isna(), float(assumed))

    return programme.memory.recall("targets at start", key=key, make=make)


def start_of(programme: Programme, people: Iterable[str]) -> Levels:
    """Give the levels that a change is counted from: the second ones where enough have them."""
    ids = sorted(people)
    after = levels_at(programme, "after", ids).notna().any(axis=1)
    first, second = levels_at(programme, "first", ids), levels_at(programme, "kick_off", ids)
    with_first = int((first.notna().any(axis=1) & after).sum())
    with_second = int((second.notna().any(axis=1) & after).sum())
    enough = with_second >= max(FEWEST, _SECOND_SHARE * with_first)
    return Levels(second, second=True) if enough else Levels(first, second=False)


def chosen_by_levels(programme: Programme) -> bool:
    """Whether the pairs that were confirmed were chosen by levels and needs, as the file says.

    Where no search is kept (pairs made by hand, or searches deleted), they are taken to be.
    """
    found = [programme.file.matching(one.matching_id) for one in confirmed_searches(programme.file)]
    kept = [one for one in found if one is not None]
    if not kept:
        return True
    return any(
        row.get("id") in _BY_LEVELS and row.get("weight", 1)
        for one in kept
        for row in one.settings.get("criteria", ())  # type: ignore[attr-defined]
    )


def scores_at(programme: Programme, instrument_id: str, wave: str) -> pd.DataFrame:
    """Lay out the scores of a form in a wave, a row a person; people without an id are left out."""
    scores = programme.questionnaires.scores(instrument_id, wave)
    left = [c for c in ("response_id", "wave", "pair_id") if c in scores.columns]
    kept = scores.dropna(subset=["person_id"]).drop(columns=left).set_index("person_id")
    return kept.astype("float64").groupby(level=0).last()


def skill_groups(programme: Programme) -> dict[str, str]:
    """Say of each skill that is asked whether it is a competence or a tool."""
    items = {item.id: item for item in programme.candidates.questionnaire.items}
    return {
        row.id: group
        for name, group in (("competences", "competence"), ("tools", "tool"))
        if name in items
        for row in items[name].rows
    }


def _read(programme: Programme, when: str) -> pd.DataFrame:
    if when == "first":
        return _first(programme, "level_")
    if when == "then":
        return _table(programme.file.counting(_DIAGNOSIS, "after"), "then_")
    return _table(programme.file.counting(_DIAGNOSIS, when), "level_")


def _first(programme: Programme, prefix: str) -> pd.DataFrame:
    """Take the diagnosis before the programme, and the candidate questionnaire for the rest."""
    diagnosed = _table(programme.file.counting(_DIAGNOSIS, "before"), prefix)
    return diagnosed.combine_first(_table(programme.file.counting("candidate"), prefix))


def _table(responses: Iterable[Response], prefix: str) -> pd.DataFrame:
    rows: dict[str, Mapping[str, object]] = {
        one.person_id: {
            key.removeprefix(prefix): value
            for key, value in one.answers.items()
            if key.startswith(prefix) and isinstance(value, int | float)
        }
        for one in responses
        if one.person_id
    }
    table = pd.DataFrame.from_dict(rows, orient="index", dtype="float64")
    return table.rename_axis("person_id")
