"""The five steps of the method, how far each is in a programme, and the notebooks that do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmkit.profiles.choosing import FEWEST_PEOPLE
from rmkit.programme.decided import decided_on
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.programme.read_once import meetings_once, people_once, responses_once

if TYPE_CHECKING:
    from rmkit.meetings.progress import PairProgress
    from rmkit.programme.programme import Programme
    from rmkit.records.model import KeptClustering

__all__ = ["Stand", "StandsAt", "five_steps"]

Mark = bool | int
"""True is done, a number is a count, False is nothing yet."""


@dataclass(frozen=True, slots=True)
class StandsAt:
    """A part of a step that has a notebook of its own: how far it is."""

    title: str
    notebook: str
    mark: Mark
    at: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A step of the method: how far it is, in a few words, and part by part."""

    step: str
    mark: Mark
    at: str
    parts: tuple[StandsAt, ...] = ()


def five_steps(programme: Programme) -> tuple[Stand, ...]:
    """Say of each step of the method how far it is."""
    pairs = list(progress_now(programme, programme.today).values())
    running = [one for one in pairs if one.standing == "running"]
    return (
        _objective(programme),
        _participants(programme),
        _kickoff(programme, running),
        _meetings(programme, pairs, running),
        _evaluation(programme),
    )


def _objective(programme: Programme) -> Stand:
    is_set = programme.objective.record is not None
    at = "set" if is_set else "not set yet"
    part = StandsAt("Define the objective", "01_objective.ipynb", is_set, at)
    return Stand("Objective", is_set, at, (part,))


def _participants(programme: Programme) -> Stand:
    file = programme.file
    listed = sum(1 for person in people_once(programme).values() if person.staff)
    answered = len(file.counting("candidate"))
    proposed, confirmed = len(file.pairs("proposed")), len(file.pairs("confirmed"))
    kinds = file.clustering()
    parts = (
        StandsAt(
            "Collect the candidates",
            "02_candidates.ipynb",
            answered,
            f"{answered} answered, {listed} on the staff list",
        ),
        StandsAt(
            "Read the profiles",
            "03_profiles.ipynb",
            kinds is not None,
            _kinds_read(kinds) if kinds else "not read yet",
        ),
        StandsAt(
            "Match the pairs",
            "04_pairs.ipynb",
            (confirmed > 0 and not proposed) or proposed,
            _pairs_stand(confirmed, proposed),
        ),
    )
    told = [f"{answered} answered"]
    told += [parts[1].at] if kinds else []
    told += [parts[2].at] if confirmed or proposed else []
    return Stand(
        "Participants",
        (confirmed > 0 and not proposed) or answered,
        ", ".join(told) if len(told) > 1 else parts[0].at,
        parts,
    )


def _pairs_stand(confirmed: int, proposed: int) -> str:
    pairs = "pair" if confirmed + proposed == 1 else "pairs"
    if confirmed and proposed:
        return f"{confirmed} {pairs} confirmed, {proposed} new proposed"
    if confirmed:
        return f"{confirmed} {pairs} confirmed"
    return f"{proposed} {pairs} proposed" if proposed else "no pairs yet"


def _kinds_read(kept: KeptClustering) -> str:
    labels = kept.result["labels"]
    if kept.result["k"] != 1:
        return f"{kept.result['k']} kinds"
    few = isinstance(labels, dict) and len(labels) < FEWEST_PEOPLE
    return "too few people to tell kinds" if few else "no kinds: a continuum"


def _kickoff(programme: Programme, running: list[PairProgress]) -> Stand:
    drafted = programme.file.document("outbox")
    signed = sum(1 for one in running if one.agreed)
    letters = f"{drafted['letters']} letters drafted" if drafted else "no letters yet"
    signatures = f", {signed} of {len(running)} pairs signed" if drafted and running else ""
    at = letters + signatures
    return Stand(
        "Kick-off",
        bool(drafted),
        at,
        (
            StandsAt("Kick off", "05_kick_off.ipynb", bool(drafted), at),
            StandsAt(
                "Prepare mentors and mentees",
                "06_prepare.ipynb",
                False,
                "a half-day, or 45 minutes",
            ),
        ),
    )


def _meetings(
    programme: Programme, pairs: list[PairProgress], running: list[PairProgress]
) -> Stand:
    held = sum(one.held for one in pairs)
    wanted = plan_of(programme).sessions
    is_done = bool(running) and wanted is not None and all(one.held >= wanted for one in running)
    at = _held(held, pairs, running) if held else _planned(programme, running)
    mark = is_done or held
    part = StandsAt("Run the meetings", "07_meetings.ipynb", mark, at)
    return Stand("Meetings", mark, at, (part,))


def _held(held: int, pairs: list[PairProgress], running: list[PairProgress]) -> str:
    meeting = sum(1 for one in pairs if one.held)
    silent = sum(1 for one in running if one.overdue)
    told = f"{held} held by {meeting} {'pair' if meeting == 1 else 'pairs'}"
    return f"{told}, receipts missing from {silent}" if silent else told


def _planned(programme: Programme, running: list[PairProgress]) -> str:
    known = meetings_once(programme)
    planned = sum(len(known.get(one.pair_id, ())) for one in running)
    return f"{planned} planned" if planned else "none yet"


def _evaluation(programme: Programme) -> Stand:
    answered = len(set(_who_answered_at_the_end(programme)))
    at = f"{answered} answered at the end" if answered else "after the last meeting"
    decided = decided_on(programme.file)
    if decided:
        at += f", decided: {decided}"
    mark = bool(decided) or answered
    part = StandsAt("Evaluate", "08_evaluate.ipynb", mark, at)
    return Stand("Evaluation", mark, at, (part,))


def _who_answered_at_the_end(programme: Programme) -> Iterator[str]:
    for asked in ("satisfaction_mentor", "satisfaction_mentee"):
        for response in responses_once(programme, asked):
            if response.wave == "after":
                yield response.person_id or response.response_id
