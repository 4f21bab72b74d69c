"""How pairs are worked out from a programme, and how a proposal goes into its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from rmkit.errors import NotReady
from rmkit.people import managers_of
from rmkit.programme.choices import checkable, choices_of
from rmkit.records.change import Change
from rmkit.records.model import KeptMatching, Pair

if TYPE_CHECKING:
    from rmkit.matching import Aim, Criterion, Matching, Rule, Strength
    from rmkit.programme.programme import Programme

__all__ = [
    "CHANGED",
    "data_digest",
    "is_stale",
    "remember",
    "save_proposal",
    "work_out",
    "work_out_again",
]

CHANGED = "Answers, the staff list or objections changed since these pairs were proposed"
"""What is said of a proposal that is stale, without the next step."""


def work_out(
    programme: Programme,
    *,
    aim: Aim,
    criteria: Mapping[str, int] | Sequence[Criterion] | None,
    rules: Mapping[str, Strength] | Sequence[Rule] | None,
    locked: Iterable[tuple[str, str]],
    forbidden: Iterable[tuple[str, str]],
    assumed_target: int = 4,
    on_progress: Callable[[float, str], None] | None = None,
) -> Matching:
    """Solve for the programme's people, in its words; nothing is kept."""
    from rmkit.matching import match

    candidates = programme.candidates
    people, staff = candidates.people, candidates.staff
    return match(
        people,
        aim=aim,
        criteria=criteria,
        rules=checkable(rules, people),
        locked=locked,
        forbidden=forbidden,
        managers=None if staff.empty else managers_of(staff),
        assumed_target=assumed_target,
        labels=candidates.words,
        on_progress=on_progress,
    )


def data_digest(programme: Programme) -> str:
    """Give a digest of all about people that decides: answers and reporting lines.

    It is worked out once for each state of the file.
    """
    key = programme.file.head_digest()
    return programme.memory.recall("digest", key=key, make=lambda: _digest(programme))


def _digest(programme: Programme) -> str:
    people = programme.candidates.people.sort_values("person_id")
    lines = programme.candidates.staff[["person_id", "manager_id"]]
    texts = (table.to_csv(index=False, lineterminator="\n") for table in (people, lines))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def is_stale(programme: Programme, proposal: KeptMatching) -> bool:
    """Say whether something about people changed since a proposal."""
    try:
        return proposal.data_digest != data_digest(programme)
    except NotReady:  # everybody who answered has declined
        return True


def work_out_again(programme: Programme, proposal: KeptMatching) -> Matching:
    """Solve with what is kept of a proposal, to explain it; the pairs are the very same.

    Raises
    ------
    NotReady
        People changed since, or this rmkit would choose other pairs; with what to do.
    """
    if is_stale(programme, proposal):
        message = f"{CHANGED}, so they cannot be explained any more. {_way_on(programme)}"
        raise NotReady(message)
    return programme.memory.recall(
        "matching",
        key=_key(programme, proposal.matching_id, proposal.data_digest),
        make=lambda: _worked_out(programme, proposal),
    )


def remember(programme: Programme, found: Matching, *, matching_id: int, digest: str) -> None:
    """Spare `work_out_again` the work for a proposal that was just made."""
    programme.memory.keep("matching", found, key=_key(programme, matching_id, digest))


def _key(programme: Programme, matching_id: int, digest: str) -> tuple[object, ...]:
    return matching_id, digest, *programme.candidates.words.items()


def _worked_out(programme: Programme, proposal: KeptMatching) -> Matching:
    settings = cast("dict[str, Any]", proposal.settings)
    found = work_out(
        programme, assumed_target=settings["assumed_target"], **choices_of(settings).settings
    )
    kept = [p for p in programme.file.pairs() if p.matching_id == proposal.matching_id]
    made = zip(found.pairs["mentor_id"], found.pairs["mentee_id"], strict=True)
    if {(p.mentor_id, p.mentee_id) for p in kept} != set(made):
        message = (
            "These pairs were made by another version of rmkit, and this one would choose others, "
            f"so it cannot explain them. {_way_on(programme)}"
        )
        raise NotReady(message)
    return found


def _way_on(programme: Programme) -> str:
    if programme.file.pairs("confirmed"):
        return "The confirmed pairs stay as they are, and keep their reasons: pairing.pairs."
    return "Propose them again: pairing.solve()."


def save_proposal(change: Change, found: Matching, *, digest: str) -> int:
    """Keep a matching as the proposal; give its number."""
    return change.save_matching(
        settings=found.settings(),
        data_digest=digest,
        result={
            "unmatched": _records(found.unmatched),
            "audit": _records(found.audit()),
        },
        total=found.total,
        gap=found.gap,
        pairs=_pairs(found.pairs),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    whole = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in whole.to_dict("records")]


def _pairs(frame: pd.DataFrame) -> list[Pair]:
    points = [name for name in frame.columns if name.startswith("points_")]
    return [
        Pair(
            row["mentor_id"],
            row["mentee_id"],
            score=float(row["score"]),
            points={name.removeprefix("points_"): int(row[name]) for name in points},
            reason=row["reason"],
            warnings=(row["warnings"],) if row["warnings"] else (),
        )
        for row in frame.to_dict("records")
    ]
