"""What other choices would bring: pairs that are weighed against those that stand, not kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.programme.naming import with_names

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.matching import Matching

__all__ = ["Standing", "Weighed", "weighed"]

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The pairs that stand now, and who was left over; `stale` if answers changed since."""

    pairs: frozenset[Place]
    left_over: frozenset[str]
    stale: bool


@discreet("pairs", "left_over", "total")
@dataclass(frozen=True, eq=False)
class Weighed:
    """What other choices would bring. Nothing of it is kept.

    Attributes
    ----------
    pairs
        One row a pair: `mentor_id`, `mentor`, `mentee_id`, `mentee`, `score` (0 to 100),
        `reason`, `warnings`, `locked`, and `stands`: whether it is a pair now.
    left_over
        One row a person: `person_id`, `name`, `role`, `reason`, `what_would_help`.
    total
        The scores of all pairs together. Other weights measure otherwise: compare totals only
        where the criteria are the same.
    pairs_more
        How many pairs more there would be than now; below 0: fewer; None before a proposal.
    gain, lose
        (person_id, name) of those who would get a partner, or have none any more.
    sentence
        The comparison in plain words.
    """

    pairs: pd.DataFrame
    left_over: pd.DataFrame
    total: float
    pairs_more: int | None
    gain: tuple[tuple[str, str], ...]
    lose: tuple[tuple[str, str], ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def weighed(found: Matching, standing: Standing | None, names: Mapping[str, str]) -> Weighed:
    """Compare a matching with the pairs that stand, None where there are none yet."""
    now = standing.pairs if standing else frozenset()
    made = list(zip(found.pairs["mentor_id"], found.pairs["mentee_id"], strict=True))
    placed, before = _people(made), _people(now)

    def named(ids: Collection[str]) -> tuple[tuple[str, str], ...]:
        return tuple((i, names.get(i) or i) for i in sorted(ids)) if standing else ()

    pairs = found.pairs[["mentor_id", "mentee_id", "score", "reason", "warnings", "locked"]].copy()
    pairs.insert(1, "mentor", pairs["mentor_id"].map(names))
    pairs.insert(3, "mentee", pairs["mentee_id"].map(names))
    left = found.unmatched.copy()
    left.insert(1, "name", left["person_id"].map(names))
    for column in ("reason", "what_would_help"):
        left[column] = with_names(left[column], names)
    return Weighed(
        pairs=pairs.assign(stands=[pair in now for pair in made]),
        left_over=left,
        total=float(found.pairs["score"].sum()),
        pairs_more=len(made) - len(now) if standing else None,
        gain=named(placed - before),
        lose=named(before - placed),
        sentence=_sentence(frozenset(made), len(left), standing),
    )


def _people(pairs: Collection[Place]) -> set[str]:
    return {person for pair in pairs for person in pair}


def _sentence(made: frozenset[Place], n_left: int, standing: Standing | None) -> str:
    left = "nobody" if n_left == 0 else _counted(n_left, "person", "people")
    if standing is None:
        would = f"There would be {_counted(len(made), 'pair', 'pairs')}"
        return f"{would}; {left} would be left over."
    more, others = len(made) - len(standing.pairs), len(made - standing.pairs)
    if more:
        kind = "more" if more > 0 else "fewer"
        told = f"there would be {_counted(abs(more), 'pair', 'pairs')} {kind}"
    elif not others:
        told = "the pairs would be the same as now"
    else:
        told = f"there would be as many pairs as now, {others} of them others"
    instead = (
        "as now" if n_left == len(standing.left_over) else f"instead of {len(standing.left_over)}"
    )
    changed = " Answers changed since the pairs were proposed." if standing.stale else ""
    return f"With these choices {told}; {left} would be left over {instead}.{changed}"


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
