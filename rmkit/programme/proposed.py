"""How pairs are worked out from a programme, and how a proposal goes into its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, cast

import pandas as pd

from rmkit.errors import NotAllowed, NotReady
from rmkit.people import managers_of
from rmkit.programme.choices import checkable, choices_of
from rmkit.programme.clock import now
from rmkit.programme.confirming import is_waiting
from rmkit.programme.running import Place
from rmkit.programme.situation import Situation, has_changed, kept_situation
from rmkit.records.change import Change
from rmkit.records.model import KeptMatching, Pair

if TYPE_CHECKING:
    from rmkit.matching import Aim, Criterion, Matching, Rule
    from rmkit.programme.programme import Programme

__all__ = [
    "CHANGED",
    "data_digest",
    "is_stale",
    "propose",
    "remember",
    "save_proposal",
    "work_out",
    "work_out_again",
]

CHANGED = "Answers, the staff list, pairs or objections changed since these pairs were proposed"
"""What is said of a proposal that is stale, without the next step."""


class Wanted(TypedDict):
    """What is chosen for a search."""

    aim: Aim
    criteria: Mapping[str, object] | Sequence[Criterion] | None
    rules: Mapping[str, object] | Sequence[Rule] | None
    locked: Iterable[tuple[str, str]]
    forbidden: Iterable[tuple[str, str]]
    floor: float
    keep: Iterable[tuple[str, str]]
    on_progress: Callable[[float, str], None] | None


def work_out(
    programme: Programme,
    *,
    aim: Aim,
    criteria: Mapping[str, object] | Sequence[Criterion] | None,
    rules: Mapping[str, object] | Sequence[Rule] | None,
    locked: Iterable[tuple[str, str]],
    forbidden: Iterable[tuple[str, str]],
    floor: float = 0.0,
    keep: Iterable[tuple[str, str]] = (),
    situation: Situation | None = None,
    assumed_target: int = 4,
    on_progress: Callable[[float, str], None] | None = None,
) -> Matching:
    """Solve for the programme's people, in its words; nothing is kept.

    Pairs that run are part of the solution as they are, whatever rule they may break by now.
    """
    from rmkit.matching import match
    from rmkit.matching.given import pairs_given

    candidates = programme.candidates
    everybody, staff = candidates.people, candidates.staff
    strengths = checkable(rules, everybody)
    locked, forbidden, keep = pairs_given(locked=locked, forbidden=forbidden, keep=keep)
    start = situation or Situation()
    fixed: dict[str, Any] = {
        "aim": aim,
        "criteria": criteria,
        "managers": None if staff.empty else managers_of(staff),
        "assumed_target": assumed_target,
        "labels": {**_answer_words(programme), **candidates.words},
    }

    def solve(apart: Collection[Place]) -> Matching:
        people, held = start.table(everybody, apart=apart)
        return match(
            people,
            rules=strengths,
            locked=(*held, *locked),
            forbidden=forbidden,
            former=start.former,
            first=sorted(set(start.first) & set(people["person_id"])),
            floor=floor,
            keep=(*start.reopened, *keep),
            on_progress=on_progress,
            **fixed,
        )

    try:
        return solve(())
    except NotAllowed:
        apart = _breaking(start, everybody, strengths, forbidden, fixed)
        if not apart:
            raise
    return solve(apart)


def _answer_words(programme: Programme) -> dict[str, str]:
    """Say what languages, half-days and ways to meet are called, by the value that is kept."""
    fields = programme.candidates.questionnaire.fields
    asked = [field for field in fields if field.key in ("languages", "slots", "communication")]
    return {str(o.value): o.label.say() for field in asked for o in field.options}


def _breaking(
    start: Situation,
    everybody: pd.DataFrame,
    rules: Mapping[str, object] | Sequence[Rule],
    forbidden: Collection[Place],
    fixed: Mapping[str, Any],
) -> set[Place]:
    """Find the running pairs that break a rule by now, by matching them alone with all softened."""
    from rmkit.matching import match
    from rmkit.matching.rules import chosen_rules

    people, held = start.table(everybody)
    if not held:
        return set()
    never = {frozenset(pair) for pair in forbidden}
    apart = {place for place in held if frozenset(place) in never}
    placed = {person for place in held for person in place}
    found = match(
        people[people["person_id"].isin(placed)].reset_index(drop=True),
        rules=[
            rule if rule.fixed else replace(rule, strength="warning")
            for rule in chosen_rules(rules)
            if rule.fixed or rule.strength == "hard"
        ],
        locked=held,
        **fixed,
    )
    told = found.pairs[found.pairs["warnings"] != ""]
    return apart | set(zip(told["mentor_id"], told["mentee_id"], strict=True))


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
    """Say whether something about people changed since a proposal, or about the pairs beside it."""
    waits = is_waiting(programme.file, proposal.settings)
    if waits and has_changed(programme, proposal.settings):
        return True
    return _is_of_others(programme, proposal)


def _is_of_others(programme: Programme, proposal: KeptMatching) -> bool:
    """Say whether a proposal was made from other answers or reporting lines than there are."""
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
    if _is_of_others(programme, proposal):
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
    start = kept_situation(settings)
    found = work_out(
        programme,
        situation=start,
        assumed_target=settings["assumed_target"],
        **choices_of(settings).settings,
    )
    kept = [p for p in programme.file.pairs() if p.matching_id == proposal.matching_id]
    made = set(zip(found.pairs["mentor_id"], found.pairs["mentee_id"], strict=True))
    if {(p.mentor_id, p.mentee_id) for p in kept} != made - {*start.running, *start.reopened}:
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


def save_proposal(change: Change, found: Matching, *, digest: str, situation: Situation) -> int:
    """Keep a matching as the proposal, without the pairs that run already; give its number."""
    settings = found.settings()
    before = {*situation.running, *situation.reopened}
    insisted = [pair for pair in _lists(settings["locked"]) if tuple(pair) not in situation.running]
    kept = [pair for pair in _lists(settings["keep"]) if tuple(pair) not in situation.reopened]
    pairs = found.pairs
    made = list(zip(pairs["mentor_id"], pairs["mentee_id"], strict=True))
    ending = sorted(set(situation.reopened) - set(made))
    return change.save_matching(
        settings={
            **settings,
            "locked": insisted,
            "keep": kept,
            "situation": {**situation.kept(), "ending": [list(place) for place in ending]},
        },
        data_digest=digest,
        result={
            "unmatched": _records(found.unmatched),
            "audit": [*_of_running(situation, set(made)), *_records(found.audit())],
        },
        total=found.total,
        gap=found.gap,
        pairs=_pairs(pairs[[place not in before for place in made]]),
    )


def _of_running(situation: Situation, made: set[Place]) -> Iterator[dict[str, object]]:
    """Check, where pairs run, that they stay, and tell how many are new beside them."""
    if not (situation.running or situation.reopened or situation.former):
        return
    held = set(situation.running)
    new = len(made - held - set(situation.reopened))
    detail = f"{len(held)} run on as they are, {new} would be new."
    if outside := len(held - made):
        detail += f" {outside} of them go on outside this search: a rule, a role or an objection."
    if ending := len(set(situation.reopened) - made):
        detail += f" {ending} that you reopened would end."
    yield {"check": "Pairs that run stay as they are.", "outcome": "kept", "detail": detail}
    again = made & {*situation.former, *((b, a) for a, b in situation.former)}
    yield {
        "check": "Pairs that ended do not meet again.",
        "outcome": "flagged" if again else "kept",
        "detail": f"{len(situation.former)} ended; {len(again)} of them are proposed.",
    }


def propose(programme: Programme, situation: Situation, **wanted: Unpack[Wanted]) -> Matching:
    """Search from where a programme stands, and keep what was found as its proposal."""
    digest = data_digest(programme)
    found = work_out(programme, situation=situation, **wanted)
    action = "Proposed pairs for those who are free" if situation.running else "Proposed pairs"
    with programme.file.change(actor="coordinator", action=action, now=now()) as change:
        number = save_proposal(change, found, digest=digest, situation=situation)
    remember(programme, found, matching_id=number, digest=digest)
    return found


def _lists(pairs: object) -> list[list[str]]:
    return [list(map(str, pair)) for pair in cast("list[list[str]]", pairs)]


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
